"""If/thens of an accepted handover: which came to pass is said once, by whom it is seen, and counted."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.derive import RULES
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.trend import SCORED, trend
from deskconsole.features.handover.views import HANDOVER, HandoverRow
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import Door, TestDesk, at_the_door


@pytest.fixture
def door(desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    at_the_door(monkeypatch, "tom")
    return Door(desk.path, capsys)


def the(desk: TestDesk) -> HandoverRow:
    return desk.store.read.one(HANDOVER, number="HO-1")


def accepted(desk: TestDesk) -> int:
    """A P1 and a room with an if/then each, a P1 without; signed by mia, accepted by tom."""
    hot, warm = (desk.new(title, by="ana", impact="1", urgency="1") for title in ("VPN drops", "Mail is slow"))
    for ticket in (hot, warm):
        desk.do("ana", c.assign(ticket, "eli"))
    desk.do("mia", w.declare("Lyon is dark"))
    desk.until("2026-03-03T12:31Z")
    desk.tick()
    desk.do("mia", h.headline("HO-1", "Watch the VPN", "unstable"))
    desk.do("mia", h.action("HO-1", hot, "count sessions", "eli", if_then="over 900: fail over"))
    desk.do("mia", h.action("HO-1", warm, "wait", "eli"))
    desk.do("mia", h.room_action("HO-1", "WR-1", "keep the bridge open", if_then="it is dark at six: send Paul"))
    desk.do("mia", h.sign("HO-1"))
    for number in ("INC-10001", "INC-10002", "WR-1"):
        desk.do("tom", h.read_back("HO-1", number, "I do"))
    return hot


def test_what_came_to_pass_is_said_from_the_ticket_and_counted(desk: TestDesk, door: Door) -> None:
    hot = accepted(desk)
    with pytest.raises(NotFound, match="no handover that was accepted says an if/then of INC-10001"):
        desk.do("eli", h.used(hot))
    desk.do("tom", h.accept("HO-1"))
    desk.until("2026-03-03T15:00Z")
    desk.do("eli", h.used(hot))
    with pytest.raises(Refused, match="eli has said so of HO-1 already, 2026-03-03T15:00:00Z"):
        desk.do("tom", h.used(hot))
    with pytest.raises(NotFound, match="HO-1, as it was accepted, says no if/then of INC-10002"):
        desk.do("tom", h.used(2, handover="ho-1"))
    with pytest.raises(BadInput, match="which ticket, or which war room"):
        desk.do("tom", h.used(hot, "WR-1"))
    desk.until("2026-03-03T21:01Z")
    desk.tick()
    assert (the(desk).contingencies, the(desk).used) == (2, 1)
    desk.show_time()
    assert door("do", "handover.used", "--room", "WR-1").code == 0
    assert the(desk).used == 2, "also what is said late"
    (desk_trend,) = trend(desk.store.read.all(SCORED))
    assert desk_trend.used == 1.0
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_afterwards_is_told_everywhere(desk: TestDesk, door: Door) -> None:
    hot = accepted(desk)
    desk.do("tom", h.accept("HO-1"))
    desk.until("2026-03-03T15:00Z")
    desk.do("tom", h.used(hot))
    desk.until("2026-03-03T21:01Z")
    desk.tick()
    desk.show_time()
    text = door("handover", "show", "HO-1").out
    assert "Afterwards  2 projected, 2 of them breached, nobody touched 2" in text
    assert "1 of 2 if/thens came to pass" in text
    aloud = door("handover", "show", "--format", "md", "HO-1").out
    assert "If over 900: fail over. That came to pass, 16:00." in aloud
    assert "## Afterwards" in aloud
    body = door("handover", "show", "--format", "json", "HO-1").json
    assert (body["handover"]["afterwards"]["contingencies"], body["handover"]["afterwards"]["used"]) == (2, 1)
    assert [note["used_by"] for note in body["notes"] if note["ticket"] == "INC-10001"] == ["tom"]
    assert door("handover", "trend", "--format", "json").json[0]["used"] == 0.5
