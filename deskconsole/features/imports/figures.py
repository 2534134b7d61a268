"""Figures of a log: how long, how often, what follows on what; counted from the rows that its journal holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import fsum
from typing import Protocol

from deskconsole.core.desk import Event
from deskconsole.core.instants import HOUR, SECOND, Instant, to_datetime
from deskconsole.features.imports.asked import Asked, Condition, stored_figures
from deskconsole.features.imports.events import LogDescribed
from deskconsole.features.imports.template import Template
from deskconsole.features.imports.times import written_hour, written_offset
from deskconsole.features.imports.views import KnownLog
from deskconsole.features.tickets.events import ClosureReported, ResolutionReported, TicketImported, TicketObserved

Seen = TicketObserved
Says = Callable[[Seen], str | None]

TRANSITIONS = 25
"""How many of the passages from row to row are told, the most frequent ones."""


def spread(values: Sequence[float]) -> dict[str, float | int | None]:
    """How values lie; percentiles by linear interpolation between the two nearest."""
    ordered = sorted(values)
    if not ordered:
        return {"n": 0, "mean": None, "median": None, "p90": None, "p95": None, "max": None}
    return {
        "n": len(ordered), "mean": round(fsum(ordered) / len(ordered), 4), "median": quantile(ordered, 0.5),
        "p90": quantile(ordered, 0.9), "p95": quantile(ordered, 0.95), "max": round(float(ordered[-1]), 4),
    }  # fmt: skip


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, between neighbours in proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 4)


def hours(gap: int) -> float:
    return gap / HOUR


class Reading:
    """Where in an event the columns of a log are."""

    def __init__(self, described: LogDescribed, teams: Mapping[int, str]) -> None:
        self.label = described.label
        self.fields = described.columns
        self.teams = teams

    def column(self, name: str) -> Says:
        field = self.fields.get(name)
        if field == "team":
            return lambda seen: self.teams.get(seen.team or 0)
        if field is not None:
            return lambda seen: getattr(seen, field)
        return lambda seen: seen.more.get(name) if seen.more else None

    def template(self, of: Template) -> Says:
        """What a row says by a template; the label that it was recorded with where that is what is asked for."""
        if of.text == self.label:
            return lambda seen: seen.label
        if of.only is not None:
            return self.column(of.only)
        parts = [(self.column(part) if is_column else None, part) for part, is_column in of.parts]

        def says(seen: Seen) -> str | None:
            found = [(read(seen) if read else text) for read, text in parts]
            return "".join(word or "" for word in found) if any(found) else None

        return says

    def such(self, condition: Condition) -> Callable[[Seen], bool]:
        """Whether a row is one of those meant."""
        tests = [(self.column(name), frozenset(values)) for name, values in condition]
        if len(tests) == 1:
            says, values = tests[0]
            return lambda seen: says(seen) in values
        return lambda seen: all(says(seen) in values for says, values in tests)


class CaseRows:
    """The rows of one ticket in order, and what was reported of it as a whole."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events
        self.rows = [event for event in events if isinstance(event, TicketObserved)]

    @property
    def lasted(self) -> int:
        """µs from first to last row."""
        return self.rows[-1].at - self.rows[0].at

    def instant(self, what: str) -> Instant | None:
        """When it was opened, resolved or closed, for good."""
        kind = {"opened": TicketImported, "resolved": ResolutionReported, "closed": ClosureReported}[what]
        found = [event.at for event in self.events if isinstance(event, kind)]
        return found[-1] if found else None


class Figure(Protocol):
    """Something that is counted ticket by ticket."""

    def add(self, case: CaseRows) -> None: ...
    def value(self) -> object: ...


class Tally:
    """How often each text comes; the most frequent first."""

    def __init__(self, of: Callable[[CaseRows], Iterable[str | None]], top: int | None = None) -> None:
        self.of, self.top = of, top
        self.found: Counter[str | None] = Counter()

    def add(self, case: CaseRows) -> None:
        self.found.update(self.of(case))

    def value(self) -> dict[str | None, int]:
        self.found.pop(None, None)
        return dict(self.found.most_common(self.top))


