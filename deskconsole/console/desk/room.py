"""A war room as its screen shows it: all of one moment, and each part as its feature tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.store.feed import Change as Line

PROPOSED, OPEN = "proposed", "open"
LIVE = (PROPOSED, OPEN, "mitigated", "restored")
"""States of a room that somebody still has to do with."""


class Head(NamedTuple):
    """What a room is about, and how it stands."""

    id: int
    number: str
    state: str
    """proposed · open · mitigated · restored · stood down · rejected · merged"""
    title: str | None
    """None: erased."""
    cause: str
    """What is broken, in words."""
    rule: str
    """Which rule proposed it; empty: somebody declared it."""
    proposed_at: Instant
    proposed_by: str
    confirmed_at: Instant | None = None
    confirmed_by: str | None = None
    since: Instant | None = None
    """When the impact began, as far as that is known."""
    mitigated_at: Instant | None = None
    restored_at: Instant | None = None
    ended_at: Instant | None = None
    bridge: str | None = None
    into: str | None = None
    """The room that it went into."""
    tickets: int = 0
    """How many are attached."""

    @property
    def live(self) -> bool:
        return self.state in LIVE

    @property
    def began(self) -> Instant:
        """From when its age is counted."""
        return self.confirmed_at or self.proposed_at


class Role(NamedTuple):
    """A role, and who has it or was asked to."""

    name: str
    who: str | None
    state: str
    """asked · taken · open"""
    since: Instant
    double: bool = False
    """Whether whoever has it has another one too."""


class Entry(NamedTuple):
    """A decision, task, question or hypothesis."""

    id: int
    kind: str
    text: str | None
    by: str
    at: Instant
    owner: str | None = None
    due: Instant | None = None
    done: Instant | None = None
    outcome: str = ""
    said: Sequence[str] = ()
    """Objections to a decision, each with whose it is."""


class Told(NamedTuple):
    """A line of the timeline."""

    at: Instant
    who: str
    words: str
    role: str = ""


class Change(NamedTuple):
    """A change that took place within the last day; `suspect`: it has to do with the cause."""

    number: str
    title: str | None
    at: Instant
    decided: str
    suspect: bool


class Due(NamedTuple):
    """The next message that an audience is owed."""

    audience: str
    at: Instant
    missed: bool = False
    """Whether one is late."""
    waiting: int = 0
    """Messages that wait for somebody's approval."""


class Sent(NamedTuple):
    """The last message that went out, and what became of it."""

    at: Instant
    audience: str
    by: str
    told: int
    arrived: int
    read: int
    failed: int
    customers: int


class Sentence(NamedTuple):
    """What agents say on the phone."""

    text: str | None
    workaround: str | None


class Called(NamedTuple):
    """Somebody who was called in."""

    who: str
    state: str
    """asked · accepted · declined · no answer · stood down"""
    at: Instant
    answer_by: Instant
    why: str


class Load(NamedTuple):
    """Open tickets, the people who work on them, and those who were asked to come."""

    tickets: int
    heads: int
    coming: int


class Review(NamedTuple):
    """What is to be learned from a room that is over."""

    state: str
    due: Instant
    owner: str | None


class Reached(NamedTuple):
    """A service or an item that the outage reaches; `depth` says how far below its cause."""

    name: str
    depth: int
    tickets: int
    breached: int
    at_risk: int


class Alike(NamedTuple):
    """An item that may suffer the same, and the next change of it."""

    name: str
    like: str
    change: str | None
    at: Instant | None


class Affected(NamedTuple):
    """A customer with tickets in the room."""

    name: str
    tier: str | None
    tickets: int
    breached: int
    notice_by: Instant | None
    costs: str
    """What broken promises cost them so far, in words."""


class Order(NamedTuple):
    """An order of work, and what it comes to."""

    label: str
    breaches: int
    exposure: str
    gives_up: Sequence[str]
    """Numbers of tickets that it lets breach."""


class Stakes(NamedTuple):
    """What is at stake: how far it goes, whom it hits, what it costs, and what each order of work gives up."""

    reached: Sequence[Reached]
    alike: Sequence[Alike]
    recorded: bool
    """Whether the desk file says what depends on what."""
    affected: Sequence[Affected]
    now: str
    """What it costs now, and if nothing is done."""
    if_nothing: str
    priced: bool
    """Whether any agreement says what a breach costs."""
    orders: Sequence[Order]
    tickets: int
    assumed: str
    """What the simulation assumes of people."""


class Situation(NamedTuple):
    """All that the screen shows."""

    head: Head
    tickets: Sequence[QueueRow]
    """Attached and open, what breaches next first."""
    more: int
    """Attached beyond those that were read."""
    solved: int
    """Attached and no longer open."""
    roles: Sequence[Role]
    tasks: Sequence[Entry]
    """Tasks and questions, the open ones first, by when they are due."""
    decisions: Sequence[Entry]
    """The latest first."""
    guesses: Sequence[Entry]
    """Hypotheses, those that are not ruled out first."""
    timeline: Sequence[Told]
    """The latest first."""
    changes: Sequence[Change]
    read_at: Instant
    dues: Sequence[Due] = ()
    """What is due first."""
    sent: Sent | None = None
    sentence: Sentence | None = None
    called: Sequence[Called] = ()
    load: Load | None = None
    review: Review | None = None
    stakes: Stakes | None = None


class Live(NamedTuple):
    """A room that is open or proposed, as every screen shows it."""

    id: int
    number: str
    state: str
    words: str
    """Why it was proposed, or what it is about."""


class Abroad(NamedTuple):
    """What every screen knows of rooms: those that live, and the tickets in them."""

    rooms: Sequence[Live] = ()
    of: Mapping[int, str] = {}
    """The number of its room by ticket."""
    say: str = ""
    """What agents say on the phone, and what callers can do meanwhile."""
    of_room: str = ""
    """The room that says so."""


NONE = Abroad()


class Rooms(Protocol):
    """The rooms of a desk. Every one of these may block."""

    def heard(self, news: Sequence[Line]) -> None:
        """Lines of the journal."""

    def news(self) -> Abroad | None:
        """What lives now; None: nothing has moved since one last asked."""

    def all(self) -> Sequence[Head]:
        """Those that live, and the last of the others, the latest first."""

    def one(self, room: int) -> Situation | None: ...
    def of_ticket(self, ticket: int) -> int | None:
        """The live room that a ticket is in."""
