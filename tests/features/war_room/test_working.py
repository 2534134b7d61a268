"""What happens in a room: its tickets rest, roles are taken and handed over, work is written down, and it ends."""

from __future__ import annotations

import pytest

from deskconsole.bulk import spread
from deskconsole.core.errors import BadInput, Conflict, NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.views import COUNTS_OF, OVERDUE, TICKETS_OF_ROOM, TIMELINE_OF
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk
from tests.features.war_room.worlds import broken, entries, roles, room, room_of, rooms, told


def opened(desk: TestDesk, tickets: str = "") -> None:
    desk.do("mia", w.declare("VPN gateway drops", "service", "vpn", tickets=tickets, bridge="+49 40 555 0100"))
    desk.tick()


def proved(desk: TestDesk) -> None:
    differences = rebuild(desk.store, RULES, RECORD).differences
    assert not differences, "\n".join(differences)


def pages(desk: TestDesk, ticket: int) -> list[tuple[int, str]]:
    """The steps taken of a ticket's escalation: minutes from the start, and what came of them."""
    sql = (
        "select occurred_at, json_extract(body, '$.outcome') from journal where kind = 'escalation.step_taken'"
        " and subject = :t order by seq"
    )
    return [((at - desk.anchor) // MINUTE, what) for at, what in desk.all(sql, t=ticket)]


# --- its tickets -----------------------------------------------------------------------------------------------------


def test_nobody_is_paged_for_a_ticket_of_a_room_until_that_is_over(desk: TestDesk) -> None:
    inside, outside = broken(desk, 1)[0], broken(desk, 1, service="mail")[0]
    opened(desk)
    assert room_of(desk, inside) == "WR-1"
    desk.pass_("1h50m")
    desk.tick()
    assert (pages(desk, inside), pages(desk, outside)) == ([], [(96, "told")])
    assert desk.all("select why from escalation_run where ticket = :t", t=inside) == []
    desk.do("mia", w.stand_down("WR-1", "the line was cut"))
    desk.tick()
    assert room_of(desk, inside) is None
    assert pages(desk, inside) == [(110, "told")]  # when it left, not when it would have been
    desk.pass_("15m")
    desk.tick()
    assert pages(desk, inside)[1:] == [(120, "told")]
    proved(desk)


def test_a_run_that_has_begun_rests_with_a_reason_that_names_the_room(desk: TestDesk) -> None:
    ticket = broken(desk, 1)[0]
    desk.pass_("1h40m")
    desk.tick()
    opened(desk, tickets=desk.row(ticket).number)
    assert desk.all("select state, next_at, why from escalation_run") == [("running", None, "in war room WR-1")]
    desk.pass_("40m")
    desk.tick()
    assert pages(desk, ticket) == [(96, "told")]
    desk.do("ana", w.detach(ticket, "its cable was loose"))
    desk.tick()
    assert pages(desk, ticket)[1:] == [(140, "told")]
    proved(desk)


def test_a_ticket_goes_by_hand_from_one_room_to_another(desk: TestDesk) -> None:
    ticket = broken(desk, 1)[0]
    opened(desk)
    desk.do("mia", w.declare("Mail is slow", "service", "mail"))
    desk.do("ana", w.attach(ticket, "WR-2"))
    assert room_of(desk, ticket) == "WR-2"
    with pytest.raises(Refused, match="in WR-2 already"):
        desk.do("ana", w.attach(ticket, "wr-2"))
    with pytest.raises(NotFound, match="no war room WR-7"):
        desk.do("ana", w.attach(ticket, "WR-7"))
    proved(desk)


def test_what_resolves_the_major_incident_resolves_all_that_came(desk: TestDesk) -> None:
    above = desk.new("VPN gateway drops all sessions", service="vpn")
    found = [desk.new("No VPN", service="vpn", requester=f"p{n}@acme.example") for n in range(3)]
    own = desk.new("A part of it", service="vpn")
    desk.do("ana", c.parent(own, desk.row(found[0]).number))
    opened(desk)
    desk.do("mia", w.describe("WR-1", parent=desk.row(above).number))
    desk.tick()
    late = desk.new("No VPN either", service="vpn")
    children = desk.all("select id, parent from ticket_parent order by id")
    assert children == [(found[1], above), (found[2], above), (own, found[0]), (late, above)]
    for call in spread(desk.store.read, c.resolve_all(above, "fixed", "firmware", notice="It works again.")):
        desk.do("mia", call)
    assert [desk.row(each).state for each in (above, found[1], late)] == ["resolved"] * 3


def test_rooms_are_merged_and_split(desk: TestDesk) -> None:
    found, other = broken(desk, 3), broken(desk, 2, service="mail")
    opened(desk)
    desk.pass_("1m")
    desk.do("lea", w.declare("Mail is slow", "service", "mail", since=Instant(desk.anchor)))
    desk.tick()
    desk.do("mia", w.merge("WR-1", "WR-2"))
    desk.tick()
    assert rooms(desk) == [("WR-1", "merged"), ("WR-2", "open")]
    assert [room_of(desk, each) for each in [*found, *other]] == ["WR-2"] * 5
    assert room(desk, "WR-2").since == desk.anchor
    assert room_of(desk, desk.new("No VPN either", service="vpn")) == "WR-2"
    with pytest.raises(Conflict, match="WR-2 is open"):
        desk.do("lea", w.declare("VPN again", "service", "vpn"))
    numbers = " ".join(desk.row(each).number for each in other)
    desk.do("mia", w.split("WR-2", numbers, "The mail server is another matter"))
    assert [room_of(desk, each) for each in other] == ["WR-3"] * 2
    assert desk.store.read.one(COUNTS_OF, room=2, now=desk.now).tickets == 4
    assert room(desk, "WR-3").state == "open"
    proved(desk)


def test_more_tickets_than_one_transaction_takes_come_and_go(desk: TestDesk) -> None:
    broken(desk, 60)
    opened(desk)
    assert desk.store.read.one(COUNTS_OF, room=1, now=desk.now) == (60, 60, 0, 0)
    assert len(desk.store.read.all(TICKETS_OF_ROOM, room=1)) == 60
    desk.do("mia", w.stand_down("WR-1"))
    desk.tick()
    assert desk.store.read.one(COUNTS_OF, room=1, now=desk.now).tickets == 0


# --- roles -----------------------------------------------------------------------------------------------------------


def test_a_room_without_a_commander_calls_until_somebody_takes_it(desk: TestDesk) -> None:
    opened(desk)
    assert told(desk) == []
    desk.pass_("6m")
    desk.tick()
    assert [who for who, _ in told(desk)] == ["lea", "mia"]
    desk.pass_("5m")
    desk.tick()
    assert [who for who, _ in told(desk)] == ["lea", "mia", "lea", "max", "mia"]
    desk.do("ana", w.take_role("WR-1"))
    desk.pass_("1h")
    desk.tick()
    assert len(told(desk)) == 5
    desk.do("ana", w.renounce_role("WR-1", "commander"))
    desk.pass_("6m")
    desk.tick()
    assert len(told(desk)) == 7
    proved(desk)


def test_roles_are_asked_for_taken_declined_and_marked_where_somebody_has_two(desk: TestDesk) -> None:
    opened(desk)
    desk.do("mia", w.take_role("WR-1", "commander"))
    desk.do("mia", w.ask_role("WR-1", "comms", "jon"))
    desk.do("mia", w.ask_role("WR-1", "vendor", "ben"))
    assert [who for who, _ in told(desk)] == ["jon", "ben"]
    desk.do("jon", w.take_role("WR-1", "comms"))
    desk.do("jon", w.take_role("WR-1", "liaison"))
    desk.do("ben", w.renounce_role("WR-1", "vendor"))
    with pytest.raises(Refused, match="jon is comms of WR-1"):
        desk.do("ana", w.take_role("WR-1", "comms"))
    with pytest.raises(BadInput, match="is no role"):
        desk.do("ana", w.take_role("WR-1", "!"))
    now = [(each.role, each.operator, each.state, each.double) for each in roles(desk)]
    assert now == [
        ("commander", "mia", "taken", 0), ("comms", "jon", "taken", 0), ("vendor", "ben", "renounced", 0),
        ("liaison", "jon", "taken", 1),
    ]  # fmt: skip
    desk.do("jon", w.renounce_role("WR-1", "comms"))
    assert [each.double for each in roles(desk)] == [0, 0, 0, 0]  # one is left


def test_command_is_handed_over_once_it_is_read_back(desk: TestDesk) -> None:
    opened(desk)
    desk.do("mia", w.take_role("WR-1"))
    with pytest.raises(Refused, match="mia is commander"):
        desk.do("ana", w.hand_over_role("WR-1", "commander", "ana", "I take it"))
    desk.do("mia", w.hand_over_role("WR-1", "commander", "ana", "Rollback at 60 %, Hamburg is back"))
    assert [each.operator for each in roles(desk) if each.state == "taken"] == ["mia"]
    with pytest.raises(BadInput, match="read back"):
        desk.do("ana", w.take_role("WR-1", "commander"))
    desk.do("ana", w.take_role("WR-1", "commander", "Rollback runs, Hamburg works, next news at 10:15"))
    now = [(each.operator, each.state) for each in roles(desk)]
    assert now == [("mia", "renounced"), ("ana", "taken")]
    assert (roles(desk)[1].briefing or "").startswith("Rollback at 60 %")
    assert (roles(desk)[1].readback or "").startswith("Rollback runs")
    desk.pass_("30m")
    desk.tick()
    assert [who for who, _ in told(desk)] == ["ana"]  # nobody was called: there was a commander all the time


# --- what is written down --------------------------------------------------------------------------------------------


def test_what_is_decided_stands_beside_what_speaks_against_it(desk: TestDesk) -> None:
    opened(desk)
    desk.do("mia", w.decide("WR-1", "Roll back EMEA-2", "ana jon", "ben: drops Hamburg again for 5 min"))
    desk.do("ana", w.object_to("WR-1", 1, "nobody has tested it"))
    decision, one, other = entries(desk)
    assert (decision.kind, decision.backers, decision.by) == ("decision", "ana jon", "mia")
    assert [(each.by, each.of) for each in (one, other)] == [("ben", 1), ("ana", 1)]
    with pytest.raises(Refused, match="entry 2 is no decision"):
        desk.do("ana", w.object_to("WR-1", 2, "no"))
    desk.do("ben", w.task_done("WR-1", 1, "140 users are back"))
    assert (entries(desk)[0].state, entries(desk)[0].outcome) == ("done", "140 users are back")


def test_tasks_and_questions_have_owners_and_are_seen_when_they_are_late(desk: TestDesk) -> None:
    opened(desk)
    desk.do("mia", w.task("WR-1", "Roll back EMEA-2", "ana", Instant(desk.now + 10 * MINUTE)))
    desk.do("mia", w.ask("WR-1", "Was EMEA-1 patched too?", "ben", Instant(desk.now + HOUR)))
    desk.do("ben", w.hypothesis("WR-1", "Session table full"))
    with pytest.raises(BadInput, match="due is over"):
        desk.do("mia", w.task("WR-1", "Too late", "ana", Instant(desk.now)))
    with pytest.raises(NotFound, match="nobody here is called eve"):
        desk.do("mia", w.task("WR-1", "Whose?", "eve"))
    desk.pass_("11m")
    assert [(row.kind, row.owner) for row in desk.store.read.all(OVERDUE, now=desk.now)] == [("task", "ana")]
    desk.do("mia", w.move("WR-1", 1, "jon"))
    assert (entries(desk)[0].owner, entries(desk)[0].due_at) == ("jon", desk.anchor + 10 * MINUTE)
    desk.do("jon", w.task_done("WR-1", 1))
    desk.do("ben", w.answer("WR-1", 2, "No"))
    desk.do("ben", w.rule_out("WR-1", 3, "it is half empty"))
    assert [each.state for each in entries(desk)] == ["done", "answered", "ruled out"]
    assert desk.store.read.all(OVERDUE, now=desk.now) == []
    with pytest.raises(Refused, match="answered already, by ben"):
        desk.do("ana", w.answer("WR-1", 2, "Yes"))
    proved(desk)


# --- how it ends -----------------------------------------------------------------------------------------------------


def test_a_room_is_mitigated_restored_and_stood_down_by_who_commands_it(desk: TestDesk) -> None:
    found = broken(desk, 2)
    opened(desk)
    desk.do("ana", w.take_role("WR-1"))
    desk.pass_("2h1m")
    desk.do("ana", w.mitigated("WR-1"))
    desk.pass_("5m")
    desk.do("ana", w.restored("WR-1"))
    desk.do("ana", w.worse("WR-1"))
    assert (room(desk).state, room(desk).mitigated_at) == ("open", None)
    desk.do("ana", w.restored("WR-1"))
    assert room(desk).mitigated_at == room(desk).restored_at == desk.now
    with pytest.raises(Refused, match=r"ana \(commander\)"):
        desk.do("ben", w.stand_down("WR-1"))
    desk.tick()
    desk.do("ana", w.stand_down("WR-1", "Firmware 9.1.4"))
    ended = desk.all("select body from journal where kind = 'room.stood_down'")[0][0]
    assert '"tickets":2' in ended
    assert '"breached":2' in ended
    desk.tick()
    with pytest.raises(Refused, match="WR-1 is stood down"):
        desk.do("ana", w.task("WR-1", "one more"))
    assert [room_of(desk, each) for each in found] == [None, None]
    lines = desk.store.read.all(TIMELINE_OF, room=1, now=desk.now)
    assert [each.kind for each in lines][:3] == ["room.proposed", "room.confirmed", "ticket.in_room"]
    assert {"clock.breached", "room.restored", "ticket.out_of_room"} <= {each.kind for each in lines}
