"""What a call would do to each of many tickets, as lines: how many, whom it tells, and a ticket a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from deskconsole.console.desk.results import FINAL
from deskconsole.console.desk.source import Foreseen
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.pages.formlines import NOTHING_YET, safe
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells, cut
from deskconsole.console.painting.layout import fit as fitted
from deskconsole.console.painting.lines import Line, Scene, fit, whole
from deskconsole.core.desk import Call

PAST = {
    "ticket.assign": "assigned",
    "ticket.assign_to_me": "taken",
    "ticket.work": "in work",
    "ticket.hold": "held",
    "ticket.resume": "resumed",
    "ticket.tag": "tagged",
    "ticket.priority": "given another priority",
    "ticket.reply": "answered",
    "ticket.note": "noted",
    "ticket.resolve": "resolved",
    "ticket.close": "closed",
    "ticket.reopen": "reopened",
    "ticket.cancel": "cancelled",
    "ticket.transfer": "offered",
    "ticket.acknowledge": "acknowledged",
    "ticket.route": "routed",
    "ticket.merge": "merged",
    "ticket.link": "linked",
    "ticket.join_outage": "attached",
    "promise.make": "promised",
    "contact.log": "logged",
    "call.undo": "taken back",
    "call.redo": "done again",
}
"""What becomes of tickets, after their number: `6 held`."""

SIGN, GAP = 3, 2

MEASURED = 500
"""Tickets whose words are measured: columns of thousands are not moved by the last of them."""


def past(command: str) -> str:
    return PAST.get(command, "done")


@dataclass
class Plan:
    """What is known of many calls, ticket by ticket, and which of them somebody left out."""

    command: str
    tickets: Sequence[int]
    found: dict[int, Foreseen] = field(default_factory=dict)
    done: int = 0
    dropped: set[int] = field(default_factory=set)
    calls: Mapping[int, Call] | None = None
    """The call that is meant for each, where it is not the same for all."""
    applied: int | None = None
    """How many have been carried out; None: nobody has meant it yet."""

    @property
    def complete(self) -> bool:
        return self.done == len(self.tickets)

    def begin(self) -> None:
        """Another look begins; what the one before found stands until then."""
        self.done = 0

    def clear(self) -> None:
        """What would be done is not known."""
        self.done = 0
        self.found.clear()

    @property
    def accepted(self) -> list[Foreseen]:
        return [each for each in self._seen if not each.refused and each.ticket not in self.dropped]

    @property
    def refused(self) -> list[Foreseen]:
        return [each for each in self._seen if each.refused and each.ticket not in self.dropped]

    @property
    def _seen(self) -> list[Foreseen]:
        return [self.found[ticket] for ticket in self.tickets if ticket in self.found]

    @property
    def rows(self) -> list[Foreseen]:
        """In the order of the list; once all are known, what is refused stands last."""
        seen = self._seen
        return sorted(seen, key=lambda each: bool(each.refused)) if self.complete else seen


def hint(plan: Plan) -> str:
    """How far it is, at the right of the title."""
    of = figures.thousands(len(plan.tickets))
    if plan.applied is not None:
        return f"{figures.thousands(plan.applied)} of {figures.thousands(len(plan.accepted))} done"
    if not plan.complete and plan.done:
        return f"looking: {figures.thousands(plan.done)} of {of}"
    return NOTHING_YET


def counts(plan: Plan, first: Sequence[str], room: int, scene: Scene) -> Line:
    """`6 will be held   2 refused   4 told, no address: INC-7   4 clocks pause, 2 run on`; or what is wanted first."""
    if not plan.complete:
        told = f"first: {', '.join(first)}" if first else "looking at what it would do"
        return fit([(f"  {scene.g.outside(told)}", "dim")], room, scene.g)
    good, bad, g = plan.accepted, plan.refused, scene.g
    parts: list[Line] = [[(f"  {figures.thousands(len(good))} will be {past(plan.command)}", "strong")]]
    if bad:
        parts.append([(f"{figures.thousands(len(bad))} refused", "sla-breach")])
    if plan.dropped:
        parts.append([(f"{figures.thousands(len(plan.dropped))} left out", "dim")])
    if told := _told(good):
        parts.append([(told, "")])
    if clocks := _clocks(good):
        parts.append([(clocks, "dim")])
    return fit(safe(whole(parts, "    " if room >= WIDE else "  ", room), scene), room, g)


def _told(good: Sequence[Foreseen]) -> str:
    """Whom a message reaches (rule 25)."""
    untold = [each.number for each in good if each.told == "untold"]
    told = sum(each.told == "told" for each in good)
    if not told and not untold:
        return ""
    more = f" and {len(untold) - 3} more" if len(untold) > 3 else ""
    return f"{told} told" + (f", no address: {', '.join(untold[:3])}{more}" if untold else "")


def _clocks(good: Sequence[Foreseen]) -> str:
    """`4 clocks pause, 2 run on`: what becomes of the clock that matters, counted."""
    found = Counter(each.clock for each in good if each.clock)
    parts = [f"{figures.thousands(many)} {_plural(words, many)}" for words, many in found.most_common()]
    if parts:
        first, _, rest = parts[0].partition(" ")
        parts[0] = f"{first} {'clock' if first == '1' else 'clocks'} {rest}"
    return ", ".join(parts)


_SEVERAL = {"pauses": "pause", "stops": "stop", "starts": "start"}
_FIRST = {"is": "are", "stays": "stay", "runs": "run", "ends": "end", "breaks": "break"}


def _plural(words: str, many: int) -> str:
    if many == 1:
        return words
    verb, _, rest = words.partition(" ")
    return f"{_SEVERAL.get(verb) or _FIRST.get(verb, verb)} {rest}".rstrip()


class Widths:
    """Columns of the list, by what is in them and the room there is: what becomes of it has the most."""

    def __init__(self, rows: Sequence[Foreseen], room: int) -> None:
        shown = rows[:MEASURED]
        state = 13 if room >= WIDE else 11

        def widest(texts: Iterable[str], least: int) -> int:
            return max((cells(text) for text in texts), default=least)

        self.number = widest((each.number for each in shown), 9)
        self.now = min(max(widest((each.now for each in shown), 3), 3), state)
        self.then = min(max(widest((_then(each) for each in shown), 4), 4), state)
        free = room - SIGN - self.number - self.now - self.then - 4 * GAP - 1
        self.title = max(min(widest((each.title or "" for each in shown), 5), 36, free * 2 // 5), 5)
        self.why = max(free - self.title, 0)


def _then(each: Foreseen) -> str:
    return f"stays {each.now}" if each.refused else each.then


def heads(rows: Sequence[Foreseen], room: int, scene: Scene) -> Line:
    wide = Widths(rows, room)
    sizes = {"ticket": wide.number, "title": wide.title, "now": wide.now, "then": wide.then, "why": wide.why}
    text = " " * SIGN + (" " * GAP).join(fitted(word, size, "") for word, size in sizes.items())
    return fit([(text, "head")], room, scene.g)


def row(each: Foreseen, wide: Widths, room: int, scene: Scene, *, dropped: bool, cursor: bool) -> Line:
    """A ticket: whether it may be, how it stands and would stand, and what becomes of its clock, or why not."""
    g = scene.g

    def cell(text: str, size: int) -> str:
        return fitted(g.outside(text), size, g.cut)

    sign, role = (g.nobody, "dim") if dropped else (g.failed, "sla-breach") if each.refused else (g.met, "sla-met")
    then = f"stays {each.now}" if dropped else _then(each)
    why = "left out" if dropped else each.refused or each.why
    words = "dim" if dropped else "" if each.refused else each.role
    gap = " " * GAP
    line: Line = [
        (g.cursor if cursor else " ", "key"),
        (sign, role),
        (" ", ""),
        (cell(each.number, wide.number), "dim" if dropped else "strong"),
        (gap + cell(each.title or "(erased)", wide.title), "dim" if dropped else ""),
        (gap + cell(each.now, wide.now), "dim"),
        (gap + cell(then, wide.then), "dim" if each.refused or dropped else ""),
        (gap + cut(g.outside(why), wide.why, g.cut), words),
    ]
    return fit(line, room, g)


def said(each: Foreseen | None) -> str:
    """What the list may have had to cut, whole."""
    return f"{each.number}: {each.refused or each.why}" if each and (each.refused or each.why) else NOTHING_YET


def way_back(plan: Plan) -> str:
    """Whether and how it can be undone, said before it is done."""
    many = len(plan.accepted)
    if not plan.complete or not many:
        return ""
    if plan.command in ("call.undo", "call.redo"):
        return "what stays is not touched"
    if plan.command in FINAL:
        return "no undo: what is said has left the house"
    both = {1: "", 2: " both together,"}.get(many, f" all {figures.thousands(many)} together,")
    return f"undo:{both} for 10 minutes or until something leaves the house"
