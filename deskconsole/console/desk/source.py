"""What the console asks of the desk behind it. Every call may block: the console makes them in threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from deskconsole.core.desk import Call
from deskconsole.core.instants import Instant
from deskconsole.features.saved.views import Colour
from deskconsole.features.tickets.orders import BY_BREACH, TOP, Order, Place
from deskconsole.features.tickets.relations import RelationRow
from deskconsole.features.tickets.views import QueueRow
from deskconsole.store.presence import READING, Others

if TYPE_CHECKING:
    from deskconsole.console.desk.alarms import Alarm
    from deskconsole.console.desk.board import Board
    from deskconsole.console.desk.covers import Covers
    from deskconsole.console.desk.daily import Day
    from deskconsole.console.desk.escalations import Escalations, Live
    from deskconsole.console.desk.handovers import Handovers
    from deskconsole.console.desk.holding import Duty
    from deskconsole.console.desk.one_ticket import Unsent
    from deskconsole.console.desk.room import Rooms
    from deskconsole.console.desk.shift import Shift
    from deskconsole.console.desk.wall import Wall
    from deskconsole.console.forms import Surroundings
    from deskconsole.console.painting.lines import Line
    from deskconsole.explain.gather import Kept
    from deskconsole.explain.whatif import Try
    from deskconsole.features.knowledge.rules import Titled
    from deskconsole.features.knowledge.views import ArticleRow, Hits
    from deskconsole.features.tickets.filter_unheard import Unheard
    from deskconsole.preflight.found import Preflight
    from deskconsole.preview import Preview
    from deskconsole.store.drafts import Draft
    from deskconsole.store.last_place import LastPlace

__all__ = ["BY_BREACH", "TOP", "Colour", "Order", "Place"]

PREVIEW_NEEDS = "desk.apply"
"""The permission to preview a desk file: that of who applies it."""


class Hours(Protocol):
    """A compiled calendar: microseconds of open business time between two instants, and whether it is open."""

    def elapsed(self, a: Instant, b: Instant, /) -> int: ...
    def is_open(self, at: Instant, /) -> bool: ...


class Counts(NamedTuple):
    """How many tickets match a filter, and how many of them are in trouble."""

    total: int
    breached: int = 0
    at_risk: int = 0


class View(NamedTuple):
    """What a list shows and how: a view, or a filter without a name."""

    name: str
    filter: str
    """As it is written."""
    order: Order = BY_BREACH
    columns: tuple[str, ...] = ()
    """Empty: those that the width has room for."""
    colours: tuple[Colour, ...] = ()
    saved: bool = False
    """Whether somebody saved it; else every desk has it."""
    shared: bool = False


class ClockRow(NamedTuple):
    """A clock as the screen needs it."""

    metric: str
    state: str
    """running · paused · stopped · cancelled · unmeasurable"""
    target_s: int
    start_at: Instant
    since: Instant | None
    counted: int
    due: Instant | None
    breached_at: Instant | None
    risk_at: Instant | None
    """Running: from when it is at risk."""
    calendar: int
    allowed: int | None = None
    """µs of business time at which it is due; None: the target."""
    late: Instant | None = None
    """Beyond this instant it is breached."""
    resumes: Instant | None = None
    """Paused: when the limit of its hold lets it run again."""
    agreement: str = ""
    """Name and version, as people write it: `Acme gold v3`."""
    reason: str | None = None
    """Why it cannot be measured, or was breached late."""


class Posted(NamedTuple):
    """How a word between us and the customer went as mail."""

    state: str
    """in · queued · sent · delivered · failed · parked · returned"""
    at: Instant | None = None
    """Since when it is so."""
    status: str | None = None


class Entry(NamedTuple):
    """A line of a ticket's timeline."""

    at: Instant
    who: str
    what: str
    body: str | None = None
    seq: int = 0
    """Its number in the journal."""
    way: str = ""
    """A word between us and the customer: in · out."""
    posted: Posted | None = None
    """Where it came or went as mail: how."""


