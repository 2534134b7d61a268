"""A weekend without an engine: what was missed is recorded as if it had been there, and told in one go (rule 29)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from deskconsole.console.desk.live import DeskSource
from deskconsole.console.pages import news
from deskconsole.console.painting.lines import Scene
from deskconsole.core.actors import Actor
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk, copied, said
from tests.stories.promises.asking import Asked

NOON, OFF, ON = said("2026-03-06T12:00Z"), said("2026-03-06T19:00Z"), said("2026-03-09T06:00Z")
"""Friday, and eight in the evening of it in Berlin; seven in the morning of Monday."""

LEVELS: tuple[tuple[Any, Any], ...] = (("1", "1"), ("1", "2"), ("2", "2"), ("2", "3"), ("3", "3"))
"""Impact and urgency of P1 to P5."""


@pytest.fixture
def desk(desk_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    """Friday at eight in the evening: 180 tickets have come since noon, 300 of their clocks are open."""
    desk = TestDesk(copied(desk_template, tmp_path / "desk.db"), NOON)
    for n in range(180):
        impact, urgency = LEVELS[n % 5]
        ticket = desk.new(f"ticket {n}", customer="acme", impact=impact, urgency=urgency)
        if n % 3 == 0:
            desk.do("ana", c.reply(ticket, "Which one?"))
        if n % 6 == 0:
            desk.do("ana", c.hold(ticket, "caller", Instant(desk.now + (1 + n % 48) * HOUR)))
        desk.pass_("2m20s")
    assert desk.now == OFF
    desk.tick()
    assert desk.scalar("select count(*) from clock where state in ('running', 'paused')") == 300
    yield desk
    desk.store.close()


def recorded(desk: TestDesk) -> list[tuple[Any, ...]]:
    """Thresholds and ends of holds since Friday evening, but for when and by whom they were recorded."""
    columns = "kind, subject, occurred_at, body"
    since = f"select {columns} from journal where recorded_at > :off and kind != 'ticket.resolved'"
    return sorted(desk.all(since, off=OFF))


def test_engine_off_friday_20_00_to_monday_07_00_with_300_open_clocks(
    desk: TestDesk, asked: Asked, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(desk.path)) as friday, closing(sqlite3.connect(tmp_path / "ticked.db")) as copy:
        friday.backup(copy)
    ticked = TestDesk(tmp_path / "ticked.db", NOON)
    ticked.until("2026-03-06T19:00Z")
    while ticked.now < ON - 10 * MINUTE:
        ticked.pass_("10m")
        ticked.tick()
    desk.until("2026-03-09T05:50Z")

    # Ten minutes before the engine is on Ana resolves what would have been late soon: a P4 of Friday 12:42, held for
    # 19 hours, so that 80 % of its 48 were used on Sunday at 22:06, and 90 % at 2:54 today.
    soon = 19
    ana = DeskSource(desk.store, Actor("ana"))
    for one in (desk, ticked):
        one.do("ana", c.resolve(soon, "fixed", "the other one"))
        one.pass_("10m")
        one.tick()

    # As if it had been on all the time: the same at the same instants, each once, in the order in which it was so.
    assert recorded(desk) == recorded(ticked)
    assert len({*recorded(desk)}) == len(recorded(desk)) == 530
    assert desk.record() == ticked.record()
    ticked.store.close()
    order = [at for (at,) in desk.all("select occurred_at from journal where recorded_at >= :on order by seq", on=ON)]
    assert order == sorted(order)
    assert asked.told(soon) == [(80, 57 * 60 + 24), (90, 62 * 60 + 12)]

    # Whose console was open is told in one go: of each clock the last, and of what is over by now nothing any more.
    ana.changes(0)
    digest = ana.told()
    broken = desk.all("select subject, body from journal where kind = 'clock.breached' and recorded_at >= :on", on=ON)
    assert len(digest) == len(broken) + 2 == 172
    assert {(each.number, each.share) for each in digest if each.share < 100} == {("INC-10043", 80), ("INC-10133", 90)}
    gravest = news.message(max(digest, key=news.gravity), Scene(desk.now, ana.zone))
    assert gravest.words == "Sun 8 Mar 15:30 INC-10091 breached resolution · P1 Acme · nobody owns it"
    desk.tick()
    ana.changes(0)
    assert ana.told() == []
    late = asked("show", "queue", "--filter", "is:breached", "--format", "csv").csv
    assert {line["ticket"] for line in late} >= {each.number for each in digest if each.share == 100}
    asked.proved()
