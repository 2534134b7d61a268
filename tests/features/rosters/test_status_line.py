"""Who is on and who holds the desk, at the top of every screen: in words for its width, read when something moves."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from deskconsole.console.desk.holding import Duty
from deskconsole.console.desk.live import DeskSource
from deskconsole.console.desk.source import Counts
from deskconsole.console.pages import chrome
from deskconsole.console.painting.glyphs import ASCII, UNICODE
from deskconsole.console.painting.lines import Scene, plain
from deskconsole.core.actors import Actor
from deskconsole.features.rosters import commands as c
from deskconsole.features.staffing import commands as staffing
from tests.features.desks import TestDesk
from tests.features.rosters.test_commands import at

BERLIN = ZoneInfo("Europe/Berlin")
EARLY = Duty("Early", at("10T06:00"), at("10T14:00"), 4, 5, "mia")

WIDTHS = [
    (160, "Early 06–14 CET · 4 of 5 on · desk held by mia"),
    (120, "Early 06–14 · 4 of 5 on · desk mia"),
    (80, "Early 06–14 · desk mia"),
    (64, "desk mia"),
    (50, None),
]


@pytest.mark.parametrize(("room", "said"), WIDTHS)
def test_less_is_said_where_there_is_less_room(room: int, said: str | None) -> None:
    """First the zone and the people go, then the shift, then who holds it; never what is in trouble."""
    line = plain(_header(room, EARLY))
    assert len(line) == room
    assert ("mia" in line) == (said is not None)
    assert said is None or f"  {said}  " in line
    assert "◆ 3" in line


def _header(room: int, duty: Duty | None) -> list[tuple[str, str]]:
    scene = Scene(at("10T09:42"), BERLIN, UNICODE, "ana", duty=duty)
    return chrome.header(["Queue", "EMEA desk"], Counts(28, 3, 7), room, scene)


def test_a_long_path_leaves_who_holds_it() -> None:
    scene = Scene(at("10T09:42"), BERLIN, UNICODE, "ana", duty=EARLY)
    line = plain(chrome.header(["Queue", "Everything of EMEA", "INC-10442"], Counts(28, 3, 7), 120, scene))
    assert "   desk mia   " in line
    assert "Early" not in line


def test_without_colour_and_where_nobody_is_on() -> None:
    scene = Scene(at("10T09:42"), BERLIN, ASCII, "ana", duty=EARLY)
    assert "Early 06-14, desk mia" in plain(chrome.header(["Queue"], None, 80, scene))
    nobody = Duty(None, EARLY.begin, EARLY.begin, 0, 0, None)
    assert "no shift · desk not held" in plain(_header(120, nobody))
    half = EARLY._replace(begin=at("10T06:30"))
    assert "Early 06:30–14" in plain(_header(120, half))
    assert "desk" not in plain(_header(120, None)).replace("EMEA desk", "")


def test_it_is_read_when_the_roster_has_news_and_when_a_turn_ends(house: TestDesk) -> None:
    source = DeskSource(house.store, Actor("ana"))
    assert source.duty() is None  # the first page does not wait for it
    source.changes(0)
    begun = Duty("Early", at("09T06:00"), at("09T14:00"), 3, 3, "mia")
    assert source.duty() == begun
    house.do("ben", staffing.off())
    source.changes(0)
    assert source.duty() == begun._replace(on=2)
    house.do("mia", c.leave(begin=house.now, end=at("10T00:00")))
    source.changes(0)
    assert source.duty() == begun._replace(on=1, holder=None)
    kept = source.duty()
    source.changes(0)
    assert source.duty() is kept  # nothing has happened: nothing is read
    house.pass_("4h")
    house.show_time()
    source.changes(0)
    assert source.duty() == Duty("Late", at("09T14:00"), at("09T22:00"), 1, 1, None)
    source.close()


def test_who_works_for_a_team_sees_its_desk(house: TestDesk) -> None:
    source = DeskSource(house.store, Actor("noa"))
    source.changes(0)
    duty = source.duty()
    assert duty is not None
    assert (duty.name, duty.on, duty.of) == ("Network", 1, 1)
    source.close()


def test_a_desk_without_a_roster_says_nothing(desk: TestDesk) -> None:
    source = DeskSource(desk.store, Actor("ana"))
    source.changes(0)
    assert source.duty() is None
    source.close()
