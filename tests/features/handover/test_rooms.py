"""War rooms in a handover: told, read back; reviews go with the desk, command is handed over in the room."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from deskconsole.console.pages.handoverpage import printed
from deskconsole.console.painting.lines import Scene, plain
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import HOUR
from deskconsole.derive import RULES
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.draft import Draft, draft
from deskconsole.features.handover.sheet import Line
from deskconsole.features.handover.views import HANDOVER
from deskconsole.features.reviews import commands as r
from deskconsole.features.reviews.views import REVIEW_OF
from deskconsole.features.surge import commands as s
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.views import ROLES_OF
from deskconsole.handovers.delta import delta
from deskconsole.handovers.reading import told
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import Door, TestDesk, at_the_door, said

UTC = ZoneInfo("UTC")


@pytest.fixture
def door(desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    at_the_door(monkeypatch, "tom")
    return Door(desk.path, capsys)


def drafted(desk: TestDesk) -> Draft:
    return draft(desk.store.read, desk.store.read.one(HANDOVER, number="HO-1"), desk.now)


def subjects(lines: list[Line]) -> list[str]:
    return [f"{line.what} {line.subject}" for line in lines]


def two_rooms(desk: TestDesk) -> None:
    """The room of a stood-down outage, whose review mia writes, and one that goes on, led by her; ten minutes left."""
    desk.do("mia", w.declare("VPN gateway EMEA"))
    desk.do("mia", w.stand_down("WR-1"))
    desk.tick()
    desk.do("mia", r.take_up("WR-1"))
    desk.until("2026-03-03T12:20Z")
    desk.do("mia", w.declare("Lyon is dark"))
    desk.do("mia", w.take_role("WR-2"))
    desk.until("2026-03-03T12:31Z")
    desk.tick()


def signed(desk: TestDesk) -> None:
    desk.do("mia", h.headline("HO-1", "Lyon is dark", "unstable"))
    desk.do("mia", h.sign("HO-1"))


def test_without_rooms_there_are_none(desk: TestDesk, door: Door) -> None:
    desk.until("2026-03-03T12:31Z")
    desk.tick()
    made = drafted(desk)
    assert (made.section("war rooms").source, made.section("war rooms").lines) == ("ok", [])
    assert made.risk == "stable"
    desk.show_time()
    text = door("handover", "show", "--format", "md", "HO-1").out
    assert "war rooms" in next(line for line in text.splitlines() if line.startswith("None: "))


def test_a_live_room_and_an_owed_review_are_told_and_unstable(desk: TestDesk) -> None:
    two_rooms(desk)
    made = drafted(desk)
    live, owed = made.section("war rooms").lines
    assert (live.subject, live.why, live.who, live.begin) == ("WR-2", "Lyon is dark", "mia", said("2026-03-03T12:20Z"))
    assert live.due is not None
    assert live.then == "open, mia has command until they hand it over in the room"
    assert (owed.subject, owed.who, owed.then) == ("WR-1", "mia", "drafting, goes to who accepts")
    assert owed.due == said("2026-03-03T09:00Z") + 48 * HOUR
    assert subjects(made.section("unstable").lines) == ["war room WR-2", "review of WR-1"]
    assert made.risk == "unstable"
    assert made.before_signing == []


def test_what_is_only_proposed_is_told_and_not_read_back(desk: TestDesk) -> None:
    desk.do("ana", w.declare("Mail is slow"))
    made = drafted(desk)
    assert [line.then for line in made.section("war rooms").lines] == ["proposed, nobody has command"]
    assert made.section("unstable").lines == []
    before = draft(desk.store.read, made.of, made.of.begin)
    assert before.section("war rooms").lines == []


def test_a_team_hears_of_rooms_with_a_ticket_of_its_own(desk: TestDesk) -> None:
    ours = desk.new("Switch is dark", by="ana")
    desk.do("ana", c.to_team(ours, "network"))
    desk.do("max", w.declare("Mail is slow"))
    desk.do("max", w.declare("Lyon is dark", tickets="INC-10001"))
    of = drafted(desk).of
    assert subjects(drafted(desk).section("war rooms").lines) == [
        "war room WR-1",
        "war room WR-2",
    ]
    team = of._replace(team="network", outgoing=None, leaving=None)
    assert subjects(draft(desk.store.read, team, desk.now).section("war rooms").lines) == ["war room WR-2"]


def test_rooms_are_read_back_and_reviews_go_with_the_desk(desk: TestDesk) -> None:
    two_rooms(desk)
    signed(desk)
    snapshot = desk.store.read.one(HANDOVER, number="HO-1").snapshot or ""
    assert "WR-2" in snapshot
    assert "Lyon" not in snapshot
    with pytest.raises(Refused, match="not read back: WR-2, WR-1"):
        desk.do("tom", h.accept("HO-1"))
    with pytest.raises(Refused, match="WR-2 is a war room: only tickets"):
        desk.do("tom", h.accept("HO-1", "WR-2", "not mine"))
    desk.do("tom", h.read_back("HO-1", "wr-2", "I keep the bridge open and take command"))
    desk.do("tom", h.read_back("HO-1", "WR-1", "I write the stub tonight"))
    desk.do("tom", h.accept("HO-1"))
    review = desk.store.read.one(REVIEW_OF, room=1)
    assert (review.owner, review.state) == ("tom", "drafting")
    assert [(each.operator, each.state) for each in desk.store.read.all(ROLES_OF, room=2)] == [("mia", "taken")]
    moved = "select count(distinct call) from journal where kind in ('handover.accepted', 'desk.taken')"
    taken = " or (kind = 'review.begun' and actor = 'tom')"
    assert desk.scalar(moved + taken) == 1
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_what_ended_since_it_was_signed_is_neither_read_back_nor_moved(desk: TestDesk) -> None:
    two_rooms(desk)
    signed(desk)
    desk.do("mia", r.submit("WR-1", "It fell over."))
    desk.do("max", r.issue("WR-1"))
    desk.do("tom", h.read_back("HO-1", "WR-2", "I take command"))
    desk.do("tom", h.accept("HO-1"))
    assert desk.store.read.one(REVIEW_OF, room=1).owner == "mia"


def test_it_is_told_at_the_door_as_it_was_signed(desk: TestDesk, door: Door) -> None:
    two_rooms(desk)
    signed(desk)
    desk.show_time()
    text = door("handover", "show", "--format", "md", "HO-1").out
    assert "**WR-2**: Lyon is dark, since 13:20, led by mia, next update due" in text
    assert (
        "**WR-1**: VPN gateway EMEA, written by mia, review due Thu 5 Mar 10:00; drafting, goes to who accepts." in text
    )
    assert "- review of WR-1: mia → tom." in text
    text = door("handover", "show", "HO-1").out
    assert "unstable: 2\n  war room  WR-2" in text
    assert "due Thu 5 Mar 2026 10:00 CET" in text
    sections = {each["name"]: each for each in door("handover", "show", "--format", "json", "HO-1").json["sections"]}
    assert [line["subject"] for line in sections["war rooms"]["lines"]] == ["WR-2", "WR-1"]


def test_it_is_shown_on_the_screen_rooms_first(desk: TestDesk) -> None:
    hot = desk.new("VPN drops", by="ana", impact="1", urgency="1")
    two_rooms(desk)
    desk.do("ana", h.action("HO-1", hot, "count sessions", "eli"))
    desk.do("mia", h.headline("HO-1", "Lyon is dark", "unstable"))
    desk.do("mia", h.dispose("HO-1", "give", ticket=hot, owner="eli"))
    desk.do("ana", c.assign(hot, "eli"))
    desk.do("mia", h.sign("HO-1"))
    row = desk.store.read.one(HANDOVER, number="HO-1")
    shown = told(desk.store.read, row, desk.now, UTC)
    lines = [plain(line).rstrip() for line in printed(shown.written, Scene(desk.now, UTC), 160)]
    assert any("WR-2 Lyon is dark, since 12:20" in line for line in lines)
    assert shown.signed is not None
    assert [each.item.number for each in shown.signed.read_back] == ["WR-2", "WR-1", "INC-10001"]
    assert "review of WR-1: mia → tom" in shown.signed.moves


def test_who_was_called_in_is_staff(desk: TestDesk) -> None:
    two_rooms(desk)
    desk.do("mia", s.call_in("WR-2", "eli"))
    (call,) = [line for line in drafted(desk).section("staffing").lines if line.what == "called in"]
    assert (call.subject, call.why, call.then) == ("eli", "to WR-2", "has not answered")
    assert call.due is not None


def test_what_happened_in_rooms_since_it_was_signed_is_told(desk: TestDesk, door: Door) -> None:
    two_rooms(desk)
    signed(desk)
    desk.pass_("1m")
    desk.do("mia", w.decide("WR-2", "Fail over to Basel"))
    desk.do("ana", w.note("WR-2", "The fan is loud"))
    desk.do("ana", w.note("WR-2", "Somebody is on site"))
    desk.do("mia", w.mitigated("WR-2"))
    desk.do("mia", r.submit("WR-1", "It fell over."))
    row = desk.store.read.one(HANDOVER, number="HO-1")
    changes = [(each.number, each.what, each.title) for each in delta(desk.store.read, row)]
    assert changes == [
        ("WR-2", "decision 1", "Fail over to Basel"),
        ("WR-2", "2 notes, the last one", "Somebody is on site"),
        ("WR-2", "mitigated", None),
        ("WR-1", "its review is written", None),
    ]
    desk.show_time()
    text = door("handover", "show", "--format", "md", "HO-1").out
    assert "WR-2: decision 1 by mia: Fail over to Basel." in text
    assert door("handover", "show", "--format", "json", "HO-1").json["changed"][0]["room"] == "WR-2"
    assert "WR-2 mitigated, mia" in door("handover", "show", "HO-1").out


def test_a_team_hears_nothing_of_what_happens_in_rooms_of_others(desk: TestDesk) -> None:
    desk.do("ana", c.to_team(desk.new("Switch is dark", by="ana"), "network"))
    desk.do("max", w.declare("Mail is slow"))
    desk.do("max", w.declare("Lyon is dark", tickets="INC-10001"))
    desk.do("max", h.open_(desk.now - HOUR, "network", 2 * 3600))
    number = str(desk.scalar("select max(number) from handover where team = 'network'"))
    desk.do("max", h.headline(number, "Lyon is dark"))
    desk.do("max", h.action(number, 1, "swap the switch"))
    desk.do("max", h.sign(number))
    desk.pass_("1m")
    for room in ("WR-1", "WR-2"):
        desk.do("max", w.mitigated(room))
    changed = delta(desk.store.read, desk.store.read.one(HANDOVER, number=number))
    assert [(each.number, each.what) for each in changed] == [("WR-2", "mitigated")]


def test_what_is_done_next_about_a_room_is_written_and_read_back(desk: TestDesk, door: Door) -> None:
    two_rooms(desk)
    with pytest.raises(NotFound, match="WR-9 is no war room that is live or owes a review; these are: WR-1, WR-2"):
        desk.do("mia", h.room_action("HO-1", "WR-9", "look"))
    desk.do("mia", h.room_action("HO-1", "wr-2", "look", "eli"))
    by = said("2026-03-03T15:00Z")
    desk.do("mia", h.room_action("HO-1", "WR-2", "count sessions", "eli", by, "it rises: call the vendor"))
    assert desk.scalar("select count(*) from handover_note") == 1, "the later one counts"
    (live, _) = drafted(desk).section("war rooms").lines
    assert (live.next_action, live.next_owner, live.action_due) == ("count sessions", "eli", by)
    desk.show_time()
    assert "next count sessions by Tue 3 Mar 2026 16:00 CET, eli" in door("handover", "show", "HO-1").out
    signed(desk)
    row = desk.store.read.one(HANDOVER, number="HO-1")
    assert row.signed is not None
    assert "count sessions" not in (row.snapshot or "")
    assert len(row.signed["texts"]) == 3, "their digests are: the action, the if/then, the headline"
    shown = told(desk.store.read, row, desk.now, UTC)
    assert shown.signed is not None
    assert shown.signed.read_back[0].wrote == "count sessions, by 15:00; if it rises: call the vendor"
    assert not any("by name" in words for words in shown.signed.moves), "only tickets go over with a name"
    text = door("handover", "show", "--format", "md", "HO-1").out
    assert "Next: count sessions, by 16:00. eli does it. If it rises: call the vendor." in text
    lines = [plain(line).rstrip() for line in printed(shown.written, Scene(desk.now, UTC), 160)]
    assert any("next count sessions, by 15:00  eli" in line for line in lines)
    assert rebuild(desk.store, RULES, RECORD).differences == []
