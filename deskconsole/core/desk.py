"""A call is decided, its events change rows, what follows is decided in turn: all of it or nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
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
    def whose(self) -> int | None:
        """The person whose private text it holds, where it is known: by custom the field of that name."""
        person = self.__dict__.get("person")
        return person if isinstance(person, int) else None

    @property
    def reverts(self) -> tuple[int, ...]:
        """Numbers of earlier events that this one takes back."""
        return ()

    def crosses(self, other: Event) -> bool:
        """Whether whoever means this must have seen that other one first, though both may stand."""
        return False

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


class Reads(Protocol):
    """Whatever answers queries: a store, a transaction, a desk replayed to what was known once."""

    def one(self, query: Query[R], **values: object) -> R: ...
    def maybe(self, query: Query[R], **values: object) -> R | None: ...
    def all(self, query: Query[R], **values: object) -> list[R]: ...


class Folding(Reads, Protocol):
    """Reads, and remembers what does not change while it lives: versions and other reference rows."""

    def version(self, query: Query[R], number: int) -> R: ...
    def versions(self, query: Query[R]) -> list[R]: ...
    def once(self, read: Callable[[Any], R]) -> R: ...


class Desk(Reads, Protocol):
    """What a command may do while it decides: read, and know who asks and what time it is."""

    @property
    def now(self) -> Instant: ...
    @property
    def actor(self) -> str: ...
    @property
    def behind(self) -> str | None: ...
    def may(self, permission: str) -> bool: ...
    def next_id(self, table: str) -> int: ...
    def history(self, about: str, subject: int) -> list[Recorded]: ...


class Transaction(Desk, Protocol):
    """A desk that also writes; all of it or nothing."""

    def versions(self, query: Query[R]) -> list[R]: ...
    def authorise(self, call: Call) -> None: ...
    def compare(self, call: Call, decided: Sequence[Event]) -> None: ...
    def record(self, happened: Event, cause: int | None) -> int: ...
    def learn(self, learned: Sequence[Learned]) -> None: ...
    def later(self, call: Call, cause: int) -> None: ...
    def settle(self) -> None: ...


@dataclass(frozen=True)
class Call:
    """A command and its arguments: what keys, CLI, HTTP, timers and reactions all hand over.

    `seen` is the last line of the journal that whoever means it has seen. Where somebody else has set the same columns
    since, or said what this crosses, it is refused with `Stale`; what else they did stands beside it.
    """

    command: Command[...]
    args: tuple[object, ...]
    kwargs: Mapping[str, object]
    seen: int | None = None

    def on(self, seen: int | None) -> Call:
        """The same call, on what was seen."""
        return replace(self, seen=seen)

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

    rows: list[tuple[type[Any], Callable[[Any], Call | None], bool, Query[Any] | None]] = field(default_factory=list)

    def on(
        self,
        kind: type[E],
        then: Callable[[E], Call | None],
        *,
        at_once: bool = False,
        where: Query[Any] | None = None,
    ) -> None:
        """`then` says which call follows; None where this event leads to nothing.

        `where` are versions without which nothing follows: a desk that has none of them pays for nothing.
        """
        self.rows.append((kind, then, at_once, where))

    def after(self, happened: Event, versions: Callable[[Query[Any]], list[Any]]) -> Iterator[tuple[Call, bool]]:
        for kind, then, at_once, where in self.rows:
            if not isinstance(happened, kind) or (call := then(happened)) is None:
                continue
            if where is None or versions(where):
                yield call, at_once


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
        decided = list(call.decide(tx))  # decide on what is, before anything changes
        tx.compare(call, decided)
        for happened in decided:
            recorded.append(seq := tx.record(happened, cause))
            for then, at_once in flow.after(happened, tx.versions):
                if at_once:
                    waiting.append((then, seq, depth + 1))
                else:
                    tx.later(then, seq)
        tx.settle()
    return recorded
