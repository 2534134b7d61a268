"""The door of messages, call-ins and reviews: as text, as Markdown, as JSON, and as a status page takes it."""

from __future__ import annotations

import io

import pytest

from deskconsole.features.room_updates import commands as u
from deskconsole.features.surge import commands as s
from deskconsole.features.war_room import commands as w
from tests.features.comms.speaking import apply_more
from tests.features.desks import Door, TestDesk
from tests.features.ready_comms import opened


@pytest.fixture
def room(desk: TestDesk, desk_door: Door) -> Door:
    """The door of a desk with a room of two tickets, at which ana stands."""
    opened(desk, 2)
    desk.show_time()
    return desk_door


def test_a_message_is_written_and_told_of(room: Door, desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    said = room("war-room", "update", "WR-1", "internal", "--phase", "identified")
    assert said.code == 0
    assert "message 1 to internal: sent" in said.out
    monkeypatch.setattr("sys.stdin", io.StringIO("We know | of it.\n"))
    assert room("war-room", "update", "WR-1", "status", "page", "--text", "-").code == 0
    text = room("war-room", "updates", "WR-1", "--told").out
    assert "customers  Tue 3 Mar 10:05 CET  in 5 min" in text
    assert "To whom" in text
    assert "lea" in text
    marked = room("war-room", "updates", "WR-1", "--format", "md").out
    assert "We know \\| of it." in marked
    told = room("war-room", "updates", "WR-1", "--format", "json").json
    assert [each["to"] for each in told["next"]] == ["customers", "internal"]
    assert [(each["state"], each["phase"]) for each in told["said"]] == [
        ("sent", "identified"), ("sent", "investigating"),
    ]  # fmt: skip
    assert told["said"][0]["outcome"]["told"] == 5


def test_a_status_page_takes_it(room: Door, desk: TestDesk) -> None:
    missing = room("war-room", "updates", "WR-1", "--payload", "atlassian")
    assert (missing.code, "said nothing to the status page" in missing.err) == (4, True)
    apply_more(desk, '[updates.status_page.components]\nvpn = "abc"\n')
    desk.do("ana", u.update("WR-1", "status page", "We know."))
    made = room("war-room", "updates", "WR-1", "--payload", "atlassian").json
    assert made["incident"]["components"] == {"abc": "partial_outage"}
    assert room("war-room", "updates", "WR-1", "--payload", "incidentio").json["idempotency_key"].endswith("update-1")


def test_somebody_is_called_in_and_answers(room: Door, desk: TestDesk) -> None:
    said = room("war-room", "call-in", "WR-1", "ana", "--note", "Please.", "--as", "lea")
    assert "ana is called in to WR-1 (says nothing, has 0) and answers by Tue 3 Mar 10:05 CET" in said.out
    found = room("war-room", "surge", "WR-1", "--format", "json").json
    assert (found["called"][0]["who"], found["called"][0]["state"], found["load"]["coming"]) == ("ana", "asked", 1)
    assert room("war-room", "answer-call", "yes").code == 0
    text = room("war-room", "surge", "WR-1").out
    assert "2.0 tickets a head now" in text
    assert "Could come" in text
    assert room("war-room", "answer-call", "no").code == 4


def test_a_review_is_printed_and_listed(room: Door, desk: TestDesk) -> None:
    assert room("war-room", "review", "WR-1").code == 4
    assert "none is open" in room("war-room", "reviews").out
    desk.do("lea", w.stand_down("WR-1"))
    desk.tick()
    assert room("do", "review.submit", "WR-1", "--summary", "It fell <over>.").code == 0
    assert room("do", "review.act", "WR-1", "--what", "a second gateway", "--owner", "ben", "--by", "+3d").code == 0
    text = room("war-room", "review", "WR-1").out
    assert "mitigated       not recorded here" in text
    assert "P2, 2 tickets" in text
    marked = room("war-room", "review", "WR-1", "--format", "md").out
    assert "## Review of WR-1 VPN drops" in marked
    assert "- It fell &lt;over>." in marked
    found = room("war-room", "review", "WR-1", "--format", "json").json
    assert (found["state"], found["actions"][0]["owner"]) == ("in review", "ben")
    assert [each["number"] for each in room("war-room", "reviews", "--format", "json").json] == ["WR-1"]


def test_the_timeline_tells_all_of_it(room: Door, desk: TestDesk) -> None:
    desk.do("ana", u.update("WR-1", "internal", "We know."))
    desk.do("ana", u.sentence("WR-1", "VPN is unstable."))
    desk.do("lea", s.call_in("WR-1", "ben"))
    desk.do("ben", s.decline())
    desk.pass_("16m")
    desk.tick()
    told = room("war-room", "show", "WR-1").out
    for words in (
        "internal: a message every 30 minutes", "message 1 to internal, investigating: We know.",
        "message goes to 5 people here", "agents say: VPN is unstable.", "ben called in", "ben cannot come (console)",
        "did not answer in time", "▲ a message is late: lea paged",
    ):  # fmt: skip
        assert words in told, words
