"""A ticket beside or below the list: the peek in a few lines, and the pane with everything about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deskconsole.console.desk.source import ClockRow, Entry, Hours, TicketDetail
from deskconsole.console.pages import alongside, escalations
from deskconsole.console.pages.rows import LONGEST, priority, state_words
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import CODES, NAMES, Face, clock_of, face
from deskconsole.console.painting.layout import cells, fit, wrap
from deskconsole.console.painting.lines import Line, Scene, rule, whole
from deskconsole.console.painting.lines import fit as fit_line
from deskconsole.core.masking import masked
from deskconsole.features.tickets.relations import RelationRow
from deskconsole.features.tickets.views import QueueRow

Calendars = Callable[[int], Hours | None]
"""The compiled calendar of a version, or None where it has not been read yet."""


def peek(
    row: QueueRow | None, detail: TicketDetail | None, calendars: Calendars, scene: Scene, room: int, where: str
) -> list[Line]:
    """The ticket under the cursor in four lines; in two below 110 columns, with the place in the list."""
    g = scene.g
    if row is None:
        return [rule([], [], room, g), *([[]] if room < 110 else [[], [], []])]
    if room < 110:
        title: Line = [(g.outside(row.number), "head")]
        return [rule(title, [(where, "dim")], room, g), _clock_line(row, detail, calendars, scene, room, short=True)]
    title = [(g.outside(row.number), "head"), ("  ", ""), (_title(row, scene), "strong")]
    words = g.dot.join(g.outside(fact) for fact in (row.service, row.customer) if fact)
    there: Line = in_room(row, scene)
    if there and words:
        there = [*there, (g.dot, "dim")]
    lines = [rule(title, [*there, (words, "dim")] if there or words else [], room, g)]
    lines.append(_clock_line(row, detail, calendars, scene, room, short=False))
    said = [_said(entry, scene, room) for entry in (detail.timeline[:2] if detail else ())]
    return [*lines, *reversed(said), *([[]] * (2 - len(said)))]


def in_room(row: QueueRow, scene: Scene) -> Line:
    """`⚑ WR-3`, where the ticket is in a war room."""
    number = scene.abroad.of.get(row.id)
    return [(f"{scene.g.war} {scene.g.outside(number)}", "war")] if number else []


def _title(row: QueueRow, scene: Scene) -> str:
    return "(erased)" if row.title is None else scene.g.written(row.title[:LONGEST])


def _clocks(row: QueueRow, detail: TicketDetail | None) -> Sequence[ClockRow]:
    """All clocks where they have been read, until then the one the queue knows."""
    if detail is not None:
        return detail.clocks
    own = clock_of(row)
    return [own] if own else []


def _clock_line(
    row: QueueRow, detail: TicketDetail | None, calendars: Calendars, scene: Scene, room: int, *, short: bool
) -> Line:
    parts: list[Line] = []
    for clock in _clocks(row, detail):
        if (hours := calendars(clock.calendar)) is None:
            continue
        shown = face(clock, hours, scene, row.held_until)
        parts.append(_short_clock(clock, shown, scene) if short else _long_clock(clock, shown, first=not parts))
    if not parts:
        return [(" no clock runs on it", "dim")] if detail else []
    parts += [escalations.peek(live, scene) for live in (detail.running if detail else ())]
    return [(" ", ""), *whole(parts, "   " if short else "     ", room - 2)]


def _short_clock(clock: ClockRow, shown: Face, scene: Scene) -> Line:
    due = f" due {shown.due}" if clock.state == "running" else ""
    code = CODES.get(clock.metric, clock.metric)
    return [(f"{code} ", "dim"), (shown.sign, shown.role), (due, "dim")]


def _long_clock(clock: ClockRow, shown: Face, *, first: bool) -> Line:
    name = NAMES.get(clock.metric, clock.metric)
    sign = f"{shown.glyph}{shown.figure:>6}" if first else shown.sign
    due = f"  due {shown.due}" if clock.state == "running" else f"  {shown.due}" if clock.state == "paused" else ""
    of = f" of {figures.target(clock.target_s)}" if clock.target_s > 0 else ""
    return [(f"{name:<14}  " if first else f"{name}  ", ""), (sign, shown.role), (of + due, "dim")]


def _said(entry: Entry, scene: Scene, room: int) -> Line:
    """Somebody's word in one line."""
    g = scene.g
    body = "  " + " ".join(g.lines(masked(entry.body[:LONGEST]))) if entry.body else ""
    when = figures.moment(entry.at, scene.now, scene.zone)
    line: Line = [(f" {when} ", "dim"), (g.outside(entry.who), "head")]
    line += [(f" {g.outside(entry.what)}", "dim"), (body, "")]
    return fit_line(line, room - 1, g)


def ticket(detail: TicketDetail, calendars: Calendars, scene: Scene, room: int) -> list[Line]:
    """Everything about a ticket, in lines `room` cells wide."""
    body = _head(detail, scene, room)
    body += _section("Clocks", "", scene, room) + (clock_lines(detail, calendars, scene) or [_none("no clock")])
    for live in detail.running:
        body += _section("Escalation", "", scene, room) + escalations.summary(live, scene, room)
    if detail.relations:
        body += _section("Relations", "", scene, room) + relations(detail.relations, scene)
    if here := alongside.lines(detail.row.id, scene, room):
        body += _section("Also here", "", scene, room) + here
    body += _section("Timeline", "newest first", scene, room)
    return [fit_line(line, room, scene.g) for line in [*body, *_timeline(detail.timeline, scene, room)]]


