"""A call is decided, its events change rows, what follows is decided in turn: all of it or nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import (
    Any,
    ClassVar,
    Concatenate,
    Generic,
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeVar,
    dataclass_transform,
)

from deskconsole.core.instants import Instant

P = ParamSpec("P")
R = TypeVar("R")
E = TypeVar("E", bound="Event")

DEEPEST = 8
"""How far reactions may lead on from a call within its transaction."""


@dataclass(frozen=True)
class Query(Generic[R]):
    """The one way to read: SQL with :named values, and the frozen row it fills."""

    sql: str
    row: Callable[..., R]


@dataclass(frozen=True)
class Private:
    """Text that may have to be forgotten: it lives in a row of its own, the event holds its salted digest.

    `text` is None once it has been erased; `id` and `digest` are given when the event is recorded.
    """

    text: str | None
    id: int = 0
    digest: str = ""


@dataclass(frozen=True)
class Set:
    """Columns of one row and what they hold from now on."""

    table: str
    key: int
    values: Mapping[str, object]


class Event:
    """What has happened, as outcomes: to replay it, nothing is asked and nothing decided.

    `kind` and `v` name it in the journal for ever, `about` is the kind of its subject and the name of the
    field that holds the subject's number. `at` is when it was so.
    """

    kind: ClassVar[str]
    about: ClassVar[str]
    v: ClassVar[int] = 1
    at: Instant

    @property
    def subject(self) -> int:
        return getattr(self, self.about)  # type: ignore[no-any-return]

    @property
    def reverts(self) -> tuple[int, ...]:
        """Numbers of earlier events that this one takes back."""
        return ()

    def changes(self) -> Iterable[Set]:
        """The columns of the subject's rows that this event sets."""
        return ()

    @classmethod
    def up(cls, body: dict[str, Any], v: int) -> dict[str, Any]:
        """Read a body written under an older version `v`."""
        return body


class Recorded(NamedTuple):
    """An event and its number in the journal."""

    seq: int
    event: Event


class Learned(NamedTuple):
    """An event from elsewhere: when its system of record learned it, and its key there."""

    event: Event
    known_at: Instant
    key: str | None = None


def alive(history: Sequence[Recorded]) -> list[Recorded]:
    """A subject's events without those taken back, in the order in which they were so.

    A taking back can itself be taken back; what is late stands where it belongs.
    """
    dead: set[int] = set()
    for seq, happened in sorted(history, key=lambda r: r.seq, reverse=True):
        if happened.reverts and seq not in dead:
            dead.update(happened.reverts)
    return sorted((r for r in history if r.seq not in dead), key=lambda r: (r.event.at, r.seq))


KINDS: dict[str, type[Event]] = {}


@dataclass_transform(frozen_default=True)
def event(kind: str, about: str, v: int = 1) -> Callable[[type[E]], type[E]]:
    """Declare an event; its kind is never renamed once released."""

    def declare(cls: type[E]) -> type[E]:
        made = dataclass(frozen=True)(cls)
        made.kind, made.about, made.v = kind, about, v
        if kind in KINDS and KINDS[kind].__qualname__ != cls.__qualname__:
            raise TypeError(f"two events are called {kind}")
        KINDS[kind] = made
        return made

    return declare


class Desk(Protocol):
    """What a command may do while it decides: read, and know who asks and what time it is."""

    @property
    def now(self) -> Instant: ...
    @property
    def actor(self) -> str: ...
    @property
    def behind(self) -> str | None: ...
    def one(self, query: Query[R], **values: object) -> R: ...
    def maybe(self, query: Query[R], **values: object) -> R | None: ...
    def all(self, query: Query[R], **values: object) -> list[R]: ...
    def may(self, permission: str) -> bool: ...
    def next_id(self, table: str) -> int: ...
    def history(self, about: str, subject: int) -> list[Recorded]: ...


