"""The clock engine: business time against one bisect, a compiled calendar against bare zone conversions, folding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from deskconsole.bench import editing, others
from deskconsole.bench.figure import Figure, compared, folder, say
from deskconsole.bench.logs import log
from deskconsole.bench.sizes import Sizes
from deskconsole.core.desk import Private
from deskconsole.core.instants import HOUR, Instant, from_datetime, to_datetime
from deskconsole.features.imports.cases import Case
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.story import facts
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.calendars import Calendar, compile_calendar
from deskconsole.sla.clocks import fold

_ZONE = ZoneInfo("America/New_York")
_FIRST, _LAST = 2020, 2030
_HOURS = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
_WEEK = (_HOURS,) * 5 + ((), ())
_DAY = 8 * HOUR
"""Open time of a working day."""
_FREE = ("01-01", "01-20", "02-17", "05-25", "06-19", "07-04", "09-01", "10-13", "11-11", "11-27", "12-25")


def figures(sizes: Sizes) -> Iterator[Figure]:
    say("sla: business time")
    yield from _arithmetic(_ten_years(), sizes)
    say("sla: the same by other libraries")
    yield from others.figures(sizes)
    say("sla: ten years of a calendar")
    yield _compiling(sizes)
    say("sla: folding a log")
    yield _folding(sizes)
    say("sla: an edited calendar")
    yield from editing.figures(sizes)


def _version() -> CalendarVersion:
    """New York, two windows a working day, holidays, and maintenance every Wednesday."""
    weeks = [datetime(_FIRST, 1, 1, tzinfo=_ZONE) + timedelta(days=7 * week) for week in range(520)]
    return CalendarVersion(
        1, "bench", 1, _ZONE.key, _WEEK,
        frozenset(f"{year}-{day}" for year in range(_FIRST, _LAST) for day in _FREE),
        breaks={f"{day:%Y-%m-%d}": ((10 * 60, 11 * 60),) for day in weeks},
    )  # fmt: skip


def _new_year(year: int) -> Instant:
    return from_datetime(datetime(year, 1, 1, tzinfo=_ZONE))


def _ten_years() -> Calendar:
    made = compile_calendar(_version())
    _cover(made)
    return made


def _cover(calendar: Calendar) -> None:
    """Have it compile exactly these ten years."""
    begin, end = datetime(_FIRST, 2, 1, tzinfo=_ZONE), datetime(_LAST - 1, 12, 1, tzinfo=_ZONE)
    calendar.elapsed(from_datetime(begin), from_datetime(end))


def _edges(calendar: Calendar) -> list[int]:
    """Openings and closings in turn."""
    edges: list[int] = []
    at, end = _new_year(_FIRST), _new_year(_LAST)
    while at < end:
        opens = calendar.opens(at)
        closes = calendar.closes(opens)
        assert closes is not None
        edges += [opens, closes]
        at = Instant(closes + 1)
    return edges


def _arithmetic(calendar: Calendar, sizes: Sizes) -> Iterator[Figure]:
    edges, chance = _edges(calendar), Random(1)
    begins = [Instant(chance.randrange(edges[0], edges[-1] - 800 * 24 * HOUR)) for _ in range(sizes.times * 10)]

    def bisecting() -> None:
        for at in begins:
            bisect_right(edges, at)

    def adding(micros: int) -> Callable[[], None]:
        def work() -> None:
            add = calendar.add
            for at in begins:
                add(at, micros)

        return work

    def elapsing(micros: int) -> Callable[[], None]:
        ends = [(at, calendar.add(at, micros)) for at in begins]

        def work() -> None:
            elapsed = calendar.elapsed
            for at, end in ends:
                elapsed(at, end)

        return work

    share, rounds = 1 / len(begins), sizes.rounds * 2 + 1
    for name, working in (("add", adding), ("elapsed", elapsing)):
        day, year = working(_DAY), working(250 * _DAY)
        note = f"{len(edges) // 2:,} intervals; floor: one bisect_right"
        yield compared(f"sla.{name}", bisecting, year, unit="ns", rounds=rounds, share=share, note=note)
        yield compared(
            f"sla.{name}_flat", day, year, unit="ns", rounds=rounds, share=share, note="250 working days; floor: one"
        )


def _compiling(sizes: Sizes) -> Figure:
    version = _version()
    walls = [to_datetime(Instant(edge), _ZONE) for edge in _edges(_ten_years())]

    def converting() -> None:
        for wall in walls:
            wall.timestamp()

    def compiling() -> None:
        _cover(compile_calendar(version))

    note = f"{len(walls):,} edges; floor: as many zoneinfo conversions"
    return compared("sla.ten_years", converting, compiling, unit="ms", rounds=sizes.rounds, note=note)


def _folding(sizes: Sizes) -> Figure:
    """All clocks of a log, under four agreements: with and without pauses, round the clock and in office hours."""
    with folder() as room:
        read = log(room, sizes)
    histories = [_events(case) for case in read.cases]
    agreements = list(_agreements())

    def looping() -> None:
        for _ in agreements:
            for events in histories:
                for happened in events:
                    _handle(happened.at, happened.kind)

    def folding() -> None:
        for events in histories:
            known = facts(events)
            for agreement, calendar in agreements:
                fold(known, agreement, agreement.targets[0], calendar)

    many = sum(map(len, histories))
    note = f"{len(histories):,} tickets, {many:,} events, 4 agreements; {read.whence}"
    note += "; floor: for each agreement one loop that hands each event on"
    return compared("sla.fold_log", looping, folding, unit="s", rounds=max(sizes.rounds // 3, 1), note=note)


def _handle(at: Instant, kind: str) -> None:
    """What a loop over events does at least: hand each to somebody."""


def _agreements() -> Iterator[tuple[Agreement, Calendar]]:
    office = (((9 * 60, 18 * 60),),) * 5 + ((), ())
    for number, (weekly, pauses) in enumerate(
        (week, pauses)
        for week in ((((0, 1440),),) * 7, office)
        for pauses in (frozenset[str](), frozenset({"caller", "vendor"}))
    ):
        seconds = {1: 4 * 3600, 2: 8 * 3600, 3: 27 * 3600, 4: 45 * 3600}
        target = Target("resolution", seconds, pauses=pauses, priority="final")
        calendar = compile_calendar(CalendarVersion(number, f"{number}", 1, "UTC", weekly))
        yield Agreement(number, f"{number}", 1, number, (target,)), calendar


def _events(case: Case) -> Sequence[e.TicketEvent]:
    """What an import records of an incident, as far as its clocks follow from it."""
    assert case.opened_at is not None
    told: list[e.TicketEvent] = [
        e.TicketImported(case.opened_at, 1, case.number, "log", Private(None), Instant(0)),
    ]
    for row in case.rows:
        seen = row.seen
        told.append(e.TicketObserved(row.at, 1, seen.label, seen.state, seen.held_for, seen.priority))
    for report in case.reports:
        kind = e.ResolutionReported if report.what == "resolved" else e.ClosureReported
        told.append(kind(report.at, 1))
    return sorted(told, key=lambda happened: happened.at)
