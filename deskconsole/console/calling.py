"""What a console asks while somebody is on the phone, in threads: who it is, what they have, what it would do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

from textual.message import Message
from textual.message_pump import MessagePump

from deskconsole.console.alike import Alike, Share
from deskconsole.console.source import ClockRow, Done
from deskconsole.console.threads import Keeping
from deskconsole.core.desk import Call
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import Instant
from deskconsole.features.people.rules import told_of
from deskconsole.features.people.views import OpenTicketRow, PersonRow
from deskconsole.features.templates.views import NewTemplate
from deskconsole.features.tickets.relations import OutageRow
from deskconsole.features.tickets.views import QueueRow

MOST = 20
"""People that a fragment offers."""


class Caller(NamedTuple):
    """One who may be calling, and the tier of their customer."""

    person: PersonRow
    tier: str | None


class Already(NamedTuple):
    """What is there before anything is written: outages that last, and what the caller waits for.

    `shares` is by the number of an outage how many of those who called from the caller's site belong to it.
    """

    outages: Sequence[OutageRow]
    tickets: Sequence[OpenTicketRow]
    shares: Mapping[str, Share] = MappingProxyType({})


class Choices(NamedTuple):
    """What there is to choose from, and the desk's own fields of a new ticket: key, label, words."""

    services: Sequence[str]
    categories: Sequence[str]
    customers: Sequence[str]
    fields: Sequence[tuple[str, str, Sequence[str]]]
    templates: Sequence[NewTemplate] = ()
    said: Mapping[str, str | None] = MappingProxyType({})
    """What variables of a template stand for, whoever calls."""


class Told(NamedTuple):
    """What a call would do as it stands; or why it would be refused."""

    refused: str = ""
    priority: int | None = None
    why: str = ""
    team: str | None = None
    routed: str = ""
    owner: str | None = None
    clocks: Sequence[ClockRow] = ()
    responded_at: Instant | None = None


class CallDraft(NamedTuple):
    """A call that was begun and is not saved: when it rang, and what is in its fields."""

    rang: Instant
    saved_at: Instant
    texts: Mapping[str, str]

    @property
    def kind(self) -> str:
        return kind_of(self.rang)

    @property
    def body(self) -> str:
        return json.dumps(dict(self.texts), ensure_ascii=False)


def kind_of(rang: Instant) -> str:
    """The kind of the draft of a call: one for each."""
    return f"call {rang}"


class Board(Protocol):
    """The desk behind a call. Every one of these may block."""

    def choices(self) -> Choices: ...
    def callers(self, text: str) -> Sequence[Caller]:
        """Who is like what was typed, the likeliest first."""

    def already(self, person: int | None) -> Already: ...
    def alike(self, title: str, said: str, service: str | None) -> Alike:
        """What came in within the hour that is like it."""

    def try_call(self, call: Call) -> Told: ...
    def drafts(self) -> Sequence[CallDraft]:
        """Calls of mine that are not saved, the latest first."""

    def keep(self, draft: CallDraft) -> Instant:
        """Save a call that is being written; one without a text is none."""

    def take(self, call: Call, key: str, rang: Instant) -> Done:
        """Carry it out; in the same transaction it is a draft no more."""

    def row(self, ticket: int) -> QueueRow | None: ...


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


def argument(caller: PersonRow | None, text: str) -> dict[str, object]:
    """Who calls, as the command is told: one the desk knows, or a name with what was said of phone and mail."""
    if caller is not None:
        return {"caller": caller.number}
    told = told_of(text)
    return {"name": told.name or told.mail or told.phone, "phone": told.phone, "mail": told.mail}
