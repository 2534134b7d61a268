"""The desk behind a console: a store, read by its own queries; what is written to it stands in files of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path as FilePath
from time import monotonic
from typing import TYPE_CHECKING

from deskconsole.console.desk import one_ticket as one
from deskconsole.console.desk import people
from deskconsole.console.desk.covers import DeskCovers
from deskconsole.console.desk.giving_back import give_back
from deskconsole.console.desk.handovers import DeskHandovers
from deskconsole.console.desk.heard import Heard
from deskconsole.console.desk.holding import Duty, Holding
from deskconsole.console.desk.passing import Passing
from deskconsole.console.desk.present import Presence
from deskconsole.console.desk.rooms import DeskRooms
from deskconsole.console.desk.source import (
    BY_BREACH,
    PREVIEW_NEEDS,
    TOP,
    Colour,
    Counts,
    Entry,
    Explanation,
    Order,
    Passed,
    Place,
    Previewed,
    TicketDetail,
    View,
    Workspace,
)
from deskconsole.console.desk.views import DeskViews
from deskconsole.console.desk.writing import DeskWriting
from deskconsole.core.actors import OPERATOR, Actor
from deskconsole.core.errors import Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.directory.views import DESK
from deskconsole.features.promises.views import PROMISE
from deskconsole.features.tickets.filters import LAST, explain
from deskconsole.features.tickets.views import (
    TICKET_BY_ID,
    QueueRow,
    queue_counts,
)
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.console.desk.alarms import Alarm
    from deskconsole.console.desk.covers import Covers
    from deskconsole.console.desk.daily import Day
    from deskconsole.console.desk.escalations import Escalations
    from deskconsole.console.desk.handovers import Handovers
    from deskconsole.console.desk.room import Rooms
    from deskconsole.console.desk.shift import Shift
    from deskconsole.console.desk.wall import Wall
    from deskconsole.features.knowledge.rules import Titled
    from deskconsole.features.knowledge.views import ArticleRow, Hits
    from deskconsole.features.tickets.filter_unheard import Unheard
    from deskconsole.preflight.found import Preflight
    from deskconsole.store.feed import Feed
    from deskconsole.store.last_place import LastPlace


NUMBERED = 10
"""Tickets that a few digits may mean; who sees too many types one more."""

SUGGESTED = 12
"""Articles for a ticket; who wants others searches by words of their own."""

SILENT_AFTER = 5
"""Seconds without an answer of the change feed after which nothing here is called live."""

LATE_AFTER = 5 * SECOND
"""A timer that nobody has handled for so long means that the engine is late."""


class DeskSource(DeskWriting):
    """Answers a console's questions. Calls are made in its threads; readers are per thread."""

    def __init__(self, store: Store, actor: Actor) -> None:
        super().__init__(store, actor)
        self._views = DeskViews(store, self.operator, store.now)
        self._late = 0
        self._heard = monotonic()
        """When, by this machine, the change feed last answered."""
        self._passing = Passing(store, actor.handle)
        self.rooms: Rooms = DeskRooms(store)
        self.handovers: Handovers = DeskHandovers(store, self.operator, lambda: self.zone)
        self.covers: Covers = DeskCovers(store, self.operator)
        self._alarms = Heard(store, actor.handle, lambda: self._house)
        self._holding = Holding(store)
        self.presence = Presence(store, actor.handle, lambda: self.may("presence.tell"))
        # What is committed from here on is news, also before the first page has been read.
        self._since = self.seen()

    def late(self) -> int:
        silent = int(monotonic() - self._heard)
        return max(self._late, silent if silent > SILENT_AFTER else 0)

    # The queue.

    def views(self) -> Sequence[View]:
        return self._views.all()

    def last_place(self) -> LastPlace | None:
        return self._views.last_place()

    def keep_place(self, place: LastPlace) -> None:
        self._views.keep_place(place)

    def hues(self, colours: Sequence[Colour]) -> tuple[str, Mapping[str, object]]:
        return self._views.hues(colours)

    def tally(self, texts: Sequence[str], touched: Set[int] | None) -> Iterator[Counts]:
        return self._views.tally(texts, touched)

    def turn(self) -> int | None:
        return self._views.turn()

    def moved(self) -> bool:
        return self._views.moved()

    def compile_filter(self, text: str) -> tuple[str, Mapping[str, object]]:
        made = self._views.compiled(text)
        return made.where, made.values

    def filter_values(self, key: str) -> Sequence[str]:
        return self._views.values(key)

    def unheard(self, text: str) -> Unheard | None:
        from deskconsole.features.tickets.filter_unheard import unheard

        return unheard(text, self.store.read)

    def filter_words(self) -> Sequence[tuple[str, str]]:
        return [(word.word, word.means) for word in explain()]

    def page(
        self, where: str, values: Mapping[str, object], place: Place, limit: int, order: Order = BY_BREACH,
        hue: str = "null",
    ) -> list[QueueRow]:  # fmt: skip
        return self._views.page(where, values, place, limit, order, hue)

    def anchors(
        self, where: str, values: Mapping[str, object], every: int, order: Order = BY_BREACH
    ) -> tuple[int, list[Place]]:
        return self._views.anchors(where, values, every, order)

    def matching(self, where: str, values: Mapping[str, object], most: int, order: Order = BY_BREACH) -> list[int]:
        return self._views.matching(where, values, most + 1, order)

    def numbered(self, text: str) -> list[QueueRow]:
        desk = self.store.read.maybe(DESK)
        known = [text, f"{desk.prefix if desk else ''}-{text}"]
        one = "t.id in (select id from (select id from ticket where number >= :n{n} and number < :m{n} order by number"
        where = " or ".join(f"{one.format(n=n)} limit {NUMBERED}))" for n in range(len(known)))
        values = {f"{end}{n}": f"{x}{last}" for n, x in enumerate(known) for end, last in (("n", ""), ("m", LAST))}
        found = self.page(f"({where})", values, TOP, NUMBERED)
        return sorted(found, key=lambda row: (row.number not in known, row.number))

    def counts(self, where: str, values: Mapping[str, object], now: Instant) -> Counts:
        return Counts(*self.store.read.one(queue_counts(where), **{**values, "now": now}))

    # One ticket.

    def detail(self, ticket: int) -> TicketDetail | None:
        found = one.detail(self.store.read, ticket)
        return found and self._with_people(found)

    def _with_people(self, found: TicketDetail) -> TicketDetail:
        """What people did with it, which is told in the times of here."""
        facts = people.facts(self.store.read, found.row.id, self.now(), self.zone)
        return found._replace(facts=[*found.facts, *facts])

    def workspace(self, ticket: int, part: str, since: Entry | None) -> Workspace | None:
        seen = self.seen()  # first: what comes while it is read is not seen yet
        found = one.workspace(self.store.read, ticket, part, since)
        if found is None:
            return None
        detail = self._with_people(found.detail)
        return found._replace(detail=detail, drafts=self._drafts(ticket), seen=seen)

    def earlier(self, ticket: int, part: str, before: Entry) -> tuple[Sequence[Entry], bool]:
        return one.page(self.store.read, ticket, part, before)

    def explanation(self, ticket: int) -> Explanation | None:
        from deskconsole.explain.gather import keep
        from deskconsole.explain.whatif import tries
        from deskconsole.store.looking import Looking

        with self.store.backend.looking() as driver:  # of one moment, and never committed
            desk = Looking(driver)
            row = desk.maybe(TICKET_BY_ID, ticket=ticket)
            if row is None:
                return None
            kept = keep(desk, row)
            return Explanation(kept, tries(driver, self.now(), self.actor, kept))

    def shift(self) -> Shift:
        from deskconsole.console.desk.shift import read

        return read(self.store.read, self.operator, self.now(), self.zone)

    def wall(self, by: str) -> Wall:
        from deskconsole.console.desk.wall import read

        with self.store.backend.looking() as driver:  # of one moment, so that its figures agree
            return read(Reader(driver), self.now(), self.zone, by, self.operator)

    def figures(self) -> Day:
        from deskconsole.console.desk.daily import read
        from deskconsole.store.looking import Looking

        with self.store.backend.looking() as driver:
            return read(Looking(driver), self.now(), self.zone, self.operator)

    # Articles.

    def knowledge(self, ticket: int) -> Hits:
        from deskconsole.features.knowledge.views import hits_for

        return hits_for(self.store.read, ticket, self.now(), SUGGESTED)

    def article(self, number: str) -> ArticleRow | None:
        from deskconsole.features.knowledge.views import ARTICLE

        return self.store.read.maybe(ARTICLE, number=number)

    def articles(self, ticket: int) -> Sequence[Titled]:
        from deskconsole.features.knowledge.rules import Titled
        from deskconsole.features.knowledge.views import TITLES, hits_for

        fitting = hits_for(self.store.read, ticket, self.now(), SUGGESTED).hits
        first = [Titled(hit.number, hit.title, hit.record) for hit in fitting]
        known = {each.number for each in first}
        return [*first, *(each for each in self.store.read.all(TITLES) if each.number not in known)]

    def articles_with(self, text: str) -> Sequence[Titled]:
        from deskconsole.features.knowledge.rules import Titled
        from deskconsole.features.knowledge.views import TITLES, search

        if not text.strip():
            return self.store.read.all(TITLES)
        return [Titled(hit.number, hit.title, hit.record) for hit in search(self.store.read, text)]

    # A desk file.

    def preview(self, path: str, step: Callable[[int], None]) -> Previewed:
        from deskconsole.features.deskfile.proposal import changes, reviewed
        from deskconsole.preview import preview

        if not self.may(PREVIEW_NEEDS):
            raise Refused(f"a preview shows clocks of the whole desk: it needs the permission {PREVIEW_NEEDS}")
        now = self.now()
        file, notes = reviewed(FilePath(path).expanduser(), now)
        steps = changes(file, self.store.read, now)
        with self.store.backend.looking() as driver:
            found = preview(driver, steps, now, step)
        return Previewed([step.text for step in steps], list(map(str, notes)), found)

    # What happens.

    @cached_property
    def _feed(self) -> Feed:
        from deskconsole.store.feed import Feed

        return Feed(self.store, self._since)

    def changes(self, timeout: float) -> set[int]:
        if news := self._feed.wait(timeout):
            self._passing.news(news, self.operator, self.zone)
            self._alarms.news(news)
            self.rooms.heard(news)
            self.handovers.heard(news)
            self.covers.heard(news)
            if any(about == "operator" for _, about, _ in news):
                self.operator = self.store.read.maybe(OPERATOR, handle=self.actor.handle) or self.operator
                self._status = people.status(self.store.read, self.actor.handle)
        self._views.hear(news, self.operator)
        self._holding.news(news, self.operator, self.now())
        self._late, self._heard = self._overdue(), monotonic()
        self.presence.look(self._feed.commits)
        promised = {subject for _, about, subject in news if about == "promise"}
        on = {row.ticket for each in promised for row in self.store.read.all(PROMISE, promise=each)}
        return on | {subject for _, about, subject in news if about == "ticket"}

    def _overdue(self) -> int:
        """How many seconds late whoever ticks is; desk time may run faster than theirs."""
        rows = self.store.backend.reader().select("select min(fire_at) from timer where parked = 0", {})
        late = self.now() - rows[0][0] if rows[0][0] is not None else 0
        late //= max(self.store.time.speed, 1)
        return late // SECOND if late > LATE_AFTER else 0

    def alarms(self) -> tuple[Sequence[Alarm], set[int]] | None:
        return self._alarms.alarms()

    def looked(self, alarm: Alarm) -> None:
        self._alarms.looked(alarm)

    def degraded(self) -> Sequence[str]:
        return self._alarms.degraded

    def duty(self) -> Duty | None:
        return self._holding.duty

    def escalations(self) -> Escalations:
        from deskconsole.console.desk.ringing import escalations

        with self.store.backend.looking() as driver:  # of one moment, so that its figures agree
            return escalations(Reader(driver), self.operator, self.now())

    def preflight(self, ticket: int, at: Instant | None) -> Preflight | None:
        from deskconsole.preflight.tickets import of_ticket

        with self.store.backend.looking() as driver:  # never committed
            return of_ticket(driver, ticket, self.now(), at)

    def told(self) -> Sequence[Passed]:
        return self._passing.told()

    # As long as it is looked at.

    def give_back(self) -> None:
        self.store.backend.give_back()
        give_back()

    def resting(self) -> AbstractContextManager[None]:
        return self.store.backend.resting()

    def as_of(self, at: Instant, step: Callable[[int], None]) -> DeskSource:
        from deskconsole.console.desk.past import PastSource

        return PastSource(self, at, step)

    def close(self) -> None:
        """The store is not ours and stays open."""
        self.presence.close()
        if "_feed" in self.__dict__:  # else nobody waits for it yet
            self._feed.stop()
        self.presence.wait()
