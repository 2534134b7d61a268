"""`deskconsole do` on many tickets: previewed, in each one's own words, taken back together and done again."""

from __future__ import annotations

from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from tests.features.desks import FILE, Door, TestDesk, copied

WORDS = """
[templates.received]
name = "Received"
text = "Dear {requester}, we look into {number}."
"""
BOTH = ("INC-10001", "INC-10002")


def lines(desk: TestDesk) -> int:
    return int(desk.scalar("select count(*) from journal"))


def test_a_preview_says_what_would_be_and_writes_nothing(desk_door: Door, desk: TestDesk) -> None:
    for _ in range(2):
        desk.new(by="lea", impact="2", urgency="2")
    desk.do("lea", c.hold(1, "vendor"))
    before = lines(desk)
    said = desk_door("do", "hold", *BOTH, "--reason", "vendor", "--preview")
    assert said.code == 3
    assert "✗ INC-10001 stays held vendor: held for vendor already" in said.out
    assert "○ INC-10002 new → held vendor; rsp keeps running, due 12:00" in said.out
    assert said.out.endswith("1 would be done, 1 refused; nothing was written\n")
    told = desk_door("do", "hold", *BOTH, "--reason", "vendor", "--preview", "--format", "json").json
    assert [(each["ticket"], each["code"], each["preview"], each["now"]) for each in told] == [
        ("INC-10001", 3, True, "held vendor"),
        ("INC-10002", 0, True, "new"),
    ]
    assert lines(desk) == before


def test_a_preview_of_what_is_about_no_ticket_is_refused_by_name(desk_door: Door) -> None:
    said = desk_door("do", "new", "--title", "VPN drops", "--preview")
    assert (said.code, "--preview: ticket.new is about no ticket that is there already" in said.err) == (2, True)


def test_a_bulk_is_taken_back_whole_and_done_again_whole(desk_door: Door, desk: TestDesk) -> None:
    for _ in range(3):
        desk.new(by="lea")
    before = desk.record()
    assert desk_door("do", "tag", *BOTH, "INC-10003", "--tags", "vip").code == 0
    after = desk.record()
    said = desk_door("do", "undo")
    assert said.code == 0
    assert said.out.splitlines() == [f"✓ call.undo INC-1000{n}: new, P5" for n in (3, 2, 1)]
    assert desk.record() == before
    again = desk_door("do", "redo", "--format", "json")
    assert [each["ticket"] for each in again.json] == ["INC-10001", "INC-10002", "INC-10003"]
    assert desk.record() == after
    nothing = desk_door("do", "redo")
    assert nothing.code == 3
    assert "there is nothing of yours to do again" in nothing.err


def test_where_not_all_can_go_back_nothing_does_unless_a_part_is_asked_for(desk_door: Door, desk: TestDesk) -> None:
    for _ in range(2):
        desk.new(by="lea")
    desk_door("do", "claim", *BOTH)
    desk.do("lea", c.assign(1, "ben"))
    said = desk_door("do", "undo")
    assert said.code == 3
    assert "✗ call.undo INC-10001: somebody has changed owner since: set it anew" in said.err
    assert "✗ call.undo INC-10002: nothing was done: 1 of 2 can be, with --part they are" in said.err
    assert desk.row(2).owner == "ana"
    part = desk_door("do", "undo", "--part")
    assert (part.code, part.out) == (3, "✓ call.undo INC-10002: new, P5\n")
    assert (desk.row(1).owner, desk.row(2).owner) == ("ben", None)


def test_a_call_is_taken_back_by_its_number(desk_door: Door, desk: TestDesk) -> None:
    desk.new(by="lea")
    first = desk_door("do", "claim", "INC-10001", "--format", "json").json["events"][0]
    desk_door("do", "tag", "INC-10001", "--tags", "vip")
    assert desk_door("do", "undo", "--call", str(first)).code == 0
    assert (desk.row(1).owner, (desk.row(1).tags or "").split()) == (None, ["vip"])
    wrong = desk_door("do", "undo", "--call", "INC-10001")
    assert (wrong.code, "--call INC-10001: write the number of its first event" in wrong.err) == (2, True)


def test_a_template_is_filled_in_for_each_ticket(desk_door: Door, desk: TestDesk) -> None:
    file = copied(FILE, desk.path.with_name("desk.toml"))
    file.write_text(file.read_text() + WORDS)
    desk.do("desk", apply(plan(read(file), current(desk.store.read), 2026)))
    desk.new(by="lea", requester="Kim")
    desk.new(by="lea")
    said = desk_door("do", "reply", *BOTH, "--template", "received")
    assert said.code == 3
    assert "✗ ticket.reply INC-10002: nothing is known of {requester}" in said.err
    texts = [text for (text,) in desk.all("select text from private_text where text like 'Dear%'")]
    assert texts == ["Dear Kim, we look into INC-10001."]
    unknown = desk_door("do", "reply", "INC-10001", "--template", "other")
    assert (unknown.code, "there is no template other; there are received" in unknown.err) == (4, True)