class TicketDetail(NamedTuple):
    """One ticket, with all that the pane shows. `facts` are (label, text); a label without text is left out."""

    row: QueueRow
    facts: Sequence[tuple[str, str | None]]
    clocks: Sequence[ClockRow]
    """What breaches next first."""
    timeline: Sequence[Entry]
    """Newest first."""
    relations: Sequence[RelationRow] = ()
    """What it belongs to and what belongs to it, in the order in which it is shown."""
    running: Sequence[Live] = ()
    """Its escalations that are under way."""

    @property
    def requester(self) -> str | None:
        """Whose ticket it is, as they are called; their address only where that is all there is."""
        said = (dict(self.facts).get("requester") or "").partition(",")[0]
        return said.partition(" <")[0] or said or None


class Workspace(NamedTuple):
    """A ticket with all that its own screen shows."""

    detail: TicketDetail
    """Without a timeline: that is read by pages."""
    timeline: Sequence[Entry]
    """Oldest first."""
    more: bool
    """Whether there are older ones."""
    told: Mapping[str, object] = {}
    """What each section has read, by its title."""
    drafts: Sequence[Draft] = ()
    """What I have begun to write on it, the last first."""
    seen: int | None = None
    """The last line of the journal when it was read."""


class Offered(NamedTuple):
    """A template for this very ticket; a macro says what it writes and what follows."""

    key: str
    name: str
    text: str
    missing: Sequence[str] = ()
    """What is not known of this ticket, and stands in the text by its name."""
    writes: str = ""
    then: Sequence[str] = ()


class Explanation(NamedTuple):
    """What a ticket's clocks follow from, as it was read, and what would become of them."""

    kept: Kept
    tries: Sequence[Try]


class Previewed(NamedTuple):
    """What applying a desk file would do: its changes, what to look at in it, and the open clocks that move."""

    changes: Sequence[str]
    notes: Sequence[str]
    preview: Preview


class Passed(NamedTuple):
    """A clock that used a share of its target, as it was recorded."""

    at: Instant
    number: str
    metric: str
    share: int
    """Per cent; from 100 on it is breached."""
    priority: int | None = None
    customer: str | None = None
    owner: str | None = None
    promise: str | None = None
    """What was promised, in words, where it is no clock: soon due, or missed (100)."""


@dataclass(frozen=True)
class Foreseen:
    """What a call of many would do to its ticket, tried and not done; or why it is refused."""

    ticket: int
    number: str
    title: str | None
    now: str = ""
    """How it stands, as far as the call is about it."""
    then: str = ""
    why: str = ""
    """What becomes of the clock that matters, in words, and the role that colours them."""
    role: str = ""
    clock: str = ""
    """The same in a word that can be counted: `pauses`."""
    told: str = ""
    """Whether the requester is: told, untold (there is no address), or empty: nothing is said to them."""
    refused: str = ""


@dataclass(frozen=True)
class Done:
    """What came of a call: a sentence for the message line, and what `z` would do to take it back."""

    words: str
    undo: Call | None = None
    """The call that takes it back, where that can be done."""
    undo_words: str = ""
    """How long that can be done, such as `9m left`; or why it cannot."""
    ticket: int | None = None
    """The ticket it made or changed."""
    redo: Call | None = None
    """Of a taking back: the call that takes that back in turn."""
    untold: str | None = None
    """Number of the ticket whose requester a notice could not be sent to (rule 25)."""
    handover: int | None = None
    """The handover that it began."""


class Presence(Protocol):
    """Where this console is, and where others are. Nothing here blocks."""

    @property
    def others(self) -> Others: ...

    def at(self, ticket: int | None, doing: str = READING, *, passing: bool = False) -> None:
        """This ticket is before me now; what I write on it; `passing`: I may be on my way to another one."""

    def sign(self) -> None:
        """Somebody touched a key."""


class Effect(NamedTuple):
    """What a form would do: lines to show, or the reason why it may not be done."""

    lines: Sequence[Line] = ()
    refused: str = ""
    notes: Mapping[str, str] = MappingProxyType({})
    """Something to say beside a field, by its name: `limit is Fri 09:00`."""