class Transaction(Desk, Protocol):
    """A desk that also writes; all of it or nothing."""

    def authorise(self, call: Call) -> None: ...
    def record(self, happened: Event, cause: int | None) -> int: ...
    def learn(self, learned: Sequence[Learned]) -> None: ...
    def later(self, call: Call, cause: int) -> None: ...
    def settle(self) -> None: ...


@dataclass(frozen=True)
class Call:
    """A command and its arguments: what keys, CLI, HTTP, timers and reactions all hand over."""

    command: Command[...]
    args: tuple[object, ...]
    kwargs: Mapping[str, object]

    def decide(self, desk: Desk) -> Iterable[Any]:
        return self.command.decide(desk, *self.args, **self.kwargs)

    @property
    def ticket(self) -> int | None:
        """The ticket it is about, where it is about one: by custom the argument of that name."""
        names = self.command.decide.__code__.co_varnames[1:]
        given = dict(zip(names, self.args, strict=False)) | dict(self.kwargs)
        ticket = given.get("ticket")
        return ticket if isinstance(ticket, int) else None


Decide = Callable[Concatenate[Desk, P], Iterable[Any]]
"""Yields events, or `Learned` ones where it takes over history."""


@dataclass(frozen=True)
class Command(Generic[P]):
    """Declared once. Doors read name, key, permission and docstring; the signature only when they must ask."""

    name: str
    needs: str
    decide: Decide[P]
    key: str | None = None
    label: str = ""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Call:
        return Call(self, args, kwargs)


COMMANDS: dict[str, Command[...]] = {}


def command(name: str, needs: str, key: str | None = None, label: str = "") -> Callable[[Decide[P]], Command[P]]:
    """Declare a command: `name` is its stable id, `needs` its permission, `label` its word in the footer."""

    def declare(decide: Decide[P]) -> Command[P]:
        made = Command(name, needs, decide, key, label)
        if name in COMMANDS and COMMANDS[name].decide.__qualname__ != decide.__qualname__:
            raise TypeError(f"two commands are called {name}")
        COMMANDS[name] = made
        return made

    return declare


@dataclass
class Flow:
    """Which event leads to which call, later (a transaction of its own) or at once (the same one)."""

    rows: list[tuple[type[Any], Callable[[Any], Call], bool]] = field(default_factory=list)

    def on(self, kind: type[E], then: Callable[[E], Call], *, at_once: bool = False) -> None:
        self.rows.append((kind, then, at_once))

    def after(self, happened: Event) -> Iterator[tuple[Call, bool]]:
        for kind, then, at_once in self.rows:
            if isinstance(happened, kind):
                yield then(happened), at_once


def learn(call: Call, begin: Callable[[], AbstractContextManager[Transaction]]) -> int:
    """Carry out a call that takes over history: its events go in together and lead to nothing; how many they were."""
    with begin() as tx:
        tx.authorise(call)
        learned = [known if isinstance(known, Learned) else Learned(known, tx.now) for known in call.decide(tx)]
        tx.learn(learned)
    return len(learned)


def do(call: Call, flow: Flow, begin: Callable[[], AbstractContextManager[Transaction]]) -> list[int]:
    """Carry out a call and all that follows at once; the numbers of the events recorded."""
    with begin() as tx:
        tx.authorise(call)  # what follows is the desk's own doing
        return carry_out(call, flow, tx)


def carry_out(call: Call, flow: Flow, tx: Transaction) -> list[int]:
    """The same within a transaction, for who is allowed to."""
    recorded: list[int] = []
    waiting: deque[tuple[Call, int | None, int]] = deque([(call, None, 0)])
    while waiting:
        call, cause, depth = waiting.popleft()
        if depth > DEEPEST:
            raise RuntimeError(f"flow does not come to rest at {call.command.name}")
        for happened in list(call.decide(tx)):  # decide on what is, before anything changes
            recorded.append(seq := tx.record(happened, cause))
            for then, at_once in flow.after(happened):
                if at_once:
                    waiting.append((then, seq, depth + 1))
                else:
                    tx.later(then, seq)
        tx.settle()
    return recorded
