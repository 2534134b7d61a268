"""The desk behind a call: what is asked while somebody is on the phone, and what of it is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from deskconsole.console.desk.alike import Alike, Share
from deskconsole.core.desk import Call
from deskconsole.core.instants import Instant
from deskconsole.features.people.rules import told_of
from deskconsole.features.people.views import OpenTicketRow, PersonRow
from deskconsole.features.templates.views import NewTemplate
from deskconsole.features.tickets.relations import OutageRow
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.console.desk.source import ClockRow, Done

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


def argument(caller: PersonRow | None, text: str) -> dict[str, object]:
    """Who calls, as the command is told: one the desk knows, or a name with what was said of phone and mail."""
    if caller is not None:
        return {"caller": caller.number}
    told = told_of(text)
    return {"name": told.name or told.mail or told.phone, "phone": told.phone, "mail": told.mail}