class Total:
    """How many, of all tickets together."""

    def __init__(self, of: Callable[[CaseRows], int]) -> None:
        self.of, self.found = of, 0

    def add(self, case: CaseRows) -> None:
        self.found += self.of(case)

    def value(self) -> int:
        return self.found


class Spread:
    """How the values of the tickets lie; a ticket may have none."""

    def __init__(self, of: Callable[[CaseRows], float | None]) -> None:
        self.of = of
        self.found: list[float] = []

    def add(self, case: CaseRows) -> None:
        if (value := self.of(case)) is not None:
            self.found.append(value)

    def value(self) -> dict[str, float | int | None]:
        return spread(self.found)


class Changes(Spread):
    """The same, of how often something changed; with the tickets in which it never did."""

    def value(self) -> dict[str, float | int | None]:
        return {**super().value(), "cases_with_0": self.found.count(0)}


class Groups:
    """Values by a text, each group told in its own way."""

    def __init__(
        self,
        of: Callable[[CaseRows], Iterable[tuple[str | None, int]]],
        told: Callable[[Sequence[int]], Mapping[str, object]],
    ) -> None:
        self.of, self.told = of, told
        self.found: dict[str, list[int]] = {}

    def add(self, case: CaseRows) -> None:
        for name, value in self.of(case):
            if name is not None:
                self.found.setdefault(name, []).append(value)

    def value(self) -> dict[str, Mapping[str, object]]:
        return {name: self.told(values) for name, values in sorted(self.found.items())}


