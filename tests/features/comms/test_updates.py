"""What is said from a war room: in time or missed, to whom, approved by another, on the phone, on a status page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.actors import DESK
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.derive import RULES
from deskconsole.features.room_updates import commands as u
from deskconsole.features.room_updates import events as e
from deskconsole.features.room_updates.rules import (
    PHASES,
    SHIPPED,
    VARIABLES,
    Asker,
    Before,
    drafted,
    owed,
    reach,
    template,
    wakes_at,
)
from deskconsole.features.room_updates.settings import CommsSpec
from deskconsole.features.room_updates.views import (
    NEXT_UPDATES,
    OUTCOMES_OF,
    PHONE_SENTENCE,
    TOLD_OF,
    UPDATES_OF,
    WAITING_OF,
    Due,
    UpdateRow,
)
from deskconsole.features.staffing import commands as people
from deskconsole.features.templates.views import variables_of
from deskconsole.features.war_room import commands as w
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.comms.speaking import apply_more, paged
from tests.features.desks import TestDesk
from tests.features.ready_comms import opened

MAIL = '[mail]\naddress = "desk@desk.example"\n'


def due(desk: TestDesk) -> dict[str, Due]:
    return {each.audience: each for each in desk.store.read.all(NEXT_UPDATES)}


def said(desk: TestDesk) -> list[UpdateRow]:
    return desk.store.read.all(UPDATES_OF, room=1)


def test_the_first_messages_are_due_five_minutes_after_a_room_opens(desk: TestDesk) -> None:
    opened(desk, 1)
    began = desk.now
    assert {to: each.due_at - began for to, each in due(desk).items()} == {
        "internal": 5 * MINUTE, "customers": 5 * MINUTE,
    }  # fmt: skip


def test_a_message_goes_to_all_who_are_here_and_the_next_is_due_as_bad_as_it_is(desk: TestDesk) -> None:
    opened(desk, 1)
    desk.do("ben", people.off())
    desk.do("ana", u.update("WR-1", "internal"))
    (row,) = said(desk)
    assert (row.text or "").startswith("WR-1 P2: VPN drops. Since Tue 3 Mar 10:00 CET, 1 ticket.")
    assert (row.state, row.phase, row.severity, row.late_s) == ("sent", "investigating", 2, 0)
    told = {each.who for each in desk.store.read.all(TOLD_OF, room=1)}
    assert told == {"lea", "max", "net", "glo"}  # not the writer, not who is off, nobody who does not work on tickets
    assert due(desk)["internal"].due_at == desk.now + 30 * MINUTE


def test_a_message_that_is_late_pages_comms_then_the_commander_then_leads_and_then_rests(desk: TestDesk) -> None:
    opened(desk, 1)
    desk.do("ben", w.take_role("WR-1", "comms"))
    desk.do("ana", w.take_role("WR-1", "commander"))
    desk.do("ana", u.update("WR-1", "internal"))
    began = desk.now
    desk.pass_("4m59s")
    desk.tick()
    assert paged(desk, "customers") == []
    desk.pass_("30m")
    desk.tick()  # after a downtime everything is told in order, each at its own instant
    assert paged(desk, "customers") == [
        ("ben", began + 5 * MINUTE + 1), ("ana", began + 10 * MINUTE + 1), ("lea", began + 15 * MINUTE + 1),
    ]  # fmt: skip
    late = due(desk)["customers"]
    assert (late.missed, late.step) == (began + 5 * MINUTE, 3)
    desk.pass_("2h")
    desk.tick()
    assert len(paged(desk, "customers")) == 3

    desk.do("ben", u.update("WR-1", "customers"))
    assert said(desk)[-1].late_s == int((desk.now - began) // SECOND) - 300
    assert (due(desk)["customers"].missed, due(desk)["customers"].step) == (None, 0)


def test_where_nobody_has_a_role_the_leads_are_paged_at_once(desk: TestDesk) -> None:
    opened(desk)
    desk.pass_("5m1s")
    desk.tick()
    assert [who for who, _ in paged(desk, "customers")] == ["lea"]


def test_nothing_is_owed_any_more_once_it_is_over(desk: TestDesk) -> None:
    opened(desk)
    desk.do("ana", w.restored("WR-1"))
    desk.do("ana", u.update("WR-1", "internal"))
    assert (said(desk)[0].phase, said(desk)[0].next_at) == ("resolved", None)
    assert set(due(desk)) == {"customers"}
    desk.do("lea", w.worse("WR-1"))
    desk.tick()
    assert set(due(desk)) == {"customers", "internal"}
    desk.do("lea", w.stand_down("WR-1"))
    desk.pass_("3h")
    desk.tick()
    assert due(desk) == {}
    assert paged(desk, "internal") == []
    with pytest.raises(Refused, match="WR-1 is stood down: it is over"):
        desk.do("ana", u.update("WR-1", "internal"))


def test_somebody_chooses_how_often(desk: TestDesk) -> None:
    opened(desk)
    desk.do("lea", u.every("WR-1", "internal", 600))
    desk.do("ana", u.update("WR-1", "internal"))
    assert due(desk)["internal"].due_at == desk.now + 10 * MINUTE


def test_what_customers_hear_is_approved_by_somebody_else(desk: TestDesk) -> None:
    apply_more(desk, '[updates]\napproval = ["customers"]\n')
    opened(desk)
    desk.do("ana", u.update("WR-1", "customers", "We know."))
    assert (said(desk)[0].state, len(desk.store.read.all(WAITING_OF, room=1))) == ("to approve", 1)
    with pytest.raises(Refused, match="you wrote message 1 yourself"):
        desk.do("ana", u.countersign())
    desk.pass_("6m")
    desk.tick()
    assert "waits for approval" in desk.scalar(
        "select p.text from notification n join private_text p on p.id = n.text order by n.id desc limit 1"
    )
    desk.do("ben", u.countersign("WR-1", 1))
    assert [(row.state, row.decided_by, row.late_s) for row in said(desk)] == [("sent", "ben", 60)]
    desk.do("ana", u.update("WR-1", "customer:acme", "We know, and call you."))
    desk.do("ben", u.discard("WR-1", "they know"))
    assert (said(desk)[1].state, said(desk)[1].reason) == ("withdrawn", "they know")
    with pytest.raises(NotFound, match="no message of WR-1 waits"):
        desk.do("ben", u.countersign("WR-1"))


def test_customers_hear_at_their_contacts_else_who_asked_once_each(desk: TestDesk) -> None:
    apply_more(desk, f'{MAIL}[updates.contacts]\nglobex = ["duty@globex.example"]\n')
    for customer, asker in (
        ("acme", "Kim <kim@acme.example>"), ("acme", "Kim <KIM@acme.example>"), ("globex", "Olga"), (None, "Ray"),
    ):  # fmt: skip
        desk.new(customer=customer or "", service="vpn", impact="1", urgency="2", requester=asker)
    opened(desk)
    desk.do("ana", u.update("WR-1", "customers", "It is slow."))
    told = {(each.who, each.customer, each.way, each.state) for each in desk.store.read.all(TOLD_OF, room=1)}
    assert told == {
        ("kim@acme.example", "acme", "mail", "queued"), ("duty@globex.example", "globex", "mail", "queued"),
    }  # fmt: skip
    (outcome,) = desk.store.read.all(OUTCOMES_OF, room=1)
    assert (outcome.told, outcome.customers, outcome.failed) == (2, 2, 0)
    assert desk.scalar("select count(distinct own) from mail") == 2
    first = desk.clocks(1)
    assert first["response"][0] == "running"  # what is said to all is no answer to one


def test_of_a_desk_without_mail_nobody_outside_is_reached_and_that_is_said(desk: TestDesk) -> None:
    opened(desk, 2)
    desk.do("ana", u.update("WR-1", "customers"))
    assert said(desk)[0].nobody == "acme"


def test_the_phone_says_the_sentence_of_every_open_room(desk: TestDesk) -> None:
    opened(desk)
    desk.do("ana", u.sentence("WR-1", "VPN is\nunstable.", "use the other gateway"))
    (row,) = desk.store.read.all(PHONE_SENTENCE)
    assert (row.number, row.text, row.workaround, row.by) == (
        "WR-1", "VPN is unstable.", "use the other gateway", "ana",
    )  # fmt: skip
    desk.do("ana", u.update("", "customers"))
    assert "use the other gateway" in (said(desk)[0].text or "")
    desk.do("ana", u.sentence("WR-1", "", ""))
    assert desk.store.read.all(PHONE_SENTENCE) == []
    desk.do("ana", u.sentence("WR-1", "It is back."))
    desk.do("lea", w.stand_down("WR-1"))
    assert desk.store.read.all(PHONE_SENTENCE) == []


@pytest.mark.parametrize(
    ("to", "phase", "says"),
    [("everybody", "", "is no audience"), ("customer:nix", "", "is no audience"), ("internal", "soon", "is no phase")],
)
def test_what_there_is_not_is_named(desk: TestDesk, to: str, phase: str, says: str) -> None:
    opened(desk)
    with pytest.raises(BadInput, match=says):
        desk.do("ana", u.update("WR-1", to, "x", phase))


def test_a_room_that_is_only_proposed_says_nothing_yet(desk: TestDesk) -> None:
    desk.do("ana", w.declare("VPN drops", "service", "vpn"))
    desk.tick()
    assert due(desk) == {}
    with pytest.raises(Refused, match="confirm it first"):
        desk.do("ana", u.update("WR-1", "internal"))


def test_all_of_it_follows_from_the_record(desk: TestDesk) -> None:
    apply_more(desk, MAIL)
    opened(desk, 2)
    desk.do("ana", u.update("WR-1", "customers"))
    desk.do("ana", u.sentence("WR-1", "VPN is unstable."))
    desk.pass_("1h")
    desk.tick()
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_killed_before_the_tick_it_is_told_once_after(desk: TestDesk) -> None:
    opened(desk)
    desk.pass_("6m")
    other = desk.open()
    desk.do(DESK, u.notice(1, desk.now))
    desk.do(DESK, u.notice(1, desk.now))  # whoever comes second finds nothing to do
    other.close()
    assert len(paged(desk, "internal")) == 1


# --- the rules -------------------------------------------------------------------------------------------------------


@given(st.sampled_from(["internal", "customers", "status page", "customer:acme"]), st.sampled_from(PHASES))
def test_every_audience_has_words_for_every_phase(audience: str, phase: str) -> None:
    text = template(CommsSpec(), audience, phase, 3)
    assert set(variables_of(text)) <= set(VARIABLES)
    assert "{" not in drafted(CommsSpec(), audience, phase, 3, dict.fromkeys(VARIABLES, "{x}")).replace("{x}", "")


def test_words_of_the_desk_come_before_those_that_ship_and_of_a_severity_first() -> None:
    spec = CommsSpec(texts=(("customers monitoring", "any"), ("customers monitoring p1", "one")))
    assert [template(spec, "customer:acme", "monitoring", each) for each in (1, 2)] == ["one", "any"]
    assert template(spec, "customers", "resolved", 1) == SHIPPED["customers resolved"]


STEPS = st.lists(st.tuples(st.sampled_from(["sent", "late"]), st.integers(0, 100)), max_size=12)


@given(STEPS)
def test_it_is_looked_at_again_until_all_were_told_or_it_was_sent(steps: list[tuple[str, int]]) -> None:
    """Whatever happens: after a message that leaves the next is due, and nobody is told after the last step."""
    events: list[e.UpdateOwed | e.UpdateSent | e.UpdateMissed] = [
        e.UpdateOwed(at=Instant(0), war_room=1, cadence=1, audience="internal", due_at=10, every_s=60)
    ]
    for what, at in steps:
        if what == "sent":
            events.append(e.UpdateSent(at=Instant(at), war_room=1, room_update=1, cadence=1, next_at=at + 60))
        else:
            step = owed(events)[1].step + 1
            more = at + 5 if step < 3 else None
            events.append(e.UpdateMissed(at=Instant(at), war_room=1, cadence=1, due_at=1, step=step, next_at=more))
    last = events[-1]
    match last:
        case e.UpdateSent():
            assert wakes_at(events) == (last.next_at or 0) + 1
        case e.UpdateMissed():
            assert wakes_at(events) == last.next_at
        case _:
            assert wakes_at(events) == 11


ASKED = st.lists(st.tuples(st.sampled_from([None, "a", "b"]), st.sampled_from([None, "x@x.x", "X@x.x", "y@y.y"])))


@given(ASKED, st.integers(1, 20))
def test_nobody_is_written_to_twice_and_nobody_is_forgotten(
    asked: list[tuple[str | None, str | None]], at_once: int
) -> None:
    """However many at a time they are gone through."""
    askers = [Asker(place, customer, address) for place, (customer, address) in enumerate(asked)]
    before, addresses = Before(), list[str]()
    for begin in range(0, len(askers), at_once):
        found = reach(CommsSpec(), "customers", askers[begin : begin + at_once], before)
        addresses += [letter.address.lower() for letter in found.letters]
        before = Before(frozenset(addresses), before.heard | {*found.heard}, found.nobody)
    assert len(addresses) == len(set(addresses))
    assert set(addresses) == {address.lower() for _, address in asked if address}
    without = {customer for customer, _ in asked if customer} - {customer for customer, address in asked if address}
    assert set(before.nobody) == without
