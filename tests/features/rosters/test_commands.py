"""Leave, turns that others take, swaps: what is refused by name, and who is on after it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from deskconsole.core.actors import Actor
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import Instant, from_iso
from deskconsole.derive import RULES
from deskconsole.features.rosters import commands as c
from deskconsole.features.rosters.events import DeskTaken
from deskconsole.features.rosters.views import (
    Seat,
    Turn,
    clashes,
    holder,
    next_turn,
    on_now,
    turn_at,
    turns_between,
)
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk


def at(text: str) -> Instant:
    return from_iso(f"2026-03-{text}", ZoneInfo("Europe/Berlin"))


MONDAY, TUESDAY = at("09T06:00"), at("10T06:00")


def people(desk: TestDesk, when: Instant, team: str | None = None) -> str:
    turn = turn_at(desk.store.read, team, when)
    return " ".join(turn.people) if turn else "-"


def test_who_is_on_now_and_next(house: TestDesk) -> None:
    read, now = house.store.read, at("09T10:00")
    assert house.now == now
    turn = turn_at(read, None, now)
    assert turn is not None
    assert (turn.name, turn.lead, turn.duty_manager, turn.team) == ("Early", "mia", "max", None)
    assert (turn.begin, turn.end) == (MONDAY, at("09T14:00"))
    later = next_turn(read, None, now)
    assert later is not None
    assert (later.shift, later.people, later.lead) == ("late", ("eli",), None)
    over_the_weekend = next_turn(read, None, at("13T20:00"))
    assert over_the_weekend is not None
    assert over_the_weekend.begin == at("16T06:00")
    assert [member.handle for member in on_now(read, None, now)] == ["ana", "ben", "mia"]
    assert people(house, now, "network") == "noa"
    assert turn_at(read, None, at("09T23:00")) is None  # who is called is not here
    assert [turn.shift for turn in turns_between(read, None, MONDAY, TUESDAY)] == ["early", "late"]


def test_the_lead_of_the_turn_holds_the_desk_until_somebody_takes_it(house: TestDesk) -> None:
    assert holder(house.store.read, None, house.now) == "mia"
    with house.store.writing(Actor("eli"), RULES) as tx:  # as the acceptance of a handover does
        tx.record(DeskTaken(at=tx.now, desk_holder=1, operator="eli", how="accepted"))
        tx.settle()
    assert holder(house.store.read, None, house.now) == "eli"
    assert holder(house.store.read, "network", house.now) is None


def test_who_goes_on_leave_is_in_no_turn(house: TestDesk) -> None:
    house.do("ana", c.leave(begin=at("10T00:00"), end=at("12T00:00"), note="moving house"))
    turn = turn_at(house.store.read, None, TUESDAY)
    assert turn is not None
    assert (turn.people, turn.away) == (("ben", "mia"), ("ana",))
    with pytest.raises(Refused, match="that is the leave of ana: to enter it for others needs the permission"):
        house.do("ben", c.leave(begin=at("10T00:00"), end=at("12T00:00"), who="ana"))
    with pytest.raises(Refused, match=r"ana is on leave until Thu 12 Mar 00:00 CET \(LV-1\): ask somebody else"):
        house.do("mia", c.take("late", at("10T14:00"), "ana", "eli"))
    house.do("ana", c.stay("LV-1"))
    assert people(house, TUESDAY) == "ana ben mia"


def test_a_lead_has_somebody_take_a_part_of_a_turn(house: TestDesk) -> None:
    house.do("mia", c.take("early", TUESDAY, "max", "ana", at("10T10:00"), at("10T12:00"), reason="dentist"))
    assert people(house, at("10T09:59")) == "ana ben mia"
    assert people(house, at("10T10:00")) == "ben mia max"
    assert people(house, at("10T12:00")) == "ana ben mia"
    house.do("mia", c.give_back("RB-1"))
    assert people(house, at("10T10:00")) == "ana ben mia"


def test_two_places_at_once_and_too_little_rest_are_refused_by_name(house: TestDesk) -> None:
    with pytest.raises(Refused, match=r"ana has 0 s of rest between Early and Late, .*; 11 h are owed"):
        house.do("mia", c.take("late", at("10T14:00"), "ana", "eli"))
    with pytest.raises(Refused, match="ana is in Early and in Network at once"):
        house.do("max", c.take("network", at("10T08:00"), "ana", "noa"))
    with pytest.raises(BadInput, match="say the reason for it"):
        house.do("mia", c.take("late", at("10T14:00"), "ana", "eli", anyway=True))
    house.do("mia", c.take("late", at("10T14:00"), "ana", "eli", anyway=True, reason="eli has broken a leg"))
    assert people(house, at("10T15:00")) == "ana"
    (row,) = house.all("select despite, made_by from roster_booking")
    assert row == ("ana has 0 s of rest between Early and Late, Tue 10 Mar 14:00 CET; ana has 8 h of rest between Late"
                   " and Early, Wed 11 Mar 06:00 CET", "mia")  # fmt: skip


def test_what_is_no_part_of_it_is_refused(house: TestDesk) -> None:
    with pytest.raises(Refused, match="noa is not in Early Tue 10 Mar 06:00 CET: it is ana ben mia"):
        house.do("mia", c.take("early", TUESDAY, "max", "noa"))
    with pytest.raises(BadInput, match="Early is from Tue 10 Mar 06:00 CET until Tue 10 Mar 14:00 CET"):
        house.do("mia", c.take("early", TUESDAY, "max", "ana", at("10T05:00")))
    with pytest.raises(Refused, match="ben is in Early Tue 10 Mar 06:00 CET already"):
        house.do("mia", c.take("early", TUESDAY, "ben", "ana"))


def test_a_swap_is_asked_accepted_and_approved(house: TestDesk) -> None:
    house.do("ana", c.swap("early", at("11T06:00"), "max", reason="a wedding"))
    assert people(house, at("11T07:00")) == "ana ben mia"  # asked is not given
    with pytest.raises(Refused, match="SW-1 is asked: max has to accept it first"):
        house.do("mia", c.approve("SW-1"))
    with pytest.raises(Refused, match="SW-1 is asked of max: only they accept it"):
        house.do("ben", c.accept("SW-1"))
    house.do("max", c.accept("SW-1"))
    with pytest.raises(Refused, match="SW-1 is a swap of your own: another lead approves it"):
        house.do("max", c.approve("SW-1"))
    house.do("mia", c.approve("SW-1"))
    assert people(house, at("11T07:00")) == "ben mia max"
    with pytest.raises(Refused, match="SW-1 is approved: ask again for another"):
        house.do("mia", c.approve("SW-1"))


def test_a_swap_of_two_turns_gives_each_the_other(house: TestDesk) -> None:
    house.do("ben", c.swap("early", at("13T06:00"), "eli", "late", at("12T14:00")))
    house.do("eli", c.accept("SW-1"))
    with pytest.raises(Refused, match="ben has 0 s of rest between Early and Late"):
        house.do("mia", c.approve("SW-1"))
    house.do("mia", c.approve("SW-1", reason="both ask for it", anyway=True))
    assert (people(house, at("12T15:00")), people(house, at("13T07:00"))) == ("ben", "ana mia eli")


def test_what_changed_meanwhile_is_not_approved(house: TestDesk) -> None:
    house.do("ana", c.swap("early", at("11T06:00"), "max"))
    house.do("max", c.accept("SW-1"))
    house.do("ana", c.leave(begin=at("11T00:00"), end=at("12T00:00")))
    with pytest.raises(Refused, match="ana is not in early Wed 11 Mar 06:00 CET any more: refuse the swap"):
        house.do("mia", c.approve("SW-1"))
    house.do("mia", c.refuse("SW-1", "ana is away anyhow"))
    assert house.all("select state from roster_swap") == [("refused",)]


def test_what_has_begun_is_not_swapped(house: TestDesk) -> None:
    with pytest.raises(Refused, match="what has begun is not swapped any more"):
        house.do("ana", c.swap("early", house.now, "max"))


def test_rows_follow_from_the_journal(house: TestDesk) -> None:
    house.do("ana", c.leave(begin=at("20T00:00"), end=at("21T00:00"), note="a day off"))
    house.do("ana", c.swap("early", at("11T06:00"), "max", reason="a wedding"))
    house.do("max", c.accept("SW-1"))
    house.do("mia", c.approve("SW-1"))
    house.do("mia", c.take("early", TUESDAY, "max", "ana", reason="dentist"))
    house.do("mia", c.give_back("RB-2"))
    assert rebuild(house.store, RULES, RECORD).differences == []


def test_the_night_in_which_the_clocks_change_is_owed_its_rest_too() -> None:
    """From ten in the evening to eight in the morning are ten hours, and nine on the day that has twenty-three."""
    spans = {"a": (at("28T14:00"), at("28T22:00")), "b": (at("29T08:00"), at("29T12:00"))}
    turns = [
        Turn(None, key, *span, ("ben",), None, None, key.upper(), seats=(Seat("ben", *span),))
        for key, span in spans.items()
    ]
    assert str(clashes(turns, 10 * 3600)[0]) == "ben has 9 h of rest between A and B"
    assert clashes(turns, 9 * 3600) == []
