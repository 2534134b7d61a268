"""What screens read in threads: a ticket, a page, and what happens meanwhile; beside lists and what is done."""

from __future__ import annotations

from concurrent.futures import CancelledError
from contextlib import suppress
from time import thread_time
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.background.answers import (
    AlarmLooked,
    AlarmsRead,
    ArchiveRead,
    ArticleRead,
    ArticlesFound,
    CalendarRead,
    Changed,
    ClocksTold,
    CoverRead,
    DetailRead,
    EscalationsRead,
    ExplanationRead,
    FigureRead,
    FiguresRead,
    HandoverRead,
    KnowledgeRead,
    Moved,
    PastGoing,
    PastRead,
    PreflightRead,
    PreviewGoing,
    PreviewRead,
    RoomFound,
    RoomRead,
    RoomsMoved,
    RoomsRead,
    ShiftRead,
    Told,
    Trouble,
    UnsentRead,
    WallRead,
)
from deskconsole.console.background.doing import Doing
from deskconsole.console.background.list_reads import ListReads
from deskconsole.console.desk.source import Hours, Source
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import Instant

if TYPE_CHECKING:
    from deskconsole.console.desk.alarms import Alarm
    from deskconsole.console.desk.source import Explanation
    from deskconsole.store.last_place import LastPlace


class Reads(ListReads, Doing):
    """Everything a screen asks for in threads."""

    def __init__(self, source: Source, to: MessagePump) -> None:
        super().__init__(source, to)
        self._place: LastPlace | None = None
        """Where I am, as far as it is not written yet."""

    # Where I am.

    def keep_place(self, place: LastPlace) -> None:
        """Remember where I am."""
        self._place = place
        self._run(self._keep_place)

    def _keep_place(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            self.source.keep_place(place)

    def wait(self) -> None:
        """Where I was last is not forgotten for it either."""
        super().wait()
        with suppress(DeskError):  # there is nobody left who could be told
            self._keep_place()

    # One thing.

    def calendar(self, version: int) -> None:
        self._run(lambda: CalendarRead(version, self.source.calendar(version)))

    def detail(self, ticket: int) -> None:
        self._run(lambda: DetailRead(ticket, self.source.detail(ticket)))

    def shift(self) -> None:
        self._run(lambda: ShiftRead(self.source.shift()))

    def wall(self, by: str) -> None:
        self._run(lambda: WallRead(self.source.wall(by)))

    def figures(self) -> None:
        self._run(lambda: FiguresRead(self.source.figures()))

    def handover(self, handover: int | None) -> None:
        """Read a handover; None: the one that is under way."""

        def read() -> Message:
            from deskconsole.console.desk.handovers import Nothing

            found = self.source.handovers.one(handover)
            if isinstance(found, Nothing):
                return HandoverRead(None, found)
            return HandoverRead(found.id, found, self.source.handovers.half_said(found.stands.number))

        self._run(read)

    def cover(self, desk: str | None, begin: Instant | None) -> None:
        """Read a week of cover; None: of my desk, from today on."""
        self._run(lambda: CoverRead(self.source.covers.week(desk, begin)))

    def archive(self, words: str) -> None:
        self._run(lambda: ArchiveRead(words, self.source.handovers.archive(words)))

    def figure(self, handover: int, key: str) -> None:
        """Read the tickets behind a figure of a ledger."""

        def read() -> Message:
            from deskconsole.console.desk.handovers import FIGURES

            found = self.source.handovers.figure(handover, key)
            return FigureRead(key, found, len(found) == FIGURES)

        self._run(read)

    def rooms(self) -> None:
        self._run(lambda: RoomsRead(self.source.rooms.all()))

    def room(self, room: int) -> None:
        self._run(lambda: RoomRead(self.source.rooms.one(room)))

    def room_of(self, ticket: int, number: str) -> None:
        """Find the room that a ticket is in."""
        self._run(lambda: RoomFound(number, self.source.rooms.of_ticket(ticket)))

    def escalations(self) -> None:
        self._run(lambda: EscalationsRead(self.source.escalations()))

    def preflight(self, ticket: int, at: Instant | None) -> None:
        """Find out what a ticket's escalations would come to."""

        def read() -> Message:
            begun = thread_time()  # not what it waited for others
            found = self.source.preflight(ticket, at)
            return PreflightRead(found, 1000 * (thread_time() - begun))

        self._run(read)

    def look(self, alarm: Alarm) -> None:
        """Mark it as read, and find the ticket that it is about."""

        def read() -> Message:
            self.source.looked(alarm)
            found = self.source.detail(alarm.ticket) if alarm.ticket is not None else None
            return AlarmLooked(found.row if found else None, alarm.text or "(erased)")

        self._run(read)

    def explanation(self, ticket: int) -> None:
        """Read why a ticket's clocks stand where they do."""

        def read() -> Message:
            from deskconsole.console.screens import clock  # noqa: F401 - imported here, the loop need not wait for it
            from deskconsole.explain.gather import tell

            found, at = self.source.explanation(ticket), self.source.now()
            return ExplanationRead(found, tell(found.kept, at) if found else None, at)

        self._run(read)

    def knowledge(self, ticket: int, number: str) -> None:
        """Find articles for a ticket."""

        def read() -> Message:
            from deskconsole.console.screens import knowledge  # noqa: F401 - imported here, the loop need not wait for it

            return KnowledgeRead(ticket, number, self.source.knowledge(ticket))

        self._run(read)

    def articles_with(self, words: str) -> None:
        self._run(lambda: ArticlesFound(words, self.source.articles_with(words)))

    def article(self, number: str) -> None:
        self._run(lambda: ArticleRead(self.source.article(number)))

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

    def past(self, at: Instant, ticket: int | None) -> None:
        """Have the desk as it stood, and a ticket as it was. It may take seconds; who no longer waits gets nothing."""

        def going(done: int) -> None:
            if not self._open:
                raise CancelledError
            self._to.post_message(PastGoing(done))

        def read() -> Message | None:
            try:
                past = self.source.as_of(at, going)
            except DeskError as problem:
                return PastRead(at, None, why=str(problem))
            found = past.detail(ticket) if ticket is not None else None
            if not self._open:
                past.close()
                return None
            missing = "that ticket was not there yet" if ticket is not None and found is None else ""
            return PastRead(at, past, found.row if found else None, missing)

        self._run(read)

    def unsent(self) -> None:
        self._run(lambda: UnsentRead(self.source.unsent()))

    def watch(self, timeout: float = 0.3) -> None:
        """Wait for changes as long as the console is open; the thread ends within `timeout` after."""

        def wait() -> Message | None:
            while self._open:
                try:
                    if touched := self.source.changes(timeout):
                        self._to.post_message(Changed(touched))
                    if self.source.moved():
                        self._to.post_message(Moved(self.source.views()))
                    if passed := self.source.told():
                        self._to.post_message(Told(passed))
                    if (rang := self.source.alarms()) is not None:
                        self._to.post_message(AlarmsRead(*rang))
                    if (abroad := self.source.rooms.news()) is not None:
                        self._to.post_message(RoomsMoved(abroad))
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
