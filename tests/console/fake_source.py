"""A desk in memory: the source of the console's tests, with a clock that stands still until somebody moves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Condition
from zoneinfo import ZoneInfo

from deskconsole.console.clockface import clock_of
from deskconsole.console.formlines import Effect
from deskconsole.console.forms import Surroundings
from deskconsole.console.listing import place_of
from deskconsole.console.source import (
    ClockRow,
    Counts,
    Done,
    Explanation,
    Hours,
    Passed,
    Place,
    Previewed,
    TicketDetail,
    View,
)
from deskconsole.core.desk import Call
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.tickets.views import QueueRow
from tests.console import story


def _clock(row: QueueRow) -> ClockRow:
    clock = clock_of(row)
    assert clock is not None
    return clock._replace(agreement="Desk v1")


class FakeSource:
    """Rows in a list; a filter is the words that a title must have, or `owner:` and `state:`."""

    zone = ZoneInfo("Europe/Paris")

    def __init__(self, rows: Sequence[QueueRow] | None = None, me: str = "ana") -> None:
        self.rows = list(story.rows() if rows is None else rows)
        self.me = me
        self.seconds = 0
        self.old = 0
        self.done: list[tuple[Call, str]] = []
        self.batches: list[str | None] = []
        self.passed: list[Passed] = []
        self.refusals: list[tuple[Call, str]] = []
        self.answers: list[Done | Refused] = []
        self.effects: list[Effect] = []
        self.details: dict[int, TicketDetail] = {10442: story.detail()}
        self.explanations: dict[int, Explanation] = {}
        self.permitted: set[str] | None = None
        self.on_do: Callable[[Call], None] = lambda call: None
        self._touched: set[int] = set()
        self._news = Condition()
        self._closed = False

    # What tests do to it.

    def pass_time(self, seconds: int) -> None:
        self.seconds += seconds

    def change(self, *rows: QueueRow) -> None:
        """Somebody else wrote: these tickets are so from now on."""
        changed = {row.id for row in rows}
        self.rows = sorted([*(row for row in self.rows if row.id not in changed), *rows], key=place_of)
        self._tell(changed)

    def remove(self, *tickets: int) -> None:
        self.rows = [row for row in self.rows if row.id not in tickets]
        self._tell(set(tickets))

    def _tell(self, tickets: set[int]) -> None:
        with self._news:
            self._touched |= tickets
            self._news.notify_all()

    # The protocol.

    def who(self) -> str:
        return self.me

    def now(self) -> Instant:
        return Instant(story.NOW + self.seconds * SECOND)

    def told(self) -> Sequence[Passed]:
        passed, self.passed = self.passed, []
        return passed

    def late(self) -> int:
        return self.old

    def may(self, permission: str) -> bool:
        return self.permitted is None or permission in self.permitted

    def views(self) -> Sequence[View]:
        return [View("EMEA desk", "is:open"), View("Mine", "owner:ana"), View("Held", "state:held"), View("All", "")]

    def filter_words(self) -> Sequence[tuple[str, str]]:
        return [("owner:me", "owner: me, none or a handle"), ("state:open,held", "new open held")]

    def compile_filter(self, text: str) -> tuple[str, Mapping[str, object]]:
        for word in text.split():
            if ":" in word and word.partition(":")[0] not in ("is", "owner", "state"):
                problem = BadInput(f"“{word}” is no filter word")
                problem.column = text.index(word)  # type: ignore[attr-defined]
                raise problem
        return "fake", {"text": text}

    def _matching(self, values: Mapping[str, object]) -> list[QueueRow]:
        found: Sequence[QueueRow] = self.rows
        for word in str(values["text"]).replace('"', "").split():
            key, colon, value = word.partition(":")
            if key == "owner":
                found = [row for row in found if row.owner == value]
            elif key == "state":
                found = [row for row in found if row.state in value.split(",")]
            elif not colon:
                found = [row for row in found if word.lower() in f"{row.number} {row.title}".lower()]
        return list(found)

    def page(self, where: str, values: Mapping[str, object], place: Place, limit: int) -> list[QueueRow]:
        rows = self._matching(values)
        if place[0] < 0:
            return rows[:limit]
        after = next((n for n, row in enumerate(rows) if place_of(row) > place), len(rows))
        return rows[after : after + limit]

    def anchors(self, where: str, values: Mapping[str, object], every: int) -> tuple[int, list[Place]]:
        rows = self._matching(values)
        return len(rows), [(-1, 0, 0), *(place_of(row) for row in rows[every - 1 : -1 : every])]

    def counts(self, where: str, values: Mapping[str, object], now: Instant) -> Counts:
        rows = self._matching(values)
        breached = sum(row.breached_at is not None for row in rows)
        return Counts(len(rows), breached, sum(row.breached_at is None and (row.risk_at or now) < now for row in rows))

    def calendar(self, version: int) -> Hours:
        return story.HOURS[version]

    def detail(self, ticket: int) -> TicketDetail | None:
        row = next((row for row in self.rows if row.id == ticket), None)
        if row is None:
            return None
        known = self.details.get(ticket)
        return known._replace(row=row) if known else TicketDetail(row, [("customer", row.customer)], [_clock(row)], [])

    def explanation(self, ticket: int) -> Explanation | None:
        return self.explanations.get(ticket)

    def preview(self, path: str, step: Callable[[int], None]) -> Previewed:
        raise BadInput(f"{path} cannot be read: there are no files here")

    def changes(self, timeout: float) -> set[int]:
        with self._news:
            self._news.wait_for(lambda: self._touched or self._closed, timeout)
            touched, self._touched = self._touched, set()
            return touched

    def do(self, call: Call, key: str, batch: str | None = None) -> Done:
        self.done.append((call, key))
        self.batches.append(batch)
        self.on_do(call)
        answer = self.answers.pop(0) if self.answers else Done("done")
        if isinstance(answer, Refused):
            raise answer
        return answer

    def refused(self, call: Call, why: str) -> None:
        self.refusals.append((call, why))

    def world(self) -> Surroundings:
        return Surroundings(self.now, self.zone)

    def effect(self, call: Call) -> Effect:
        return self.effects.pop(0) if self.effects else Effect([[("  nothing else changes", "")]])

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify_all()
