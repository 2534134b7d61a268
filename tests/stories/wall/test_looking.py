"""The wall as it is looked at: in every size and alphabet, by service, team and customer, and when nothing is wrong."""

from __future__ import annotations

import pytest

from deskconsole.features.tickets import commands as c
from tests.console.golden import holds
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk
from tests.stories.wall.walls import before_the_wall, under_cursor, wall_of

TINY = (40, 10)


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE, TINY])
async def test_what_breaches_next_stands_first_in_every_size(busy: StoryDesk, size: tuple[int, int]) -> None:
    async with before_the_wall(busy, size=size) as ana:
        await ana.sees("Wall › EMEA", "◆   −12m", "INC-10001 VPN")
        assert (len(ana.lines()), {len(line) for line in ana.lines()}) == (size[1], {size[0]})
        if size == TINY:  # the other sizes are among the frames of every screen
            holds("app-wall-40x10", ana.text())


async def test_in_ascii_nothing_else_is_on_the_wall(busy: StoryDesk) -> None:
    async with before_the_wall(busy, size=LARGE, ascii=True) as ana:
        await ana.sees("> Remote access", "X   -12m")
        assert ana.text().isascii()


async def test_without_colour_the_cursor_is_a_reversed_line(busy: StoryDesk) -> None:
    async with before_the_wall(busy, colour=False) as ana:
        strips = [wall_of(ana).groups.render_line(y) for y in range(3)]
        styles = [[segment.style for segment in strip if segment.style] for strip in strips]
        assert [any(style.reverse for style in each) for each in styles] == [True, False, False]
        assert not any(style.color or style.bgcolor for each in styles for style in each)
        assert any(style.bold for style in styles[0])


async def test_leader_o_groups_by_customer_and_team_and_the_console_remembers(busy: StoryDesk) -> None:
    async with before_the_wall(busy) as ana:
        await ana.press("O")
        await ana.hears("group by:", "s service", "t team", "c customer")
        await ana.press("c")
        await ana.sees("─ By customer ─", "Acme", "Civita", "O groups by service or team")
        assert "Acme" in under_cursor(ana)
        assert "INC-10001 VPN gateway" in under_cursor(ana)
        await ana.press("q")
        await ana.sees("Queue ›")
        await ana.press("g", "w")
        await ana.sees("─ By customer ─")
        await ana.press("O", "t")
        await ana.sees("─ By team ─", "Network", "EMEA desk")


async def test_a_ticket_without_a_service_is_in_trouble_too(desk: StoryDesk) -> None:
    desk.ticket("Something smells", impact="1", urgency="1")
    desk.pass_("14m")
    async with before_the_wall(desk) as ana:
        assert "no service" in under_cursor(ana)
        await ana.press("enter")
        await ana.sees("/ service:none is:open", "Something smells")


async def test_an_empty_desk_says_so(desk: StoryDesk) -> None:
    async with before_the_wall(desk, size=SMALL) as ana:
        await ana.sees("No ticket is open.", "what breaches next first")
        await ana.press("down", "enter")
        await ana.sees("Wall › all")


async def test_when_nothing_is_at_risk_it_says_that_and_what_comes(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", service="vpn", impact="2", urgency="2")
    async with before_the_wall(desk) as ana:
        await ana.sees("Nothing is breached or at risk.", "1 service, not at risk: Remote access 1")
        await ana.sees("next breach", "INC-10001")
    desk.do("ana", c.reply(ticket, "When?"))
    desk.do("ana", c.hold(ticket, "caller"))
    async with before_the_wall(desk, size=SMALL) as ana:
        await ana.sees("Nothing is at risk: every clock of what is open stands still.")


async def test_hostile_titles_and_brackets_stand_there_as_text(desk: StoryDesk) -> None:
    desk.ticket("[red]x[/] \x1b[2J 会議室", service="vpn", impact="1", urgency="1")
    desk.pass_("20m")
    async with before_the_wall(desk, size=LARGE) as ana:
        assert "[red]x[/] ␛[2J 会議室" in under_cursor(ana)


async def test_resizing_and_any_keys_never_end_it(busy: StoryDesk) -> None:
    async with before_the_wall(busy) as ana:
        for size in ((1, 1), (30, 4), (300, 90), (80, 24)):
            await ana.pilot.resize_terminal(*size)
            await ana.press("end", "pageup", "O", "x", "pagedown")
        await ana.sees("Wall ›", "─ By service ─")
