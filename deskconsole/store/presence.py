"""Who is where: which ticket each console has open, and what its person writes there.

Presence is no fact: it is not journalled, nothing follows from it, and it is gone with its console. Each console has
one row, renewed now and then in real time; a row that nobody has renewed for a while belongs to a console that died.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import SECOND, Instant
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

LEASE = 60 * SECOND
"""For so long a console that is heard of no more still counts."""

READING = ""
"""What somebody does who only looks; else it is what they write: reply, note, or the verb of a form."""


class Here(NamedTuple):
    """Somebody at a console, on a ticket."""

    console: str
    operator: str
    ticket: int
    doing: str
    since: Instant
    """In the time of the desk."""
    beat_at: Instant
    """When the console was last heard of, in real time."""


PRESENT = Query(
    "select console, operator, ticket, doing, since, beat_at from presence where beat_at > :after"
    " order by since, console",
    Here,
)

_TELL = (
    "insert into presence (console, operator, ticket, doing, since, beat_at)"
    " values (:console, :operator, :ticket, :doing, :since, :beat_at)"
    " on conflict (console) do update set operator = excluded.operator, ticket = excluded.ticket,"
    " doing = excluded.doing, since = excluded.since, beat_at = excluded.beat_at"
)
_LAPSED = "delete from presence where beat_at <= :after"
_LEAVE = "delete from presence where console = :console"


class Others:
    """Where everybody else is, at one moment."""

    def __init__(self, present: Iterable[Here] = ()) -> None:
        on: dict[int, list[Here]] = {}
        for here in present:
            on.setdefault(here.ticket, []).append(here)
        self._on: Mapping[int, Sequence[Here]] = on

    def on(self, ticket: int) -> Sequence[Here]:
        """Who is on a ticket, in the order in which they came."""
        return self._on.get(ticket, ())

    def writer(self, ticket: int) -> str:
        """Who began first to write on it; empty: nobody does."""
        return next((here.operator for here in self.on(ticket) if here.doing), "")


NOBODY = Others()


def present(read: Reader, now: Instant, but: str = "") -> list[Here]:
    """Who is where at a real instant, without one console."""
    return [here for here in read.all(PRESENT, after=now - LEASE) if here.console != but]


def tell(store: Store, here: Here) -> None:
    """Say where a console is, or that it still is there; whoever has died meanwhile goes."""
    with store.backend.writing() as driver:
        driver.change(_LAPSED, {"after": here.beat_at - LEASE})
        driver.change(_TELL, here._asdict())


def leave(store: Store, console: str) -> None:
    """It is nowhere any more."""
    with store.backend.writing() as driver:
        driver.change(_LEAVE, {"console": console})
