"""Reading and doing in threads: what comes of it arrives as messages, so that nothing ever waits for the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.listing import WINDOW, Listing, renewed
from deskconsole.console.source import TOP, Counts, Done, Hours, Passed, Source, TicketDetail
from deskconsole.core.desk import Call, Command
from deskconsole.core.errors import BadInput, DeskError
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.formlines import Effect
    from deskconsole.console.forms import Form
    from deskconsole.console.source import Explanation, Previewed
    from deskconsole.explain.gather import Ticket

THREADS = 4
"""One waits for changes, one works for the list, two for everything else."""

EVERYTHING = -1
"""In place of a view: all tickets there are."""


@dataclass(frozen=True)
class Asked:
    """A filter that is on. `run` counts changes of it: answers to an older one come too late."""

    text: str
    where: str = "1 = 1"
    values: Mapping[str, object] = field(default_factory=dict)
    run: int = 0


@dataclass
class FirstRows(Message):
    """A filter is on: the top of its list, before anybody has counted, and the calendars these rows need."""

    asked: Asked
    rows: list[QueueRow]
    calendars: dict[int, Hours]


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
    view: int
    counts: Counts


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
class CallsDone(Message):
    """What came of each call: a result, or why it was refused."""

    verb: str
    results: list[Done | DeskError]


@dataclass
class FormReady(Message):
    """A form that asks what a command still needs for these tickets."""

    tickets: list[int]
    form: Form


@dataclass
class EffectRead(Message):
    """What a form would do, as it stood at its `change`."""

    change: int
    effect: Effect


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
class Trouble(Message):
    """Something that should not go wrong did: a sentence, and where it belongs."""

    words: str


class Reads:
    """Asks the source in threads and posts what it says to one place."""

    def __init__(self, source: Source, to: MessagePump) -> None:
        self.source = source
        self._to = to
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="reads")
        self._open = True
        self._shut = Event()
        self._latest = 0
        """The change of a form that its effect was last asked for."""

    def close(self) -> None:
        self._open = False
        self._shut.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, job: Callable[[], Message | None]) -> None:
        """Do it in a thread; what goes wrong is said, never swallowed."""

        def work() -> None:
            try:
                message = job()
            except DeskError as problem:
                message = Trouble(str(problem))
            except Exception as problem:  # a bug behind the source must not end the console
                message = Trouble(f"this could not be read: {type(problem).__name__}: {problem}")
            if message is not None and self._open:
                self._to.post_message(message)

        if self._open:
            self._pool.submit(work)

    def early(self, text: str) -> Future[Message]:
        """Begin to read the first rows before there is anything to show them on."""
        return self._pool.submit(self._first_rows, text, 1)

    def deliver(self, early: Future[Message]) -> Message | None:
        """What was begun early, if it is there; else it will arrive as a message."""
        if early.done() and early.exception() is None:
            return early.result()
        self._run(early.result)
        return None

    def first_rows(self, text: str, run: int) -> None:
        """Put a filter on."""
        self._run(lambda: self._first_rows(text, run))

    def _first_rows(self, text: str, run: int) -> Message:
        try:
            where, values = self.source.compile_filter(text)
        except BadInput as problem:
            return FilterRead(text, True, str(problem), getattr(problem, "column", None))
        rows = self.source.page(where, values, TOP, WINDOW)
        needed = {row.calendar for row in rows if row.calendar is not None}
        calendars = {version: self.source.calendar(version) for version in needed}
        return FirstRows(Asked(text, where, values, run), rows, calendars)

    def window(self, asked: Asked, listing: Listing, window: int) -> None:
        def read() -> Message:
            rows = self.source.page(asked.where, asked.values, listing.anchors[window], WINDOW)
            return WindowRead(asked.run, listing, window, rows)

        self._run(read)

    def again(self, asked: Asked, first: int, last: int, cursor: QueueRow | None, at: int) -> None:
        """Read the list again around rows `first` … `last`, and find the ticket that was under the cursor."""
        self._run(lambda: self._list(asked, range(first // WINDOW, last // WINDOW + 1), cursor, at))

    def _list(self, asked: Asked, windows: range, cursor: QueueRow | None, at: int) -> Message:
        total, anchors = self.source.anchors(asked.where, asked.values, WINDOW)
        listing = renewed(anchors, total, ())
        for window in windows:
            self._fill(asked, listing, window)
        if cursor is None:
            return ListRead(asked.run, listing, None)
        if (found := listing.find(cursor.id)) is None and (detail := self.source.detail(cursor.id)) is not None:
            row = detail.row
            self._fill(asked, listing, listing.window_of((row.standing, row.breaches_at, row.id)))
            found = listing.find(cursor.id)
        return ListRead(asked.run, listing, found)

    def _fill(self, asked: Asked, listing: Listing, window: int) -> None:
        if 0 <= window < len(listing.anchors) and window not in listing.known():
            listing.put(window, self.source.page(asked.where, asked.values, listing.anchors[window], WINDOW))

    def counts(self, view: int, text: str) -> None:
        def read() -> Message:
            where, values = self.source.compile_filter(text)
            return Counted(view, self.source.counts(where, values, self.source.now()))

        self._run(read)

    def tickets(self, words: str) -> None:
        """A few tickets that have these words."""

        def read() -> Message:
            sought = words.replace('"', " ").replace("\\", " ").strip()
            where, values = self.source.compile_filter(f'"{sought}"')
            return TicketsFound(words, self.source.page(where, values, TOP, 5))

        self._run(read)

    def calendar(self, version: int) -> None:
        self._run(lambda: CalendarRead(version, self.source.calendar(version)))

    def detail(self, ticket: int) -> None:
        self._run(lambda: DetailRead(ticket, self.source.detail(ticket)))

    def explanation(self, ticket: int) -> None:
        """Read why a ticket's clocks stand where they do."""

        def read() -> Message:
            from deskconsole.console.screens import clock  # noqa: F401 - imported here, the loop need not wait for it
            from deskconsole.explain.gather import tell

            found, at = self.source.explanation(ticket), self.source.now()
            return ExplanationRead(found, tell(found.kept, at) if found else None, at)

        self._run(read)

    def clocks_told(self, explanation: Explanation, at: Instant) -> None:
        """Tell the clocks anew for another instant; reads nothing."""

        def tell_them() -> Message:
            from deskconsole.explain.gather import tell

            return ClocksTold(explanation, tell(explanation.kept, at), at)

        self._run(tell_them)

    def preview(self, path: str) -> None:
        """Find out what a desk file would do. It may take seconds, and ends early once nobody waits for it."""

        def going(done: int) -> None:
            if not self._open:
                raise CancelledError
            self._to.post_message(PreviewGoing(path, done))

        def read() -> Message:
            try:
                return PreviewRead(path, self.source.preview(path, going))
            except DeskError as problem:
                return PreviewRead(path, None, str(problem))

        self._run(read)

    def check(self, text: str) -> None:
        """Understand a filter that is being typed."""

        def read() -> Message:
            try:
                self.source.compile_filter(text)
            except BadInput as problem:
                return FilterRead(text, False, str(problem), getattr(problem, "column", None))
            return FilterRead(text, False)

        self._run(read)

    def calls(self, verb: str, calls: list[tuple[Call, str]]) -> None:
        """Do calls one after the other, each under its idempotency key, several as one batch."""
        batch = calls[0][1] if len(calls) > 1 else None

        def work() -> Message:
            results: list[Done | DeskError] = []
            for call, key in calls:
                try:
                    results.append(self.source.do(call, key, batch))
                except DeskError as refused:
                    results.append(refused)
            return CallsDone(verb, results)

        self._run(work)

    def refused(self, call: Call, why: str) -> None:
        self._run(lambda: self.source.refused(call, why))

    def form(self, command: Command[...], tickets: list[int], texts: Mapping[str, str]) -> None:
        """Make a form: what there is to choose from must be read first."""

        def read() -> Message:
            from deskconsole.console.forms import Form  # the first rows come without it
            from deskconsole.console.widgets import form  # noqa: F401 - imported here, the loop need not wait for it

            given = {"ticket": tickets[0]} if tickets else {}
            return FormReady(tickets, Form(command, given, self.source.world(), texts))

        self._run(read)

    def effect(self, change: int, call: Call) -> None:
        """Find out what a form would do; while somebody types on, only the latest is tried."""
        self._latest = change

        def read() -> Message | None:
            return EffectRead(change, self.source.effect(call)) if change == self._latest else None

        self._run(read)

    def watch(self, timeout: float = 0.3) -> None:
        """Wait for changes as long as the console is open; the thread ends within `timeout` after."""

        def wait() -> Message | None:
            while self._open:
                try:
                    if touched := self.source.changes(timeout):
                        self._to.post_message(Changed(touched))
                    if passed := self.source.told():
                        self._to.post_message(Told(passed))
                except DeskError as trouble:  # a store that cannot be read now may be again in a moment
                    self._to.post_message(Trouble(str(trouble)))
                    self._shut.wait(1.0)
            return None

        self._run(wait)


class Shelf:
    """Calendars that have been read; what is missing is asked for once, and blank until it is there."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._read: dict[int, Hours | None] = {}

    def __call__(self, version: int) -> Hours | None:
        if version not in self._read:
            self._read[version] = None
            self._reads.calendar(version)
        return self._read[version]

    def put(self, version: int, hours: Hours) -> None:
        self._read[version] = hours
