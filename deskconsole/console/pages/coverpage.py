"""A week of cover as lines: who is on in each hour and what usually comes then, the hour under the cursor, the gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import NamedTuple

from deskconsole.console.desk.covers import Cover
from deskconsole.console.pages import handoverempty
from deskconsole.console.painting import figures
from deskconsole.console.painting.flowing import flow
from deskconsole.console.painting.lines import Line, Scene, apart, centred, fit, rule
from deskconsole.core.instants import HOUR, MINUTE, Instant, to_datetime
from deskconsole.features.rosters.cover import COVERED, LEGEND, Gap, Hour, load, sign, when
from deskconsole.features.rosters.turns import Turn
from deskconsole.features.staffing.views import STATUSES, Member

LABEL = 12
"""Cells of a day's name."""
WIDEST = 5
"""Cells of an hour at most: farther apart they are no line."""
_STEPS = (" ▁▂▃▄▅▆▇█", " ,:-=+*#@")
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Drawn(NamedTuple):
    """Lines, the line of each day and of each gap, and the line under the cursor."""

    lines: list[Line]
    days: list[int]
    gaps: list[int]
    marked: int


def heading(cover: Cover, scene: Scene, room: int) -> Line:
    """`Cover of network   Mon 13 Apr – Sun 19 Apr        3 gaps, 31h`"""
    g = scene.g
    first, last = cover.midnights[0], Instant(cover.midnights[-1] - MINUTE)
    days = f"{figures.date(first, scene.now, cover.zone)} {g.dash} {figures.date(last, scene.now, cover.zone)}"
    left: Line = [(" Cover of ", "dim"), (g.outside(cover.desk or "the whole desk"), "strong"), (f"   {days}", "head")]
    if len(cover.desks) > 1:
        place = cover.desks.index(cover.desk) + 1 if cover.desk in cover.desks else 1
        left.append((f"   desk {place} of {len(cover.desks)}", "dim"))
    return apart(left, [(f"{_gaps(cover.gaps)} ", "")], room, g, gap=2)


def _gaps(gaps: Sequence[Gap]) -> str:
    if not gaps:
        return COVERED
    open_ = f", {_hours(sum(gap.end - gap.begin for gap in gaps))}"
    return f"{len(gaps)} gap{'s' if len(gaps) > 1 else ''}{open_}"


