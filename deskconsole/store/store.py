"""A store: where a desk is kept. Opening, reading, writing, its clock and its state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from deskconsole.core.actors import Actor
from deskconsole.core.desk import Query
from deskconsole.core.errors import BadInput, StoreTrouble
from deskconsole.core.instants import Instant
from deskconsole.store import fulltext
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.driver import Backend, Reader
from deskconsole.store.revision import fit

if TYPE_CHECKING:
    from deskconsole.store.transaction import Rules, Tx

R = TypeVar("R")

_CLOCK = Query("select anchor, started, speed from desk_clock where id = 1", DeskTime)


def backend(url: str, *, create: bool = False, draft: bool = False) -> Backend:
    """The database that a URL names: a path or `sqlite:///path`, or `postgresql://…`."""
    if url.startswith(("postgresql://", "postgresql+psycopg://")):
        from deskconsole.store.postgres import Postgres

        return Postgres(url)
    if "://" in url and not url.startswith("sqlite:///"):
        raise BadInput(f"--store {url}: write a path, sqlite:///path or postgresql://user@host/name")
    from deskconsole.store.sqlite import Sqlite

    return Sqlite(Path(url.removeprefix("sqlite:///")), create=create, draft=draft)


class Store:
    """An opened store. Readers are per thread; there is one writer at a time, in any process.

    `time` stands in for the store's own clock while the past of a simulated desk is made. A `draft` is a store that
    would be made anew after a power cut: writing it does not wait for the disk.
    """

    def __init__(self, url: str, *, time: DeskTime | None = None, draft: bool = False) -> None:
        self.url = url
        self.backend = backend(url, draft=draft)
        self._time = time
        self.tell: Callable[[str], object] = lambda step: None
        """Where it is said what takes long, while it does."""

    @property
    def time(self) -> DeskTime:
        """The desk clock; it never changes once the store is made."""
        if self._time is None:
            fit(self.backend.schema(), self.url)
            self._time = self.read.maybe(_CLOCK)
            if self._time is None:
                raise StoreTrouble(f"{self.url} has no clock: this is no deskconsole store, or not all of one")
        return self._time

    def now(self) -> Instant:
        return self.time.now()

    @property
    def read(self) -> Reader:
        return Reader(self.backend.reader())

    @contextmanager
    def writing(
        self,
        actor: Actor,
        rules: Rules,
        *,
        source: str | None = None,
        key: str | None = None,
        batch: str | None = None,
        lasts: bool = True,
    ) -> Iterator[Tx]:
        """A transaction in somebody's name: all of what happens inside, or nothing (`lasts`: see `Backend`)."""
        from deskconsole.store.transaction import Tx  # who only reads never needs it

        time = self.time
        salted = sha256(f"{time.anchor}".encode()).digest() if time.simulated else None
        with self.backend.writing(lasts=lasts) as driver:
            # Somebody may have upgraded the store since we opened it.
            fit(driver.select("select version_num from alembic_version")[0][0], self.url)
            tx = Tx(driver, time.now(), actor, rules, source=source, key=key, batch=batch, salted=salted)
            yield tx
            tx.settle()
            tx.finish()
        if tx.erased:
            self.tell("the texts are gone from the record; now from the index of words")
            words = fulltext.scrub(self.backend)
            self.tell("writing the whole store anew")
            self.backend.scrub(("private_text", "draft", "outbox", *rules.tables, *words))

    def close(self) -> None:
        self.backend.close()
