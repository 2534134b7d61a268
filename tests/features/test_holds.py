"""Holding: from when it counts, what ends it and when, and several at once (rules 13 to 15)."""

from __future__ import annotations

import json

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.deskfile.views import current
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events as e
from deskconsole.features.triage.events import TriageRuled
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.replay import Cut, Snapshot
from tests.features.desks import START, Door, TestDesk, said

EVENING = said("2026-03-03T20:00Z")


def held(desk: TestDesk, ticket: int) -> tuple[str | None, str | None, str | None]:
    row = desk.row(ticket)
    return row.state, row.held_for, row.also_held


def paused(desk: TestDesk, ticket: int) -> int:
    """Minutes for which its resolution clock has stood still, by what is stored."""
    micros = desk.scalar("select paused from clock where metric = 'resolution' and ticket = :t", t=ticket)
    return int(micros) // MINUTE


def sound(desk: TestDesk) -> None:
    assert rebuild(desk.store, RULES, RECORD).differences == []


# --- from when it counts ---------------------------------------------------------------------------------------------


def test_a_hold_for_the_caller_counts_from_the_sending_of_the_question(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.pass_("16m")
    desk.do("ben", c.claim(ticket))
    desk.do("ana", c.hold(ticket, "caller"))
    assert held(desk, ticket) == ("held", "caller", None)
    assert desk.facts(ticket)[-1][:3] == (START + HOUR, "held", ("caller", START + 49 * HOUR))
    assert desk.row(ticket).touched_at == START + HOUR + 16 * MINUTE
    desk.pass_("44m")
    desk.do("ana", c.resume(ticket))
    assert desk.clocks(ticket)["resolution"] == ("running", START + 9 * HOUR)
    assert paused(desk, ticket) == 60
    desk.do("ana", c.hold(ticket, "caller"))  # the ball was ours meanwhile: not behind that
    assert desk.facts(ticket)[-1].at == desk.now
    sound(desk)


def test_what_was_told_as_broken_stays_broken(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("7h")
    desk.do("ana", c.reply(ticket, "We look into it."))
    desk.pass_("2h")
    desk.tick()
    assert desk.kinds(ticket)[-1] == "clock.breached"
    desk.do("ana", c.hold(ticket, "caller"))
    assert desk.facts(ticket)[-1].at == desk.now
    assert desk.scalar("select breached_at from clock where metric = 'resolution'") == START + 8 * HOUR


def test_the_breach_of_a_clock_that_it_does_not_pause_is_no_bound(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("29m")
    desk.do("bot", c.reply(ticket, "We have got your message.", automatic=True))
    desk.do("ana", c.contact(ticket, True, note="asked for the number"))
    asked = desk.now
    desk.do("ana", c.undo())
    desk.do("ana", c.note(ticket, "they called back"))
    assert desk.clocks(ticket)["response"][0] == "running"
    desk.pass_("5m")
    desk.tick()
    assert desk.kinds(ticket)[-1] == "clock.breached"  # of the response, which no hold pauses
    desk.do("lea", c.contact(ticket, True, at=asked, evidence="call 77"))
    desk.do("ana", c.hold(ticket, "caller"))
    assert (asked, "held") in [fact[:2] for fact in desk.facts(ticket)]


def test_undo_of_such_a_hold_counts_its_minutes_from_when_it_was_done(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.pass_("30m")
    before = desk.clocks(ticket)
    desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("9m")
    desk.do("ana", c.undo())
    assert (desk.clocks(ticket), held(desk, ticket)) == (before, ("new", None, None))


def test_the_limit_counts_from_the_question_and_who_wants_longer_asks_again(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.pass_("47h")
    desk.do("ana", c.hold(ticket, "caller"))
    assert desk.row(ticket).held_until == START + 48 * HOUR
    desk.pass_("2h")
    desk.tick()
    assert held(desk, ticket) == ("open", None, None)
    with pytest.raises(Refused, match=r"the question was sent over 48h ago.*\(rule 15\): r asks again"):
        desk.do("ana", c.hold(ticket, "caller"))
    desk.do("ana", c.reply(ticket, "Once more: which one?"))
    desk.do("ana", c.hold(ticket, "caller"))
    assert desk.row(ticket).held_until == desk.now + 48 * HOUR


# --- questions and answers -------------------------------------------------------------------------------------------


def test_what_a_machine_writes_is_neither_question_nor_answer(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("bot", c.reply(ticket, "We have received your message.", automatic=True))
    assert (desk.clocks(ticket)["response"][0], desk.row(ticket).responded_at) == ("running", None)
    with pytest.raises(Refused, match="needs a public question first"):
        desk.do("ana", c.hold(ticket, "caller"))
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.do("bot", c.receive(ticket, "I am out of office.", automatic=True))
    desk.do("ana", c.hold(ticket, "caller"))
    desk.do("bot", c.receive(ticket, "I am still out of office.", automatic=True))
    assert held(desk, ticket) == ("held", "caller", None)
    assert [fact.what for fact in desk.facts(ticket)] == ["reported", "opened", "priority", "owned", "replied", "held"]
    with pytest.raises(Refused, match=r"ticket\.intake or ticket\.override"):
        desk.do("ana", c.receive(ticket, "Away", automatic=True))


def test_a_call_in_which_they_were_reached_is_a_question_and_one_of_theirs_an_answer(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.contact(ticket, False, note="no answer"))
    with pytest.raises(Refused, match="needs a public question first"):
        desk.do("ana", c.hold(ticket, "caller"))
    desk.do("ana", c.contact(ticket, True, note="asked for the serial number"))
    desk.do("ana", c.hold(ticket, "caller"))
    desk.do("ana", c.contact(ticket, True, note="told them what we wait for"))
    assert held(desk, ticket) == ("held", "caller", None)
    desk.do("ana", c.contact(ticket, True, "in", note="it is 4711"))
    assert held(desk, ticket) == ("open", None, None)


def test_a_question_that_bounced_paused_nothing(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "Which one?"))
    asked = int(desk.last("seq")[0])
    running = {"response": ("running", START + 30 * MINUTE), "resolution": ("running", START + 8 * HOUR)}
    desk.pass_("10m")
    desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("2h")
    desk.do("bot", c.bounced(ticket, asked, "550 no such user"))
    assert (held(desk, ticket), desk.clocks(ticket)) == (("new", None, None), running)
    assert desk.row(ticket).responded_at is None
    with pytest.raises(Refused, match="needs a public question first"):
        desk.do("ana", c.hold(ticket, "caller"))
    sound(desk)


def test_a_hold_stands_where_an_earlier_question_was_delivered(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.pass_("10m")
    desk.do("ana", c.reply(ticket, "Or is it the old one?"))
    desk.do("ana", c.hold(ticket, "caller"))
    desk.do("bot", c.bounced(ticket))
    assert held(desk, ticket) == ("held", "caller", None)
    assert desk.row(ticket).responded_at == START


# --- an answer that is told late -------------------------------------------------------------------------------------


def asked_in_the_evening(desk: TestDesk, until: Instant | None = None) -> int:
    ticket = desk.new(impact="1", urgency="2")
    desk.until("2026-03-03T20:00Z")
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.do("ana", c.hold(ticket, "caller", until))
    return ticket


def test_an_answer_that_reached_the_server_at_night_ends_the_hold_then(desk: TestDesk) -> None:
    ticket = asked_in_the_evening(desk)
    desk.until("2026-03-04T06:00Z")  # nobody ticked, nobody polled
    desk.do("bot", c.receive(ticket, "The blue one.", at=said("2026-03-03T22:14Z")))
    desk.tick()
    assert held(desk, ticket) == ("open", None, None)
    assert paused(desk, ticket) == 134
    ended = desk.all("select occurred_at, recorded_at, body from journal where kind = 'ticket.resumed'")
    assert [row[:2] for row in ended] == [(said("2026-03-03T22:14Z"), said("2026-03-04T06:00Z"))]
    assert "the customer answered" in ended[0][2]
    sound(desk)


def test_also_where_its_limit_was_reached_and_recorded_meanwhile(desk: TestDesk) -> None:
    ticket = asked_in_the_evening(desk, until=said("2026-03-04T02:00Z"))
    desk.until("2026-03-04T05:00Z")
    desk.tick()
    assert paused(desk, ticket) == 6 * 60
    desk.do("ana", c.claim(ticket))
    desk.until("2026-03-04T06:00Z")
    desk.do("bot", c.receive(ticket, "The blue one.", at=said("2026-03-03T22:14Z")))
    assert (held(desk, ticket), paused(desk, ticket)) == (("open", None, None), 134)
    sound(desk)


def test_what_else_it_was_held_for_meanwhile_goes_on(desk: TestDesk) -> None:
    ticket = asked_in_the_evening(desk)
    desk.until("2026-03-03T23:00Z")
    desk.do("ben", c.hold(ticket, "vendor"))
    desk.until("2026-03-04T01:00Z")
    desk.do("ben", c.resume(ticket, reason="vendor"))
    assert held(desk, ticket) == ("held", "caller", None)
    desk.do("ben", c.hold(ticket, "vendor"))
    desk.until("2026-03-04T06:00Z")
    desk.do("bot", c.receive(ticket, "The blue one.", at=said("2026-03-03T22:14Z")))
    assert held(desk, ticket) == ("held", "vendor", None)
    desk.do("ben", c.resume(ticket))
    assert (held(desk, ticket), paused(desk, ticket)) == (("open", None, None), 134)
    sound(desk)


def test_an_answer_that_came_before_the_hold_was_entered_leaves_nothing_held(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.pass_("5m")
    desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("5m")
    desk.do("bot", c.receive(ticket, "The blue one.", at=Instant(START + 3 * MINUTE)))
    assert (held(desk, ticket), paused(desk, ticket)) == (("open", None, None), 3)
    snapshot = Snapshot(desk.store, Cut(at=Instant(START + 4 * MINUTE)), RULES)
    try:
        snapshot.derive("ticket")
        assert snapshot.driver.select("select state, held_for from ticket") == [("open", None)]
    finally:
        snapshot.close()
    sound(desk)


def test_a_message_older_than_the_question_does_not_answer_it(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.pass_("1h")
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.do("ana", c.hold(ticket, "caller"))
    desk.do("bot", c.receive(ticket, "Any news?", at=Instant(START + 50 * MINUTE)))
    assert held(desk, ticket) == ("held", "caller", None)


@pytest.mark.parametrize(
    ("told", "used"),
    [("2027-01-01T00:00Z", "2026-03-13T09:00Z"), ("2026-03-01T00:00Z", "2026-03-06T09:00Z")],
)
def test_an_instant_that_cannot_be_is_not_believed_and_no_mail_is_lost_for_it(
    desk: TestDesk, told: str, used: str
) -> None:
    ticket = desk.new()
    desk.until("2026-03-13T09:00Z")
    desk.do("bot", c.receive(ticket, "Hello?", at=said(told)))
    at, body = desk.last("occurred_at, body")
    assert (at, json.loads(body)["said"]) == (said(used), told.replace("00Z", "00:00Z"))


def test_when_it_reached_the_server_is_for_machines_to_say(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.pass_("1h")
    with pytest.raises(Refused, match=r"needs the permission ticket\.intake"):
        desk.do("ana", c.receive(ticket, "Hello?", at=Instant(START + MINUTE)))


# --- several at once -------------------------------------------------------------------------------------------------


def twice(desk: TestDesk, until: Instant | None = None) -> int:
    """Held for the caller and a vendor."""
    ticket = desk.new(impact="1", urgency="2")
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("1h")
    desk.do("ben", c.hold(ticket, "vendor", until))
    return ticket


def test_each_reason_ends_by_itself_and_is_named(desk: TestDesk) -> None:
    ticket = twice(desk)
    assert held(desk, ticket) == ("held", "caller", "vendor")
    with pytest.raises(Refused, match="INC-10001 is not held for lunch, but for caller and vendor"):
        desk.do("ana", c.resume(ticket, reason="lunch"))
    with pytest.raises(Refused, match="is held for vendor already"):
        desk.do("ana", c.hold(ticket, "vendor"))
    desk.do("ana", c.resume(ticket, reason="vendor"))
    assert held(desk, ticket) == ("held", "caller", None)
    desk.do("ana", c.undo())
    assert held(desk, ticket) == ("held", "caller", "vendor")
    desk.do("ana", c.resume(ticket))  # the one that is shown
    assert held(desk, ticket) == ("held", "vendor", None)
    assert desk.clocks(ticket)["resolution"] == ("running", START + 9 * HOUR)  # which no vendor pauses
    sound(desk)


@pytest.mark.parametrize("ends", ["work", "resolve", "cancel"])
def test_all_of_them_end_with_the_waiting(desk: TestDesk, ends: str) -> None:
    ticket = twice(desk, until=Instant(START + 5 * HOUR))
    desk.pass_("1h")
    call = {"work": c.work(ticket), "resolve": c.resolve(ticket, "fixed", "x"), "cancel": c.cancel(ticket, "x")}[ends]
    desk.do("ana", call)
    row = desk.row(ticket)
    assert (row.held_for, row.held_until, row.also_held) == (None, None, None)
    assert row.state == {"work": "open", "resolve": "resolved", "cancel": "cancelled"}[ends]
    assert paused(desk, ticket) == 120
    desk.pass_("10h")
    desk.tick()
    assert desk.row(ticket).state == row.state
    sound(desk)


def test_the_one_that_ends_first_is_shown(desk: TestDesk) -> None:
    ticket = twice(desk, until=Instant(START + 5 * HOUR))
    assert (held(desk, ticket), desk.row(ticket).held_until) == (("held", "vendor", "caller"), START + 5 * HOUR)
    desk.until("2026-03-04T09:00Z")
    desk.tick()
    assert held(desk, ticket) == ("held", "caller", None)
    assert desk.all("select occurred_at from journal where kind = 'ticket.resumed'") == [(START + 5 * HOUR,)]


def test_limits_that_passed_while_nobody_looked_each_end_their_own_hold(desk: TestDesk) -> None:
    ticket = twice(desk, until=Instant(START + 5 * HOUR))
    desk.until("2026-03-06T09:00Z")
    desk.do("ana", c.reply(ticket, "And now?"))
    desk.do("ana", c.hold(ticket, "caller"))  # both are over; nobody has ticked
    ended = desk.all("select occurred_at, body from journal where kind = 'ticket.resumed' order by occurred_at")
    assert [(at, json.loads(body)["reason"]) for at, body in ended] == [
        (START + 5 * HOUR, "vendor"),
        (START + 48 * HOUR, "caller"),
    ]
    assert held(desk, ticket) == ("held", "caller", None)
    assert (desk.tick() >= 0, held(desk, ticket)) == (True, ("held", "caller", None))
    sound(desk)


def test_looking_back_shows_what_it_was_held_for_then(desk: TestDesk, desk_door: Door) -> None:
    ticket = twice(desk)
    desk.pass_("1h")
    desk.do("ana", c.work(ticket))
    told = {}
    for at in ("2026-03-03T09:30Z", "2026-03-03T10:30Z", "2026-03-03T11:00Z"):
        (line,) = desk_door("show", "queue", "--at", at, "--filter", "state:held,open", "--format", "jsonl").jsonl
        shown = desk_door("show", "ticket", "INC-10001", "--at", at, "--format", "json").json
        told[at[11:16]] = (line["state"], line["held_for"], shown["also_held"])
    assert told == {
        "09:30": ("held", "caller", None), "10:30": ("held", "caller", "vendor"), "11:00": ("open", None, None)
    }  # fmt: skip


def test_a_filter_on_a_past_state_finds_what_was_told_only_later(desk: TestDesk, desk_door: Door) -> None:
    ticket = desk.new()
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.pass_("5m")
    desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("5m")
    desk.do("bot", c.receive(ticket, "The blue one.", at=Instant(START + 3 * MINUTE)))
    found = {
        words: [line["ticket"] for line in desk_door(
            "show", "queue", "--at", "2026-03-03T09:07Z", "--filter", words, "--format", "jsonl").jsonl]
        for words in ("is:held", "state:open", "-is:held")
    }  # fmt: skip
    assert found == {"is:held": [], "state:open": ["INC-10001"], "-is:held": ["INC-10001"]}
    stats = desk_door("show", "stats", "--at", "2026-03-03T09:07Z", "--filter", "is:held", "--format", "json").json
    assert stats["incidents"] == 0


# --- reasons without a limit -----------------------------------------------------------------------------------------


def ruled(desk: TestDesk, *holds: dict[str, object]) -> None:
    """The triage row as some version of the program wrote it."""
    body = {"matrix": [[1, 2, 3], [2, 3, 4], [3, 4, 5]], "conflict": "desk", "routing": [], "holds": list(holds)}
    with desk.store.writing(Actor(DESK), RULES) as tx:
        tx.record(TriageRuled(at=tx.now, triage=1, body=body))


def test_a_reason_with_neither_limit_nor_end_must_be_told_until_when(desk: TestDesk) -> None:
    ruled(desk, {"reason": "part", "limit": None, "needs_question": False, "open_ended": False})
    ticket = desk.new()
    with pytest.raises(Refused, match=r"a hold for part has no limit: say until when \(rule 15\)"):
        desk.do("ana", c.hold(ticket, "part"))
    with pytest.raises(BadInput, match="the end of the hold is in the past"):
        desk.do("ana", c.hold(ticket, "part", START))
    desk.do("ana", c.hold(ticket, "part", START + HOUR))
    assert desk.row(ticket).held_until == START + HOUR


def test_a_reason_of_an_older_desk_lasts_until_somebody_ends_it(desk: TestDesk, desk_door: Door) -> None:
    ruled(desk, {"reason": "part", "limit": None, "needs_question": False}, {"reason": "x", "limit": 60})
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "part"))
    assert (held(desk, ticket), desk.row(ticket).held_until) == (("held", "part", None), None)
    exported = desk_door("desk", "export").out
    assert "[holds.part]\nopen_ended = true\n" in exported
    assert '[holds.x]\nlimit = "1m"\n' in exported
    triage = current(desk.store.read).triage
    assert triage is not None
    assert [hold.open_ended for hold in triage.spec.holds] == [True, False]


def test_the_note_of_a_hold_is_its_own(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.hold(ticket, "vendor", note="  part ordered "))
    (event,) = [x for x in desk.events(ticket) if isinstance(x, e.TicketHeld)]
    assert event.note is not None
    assert desk.scalar("select text from private_text where id = :id", id=event.note.id) == "part ordered"
