"""Ticks: thresholds once and at their instants, whoever ticks and however late; what fails stops nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import COMMANDS, Call, Command, Desk, Event, Flow
from deskconsole.core.errors import Refused
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.engine import tick
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events as e
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.wakes import WAKES
from tests.features.desks import START, TestDesk, said

NOTICED = (
    "select subject, json_extract(body, '$.metric'), json_extract(body, '$.share'), occurred_at, kind from journal"
    " where kind in ('clock.threshold_reached', 'clock.breached') order by seq"
)


def noticed(desk: TestDesk) -> list[tuple[object, ...]]:
    """Metric, share and minutes after the start, in the order of recording."""
    return [(subject, metric, share, (at - START) / MINUTE) for subject, metric, share, at, _ in desk.all(NOTICED)]


def p2(desk: TestDesk) -> int:
    """A ticket with 30 minutes for an answer and eight hours for a resolution."""
    return desk.new(impact="1", urgency="2")


# --- thresholds ------------------------------------------------------------------------------------------------------


def test_each_share_is_recorded_once_at_its_instant(desk: TestDesk) -> None:
    ticket = p2(desk)
    for _ in range(60):
        desk.pass_("1m")
        desk.tick()
        desk.tick()
    assert noticed(desk) == [
        (ticket, "response", 80, 24),
        (ticket, "response", 90, 27),
        (ticket, "response", 100, 30),
    ]
    assert [row[4] for row in desk.all(NOTICED)] == ["clock.threshold_reached"] * 2 + ["clock.breached"]
    desk.pass_("9h")
    desk.tick()
    assert noticed(desk)[3:] == [(ticket, "resolution", share, minutes) for share, minutes in
                                 ((80, 384), (90, 432), (100, 480))]  # fmt: skip
    assert desk.scalar("select count(*) from timer") == 0
    actors = desk.all("select distinct actor from journal where kind like 'clock.%'")
    assert actors == [("desk",)]


def test_a_minute_before_there_is_nothing_to_do(desk: TestDesk) -> None:
    p2(desk)
    desk.pass_("23m59s")
    assert desk.tick() == 0
    desk.pass_("1s")
    assert desk.tick() == 1
    assert [row[2] for row in noticed(desk)] == [80]


def test_exactly_the_target_is_met_and_anything_more_is_not(desk: TestDesk) -> None:
    p2(desk)
    desk.pass_("30m")
    desk.tick()
    assert [row[2] for row in noticed(desk)] == [80, 90]
    desk.clock.passed += 1
    desk.tick()
    assert [(row[2], row[3]) for row in noticed(desk)][2:] == [(100, 30)]


def test_an_answer_in_time_takes_its_timers_away(desk: TestDesk) -> None:
    ticket = p2(desk)
    desk.pass_("20m")
    desk.do("ana", c.reply(ticket, "Hello"))
    assert desk.all("select fire_at from timer") == [(START + 384 * MINUTE,)]
    desk.pass_("1h")
    assert desk.tick() == 0


def test_shares_that_nobody_noticed_before_the_answer_are_recorded_after_it(desk: TestDesk) -> None:
    """Nobody ticked while the clock passed 80 and 90 %; the answer was in time."""
    ticket = p2(desk)
    desk.pass_("27m30s")
    desk.do("ana", c.reply(ticket, "Hello"))
    desk.tick()
    assert noticed(desk) == [(ticket, "response", 80, 24), (ticket, "response", 90, 27)]
    assert desk.tick() == 0


def test_a_target_used_to_its_last_second_leaves_nothing_to_wake_for(desk: TestDesk) -> None:
    ticket = p2(desk)
    desk.pass_("30m")
    desk.do("ana", c.reply(ticket, "Hello"))
    desk.tick()
    assert [row[2] for row in noticed(desk)] == [80, 90]
    assert desk.all("select fire_at from timer") == [(START + 384 * MINUTE,)]


def test_after_a_weekend_everything_is_recorded_in_order_at_its_instants(desk: TestDesk) -> None:
    """Nobody ticks from Tuesday to Monday; one ticket is held for six hours and goes on by itself."""
    held, other = p2(desk), p2(desk)
    desk.pass_("10m")
    desk.do("ana", c.reply(held, "Which one?"))
    desk.do("ana", c.hold(held, "caller", desk.now + 6 * HOUR))
    desk.until("2026-03-09T08:00Z")
    desk.tick()
    assert noticed(desk) == [
        (other, "response", 80, 24),
        (other, "response", 90, 27),
        (other, "response", 100, 30),
        (other, "resolution", 80, 384),
        (other, "resolution", 90, 432),
        (other, "resolution", 100, 480),
        (held, "resolution", 80, 384 + 360),
        (held, "resolution", 90, 432 + 360),
        (held, "resolution", 100, 480 + 360),
    ]
    (resumed,) = desk.all("select occurred_at from journal where kind = 'ticket.resumed'")
    assert resumed == (START + 370 * MINUTE,)
    order = [row[0] for row in desk.all("select occurred_at from journal where actor = 'desk' order by seq")]
    assert order == sorted(order)
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_what_was_recorded_late_is_known_late(desk: TestDesk) -> None:
    p2(desk)
    desk.pass_("2h")
    desk.tick()
    at, recorded = desk.all("select occurred_at, recorded_at from journal where kind = 'clock.breached'")[0]
    assert (at, recorded) == (START + 30 * MINUTE, START + 2 * HOUR)


def test_two_who_tick_at_the_same_time_record_everything_once(desk: TestDesk) -> None:
    tickets = [p2(desk) for _ in range(30)]
    desk.pass_("10h")
    start = threading.Barrier(3)
    handled = []

    def run() -> None:
        store = desk.open()
        start.wait()
        while count := tick.advance(store, 7):
            handled.append(count)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = noticed(desk)
    assert len(found) == len(set(found)) == 6 * len(tickets)
    assert sum(handled) == len(found)


# --- what fails ------------------------------------------------------------------------------------------------------


def test_a_handler_that_fails_is_tried_again_and_parked_and_stops_nobody(
    desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = desk.new(), desk.new()
    for ticket in (bad, good):
        desk.do("ana", c.hold(ticket, "vendor", START + HOUR))
    right = WAKES["hold"]
    tried = []

    def end(ticket: int, at: Instant) -> Call:
        if ticket == bad:
            tried.append(desk.now)
            raise ValueError("the moon is full")
        return right(ticket, at)

    monkeypatch.setitem(WAKES, "hold", end)
    desk.pass_("1h")
    desk.tick()
    assert (desk.row(bad).state, desk.row(good).state) == ("held", "open")
    for _ in range(10):
        desk.pass_("30s")
        desk.tick()
    assert len(tried) == 5
    timer = "select attempts, parked, trouble from timer where kind = 'hold' and subject = :t"
    assert desk.all(timer, t=bad) == [(5, 1, "ValueError: the moon is full")]
    monkeypatch.setitem(WAKES, "hold", right)
    desk.pass_("1h")
    desk.tick()
    assert desk.row(bad).state == "held"  # it is parked, in sight
    desk.do("ana", c.resume(bad))
    assert desk.all(timer, t=bad) == []


def test_a_failure_takes_nothing_of_what_others_did_with_it(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those before and after it in the same run are recorded once, though the run began anew."""
    tickets = [desk.new() for _ in range(9)]
    for number, ticket in enumerate(tickets):
        desk.do("ana", c.hold(ticket, "vendor", START + HOUR + number))
    right = WAKES["hold"]
    monkeypatch.setitem(WAKES, "hold", lambda ticket, at: right(ticket, at) if ticket != 5 else _fail())
    desk.pass_("2h")
    desk.tick()
    resumed = [row[0] for row in desk.all("select subject from journal where kind = 'ticket.resumed' order by seq")]
    assert resumed == [ticket for ticket in tickets if ticket != 5]


