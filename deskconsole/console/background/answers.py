"""What threads that read and do have to say: each arrives at a screen as a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

from deskconsole.console.desk.listing import Listing
from deskconsole.console.desk.source import Counts, Done, Hours, Passed, Source, TicketDetail, View
from deskconsole.core.errors import DeskError, Meanwhile
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.filter_completion import Completion
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.desk.alarms import Alarm
    from deskconsole.console.desk.covers import Cover
    from deskconsole.console.desk.daily import Day
    from deskconsole.console.desk.escalations import Escalations
    from deskconsole.console.desk.handovers import Listed, Nothing, Numbered
    from deskconsole.console.desk.one_ticket import Unsent
    from deskconsole.console.desk.room import Abroad, Head, Situation
    from deskconsole.console.desk.shift import Shift
    from deskconsole.console.desk.source import Effect, Explanation, Previewed
    from deskconsole.console.desk.wall import Wall
    from deskconsole.console.forms import Form
    from deskconsole.console.painting.themes import Themes
    from deskconsole.explain.gather import Ticket
    from deskconsole.features.knowledge.rules import Titled
    from deskconsole.features.knowledge.views import ArticleRow, Hits
    from deskconsole.features.tickets.filter_unheard import Unheard
    from deskconsole.handovers.told import Told as ToldHandover
    from deskconsole.preflight.found import Preflight
    from deskconsole.store.half_said import FormPlace, HalfSaid


@dataclass(frozen=True)
class Asked:
    """A list that is on. `run` counts changes of it: answers to an older one come too late."""

    view: View
    where: str = "1 = 1"
    values: Mapping[str, object] = field(default_factory=dict)
    run: int = 0
    hue: str = "null"

    @property
    def text(self) -> str:
        return self.view.filter


@dataclass
class Top(Message):
    """The top of a list, before anybody has counted it, and the calendars these rows need."""

    asked: Asked
    rows: list[QueueRow]
    calendars: dict[int, Hours]
    unheard: Unheard | None = None
    """Where there are no rows: a name that may be the reason."""


class FirstRows(Top):
    """A filter is on."""


class Narrowed(Top):
    """What a filter that is being typed leaves."""


@dataclass
class WindowRead(Message):
    run: int
    of: Listing
    window: int
    rows: list[QueueRow]


@dataclass
class ListRead(Message):
    """The list again, as it is now; where the ticket under the cursor stands, if it still does."""

    run: int
    listing: Listing
    cursor: int | None


@dataclass
class Counted(Message):
    text: str
    counts: Counts


@dataclass
class AllCounted(Message):
    """Every view has been counted."""


@dataclass
class Moved(Message):
    """Views, or what many tickets follow from, may be others now: these are the views."""

    views: Sequence[View]


@dataclass
class DetailRead(Message):
    ticket: int
    detail: TicketDetail | None


@dataclass
class FilterRead(Message):
    """What became of a text that is being typed, or was meant: why it is no filter, and at which column."""

    text: str
    meant: bool
    trouble: str = ""
    column: int | None = None
    goes_on: Completion | None = None
    """While it is typed: what may come next."""


@dataclass
class TicketsFound(Message):
    words: str
    rows: list[QueueRow]


@dataclass
class CalendarRead(Message):
    version: int
    hours: Hours


@dataclass
class Changed(Message):
    tickets: set[int]


@dataclass
class Told(Message):
    """Clocks have passed thresholds."""

    passed: Sequence[Passed]


@dataclass
class AlarmsRead(Message):
    """What was told to me and I have not looked at, as it is now; and the tickets that somebody was told of."""

    unread: Sequence[Alarm]
    tickets: set[int]


@dataclass
class AlarmLooked(Message):
    """It is marked as read; the ticket that it is about, or what it says where it is about none."""

    row: QueueRow | None
    words: str = ""


@dataclass
class RoomsMoved(Message):
    """The rooms that live, and the tickets in them, as they are now; something happened in one of them."""

    abroad: Abroad


@dataclass
class RoomsRead(Message):
    """All rooms, those that live first."""

    heads: Sequence[Head]


@dataclass
class RoomRead(Message):
    """A room with all that its screen shows; None: there is no such room."""

    room: Situation | None


@dataclass
class RoomFound(Message):
    """The room that a ticket is in; None: it is in none."""

    number: str
    room: int | None


@dataclass
class HandoverRead(Message):
    """The handover that is under way, or was asked for, with its number in the store; or why there is none."""

    handover: int | None
    found: ToldHandover | Nothing
    half_said: Sequence[HalfSaid] = ()
    """What I have begun to say in it."""


@dataclass
class CoverRead(Message):
    """A week of a desk's cover."""

    found: Cover


