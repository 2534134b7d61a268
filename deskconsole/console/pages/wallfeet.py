"""What stands below the groups of the wall: breaches hour by hour, what comes, and who has how much."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.desk.wall import HOURS, Load, Wall
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, Scene, fit, joined, rule, whole
from deskconsole.core.instants import HOUR, to_datetime
from deskconsole.features.staffing.views import STATUSES
from deskconsole.features.wall.views import Many

LINES = 8
"""Where there is room for two columns."""
BAR = 10
"""A cell a ticket, up to this."""
_STEPS = "▁▂▃▄▅▆▇█"
_LABELS = 4
"""Hours from label to label."""


def below(wall: Wall, scene: Scene, room: int, *, wide: bool) -> list[Line]:
    """Two columns where there is room, else four lines."""
    if not wide:
        return _Feet(wall, scene, room).short()
    half = room // 2 + (1 if room >= 150 else 0)
    left, right = _Feet(wall, scene, half - 1).left(), _Feet(wall, scene, room - half - 1).load()
    out = []
    for y in range(LINES):
        line = fit(left[y] if y < len(left) else [], half - 1, scene.g)
        out.append([*line, (" ", ""), (scene.g.column, "line"), *(right[y] if y < len(right) else [])])
    return out


def spark(hours: Sequence[int], scene: Scene) -> str:
    """A column an hour; the highest is the most of them. In ASCII the figures themselves, from ten on `+`."""
    if scene.g.ascii:
        return "".join("." if not n else str(n) if n < 10 else "+" for n in hours)
    most = max(max(hours, default=0), len(_STEPS) - 1)
    return "".join(_STEPS[-(-n * (len(_STEPS) - 1) // most)] for n in hours)


class _Feet:
    def __init__(self, wall: Wall, scene: Scene, room: int) -> None:
        self.wall, self.scene, self.room = wall, scene, room

    def left(self) -> list[Line]:
        return [*self._breaches(), [], *self._coming()]

    # Breaches an hour.

    def _breaches(self) -> list[Line]:
        told, g = self.wall.breaches, self.scene.g
        hint: Line = [(f"last {HOURS} hours, {figures.thousands(told.week)} in 7 days", "dim")]
        return [
            rule([("Breaches an hour", "head")], hint, self.room, g),
            [("   ", ""), *self._drawn(), ("   ", ""), *self._now()],
            [("   " + self._labels(), "dim")],
        ]

    def _drawn(self) -> Line:
        *before, now = self.wall.breaches.hours
        drawn = spark([*before, now], self.scene)
        return [(drawn[:-1], "head"), (drawn[-1], "sla-breach" if now else "head")]

    def _now(self) -> Line:
        told = self.wall.breaches
        ago = f"   same hour last week {told.week_ago}"
        if self.room < 3 + HOURS + 10 + len(ago):
            ago = f"   a week ago {told.week_ago}"
        return [(f"now {told.hours[-1]}", "strong" if told.hours[-1] else ""), (ago, "dim")]

    def _labels(self) -> str:
        """The hour of the day under the column that it begins."""
        out = ""
        for n in range(0, HOURS, _LABELS):
            at = self.wall.breaches.since + n * HOUR
            out = f"{out:<{n}}{to_datetime(at, self.scene.zone):%H}"  # type: ignore[arg-type]
        return out

    # What comes.

    def _coming(self) -> list[Line]:
        g = self.scene.g
        return [
            rule([("Coming", "head")], [("due within", "dim")], self.room, g),
            [("   ", ""), *joined(self._soon(), "     ")],
            [("   ", ""), (self._flow(), "")],
            [("   ", ""), (self._today(), "")],
        ]

    def _soon(self) -> list[Line]:
        soon, sign = self.wall.coming, f"{self.scene.g.risk} "
        parts = (("30 min", soon.half, sign), ("1 h", soon.hour, sign), ("2 h", soon.two, ""))
        return [
            [(f"{word} ", "dim"), (f"{mark if n else ''}{n}", "sla-risk" if mark and n else "")]
            for word, n, mark in parts
        ]

    def _flow(self) -> str:
        """What an hour brought and took, and what that does to the backlog."""
        came, went = self.wall.opened.hour, self.wall.resolved.hour
        grows = came - went
        does = f"grows by {grows}" if grows > 0 else f"shrinks by {-grows}" if grows else "stays"
        long = f"arrivals {came} an hour, resolved {went} an hour: backlog {does}"
        return long if cells(long) + 4 <= self.room else f"an hour: {came} new, {went} resolved, backlog {does}"

    def _today(self) -> str:
        wall, dot = self.wall, self.scene.g.dot
        parts = (
            f"today {wall.opened.day} new",
            f"{wall.resolved.day} resolved",
            f"{wall.breaches.today} breached",
            f"{many(wall.open)} open now",
        )
        return dot.join(parts)

    # Who has how much.

    def load(self) -> list[Line]:
        g = self.scene.g
        loads, more = self._chosen(LINES - 1)
        hint = g.dot.join(("open", "load", "at risk", "status")) + (f"{g.dot}{more} more" if more else "")
        name = min(max((cells(self._name(each)) for each in loads), default=6), 14)
        return [
            rule([("Load", "head")], [(hint, "dim")], self.room, g),
            *(fit(self._load(each, name), self.room, g) for each in loads),
        ]

    def _chosen(self, room: int) -> tuple[list[Load], int]:
        """Everybody by name, then nobody; where that is too much, those with most at risk and most to do."""
        wall = self.wall
        last = [wall.nobody] if wall.nobody.hand.tickets.n else []
        loads = [each for each in wall.loads if each.hand.tickets.n or each.hand.status not in (None, "off")]
        loads = loads or [each for each in wall.loads if each.hand.status != "off"]
        most = sorted(loads, key=lambda each: (-each.breached, -each.at_risk, -each.hand.load))[: room - len(last)]
        kept = [each for each in loads if each in most]
        return [*kept, *last], len(loads) - len(kept)

    def _name(self, load: Load) -> str:
        return self.scene.g.outside(load.hand.handle) or "nobody"

    def _load(self, load: Load, name: int) -> Line:
        g, hand = self.scene.g, load.hand
        used = min(hand.tickets.n, BAR)
        line: Line = [("  ", ""), (fit_text(self._name(load), name, g.cut), self._whose(load)), ("  ", "")]
        line += [(g.used * used, "head"), (g.left * (BAR - used), "line")]
        line += [(f"{many(hand.tickets):>5}", "strong"), (f"{hand.load or '':>5}", "dim"), ("   ", "")]
        told = fit(marks(load.breached, load.at_risk, self.scene), 8, g)
        return [*line, *told, ("  ", ""), (self._status(load), "dim")]

    def _whose(self, load: Load) -> str:
        return "me" if load.hand.handle == self.scene.me else "" if load.hand.handle else "strong"

    def _status(self, load: Load) -> str:
        """How they are, and since when, where that keeps tickets from them."""
        hand = load.hand
        if not hand.handle:
            return ""
        if hand.status is None:
            return "has not said"
        words = STATUSES.get(hand.status, hand.status)
        if hand.status == "available" or hand.since is None:
            return words
        return f"{words}, {figures.waits(self.scene.now - hand.since)}"

    # In little room.

    def short(self) -> list[Line]:
        g, wall = self.scene.g, self.wall
        loads, _ = self._chosen(LINES)
        loads.sort(key=lambda each: (-each.breached, -each.at_risk, -each.hand.load))
        people = [self._briefly(each) for each in loads if each.hand.tickets.n]
        hint: Line = [(g.dot.join(("open", "at risk")), "dim")]
        broke: Line = [(f"{figures.thousands(wall.breaches.week)} in 7 days", "dim")]
        soon = whole([self._drawn(), self._now(), *self._soon()[:2]], "   ", self.room - 2)
        return [
            rule([("Load", "head")], hint, self.room, g),
            [(" ", ""), *whole(people, "   ", self.room - 2)],
            rule([("Breaches an hour", "head")], broke, self.room, g),
            [(" ", ""), *soon],
        ]

    def _briefly(self, load: Load) -> Line:
        line: Line = [(f"{self._name(load)} ", self._whose(load)), (many(load.hand.tickets), "strong")]
        told = marks(load.breached, load.at_risk, self.scene)
        return [*line, (" ", ""), *told] if told else line


def marks(breached: int, at_risk: int, scene: Scene) -> Line:
    """`◆1 ▲2`: what is not there is not shown."""
    told: list[Line] = [[(f"{scene.g.breached}{breached}", "sla-breach")]] if breached else []
    return joined([*told, [(f"{scene.g.risk}{at_risk}", "sla-risk")]] if at_risk else told, " ")


def many(count: Many) -> str:
    """`12`, or `1 000+` where counting ended."""
    return figures.thousands(count.n) + ("+" if count.more else "")
