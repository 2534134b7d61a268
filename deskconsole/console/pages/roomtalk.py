"""What a war room says to the outside, whom it calls in, and what is to be learned from it, as sections."""

from __future__ import annotations

from deskconsole.console.desk.room import Situation
from deskconsole.console.pages.roomparts import Eyes, Part, left, way
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import wrap
from deskconsole.console.painting.lines import Line, apart


class Talk:
    """Sections of one room, each drawn at a width."""

    def __init__(self, of: Situation, eyes: Eyes) -> None:
        self.of, self.eyes, self.scene, self.g = of, eyes, eyes.scene, eyes.scene.g

    def updates(self, room: int) -> Part:
        """What is due first, for whom; what waits for approval; what was said last, and what became of it."""
        g, scene = self.g, self.scene
        lines: list[Line] = []
        for each in self.of.dues:
            by = figures.due(each.at, scene.now, scene.zone, g)
            line: Line = [*left(each.at, self.scene), (f"  {by:>5}  ", "head"), (g.outside(each.audience), "")]
            waits: Line = [(f"{each.waiting} to approve ", "head")] if each.waiting else []
            lines.append(apart(line, waits, room, g) if waits else line)
        if sent := self.of.sent:
            whom = f"{sent.customers} customers" if sent.customers > 1 else g.outside(sent.audience)
            when = figures.moment(sent.at, scene.now, scene.zone)
            came = f"{sent.arrived} of {sent.told} arrived, {sent.read} read, {sent.failed} failed"
            lines += [[(f" {part}", "dim")] for part in wrap(f"last: {when} to {whom}, {came}", room - 2)]
        elif not lines:
            lines = [
                [(" nothing was said yet, and nothing is owed", "dim")],
                *way(self.eyes, "room.update", "writes one"),
            ]
        late = sum(each.at < scene.now for each in self.of.dues)
        return Part("Updates", "Next update", lines, "room.update", "writes it", len(self.of.dues), late)

    def phone(self, room: int) -> Part:
        g, say, lines = self.g, self.of.sentence, list[Line]()
        if say and say.text:
            told = f"{g.quote}{' '.join(g.written(say.text).split())}{g.unquote}"
            lines += [[(f" {part}", "")] for part in wrap(told, room - 2)]
        if say and say.workaround:
            words = wrap(" ".join(g.written(say.workaround).split()), max(room - 14, 8))
            lines += [[(" workaround  " if n == 0 else " " * 13, "dim"), (part, "")] for n, part in enumerate(words)]
        if not lines:
            lines = [[(" agents have no sentence to say", "strong")], [(" :phone sentence  writes one", "dim")]]
        return Part("Phone", "Sentence for the phone", lines, note="agents see it" if say else "")

    def surge(self, room: int) -> Part:
        g, scene = self.g, self.scene
        lines: list[Line] = []
        for each in reversed(self.of.called):
            at = figures.clock(each.at, scene.zone, seconds=False)
            until = figures.clock(each.answer_by, scene.zone, seconds=False)
            said = f"called {at}, answer by {until}" if each.state == "asked" else f"{each.state}, called {at}"
            sign = {"accepted": (g.met, "sla-met"), "declined": (g.failed, "dim"), "no answer": (g.failed, "dim")}
            glyph, role = sign.get(each.state, (" ", ""))
            left: Line = [(f" {glyph} ", role), (f"{g.outside(each.who):<8} ", "strong"), (g.written(each.why), "dim")]
            lines.append(apart(left, [(f" {said} ", "")], room, g))
        if not lines:
            lines = [[(" nobody was called in", "dim")]]
        if (load := self.of.load) and load.heads:
            then = f", {load.tickets / (load.heads + load.coming):.1f} once all come" if load.coming else ""
            lines.append([(" load    ", "dim"), (f"{load.tickets / load.heads:.1f} tickets a head now{then}", "")])
        return Part("Surge", "Surge", lines, "surge.call_in", "calls in", len(self.of.called))

    def review(self, room: int) -> Part:
        """What is to be learned from it, once it is over."""
        found, g = self.of.review, self.g
        if found is None:
            return Part("Review", "Review", [[(" it comes when the room is stood down", "dim")]])
        owner = g.outside(found.owner) if found.owner else "nobody has taken it up"
        line: Line = [*left(found.due, self.scene), (f"  {found.state}  ", "strong"), (owner, "")]
        due = figures.moment(found.due, self.scene.now, self.scene.zone)
        if found.state in ("published", "actions open", "closed"):
            return Part("Review", "Review", [[(f" {found.state}  ", "strong"), (owner, "")]])
        return Part("Review", "Review", [line, [(f" due {due}", "dim")]])
