"""A handover drafted over many open tickets, against reading them; the archive with many, against one with one."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from deskconsole.bench import worlds
from deskconsole.bench.figure import Figure, compared, folder, say, seconds, told
from deskconsole.bench.running import run
from deskconsole.bench.sizes import Sizes
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.sheet import Change
from deskconsole.features.handover.views import HANDOVERS, TOP
from deskconsole.store.store import Store

BEGIN, UNTIL = Instant(worlds.NOW - 8 * HOUR), Instant(worlds.NOW + 8 * HOUR)
TOUCHED = 1_000
"""Tickets to which something happened in the shift."""
_MANY, _PAGE = 1_000, 20

_FILL = (
    # A fifth is broken, a seventh is paused, some hundred are due in the next shift, a few are urgent.
    "update ticket set priority = case when id % 500 = 0 then 1 else 2 + id % 4 end, opened_at = :now - 30 * :day - id",
    "update clock set due = :now - 1 - ticket, late = :now - 1 - ticket, breached_at = :now - 1 - ticket"
    " where ticket % 5 = 0",
    "update clock set state = 'paused', due = null, late = null where ticket % 7 = 0 and ticket % 5 <> 0",
    "update ticket set state = 'held', held_for = 'caller', standing = 1 where id % 7 = 0 and id % 5 <> 0",
    "update clock set due = :now + :day + ticket * 60000000, late = :now + :day + ticket * 60000000"
    " where ticket % 5 <> 0 and ticket % 7 <> 0 and ticket % 200 <> 1",
    "update clock set due = :now + ticket % 28000 * 1000000, late = :now + ticket % 28000 * 1000000"
    " where ticket % 5 <> 0 and ticket % 7 <> 0 and ticket % 200 = 1",
    "with recursive counted(n) as (select 1 union all select n + 1 from counted where n < :touched)"
    " insert into journal (seq, kind, v, about, subject, occurred_at, known_at, recorded_at, actor, call, body, digest)"
    " select (select max(seq) from journal) + n, 'ticket.routed', 1, 'ticket', n, :begin + n * 1000000,"
    " :begin + n * 1000000, :begin + n * 1000000, 'bench', 1, '{\"team\":1,\"why\":[]}', zeroblob(32) from counted",
    "update journal set recorded_at = :begin - :day, occurred_at = :begin - :day where kind <> 'ticket.routed'",
)
_ARCHIVE = (
    "with recursive counted(n) as (select 1 union all select n + 1 from counted where n < :many)"
    " insert into handover (id, number, shift, begin_at, end_at, until_at, draft_at, escalate_at, state, snapshot)"
    " select n, 'HO-' || n, 'early', :now - n * :span, :now - n * :span + :span, :now - n * :span + 2 * :span,"
    " :now, :now, 'accepted', printf('%.*c', 4000, 'x') from counted"
)
_TEAMS, _EACH = ("network", "mail", "field", "desk"), 40
"""Teams, and people of each."""
_CHAIN = """
[escalations.standard]
[[escalations.standard.steps]]
at = "80 %"
to = "primary"
[[escalations.standard.steps]]
at = "90 %"
to = "on-duty"
[[escalations.standard.steps]]
at = "100 %"
to = ["lead", "team"]
"""


def _desk() -> str:
    """Many people in shifts, some of whom are called, and an escalation whose chain must reach some of them."""
    parts = [worlds.DESK.format(account=getpass.getuser()), _CHAIN]
    for team in _TEAMS:
        names = [f"{team}{n}" for n in range(_EACH)]
        parts += [f'[operators.{name}]\nname = "{name}"\nroles = ["agent"]\nteams = ["{team}"]\n' for name in names]
        for n, hours in enumerate(("06:00-14:00", "14:00-22:00", "22:00-06:00")):
            shift = f'team = "{team}"\nhours = "{hours}"\npeople = {names[n::3]}\n'
            parts += [f"[shifts.{team}{n}]\n{shift}", f'[shifts.{team}{n}called]\nlayer = "primary"\n{shift}']
    return "".join(parts).replace('calendar = "always"\n', 'calendar = "always"\nescalation = "standard"\n')


_FLOOR = "select id, state, breaches_at, owner from ticket where is_open = 1"


def figures(sizes: Sizes) -> Iterator[Figure]:
    with folder() as room:
        say(f"handover: filling a store with {sizes.edited:,} open tickets")
        store = Store(str(_world(Path(room, "open.db"), sizes.edited)))
        note = f"{sizes.edited:,} open tickets, {min(TOUCHED, sizes.edited)} of them touched in the shift"
        yield told("handover.draft_s", min(seconds(lambda: _draft(store)) for _ in range(3)), "s", n=3, note=note)
        floor = lambda: store.read.driver.select(_FLOOR)  # noqa: E731
        yield compared(
            "handover.draft", floor, lambda: _draft(store), unit="ms", rounds=sizes.rounds,
            note=f"{note}; floor: their id, state, due and owner read",
        )  # fmt: skip
        store.close()
        yield from _archives(room, sizes)


def _archives(room: str, sizes: Sizes) -> Iterator[Figure]:
    """The first page as it is printed, against that of one handover; and how it is read, against a page that is all."""
    stores = [_archive(Path(room, f"{many}.db"), many) for many in (1, _PAGE, _MANY)]
    one, page, many = stores
    note = f"first page of {_MANY:,}, printed; floor: of one"
    yield compared(
        "handover.archive",
        lambda: _printed(one),
        lambda: _printed(many),
        unit="ms",
        rounds=max(sizes.rounds // 2, 1),
        note=note,
    )
    note = f"first page of {_MANY:,}, read; floor: of {_PAGE}"
    yield compared(
        "handover.archive_flat", lambda: _listed(page), lambda: _listed(many), unit="ms", rounds=sizes.rounds,
        times=sizes.times, note=note,
    )  # fmt: skip
    for store in stores:
        store.close()


def _printed(store: Store) -> None:
    run("handover", "list", "--store", store.url, "--limit", f"{_PAGE}")


def _draft(store: Store) -> object:
    change = Change(None, "early", BEGIN, worlds.NOW, UNTIL, leaving=("network0", "mail0"))
    return draft(store.read, change, worlds.NOW)


def _listed(store: Store) -> object:
    return store.read.all(HANDOVERS, **TOP, limit=_PAGE)


def _world(path: Path, many: int) -> Path:
    worlds.queue(path, many, _desk())
    values = {"now": worlds.NOW, "day": DAY, "begin": BEGIN + MINUTE, "touched": min(TOUCHED, many)}
    with worlds.bulk(path) as connection:
        for sql in _FILL:
            connection.execute(sql, values)
    return path


def _archive(path: Path, many: int) -> Store:
    worlds.made(path)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(_ARCHIVE, {"many": many, "now": worlds.NOW, "span": 8 * HOUR})
    connection.close()
    return Store(str(path))
