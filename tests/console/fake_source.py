"""A desk in memory: the source of the console's tests, with a clock that stands still until somebody moves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, nullcontext
from threading import Condition
from zoneinfo import ZoneInfo

from deskconsole.console.desk.alarms import Alarm
from deskconsole.console.desk.board import Board
from deskconsole.console.desk.covers import NoCovers
from deskconsole.console.desk.daily import Day
from deskconsole.console.desk.escalations import Escalations
from deskconsole.console.desk.handovers import NoHandovers
from deskconsole.console.desk.holding import Duty
from deskconsole.console.desk.listing import place_of
from deskconsole.console.desk.one_ticket import Unsent
from deskconsole.console.desk.room import Abroad, Head, Situation
from deskconsole.console.desk.rooms import NoRooms
from deskconsole.console.desk.shift import Shift
from deskconsole.console.desk.source import (
    BY_BREACH,
    ClockRow,
    Colour,
    Counts,
    Done,
    Effect,
    Entry,
    Explanation,
    Foreseen,
    Hours,
    Offered,
    Order,
    Passed,
    Place,
    Previewed,
    TicketDetail,
    View,
    Workspace,
)
from deskconsole.console.desk.wall import Wall
from deskconsole.console.forms import Surroundings
from deskconsole.console.painting.clockface import clock_of
from deskconsole.core.desk import Call
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.knowledge.rules import Titled
from deskconsole.features.knowledge.views import ArticleRow, Hits
from deskconsole.features.tickets.filter_unheard import Unheard
from deskconsole.features.tickets.views import QueueRow
from deskconsole.preflight.found import Preflight
from deskconsole.store.drafts import Draft
from deskconsole.store.last_place import LastPlace
from deskconsole.store.presence import NOBODY
from tests.console import story


def _clock(row: QueueRow) -> ClockRow:
    clock = clock_of(row)
    assert clock is not None
    return clock._replace(agreement="Desk v1")


class FakePresence:
    """Where tests say that others are, and where the console said it is."""

    def __init__(self) -> None:
        self.others = NOBODY
        self.place: tuple[int | None, str] = (None, "")

    def at(self, ticket: int | None, doing: str = "", *, passing: bool = False) -> None:
        self.place = (ticket, doing)

    def sign(self) -> None:
        """Nobody leaves their keyboard here."""


class FakeRooms(NoRooms):
    """Rooms as tests say that they are."""

    def __init__(self) -> None:
        self.moved: Abroad | None = None
        self.heads: Sequence[Head] = ()
        self.situations: dict[int, Situation] = {}

    def news(self) -> Abroad | None:
        moved, self.moved = self.moved, None
        return moved

    def all(self) -> Sequence[Head]:
        return self.heads

    def one(self, room: int) -> Situation | None:
        return self.situations.get(room)


class FakeSource:
    """Rows in a list; a filter is the words that a title must have, or `owner:` and `state:`."""

    zone = ZoneInfo("Europe/Paris")

    def __init__(self, rows: Sequence[QueueRow] | None = None, me: str = "ana") -> None:
        self.rows = list(story.rows() if rows is None else rows)
        self.me = me
        self.said = ""
        self.seconds = 0
        self.old = 0
        self.done: list[tuple[Call, str]] = []
        self.batches: list[str | None] = []
        self.with_it: list[Call] = []
        self.times: list[tuple[int, int]] = []
        self.passed: list[Passed] = []
        self.rings: list[Alarm] = []
        self.broken: Sequence[str] = ()
        self.on_duty: Duty | None = None
        self._rang = True
        self.running = Escalations()
        self.preflights: dict[int, Preflight] = {}
        self.refusals: list[tuple[Call, str]] = []
        self.foreseen: dict[int, Foreseen] = {}
        self.refuses: dict[int, str] = {}
        """Why a ticket would be refused, among many."""
        self.answers: list[Done | Refused] = []
        self.effects: list[Effect] = []
        self.details: dict[int, TicketDetail] = {10442: story.detail()}
        self.explanations: dict[int, Explanation] = {}
        self.templates: list[Offered] = []
        self.written: dict[tuple[int, str], Draft] = {}
        self.found = Hits([], False)
        self.permitted: set[str] | None = None
        self.place: LastPlace | None = None
        self.presence = FakePresence()
        self.rooms = FakeRooms()
        self.handovers = NoHandovers()
        self.covers = NoCovers()
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

    def status(self) -> str:
        return self.said

    def now(self) -> Instant:
        return Instant(story.NOW + self.seconds * SECOND)

    def told(self) -> Sequence[Passed]:
        passed, self.passed = self.passed, []
        return passed

    def alarms(self) -> tuple[Sequence[Alarm], set[int]] | None:
        with self._news:
            rang, self._rang = self._rang, False
            return (list(self.rings), set()) if rang else None

    def ring(self, *alarms: Alarm) -> None:
        """Somebody tells me something."""
        with self._news:
            self.rings += alarms
            self._rang = True
            self._news.notify_all()

    def degraded(self) -> Sequence[str]:
        return self.broken

    def duty(self) -> Duty | None:
        return self.on_duty

    def looked(self, alarm: Alarm) -> None:
        self.rings.remove(alarm)
        self.ring()

    def escalations(self) -> Escalations:
        return self.running

    def preflight(self, ticket: int, at: Instant | None) -> Preflight | None:
        return self.preflights.get(ticket)

    def seen(self) -> int:
        return 0

    def late(self) -> int:
        return self.old

    def may(self, permission: str) -> bool:
        return self.permitted is None or permission in self.permitted

    def views(self) -> Sequence[View]:
        return [View("EMEA desk", "is:open"), View("Mine", "owner:ana"), View("Held", "state:held"), View("All", "")]

    def filter_values(self, key: str) -> Sequence[str]:
        return ["ana", "ben"] if key == "owner" else []

    def unheard(self, text: str) -> Unheard | None:
        return None

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

    def last_place(self) -> LastPlace | None:
        return self.place

    def keep_place(self, place: LastPlace) -> None:
        self.place = place

    def hues(self, colours: Sequence[Colour]) -> tuple[str, Mapping[str, object]]:
        return "null", {}

    def tally(self, texts: Sequence[str], touched: Set[int] | None) -> Iterator[Counts]:
        return (self.counts("", {"text": text}, self.now()) for text in texts)

    def turn(self) -> int | None:
        return None

    def moved(self) -> bool:
        return False

    def page(
        self, where: str, values: Mapping[str, object], place: Place, limit: int, order: Order = BY_BREACH,
        hue: str = "null",
    ) -> list[QueueRow]:  # fmt: skip
        rows = self._matching(values)
        if place[0] < 0:
            return rows[:limit]
        after = next((n for n, row in enumerate(rows) if place_of(row) > place), len(rows))
        return rows[after : after + limit]

    def numbered(self, text: str) -> list[QueueRow]:
        return [row for row in self.rows if row.number.startswith((text, f"INC-{text}"))][:10]

    def anchors(
        self, where: str, values: Mapping[str, object], every: int, order: Order = BY_BREACH
    ) -> tuple[int, list[Place]]:
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

    def workspace(self, ticket: int, part: str, since: Entry | None) -> Workspace | None:
        found = self.detail(ticket)
        if found is None:
            return None
        entries = [entry._replace(seq=n) for n, entry in enumerate(reversed(found.timeline), 1)]
        drafts = [draft for (of, _), draft in self.written.items() if of == ticket]
        return Workspace(found._replace(timeline=[]), entries, False, {}, drafts)

    def earlier(self, ticket: int, part: str, before: Entry) -> tuple[Sequence[Entry], bool]:
        return [], False

    def unsent(self) -> Sequence[Unsent]:
        return [Unsent(ticket, kind, f"INC-{ticket}") for ticket, kind in self.written]

    def keep_draft(self, draft: Draft) -> Instant:
        self.written[draft.ticket, draft.kind] = draft._replace(saved_at=self.now())
        return self.now()

    def offered(self, ticket: int) -> Sequence[Offered]:
        return self.templates

    def steps(self, ticket: int, macro: str) -> Sequence[Call]:
        return ()

    def send(self, call: Call, key: str, kind: str, batch: str | None = None, also: Sequence[Call] = ()) -> Done:
        self.with_it += also
        done = self.do(call, key, batch)
        assert call.ticket is not None
        self.written.pop((call.ticket, kind), None)
        return done

    def explanation(self, ticket: int) -> Explanation | None:
        return self.explanations.get(ticket)

    def knowledge(self, ticket: int) -> Hits:
        return self.found

    def article(self, number: str) -> ArticleRow | None:
        return None

    def articles(self, ticket: int) -> Sequence[Titled]:
        return []

    def spent(self, ticket: int, seconds: int) -> None:
        self.times.append((ticket, seconds))

    def preview(self, path: str, step: Callable[[int], None]) -> Previewed:
        raise BadInput(f"{path} cannot be read: there are no files here")

    def shift(self) -> Shift:
        return Shift(self.now(), "", [], [], [], [], [], [], [], len(self.rows), 0, 0)

    def wall(self, by: str) -> Wall:
        raise BadInput("there is no wall here")

    def figures(self) -> Day:
        raise BadInput("there are no figures here")

    def changes(self, timeout: float) -> set[int]:
        with self._news:
            self._news.wait_for(lambda: self._touched or self._rang or self._closed, timeout)
            touched, self._touched = self._touched, set()
            return touched

    def spread(self, call: Call) -> list[Call]:
        return [call]

    def do(self, call: Call, key: str, batch: str | None = None) -> Done:
        self.done.append((call, key))
        self.batches.append(batch)
        self.on_do(call)
        answer = self.answers.pop(0) if self.answers else Done("done")
        if isinstance(answer, Refused):
            raise answer
        return answer

    def matching(self, where: str, values: Mapping[str, object], most: int, order: Order = BY_BREACH) -> list[int]:
        return [row.id for row in self._matching(values)][: most + 1]

    def foresee(self, ticket: int, call: Call) -> Foreseen:
        if ticket in self.foreseen:
            return self.foreseen[ticket]
        row = next(row for row in self.rows if row.id == ticket)
        return Foreseen(
            ticket, row.number, row.title, row.state or "", row.state or "", refused=self.refuses.get(ticket, "")
        )

    def worded(self, call: Call) -> Call:
        return call

    def wordings(self) -> list[tuple[str, str]]:
        return [(each.name, each.text) for each in self.templates]

    def board(self) -> Board:
        raise AssertionError("nobody calls here")

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

    def as_of(self, at: Instant, step: Callable[[int], None]) -> FakeSource:
        """The same rows, earlier."""
        past = FakeSource(self.rows, self.me)
        past.seconds, past.permitted = (at - story.NOW) // SECOND, set()
        return past

    def give_back(self) -> None:
        """It has none of its own."""

    def resting(self) -> AbstractContextManager[None]:
        return nullcontext()

    def articles_with(self, text: str) -> Sequence[Titled]:
        return [
            Titled(hit.number, hit.title, hit.record) for hit in self.found.hits if text.lower() in hit.title.lower()
        ]
