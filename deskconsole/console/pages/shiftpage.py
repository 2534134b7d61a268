"""My shift as lines: what waits, by time; the twin of the screen and of `deskconsole show shift`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from deskconsole.console.desk.shift import Mine, Owed, Planned, Shift
from deskconsole.console.pages import rows
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.pages.pane import Calendars
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import BLANK, clock_of, face
from deskconsole.console.painting.layout import cells, wrap
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, Scene, fit, rule
from deskconsole.core.instants import MINUTE
from deskconsole.features.handover.views import HandoverRow
from deskconsole.features.staffing.views import STATUSES
from deskconsole.features.tickets.views import QueueRow

SOON = 30 * MINUTE
"""A promise that is due within this needs somebody now."""
TITLE = 35
"""Cells of a title where there is room for more beside it."""


class ShiftLine(NamedTuple):
    """A line of the page; `row` is the ticket that it stands for."""

    line: Line
    row: QueueRow | None = None


class _Page:
    """Builds the page for one scene and width."""

    def __init__(self, shift: Shift, calendars: Calendars, scene: Scene, room: int, keys: Callable[[str], str]) -> None:
        self.shift, self.calendars, self.scene, self.room, self.keys = shift, calendars, scene, room, keys
        numbers = [each.row.number for each in self._all()] + [each.row.number for each in shift.owed]
        self.number = max((cells(scene.g.outside(number)) for number in numbers), default=9)

    def _all(self) -> list[Mine]:
        shift = self.shift
        return [*shift.answered, *shift.ending, *shift.offered, *shift.given]

    def lines(self) -> list[ShiftLine]:
        shift, zone, now = self.shift, self.scene.zone, self.scene.now
        since = figures.moment(shift.since, now, zone)
        planned = [self._work(each) for each in shift.planned]
        handing = [self._handing(each) for each in shift.handing]
        return [
            *([ShiftLine(self._status())] if shift.of_now else []),
            *self._section("Say this on the phone", "", self._outages()),
            *self._section("Call back", f"{len(shift.owed)} promised, by time", [self._owed(x) for x in shift.owed]),
            *self._section("Answered since you left", f"{len(shift.answered)} of yours", self._tickets(shift.answered)),
            *self._section("Holds that end today", f"{len(shift.ending)}", self._tickets(shift.ending)),
            *self._offered(),
            *self._section(f"Given to you since {since}", f"{len(shift.given)}", self._tickets(shift.given)),
            *(self._section("Tickets that change hands", "", handing) if handing else ()),
            *self._section("Maintenance and changes today", f"{len(planned)}", planned),
            *self._section("Your desk", "", [ShiftLine(self._desk())]),
        ]

    def _status(self) -> Line:
        """`status [● available]  call  break`: what I am stands in brackets."""
        line: Line = [(" status ", "dim")]
        for name in STATUSES:
            on = name == self.shift.status
            line.append((f" [{self.scene.g.selected} {name}] " if on else f"  {name}  ", "me" if on else "dim"))
        key = self.keys("leader.status")
        return [*line, (f"  {key}", "key"), (" change", "dim")] if key else line

    def _outages(self) -> list[ShiftLine]:
        """What is down, and the sentence; that nothing is known to be down is a sentence too."""
        g, lines = self.scene.g, list[ShiftLine]()
        for outage in self.shift.outages:
            since = figures.moment(outage.since, self.scene.now, self.scene.zone)
            what = outage.service_name or outage.title or "(erased)"
            head: Line = [(f"  {g.outside(outage.number)}  ", "head"), (g.outside(what), "strong")]
            lines.append(ShiftLine([*head, (f"   since {since}, {outage.followers} attached", "dim")]))
            for part in wrap(g.outside(f"“{outage.say or '(erased)'}”"), self.room - 6):
                lines.append(ShiftLine([(f"    {part}", "")]))
        return lines or [ShiftLine([("  No known outage.", "")])]

    def _owed(self, each: Owed) -> ShiftLine:
        g, scene, now = self.scene.g, self.scene, self.scene.at(each.due)
        late = each.due < now
        left = figures.beyond(now - each.due, g) if late else figures.duration(each.due - now)
        role = "sla-breach" if late else "sla-risk" if each.due - now < SOON else "sla-ok"
        glyph = {"sla-breach": g.breached, "sla-risk": g.risk}.get(role, " ")
        line: Line = [("  ", ""), (glyph + left.rjust(7), role)]
        line += [(f"  by {figures.due(each.due, scene.now, scene.zone, g):<9} ", "head")]
        line += [(fit_text(g.outside(each.to), 20, g.cut), ""), ("  ", "")]
        line += [(fit_text(g.outside(each.row.number), self.number, g.cut), "head"), ("  ", "")]
        said = f"{g.outside(each.made_by)}, {figures.moment(each.made_at, scene.now, scene.zone)}"
        return ShiftLine(
            [*line, (g.outside(each.what[: rows.LONGEST]), ""), (f"  {said}" if self.room >= WIDE else "", "dim")],
            each.row,
        )

    def _section(self, title: str, hint: str, lines: Sequence[ShiftLine]) -> list[ShiftLine]:
        """A rule with its count, and its lines; where there are none the rule says so and is enough."""
        told: Line = [(hint if lines else "none", "dim")] if hint else []
        heading = rule([(title, "head")], told, self.room, self.scene.g)
        return [ShiftLine(heading), *lines, *([ShiftLine([])] if lines else [])]

    def _offered(self) -> list[ShiftLine]:
        shift, title = self.shift, "Offered to you"
        if not shift.of_now:
            told: Line = [("not told of then", "dim")]
            return [ShiftLine(rule([(title, "head")], told, self.room, self.scene.g))]
        return self._section(title, f"{len(shift.offered)}", self._tickets(shift.offered))

    def _tickets(self, those: Sequence[Mine]) -> list[ShiftLine]:
        return [ShiftLine(self._ticket(each), each.row) for each in those]

    def _ticket(self, each: Mine) -> Line:
        row, g, scene = each.row, self.scene.g, self.scene
        clock = clock_of(row)
        hours = self.calendars(row.calendar) if row.calendar is not None else None
        shown = face(clock, hours, scene, row.held_until) if clock and hours else BLANK
        line: Line = [("  ", ""), (shown.glyph + shown.figure.rjust(7), shown.role), ("  ", "")]
        line += [
            *rows.priority(row.priority, scene),
            ("  ", ""),
            (fit_text(g.outside(row.number), self.number, g.cut), "head"),
        ]
        when = figures.due(each.at, scene.now, scene.zone, g)
        words = " ".join(g.lines(each.words[: rows.LONGEST]))
        title = "(erased)" if row.title is None else g.outside(row.title[: rows.LONGEST])
        wide = self.room >= WIDE
        rest = max(self.room - (TITLE + 52 if wide else 36 + self.number), 12)
        line += [("  ", ""), (fit_text(title, TITLE if wide else rest, g.cut), "")]
        if wide:
            line += [("  ", ""), (fit_text(g.outside(row.customer or ""), 9, g.cut), "dim")]
        line += [(f" {when:>9}  ", "head")]
        return [*line, (words, "")] if wide else line

    def _handing(self, each: HandoverRow) -> ShiftLine:
        """`HO-9  ana → you  signed: read it back and accept it   g h opens it`"""
        g, me, key = self.scene.g, self.scene.me, self.keys("go.handover")
        who, to = (("you" if name == me else g.outside(name or "nobody")) for name in (each.agent, each.incoming))
        mine = {"draft": "say what is next of each, then sign it", "signed": f"{to} has not accepted it yet"}
        theirs = {"draft": f"{who} writes it", "signed": "read it back and accept it"}
        said = (mine if each.agent == me else theirs)[each.state]
        line: Line = [(f"  {g.outside(each.number)}  ", "head"), (f"{who} {g.to} {to}", "strong"), (f"  {said}", "")]
        return ShiftLine([*line, (f"   {key}", "key"), (" opens it", "dim")] if key else line)

    def _work(self, each: Planned) -> ShiftLine:
        zone, g = self.scene.zone, self.scene.g
        hours = f"{figures.clock(each.begin, zone)[:5]}{g.dash}{figures.clock(each.end, zone)[:5]}"
        return ShiftLine(
            [
                (f"  {hours}  ", "head"),
                (fit_text(g.outside(each.what), TITLE, g.cut), ""),
                (f"  {g.outside(each.note)}", "dim"),
            ]
        )

    def _desk(self) -> Line:
        shift = self.shift
        words = f"  {shift.mine} yours     {shift.waiting} wait for you     {shift.unassigned} unassigned"
        return [(words, "")]


def page(shift: Shift, calendars: Calendars, scene: Scene, room: int, keys: Callable[[str], str]) -> list[ShiftLine]:
    """Every line of the page, `room` cells wide. `keys` tells the key of an id, empty where it has none."""
    made = _Page(shift, calendars, scene, room, keys).lines()
    return [each._replace(line=fit(each.line, room, scene.g)) for each in made]


def under_cursor(each: ShiftLine, scene: Scene) -> ShiftLine:
    """The same line where the cursor stands on it."""
    (blank, _), *rest = each.line
    return each._replace(line=[(scene.g.cursor, "key"), (blank[1:], ""), *rest])
