"""Live = import = replay: whatever happens to tickets, in whatever order it is told, ends in the same rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.desk import KINDS, Event
from deskconsole.core.instants import Instant
from deskconsole.derive import RULES
from deskconsole.features.directory.events import TeamDefined
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events
from deskconsole.record import RECORD
from deskconsole.store.compare import of_record, rebuild
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.replay import Cut, Snapshot
from deskconsole.store.store import Store
from deskconsole.store.verify import verify
from tests.features.desks import TestDesk
from tests.store.streams import MAKES, NOW, OTHERS, Act, Live, Step, created, learned, streams

Rows = dict[str, list[tuple[Any, ...]]]
FOLLOWING = ("ticket", "ticket_link", "ticket_parent", "ticket_merge", "breach_cause", "clock")
_numbers = count()


@contextmanager
def two_stores(template: Path, folder: Path) -> Iterator[tuple[Store, Store]]:
    """Copies of the test desk that would not survive a power cut; nothing else is different about them."""
    paths = [folder / f"{next(_numbers)}.db" for _ in "ab"]
    for path in paths:
        shutil.copyfile(template, path)
    one, other = (Store(str(path), time=DeskTime(NOW, Instant(0), 0), draft=True) for path in paths)
    try:
        yield one, other
    finally:
        for store in (one, other):
            store.close()
        for path in paths:
            for file in folder.glob(f"{path.name}*"):
                file.unlink()


def all_rows(store: Store) -> Rows:
    """Every row of record, every timer and every private text, as stored."""
    tables = dict(of_record(store.backend.tables()))
    tables |= {
        "timer": ("kind", "subject", "fire_at", "work", "attempts", "parked"),
        "private_text": ("id", "about", "subject", "salt", "text"),
    }
    select = store.read.driver.select
    return {
        name: sorted(select(f"select {', '.join(cols)} from {name}", {}), key=repr) for name, cols in tables.items()
    }


def rebuilt(store: Store) -> Rows:
    """Tickets, links, clocks and the timers of tickets, from the journal alone."""
    tables = store.backend.tables()
    snapshot = Snapshot(store, Cut(), RULES)
    try:
        snapshot.derive("ticket")
        select = snapshot.driver.select
        rows = {
            name: sorted(select(f"select {', '.join(tables[name])} from main.{name}"), key=repr) for name in FOLLOWING
        }
        timers = [(kind, ticket, at) for (kind, ticket), at in snapshot.wakes.items() if at is not None]
        return {**rows, "timer": sorted(timers)}
    finally:
        snapshot.close()


def differing(one: Rows, other: Rows) -> dict[str, tuple[set[Any], set[Any]]]:
    """What differs, by table: only that is worth reading."""
    pairs = {name: ({*one[name]} - {*other[name]}, {*other[name]} - {*one[name]}) for name in one}
    return {name: pair for name, pair in pairs.items() if any(pair) or len(one[name]) != len(other[name])}


def same_whichever_way(template: Path, folder: Path, steps: list[Step], cuts: list[int]) -> Rows:
    """Record a stream live and by import, replay it, and compare everything with everything; the rows."""
    with two_stores(template, folder) as (live, imported):
        learned(imported, Live(live).run(steps), cuts)
        rows = all_rows(live)
        assert differing(rows, all_rows(imported)) == {}
        told = rebuilt(live)
        timers = sorted(row[:3] for row in rows["timer"] if row[0] in ("clock", "hold", "silence"))
        assert differing({name: rows[name] for name in FOLLOWING} | {"timer": timers}, told) == {}
        for store in (live, imported):
            with store.backend.looking() as driver:
                assert verify(driver).troubles == []
            assert rebuild(store, RULES, RECORD).differences == []
        return rows


agreeing = settings(
    derandomize=True, deadline=None, database=None, max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@agreeing
@given(steps=streams, cuts=st.lists(st.integers(1, 12), max_size=5))
def test_live_import_and_replay_agree(desk_template: Path, tmp_path: Path, steps: list[Step], cuts: list[int]) -> None:
    same_whichever_way(desk_template, tmp_path, steps, cuts)


@pytest.mark.soak
@settings(agreeing, max_examples=600)
@given(steps=streams, cuts=st.lists(st.integers(1, 12), max_size=5))
def test_they_agree_however_often(desk_template: Path, tmp_path: Path, steps: list[Step], cuts: list[int]) -> None:
    same_whichever_way(desk_template, tmp_path, steps, cuts)


def test_the_streams_know_every_event_of_a_ticket() -> None:
    made = {MAKES[name](NOW, 1, 1).kind for name in MAKES} | {created(NOW, 1, n).kind for n in range(3)}
    made |= {"ticket.linked", "ticket.reverted", "ticket.report_withdrawn", "ticket.bounced", "ticket.breach_explained"}
    made |= {"ticket.parented", "ticket.merged", "ticket.split", "ticket.released", "ticket.redone"}
    assert made == {kind for kind, cls in KINDS.items() if cls.__module__.startswith(events.__name__)}


@pytest.mark.parametrize("cuts", [[], [1] * 40, [3, 5]])
def test_a_life_in_which_everything_happens(desk_template: Path, tmp_path: Path, cuts: list[int]) -> None:
    """Every act, forwards and then late and backwards, so that there surely are clocks, timers, links and texts."""
    kinds = [*MAKES, *OTHERS]
    there = [Act(ticket, "created", 0, ticket - 1) for ticket in (1, 2, 3)]
    onward = [Act(1 + n % 3, kind, 100 * n + 50, n) for n, kind in enumerate(kinds)]
    late = [Act(1 + n % 3, kind, 90 * (40 - n), n) for n, kind in enumerate(reversed(kinds))]
    steps = [Step([act], settled=n % 2 == 0, ends=n % 3 == 0) for n, act in enumerate([*there, *onward, *late])]
    steps.append(Step([Act(4, "created", 5, 0)], settled=False, ends=True))  # nobody has been told of it yet
    rows = same_whichever_way(desk_template, tmp_path, steps, cuts)
    assert [table for table in (*FOLLOWING, "timer", "private_text") if not rows[table]] == []


def test_what_is_imported_may_refer_to_what_comes_with_it(desk_template: Path, tmp_path: Path) -> None:
    """A known ticket goes to a team that is new, a new one is linked to one that comes after it."""
    with two_stores(desk_template, tmp_path) as (store, _):
        learned(store, [created(NOW, 1, 2)], [])
        news: list[Event] = [
            created(NOW, 2, 2),
            events.TicketLinked(NOW, 2, 1, 3, "related"),
            events.TicketObserved(NOW, 1, "Active", "open", team=9),
            events.TicketLinked(NOW, 1, 2, 3, "related"),
            created(NOW, 3, 2),
            TeamDefined(NOW, 9, "ninth", "Ninth", managed=0),
        ]
        learned(store, news, [])
        assert store.read.driver.select("select id, team from ticket order by id", {}) == [(1, 9), (2, None), (3, None)]
        assert rebuild(store, RULES, RECORD).differences == []


def test_a_link_that_was_taken_back_does_not_take_another_with_it(desk: TestDesk) -> None:
    """Numbers of links are never given twice: whoever had one first would delete it when it is folded anew."""
    first, second, third = desk.new("one"), desk.new("two"), desk.new("three")
    desk.do("ana", c.link(first, desk.row(second).number))
    desk.do("ana", c.undo())
    desk.do("ben", c.link(third, desk.row(second).number))
    desk.do("ana", c.tag(first, "vip"))
    desk.do("ana", c.undo())
    assert desk.all("select ticket, other from ticket_link") == [(third, second)]
    assert rebuild(desk.store, RULES, RECORD).differences == []
