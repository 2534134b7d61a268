"""Looking back: what a room leaves behind, its clock, who writes and who publishes, and what is done about it."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, HOUR, MINUTE
from deskconsole.derive import RULES
from deskconsole.features.reviews import commands as r
from deskconsole.features.reviews.views import ACTIONS_OF, OPEN_REVIEWS, REVIEW_OF, ReviewRow
from deskconsole.features.room_updates import commands as u
from deskconsole.features.war_room import commands as w
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.comms.speaking import apply_more, paged
from tests.features.desks import TestDesk
from tests.features.ready_comms import opened, stood_down


def review(desk: TestDesk) -> ReviewRow:
    return desk.store.read.one(REVIEW_OF, room=1)


def test_a_room_leaves_behind_what_is_known_of_it(desk: TestDesk) -> None:
    began = desk.now
    opened(desk, 2)
    desk.pass_("31m")
    desk.do("lea", w.decide("WR-1", "roll back"))
    desk.tick()
    desk.do("ana", u.update("WR-1", "internal"))
    desk.pass_("4m")
    desk.do("lea", w.mitigated("WR-1"))
    desk.pass_("5m")
    desk.do("lea", w.restored("WR-1"))
    desk.pass_("20m")
    desk.do("lea", w.stand_down("WR-1"))
    desk.tick()
    row = review(desk)
    assert (row.state, row.severity, row.due_at) == ("due", 2, began + HOUR + 48 * HOUR)
    assert [row.impact_at, row.detected_at, row.declared_at, row.acknowledged_at] == [began] * 4
    assert (row.mitigated_at, row.restored_at, row.stood_down_at) == (
        began + 35 * MINUTE, began + 40 * MINUTE, began + HOUR,
    )  # fmt: skip
    assert (row.tickets, row.breached, row.updates, row.late, row.decisions) == (2, 2, 1, 1, 1)


def test_one_that_is_late_tells_its_writer_the_commander_leads_and_managers(desk: TestDesk) -> None:
    apply_more(desk, '[reviews]\ndue = { p2 = "24h" }\nremind = "2h"\n')
    opened(desk)
    desk.do("net", w.take_role("WR-1"))
    desk.do("net", w.stand_down("WR-1"))
    desk.tick()
    desk.do("ben", r.take_up("WR-1"))
    assert review(desk).state == "drafting"
    due = review(desk).due_at
    assert due == desk.now + DAY
    desk.pass_("23h59m")
    desk.tick()
    assert paged(desk, "the review of WR-1") == []
    desk.pass_("3d")
    desk.tick()
    assert paged(desk, "the review of WR-1") == [
        ("ben", due + 1), ("net", due + 2 * HOUR + 1), ("lea", due + 4 * HOUR + 1), ("max", due + 6 * HOUR + 1),
    ]  # fmt: skip
    assert (review(desk).step, review(desk).missed_at) == (4, due + 1)
    desk.do("ben", r.submit("WR-1", "It fell over."))
    desk.do("lea", r.issue("WR-1"))
    assert review(desk).late_s == (desk.now - due) // 1_000_000


def test_it_is_written_returned_published_and_closed_once_its_actions_are_done(desk: TestDesk) -> None:
    stood_down(desk)
    with pytest.raises(BadInput, match="the summary is empty"):
        desk.do("ben", r.submit("WR-1", " "))
    desk.do("ben", r.submit("WR-1", "It fell over.", "One gateway."))
    with pytest.raises(Refused, match="you wrote it yourself"):
        desk.do("ben", r.issue("WR-1"))
    desk.do("lea", r.return_("WR-1", "Why only one?"))
    assert (review(desk).state, review(desk).returned) == ("drafting", "Why only one?")
    desk.do("ben", r.submit("WR-1", "It fell over, twice."))
    desk.do("lea", r.act("WR-1", "a second gateway", "ana", desk.now + 3 * DAY))
    desk.do("lea", r.issue("WR-1"))
    assert (review(desk).state, review(desk).summary) == ("actions open", "It fell over, twice.")
    with pytest.raises(Refused, match="actions that are still to be done"):
        desk.do("lea", r.close("WR-1"))
    with pytest.raises(NotFound, match="no open action of WR-1 has the number 7: 1"):
        desk.do("ana", r.done("WR-1", 7))
    desk.do("ana", r.done("WR-1", 1))
    assert review(desk).state == "published"
    desk.do("lea", r.close("WR-1"))
    assert (review(desk).state, desk.store.read.all(OPEN_REVIEWS)) == ("closed", [])
    desk.pass_("9d")
    desk.tick()
    assert paged(desk, "review of WR-1") == []
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_an_action_that_is_late_is_told_to_who_owns_it_also_after_the_review_is_out(desk: TestDesk) -> None:
    stood_down(desk)
    desk.do("ben", r.submit("WR-1", "It fell over."))
    desk.do("lea", r.issue("WR-1"))
    desk.do("lea", r.act("WR-1", "a second gateway", "ana", desk.now + DAY))
    assert review(desk).state == "actions open"
    began = desk.now
    desk.pass_("5d")
    desk.tick()
    assert paged(desk, "a second gateway (review of WR-1)") == [("ana", began + DAY + 1)]
    assert desk.store.read.all(ACTIONS_OF, review=1)[0].missed_at == began + DAY + 1


def test_a_room_that_goes_on_has_no_review_and_one_that_was_rejected_never_has(desk: TestDesk) -> None:
    opened(desk)
    with pytest.raises(Refused, match="WR-1 is open: its review comes when it is stood down"):
        desk.do("ana", r.take_up("WR-1"))
    desk.do("ana", w.declare("Mail is slow", "service", "mail"))
    desk.do("lea", w.reject("WR-2", "one ticket"))
    desk.tick()
    assert desk.store.read.all(OPEN_REVIEWS) == []
