"""What is at stake in a room, against what was put into it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from deskconsole.cli.war_room_stakes import shown
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.core.money import Money
from deskconsole.features.changes import commands as ch
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse, read
from deskconsole.features.deskfile.plan import held_file, plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.stakes.views import affected, blast_radius, exposure, lately, orders, stakes
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room.events import RoomProposed, TicketAttached
from deskconsole.house import House
from tests.features.desks import START, TestDesk, call
from tests.features.stakes.conftest import FILE

DESK_ACTOR = Actor(DESK, "tests")


@command("test.room", needs="desk")
def room_of(desk: Desk, kind: str, cause: str, tickets: tuple[int, ...], parent: int) -> Iterator[Event]:
    """A room with these tickets."""
    number, link = desk.next_id("war_room"), desk.next_id("war_room_ticket")
    name = f"WR-{number}"
    yield RoomProposed(
        at=desk.now, war_room=number, number=name, cause_kind=kind, cause=cause, since=desk.now, by="ana",
        title=Private("Gateway drops"), parent=parent or None,
    )  # fmt: skip
    for place, ticket in enumerate(tickets):
        yield TicketAttached(
            at=desk.now,
            ticket=ticket,
            link=link + place,
            war_room=number,
            number=name,
            by="ana",
            how="hand",
            quiet=True,
        )


def opened(desk: TestDesk, kind: str = "ci", cause: str = "gw-2", parent: int = 0, *tickets: int) -> int:
    House(desk.store, DESK_ACTOR).do(room_of(kind, cause, tickets, parent))
    return int(desk.scalar("select max(id) from war_room"))


@pytest.fixture
def outage(desk: TestDesk) -> tuple[int, int]:
    """Half an hour of calls: the gateway itself, and what hangs on it; the room and the major incident."""
    big = desk.new("Gateway EMEA-2 down", customer="acme", service="vpn", impact="1", urgency="1")
    desk.do("ana", c.declare_outage(big, "We know."))
    calls = [
        desk.new(f"no {service} {n}", customer=customer, service=service, impact="1", urgency="2")
        for service, customer, count in (("vpn", "acme", 3), ("softphone", "civita", 2), ("sap", "nordlys", 1))
        for n in range(count)
    ]
    calls.append(desk.new("who knows", impact="2", urgency="2"))
    desk.pass_("50m")
    desk.tick()
    for ticket in calls[:5]:
        desk.do("ana", c.attach(ticket))
    return opened(desk, "ci", "gw-2", big, *calls), big


def test_the_desk_holds_what_its_file_says_of_it(desk: TestDesk) -> None:
    """A second time nothing is left to do, and what is exported says the same."""
    file, held = read(FILE), current(desk.store.read)
    assert plan(file, held, 2026) == []
    assert parse(export(held_file(held))) == file


def test_what_hangs_on_the_cause_is_a_tree_with_the_tickets_about_each(desk: TestDesk, outage: tuple[int, int]) -> None:
    room, _ = outage
    found = blast_radius(desk.store.read, room, desk.now)
    assert [(each.key, each.kind, each.above, each.depth, each.tickets) for each in found.nodes] == [
        ("gw-2", "item", None, 0, 0),
        ("vpn", "service", "gw-2", 1, 3),
        ("sap", "service", "vpn", 2, 1),
        ("softphone", "service", "vpn", 2, 2),
        ("", "", None, 0, 1),
    ]
    assert (found.tickets, found.customers, found.recorded) == (7, 3, True)


def test_late_and_at_risk_are_counted_where_they_are(desk: TestDesk, outage: tuple[int, int]) -> None:
    """Gold’s first answer was due after half an hour; nobody else was promised one."""
    room, _ = outage
    counts = {each.key: (each.breached, each.at_risk) for each in blast_radius(desk.store.read, room, desk.now).nodes}
    assert counts == {"gw-2": (0, 0), "vpn": (3, 0), "sap": (0, 0), "softphone": (0, 0), "": (0, 0)}
    desk.pass_("95m")
    desk.tick()
    later = {each.key: (each.breached, each.at_risk) for each in blast_radius(desk.store.read, room, desk.now).nodes}
    assert later["softphone"] == (0, 2)


def test_what_is_like_the_cause_is_named_with_its_next_change(desk: TestDesk, outage: tuple[int, int]) -> None:
    room, _ = outage
    begin = Instant(desk.now + 5 * HOUR)
    desk.do("ana", ch.enter("firmware 9.1.4", begin, Instant(begin + HOUR), "high", "gw-1"))
    (sibling,) = blast_radius(desk.store.read, room, desk.now).siblings
    assert sibling == ("gw-1", "gateway EMEA-1", "firmware 9.1", "gw-2", "CHG-1", begin, "high")


def test_changes_of_late_say_what_they_touch(desk: TestDesk) -> None:
    for hours, title, services in ((-30, "too long ago", "gw-2"), (-20, "firmware", "gw-2"), (-3, "DNS", "mail")):
        begin = Instant(START + hours * HOUR)
        desk.do("ana", ch.enter(title, begin, Instant(begin + HOUR), "not-rated", services))
    begin = Instant(START - 2 * HOUR)
    desk.do("ana", ch.enter("power", begin, Instant(begin + HOUR), "not-rated", "rack"))
    room = opened(desk, "service", "vpn", 0, desk.new(service="vpn"))
    found = lately(desk.store.read, room, desk.now)
    assert [(each.change.title, each.touches) for each in found] == [
        ("power", ("rack",)),
        ("firmware", ("gw-2",)),
        ("DNS", ()),
    ]


def test_customers_stand_by_tier_with_when_they_must_be_told(desk: TestDesk, outage: tuple[int, int]) -> None:
    room, big = outage
    rows = affected(desk.store.read, room, desk.now)
    assert [(row.key, row.tier, row.tickets, row.breached) for row in rows] == [
        ("acme", "gold", 3, 3),
        ("civita", "silver", 2, 0),
        ("nordlys", None, 1, 0),
        (None, None, 1, 0),
    ]
    assert (rows[0].notice, rows[0].notice_by) == ("contract notice § 7.2", START + 90 * MINUTE)
    assert rows[0].notice_ticket == desk.row(big).number  # the major incident, which is no call of the room
    assert [row.notice for row in rows[1:]] == [None, None, None]


def test_exposure_is_what_agreements_say_within_their_caps(desk: TestDesk, outage: tuple[int, int]) -> None:
    """Gold pays for resolutions alone: P1 10 % of 10 000, P2 300, all together 15 % at most; silver 100 each."""
    room, _ = outage
    found = exposure(desk.store.read, room, desk.now)
    assert (found.now, found.if_nothing) == ((), (Money(150_000 + 20_000, "EUR"),))
    desk.pass_("71m")
    desk.tick()
    now = exposure(desk.store.read, room, desk.now)
    assert now.now == (Money(150_000, "EUR"),)
    assert now.if_nothing == found.if_nothing
    assert [(row.key, row.if_nothing) for row in affected(desk.store.read, room, desk.now)][:2] == [
        ("acme", (Money(150_000, "EUR"),)),
        ("civita", (Money(20_000, "EUR"),)),
    ]


def test_a_desk_without_dependencies_or_credits_says_so(desk: TestDesk) -> None:
    room = opened(desk, "service", "mail", 0, desk.new(service="mail", impact="3", urgency="1"))
    assert not blast_radius(desk.store.read, room, desk.now).recorded
    assert exposure(desk.store.read, room, desk.now) == ((), (), False)


def test_orders_are_ranked_by_what_they_break(desk: TestDesk, outage: tuple[int, int]) -> None:
    """Ten minutes are left until the gateway’s hour is over, and an hour is assumed: what heals comes too late for
    itself, and in time for what belongs to it."""
    room, _ = outage
    found = orders(desk.store.read, room, desk.now)
    assert found.orders[0].label == "gateway EMEA-2 first, then all"
    assert {each.label for each in found.orders} == {
        "gateway EMEA-2 first, then all", "gold customers first", "by time to breach", "oldest first",
    }  # fmt: skip
    assert (found.pace.hands, found.pace.work, found.pace.work_from) == (1, 15 * MINUTE, "not measured, assumed")
    assert found.open == 8
    some, many = found.orders[0].outcome, orders(desk.store.read, room, desk.now, hands=40).orders[0].outcome
    assert many.breaches <= some.breaches
    assert many.done_at is not None
    assert some.done_at is not None
    assert many.done_at <= some.done_at


def test_what_work_takes_is_measured_where_it_was(desk: TestDesk, outage: tuple[int, int]) -> None:
    room, _ = outage
    for n in range(5):
        ticket = desk.new(f"old {n}", service="vpn")
        desk.do("ben", call("touch.record", ticket, 60 * (n + 1)))
        desk.do("ben", call("touch.record", ticket, 60))
        desk.do("ben", c.resolve(ticket, "fixed", "config", "done"))
    pace = orders(desk.store.read, room, desk.now).pace
    assert (pace.work, pace.work_from) == (4 * MINUTE, "median of 5 tickets of these services")
    assert pace.cause_from == "not measured, assumed"


def test_it_is_all_read_in_one_go(desk: TestDesk, outage: tuple[int, int]) -> None:
    room, _ = outage
    read, now = desk.store.read, desk.now
    held = stakes(read, room, now)
    assert blast_radius(read, room, now, held) == blast_radius(read, room, now)
    assert affected(read, room, now, held) == affected(read, room, now)
    assert exposure(read, room, now, held) == exposure(read, room, now)
    assert orders(read, room, now, read=held) == orders(read, room, now)


def test_it_is_told_as_text_as_markdown_and_as_data(
    desk: TestDesk, outage: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    desk.do("ana", ch.enter("firmware <b>", Instant(START - HOUR), START, "high", "gw-2"))
    desk.pass_("71m")
    desk.tick()
    assert shown(desk.store, "wr-1", "text") == 0
    text = capsys.readouterr().out
    assert text.splitlines()[:6] == [
        "WR-1  Gateway drops",
        "  as of 11:01",
        "",
        "Blast radius · 7 tickets · 3 customers",
        "  what                    tickets  late  at risk",
        "  gateway EMEA-2          0        –     –",
    ]
    assert "exposure € 1 500 now, € 1 700 if nothing is done" in text
    assert "simulated 11:01: 1 pair of hands, 15m a ticket (not measured, assumed), 60m the major incident" in text
    assert shown(desk.store, "WR-1", "md", hands=3) == 0
    marked = capsys.readouterr().out
    assert "## WR-1  Gateway drops" in marked
    assert "firmware &lt;b>" in marked
    assert "3 pairs of hands" in marked
    assert shown(desk.store, "WR-1", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["exposure"]["now"] == [{"cents": 150_000, "currency": "EUR"}]
    assert [each["key"] for each in data["customers"]] == ["acme", "civita", "nordlys", None]
    assert data["assumed"]["hands"] == 1
    with pytest.raises(NotFound, match="there is no war room WR-9"):
        shown(desk.store, "WR-9", "text")