def _hours(us: int) -> str:
    """`8h`, `31h30m`: without days, as all business time."""
    hours, minutes = divmod(us // MINUTE, 60)
    return f"{hours}h" + (f"{minutes:02}m" if minutes else "")


def page(cover: Cover, scene: Scene, room: int, at: int, gap: int | None, keys: Callable[[str], str]) -> Drawn:
    """The week, the hour `at` which the cursor stands, and the gaps; `gap` is the one under the cursor."""
    lines = [_scale(cover, scene, room, at)]
    most = max((hour.demand for hour in cover.hours), default=0.0)
    days = []
    for each in cover.days():
        days.append(len(lines))
        lines.append(_day(cover, each, scene, room, at, most))
    lines += _legend(most, scene, room)
    lines.append([])
    lines += _looked_at(cover, cover.hours[at], scene, room, keys("list.open"))
    lines.append([])
    lines.append(rule([("Gaps", "head")], [], room, scene.g))
    found = [len(lines) + n for n in range(len(cover.gaps))]
    lines += [_gap(each, n == gap, cover, scene, room) for n, each in enumerate(cover.gaps)]
    if not cover.gaps:
        lines.append([(f" {scene.g.met} ", "sla-met"), (COVERED, "")])
    marked = found[gap] if gap is not None else next(y for y, day in zip(days, cover.days(), strict=True) if at in day)
    return Drawn([fit(line, room, scene.g) for line in lines], days, found, marked)


# --- a week ----------------------------------------------------------------------------------------------------------


def wide(room: int) -> int:
    """Cells of an hour."""
    return max(min((room - LABEL) // 24, WIDEST), 2)


def _local(cover: Cover, at: int) -> int:
    return to_datetime(cover.hours[at].begin, cover.zone).hour


def _scale(cover: Cover, scene: Scene, room: int, at: int) -> Line:
    """The hours of the day, as many as have room; that of the cursor always."""
    cells, chosen = wide(room), _local(cover, at)
    named = range(24) if cells > 2 else [hour for hour in range(0, 24, 3) if abs(hour - chosen) > 1]
    line: Line = [(" " * LABEL, "")]
    for hour in range(24):
        shown = f"{hour:02}" if hour in named or hour == chosen else ""
        line.append((shown.ljust(cells), "key" if hour == chosen else "head"))
    return line


def _day(cover: Cover, day: range, scene: Scene, room: int, at: int, most: float) -> Line:
    """`▌Tue 14 Apr  2▃ 2▅ …`: of an hour that there is twice the one under the cursor, else the first."""
    g, cells = scene.g, wide(room)
    begin = to_datetime(cover.hours[day[0]].begin, cover.zone)
    here = at in day
    name = f"{_WEEK[begin.weekday()]} {figures.date(cover.hours[day[0]].begin, scene.now, cover.zone).split(' ', 1)[1]}"
    line: Line = [(g.cursor if here else " ", "key"), (f"{name[:10]:<{LABEL - 1}}", "strong" if here else "")]
    shown: dict[int, int] = {}
    for n in day:
        shown[_local(cover, n)] = n if n == at else shown.get(_local(cover, n), n)
    for hour in range(24):
        line += _cell(cover.hours[shown[hour]], shown[hour] == at, scene, cells, most) if hour in shown else [
            (" " * cells, "")
        ]  # fmt: skip
    return line


def _cell(hour: Hour, here: bool, scene: Scene, cells: int, most: float) -> Line:
    who, step = scene.g.outside(sign(hour)), _STEPS[scene.g.ascii][load(hour, most)]
    role = "key" if here else "strong" if who == "!" else "dim" if not hour.people else ""
    if here and cells > 3:
        return [(f"[{who}{step}]".ljust(cells), role)]
    return [(f" {who}" if cells > 3 else who, role), (step.ljust(cells - 1 - (cells > 3)), role if here else "dim")]


def _legend(most: float, scene: Scene, room: int) -> list[Line]:
    full = _STEPS[scene.g.ascii][-1]
    peak = f"{full} is {most:.1f} tickets an hour" if most else "no tickets came in these weeks"
    words = f"people on, then what usually comes: {peak}; {LEGEND}"
    return flow([[(scene.g.outside(words) if scene.g.ascii else words, "dim")]], room - 1, indent=1)


# --- an hour ---------------------------------------------------------------------------------------------------------


def span(begin: Instant, end: Instant, zone: tzinfo) -> str:
    """`09:00–10:00`"""
    return f"{figures.clock(begin, zone, seconds=False)}–{figures.clock(end, zone, seconds=False)}"


def of_hour(cover: Cover, hour: Hour) -> list[Turn]:
    """The turns in which somebody is in an hour, each with the people of that hour."""
    found = []
    for turn in cover.turns:
        seats = tuple(seat for seat in turn.seats if seat.begin < hour.begin + HOUR and seat.end > hour.begin)
        gone = tuple(seat for seat in turn.gone if seat.begin < hour.begin + HOUR and seat.end > hour.begin)
        if seats or gone:
            found.append(turn._replace(seats=seats, gone=gone))
    return found


def gaps_of(cover: Cover, hour: Hour) -> list[Gap]:
    """What is missing in an hour."""
    return [gap for gap in cover.gaps if gap.begin < hour.begin + HOUR and gap.end > hour.begin]


def hour_name(cover: Cover, hour: Hour, scene: Scene) -> str:
    """`Tue 14 Apr 09:00–10:00`"""
    words = span(hour.begin, Instant(hour.begin + HOUR), cover.zone)
    return f"{figures.date(hour.begin, scene.now, cover.zone)} {scene.g.outside(words)}"


def _looked_at(cover: Cover, hour: Hour, scene: Scene, room: int, enter: str) -> list[Line]:
    """The hour under the cursor in two sentences or three."""
    g = scene.g
    hint = f"{g.keys(enter)} who is on" if enter else ""
    lines = [rule([(hour_name(cover, hour, scene), "head")], [(hint, "dim")] if hint else [], room, g)]
    told: list[Line] = []
    for turn in of_hour(cover, hour):
        who = ", ".join(dict.fromkeys(seat.who for seat in turn.seats)) or "nobody"
        name = turn.name if turn.layer is None else f"{turn.name}, {turn.layer} on call"
        told.append([(f"{g.outside(name)}: ", "dim"), (g.outside(who), "strong")])
    told = told or [[("nobody is on", "strong" if hour.promised else "dim")]]
    told.append([("promised to customers" if hour.promised else "not promised to anybody", "")])
    told.append([(f"usually {hour.demand:.1f} tickets" if hour.demand else "usually no tickets", "")])
    told += [[(f"{g.failed} ", ""), (g.outside(gap.why), "strong")] for gap in gaps_of(cover, hour)]
    return [*lines, *flow(told, room - 1, indent=1)]


def _gap(gap: Gap, here: bool, cover: Cover, scene: Scene, room: int) -> Line:
    g = scene.g
    line: Line = [(f"{g.cursor} " if here else "  ", "key"), (g.outside(f"{when(gap, cover.zone):<33}"), "head")]
    return [*line, (f"{_hours(gap.end - gap.begin):>7}  ", ""), (g.outside(gap.why), "strong" if here else "")]


def people(cover: Cover, hour: Hour, scene: Scene, room: int) -> list[Line]:
    """Everybody who is on in an hour, shift by shift: when, how they say they are where it is now, what they can."""
    g, lines = scene.g, list[Line]()
    for turn in of_hour(cover, hour):
        hours = g.outside(span(turn.begin, turn.end, cover.zone))
        what = f"{turn.layer} on call" if turn.layer else "duty before customers" if turn.customers else ""
        title: Line = [(g.outside(turn.name), "head"), (f"  {hours}", "head")]
        lines.append(rule(title, [(what, "dim")] if what else [], room, g))
        for seat in turn.seats:
            part = (seat.begin, seat.end) != (turn.begin, turn.end)
            lines.append(_person(seat.who, seat.leads, span(seat.begin, seat.end, cover.zone) if part else "", cover,
                                 hour, scene))  # fmt: skip
        away = ", ".join(dict.fromkeys(seat.who for seat in turn.gone))
        lines += [[(f"   on leave: {g.outside(away)}", "dim")]] if away else []
        if turn.duty_manager:
            lines.append([(f"   duty manager: {g.outside(turn.duty_manager)}", "dim")])
        lines.append([])
    if not lines:
        lines += [[(" nobody is on, and nobody is called", "strong")], []]
    for gap in gaps_of(cover, hour):
        lines.append([(f" {g.failed} ", ""), (g.outside(f"{gap.why}, {when(gap, cover.zone)}"), "strong")])
    return [fit(line, room, g) for line in lines]


def _person(who: str, leads: bool, part: str, cover: Cover, hour: Hour, scene: Scene) -> Line:
    g, member = scene.g, cover.people.get(who)
    line: Line = [("   ", ""), (f"{g.outside(who):12}", "strong"), (f"{'leads' if leads else '':7}", "")]
    line.append((f"{g.outside(part):13}", ""))
    if hour.begin <= scene.now < hour.begin + HOUR:
        line.append((f"{_status(member):18}", ""))
    return [*line, (g.outside(member.skills if member else ""), "dim")]


def _status(member: Member | None) -> str:
    return STATUSES.get((member.status if member else None) or "", "has not said")


# --- none ------------------------------------------------------------------------------------------------------------


def none(scene: Scene, room: int) -> list[Line]:
    """Nobody ever said who is on: why it is empty, and what to do."""
    return [[], [], centred("This desk has no roster, so nobody can say who is on.", "strong", room), [],
            *handoverempty.way_out(scene, room)]  # fmt: skip
