"""How many tickets each view finds and how many of them are in trouble, kept while things happen.

A view is counted once. From then on only tickets that something happened to are looked at again, and those that time
turns: of the instants at which that may be, the next few are known, in order. What it costs follows what changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import heappop, heappush
from threading import Lock

from deskconsole.console.desk.source import Counts
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.filters import Filter
from deskconsole.features.tickets.tallies import (
    AT_RISK,
    BREACHED,
    CHUNK,
    CLOCKS,
    Turn,
    among,
    standing,
    standing_among,
    turning,
    turning_among,
)
from deskconsole.store.driver import Reader

AHEAD = 5000
"""Instants known ahead, of each kind."""

MANY = 2000
"""From so many tickets on, counting all anew costs less than looking at each."""


class _Ahead:
    """The next instants of a kind at which tickets may turn; none before `horizon` is missing."""

    def __init__(self, turn: Turn, now: Instant, many: int) -> None:
        self.turn, self.many = turn, many
        self.heap: list[tuple[int, int]] = []
        self.horizon: int | None = now - 1
        """None: there are no others."""

    def until(self, read: Reader, now: Instant) -> set[int]:
        """Tickets that have turned by now."""
        found: set[int] = set()
        while True:
            while self.heap and self.heap[0][0] <= now:
                found.add(heappop(self.heap)[1])
            if self.horizon is None or self.horizon >= now:
                return found
            self._look(read, self.horizon)

    def _look(self, read: Reader, after: int) -> None:
        limit = self.many
        while True:
            rows = read.all(turning(self.turn), after=after, limit=limit)
            if len(rows) < limit:
                self.horizon = None
                break
            if whole := [row for row in rows if row[0] < rows[-1][0]]:  # others may turn when the last one does
                rows, self.horizon = whole, whole[-1][0]
                break
            limit *= 2
        for row in rows:
            heappush(self.heap, row)

    def again(self, read: Reader, tickets: Sequence[int], now: Instant) -> None:
        """Something happened to these tickets: they may turn at other instants."""
        for start in range(0, len(tickets), CHUNK):
            values = among(list(tickets[start : start + CHUNK]))
            for at, ticket in read.all(turning_among(self.turn), after=now, **values):
                if self.horizon is None or at <= self.horizon:
                    heappush(self.heap, (at, ticket))

    @property
    def next(self) -> int | None:
        known = [at for at, _ in self.heap[:1]]
        return min([*known, *([] if self.horizon is None else [self.horizon])], default=None)


class _Tally:
    """How each ticket stands in one view: two bits a ticket, 0 where it is not in it."""

    def __init__(self) -> None:
        self.stands = bytearray()
        self.many = [0, 0, 0, 0]
        self.pending: set[int] = set()
        self.counted = False

    @property
    def counts(self) -> Counts:
        return Counts(sum(self.many[1:]), self.many[BREACHED], self.many[AT_RISK])

    def settle(self, read: Reader, made: Filter, now: Instant) -> None:
        """Count what is not counted yet."""
        values = {**made.values, "now": now}
        if not self.counted or len(self.pending) > MANY:
            self.stands, self.many, self.pending, self.counted = bytearray(), [0, 0, 0, 0], set(), True
            for ticket, stand in read.driver.each(standing(made.where).sql, values):
                self._put(ticket, stand)
            return
        tickets = sorted(self.pending)
        self.pending = set()
        for start in range(0, len(tickets), CHUNK):
            chunk = tickets[start : start + CHUNK]
            found = dict(read.all(standing_among(made.where), **values, **among(chunk)))
            for ticket in chunk:
                self._put(ticket, found.get(ticket, 0))

    def _put(self, ticket: int, stand: int) -> None:
        at, low = ticket >> 2, (ticket & 3) << 1
        if at >= len(self.stands):
            if not stand:
                return
            self.stands.extend(bytes(at + 1024 - len(self.stands)))
        before = self.stands[at] >> low & 3
        self.many[before] -= 1
        self.many[stand] += 1
        self.stands[at] ^= (before ^ stand) << low


class Tallies:
    """The counts of all views of a console. Called from several threads."""

    def __init__(
        self, read: Reader, compiled: Callable[[str], Filter], now: Callable[[], Instant], *, ahead: int = AHEAD
    ) -> None:
        self._read, self._compiled, self._now = read, compiled, now
        self._known = ahead
        self._lock = Lock()
        self._of: dict[str, _Tally] = {}
        self._ahead: dict[Turn, _Ahead] = {}
        self.next: int | None = None
        """When time may change a count; never later than it does."""

    def count(self, texts: Iterable[str], touched: Iterable[int] | None) -> Iterator[Counts]:
        """The counts of these filters, one after the other, after something happened to some tickets.

        None: anything may have happened, or views are others now. Raises BadInput where a text is no filter.
        """
        with self._lock:
            if touched is None:
                self._of.clear()
                self._ahead.clear()
            self._hear(sorted(set(touched or ())), self._now())
        for text in texts:
            with self._lock:
                made, now = self._compiled(text), self._now()
                for turn in (CLOCKS, *made.turns):
                    self._ahead.setdefault(turn, _Ahead(turn, now, self._known))
                self._hear((), now)
                tally = self._of.setdefault(text, _Tally())
                tally.settle(self._read, made, now)
                self.next = self._due(now)
                counts = tally.counts
            yield counts

    def _due(self, now: Instant) -> int | None:
        """When there is something to count; now, where time went on between two views and the first is old again."""
        if any(tally.pending for tally in self._of.values()):
            return now
        return min((at for each in self._ahead.values() if (at := each.next) is not None), default=None)

    def _hear(self, touched: Sequence[int], now: Instant) -> None:
        """What happened, and what time has brought about, is still to be counted in each view."""
        moved = set(touched)
        for ahead in self._ahead.values():
            moved |= ahead.until(self._read, now)
            ahead.again(self._read, touched, now)
        for tally in self._of.values():
            tally.pending |= moved
