"""Stores to measure on: made by the program, filled by bulk SQL, since filling them is not what is measured."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskconsole.bench.running import run
from deskconsole.core.instants import DAY, HOUR, MINUTE, SECOND, Instant, from_iso
from deskconsole.engine.tick import catch_up
from deskconsole.store.desk_time import real_now
from deskconsole.store.store import Store

CLOCK = "2026-03-02T10:00Z"
"""Desk time stands still in them, so that two runs do the same."""
NOW: Instant = from_iso(CLOCK)

DESK = """
[desk]
name = "Benchmark"
zone = "UTC"

[calendars.always]
zone = "UTC"
hours = "always"

[teams.network]
name = "Network"
[teams.mail]
name = "Mail"
[teams.field]
name = "Field"
[teams.desk]
name = "Service desk"

[operators.bench]
name = "Bench"
account = "{account}"
roles = ["agent", "lead", "admin"]
teams = ["desk"]

[customers.acme]
name = "Acme"
[services.mail]
name = "Mail"

[agreements.standard]
calendar = "always"
[agreements.standard.response]
targets = {{ p1 = "15m", p2 = "30m", p3 = "2h", p4 = "4h" }}
[agreements.standard.next]
targets = {{ p1 = "100h", p2 = "100h", p3 = "100h", p4 = "100h" }}
[agreements.standard.resolution]
targets = {{ p1 = "4h", p2 = "8h", p3 = "10h", p4 = "45h" }}
pause = ["caller"]
"""

_COUNT = "with recursive counted(n) as (select 1 union all select n + 1 from counted where n < :many)"
_CHANCE = "((n * 2654435761) % 4294967296)"
"""Instants in no order: the queue's order is not that of the table."""

_OPENED, _TOUCHED = "((n * 40503) % 65536) * 1000000", "((n * 30323) % 65536) * 50000"
"""Likewise how long ago they were opened, and touched."""

_TEXT = f"({1 << 40} + n * 8)"
"""Numbers of private texts beyond those that events gave."""
_BREACH = f":now + {HOUR} + {_CHANCE} * 600"
_FIRE = f":now + {MINUTE} + {_CHANCE} * 600"

_FILL = (
    "insert into private_text (id, about, subject, salt, text)"
    f" {_COUNT} select {_TEXT}, 'ticket', n, zeroblob(16), 'Cannot open the mailbox of floor ' || n from counted",
    "insert into ticket (id, number, type, title, state, priority, team, owner, customer, service, opened_at,"
    " touched_at, reopened, is_open, standing, breaches_at, clock_agreement, clock_metric, clock_cycle)"
    f" {_COUNT} select n, printf('INC%07d', n), 'incident', {_TEXT}, 'open', 1 + n % 5, 1 + n % 4, 'bench', 1, 1,"
    f" :now - {HOUR} - {_OPENED}, :now - {HOUR} - {_TOUCHED}, 0, 1, 0, {_BREACH}, 1, 'resolution', 1 from counted",
    "insert into clock (ticket, agreement, metric, cycle, state, priority, target_s, allowed, start, since, counted,"
    " paused, due, late, next_share, next_at)"
    f" {_COUNT} select n, 1, 'resolution', 1, 'running', 1 + n % 5, 36000, 36000 * {SECOND}, :now - {HOUR},"
    f" :now - {HOUR}, 0, 0, {_BREACH}, {_BREACH}, 80, {_FIRE} from counted",
    f"insert into timer (kind, subject, fire_at) {_COUNT} select 'clock', n, {_FIRE} from counted",
)


def made(path: Path, desk: str = "", clock: str | None = CLOCK) -> Path:
    """A new store at `path` with a desk, whoever measures as its operator, and nothing left to do."""
    file = path.with_suffix(".toml")
    file.write_text(desk or DESK.format(account=getpass.getuser()), encoding="utf-8")
    run("init", "--store", str(path), "--desk", str(file), *(["--clock", clock] if clock else []))
    store = Store(str(path))
    catch_up(store)
    store.close()
    return path


@contextmanager
def bulk(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for filling: without syncing, and the indexes are made when the rows are in."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma synchronous = off")
    connection.execute("pragma cache_size = -400000")
    kept = connection.execute("select name, sql from sqlite_master where type = 'index' and sql is not null").fetchall()
    connection.execute("begin")
    for name, _ in kept:
        connection.execute(f"drop index {name}")
    yield connection
    for _, sql in kept:
        connection.execute(sql)
    connection.execute("commit")
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.close()


def queue(path: Path, many: int, desk: str = "") -> Path:
    """A store of so many open tickets, each with a running clock and a timer that is not yet due."""
    made(path, desk)
    with bulk(path) as connection:
        for sql in _FILL:
            connection.execute(sql, {"many": many, "now": NOW})
    return path


_SAY = (
    f"insert into search_text (ticket, text, title) {_COUNT} select n, {_TEXT}, null from counted",
    "update ticket set breaches_at = :soon + id * :step where id <= :lines",
    "update clock set due = :soon + ticket * :step, late = :soon + ticket * :step,"
    " allowed = :soon + ticket * :step - start where ticket <= :lines",
    f"update timer set fire_at = fire_at + {DAY}",
    "update desk_clock set started = :real, speed = 1",
)
"""Titles that words find; the first screen breaches within minutes, so that all of its clocks tick; and time runs."""


def ticking(path: Path, many: int, lines: int = 60) -> Path:
    """As `queue`, to be looked at: desk time runs from now on, and the first `lines` breach in seven to ten minutes."""
    queue(path, many)
    values = {"many": many, "soon": NOW + 7 * MINUTE, "step": 2 * SECOND, "lines": lines, "real": real_now()}
    with bulk(path) as connection:
        for sql in _SAY:
            connection.execute(sql, values)
    return path
