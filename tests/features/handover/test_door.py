"""The command line: a draft with the keys that programs read, signing and accepting, the list, and what is refused."""

from __future__ import annotations

import pytest

from deskconsole.features.handover import commands as h
from deskconsole.features.tickets import commands as c
from tests.features.desks import Door, TestDesk, at_the_door

LEDGER = ["opening", "new", "reopened", "transferred_in", "resolved", "transferred_out", "closing"]


@pytest.fixture
def door(desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    at_the_door(monkeypatch, "mia")
    return Door(desk.path, capsys)


def test_a_draft_as_json_has_the_keys_that_programs_read(desk: TestDesk, door: Door) -> None:
    desk.new("VPN drops [bold]", by="ana", impact="1", urgency="1")
    desk.pass_("1h")
    desk.show_time()
    told = door("handover", "draft", "--format", "json").json
    assert [name for name in told["ledger"] if name != "balances"] == LEDGER
    assert (told["ledger"]["new"], told["ledger"]["closing"], told["ledger"]["balances"]) == (1, 1, True)
    projected = next(section for section in told["sections"] if section["name"] == "projected")
    assert projected.keys() >= {"name", "items", "left_out"}
    (item,) = projected["items"]
    assert (item["ticket"], item["due"], item["left_s"]) == ("INC-10001", "2026-03-03T13:00:00Z", 3 * 3600)
    assert item["rule"] == "open, unpaused, due in the incoming shift"
    assert "VPN drops [bold]" in door("handover", "draft").out


def test_the_past_is_drafted_as_it_was(desk: TestDesk, door: Door) -> None:
    ticket = desk.new("VPN drops", by="ana", impact="3", urgency="3")
    desk.pass_("2h")
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.pass_("1h")
    desk.show_time()
    at = ("handover", "draft", "--shift", "2026-03-03T05:00Z", "--format", "json")
    assert door(*at).json["ledger"]["resolved"] == 1
    before = door(*at, "--at", "2026-03-03T10:00Z").json["ledger"]
    assert (before["new"], before["resolved"], before["closing"], before["balances"]) == (1, 0, 1, True)


def test_signed_accepted_and_listed(desk: TestDesk, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.until("2026-03-03T12:30Z")
    desk.tick()
    desk.show_time()
    refused = door("handover", "sign", "HO-1")
    assert (refused.code, "the headline is missing" in refused.err) == (3, True)
    desk.do("mia", h.headline("HO-1", "Calm."))
    assert door("handover", "sign", "HO-1").out.startswith("HO-1 is signed by mia: ")
    assert door("handover", "accept", "HO-1").code == 3
    at_the_door(monkeypatch, "tom")
    assert door("handover", "accept", "HO-1").out == "HO-1 is accepted: tom holds the desk\n"
    assert "Calm." in door("handover", "show", "HO-1").out
    (line,) = door("handover", "list", "--format", "jsonl").jsonl
    assert (line["number"], line["state"], line["accepted_by"], line["accept_s"]) == ("HO-1", "accepted", "tom", -1800)
    assert door("handover", "trend", "--format", "json").json == []


WRONG = [
    (("draft", "--desk", "nowhere"), "there is no team nowhere: `deskconsole desk export` lists them"),
    (
        ("draft", "--shift", "2026-03-03T06:00Z"),
        "no shift begins 2026-03-03T06:00:00Z: early began",
    ),
    (("draft", "--length", "long"), "--length: “long” is no duration"),
    (("draft", "--shift", "2026-03-03T05:00Z", "--at", "2026-03-03T04:00Z"), "--at: that shift begins"),
    (("show", "HO-99"), "there is no handover HO-99: `deskconsole handover list` lists them"),
    (("show",), "that shift has no handover yet"),
    (("draft", "--desk", "network"), "no shift is on now by the roster: say when it began"),
    (("draft", "--of", "nobody"), "there is no operator nobody: `deskconsole desk export` lists them"),
    (("draft", "--of", "ana", "--desk", "network"), "--of is of an agent's tickets, on whichever desk"),
    (("sign", "--of", "ana"), "ana has handed nothing over: `deskconsole handover draft --of ana --to` begins it"),
    (
        ("draft", "--of", "ana", "--to", "eli", "--at", "2026-03-03T06:00Z"),
        "--at drafts what was: nothing can be begun",
    ),
]


@pytest.mark.parametrize(("words", "says"), WRONG)
def test_what_is_wrong_is_named_with_the_way_out(door: Door, words: tuple[str, ...], says: str) -> None:
    found = door("handover", *words)
    assert found.code != 0
    assert says in found.err


def test_a_handover_is_written_by_its_number(desk: TestDesk, door: Door) -> None:
    """As the README says it."""
    ticket = desk.new("VPN drops", by="ana", impact="1", urgency="1")
    desk.do("ana", c.assign(ticket, "ana"))
    desk.until("2026-03-03T12:31Z")
    desk.tick()
    desk.show_time()
    written = door("do", "handover.action", "HO-1", "--ticket", "INC-10001", "--next-action", "restart it")
    assert (written.code, written.err) == (0, "")
    given = door("do", "handover.leaving", "HO-1", "--fate", "give", "--of", "ana", "--owner", "eli")
    assert (given.code, given.err) == (0, "")
    assert desk.all("select what, ticket, owner from handover_note order by id") == [
        ("item", ticket, None),
        ("leaving", ticket, "eli"),
    ]
    assert "say of whom, or which ticket" in door("do", "handover.leaving", "HO-1", "--fate", "pool").err
    assert "which handover?" in door("do", "handover.action", "--next-action", "look").err


def test_an_agent_s_tickets_from_the_command_line(desk: TestDesk, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = desk.new("Old printer", by="mia", impact="3", urgency="3")
    desk.do("mia", c.assign(ticket, "ana"))
    desk.show_time()
    at_the_door(monkeypatch, "ana")
    bare = door("handover", "draft", "--of", "ana", "--format", "json").json
    assert (bare["handover"], bare["of"]["agent"], bare["ledger"]["closing"]) == (None, "ana", 1)
    text = door("handover", "draft", "--to", "eli").out
    assert "HO-2  ana’s tickets  early" in text
    assert "0 open + 1 assigned in + 0 reopened − 0 resolved − 0 given away = 1  ✓" in text
    assert "ana began with 0 open; 1 was given to them; 1 is open now." in door(
        "handover", "show", "--of", "ana", "--format", "md"
    ).out  # fmt: skip
    again = door("handover", "draft", "--to", "ben")
    assert (again.code, "HO-2 hands ana’s tickets over: it is draft" in again.err) == (3, True)
    desk.do("ana", h.action("HO-2", ticket, "call them"))
    desk.do("ana", h.headline("HO-2", "Calm."))
    assert door("handover", "sign", "--of", "ana").out.startswith("HO-2 is signed by ana: ")
    at_the_door(monkeypatch, "eli")
    assert door("handover", "accept", "--of", "ana").out == "HO-2 is accepted: eli has ana’s tickets\n"
    (line,) = door("handover", "list", "--of", "ana", "--format", "jsonl").jsonl
    assert (line["of"], line["desk"], line["state"], line["accepted_by"]) == ("ana", None, "accepted", "eli")
    assert "INC-10001  ana → eli" in door("handover", "show", "HO-2").out, "as it was signed"
