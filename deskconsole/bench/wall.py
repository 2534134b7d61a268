"""The wall over a million open tickets, against the same over few with as many at risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, compared, folder, say, told
from deskconsole.bench.sizes import Sizes
from deskconsole.console.desk.wall import read
from deskconsole.core.desk import Query
from deskconsole.core.instants import DAY, HOUR, MINUTE
from deskconsole.features.wall import views
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

AT_RISK = 400
"""A bad day; a quarter of them are broken."""
_SERVICES = 20
_NAMES = ("now", "half", "hour", "two", "day", "since", "begin", "place", "limit", "until")

_FILL = (
    "with recursive counted(n) as (select 2 union all select n + 1 from counted where n < :services)"
    " insert into service (id, key, name, active) select n, 'service' || n, 'Service ' || n, 1 from counted",
    f"update ticket set service = 1 + id % :services, opened_at = :now - {3 * DAY} - id",
    f"update clock set risk_at = late - {HOUR}",
    f"update ticket set breaches_at = :now + (id * 4 - :many) * {MINUTE // 4} where id <= :many",
    "update clock set due = (select breaches_at from ticket where id = ticket), risk_at = :now - 1,"
    " late = (select breaches_at from ticket where id = ticket) where ticket <= :many",
)


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        say(f"wall: filling a store with {sizes.many:,} tickets")
        many = _world(Path(room, "many.db"), sizes.many)
        say("wall: reading it")
        big, small = Store(str(many)), Store(str(_world(Path(room, "few.db"), sizes.few)))
        note = f"{sizes.many:,} open tickets, {min(AT_RISK, sizes.few)} at risk; floor: as many of {sizes.few:,}"
        yield compared(
            "wall.read_flat", lambda: _wall(small), lambda: _wall(big), unit="ms", rounds=sizes.rounds, note=note
        )
        yield _plan(big)
        big.close()
        small.close()


def _world(path: Path, many: int) -> Path:
    worlds.queue(path, many)
    with worlds.bulk(path) as connection:
        values = {"services": _SERVICES, "now": worlds.NOW, "many": min(AT_RISK, many)}
        for sql in _FILL:
            connection.execute(sql, values)
    return path


def _wall(store: Store) -> object:
    with store.backend.looking() as driver:
        return read(Reader(driver), worlds.NOW, UTC)


def _plan(store: Store) -> Figure:
    return told("wall.scans", walked(store), "steps", note="times that tickets or clocks are walked through")


def walked(store: Store) -> int:
    """How often the wall walks through all tickets or clocks: people and groups may be, these may not."""
    every = views.EVERYTHING
    asked: list[Query[Any]] = [views.HANDS, views.broken(every), views.unowned(every), views.open_at_all(every)]
    asked += [
        views.soonest(every),
        views.soonest_due(every),
        views.coming(every),
        views.opened(every),
        views.resolved(every),
    ]
    for kind in views.KINDS:
        asked += [views.trouble(kind, every), views.open_in(kind, every), views.open_in_none(kind, every)]
        asked += [views.with_open(kind, every), views.foremost(kind, every)]
    steps = [
        str(step[3])
        for query in asked
        for step in store.read.driver.select(f"explain query plan {query.sql}", dict.fromkeys(_NAMES, worlds.NOW))
    ]
    return sum(step.startswith(("SCAN t", "SCAN c")) for step in steps) - steps.count("CO-ROUTINE t")
