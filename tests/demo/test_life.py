"""Life goes on: what the director lets happen, and how it makes room for whoever plays."""

from __future__ import annotations

import threading

from deskconsole.core.actors import Actor
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.demo.opening import ANCHOR
from deskconsole.demo.people import PLAYER
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.views import TICKET_BY_ID, TicketRow
from deskconsole.house import House
from tests.demo.conftest import Stage

ON_SCREEN = "select j.kind, j.seq from journal j join ticket t on t.id = j.subject and j.about = 'ticket'" \
    " join team m on m.id = t.team where m.key = 'emea' and j.occurred_at > :anchor"  # fmt: skip


def titled(stage: Stage, title: str) -> TicketRow:
    sql = "select t.id from ticket t join private_text p on p.id = t.title where p.text = :title"
    return stage.store.read.one(TICKET_BY_ID, ticket=stage.rows(sql, title=title)[0][0])


def test_within_a_minute_everything_there_is_to_see_has_happened(stage: Stage) -> None:
    stage.real(60)
    happened = {kind for kind, _ in stage.rows(ON_SCREEN, anchor=ANCHOR)}
    assert {
        "clock.threshold_reached", "clock.breached", "ticket.resolved", "ticket.created", "ticket.commented",
        "ticket.resumed",
    } <= happened  # fmt: skip
    shares = stage.rows("select count(*) from journal where body like '%\"share\":80%' and occurred_at > :a", a=ANCHOR)
    assert shares[0][0] >= 2


def test_it_also_happens_when_the_console_was_slow_to_open(stage: Stage) -> None:
    stage.clock.passed = Instant(15_000_000)
    stage.real(45)
    happened = {kind for kind, _ in stage.rows(ON_SCREEN, anchor=ANCHOR + 150_000_000)}
    assert {"clock.threshold_reached", "clock.breached", "ticket.resolved", "ticket.created"} <= happened


def test_nobody_acts_in_the_players_name(stage: Stage) -> None:
    stage.desk(300)
    assert stage.rows("select 1 from journal where actor = :who and occurred_at >= :a", who=PLAYER, a=ANCHOR) == []


def test_a_shift_goes_by_and_the_desk_keeps_its_head_above_water(stage: Stage) -> None:
    stage.desk(10 * 60)
    created = stage.rows("select count(*) from journal where kind = 'ticket.created' and occurred_at > :a", a=ANCHOR)
    resolved = stage.rows("select count(*) from journal where kind = 'ticket.resolved' and occurred_at > :a", a=ANCHOR)
    still_open = stage.rows("select count(*) from ticket where is_open = 1")
    assert created[0][0] > 40
    assert resolved[0][0] > 40
    assert still_open[0][0] < 70
    assert not stage.rows("select 1 from journal where kind = 'call.refused'")


def test_colleagues_leave_alone_what_the_player_has_taken(stage: Stage) -> None:
    gate = titled(stage, "Gate 2 does not open for deliveries")
    ana = House(stage.store, Actor(PLAYER))
    ana.do(c.claim(ticket=gate.id))
    stage.desk(60)
    row = stage.store.read.one(TICKET_BY_ID, ticket=gate.id)
    assert (row.state, row.owner) == ("open", PLAYER)
    ana.do(c.resolve(ticket=gate.id, code="fixed", cause="fuse"))
    sap = titled(stage, "SAP logon slow from Lyon")
    assert sap.state == "resolved"
    stage.desk(120)
    assert not stage.rows("select 1 from journal where kind = 'call.refused'")


def test_customers_answer_the_player(stage: Stage) -> None:
    mine = [titled(stage, title) for title in ("Outlook search returns nothing", "Label printer queue blocked, dock 4")]
    ana = House(stage.store, Actor(PLAYER))
    for ticket in mine:
        ana.do(c.reply(ticket=ticket.id, text="Does it also happen on another account?"))
        ana.do(c.hold(ticket=ticket.id, reason="caller"))
    ana.do(c.note(ticket=mine[0].id, text="Nothing in the log."))
    stage.desk(15)
    answers = "select subject from journal where kind = 'ticket.resumed' and actor = 'intake' and occurred_at > :a"
    assert {row[0] for row in stage.rows(answers, a=ANCHOR)} & {ticket.id for ticket in mine}


def test_who_wakes_the_machine_next_morning_does_not_drown(stage: Stage) -> None:
    stage.real(1)
    stage.clock.passed = Instant(stage.clock.passed + 20 * HOUR // 10)
    before = stage.rows("select count(*) from ticket")[0][0]
    stage.director.step(stage.store.now())
    after = stage.rows("select count(*) from ticket")[0][0]
    assert after - before < 15
    assert stage.play.due() > stage.store.now() - MINUTE


def test_the_director_starts_and_ends(stage: Stage) -> None:
    stop = stage.director.start()
    assert "demo" in {thread.name for thread in threading.enumerate()}
    stop()
    assert "demo" not in {thread.name for thread in threading.enumerate()}
