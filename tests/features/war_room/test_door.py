"""`deskconsole war-room`: rooms as text, Markdown and JSON; rules in the desk file; what they would have come to."""

from __future__ import annotations

import pytest

from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.core.toml.problems import BadFile
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.rules import Crossing, RoomRule, openings
from tests.features.desks import Door, TestDesk, at_the_door
from tests.features.war_room.worlds import FILE, broken


@pytest.fixture
def mia(desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    at_the_door(monkeypatch, "mia")
    return Door(desk.path, capsys)


def test_a_room_is_declared_worked_in_and_shown_as_text_markdown_and_json(desk: TestDesk, mia: Door) -> None:
    broken(desk, 3)
    said = mia("war-room", "list")
    assert (said.code, said.out) == (0, "No war room is live.\n")
    said = mia("war-room", "declare", "--title", "VPN [b]drops[/b]\x1b[31m", "--kind", "service", "--cause", "vpn")
    assert said.code == 0, said.err
    desk.tick()
    for verb in (
        ("take-role", "WR-1"), ("note", "WR-1", "--text", "rebooted | node 2"),
        ("decide", "WR-1", "--text", "Roll back"),
        ("task", "WR-1", "--text", "Do it", "--owner", "ana", "--due", "+20m"), ("mitigated", "WR-1"),
    ):  # fmt: skip
        said = mia("war-room", *verb)
        assert (said.code, said.err) == (0, "")
    told = mia("war-room", "show", "wr-1").out
    for wanted in (
        "WR-1 VPN [b]drops[/b]", "mitigated, service Remote access", "commander  mia  taken", "Tickets (3)",
        "3 tickets attached", "note 1: rebooted | node 2", "task  Do it  ana",
    ):  # fmt: skip
        assert wanted in told
    assert "\x1b" not in told
    marked = mia("war-room", "show", "WR-1", "--format", "md").out
    assert marked.startswith("# WR-1 VPN")
    assert "## Timeline" in marked
    data = mia("war-room", "show", "WR-1", "--format", "json").json
    assert (data["state"], data["tickets"], data["roles"][0]["operator"]) == ("mitigated", 3, "mia")
    kinds = [line["kind"] for line in data["timeline"] if line["kind"] != "update.owed"]
    assert kinds == [
        "room.proposed", "room.confirmed", "ticket.in_room", "room.role_taken", "room.entered", "room.entered",
        "room.entered", "room.mitigated",
    ]  # fmt: skip
    assert "| WR-1 | mitigated |" in mia("war-room", "list", "--format", "md").out
    assert mia("war-room", "list", "--format", "json").json[0]["number"] == "WR-1"


def test_what_is_not_there_is_named_with_the_way_out(desk: TestDesk, mia: Door) -> None:
    said = mia("war-room", "show", "WR-9")
    assert (said.code, "`deskconsole war-room list --all` lists them" in said.err) == (4, True)
    said = mia("war-room", "explode", "WR-1")
    assert (said.code, "there is no command “room.explode”" in said.err) == (2, True)
    said = mia("war-room", "tradeoff", "--since", "2026-03-02", "--until", "2026-03-01")
    assert (said.code, "--until is before --since" in said.err) == (2, True)


def test_a_ticket_is_attached_at_the_door_and_its_timeline_says_so(desk: TestDesk, mia: Door) -> None:
    ticket = broken(desk, 1, service="mail")[0]
    desk.do("mia", w.declare("VPN", "service", "vpn"))
    assert mia("war-room", "attach", desk.row(ticket).number, "--room", "WR-1").code == 0
    assert "⚑ in war room WR-1" in mia("show", "timeline", desk.row(ticket).number).out


# --- the desk file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('at = "85 %"', None),
        ('at = "130 %"', "no agreement notices 130 %: name one of 80 %, 90 %, 100 %"),
        ('at = "20 %"', "“20 %” is no share of a target from 50 %"),
        ('priority = "2-3"', 'names P2 and not all above P3: write "1-3"'),
        ('per = "moon"', "moon"),
        ("clocks = 1", "wanted is a number from 2 to 1000"),
        ("cloks = 4", "no key “cloks”; nearest is clocks"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_name_and_line(wrong: str, said: str | None) -> None:
    text = f"{FILE.read_text()}\n[war_rooms.odd]\n{wrong}\n"
    if said is None:
        assert parse(text).war_rooms[1].share == 85
        return
    with pytest.raises(BadFile) as found:
        parse(text, "desk.toml")
    assert said in str(found.value)
    assert f"desk.toml:{len(text.splitlines())}" in str(found.value)


def test_a_rule_of_items_needs_a_field_that_names_them() -> None:
    text = FILE.read_text().replace("[fields.ci]", "[fields.item]") + '\n[war_rooms.items]\nper = "ci"\n'
    with pytest.raises(BadFile, match="no ticket names an item"):
        parse(text)


def test_what_a_desk_holds_is_printed_as_the_file_that_makes_it_so(desk: TestDesk) -> None:
    file = parse(FILE.read_text())
    assert plan(file, current(desk.store.read)) == []
    assert parse(export(file)) == file
    shorter = parse(FILE.read_text().replace('within = "15m"', 'within = "30m"', 1))
    (step,) = plan(shorter, current(desk.store.read))
    assert step.text == "~ war room rule services v1 → v2: within 15m → 30m"


def test_a_rule_that_says_nothing_is_the_one_that_was_chosen_on_a_real_log() -> None:
    (rule, *_) = parse('[desk]\nname = "x"\n[war_rooms.usual]\n').war_rooms
    shipped = RoomRule("usual", 10, 3, 100, "service", 30 * 60, 24 * 3600)
    assert (rule.clocks, rule.priority, rule.share, rule.per, rule.within, rule.again) == shipped[1:7]


# --- what it would have come to --------------------------------------------------------------------------------------


def crossings(*minutes: int) -> list[Crossing]:
    return [Crossing(Instant(each * MINUTE), place, "resolution", 1, 100, 2) for place, each in enumerate(minutes)]


def test_a_rule_is_judged_by_what_has_been() -> None:
    rule = RoomRule("", 3, within=600, again=2 * 3600)
    assert openings(rule, crossings(0, 5, 11, 20)) == []
    (one,) = openings(rule, crossings(0, 5, 9, 15, 40, 41, 42))
    assert (one.at, one.until, one.clocks) == (9 * MINUTE, 25 * MINUTE, 4)
    assert len(openings(rule, crossings(0, 5, 9, 180, 181, 182))) == 2
    assert rule.proposes(crossings(0, 5, 9), Instant(9 * MINUTE))
    assert not rule.proposes(crossings(0, 5, 9), Instant(HOUR))


def test_a_clock_counts_once_whatever_it_crosses() -> None:
    rule = RoomRule("", 2, share=80)
    same = [Crossing(Instant(at), 1, "resolution", 1, share, 1) for at, share in ((1, 80), (2, 90), (3, 100))]
    assert not rule.proposes(same, Instant(4))
