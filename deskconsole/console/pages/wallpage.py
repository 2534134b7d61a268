"""The wall as lines: three figures to be read across a room, the groups, and what comes beside who has how much.

The twin of the screen and of `deskconsole show wall`. What stands where follows from width and height alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from deskconsole.console.desk.wall import TICKETS, Group, Wall
from deskconsole.console.pages import rows, wallfeet
from deskconsole.console.pages.chrome import ROOMY, WIDE
from deskconsole.console.pages.pane import Calendars
from deskconsole.console.pages.wallfeet import many, marks
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import BLANK, Face, clock_of, face
from deskconsole.console.painting.digits import HEIGHT, drawn
from deskconsole.console.painting.layout import cells, cut
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, Scene, fit, rule, whole
from deskconsole.features.tickets.views import RUNNING, QueueRow

TALL = 34
"""Lines of a body from which on figures are drawn large, where it is wide too."""
LOW = 12
"""Lines below which only the groups and one line of figures are shown."""
MIDDLE = 70
"""Cells from which on a line has room for how many are broken, and for whose the first is."""

NONE = {"service": "no service", "team": "no team", "customer": "no customer"}
PLURAL = {"service": "services", "team": "teams", "customer": "customers"}


class WallLine(NamedTuple):
    """A line of the list; `group` is the place of what it stands for."""

    line: Line
    group: int | None = None


class Page(NamedTuple):
    """What stands above the list, the list, which may be longer than its place, and what stands below."""

    above: Sequence[Line]
    lines: Sequence[WallLine]
    below: Sequence[Line]


def page(
    wall: Wall, calendars: Calendars, scene: Scene, room: int, height: int | None, keys: Callable[[str], str]
) -> Page:
    """The wall for a body of so many cells and lines; without a height it is printed, and all of it.

    `keys` tells the key of an id, empty where it has none.
    """
    made = _Wall(wall, calendars, scene, room, keys)
    tall, low = room >= WIDE and (height or TALL) >= TALL, height is not None and height < LOW
    above = made.large() if tall else made.small(1 if low else 2)
    below = [] if low else wallfeet.below(wall, scene, room, wide=room >= WIDE and (height or TALL) >= TALL - 8)
    heads = [] if low else made.heads()
    left = (height or 0) - len(above) - len(heads) - len(below)
    airy = height is not None and left >= 2 * len(wall.groups) + 2
    lines = made.lines(airy=airy)
    g = scene.g
    return Page(
        [fit(line, room, g) for line in (*above, *heads)],
        [each._replace(line=fit(each.line, room, g)) for each in lines],
        [fit(line, room, g) for line in below],
    )


class _Wall:
    """Builds the page for one scene and width."""

    def __init__(self, wall: Wall, calendars: Calendars, scene: Scene, room: int, keys: Callable[[str], str]) -> None:
        self.wall, self.calendars, self.scene, self.room, self.keys = wall, calendars, scene, room, keys

    # Figures.

    def face(self, row: QueueRow) -> Face:
        clock = clock_of(row)
        hours = self.calendars(row.calendar) if row.calendar is not None else None
        return face(clock, hours, self.scene, row.held_until) if clock and hours else BLANK

    def large(self) -> list[Line]:
        """Breached, at risk, and how long until the next, as large as they go."""
        wall, third = self.wall, self.room // 3
        parts = [
            self._block(figures.count(wall.breached), "sla-breach", third, self._breached()),
            self._block(figures.count(wall.at_risk), "sla-risk", third, self._at_risk()),
            self._block(*self._coarse(), self.room - 2 * third, self._next()),
        ]
        return [[], *([span for part in parts for span in part[y]] for y in range(HEIGHT)), []]

    def _block(self, figure: str, role: str, room: int, words: Sequence[Line]) -> list[Line]:
        """A figure with words beside it; they begin in its second line."""
        gap, out = " " * (5 if self.room >= ROOMY else 2), []
        for y, digit in enumerate(drawn(figure, self.scene.g.p1)):
            line: Line = [(gap, ""), (digit, "dim" if figure == "0" else role), (gap, "")]
            said = words[y - 1] if 0 < y <= len(words) else []
            out.append(fit([*line, *said], room, self.scene.g))
        return out

    def _breached(self) -> list[Line]:
        wall, g, scene = self.wall, self.scene.g, self.scene
        if not wall.breached:
            return [[("breached", "dim")]]
        told: list[Line] = [[(f"{g.breached} breached", "sla-breach")]]
        first = wall.groups[0].tickets[0] if wall.groups and wall.groups[0].tickets else None
        if first is not None and first.due is not None and first.due < scene.now:
            told.append([(f"since {figures.due(first.due, scene.now, scene.zone, g)}", "")])
            told.append([(f"oldest {self.face(first).figure}", "")])
        return told

    def _at_risk(self) -> list[Line]:
        wall, g = self.wall, self.scene.g
        if not wall.at_risk:
            return [[("at risk", "dim")]]
        told: list[Line] = [[(f"{g.risk} at risk", "sla-risk")]]
        if wall.coming.half:
            told.append([(f"{wall.coming.half} due in 30m", "")])
        if wall.alone:
            told.append([(f"{wall.alone} nobody owns", "")])
        return told

    def _coarse(self) -> tuple[str, str]:
        """How long until the next breach, in one unit: it is read across a room."""
        if self.wall.next is None:
            return "", "dim"
        shown = self.face(self.wall.next)
        hours, _, rest = shown.figure.rpartition("h")
        minutes, _, _ = rest.rpartition("m")
        return (f"{hours}h" if hours else f"{minutes}m" if minutes else shown.figure), shown.role

    def _next(self) -> list[Line]:
        row, g = self.wall.next, self.scene.g
        if row is None:
            return [[("no breach soon", "dim")]]
        number: Line = [("next breach", "")]
        named: Line = [(g.outside(row.number), "head"), (" ", ""), *rows.priority(row.priority, self.scene)]
        owner: Line = [self._owner(row)]
        return [number, named, [(self._title(row), "strong")], owner]

    def small(self, lines: int) -> list[Line]:
        """The same in words."""
        out: list[Line] = []
        for told in (self._breached(), self._at_risk()):
            if any(role != "dim" for line in told for _, role in line):
                words = self.wall.breached if not out else self.wall.at_risk
                out.append(self._sentence(words, told))
        return self._words(out)[:lines]

    def _sentence(self, count: int, told: Sequence[Line]) -> Line:
        """`◆ 3 breached, oldest −12m`"""
        (sign, role), *_ = told[0]
        glyph, _, word = sign.partition(" ")
        more = "".join(f", {text}" for line in told[1:] for text, _ in line if not text.startswith("since"))
        return [(f"{glyph} {figures.thousands(count)} {word}", role), (more, "")]

    def _words(self, told: Sequence[Line]) -> list[Line]:
        wall, room = self.wall, self.room
        first: Line = [(" ", ""), *whole(told, "   ", room - 2)] if told else [(f" {many(wall.open)} open", "")]
        row = wall.next
        if row is None:
            return [first, []]
        shown = self.face(row)
        line: Line = [(" next breach ", "dim"), (shown.sign.strip(), shown.role), ("  ", "")]
        line += [(self.scene.g.outside(row.number), "head"), (" ", ""), (self._title(row) + ", ", ""), self._owner(row)]
        return [first, line]

    # The list.

    def heads(self) -> list[Line]:
        wall, g = self.wall, self.scene.g
        leader = self.keys("wall.by_team").split(" ")[0]
        others = " or ".join(name for name in PLURAL if name != wall.by)
        hint: Line = [("next breach first", "dim")]
        if leader and self.room >= MIDDLE:
            hint += [(g.dot, "dim"), (leader, "key"), (f" groups by {others}", "dim")]
        out = [rule([(f"By {wall.by}", "head")], hint, self.room, g)]
        if self.room >= WIDE and wall.groups:
            out.append([(self._columns_head(), "head")])
        return out

    def _columns_head(self) -> str:
        name, squares = self._widths()
        return f"  {self.wall.by:<{name}}  {'next':<8}  {'tickets':<{squares + 10}}  what breaches next"

    def _widths(self) -> tuple[int, int]:
        """Cells of a group's name, and of its squares."""
        if self.room >= ROOMY:
            return 20, 16
        if self.room >= WIDE:
            return 15, 9
        return (15, 0) if self.room >= MIDDLE else (10, 0)

    def lines(self, *, airy: bool) -> list[WallLine]:
        wall = self.wall
        out: list[WallLine] = []
        for n, group in enumerate(wall.groups):
            out.append(WallLine(self._group(group), n))
            if airy:
                out.append(WallLine([]))
        if not wall.groups:
            out += [WallLine(line) for line in ([], *self._empty(), [])]
        if wall.more:
            words = f" {wall.more} more {PLURAL[wall.by]} have something breached or at risk: too many for a wall"
            out.append(WallLine([(words, "dim")]))
        if quiet := self._quiet():
            out.append(WallLine(quiet))
        return out

    def _group(self, group: Group) -> Line:
        g = self.scene.g
        name, squares = self._widths()
        shown = self.face(group.tickets[0]) if group.tickets else BLANK
        called = NONE[self.wall.by] if group.key is None else group.name or group.key
        line: Line = [("  ", ""), (fit_text(g.outside(called), name, g.cut), "strong"), ("  ", "")]
        line += [(shown.glyph + shown.figure.rjust(7), shown.role), ("  ", "")]
        if squares:
            line += self._squares(group, squares)
            line += [(f"{many(group.open)} open".rjust(10), ""), ("  ", "")]
        elif self.room >= MIDDLE:
            line += [*fit(marks(group.breached, group.at_risk, self.scene), 8, g), (" ", "")]
        return [*line, *self._tickets(group, self.room - sum(cells(text) for text, _ in line) - 1)]

    def _squares(self, group: Group, room: int) -> Line:
        """A sign a ticket: what is broken, what is at risk, what is open, what waits."""
        g = self.scene.g
        calm = max(group.open.n - group.breached - group.at_risk - group.waiting, 0)
        signs = [
            (g.breached, group.breached, "sla-breach"),
            (g.risk, group.at_risk, "sla-risk"),
            (g.square, calm, "dim"),
            (g.paused, group.waiting, "sla-held"),
        ]
        line: Line = [(sign * min(count, room + 1), role) for sign, count, role in signs if count]
        return fit(line, room, g)  # cut with a sign where there are more

    def _tickets(self, group: Group, room: int) -> Line:
        """What breaches next, with whose it is, and how long the ones after it have."""
        g = self.scene.g
        if not group.tickets:
            return []
        row, *after = group.tickets
        shown = self.face(row)
        line: Line = []
        if self.room >= ROOMY:
            line += [(f"{shown.figure:>7} ", shown.role)]
        line += [(g.outside(row.number) + " ", "head")]
        tail: Line = [(", ", ""), self._owner(row)] if self.room >= MIDDLE else []
        if row.state == "held" and row.clock_state == "running" and row.held_for and self.room >= WIDE:
            tail.append((f"   held for {g.outside(row.held_for)}, clock runs", "sla-held"))
        title = self._title(row)
        free = room - sum(cells(text) for text, _ in (*line, *tail))
        line += [(cut(title, max(free, 0), g.cut), ""), *tail]
        return [*line, *self._after(after, free - cells(title))]

    def _after(self, tickets: Sequence[QueueRow], room: int) -> Line:
        """How long those after the first have, as many as there is room for beside it."""
        out: Line = []
        for gap, row in zip(("   ", *["  "] * TICKETS), tickets, strict=False):
            shown = self.face(row)
            room -= len(gap) + cells(sign := shown.sign.strip())
            if room < 0 or self.room < WIDE:
                break
            out += [(gap, ""), (sign, shown.role)]
        return out

    def _owner(self, row: QueueRow) -> tuple[str, str]:
        if not row.owner:
            return "nobody owns it", ""
        return self.scene.g.outside(row.owner), "me" if row.owner == self.scene.me else ""

    def _title(self, row: QueueRow) -> str:
        return "(erased)" if row.title is None else self.scene.g.written(row.title[: rows.LONGEST])

    def _quiet(self) -> Line:
        """Groups that need nobody, in one line."""
        wall, g = self.wall, self.scene.g
        if not wall.quiet:
            return []
        more = "more " if wall.groups else ""
        words = f" {wall.quiet} {more}{PLURAL[wall.by]}, none at risk: "
        if wall.scope:  # of a scope not all may be known
            words = " none at risk: "
        elif wall.quiet == 1:
            words = f" 1 {more}{wall.by}, not at risk: "
        told = ", ".join(f"{g.outside(each.name)} {many(each.open)}" for each in wall.beside)
        return [(words + told + (f", {g.cut}" if wall.quiet > len(wall.beside) else ""), "dim")]

    def _empty(self) -> list[Line]:
        """Nothing to show says which it is: nothing open, nothing measured, nothing in need."""
        wall, row = self.wall, self.wall.first
        words = "The wall shows what is breached or at risk, what breaches next first."
        if row is None and not wall.open.more:
            of = f" of {self.scene.g.outside(wall.scope)}" if wall.scope else ""
            return [[(f" No ticket{of} is open.", "strong")], [(f" {words}", "dim")]]
        if row is not None and row.metric is None:
            return [
                [(" No clock runs on what is open, so nothing can be at risk.", "strong")],
                [(" An agreement of the desk file that fits these tickets starts their clocks.", "dim")],
            ]
        if wall.next is None and row is not None and row.standing != RUNNING:
            return [
                [(" Nothing is at risk: every clock of what is open stands still.", "strong")],
                [(f" {words}", "dim")],
            ]
        return [[(" Nothing is breached or at risk.", "strong")], [(f" {words}", "dim")]]


def under_cursor(each: WallLine, scene: Scene) -> WallLine:
    """The same line where the cursor stands on it."""
    (blank, _), *rest = each.line
    return each._replace(line=[(scene.g.cursor, "key"), (blank[1:], ""), *rest])


def text(wall: Wall, calendars: Calendars, scene: Scene, room: int) -> list[Line]:
    """All of it as one text."""
    made = page(wall, calendars, scene, room, None, lambda _: "")
    return [*made.above, *(each.line for each in made.lines), [], *made.below]
