"""`deskconsole do`: every command by its name, with words as people write them."""

from __future__ import annotations

import sqlite3

import pytest

from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.world import offered
from tests.features.desks import START, Door, TestDesk


def test_it_lists_what_there_is_to_do(desk_door: Door) -> None:
    said = desk_door("do")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == sorted(offered())
    assert "  ticket.hold            h    Stop the clocks that this reason pauses" in said.out
    assert "desk.apply" not in said.out


def test_a_day_of_a_ticket(desk_door: Door, desk: TestDesk) -> None:
    for words in (
        ["create", "--title", "VPN drops", "--customer", "acme", "--impact", "1", "--urgency", "2"],
        ["claim", "INC-10001"],
        ["reply", "INC-10001", "--text", "Which one?\n\nAna"],
        ["hold", "inc-10001", "--reason", "caller", "--until", "+2h"],
        ["receive", "INC-10001", "--text", "-the blue one"],
        ["tag", "INC-10001", "--tags", "vip vpn"],
        ["tag", "INC-10001", "--tags", "-vip"],
        ["ticket.priority", "INC-10001", "--priority", "1", "--why", "change", "--reason", "whole floor"],
        ["resolve", "INC-10001", "--code", "fixed", "--cause", "cable"],
        ["close", "INC-10001"],
    ):
        said = desk_door("do", *words)
        assert said.code == 0, (words, said.err)
        assert said.out.startswith("✓ ticket.")
    row = desk.row(1)
    assert (row.state, row.priority, row.owner, (row.tags or "").split()) == ("closed", 1, "ana", ["vpn"])
    assert row.customer == "Acme"


def test_another_day_of_a_ticket_with_a_vendor_and_late_knowledge(desk_door: Door, desk: TestDesk) -> None:
    desk_door("do", "new", "--title", "no light", "--reported", "-20m", "--impact", "1", "--urgency", "1")
    with sqlite3.connect(desk.path) as connection:  # its clock stands still
        connection.execute("update desk_clock set anchor = anchor + :hour", {"hour": HOUR})
    now = START + HOUR
    for words in (
        ["reply", "INC-10001", "--text", "We look into it."],
        ["acknowledge", "INC-10001"],
        ["bounced", "INC-10001", "--text", "550 no such user"],
        ["contact", "INC-10001", "--reached", "yes", "--direction", "out", "--note", "told them"],
        ["vendor.dispatch", "INC-10001", "--vendor", "fibre", "--reference", "F-1", "--at", "-10m"],
        ["vendor.received", "INC-10001", "--at", "-8m"],
        ["vendor.rejected", "INC-10001", "--reason", "not our line", "--at", "-5m"],
        ["vendor.dispatch", "INC-10001", "--vendor", "cables"],
        ["vendor.accepted", "INC-10001", "--reference", "C-2"],
        ["vendor.returned", "INC-10001", "--note", "spliced"],
        ["reclassify", "INC-10001", "--reason", "it was theirs", "--customer", "globex", "--category", "net / fibre"],
        ["blame", "INC-10001", "--metric", "response", "--cause", "line cut", "--layer", "fibre", "--as", "lea"],
        ["restore", "INC-10001", "--at", "-30m", "--evidence", "monitor", "--as", "lea"],
        ["hold", "INC-10001", "--reason", "vendor"],
        ["hold", "INC-10001", "--reason", "caller"],
        ["resume", "INC-10001", "--reason", "vendor", "--why", "it is here"],
        ["receive", "INC-10001", "--text", "it works", "--at", "-1m", "--as", "bot"],
        ["resolve", "INC-10001", "--code", "fixed", "--cause", "cut"],
        ["confirm", "INC-10001"],
        ["follow_up", "INC-10001", "--text", "and the other port?"],
        ["cancel", "INC-10002", "--reason", "asked twice", "--kind", "duplicate"],
    ):
        said = desk_door("do", *words)
        assert said.code == 0, (words, said.err)
    row = desk.row(1)
    assert (row.state, row.customer, row.category, row.vendor) == ("resolved", "Globex", "net / fibre", None)
    assert (row.reported_at, row.acknowledged_at, row.responded_at) == (START - 20 * MINUTE, now, now)
    assert (row.restored_at, row.confirmed_at) == (now - 30 * MINUTE, now)
    assert desk.scalar("select cause || ' ' || layer || ' ' || party from breach_cause") == "line-cut uc fibre"
    assert desk.row(2).outcome == "duplicate"


def test_the_result_as_json(desk_door: Door) -> None:
    said = desk_door("do", "new", "--title", "printer", "--format", "json", "--key", "k1")
    assert said.json == {
        "command": "ticket.new", "ticket": "INC-10001", "code": 0, "events": said.json["events"], "repeated": False,
        "state": "new", "priority": 5, "owner": None, "team": "EMEA desk",
    }  # fmt: skip
    again = desk_door("do", "new", "--title", "printer", "--format", "json", "--key", "k1").json
    assert (again["ticket"], again["repeated"]) == ("INC-10001", True)


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (("hodl", "INC-10001"), 2, "there is no command “hodl”; did you mean “hold”?"),
        (("hold",), 2, "ticket.hold: which ticket? write its number behind the name"),
        (("undo", "INC-10001"), 2, "call.undo is about no ticket: INC-10001 is too much"),
        (("hold", "INC-10001"), 2, "reason: is missing"),
        (("hold", "INC-10001", "--reason", "lunch"), 2, "“lunch” is none of caller, vendor"),
        (("hold", "INC-10001", "--reason", "vendor", "--until", "soon"), 2, "until: “soon”"),
        (("resolve", "INC-10001", "--code", "fixed"), 2, "cause: is missing"),
        (("resolve", "INC-10001", "--cuase", "x"), 2, "unrecognized arguments: --cuase"),
        (("note", "INC-77", "--text", "x"), 4, "there is no ticket INC-77"),
        (("close", "INC-10001"), 3, "INC-10001 is new: one can close only from resolved"),
        (("desk.apply",), 2, "there is no command “desk.apply”"),
    ],
)
def test_a_refusal_has_its_reason_and_its_code(
    desk: TestDesk, desk_door: Door, argv: tuple[str, ...], code: int, says: str
) -> None:
    desk.new()
    said = desk_door("do", *argv)
    assert (said.code, said.out) == (code, "")
    assert says in said.err
    assert desk.row(1).state == "new"


def test_undo_at_the_command_line(desk: TestDesk, desk_door: Door) -> None:
    desk.new(by="lea")
    desk_door("do", "claim", "INC-10001")
    assert desk_door("do", "undo").out == "✓ call.undo INC-10001: new, P5\n"
    said = desk_door("do", "undo")
    assert (said.code, "there is nothing of yours to undo" in said.err) == (3, True)
