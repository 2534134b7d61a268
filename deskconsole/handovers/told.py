"""A handover as it is told: on a screen, on paper, aloud. What the store knows of it is read in `reading`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.core.instants import Instant


class Stands(NamedTuple):
    """Whose handover it is and how far it has come."""

    number: str
    desk: str
    turn: str
    """`Early 06–14`"""
    following: str
    """`Late 14–22`; empty where nobody comes after."""
    outgoing: str
    incoming: str
    state: str
    until: Instant | None = None
    """By when it is to be signed, or accepted."""
    then: str = ""
    """Who hears of it then."""
    signed_at: Instant | None = None
    accepted_at: Instant | None = None
    hash: str = ""
    agent: str = ""
    """Whose tickets it is of; empty: it is of a desk."""


class Item(NamedTuple):
    """What is passed on. One without a number is no ticket: `words` is all of it."""

    key: str
    """What its notes are written under."""
    number: str = ""
    ticket: int | None = None
    title: str | None = ""
    priority: int | None = None
    left_s: int | None = None
    due: Instant | None = None
    now: str | None = None
    then: str | None = None
    """Who has it next."""
    last_word: Instant | None = None
    action: str = ""
    """What is done next, with by when."""
    if_then: str = ""
    hypotheses: str = ""
    ruled_out: str = ""
    words: str = ""
    breached: bool = False
    needs: tuple[str, ...] = ()
    """What is missing before it can be signed: `next action`, `next owner`."""
    wrote: str = ""
    """The next action as it was written, and by when it is."""
    by: Instant | None = None
    used: Instant | None = None
    """When its if/then came to pass."""

    @property
    def is_room(self) -> bool:
        """Whether it is a war room, or the review of one: it has a number, and is no ticket."""
        return bool(self.number) and self.ticket is None


class Part(NamedTuple):
    """A section, chosen by a rule."""

    name: str
    items: Sequence[Item] = ()
    left_out: int = 0
    recorded: bool = True
    """False: this desk does not record such things; so nobody says that there are none."""
    hint: str = ""

    @property
    def many(self) -> int:
        return len(self.items) + self.left_out

    @property
    def missing(self) -> bool:
        return any(item.needs for item in self.items)


class Figure(NamedTuple):
    """A number of the ledger, and the list that it opens."""

    key: str
    number: int


class Written(NamedTuple):
    """All that a drafted handover shows."""

    stands: Stands
    headline: str
    risk: str
    """stable · watch · unstable"""
    ledger: Sequence[Figure]
    balances: bool
    kpis: Sequence[tuple[str, str, str]] = ()
    """What, now, and in the same shift before."""
    parts: Sequence[Part] = ()
    ready: Sequence[tuple[bool, str]] = ()
    """Before you can sign: whether it is so, and what."""
    left_out: Sequence[str] = ()
    saved_at: Instant | None = None

    def all(self) -> list[Item]:
        return [item for part in self.parts for item in part.items]


class Change(NamedTuple):
    """What happened since it was signed."""

    at: Instant
    number: str
    what: str
    sign: str = ""
    """The name of its glyph."""


class ReadBack(NamedTuple):
    """An unstable item: what the one wrote, and what the other has typed."""

    item: Item
    wrote: str
    typed: str = ""


class Question(NamedTuple):
    """What the incoming lead wants to know."""

    key: str
    text: str
    by: str
    at: Instant
    blocks: bool
    answer: str | None = None
    answered_by: str = ""


class Signed(NamedTuple):
    """All that a signed handover shows to who takes over."""

    stands: Stands
    headline: str
    risk: str
    changes: Sequence[Change]
    read_back: Sequence[ReadBack]
    questions: Sequence[Question]
    moves: Sequence[str]
    """What becomes whose, in one step."""
    hinders: Sequence[str]
    """Why it cannot be accepted yet."""


class Told(NamedTuple):
    """A handover with all that its screen shows: the sheet, and once it was signed what came after that."""

    id: int
    """Its number in the store."""
    written: Written
    signed: Signed | None = None

    @property
    def stands(self) -> Stands:
        return self.written.stands


def missing(written: Written) -> str:
    """What is to be done before it can be signed; empty where nothing is."""
    return "; ".join(words for done, words in written.ready if not done)
