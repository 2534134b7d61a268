"""A P1 through keys: 80 %, the agent is told, nobody answers, the lead, the breach, whoever answers for the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskconsole import world
from deskconsole.core.instants import MINUTE, SECOND, Instant
from deskconsole.core.shipped import shipped
from deskconsole.demo import breach
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from deskconsole.features.delivery.views import NOTICES_OF_RUN
from deskconsole.features.tickets import commands as c
from tests.features.desks import copied, made
from tests.stories import desk as stories
from tests.stories.desk import LARGE, MEDIUM, StoryDesk, sitting


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("breach"), shipped("examples") / "breach.toml", breach.BEGIN)


@pytest.fixture
def desk(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StoryDesk]:
    monkeypatch.setattr(stories, "KNOWN", world.offered())
    desk = StoryDesk(copied(template, tmp_path / "desk.db"), breach.BEGIN)
    yield desk
    desk.store.close()


def p1(desk: StoryDesk) -> int:
    """The outage of the story, which ana has and has answered once."""
    ticket = desk.ticket(breach.TITLE, customer="acme", service="vpn", impact="1", urgency="1")
    desk.do("ana", c.claim(ticket))
    desk.do("ana", c.reply(ticket, "The gateway is being restarted."))
    return ticket


def passes(desk: StoryDesk, until: float) -> None:
    """Time passes up to a minute of the story; an engine ticks and delivers."""
    outbox = Outbox(desk.store, [Notices(desk.store)], lambda: desk.now)
    while desk.now < breach.BEGIN + until * MINUTE:
        due = desk.all(
            "select min(at) from (select fire_at as at from timer where parked = 0"
            " union all select due_at from outbox where channel <> '') x"
        )[0][0]
        end = Instant(int(breach.BEGIN + until * MINUTE))
        desk.clock.passed = max(desk.now, min(due or end, end)) - desk.anchor
        if not desk.tick() + outbox.run():
            desk.clock.passed = end - desk.anchor
            desk.tick()
            outbox.run()


def told(desk: StoryDesk) -> list[tuple[Any, ...]]:
    """Who was told by which channel, and how long after the step."""
    rows = desk.store.read.all(NOTICES_OF_RUN, run=1)
    return [(row.step, row.handle, row.channel, row.state, ((row.sent_at or 0) - row.at) // SECOND) for row in rows]


async def test_nobody_answers_until_the_promise_is_broken(desk: StoryDesk) -> None:
    ticket = p1(desk)
    passes(desk, 194)
    assert told(desk) == [(1, "ana", "console", "sent", 0)]
    passes(desk, 241)
    assert told(desk) == [
        (1, "ana", "console", "sent", 0),
        (2, "mia", "sms", "sent", 5),  # the mail server says 451 and then answers no more
        (3, "sofia", "sms", "sent", 5),
    ]
    async with sitting(desk, "mia", size=LARGE) as mia:
        await mia.opens(ticket)
        await mia.sees("step 1: ana told", "step 2: mia told", "resolution breached", "step 3: sofia told")
        await mia.sees("no step is left, nobody answered")
        await mia.press("e", "t")
        await mia.hears("its escalation is yours")
        await mia.sees("escalation 1 taken over")
    assert desk.scalar("select state from escalation_run") == "taken over"


async def test_who_answers_in_time_keeps_the_others_quiet(desk: StoryDesk) -> None:
    ticket = p1(desk)
    passes(desk, 194)
    async with sitting(desk, "ana", size=MEDIUM) as ana:
        await ana.on(ticket)
        await ana.press("e", "k")
        await ana.hears("its escalation is acknowledged")
        passes(desk, 203)
        await ana.press("z")
        await ana.hears("taken back")
        await ana.press("e", "k")
        await ana.hears("its escalation is acknowledged")
    passes(desk, 239)
    assert [row[1] for row in told(desk)] == ["ana"]
    passes(desk, 241)
    assert [row[1] for row in told(desk)] == ["ana", "sofia"]  # a breach is told in any case


async def test_a_lead_stops_it_with_a_reason_and_an_agent_may_not(desk: StoryDesk) -> None:
    ticket = p1(desk)
    passes(desk, 194)
    async with sitting(desk, "ana", size=MEDIUM) as ana:
        await ana.on(ticket)
        await ana.press("e", "s")
        await ana.until(lambda: "escalation.decide" in ana.message() or "may not" in ana.message())
    async with sitting(desk, "mia", size=MEDIUM) as mia:
        await mia.on(ticket)
        await mia.press("e", "s")
        await mia.form("reason")
        await mia.writes("the vendor is on it")
        await mia.commit()
        await mia.hears("its escalation is stopped")
    passes(desk, 245)
    assert [row[1] for row in told(desk)] == ["ana"]
    assert desk.scalar("select state from escalation_run") == "stopped"
