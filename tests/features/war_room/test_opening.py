"""Many promises break at once: one room is proposed, a lead decides, and what belongs to it comes by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest

from deskconsole.core.actors import DESK
from deskconsole.core.desk import Query
from deskconsole.core.errors import Conflict, NotFound, Refused
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.causes import CROSSED, MATCHING
from tests.features.desks import TestDesk
from tests.features.war_room.worlds import FILE, broken, room, room_of, rooms, told


def test_four_clocks_that_break_within_a_quarter_of_an_hour_are_one_room(desk: TestDesk) -> None:
    first = broken(desk, 3)
    desk.pass_("10m")
    last = broken(desk, 1)
    desk.pass_("1h51m")
    desk.tick()
    assert rooms(desk) == []  # three are none
    desk.pass_("10m")
    desk.tick()
    made = room(desk)
    assert (made.state, made.cause_kind, made.cause, made.title) == ("proposed", "service", "vpn", "Remote access")
    assert made.why == "4 clocks of P1–P3 broken on Remote access within 15 minutes"
    assert (made.rule, made.proposed_by, made.since) == ("services", "desk", desk.anchor)
    assert [room_of(desk, each) for each in [*first, *last]] == ["WR-1"] * 4
    assert {who for who, _ in told(desk)} == {"lea", "mia"}


def test_what_lies_further_apart_is_of_another_service_or_is_over_counts_for_nothing(desk: TestDesk) -> None:
    broken(desk, 2)
    desk.pass_("20m")
    broken(desk, 2)
    broken(desk, 2, service="mail")
    done = broken(desk, 1)[0]
    desk.do("mia", c.resolve(done, "fixed", "cable"))
    desk.pass_("4h")
    desk.tick()
    assert rooms(desk) == []


def test_two_rules_that_fire_in_the_same_tick_make_one_room(desk: TestDesk) -> None:
    found = broken(desk, 8, customer="acme")
    desk.pass_("2h1m")
    desk.tick()
    assert rooms(desk) == [("WR-1", "proposed")]
    assert {room_of(desk, each) for each in found} == {"WR-1"}


def test_a_customer_whose_services_all_break_is_a_cause(desk: TestDesk) -> None:
    broken(desk, 2, customer="acme")
    broken(desk, 2, service="mail", customer="acme")
    desk.pass_("2h1m")
    desk.tick()
    assert (room(desk).cause_kind, room(desk).cause, room(desk).rule) == ("customer", "acme", "customers")


def test_a_lead_confirms_and_what_is_of_the_cause_comes_now_and_later(desk: TestDesk) -> None:
    calm = desk.new("Slow VPN", service="vpn", impact="3", urgency="3")
    asked = desk.new("A token, please", type="request", service="vpn")
    broken(desk)
    desk.pass_("2h1m")
    desk.tick()
    assert room_of(desk, calm) is None
    with pytest.raises(Refused):
        desk.do("ana", w.confirm("WR-1"))
    desk.do("mia", w.confirm("WR-1"))
    desk.tick()
    assert (room(desk).state, room(desk).confirmed_by) == ("open", "mia")
    later, other = desk.new("VPN drops", service="vpn"), desk.new("Mail is slow", service="mail")
    assert [room_of(desk, each) for each in (calm, asked, later, other)] == ["WR-1", None, "WR-1", None]
    moved = desk.new("No idea")
    desk.do("ana", c.reclassify(moved, "it is the VPN", service="vpn"))
    assert room_of(desk, moved) == "WR-1"
    with pytest.raises(Refused, match="open already by mia"):
        desk.do("lea", w.confirm("WR-1"))


def test_what_was_rejected_is_not_proposed_again_for_as_long_as_the_rule_says(desk: TestDesk) -> None:
    found = broken(desk)
    desk.pass_("2h1m")
    desk.tick()
    desk.do("lea", w.reject("WR-1", "a drill"))
    desk.tick()
    assert (room(desk).state, room(desk).reason) == ("rejected", "a drill")
    assert [room_of(desk, each) for each in found] == [None] * 4
    broken(desk)
    desk.pass_("2h1m")
    desk.tick()
    assert len(rooms(desk)) == 1
    desk.pass_("4h")
    broken(desk)
    desk.pass_("2h1m")
    desk.tick()
    assert rooms(desk) == [("WR-1", "rejected"), ("WR-2", "proposed")]


def test_a_proposal_that_nobody_answers_lapses(desk: TestDesk) -> None:
    desk.do("ana", w.declare("Nobody can print", "service", "mail"))
    assert room(desk).state == "proposed"
    desk.pass_("12h1m")
    desk.tick()
    assert (room(desk).state, room(desk).ended_by) == ("rejected", "desk")
    assert room(desk).reason == "nobody answered within 12 h"


def test_two_leads_who_declare_at_once_open_one_room(desk: TestDesk) -> None:
    desk.do("mia", w.declare("VPN gateway", "service", "vpn"))
    with pytest.raises(Conflict, match="WR-1 is open for Remote access already"):
        desk.do("lea", w.declare("No VPN", "service", "vpn"))
    desk.do("mia", w.declare("Nobody can print", "hand", "Spooler of the second floor"))
    with pytest.raises(Conflict, match="WR-2 is open"):
        desk.do("lea", w.declare("Printers", "hand", "spooler of the second FLOOR"))
    with pytest.raises(NotFound, match="there is no service vnp"):
        desk.do("lea", w.declare("No VPN", "service", "vnp"))
    assert len(rooms(desk)) == 2


def test_the_store_itself_refuses_a_second_live_room_of_a_cause(desk: TestDesk) -> None:
    desk.do("mia", w.declare("VPN gateway", "service", "vpn"))
    columns = "id, number, cause_kind, cause, state, live, proposed_at, proposed_by, since"
    with pytest.raises(Exception, match=r"(?i)unique"), desk.store.backend.writing() as driver:
        driver.change(f"insert into war_room ({columns}) values (9, 'WR-9', 'service', 'vpn', 'open', 1, 0, 'x', 0)")


def test_a_configuration_item_is_a_cause_by_the_field_ci(desk: TestDesk) -> None:
    desk.do("mia", w.declare("Gateway", "ci", "gateway-emea-2"))
    ticket = desk.new("VPN drops", fields={"ci": "gateway-emea-2"})
    assert room_of(desk, ticket) == "WR-1"


def test_a_step_of_an_escalation_may_propose_one(desk: TestDesk) -> None:
    ticket = desk.new("VPN drops", service="vpn")
    desk.do("desk", w.propose(ticket, "step 3 of an escalation"))
    assert (room(desk).state, room(desk).cause, room_of(desk, ticket)) == ("proposed", "vpn", "WR-1")
    desk.do("desk", w.propose(desk.new("No VPN", service="vpn"), "step 3 of an escalation"))
    assert len(rooms(desk)) == 1


def test_what_is_asked_of_many_tickets_is_found_by_what_happened_lately(desk: TestDesk) -> None:
    """However many tickets a service ever had: cost follows what crossed, or came, since a moment."""
    for kind, query in CROSSED.items():
        found = _plan(desk, query)
        assert "journal_crossed (occurred_at>? AND occurred_at<?)" in found, kind
        assert not re.search(r"SCAN [jt]\b", found), kind
    for kind, ids in MATCHING.items():
        found = _plan(desk, ids)
        assert "SEARCH t USING INDEX ticket_age (opened_at>?)" in found, kind


def _plan(desk: TestDesk, query: Query[Any]) -> str:
    values = dict.fromkeys(re.findall(r"(?<![:\w]):([a-z]+)", query.sql), 1)
    return "\n".join(row[3] for row in desk.all(f"explain query plan {query.sql}", **values))


def test_an_escalation_that_says_so_proposes_one_where_no_rule_did(desk: TestDesk) -> None:
    text = FILE.read_text().replace('at = "100 %"\nto = "lead"', 'at = "100 %"\nto = "lead"\nwar_room = true', 1)
    desk.do(DESK, apply(plan(parse(text), current(desk.store.read), 2026)))
    broken(desk, 1)
    desk.pass_("2h1m")
    desk.tick()
    assert (room(desk).state, room(desk).why, room(desk).cause) == ("proposed", "step 2 of an escalation", "vpn")
