"""A year of changes of shift in three zones: each is drafted, and its offline sheet due, at its instant, also in the
nights the clocks change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from deskconsole.core.instants import MINUTE, Instant, from_datetime, from_iso
from deskconsole.engine.tick import advance
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from tests.features.desks import TestDesk, copied
from tests.features.handover.worlds import TEXT

AtNight = Callable[[str, Instant], TestDesk]


class Changes(NamedTuple):
    """When handovers were drafted, and when offline sheets were due."""

    drafted: list[int]
    sheets: list[int]


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
"""The last one moves its clocks by half an hour, on the other half of the year."""
NIGHTS = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
}


def text(zone: str) -> str:
    return TEXT[: TEXT.index("[shifts.early]")].replace("Europe/Berlin", zone) + (
        f'[shifts.day]\nzone = "{zone}"\nhours = "08:00-20:00"\npeople = ["mia"]\nlead = "mia"\n'
        f'[shifts.night]\nzone = "{zone}"\nhours = "20:00-08:00"\npeople = ["tom"]\nlead = "tom"\n'
        '[offline]\nfolder = "/mnt/second-place"\n'
    )


def expected(zone: str, first: date, last: date) -> Changes:
    """Each at eight and at twenty o'clock on the wall, drafted half an hour before, by the standard library alone."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    changes = [on_the_wall(day, hour, zone) for day in days for hour in (8, 20)]
    return Changes([at - 30 * MINUTE for at in changes], list(changes))


def drafted(desk: TestDesk) -> list[int]:
    return [at for (at,) in desk.all("select drafted_at from handover where drafted_at is not null order by begin_at")]


def sheets(desk: TestDesk) -> list[int]:
    """When an offline sheet was due, but the first: that one is due as soon as the desk file says where to."""
    due = "select occurred_at from journal where kind = 'offline.due' order by seq"
    return [at for (at,) in desk.all(due)][1:]


@pytest.fixture
def at_night(handing_template: Path, tmp_path: Path) -> AtNight:
    """A desk of a zone, with two shifts a day, from an instant on."""

    def made(zone: str, begin: Instant) -> TestDesk:
        desk = TestDesk(copied(handing_template, tmp_path / "desk.db"), begin)
        with desk.store.backend.writing() as driver:  # the template is of another time: nothing happened before this
            driver.change("update journal set occurred_at = :at, known_at = :at, recorded_at = :at", {"at": begin - 1})
            driver.change("delete from timer")
            driver.change("delete from handover")
            driver.change("delete from journal where about = 'handover'")
            driver.change("update roster_version set since = :at", {"at": begin - 1})
        desk.do("max", apply(plan(parse(text(zone)), current(desk.store.read))))
        advance(desk.store)
        return desk

    return made


def run_through(desk: TestDesk, end: Instant) -> Changes:
    """The engine until an instant, timer by timer."""
    while (due := desk.scalar("select min(fire_at) from timer where parked = 0")) is not None and due <= end:
        desk.clock.passed = max(due - desk.anchor, desk.clock.passed)
        advance(desk.store)
    found = Changes(drafted(desk), sheets(desk))
    desk.store.close()
    return found


def on_the_wall(day: date, hour: int, zone: str) -> Instant:
    return from_datetime(datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("night", [0, 1])
def test_the_nights_in_which_the_clocks_change(at_night: AtNight, zone: str, night: int) -> None:
    day = NIGHTS[zone][night]
    first, last = day - timedelta(days=1), day + timedelta(days=1)
    desk = at_night(zone, on_the_wall(first, 6, zone))
    assert run_through(desk, on_the_wall(last, 21, zone)) == expected(zone, first, last)


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_nights(at_night: AtNight, zone: str) -> None:
    first, last = date(2026, 1, 2), date(2026, 12, 30)
    desk = at_night(zone, on_the_wall(first, 6, zone))
    assert run_through(desk, on_the_wall(last, 21, zone)) == expected(zone, first, last)


def test_after_a_downtime_each_is_drafted_as_of_its_instant(desk: TestDesk) -> None:
    desk.until("2026-03-04T12:00Z")
    desk.tick()
    assert drafted(desk) == [
        from_iso(at) for at in ("2026-03-03T12:30Z", "2026-03-03T20:30Z", "2026-03-04T04:30Z")
    ]  # fmt: skip
    assert desk.all("select distinct state from handover where drafted_at is not null") == [("draft",)]
