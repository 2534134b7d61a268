"""A rule that chooses a person asks the roster who is on."""

from __future__ import annotations

import json
from typing import Any

from deskconsole.features.staffing import commands as staffing
from tests.features.desks import TestDesk


def assigned(house: TestDesk, ticket: int) -> dict[str, Any]:
    sql = "select body from journal where about = 'ticket' and subject = :t and kind = 'ticket.assigned'"
    (found,) = [json.loads(body) for (body,) in house.all(sql, t=ticket)]
    return found  # type: ignore[no-any-return]


def test_who_is_on_by_the_roster_gets_it_though_they_have_said_nothing(house: TestDesk) -> None:
    house.do("tia", staffing.available())
    told = assigned(house, house.new(service="vpn"))
    assert told["owner"] == "noa"
    assert "noa: on, has vpn, least to do, load 0" in told["why"]
    assert "tia: is not on now, by the roster" in told["why"]


def test_who_is_on_and_has_left_does_not(house: TestDesk) -> None:
    house.do("noa", staffing.off())
    assert "noa: off" in assigned(house, house.new(service="vpn"))["why"]


def test_in_hours_without_a_turn_it_is_whoever_is_available(house: TestDesk) -> None:
    house.pass_("14h")
    house.do("tia", staffing.available())
    assert assigned(house, house.new(service="vpn"))["owner"] == "tia"
