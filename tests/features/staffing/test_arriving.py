"""What follows when a ticket comes to a team: somebody who fits gets it, or it goes elsewhere when nobody takes it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deskconsole.derive import RULES
from deskconsole.engine.tick import catch_up
from deskconsole.features.staffing import commands as c
from deskconsole.features.staffing.rules import Person, choose
from deskconsole.features.tickets import commands as t
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, TestDesk, minutes


def bodies(desk: TestDesk, ticket: int, kind: str) -> list[dict[str, Any]]:
    sql = "select body from journal where about = 'ticket' and subject = :t and kind = :k order by seq"
    return [json.loads(body) for (body,) in desk.all(sql, t=ticket, k=kind)]


# --- to a person -----------------------------------------------------------------------------------------------------


def test_a_rule_may_choose_the_person_and_says_why(desk: TestDesk) -> None:
    busy = desk.new("Slow", service="mail", impact="1", urgency="1")
    for handle in ("ana", "net", "nia"):
        desk.do(handle, c.available())
    desk.do("nia", c.break_())
    desk.do("ana", t.claim(busy))
    ticket = desk.new("Total outage", service="vpn", by="lea")  # the rule before this one takes it
    assert desk.row(ticket).owner is None
    ticket = desk.new("Total outage", by="lea")
    (told,) = bodies(desk, ticket, "ticket.assigned")
    assert (told["owner"], told["rule"]) == ("net", "rule “outages to a person”")
    assert told["why"] == [
        "net: available, least to do, load 0",
        "ana: has more to do, load 5",
        "ben: has not said that they are here",
        "glo: has not said that they are here",
        "lea: has not said that they are here",
        "nia: on a break",
    ]
    assert desk.row(ticket).state == "new"  # given, not begun


def test_skills_of_the_service_decide(desk: TestDesk) -> None:
    people = [
        Person("ana", "available", frozenset({"vpn"}), 9),
        Person("ben", "available", frozenset({"sap"}), 0),
        Person("chi", "available", frozenset({"vpn", "sap"}), 12),
    ]
    assert choose(people, frozenset({"vpn"})).handle == "ana"
    assert choose(people, frozenset({"vpn"})).why == (
        "ana: available, has vpn, least to do, load 9",
        "ben: lacks vpn",
        "chi: has more to do, load 12",
    )
    assert choose(people, frozenset({"mainframe"})).handle is None


def test_where_nobody_fits_it_stays_in_the_pool_and_says_so(desk: TestDesk) -> None:
    ticket = desk.new("Total outage", by="lea")
    (told,) = bodies(desk, ticket, "ticket.assigned")
    assert "owner" not in told
    assert "ana: has not said that they are here" in told["why"]
    assert desk.row(ticket).owner is None


# --- when nobody takes it --------------------------------------------------------------------------------------------


def test_at_half_its_clock_it_goes_elsewhere_also_with_the_engine_off(desk: TestDesk) -> None:
    """Caught up it happens at the instant at which it was due, once, and says by which rule (rules 7, 29)."""
    ticket = desk.new("VPN drops", service="vpn", impact="1", urgency="2")  # P2: first response in 30m
    desk.pass_("3h")
    catch_up(desk.store)
    assert desk.row(ticket).team == "EMEA desk"
    routed = [x for x in desk.events(ticket) if x.kind == "ticket.routed"]
    assert [x.at for x in routed] == [START, START + minutes(15)]
    told = bodies(desk, ticket, "ticket.routed")[-1]
    assert told["rule"] == "nobody took it"
    assert told["why"] == [
        "nobody took it by 50 % of its clock",
        "nobody took mail: service is vpn, not mail",
        "nobody took it: fits, team is network, so it goes to emea",
    ]
    before = desk.kinds(ticket).count("ticket.routed")
    desk.do("lea", t.to_team(ticket, "network"))  # a rule moves a ticket once
    desk.pass_("30h")
    desk.tick()
    assert desk.kinds(ticket).count("ticket.routed") == before + 1
    assert desk.row(ticket).team == "Network"


def test_what_somebody_took_stays(desk: TestDesk) -> None:
    ticket = desk.new("VPN drops", service="vpn", impact="1", urgency="2")
    desk.pass_("14m")
    desk.do("net", t.claim(ticket))
    desk.pass_("3h")
    desk.tick()
    assert desk.row(ticket).team == "Network"


def test_given_back_late_it_goes_when_it_is_given_back(desk: TestDesk) -> None:
    ticket = desk.new("VPN drops", service="vpn", impact="1", urgency="2")
    desk.do("net", c.next_())
    desk.pass_("20m")
    desk.do("net", c.skip(ticket, "my laptop burns"))
    desk.tick()
    assert [x.at for x in desk.events(ticket) if x.kind == "ticket.routed"][-1] == START + minutes(20)


def test_a_pause_moves_the_share(desk: TestDesk) -> None:
    ticket = desk.new("Slow", service="mail", impact="3", urgency="3")  # P5: response 9h, which no hold pauses
    desk.pass_("7h")
    desk.tick()
    assert desk.row(ticket).team == "EMEA desk"
    desk.do("ana", t.reply(ticket, "we are looking"))  # now it is the resolution: 80 % of 90h
    desk.pass_("64h59m")
    desk.tick()
    assert desk.row(ticket).team == "EMEA desk"
    desk.pass_("1m")
    desk.tick()
    assert desk.row(ticket).team == "On call"


def test_a_share_used_before_it_came_is_not_held_against_them(desk: TestDesk) -> None:
    ticket = desk.new("Printer", impact="1", urgency="2", by="lea")
    desk.pass_("20m")
    desk.do("lea", t.to_team(ticket, "network"))
    desk.pass_("5m")
    desk.tick()
    assert desk.row(ticket).team == "Network"


def test_the_journal_rebuilds_all_of_it(desk: TestDesk) -> None:
    ticket = desk.new("VPN drops", service="vpn", impact="1", urgency="2")
    desk.do("net", c.available())
    desk.do("net", c.transfer(ticket, "ana", note="over to you"))
    desk.do("ana", c.return_(ticket, "no"))
    desk.do("net", c.next_())
    desk.do("net", c.record(ticket, 90))
    desk.do("net", c.correct(ticket, 60, "lunch"))
    desk.do("net", c.skip(ticket, "no"))
    desk.new("VPN drops again", service="vpn")
    found = rebuild(desk.store, RULES, RECORD)
    assert (found.differences, found.stale) == ([], 0)
    assert desk.all("select count(*) from timer where kind = 'unclaimed'") == [(2,)]


@pytest.mark.parametrize("handle", ["ana", "net"])
def test_the_desk_alone_has_tickets_arrive(desk: TestDesk, handle: str) -> None:
    """What only the desk does has no word for people."""
    from deskconsole import world

    assert not {"ticket.arrived", "ticket.reroute", "transfer.lapse", "touch.record"} & set(world.offered())