def _fail() -> Call:
    raise ZeroDivisionError


# --- reactions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def tagging(monkeypatch: pytest.MonkeyPatch) -> Command[[int, str]]:
    """A reaction of the test’s own: it tags a ticket, unless the word is “bad”."""

    def decide(desk: Desk, ticket: int, word: str) -> Iterator[Event]:
        if word == "bad":
            raise RuntimeError("no such word")
        yield e.TicketTagged(at=desk.now, ticket=ticket, tags=(word,))

    made = Command("test.tag", "desk", decide)
    monkeypatch.setitem(COMMANDS, "test.tag", made)
    return made


def flows(monkeypatch: pytest.MonkeyPatch) -> Flow:
    flow = Flow()
    monkeypatch.setattr("deskconsole.house.flow", flow)
    monkeypatch.setattr(tick, "flow", flow)
    return flow


def test_what_follows_later_follows_in_a_transaction_of_its_own(
    desk: TestDesk, tagging: Command[[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    flows(monkeypatch).on(e.TicketStarted, lambda happened: tagging(happened.ticket, "started"))
    ticket = desk.new()
    desk.do("ana", c.work(ticket))
    assert desk.row(ticket).tags is None
    (cause,) = desk.all("select seq from journal where kind = 'ticket.started'")[0]
    assert desk.all("select kind, subject from timer where kind like 'do %'") == [("do test.tag", cause)]
    desk.tick()
    assert (desk.row(ticket).tags or "").split() == ["started"]
    assert desk.last("kind, actor") == ("ticket.tagged", DESK)
    desk.tick()
    assert desk.kinds(ticket).count("ticket.tagged") == 1


def test_a_reaction_that_fails_later_leaves_the_call_alone(
    desk: TestDesk, tagging: Command[[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    flows(monkeypatch).on(e.TicketResolved, lambda happened: tagging(happened.ticket, "bad"))
    ticket = desk.new()
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    for _ in range(8):
        desk.tick()
        desk.pass_("1m")
    assert desk.row(ticket).state == "resolved"
    assert desk.all("select parked, trouble from timer where kind = 'do test.tag'") == [
        (1, "RuntimeError: no such word")
    ]


def test_what_follows_at_once_is_of_the_same_transaction(
    desk: TestDesk, tagging: Command[[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = flows(monkeypatch)
    flow.on(e.TicketStarted, lambda happened: tagging(happened.ticket, "started"), at_once=True)
    ticket = desk.new()
    receipt = desk.do("ana", c.work(ticket))
    rows = desk.all("select kind, cause, call from journal where seq >= :s order by seq", s=receipt.events[0])
    assert rows == [
        ("ticket.started", None, receipt.events[0]),
        ("ticket.tagged", receipt.events[0], receipt.events[0]),
    ]
    flow.on(e.TicketResolved, lambda happened: tagging(happened.ticket, "bad"), at_once=True)
    with pytest.raises(RuntimeError):
        desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    assert desk.row(ticket).state == "open"  # all of it or nothing


def test_reactions_that_never_rest_are_stopped_with_nothing_done(
    desk: TestDesk, tagging: Command[[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = flows(monkeypatch)
    flow.on(e.TicketTagged, lambda happened: tagging(happened.ticket, "again"), at_once=True)
    ticket = desk.new()
    before = desk.scalar("select count(*) from journal")
    with pytest.raises(RuntimeError, match=r"flow does not come to rest at test\.tag"):
        desk.do("ana", c.tag(ticket, "vip"))
    assert desk.scalar("select count(*) from journal") == before


def test_nobody_but_the_desk_calls_what_is_the_desk_s(desk: TestDesk) -> None:
    ticket = desk.new()
    with pytest.raises(Refused, match=r"clock\.notice needs the permission desk"):
        desk.do("max", COMMANDS["clock.notice"](ticket, desk.now))
    assert said("2026-03-03T09:00Z") == START
    assert Actor(DESK).behind is None