class LongerThan:
    """Tickets that took longer than so many seconds, and their share."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self.cases = self.longer = 0

    def add(self, case: CaseRows) -> None:
        self.cases += 1
        self.longer += case.lasted > self.seconds * SECOND

    def value(self) -> dict[str, object]:
        whole, rest = divmod(self.seconds, 3600)
        name = f"cases_duration_gt_{self.seconds}s" if rest else f"cases_duration_gt_{whole}h"
        return {name: self.longer, "rate": round(self.longer / self.cases, 4) if self.cases else None}


def _dwell(case: CaseRows, says: Says) -> Iterable[tuple[str | None, int]]:
    """A row holds until the next one; the last for no time."""
    ends = [*[row.at for row in case.rows[1:]], case.rows[-1].at]
    return ((says(row), end - row.at) for row, end in zip(case.rows, ends, strict=True))


def _visits(gaps: Sequence[int]) -> dict[str, object]:
    return {
        "hours_total": round(sum(gaps) / HOUR, 4), "visits": len(gaps),
        "median_hours": quantile(sorted(map(hours, gaps)), 0.5),
    }  # fmt: skip


def _of_column(asked: Asked, says: Says) -> Figure:
    """A figure over what the rows say by one template."""

    def all_(case: CaseRows) -> list[str | None]:
        return [says(row) for row in case.rows]

    def changes(case: CaseRows) -> int:
        return sum(one != other for one, other in pairwise(all_(case)))

    made: dict[str, Callable[[], Figure]] = {
        "rows_by": lambda: Tally(all_, asked.top),
        "first_by": lambda: Tally(lambda case: (says(case.rows[0]),), asked.top),
        "last_by": lambda: Tally(lambda case: (says(case.rows[-1]),), asked.top),
        "changed": lambda: Total(lambda case: len(set(all_(case)) - {None}) > 1),
        "changes": lambda: Changes(changes),
        "dwell_by": lambda: Groups(lambda case: _dwell(case, says), _visits),
        "duration_by": lambda: Groups(
            lambda case: ((says(case.rows[-1]), case.lasted),), lambda gaps: spread([*map(hours, gaps)])
        ),
        "rows_missing": lambda: Total(lambda case: all_(case).count(None)),
    }
    return made[asked.kind]()


def _of_rows(asked: Asked, such: Callable[[Seen], bool], after: Callable[[Seen], bool] | None) -> Figure:
    """A figure over the rows of which something is true; `after`: only those that come later than one such."""

    def meant(case: CaseRows) -> list[Seen]:
        rows = case.rows
        if after:
            begin = next((place for place, row in enumerate(rows) if after(row)), len(rows))
            rows = rows[begin + 1 :]
        return [row for row in rows if such(row)]

    def until(case: CaseRows, place: int) -> float | None:
        found = meant(case)
        return hours(found[place].at - case.rows[0].at) if found else None

    made: dict[str, Callable[[], Figure]] = {
        "rows_per_case": lambda: Spread(lambda case: len(meant(case))),
        "cases_with": lambda: Total(lambda case: len(meant(case)) >= asked.at_least),
        "cases_without": lambda: Total(lambda case: not meant(case)),
        "hours_to_first": lambda: Spread(lambda case: until(case, 0)),
        "hours_to_last": lambda: Spread(lambda case: until(case, -1)),
    }
    return made[asked.kind]()


def _between(one: str, other: str) -> Figure:
    def gap(case: CaseRows) -> float | None:
        begin, end = case.instant(one), case.instant(other)
        return None if begin is None or end is None else hours(end - begin)

    return Spread(gap)


def figure(asked: Asked, reading: Reading) -> Figure:
    """The figure that a map asks for."""
    if asked.of is not None:
        return _of_column(asked, reading.template(asked.of))
    if asked.such:
        return _of_rows(asked, reading.such(asked.such), reading.such(asked.after) if asked.after else None)
    if asked.kind == "longer_than":
        return LongerThan(asked.seconds)
    if asked.kind == "between":
        return _between(*asked.words)
    return Tally(lambda case: [written_hour(row.at, row.offset) for row in case.rows if row.offset is not None])


class LogFigures:
    """The figures of one log: those of every log, and those that its map asks for."""

    def __init__(self, log: KnownLog, teams: Mapping[int, str]) -> None:
        self.log = log
        reading = Reading(log.described, teams)
        self.asked = {asked.name: figure(asked, reading) for asked in stored_figures(log.described.figures)}
        self.first: Instant | None = None
        self.last: Instant | None = None
        self.cases = self.rows = self.copies = 0
        self.general: dict[str, Figure] = {
            "events_per_case": Spread(lambda case: len(case.rows)),
            "case_duration_hours": Spread(lambda case: hours(case.lasted)),
            "activity_counts": Tally(lambda case: (row.label for row in case.rows)),
            "top_transitions": Tally(
                lambda case: (f"{one.label} -> {other.label}" for one, other in pairwise(case.rows)), TRANSITIONS
            ),
            "cases_started_by_month_utc": Tally(lambda case: (f"{to_datetime(case.rows[0].at):%Y-%m}",)),
            "utc_offsets": Tally(
                lambda case: (written_offset(row.offset) for row in case.rows if row.offset is not None)
            ),
        }

    def add(self, events: Sequence[Event]) -> None:
        """Count one ticket; its events stand and are in order."""
        case = CaseRows(events)
        if not case.rows:
            return
        self.cases += 1
        self.rows += len(case.rows)
        self.copies += sum(row.copy is not None for row in case.rows)
        self.first = min(case.rows[0].at, case.rows[0].at if self.first is None else self.first)
        self.last = max(case.rows[-1].at, case.rows[-1].at if self.last is None else self.last)
        for each in (*self.general.values(), *self.asked.values()):
            each.add(case)

    def as_dict(self) -> dict[str, object]:
        """The figures under the names that public analyses of such logs use."""
        read = self.log.read
        general = {name: each.value() for name, each in self.general.items()}
        months = general["cases_started_by_month_utc"]
        assert isinstance(months, dict)
        return {
            "rows": self.rows,
            "cases": self.cases,
            "first_utc": None if self.first is None else str(to_datetime(self.first)),
            "last_utc": None if self.last is None else str(to_datetime(self.last)),
            "missing_timestamps": read and read.untimed,
            "rows_back_in_time_in_file_order": read and read.back,
            "exact_duplicate_rows": self.copies,
            **general,
            "cases_started_by_month_utc": dict(sorted(months.items())),
            **{name: each.value() for name, each in self.asked.items()},
        }
