"""The desk put together: a store, the rules of its features, and whoever is at the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeVar, cast

from deskconsole.core.actors import Actor
from deskconsole.core.desk import Call, carry_out, do, learn
from deskconsole.core.errors import Refused
from deskconsole.derive import RULES
from deskconsole.flow import flow
from deskconsole.store.driver import Driver
from deskconsole.store.events import CallRefused
from deskconsole.store.store import Store
from deskconsole.store.transaction import Repeated, Tx

T = TypeVar("T")


class _Seen(Exception):  # takes a transaction back; nothing is wrong
    def __init__(self, what: object) -> None:
        self.what = what


class Receipt(NamedTuple):
    """What became of a call: the numbers of its events, and whether it had been carried out before."""

    events: tuple[int, ...]
    repeated: bool = False


class House:
    """Carries out calls in somebody's name. All doors come through here."""

    def __init__(self, store: Store, actor: Actor) -> None:
        self.store = store
        self.actor = actor

    def do(
        self,
        call: Call,
        *,
        source: str | None = None,
        key: str | None = None,
        batch: str | None = None,
        beside: Callable[[Driver], object] | None = None,
        also: Sequence[Call] = (),
    ) -> Receipt:
        """Carry out a call, once for each (source, key); a refusal is journalled before it is told.

        `beside` changes work rows that go with it, in the same transaction: a draft that is sent is none any more.
        `also` are calls that are carried out after it, all in one transaction: where one is refused, none is done.
        """

        @contextmanager
        def begin() -> Iterator[Tx]:
            with self.store.writing(self.actor, RULES, source=source, key=key, batch=batch) as tx:
                yield tx
                for each in also:
                    tx.authorise(each)
                    carry_out(each, flow, tx)
                if beside is not None:
                    beside(tx.driver)

        try:
            events = do(call, flow, begin)
        except Repeated as before:
            return Receipt((before.call,), repeated=True)
        except Refused as why:
            self.refused(call, str(why))
            raise
        return Receipt(tuple(events))

    def tried(self, call: Call, look: Callable[[Tx], T]) -> T:
        """What `look` sees after a call that is then taken back whole: nothing has happened, nothing is journalled."""
        try:
            with self.store.writing(self.actor, RULES) as tx:
                tx.authorise(call)
                carry_out(call, flow, tx)
                raise _Seen(look(tx))
        except _Seen as seen:
            return cast(T, seen.what)

    def learn(self, call: Call, source: str) -> int:
        """Take over history in one transaction; how many events were new."""
        try:
            return learn(call, lambda: self.store.writing(self.actor, RULES, source=source))
        except Refused as why:
            self.refused(call, str(why))
            raise

    def refused(self, call: Call, why: str) -> None:
        """Journal a refusal: also one that a door makes before anything is tried."""
        with self.store.writing(self.actor, RULES) as tx:
            tx.record(CallRefused(at=tx.now, call=0, command=call.command.name, why=why, ticket=call.ticket))