@dataclass
class ArchiveRead(Message):
    """Handovers that have these words."""

    words: str
    found: Sequence[Listed]


@dataclass
class FigureRead(Message):
    """The tickets behind a figure of a ledger; `more`: there are others."""

    key: str
    tickets: Sequence[Numbered]
    more: bool


@dataclass
class PreflightRead(Message):
    """What a ticket's escalations would come to, and how long finding out took; None: there is no such ticket."""

    found: Preflight | None
    ms: float


@dataclass
class EscalationsRead(Message):
    """Live escalations, as they are now."""

    told: Escalations


@dataclass
class CallsDone(Message):
    """What came of each call: a result, or why it was refused."""

    verb: str
    results: list[Done | DeskError]
    steps: bool = False
    """One was done after the other, each something else."""
    key: str = ""
    """The key of the first."""


@dataclass
class CallsUnderWay(Message):
    """How far a batch is."""

    verb: str
    done: int
    total: int


@dataclass
class FormReady(Message):
    """A form that asks what a command still needs for these tickets."""

    tickets: list[int]
    form: Form
    seen: int | None = None
    """The last line of the journal when it was made."""
    met: Sequence[Meanwhile] = ()
    """What others did since it was opened before."""
    saved_at: Instant | None = None
    """When what it goes on with was saved."""


@dataclass
class FormKept(Message):
    """What is typed into the form of this place is safe, as it stood then."""

    place: FormPlace
    at: Instant


@dataclass
class EffectRead(Message):
    """What a form would do, as it stood at its `change`."""

    change: int
    effect: Effect


@dataclass
class KnowledgeRead(Message):
    """Articles for a ticket."""

    ticket: int
    number: str
    found: Hits


@dataclass
class ArticlesFound(Message):
    """Articles that have these words."""

    words: str
    found: Sequence[Titled]


@dataclass
class ArticleRead(Message):
    row: ArticleRow | None


@dataclass
class ExplanationRead(Message):
    """Why a ticket's clocks stand where they do, and how that is at an instant; None: there is no such ticket."""

    explanation: Explanation | None
    told: Ticket | None
    at: Instant


@dataclass
class ClocksTold(Message):
    """How they stand at an instant, from an explanation that was read before."""

    of: Explanation
    ticket: Ticket
    at: Instant


@dataclass
class PreviewGoing(Message):
    """A preview is under way: how many open clocks have been measured."""

    path: str
    done: int


@dataclass
class PreviewRead(Message):
    """What a desk file would do, or why that cannot be said."""

    path: str
    found: Previewed | None
    why: str = ""


@dataclass
class PastGoing(Message):
    """A past is being made: of how many tickets the clocks are there."""

    done: int


@dataclass
class PastRead(Message):
    """The desk as it stood at an instant, with the ticket that was asked for; or why that cannot be had."""

    at: Instant
    past: Source | None
    row: QueueRow | None = None
    why: str = ""


@dataclass
class UnsentRead(Message):
    """What I have begun to write and not sent."""

    unsent: Sequence[Unsent]


@dataclass
class ShiftRead(Message):
    """What waits for me, as it is now."""

    shift: Shift


@dataclass
class WallRead(Message):
    """What is broken or at risk, as it is now."""

    wall: Wall


@dataclass
class FiguresRead(Message):
    """The figures of the day, as they are now."""

    day: Day


@dataclass
class ThemesRead(Message):
    """The theme files are otherwise than before."""

    themes: Themes


@dataclass
class Trouble(Message):
    """Something that should not go wrong did: a sentence, and where it belongs."""

    words: str
