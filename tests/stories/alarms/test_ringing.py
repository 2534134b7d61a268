"""What I am told rings, stands in the banner, and is looked at by one key."""

from __future__ import annotations

import pytest

from deskconsole.features.escalation import commands as escalation
from tests.stories.alarms.alarming import engine, gateway, told
from tests.stories.desk import MEDIUM, SMALL, Seat, StoryDesk, sitting


def bells(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    rang: list[int] = []
    monkeypatch.setattr(seat.app, "bell", lambda: rang.append(1))
    return rang


async def test_a_page_rings_once_stands_until_it_is_looked_at_and_then_is_read(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = gateway(desk)
    async with sitting(desk, "ana", MEDIUM) as ana:
        rang = bells(ana, monkeypatch)
        await ana.until(lambda: ana.queue.desk.alarms.begun)
        assert "look" not in ana.lines()[1]
        engine(desk, "3h12m")
        await ana.sees("! look", "step 1 of 3")
        await ana.until(lambda: rang == [1])
        await ana.until(lambda: told(desk) == [("ana", "console", "delivered")])
        await ana.press("!")
        await ana.sees("Conversation", desk.number(ticket), "step 1: ana told by console ✓")
        await ana.until(lambda: told(desk) == [("ana", "console", "read")])
        await ana.sees_no("! look")
        assert rang == [1]


async def test_it_stands_no_longer_once_somebody_has_it(desk: StoryDesk) -> None:
    ticket = gateway(desk)
    engine(desk, "3h12m")
    async with sitting(desk, "ana", SMALL) as ana:
        await ana.sees("! look")
        desk.do("lea", escalation.take_over(ticket))
        await ana.sees_no("! look")
        await ana.press("M")
        await ana.sees("All messages", "P1: VPN gateway")


async def test_what_was_there_before_is_shown_and_does_not_ring(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway(desk)
    engine(desk, "3h12m")
    async with sitting(desk, "ana", SMALL) as ana:
        rang = bells(ana, monkeypatch)
        await ana.sees("! look")
        assert rang == []


async def test_who_silenced_the_bell_sees_it_all_the_same(desk: StoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway(desk)
    async with sitting(desk, "ana", SMALL, bell=False) as ana:
        rang = bells(ana, monkeypatch)
        engine(desk, "3h12m")
        await ana.sees("! look")
        assert rang == []


async def test_nobody_hears_what_is_for_others(desk: StoryDesk) -> None:
    gateway(desk)
    async with sitting(desk, "ben", SMALL) as ben:
        engine(desk, "3h12m")
        await ben.hears("breached first response")
        assert "look" not in ben.lines()[1]
        await ben.press("!")
        await ben.until(lambda: "nothing was told to you" in ben.app.said.all[0][1].words)


async def test_a_channel_that_died_stands_in_the_header_until_it_works(desk: StoryDesk) -> None:
    gateway(desk, owner=None)
    async with sitting(desk, "ana", MEDIUM) as ana:
        assert "▽" not in ana.lines()[0]
        engine(desk, "3h12m")
        engine(desk, "10s")  # the second attempt, and the other way
        await ana.until(lambda: "▽ mail" in ana.lines()[0])
        assert ("lea", "sms", "sent") in told(desk)
