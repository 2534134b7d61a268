"""What a console asks while somebody is on the phone, in threads: who it is, what they have, what it would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.background.threads import Keeping
from deskconsole.console.desk.alike import Alike
from deskconsole.console.desk.board import Already, Board, CallDraft, Caller, Choices, Told
from deskconsole.console.desk.source import Done
from deskconsole.core.desk import Call
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import QueueRow


@dataclass
class ChoicesRead(Message):
    choices: Choices
    drafts: Sequence[CallDraft]


@dataclass
class CallersRead(Message):
    text: str
    found: Sequence[Caller]


@dataclass
class AlreadyRead(Message):
    person: int | None
    found: Already


@dataclass
class AlikeRead(Message):
    found: Alike


@dataclass
class CallTold(Message):
    change: int
    told: Told


@dataclass
class CallKept(Message):
    at: Instant
    empty: bool


@dataclass
class CallTaken(Message):
    done: Done | None
    why: str = ""


@dataclass
class RowRead(Message):
    row: QueueRow | None


class CallReads(Keeping):
    """Asks the board; of questions that follow each other only the latest is asked."""

    def __init__(self, board: Board, to: MessagePump) -> None:
        super().__init__(to, 2, "reads-call", "reads-call-kept")
        self.board = board
        self._latest: dict[str, object] = {}

    def _only_latest(self, what: str, asked: object, job: Callable[[], Message]) -> None:
        self._latest[what] = asked
        self._run(lambda: job() if self._latest[what] == asked else None)

    def begin(self) -> None:
        self._run(lambda: ChoicesRead(self.board.choices(), self.board.drafts()))

    def callers(self, text: str) -> None:
        self._only_latest("callers", text, lambda: CallersRead(text, self.board.callers(text)))

    def already(self, person: int | None) -> None:
        self._only_latest("already", person, lambda: AlreadyRead(person, self.board.already(person)))

    def alike(self, title: str, said: str, service: str | None) -> None:
        asked = (title, said, service)
        self._only_latest("alike", asked, lambda: AlikeRead(self.board.alike(*asked)))

    def told(self, change: int, call: Call) -> None:
        self._only_latest("told", change, lambda: CallTold(change, self.board.try_call(call)))

    def row(self, ticket: int) -> None:
        self._run(lambda: RowRead(self.board.row(ticket)))

    def keep(self, draft: CallDraft) -> None:
        self._keep(lambda: CallKept(self.board.keep(draft), not draft.texts))

    def take(self, call: Call, key: str, rang: Instant) -> None:
        def work() -> Message:
            try:
                return CallTaken(self.board.take(call, key, rang))
            except DeskError as why:
                return CallTaken(None, str(why))
            except Exception as problem:  # a bug behind the board must not keep the text from its writer
                self._say(CallTaken(None, str(problem)))
                raise

        self._keep(work)
