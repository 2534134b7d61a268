"""The desk behind a console as it stood at an instant: it is read like any other, and nothing can be done to it.

The journal is replayed up to then into a database in memory. What is open then is derived at once; closed tickets,
which are most, only when a filter may find them. People, agreements and articles are those of today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from threading import Event, Lock
from typing import TYPE_CHECKING

from deskconsole import flow, world  # noqa: F401 - whoever reads the journal must know all kinds of events
from deskconsole.console.desk.covers import NoCovers
from deskconsole.console.desk.handovers import NoHandovers
from deskconsole.console.desk.live import DeskSource
from deskconsole.console.desk.present import Presence
from deskconsole.console.desk.rooms import NoRooms
from deskconsole.console.desk.source import Done, Entry, Explanation, Foreseen, Passed, TicketDetail, View, Workspace
from deskconsole.core.desk import Call
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.store.presence import READING
from deskconsole.store.replay import SUBJECTS, TICKETS, Cut, Snapshot
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.console.desk.shift import Shift
    from deskconsole.console.desk.source import Effect
    from deskconsole.features.knowledge.rules import Titled
    from deskconsole.features.knowledge.views import Hits
    from deskconsole.store.drafts import Draft
    from deskconsole.store.driver import Reader
    from deskconsole.store.last_place import LastPlace

_CONFINED = frozenset({"is:open", "is:held", "is:unresolved", "is:atrisk"})
"""Words that no closed ticket matches."""

_OF_TODAY = ("Knowledge", "Files", "Similar")
"""Sections whose rows no replay knows."""

_LIVE = "select id from ticket where state not in ('closed', 'cancelled', 'merged')"
_CHUNK = 100


class PastStore(Store):
    """A store that answers from a replay. It shares the database of the one it was made from, and closes nothing."""

    def __init__(self, store: Store, at: Instant) -> None:
        self.url, self.backend, self.tell = store.url, store.backend, store.tell
        self._time, self._at = store.time, at
        self.snapshot = Snapshot(store, Cut(at), RULES, TICKETS, SUBJECTS)

    @property
    def read(self) -> Reader:
        return self.snapshot

    def now(self) -> Instant:
        return self._at


class Nowhere(Presence):
    """Who looks back is told of to nobody, and meets nobody."""

    def at(self, ticket: int | None, doing: str = READING, *, passing: bool = False) -> None:
        """Whoever reads the past is not there."""

    def sign(self) -> None:
        """No key pressed here says anything of now."""


class PastSource(DeskSource):
    """Answers a console's questions as they would have been answered then."""

    store: PastStore

    def __init__(self, of: DeskSource, at: Instant, step: Callable[[int], None]) -> None:
        store = PastStore(of.store, at)
        live = [row[0] for row in store.snapshot.driver.select(_LIVE)]
        try:
            store.snapshot.derive("promise")
            for done in range(0, len(live), _CHUNK):
                step(done)
                store.snapshot.derive("ticket", live[done : done + _CHUNK])
            store.snapshot.settle()
        except BaseException:
            store.snapshot.close()
            raise
        self._rest: set[int] = set(store.snapshot.subjects("ticket")).difference(live)
        self._one_derives = Lock()
        self._closed = Event()
        super().__init__(store, of.actor)
        self.presence = Nowhere(store, of.actor.handle)
        self.rooms = NoRooms()
        self.handovers = NoHandovers()
        self.covers = NoCovers()
        self.zone = of.zone  # read already: screens are put up on the loop, which reads nothing
        self._at_once = [view for view in of.views() if _confined(view.filter)] or [View("All", "is:open")]

    # Who and when.

    def may(self, permission: str) -> bool:
        return False

    def seen(self) -> int:
        """Nothing is done on what is seen here."""
        return 0

    def late(self) -> int:
        return 0

    def changes(self, timeout: float) -> set[int]:
        """Nothing happens any more."""
        self._closed.wait(timeout)
        return set()

    def told(self) -> Sequence[Passed]:
        return ()

    def degraded(self) -> Sequence[str]:
        return ()

    def duty(self) -> None:
        """Who holds the desk is said of now only."""

    def alarms(self) -> None:
        """Nobody is told anything any more."""

    # The queue.

    def views(self) -> Sequence[View]:
        """Those that can be answered at once; any other filter can be typed."""
        return self._at_once

    def last_place(self) -> LastPlace | None:
        return None

    def keep_place(self, place: LastPlace) -> None:
        """Where somebody looked in the past is no place to begin with."""

    def moved(self) -> bool:
        return False

    def compile_filter(self, text: str) -> tuple[str, Mapping[str, object]]:
        if any(word.lstrip("(-").startswith("offered:") for word in text.split()):
            raise BadInput("who was offered what then is not told; the timeline of a ticket says it")
        made = super().compile_filter(text)
        if not _confined(text):
            self._derive_rest()
        return made

    def _derive_rest(self) -> None:
        """The clocks of the tickets that were closed then; it ends early where nobody waits for it."""
        with self._one_derives:
            while self._rest and not self._closed.is_set():
                chunk = [self._rest.pop() for _ in range(min(_CHUNK, len(self._rest)))]
                self.store.snapshot.derive("ticket", chunk)

    def shift(self) -> Shift:
        return super().shift()._replace(of_now=False, status="", offered=())

    # One ticket.

    def detail(self, ticket: int) -> TicketDetail | None:
        self._derive(ticket)
        return super().detail(ticket)

    def workspace(self, ticket: int, part: str, since: Entry | None) -> Workspace | None:
        self._derive(ticket)
        found = super().workspace(ticket, part, since)
        if found is None:
            return None
        told = {title: read for title, read in found.told.items() if title not in _OF_TODAY}
        return found._replace(timeline=[_unposted(entry) for entry in found.timeline], told=told, drafts=())

    def _with_people(self, found: TicketDetail) -> TicketDetail:
        return found  # what people did with it, and who would be told next, is known as it is today

    def earlier(self, ticket: int, part: str, before: Entry) -> tuple[Sequence[Entry], bool]:
        entries, more = super().earlier(ticket, part, before)
        return [_unposted(entry) for entry in entries], more

    def explanation(self, ticket: int) -> Explanation | None:
        from deskconsole.explain.gather import keep

        self._derive(ticket)
        row = self.store.read.maybe(TICKET_BY_ID, ticket=ticket)
        return Explanation(keep(self.store.snapshot, row), ()) if row else None

    def _derive(self, ticket: int) -> None:
        with self._one_derives:
            if ticket in self._rest:
                self._rest.discard(ticket)
                self.store.snapshot.derive("ticket", [ticket])

    # What is of now.

    def _refuse(self) -> Refused:
        return Refused("that is of now; this is the past, where nothing can be done")

    def unsent(self) -> list[object]:  # type: ignore[override]
        return []

    def knowledge(self, ticket: int) -> Hits:
        raise self._refuse()

    def articles_with(self, text: str) -> list[Titled]:
        raise self._refuse()

    def keep_draft(self, draft: Draft) -> Instant:
        raise self._refuse()

    def send(self, call: Call, key: str, kind: str, batch: str | None = None, also: Sequence[Call] = ()) -> Done:
        raise self._refuse()

    def do(self, call: Call, key: str, batch: str | None = None) -> Done:
        raise self._refuse()

    def foresee(self, ticket: int, call: Call) -> Foreseen:
        raise self._refuse()

    def worded(self, call: Call) -> Call:
        raise self._refuse()

    def wordings(self) -> list[tuple[str, str]]:
        raise self._refuse()

    def spent(self, ticket: int, seconds: int) -> None:
        """Who reads the past spends no time on it."""

    def refused(self, call: Call, why: str) -> None:
        """The screen says why; nobody was refused anything."""

    def effect(self, call: Call) -> Effect:
        raise self._refuse()

    def close(self) -> None:
        self._closed.set()

    def end(self) -> None:
        """Nobody reads any more: the replay goes."""
        self._closed.set()
        self.store.snapshot.close()


def _unposted(entry: Entry) -> Entry:
    """How its mail went is known as of today only."""
    return entry._replace(posted=None)


def _confined(text: str) -> bool:
    words = text.lower().split()
    return "or" not in words and "(" not in text and any(word in _CONFINED for word in words)
