"""From the wall to the tickets and back, and what the wall does while others work."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

import pytest

from deskconsole.console.desk.alarms import Alarm
from deskconsole.console.desk.heard import Heard
from deskconsole.core.actors import Actor
from deskconsole.features.staffing import commands as staffing
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk
from tests.stories.wall.walls import before_the_wall, under_cursor, wall_of


async def test_enter_drills_from_group_to_tickets_to_the_timeline_and_q_returns_to_where_one_was(
    busy: StoryDesk,
) -> None:
    async with before_the_wall(busy, size=MEDIUM) as ana:
        await ana.press("down", "enter")
        await ana.sees("Wall › Mail", "/ service:mail is:open", "Outlook search", "Mailbox is slow")
        await ana.sees_no("VPN gateway")
        await ana.press("enter")
        await ana.sees("Conversation", "INC-10003")
        await ana.press("q")
        await ana.sees("Wall › Mail")
        await ana.press("q")
        await ana.sees("─ By service ─")
        assert under_cursor(ana).startswith("▌ Mail")
        await ana.press("q")
        await ana.sees("Queue › All", "/ is:open", "VPN gateway")
        await ana.press("q")
        await ana.hears("this is the first screen")


async def test_who_chooses_a_view_meanwhile_stays_in_the_queue(busy: StoryDesk) -> None:
    async with before_the_wall(busy, size=SMALL) as ana:
        await ana.press("enter")
        await ana.sees("Wall › Remote access")
        await ana.press("2")
        await ana.sees("Queue › Mine")
        await ana.press("q")
        await ana.hears("this is the first screen")


async def test_a_filter_that_narrows_the_group_keeps_the_way_back(busy: StoryDesk) -> None:
    async with before_the_wall(busy, size=SMALL) as ana:
        await ana.press("enter", "slash")
        await ana.sees("service:vpn is:open")
        await ana.writes(" token")
        await ana.press("enter")
        await ana.sees("1 · what breaches next", "VPN token")
        await ana.press("q")
        await ana.sees("─ By service ─")


async def test_what_somebody_else_does_moves_the_lines_at_once_and_the_cursor_follows_its_group(
    busy: StoryDesk,
) -> None:
    async with before_the_wall(busy, size=LARGE) as ana:
        await ana.press("down")
        assert "Mail" in under_cursor(ana)
        House(busy.store, Actor("lea")).do(c.reply(1, "We are on it."))
        House(busy.store, Actor("lea")).do(c.reply(2, "We are on it."))
        await ana.until(lambda: not wall_of(ana).wall or len(wall_of(ana).wall.groups) == 1)  # type: ignore[union-attr]
        assert under_cursor(ana).startswith("▌ Mail")
        await ana.sees("more service, not at risk: Remote access 2", "1 at risk")


async def test_each_second_only_the_lines_that_tick_are_painted(busy: StoryDesk) -> None:
    async with before_the_wall(busy, size=LARGE) as ana:
        before, wall = ana.lines(), wall_of(ana).wall
        busy.pass_("1s")
        await ana.tick()
        await ana.sees("2m59s")
        changed = [y for y, (old, new) in enumerate(zip(before, ana.lines(), strict=True)) if old != new]
        assert 0 in changed  # the clock of the header
        assert len(changed) <= 8  # the large figure, and the groups that have under ten minutes
        assert wall_of(ana).wall is wall  # nothing was read for it


async def test_that_nobody_told_me_anything_is_no_news(busy: StoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    first_report, told = Event(), Heard.alarms

    def late(heard: Heard) -> tuple[Sequence[Alarm], set[int]] | None:
        first_report.wait(10)  # at most, so that a failure ends
        return told(heard)

    monkeypatch.setattr(Heard, "alarms", late)
    async with before_the_wall(busy) as ana:
        wall = wall_of(ana).wall
        busy.pass_("1s")
        first_report.set()
        await ana.until(lambda: ana.app.alarms.begun)
        await ana.pilot.pause()
        wall_of(ana).reads.wait()  # until what it may have asked for is there
        await ana.pilot.pause()
        assert wall_of(ana).wall is wall


async def test_time_alone_brings_a_breach_to_the_wall(busy: StoryDesk) -> None:
    async with before_the_wall(busy, size=MEDIUM) as ana:
        await ana.sees("◆ 1 breached")
        busy.pass_("4m")  # and nobody ticks
        await ana.tick()
        await ana.sees("◆ 3 breached", "now 2")


async def test_verbs_are_about_the_ticket_that_the_line_names(busy: StoryDesk) -> None:
    async with before_the_wall(busy, size=MEDIUM) as ana:
        await ana.press("down", "a")
        await ana.sees("INC-10003", "What it does")
        await ana.press("escape")
        await ana.press("m")
        await ana.until(lambda: busy.row(3).owner == "ana")
        await ana.sees("INC-10003 Outlook search returns nothing, ana")


async def test_the_wall_is_reached_from_my_shift_and_leads_there(busy: StoryDesk) -> None:
    async with before_the_wall(busy, size=SMALL) as ana:
        await ana.press("g", "s")
        await ana.sees("My shift › ana")
        await ana.press("g", "w")
        await ana.sees("─ By service ─")
        await ana.press("g", "q")
        await ana.sees("Queue › All")


async def test_who_works_for_a_team_sees_its_wall_and_what_is_offered_to_it(busy: StoryDesk) -> None:
    async with before_the_wall(busy, "net", size=MEDIUM) as net:
        await net.sees("Wall › Network", "Remote access", "2 open", "◆ 1 breached  ▲ 1 at risk")
        assert "Outlook" not in net.text()
        busy.do("ana", staffing.transfer(3, "network", note="it is the proxy"))
        await net.sees("Mail", "Outlook search returns nothing", "1 open")
        await net.press("down", "enter")
        await net.sees("/ service:mail is:open (team:network,none or offered:network)", "1 ticket ")
