"""One shift hands over to the next: drafted in time, signed, read back, accepted; and what goes wrong on the way."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import Conflict, Refused
from deskconsole.derive import RULES
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.draft import Draft, draft
from deskconsole.features.handover.freezing import digest_of
from deskconsole.features.handover.views import HANDOVER, PLANNED, HandoverRow
from deskconsole.features.promises import commands as p
from deskconsole.features.rosters.views import holder
from deskconsole.features.tickets import commands as c
from deskconsole.handovers.delta import delta
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import TestDesk, said

EARLY_ENDS = "2026-03-03T13:00Z"


def the(desk: TestDesk, number: str = "HO-1") -> HandoverRow:
    return desk.store.read.one(HANDOVER, number=number)


def drafted(desk: TestDesk) -> Draft:
    return draft(desk.store.read, the(desk), desk.now)


def ready(desk: TestDesk, number: str = "HO-1") -> None:
    """The early shift has drafted, and written what is asked of it."""
    desk.until("2026-03-03T12:30Z")
    desk.tick()
    desk.do("mia", h.headline(number, "Calm. Watch Lyon.", "watch"))


def test_the_roster_plans_what_the_tick_drafts(desk: TestDesk) -> None:
    (planned,) = desk.store.read.all(PLANNED)
    assert (planned.number, planned.shift, planned.outgoing, planned.incoming) == ("HO-1", "early", "mia", "tom")
    assert (planned.end, planned.until) == (said(EARLY_ENDS), said("2026-03-03T21:00Z"))
    desk.until("2026-03-03T12:29Z")
    assert desk.tick() == 0
    desk.until("2026-03-03T12:41Z")
    desk.tick()
    assert (the(desk).state, the(desk).drafted_at) == ("draft", said("2026-03-03T12:30Z"))
    assert [row.shift for row in desk.store.read.all(PLANNED)] == ["late"]
    assert desk.all("select n.severity, o.handle from notification n join operator o on o.id = n.operator") == [
        ("info", "mia")
    ]


def test_who_leads_is_planned_anew_when_the_roster_says_otherwise(desk: TestDesk) -> None:
    from deskconsole.features.rosters.events import AbsenceEntered
    from tests.features.handover.recording import record

    begin, end = said("2026-03-03T00:00Z"), said("2026-03-05T00:00Z")
    record(desk, AbsenceEntered(at=desk.now, absence=1, operator="tom", begin_at=begin, end_at=end, by="max"))
    desk.tick()
    (planned,) = desk.store.read.all(PLANNED)
    assert (planned.incoming, planned.number) == (None, "HO-1")


def test_a_handover_from_draft_to_acceptance(desk: TestDesk) -> None:
    hot = desk.new("VPN drops", by="ana", impact="1", urgency="1")
    slow = desk.new("Old printer", by="ana", impact="3", urgency="3")
    desk.do("ana", c.assign(hot, "ana"))
    desk.do("ana", c.assign(slow, "ana"))
    desk.do("ana", p.make(hot, "call back", said("2026-03-03T15:00Z")))
    ready(desk)
    made = drafted(desk)
    assert [(item.number, item.rule[:4]) for item in made.section("unstable").items] == [("INC-10001", "open")]
    assert [item.number for item in made.section("projected").items] == ["INC-10001"]
    assert [line.many for line in made.section("owner leaving").lines] == [2]
    assert [each.what for each in made.before_signing] == [
        "1 next action missing",
        "2 tickets of people going home without a new owner",
    ]
    with pytest.raises(Refused, match="1 next action missing; 2 tickets of people going home"):
        desk.do("mia", h.sign("HO-1"))

    desk.do("ana", h.action("HO-1", hot, "count sessions each half hour", "eli", if_then="if over 900 then SOP-31"))
    desk.do("mia", h.dispose("HO-1", "give", of="ana", owner="eli"))
    desk.do("mia", h.dispose("HO-1", "pool", ticket=slow))
    desk.do("mia", h.sign("HO-1"))
    signed = the(desk)
    assert (signed.state, signed.signed_by) == ("signed", "mia")
    assert digest_of(signed.signed or {}) == signed.hash
    assert "VPN" not in (signed.snapshot or "")
    assert "sessions" not in (signed.snapshot or "")
    with pytest.raises(Refused, match=r"is signed: handover\.withdraw"):
        desk.do("mia", h.note("HO-1", "one more thing"))

    desk.pass_("5m")
    late = desk.new("Wi-Fi hall 3", by="ana")
    desk.do("ana", c.resolve(slow, "fixed", "toner"))
    assert [(each.number, each.what) for each in delta(desk.store.read, the(desk))] == [
        ("INC-10003", "new"),
        ("INC-10002", "resolved"),
    ]

    with pytest.raises(Refused, match="not read back: INC-10001"):
        desk.do("tom", h.accept("HO-1"))
    with pytest.raises(Refused, match="you have signed HO-1 yourself: tom accepts it"):
        desk.do("mia", h.accept("HO-1"))
    desk.do("tom", h.read_back("HO-1", "inc-10001", "I count sessions every 30 min, above 900 SOP-31"))
    desk.do("tom", h.ask("HO-1", "Does Acme know?", blocks=True))
    with pytest.raises(Refused, match="question 1 of tom blocks"):
        desk.do("tom", h.accept("HO-1"))
    desk.do("mia", h.answer("HO-1", 1, "Yes, since noon"))
    assert holder(desk.store.read, None, desk.now) == "mia"
    desk.do("tom", h.accept("HO-1"))

    assert holder(desk.store.read, None, desk.now) == "tom"
    assert (desk.row(hot).owner, desk.row(late).owner) == ("eli", None)
    assert desk.all("select made_by from promise") == [("eli",)]
    moved = (
        "select distinct call from journal where kind in ('desk.taken', 'handover.accepted', 'promise.taken_over')"
        " or (kind = 'ticket.assigned' and actor = 'tom')"
    )
    assert len(desk.all(moved)) == 1, "all in one transaction"
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_two_accept_at_once_and_one_is_told_why(desk: TestDesk) -> None:
    ready(desk)
    desk.do("mia", h.sign("HO-1"))
    desk.do("tom", h.accept("HO-1"))
    with pytest.raises(Conflict, match=r"HO-1 was accepted by tom at 2026-03-03T12:30:00Z: the desk is theirs"):
        desk.do("sue", h.accept("HO-1"))
    assert holder(desk.store.read, None, desk.now) == "tom"


def test_what_is_excepted_stays_where_it_is(desk: TestDesk) -> None:
    hot = desk.new("VPN drops", by="ana", impact="1", urgency="1")
    desk.do("ana", c.assign(hot, "ana"))
    ready(desk)
    desk.do("ana", h.action("HO-1", hot, "restart it", "eli"))
    desk.do("mia", h.sign("HO-1"))
    desk.do("tom", h.accept("HO-1", "INC-10001", "nobody of us knows the VPN"))
    assert (the(desk).state, desk.row(hot).owner) == ("accepted with exceptions", "ana")


def test_a_signature_is_taken_back_before_anybody_has_accepted(desk: TestDesk) -> None:
    ready(desk)
    desk.do("mia", h.sign("HO-1"))
    with pytest.raises(Refused, match="mia has signed HO-1: they, or a manager, take it back"):
        desk.do("tom", h.withdraw("HO-1", "not yet"))
    desk.do("mia", h.withdraw("HO-1", "one more thing"))
    assert (the(desk).state, the(desk).snapshot) == ("draft", None)
    desk.do("mia", h.sign("HO-1"))
    assert the(desk).state == "signed"


def test_nobody_accepts_and_the_duty_manager_takes_the_desk(desk: TestDesk) -> None:
    ready(desk)
    desk.do("mia", h.sign("HO-1"))
    with pytest.raises(Refused, match="the shift ends 2026-03-03T13:00:00Z: until then mia holds the desk"):
        desk.do("max", h.take("HO-1", "nobody comes"))
    desk.until("2026-03-03T13:14Z")
    desk.tick()
    assert the(desk).escalated_at is None
    with pytest.raises(Refused, match="max may take the desk now; you may from 2026-03-03T13:15:00Z on"):
        desk.do("sue", h.take("HO-1", "nobody comes"))
    desk.until("2026-03-03T13:20Z")
    desk.tick()
    late = the(desk)
    assert (late.escalated_at, late.escalated_to) == (said("2026-03-03T13:15Z"), "max")
    pages = "select o.handle, x.text from notification n join operator o on o.id = n.operator join private_text x" \
            " on x.id = n.text where n.severity = 'page'"  # fmt: skip
    ((who, text),) = desk.all(pages)
    assert (who, "signed by mia, not accepted" in text, "mia still holds the desk" in text) == ("max", True, True)
    desk.do("max", h.take("HO-1", "tom is ill"))
    assert (the(desk).state, holder(desk.store.read, None, desk.now)) == ("taken", "max")
    with pytest.raises(Conflict, match="was taken by max"):
        desk.do("tom", h.accept("HO-1"))


def test_afterwards_it_says_what_it_missed_and_what_it_listed_for_nothing(desk: TestDesk) -> None:
    desk.new("Due this evening", by="mia", impact="2", urgency="1")
    quiet = desk.new("Not before the night", by="mia", impact="3", urgency="2")
    ready(desk)
    for item in drafted(desk).section("projected").items:
        desk.do("mia", h.action("HO-1", item.ticket, "look at it", "eli"))
        desk.do("mia", c.assign(item.ticket, "eli"))
    desk.do("mia", h.sign("HO-1"))
    projected = next(s for s in (the(desk).signed or {})["sections"] if s["name"] == "projected")
    assert [item["ticket"] for item in projected["items"]] == ["INC-10001"]
    desk.do("tom", h.read_back("HO-1", "INC-10001", "I look at it"))
    desk.do("tom", h.accept("HO-1"))
    desk.until("2026-03-03T14:00Z")
    desk.do("tom", c.prioritise(quiet, "1", "correction", "it was urgent all along"))
    desk.until("2026-03-03T21:01Z")
    desk.tick()
    scored = the(desk)
    assert scored.scored_at == said("2026-03-03T21:00Z")
    assert (scored.listed, scored.breached, scored.omitted, scored.untouched) == (1, 1, 1, 1)


def test_a_desk_without_a_roster_hands_over_by_hand(desk: TestDesk) -> None:
    begin = said("2026-03-03T08:00Z")
    desk.do("sue", h.open_(begin, "network", 3600, "tom"))
    row = the(desk, "HO-2")
    assert (row.team, row.state, row.end, row.until) == (
        "network",
        "draft",
        begin + 3_600_000_000,
        begin + 7_200_000_000,
    )
    with pytest.raises(Refused, match="HO-2 is there for that shift: draft"):
        desk.do("sue", h.open_(begin, "network", 3600, "tom"))
