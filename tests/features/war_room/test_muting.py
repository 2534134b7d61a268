"""A rule that proposes rooms is muted: what it would have proposed is counted, and comes later if it is still so."""

from __future__ import annotations

from deskconsole.core.instants import HOUR, Instant
from deskconsole.features.escalation import commands as x
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk
from tests.features.escalation.worlds import proved
from tests.features.war_room.worlds import broken, room, rooms


def muted(desk: TestDesk, hours: int, **more: object) -> None:
    desk.do("mia", x.mute("services", Instant(desk.now + hours * HOUR), "a drill", **more))  # type: ignore[arg-type]


def withheld(desk: TestDesk) -> list[tuple[str, str, int | None]]:
    return desk.all("select cause_kind, cause, proposed from escalation_withheld where run is null order by id")


def test_a_room_that_was_withheld_is_proposed_once_the_mute_is_over_if_it_is_still_needed(desk: TestDesk) -> None:
    muted(desk, 4)
    first = broken(desk, 6)
    broken(desk, 4, service="mail")
    desk.pass_("3h")
    desk.tick()
    assert rooms(desk) == []
    assert withheld(desk) == [("service", "vpn", None), ("service", "mail", None)]  # each once, however many broke
    for ticket in first[3:]:
        desk.do("mia", c.resolve(ticket, "fixed", "cable"))
    desk.pass_("1h")
    desk.tick()
    assert withheld(desk) == [("service", "vpn", 0), ("service", "mail", 1)]  # three of one are left, that is too few
    assert rooms(desk) == [("WR-1", "proposed")]
    assert room(desk).cause == "mail"
    proved(desk)


def test_a_mute_of_one_service_lets_the_others_have_their_rooms_and_ends_when_somebody_says_so(desk: TestDesk) -> None:
    muted(desk, 20, service="vpn")
    broken(desk, 4)
    broken(desk, 4, service="mail")
    desk.pass_("2h1m")
    desk.tick()
    assert room(desk).cause == "mail"
    desk.do("mia", x.unmute("services"))
    desk.tick()
    assert [room(desk, number).cause for number in ("WR-1", "WR-2")] == ["mail", "vpn"]
    proved(desk)


def test_p1s_have_their_room_unless_they_are_muted_as_well(desk: TestDesk) -> None:
    muted(desk, 20)
    for place in range(4):
        desk.new(f"No VPN {place}", service="vpn", impact="1", urgency="1")
    desk.pass_("4h")
    desk.tick()
    assert rooms(desk) == [("WR-1", "proposed")]