class Source(Protocol):
    """The desk behind a console."""

    @property
    def zone(self) -> tzinfo: ...
    @property
    def presence(self) -> Presence: ...
    def who(self) -> str: ...

    def status(self) -> str:
        """What the operator said of themselves, in words; empty where they never did. Must not block."""

    def now(self) -> Instant: ...

    # Views.

    def views(self) -> Sequence[View]:
        """Those every desk begins with, those that are shared, my own."""

    def last_place(self) -> LastPlace | None:
        """Where I was when I left; None: nowhere yet."""

    def keep_place(self, place: LastPlace) -> None:
        """Remember where I am."""

    def hues(self, colours: Sequence[Colour]) -> tuple[str, Mapping[str, object]]:
        """SQL for the hue of a ticket by these rules, and the values it names. Raises core.errors.BadInput."""

    def tally(self, texts: Sequence[str], touched: Set[int] | None) -> Iterator[Counts]:
        """How many tickets each filter finds, after something happened to some; None: anything may have."""

    def turn(self) -> int | None:
        """When time may change what `tally` said. Must not block."""

    def moved(self) -> bool:
        """Whether `changes` came upon what may change anything: views, or what many tickets follow from."""

    def compile_filter(self, text: str) -> tuple[str, Mapping[str, object]]:
        """SQL condition and values. Raises core.errors.BadInput, with `.column` counted from 0 where it has one."""

    def filter_values(self, key: str) -> Sequence[str]:
        """What the desk has behind a word of the filter language: its teams, my views …"""

    def unheard(self, text: str) -> Unheard | None:
        """A name in a filter that nothing is called by."""

    def filter_words(self) -> Sequence[tuple[str, str]]:
        """Words of the filter language and what they find, for the help."""

    def page(
        self,
        where: str,
        values: Mapping[str, object],
        place: Place,
        limit: int,
        order: Order = BY_BREACH,
        hue: str = "null",
    ) -> list[QueueRow]:
        """Rows after a place, in an order; `hue` is what `hues` said."""

    def anchors(
        self, where: str, values: Mapping[str, object], every: int, order: Order = BY_BREACH
    ) -> tuple[int, list[Place]]:
        """How many rows match, and the place *after which* each window of `every` rows begins; the first is TOP."""

    def numbered(self, text: str) -> list[QueueRow]:
        """A few tickets whose number begins so; digits alone are those after the desk's own prefix, or anybody's."""

    def counts(self, where: str, values: Mapping[str, object], now: Instant) -> Counts: ...
    def calendar(self, version: int) -> Hours: ...
    def detail(self, ticket: int) -> TicketDetail | None: ...

    def workspace(self, ticket: int, part: str, since: Entry | None) -> Workspace | None:
        """A ticket for its own screen, with the last page of (a part of) its timeline, or all from an entry on."""

    def earlier(self, ticket: int, part: str, before: Entry) -> tuple[Sequence[Entry], bool]:
        """The page of the timeline before an entry, oldest first, and whether there are older ones still."""

    # What I write.

    def unsent(self) -> Sequence[Unsent]:
        """All that I have begun to write, on whichever ticket, the last first."""

    def keep_draft(self, draft: Draft) -> Instant:
        """Save what is being written, and say when that was; an empty text is none."""

    def offered(self, ticket: int) -> Sequence[Offered]:
        """Templates and macros, filled in for a ticket."""

    def steps(self, ticket: int, macro: str) -> Sequence[Call]:
        """The calls that follow what a macro writes. Raises core.errors.DeskError where one cannot be meant."""

    def send(self, call: Call, key: str, kind: str, batch: str | None = None, also: Sequence[Call] = ()) -> Done:
        """Like `do`, for a call that makes something of a draft: in the same transaction it is none any more.

        `also` are calls that go with it, in the same transaction: where one is refused, nothing has happened.
        """

    def spent(self, ticket: int, seconds: int) -> None:
        """Record for how long the operator had a ticket before them."""

    def explanation(self, ticket: int) -> Explanation | None:
        """Why a ticket's clocks stand where they do, and what some steps would do to them; nothing is done."""

    def knowledge(self, ticket: int) -> Hits:
        """Published articles for a ticket, the best first."""

    def article(self, number: str) -> ArticleRow | None: ...

    def articles(self, ticket: int) -> Sequence[Titled]:
        """All published articles, those that fit a ticket first."""

    def articles_with(self, text: str) -> Sequence[Titled]:
        """Published articles that have these words, the best first; all of them, where there are none."""

    def preview(self, path: str, step: Callable[[int], None]) -> Previewed:
        """What applying a desk file would do; nothing is done. `step` is told now and then how many clocks are
        measured, and ends it by raising. Raises core.errors.DeskError where the file or the operator is not fit."""

    def shift(self) -> Shift:
        """What waits for whoever sits here."""

    def wall(self, by: str) -> Wall:
        """What is broken or at risk by service, team or customer, as far as it is mine to see."""

    def figures(self) -> Day:
        """What the day brought and broke, and what alarms cost, as far as it is mine to see."""

    def changes(self, timeout: float) -> set[int]:
        """Wait until tickets were touched by anybody, at most `timeout` seconds; an empty set: nothing happened."""

    def told(self) -> Sequence[Passed]:
        """Thresholds of tickets in the operator's scope that `changes` came upon since one last asked."""

    def alarms(self) -> tuple[Sequence[Alarm], set[int]] | None:
        """What was told to me and I have not looked at, and the tickets that `changes` heard somebody was told of;
        None: nobody was told anything since one last asked."""

    @property
    def rooms(self) -> Rooms:
        """War rooms."""

    @property
    def handovers(self) -> Handovers:
        """What shifts pass on."""

    @property
    def covers(self) -> Covers:
        """Who is on in each hour."""

    def degraded(self) -> Sequence[str]:
        """Ways of telling people that do not work, where there are any. Must not block."""

    def duty(self) -> Duty | None:
        """Who is on and who holds the desk, as `changes` read it last; None where nobody says it. Must not block."""

    def looked(self, alarm: Alarm) -> None:
        """Mark it as read."""

    def preflight(self, ticket: int, at: Instant | None) -> Preflight | None:
        """Who would hear of a ticket from an instant on, now where none is named, if nobody acted; nothing is done."""

    def escalations(self) -> Escalations:
        """Live escalations of tickets in the operator's scope, what comes next first."""

    def seen(self) -> int:
        """The last line of the journal: what is read from here on has seen it."""

    def late(self) -> int:
        """How many seconds old what we read is, or how late the engine; 0 while all is well. Must not block."""

    def may(self, permission: str) -> bool:
        """Whether the operator has a permission. Must not block."""

    def spread(self, call: Call) -> Sequence[Call]:
        """The calls that one call comes to: resolving all that belong together is one for each (see `bulk`)."""

    def do(self, call: Call, key: str, batch: str | None = None) -> Done:
        """Carry out a call under an idempotency key; calls meant together carry one batch.

        Raises core.errors.DeskError with the sentence to show.
        """

    # Many at once.

    def matching(self, where: str, values: Mapping[str, object], most: int, order: Order = BY_BREACH) -> Sequence[int]:
        """The tickets that match, in the order of the list; no more than `most` and one."""

    def foresee(self, ticket: int, call: Call) -> Foreseen:
        """What a call of many would do to a ticket: tried, taken back, and not journalled."""

    def worded(self, call: Call) -> Call:
        """A call of many in the words for its own ticket. Raises core.errors.DeskError where they are not known."""

    def wordings(self) -> Sequence[tuple[str, str]]:
        """Templates, by their names, with their variables."""

    def board(self) -> Board:
        """What a call on the phone is taken down with."""

    def refused(self, call: Call, why: str) -> None:
        """Journal that the console itself refused a call, whose arguments need not be there yet."""

    def world(self) -> Surroundings:
        """What forms need to know. `choices` is asked in threads, `resolve` while somebody types: it must not block."""

    def effect(self, call: Call) -> Effect:
        """What a call would do, tried and not done: clocks, with the rule that says so, or why it is refused."""

    def give_back(self) -> None:
        """Memory that was taken to read much in this thread goes back; takes a millisecond or two."""

    def resting(self) -> AbstractContextManager[None]:
        """Inside, nobody of this console writes: it may be stopped."""

    def as_of(self, at: Instant, step: Callable[[int], None]) -> Source:
        """The desk as it stood at an instant, to be read and no more. `step` is told now and then of how many tickets
        the clocks are there, and ends it by raising. Raises core.errors.DeskError where it cannot be had."""

    def close(self) -> None:
        """End a wait for changes early: the console is about to end."""
