"""Waiting for the customer: what it takes, and when it ends though nobody was there to see it (rule 14)."""

from __future__ import annotations

from deskconsole.core.instants import MINUTE
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk, said
from tests.stories.promises.asking import Asked


def test_a_hold_without_a_question_is_refused_and_an_answer_of_22_14_ends_it_though_the_engine_slept_till_6(
    desk: TestDesk, asked: Asked
) -> None:
    ticket = desk.new("Which printer?", customer="acme", impact="1", urgency="2")  # P2: eight hours
    refused = asked("do", "hold", "INC-10001", "--reason", "caller")
    assert (refused.code, refused.out) == (3, "")
    assert "a hold for caller needs a public question first (rule 14): r replies" in refused.err
    assert desk.last("kind, actor") == ("call.refused", "ana")
    assert desk.row(ticket).state == "new"

    desk.pass_("6h")
    desk.tick()
    assert asked("do", "reply", "INC-10001", "--text", "The one on floor 2?").code == 0
    assert asked("do", "hold", "INC-10001", "--reason", "caller").code == 0
    assert asked.clock(ticket, "state", "elapsed_s") == ("paused", "21600")

    # The engine is off from here on; the mail server is not. At six in the morning both are there again.
    desk.until("2026-03-04T06:00Z")
    desk.do("bot", c.receive(ticket, "Out of office", at=said("2026-03-03T22:00Z"), automatic=True))
    desk.do("bot", c.receive(ticket, "Floor 3.", at=said("2026-03-03T22:14Z")))
    desk.tick()
    ended = desk.all("select occurred_at, recorded_at from journal where kind = 'ticket.resumed'")
    assert ended == [(said("2026-03-03T22:14Z"), said("2026-03-04T06:00Z"))]
    stored = "select paused, counted, due from clock where ticket = :t and metric = 'resolution'"
    assert desk.all(stored, t=ticket) == [(434 * MINUTE, 360 * MINUTE, said("2026-03-04T00:14Z"))]
    assert desk.row(ticket).state == "open"

    # Two hours were left at 22:14. They ended at 0:14, while nobody looked; so it is recorded, and so it is said.
    assert asked.told(ticket) == [(80, 434 + 384), (90, 434 + 432), (100, 434 + 480)]
    page = asked.why(ticket)
    assert "◆ Breached 00:14:00, still running." in page
    assert "Paused 7h14m, not counted." in page
    assert "‖ held for caller, up to its limit 13 14 15" in page
    assert "A hold for the caller counts from the sending of the question to the arrival of the answer." in page
    assert "7h46m 13h46m running, the hold for caller ended" in page
    asked.proved()