def _none(words: str) -> Line:
    return [(f" {words}", "dim")]


def _section(title: str, hint: str, scene: Scene, room: int) -> list[Line]:
    heading = rule([(title, "head")], [(hint, "dim")] if hint else [], room - 2, scene.g)
    return [[], [(" ", ""), *heading]]


def _head(detail: TicketDetail, scene: Scene, room: int) -> list[Line]:
    row, g = detail.row, scene.g
    number = g.outside(row.number)
    titles = wrap(_title(row, scene), room - cells(number) - 4)
    lines: list[Line] = [[(f" {number}  ", "head"), (titles[0] if titles else "", "strong")]]
    lines += [[(" " * (cells(number) + 3), ""), (more, "strong")] for more in titles[1:]]
    owner = g.outside(row.owner) if row.owner else "nobody owns it"
    status: Line = [(" ", ""), *priority(row.priority, scene), (f"  {g.outside(state_words(row, False))}  ", "")]
    lines += [[*status, (owner, "me" if row.owner == scene.me else "")], []]
    for label, value in detail.facts:
        if value:
            lines += fact(label, g.outside(value[:LONGEST]), room)
    return lines


def fact(label: str, value: str, room: int) -> list[Line]:
    """A label and what it says, on as many lines as that needs."""
    parts = wrap(value, room - 13)
    return [
        [(f" {label if n == 0 else '':<10} ", "dim"), (part, "")]
        for n, part in enumerate(parts)
    ]  # fmt: skip


def clock_lines(detail: TicketDetail, calendars: Calendars, scene: Scene, bar_room: int = 10) -> list[Line]:
    """Each clock: how it stands, and below what makes it so."""
    lines: list[Line] = []
    for clock in detail.clocks:
        if (hours := calendars(clock.calendar)) is None:
            continue
        shown = face(clock, hours, scene, detail.row.held_until)
        name = NAMES.get(clock.metric, clock.metric)
        bar = "" if shown.share is None else figures.bar(shown.share, bar_room, scene.g, paused=shown.paused)
        line: Line = [(f" {fit(name, 17, scene.g.cut)}", ""), (f"{shown.glyph}{shown.figure:>6}", shown.role)]
        of = f" {figures.target(clock.target_s)}" if clock.target_s > 0 else ""
        lines.append([*line, (f"  {bar}", shown.role), (of, "dim")])
        if why := _why(clock, shown, scene):
            lines.append([(f"   {why}", "dim")])
    return lines


def _why(clock: ClockRow, shown: Face, scene: Scene) -> str:
    parts = []
    if clock.state == "unmeasurable":
        parts.append("not measurable" + (f": {scene.g.outside(clock.reason)}" if clock.reason else ""))
    elif clock.state == "cancelled":
        parts.append("ended without a result")
    elif clock.state != "stopped" and shown.due:
        parts.append(shown.due if shown.paused else f"due {shown.due}")
    if clock.breached_at is not None:
        parts.append("breached " + figures.moment(clock.breached_at, scene.now, scene.zone, seconds=True))
    if clock.agreement:
        parts.append(scene.g.outside(clock.agreement))
    return ", ".join(parts)


MOST_RELATIONS = 20
"""Relations that the pane shows; an outage may have hundreds."""


def relations(rows: Sequence[RelationRow], scene: Scene) -> list[Line]:
    """What it belongs to and what belongs to it, a line each; how many more there are."""
    g = scene.g
    wide = max(cells(row.kind) for row in rows)
    lines: list[Line] = []
    for row in rows[:MOST_RELATIONS]:
        state = "merged, waits" if row.kind == "merged" and row.waits else g.outside(row.state or "")
        title = "(erased)" if row.title is None else g.outside(row.title[:LONGEST])
        lines.append(
            [(f" {fit(row.kind, wide, g.cut)} ", "dim"), (g.outside(row.number), "head"), (f" {state}", "dim"),
             (f"  {title}", "")]
        )  # fmt: skip
    more = len(rows) - MOST_RELATIONS
    return [*lines, *([_none(f"and {more} more")] if more > 0 else [])]


def _timeline(entries: Sequence[Entry], scene: Scene, room: int) -> list[Line]:
    lines: list[Line] = []
    today = day = figures.date(scene.now, scene.now, scene.zone)
    for entry in entries:
        if (that := figures.date(entry.at, scene.now, scene.zone)) != day:
            lines.append([(f" {that if that != today else 'today'}", "head")])
            day = that
        lines += _entry(entry, scene, room)
    return lines or [_none("nothing recorded yet")]


def _entry(entry: Entry, scene: Scene, room: int) -> list[Line]:
    g = scene.g
    hour = figures.clock(entry.at, scene.zone)[:5]
    who = g.outside(entry.who)
    what = wrap(g.outside(entry.what[:LONGEST]), room - 9 - max(cells(who), 5))
    lines: list[Line] = [[(f" {hour} ", "dim"), (fit(who, max(cells(who), 5), g.cut), "head"), (f" {what[0]}", "dim")]]
    lines += [[(" " * (8 + max(cells(who), 5)) + more, "dim")] for more in what[1:]]
    for written in g.lines(masked(entry.body)) if entry.body else []:
        lines += [[(" " * 7 + part, "")] for part in wrap(written, room - 8)]
    return lines
