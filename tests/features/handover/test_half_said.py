"""What somebody types into a form of a handover, and has not entered: theirs alone, and gone once it is of no use."""

from __future__ import annotations

import pytest

from deskconsole.console.desk import one_ticket
from deskconsole.features.people.commands import add
from deskconsole.features.people.views import DRAFTS_OF
from deskconsole.store.drafts import DRAFTS_ON
from deskconsole.store.half_said import FormPlace, half_said, keep, kept, place_of
from tests.features.desks import TestDesk

HEADLINE = FormPlace(0, "handover HO-1 headline")


@pytest.mark.parametrize(
    ("command", "given", "kind"),
    [
        ("handover.headline", {}, "handover HO-1 headline"),
        ("handover.action", {"ticket": 7}, "handover HO-1 action"),
        ("handover.action", {}, None),
        ("handover.read_back", {"item": "WR-3"}, "handover HO-1 read_back WR-3"),
        ("handover.answer", {"question": 2}, "handover HO-1 answer 2"),
        ("handover.sign", {}, None),
        ("ticket.hold", {"ticket": 7}, None),
    ],
)
def test_each_thing_that_is_said_has_a_place_of_its_own(
    command: str, given: dict[str, object], kind: str | None
) -> None:
    place = place_of(command, {"handover": "HO-1", **given})
    assert (place and place.kind) == kind
    assert place is None or place.ticket == given.get("ticket", 0)


def test_it_is_theirs_alone_and_the_last_one_counts(desk: TestDesk) -> None:
    keep(desk.store, "mia", HEADLINE, {"text": "Cal"})
    at = keep(desk.store, "mia", HEADLINE, {"text": "Calm"})
    found = kept(desk.store, "mia", HEADLINE)
    assert found is not None
    assert (dict(found.texts), found.at) == ({"text": "Calm"}, at)
    assert kept(desk.store, "tom", HEADLINE) is None
    assert [each.verb for each in half_said(desk.store, "mia", "HO-1")] == ["headline"]
    assert half_said(desk.store, "mia", "HO-10") == []
    keep(desk.store, "mia", HEADLINE, {})
    assert kept(desk.store, "mia", HEADLINE) is None


def test_a_week_later_it_is_of_no_use(desk: TestDesk) -> None:
    keep(desk.store, "mia", HEADLINE, {"text": "Calm"})
    desk.pass_("200h")
    keep(desk.store, "mia", FormPlace(0, "handover HO-22 headline"), {"text": "Busy"})
    assert desk.all("select kind from draft") == [("handover HO-22 headline",)]


def test_what_is_said_of_a_ticket_is_no_reply_and_goes_with_whom_it_is_about(desk: TestDesk) -> None:
    desk.do("ana", add("Rosa Vale", "acme"))
    ticket = desk.new("Badge of Rosa", caller="P-1")
    keep(desk.store, "mia", FormPlace(ticket, "handover HO-1 action"), {"next_action": "call Rosa"})
    (said,) = half_said(desk.store, "mia", "HO-1")
    assert said.about == desk.row(ticket).number
    assert desk.store.read.all(DRAFTS_ON, operator="mia", ticket=ticket) == []
    assert desk.store.read.all(one_ticket.UNSENT, operator="mia") == []
    (held,) = desk.store.read.all(DRAFTS_OF, person=1)
    assert "call Rosa" in held.text
