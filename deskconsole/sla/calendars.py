"""Business time: a calendar version compiled, so that it adds and measures in microseconds (rule 1)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, MINUTE, SECOND, Instant
from deskconsole.sla.calendar_version import CalendarVersion, ordinal
from deskconsole.sla.edges import Table, join, sum_up, union, within, without
from deskconsole.sla.hours import Spans
from deskconsole.sla.wall import first_showing

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1800, 2400
"""A mistyped year must not compile millennia while somebody waits."""
_KNOWN_FROM, _KNOWN_UNTIL = ((date(year, 1, 1).toordinal() - _EPOCH_DAY) * DAY for year in (_FIRST_YEAR, _LAST_YEAR))
_MARGIN = 2 * DAY
"""More than any zone's distance from UTC, so that a year asked for is covered from its first local midnight."""
_FOREVER = 1 << 62
_YEARS_AT_ONCE, _MOST_AT_ONCE = 2, 16


class Calendar:
    """A compiled calendar. Pure to look at: it compiles the years it is asked about, and nobody notices.

    `_table` holds `edges` (openings and closings in turn, UTC µs), `base` and `sums`, for the instants from
    `low` to `high`. After `i` edges the open µs since `low` are `t + base[i]` while open (`i` odd) and `base[i]`
    while closed; `sums[k]` is what is open up to the end of interval k. It is replaced as a whole, so threads
    may share a calendar.
    """

    __slots__ = ("_cuts", "_dated", "_last_exception", "_table", "_working", "_years", "_zone", "version")

    def __init__(self, version: CalendarVersion) -> None:
        self.version = version
        self._zone = ZoneInfo(version.zone)
        self._dated = {ordinal(day): spans for day, spans in version.dated.items()}
        cuts = {ordinal(day): spans for day, spans in version.breaks.items()}
        for day in map(ordinal, version.holidays):  # a break that begins on one may reach beyond it
            cuts[day] = ((0, max([1440, *(end for _, end in cuts.get(day, ()))])),)
        self._cuts: dict[int, Spans] = cuts
        last = max([*self._dated, *self._cuts], default=_EPOCH_DAY)
        self._last_exception = (last - _EPOCH_DAY) * DAY + _MARGIN
        self._years: tuple[int, int] | None = None
        self._table: Table = ([], [0], [], 0, 0)
        self._working: tuple[int, int, list[int]] = (0, 0, [])  # from when to when known; ordinals of working days
        if _always_open(version):
            self._table = ([-_FOREVER, _FOREVER], [0, _FOREVER, 2 * _FOREVER], [2 * _FOREVER], -_FOREVER, _FOREVER)

    def elapsed(self, a: Instant, b: Instant) -> int:
        """Open µs from `a` to `b`; 0 if `b` is not after `a`."""
        if b <= a:
            return 0
        edges, base, _, low, high = self._table
        if a < low or b > high:
            edges, base, _, low, high = self._reach(a, b)
        i = bisect_right(edges, a)
        j = bisect_right(edges, b, i)
        micros: int = (b + base[j] if j & 1 else base[j]) - (a + base[i] if i & 1 else base[i])
        return micros

    def add(self, at: Instant, micros: int) -> Instant:
        """The earliest instant at which `micros` open µs have passed since `at`: closing time, not the next opening."""
        if micros <= 0:
            return at
        edges, base, sums, low, high = self._table
        if at < low or at >= high:
            edges, base, sums, low, high = self._reach(at, at)
        i = bisect_right(edges, at)
        wanted = (at + base[i] if i & 1 else base[i]) + micros
        k = bisect_left(sums, wanted)
        if k == len(sums):
            self._further()
            return self.add(at, micros)
        reached: Instant = wanted - base[2 * k + 1]
        return reached

    def subtract(self, at: Instant, micros: int) -> Instant:
        """The latest instant from which `micros` open µs pass until `at`: an opening, not the closing before it."""
        if micros <= 0:
            return at
        edges, base, sums, low, high = self._table
        if at < low or at >= high:
            edges, base, sums, low, high = self._reach(at, at)
        i = bisect_right(edges, at)
        wanted = (at + base[i] if i & 1 else base[i]) - micros
        if wanted < 0:
            self._back()
            return self.subtract(at, micros)
        began: Instant = wanted - base[2 * bisect_right(sums, wanted) + 1]
        return began

    def is_open(self, at: Instant) -> bool:
        """Whether business time runs at `at`; the closing instant itself is closed."""
        return bisect_right(self._edges(at), at) & 1 == 1

    def opens(self, at: Instant) -> Instant:
        """`at` if it is open then, else the next opening."""
        edges, _, _, low, high = self._table
        if not low <= at < high:
            edges, _, _, low, high = self._reach(at, at)
        i = bisect_right(edges, at)
        if i & 1:
            return at
        if i == len(edges):
            self._further()
            return self.opens(at)
        return Instant(edges[i])

    def closes(self, at: Instant) -> Instant | None:
        """`at` if it is closed then, else the next closing; None if it never closes."""
        edges = self._edges(at)
        i = bisect_right(edges, at)
        if not i & 1:
            return at
        if edges[i] == _FOREVER:
            return None
        if edges[i] == self._table[4]:  # only the years compiled so far end here
            if edges[i] > max(at, self._last_exception) + 366 * DAY:
                return None  # a week without a gap, and nothing more that closes it
            self._further()
            return self.closes(at)
        return Instant(edges[i])

    def last_close(self, at: Instant) -> Instant:
        """`at` if business time ran until then, else the closing before it: what `opens` is, looking back."""
        edges = self._edges(at)
        i = bisect_left(edges, at)
        if i & 1:
            return at
        if i == 0:
            self._back()
            return self.last_close(at)
        return Instant(edges[i - 1])

    def spans(self, a: Instant, b: Instant) -> Iterator[tuple[Instant, Instant]]:
        """The open intervals from `a` to `b`, in order, cut off at both ends."""
        if b <= a:
            return
        edges, _, _, low, high = self._table
        if a < low or b > high:
            edges, _, _, low, high = self._reach(a, b)
        for i in range(bisect_right(edges, a) & ~1, bisect_left(edges, b), 2):
            yield Instant(max(edges[i], a)), Instant(min(edges[i + 1], b))

    def local_date(self, at: Instant) -> date:
        """The local day on which `at` falls."""
        _year(at, self.version.name)
        return datetime.fromtimestamp(at // SECOND, self._zone).date()

    def local_instant(self, day: date, minute: int = 0, micros: int = 0) -> Instant:
        """When the local clock shows a minute of a day, and some µs, counted from midnight.

        In a gap it is the first instant after the gap, and of two the first (rule 1).
        """
        if not _FIRST_YEAR <= day.year < _LAST_YEAR:
            raise _beyond(self.version.name, day.isoformat())
        return Instant(self._wall(day.toordinal(), minute * MINUTE + micros))

    def working_day(self, day: date, count: int) -> date:
        """The `count`-th working day after a date, before it where negative; at 0 the date itself or else the next.

        A working day is a local date with open time in it.
        """
        start = self.local_instant(day)
        if self._table[0][:1] == [-_FOREVER]:
            return self._existing_day(day, count)
        if not self._table[3] <= start < self._table[4]:
            self._reach(start, start)
        working, number = self._working_days(), day.toordinal()
        place = bisect_right(working, number) - 1 if count > 0 else bisect_left(working, number)
        place += count
        if place < 0:
            self._back()
        elif place >= len(working):
            self._further()
        else:
            return date.fromordinal(working[place])
        return self.working_day(day, count)

    def add_days(self, at: Instant, count: int) -> Instant:
        """The same time by the local clock, `count` working days later; it may be closed then."""
        day = self.local_date(at)
        wanted = self.working_day(day, count)
        if wanted == day:
            return at
        local = datetime.fromtimestamp(at // SECOND, self._zone)
        return self.local_instant(wanted, local.hour * 60 + local.minute, local.second * SECOND + at % SECOND)

    def _existing_day(self, day: date, count: int) -> date:
        """`working_day` where it never closes: every date is one, but for those that a zone left out."""
        step = timedelta(days=1 if count >= 0 else -1)
        left = abs(count)
        while left or not self._exists(day):
            day += step
            left -= left > 0 and self._exists(day)
        return day

    def _exists(self, day: date) -> bool:
        return self.local_instant(day) < self.local_instant(day + timedelta(days=1))

    def _working_days(self) -> list[int]:
        """Ordinals of the local dates with open time, of the years compiled so far."""
        _, _, _, low, high = self._table
        first, last, working = self._working
        if (first, last) != (low, high):
            first, last = (first, last) if working else (low, low)
            working = [*self._dates(low, first), *working, *self._dates(last, high)]
            self._working = (low, high, working)
        return working

    def _dates(self, a: int, b: int) -> Iterator[int]:
        """Ordinals of the local dates with open time between two midnights, in order."""
        before = 0
        for begin, end in self.spans(Instant(a), Instant(b)):
            first, last = (datetime.fromtimestamp(at // SECOND, self._zone).toordinal() for at in (begin, end - 1))
            if first != before:
                yield first
            yield from (day for day in range(first + 1, last) if self._exists(date.fromordinal(day)))
            if last != first:
                yield last
            before = last

    def _edges(self, at: Instant) -> list[int]:
        edges, _, _, low, high = self._table
        return edges if low <= at < high else self._reach(at, at)[0]

    def _further(self) -> None:
        """Look further ahead, in growing steps."""
        if self._years is None:  # it never closes, and this is longer than that
            raise self._too_far("beyond", _LAST_YEAR)
        first, last = self._years
        self._grow(first, last + min(max(_YEARS_AT_ONCE, last - first), _MOST_AT_ONCE))

    def _back(self) -> None:
        """Look further back, in growing steps."""
        if self._years is None or self._years[0] == _FIRST_YEAR:
            raise self._too_far("before", _FIRST_YEAR)
        first, last = self._years
        self._grow(first - min(max(_YEARS_AT_ONCE, last - first), _MOST_AT_ONCE), last)

    def _too_far(self, where: str, year: int) -> BadInput:
        return BadInput(f"calendar “{self.version.name}” cannot look {where} the year {year}; give a shorter time")

    def _reach(self, a: Instant, b: Instant) -> Table:
        """The table, made to cover `a` to `b` with their years."""
        first, last = _year(a - _MARGIN, self.version.name), _year(b + _MARGIN, self.version.name) + 1
        if self._years is not None:
            known_first, known_last = self._years
            first = known_first if first >= known_first else min(first, known_first - _YEARS_AT_ONCE)
            last = known_last if last <= known_last else max(last, known_last + _YEARS_AT_ONCE)
        self._grow(first, max(last, first + _YEARS_AT_ONCE))
        return self._table

    def _grow(self, first: int, last: int) -> None:
        first, last = max(first, _FIRST_YEAR), min(last, _LAST_YEAR)
        edges, (known_first, known_last) = self._table[0], self._years or (first, first)
        if self._years == (first, last):
            raise self._too_far("beyond", last)
        if first < known_first:
            edges = join(self._compile(first, known_first), edges)
        if last > known_last:
            edges = join(edges, self._compile(known_last, last))
        self._table = sum_up(edges, self._wall(_new_year(first), 0), self._wall(_new_year(last), 0))
        self._years = (first, last)

    def _compile(self, first: int, last: int) -> list[int]:
        """Openings and closings in turn, of the years from `first` to before `last`, cut off at their ends."""
        days = range(_new_year(first) - 1, _new_year(last))
        low, high = self._wall(days[1], 0), self._wall(days[-1] + 1, 0)
        edges = union(self._intervals(days, self._dated, self.version.weekly))
        cuts = {day: spans for day, spans in self._cuts.items() if day in days}
        closed = union(self._intervals(sorted(cuts), cuts, ()))
        return within(without(edges, closed), low, high)

    def _intervals(
        self, days: Iterable[int], dated: Mapping[int, Spans], weekly: tuple[Spans, ...]
    ) -> Iterable[tuple[int, int]]:
        """UTC µs of the spans of some days, in order."""
        offset, midnight = self._zone.utcoffset, datetime.fromordinal
        known: dict[int, timedelta | None] = {}
        for day in days:
            spans = dated.get(day)
            if spans is None:
                spans = weekly[(day - 1) % 7]
            if not spans:
                continue
            for near in (day, day + 1, day + 2):
                if near not in known:
                    known[near] = offset(midnight(near))
            here = known[day]
            if here == known[day + 1] == known[day + 2] and here is not None:
                # No change of offset near: nothing is missing or ambiguous.
                start = (day - _EPOCH_DAY) * DAY - (here.days * 86_400 + here.seconds) * SECOND
                for begin, end in spans:
                    yield start + begin * MINUTE, start + end * MINUTE
            else:
                for begin, end in spans:
                    yield self._wall(day, begin * MINUTE), self._wall(day, end * MINUTE)

    def _wall(self, day: int, micros: int) -> int:
        return first_showing(self._zone, day, micros)


def is_known(at: Instant) -> bool:
    """Whether calendars know the year of an instant, in any zone: 1800 to 2399."""
    return _KNOWN_FROM <= at < _KNOWN_UNTIL


def compile_calendar(version: CalendarVersion) -> Calendar:
    """The calendar of a version; keep it, it learns the years it is asked about (half a millisecond each)."""
    return Calendar(version)


def _always_open(version: CalendarVersion) -> bool:
    """Whether it is open around the clock: no span of the week leaves a gap, nothing closes it."""
    if version.holidays or version.dated or version.breaks:
        return False
    return sum(end - begin for spans in version.weekly for begin, end in spans) == 7 * 1440


def _new_year(year: int) -> int:
    return date(year, 1, 1).toordinal()


def _year(at: int, name: str) -> int:
    try:
        year = datetime.fromtimestamp(at // SECOND, UTC).year
    except (OverflowError, ValueError, OSError):
        year = _LAST_YEAR
    if _FIRST_YEAR <= year < _LAST_YEAR:
        return year
    raise _beyond(name, f"{at // SECOND} s since 1970")


def _beyond(name: str, when: str) -> BadInput:
    return BadInput(
        f"calendar “{name}” knows the years {_FIRST_YEAR} to {_LAST_YEAR - 1}, and {when} is none of them; "
        "correct the date"
    )
