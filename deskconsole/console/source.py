"""What the console asks of the desk behind it. Every call may block: the console makes them in threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, NamedTuple, Protocol

from deskconsole.core.desk import Call
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.formlines import Effect
    from deskconsole.console.forms import Surroundings
    from deskconsole.explain.gather import Kept
    from deskconsole.explain.whatif import Try
    from deskconsole.preview import Preview

Place = tuple[int, int, int]
"""Where a row stands in a queue: standing, breaches_at, id."""

TOP: Place = (-1, 0, 0)

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
    """A saved view: its name and its filter, as it is written."""

    name: str
    filter: str


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


class Entry(NamedTuple):
    """A line of a ticket's timeline."""

    at: Instant
    who: str
    what: str
    body: str | None = None


class TicketDetail(NamedTuple):
    """One ticket, with all that the pane shows. `facts` are (label, text); a label without text is left out."""

    row: QueueRow
    facts: Sequence[tuple[str, str | None]]
    clocks: Sequence[ClockRow]
    """What breaches next first."""
    timeline: Sequence[Entry]
    """Newest first."""


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


@dataclass(frozen=True)
class Done:
    """What came of a call: a sentence for the message line, and what `z` would do to take it back."""

    words: str
    undo: Call | None = None
    """The call that takes it back, where that can be done."""
    undo_words: str = ""
    """How long that can be done, such as `9m left`."""
    ticket: int | None = None
    """The ticket it made or changed."""


class Source(Protocol):
    """The desk behind a console."""

    @property
    def zone(self) -> tzinfo: ...
    def who(self) -> str: ...
    def now(self) -> Instant: ...
    def views(self) -> Sequence[View]: ...

    def compile_filter(self, text: str) -> tuple[str, Mapping[str, object]]:
        """SQL condition and values. Raises core.errors.BadInput, with `.column` counted from 0 where it has one."""

    def filter_words(self) -> Sequence[tuple[str, str]]:
        """Words of the filter language and what they find, for the help."""

    def page(self, where: str, values: Mapping[str, object], place: Place, limit: int) -> list[QueueRow]:
        """Rows after a place."""

    def anchors(self, where: str, values: Mapping[str, object], every: int) -> tuple[int, list[Place]]:
        """How many rows match, and the place *after which* each window of `every` rows begins; the first is TOP."""

    def counts(self, where: str, values: Mapping[str, object], now: Instant) -> Counts: ...
    def calendar(self, version: int) -> Hours: ...
    def detail(self, ticket: int) -> TicketDetail | None: ...

    def explanation(self, ticket: int) -> Explanation | None:
        """Why a ticket's clocks stand where they do, and what some steps would do to them; nothing is done."""

    def preview(self, path: str, step: Callable[[int], None]) -> Previewed:
        """What applying a desk file would do; nothing is done. `step` is told now and then how many clocks are
        measured, and ends it by raising. Raises core.errors.DeskError where the file or the operator is not fit."""

    def changes(self, timeout: float) -> set[int]:
        """Wait until tickets were touched by anybody, at most `timeout` seconds; an empty set: nothing happened."""

    def told(self) -> Sequence[Passed]:
        """Thresholds of tickets in the operator's scope that `changes` came upon since one last asked."""

    def late(self) -> int:
        """How many seconds old what we read is, or how late the engine; 0 while all is well. Must not block."""

    def may(self, permission: str) -> bool:
        """Whether the operator has a permission. Must not block."""

    def do(self, call: Call, key: str, batch: str | None = None) -> Done:
        """Carry out a call under an idempotency key; calls meant together carry one batch.

        Raises core.errors.DeskError with the sentence to show.
        """

    def refused(self, call: Call, why: str) -> None:
        """Journal that the console itself refused a call, whose arguments need not be there yet."""

    def world(self) -> Surroundings:
        """What forms need to know. `choices` is asked in threads, `resolve` while somebody types: it must not block."""

    def effect(self, call: Call) -> Effect:
        """What a call would do, tried and not done: clocks, with the rule that says so, or why it is refused."""

    def close(self) -> None: ...
