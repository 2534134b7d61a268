"""The preview of many tickets on a screen, at its three sizes: what would be, what is refused, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

import pytest

from deskconsole.console.desk.source import Foreseen, Offered
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Command, Desk, Event
from tests.console import story
from tests.console.driving import COMMANDS, Driver, driving
from tests.console.fake_source import FakeSource
from tests.console.golden import holds

HELD = {
    10398: ("res keeps running, due 12:06 (13: vendor does not pause it)", "dim", "runs on"),
    10417: ("res ‖ stays paused with 1h18m left", "sla-held", "stays paused"),
    10430: ("res ‖ pauses with 38m left; due 10:20 → Thu 09:38 if it lasts to Wed 09:00", "sla-held", "pauses"),
    10455: ("upd keeps running, due 10:26 (13: it never pauses)", "dim", "runs on"),
    10388: ("res ‖ pauses with 58m left; due 10:40 → Thu 09:58 if it lasts to Wed 09:00", "sla-held", "pauses"),
    10440: ("res keeps running, due 11:47 (13: vendor does not pause it)", "dim", "runs on"),
}
REFUSED = {10468: "no vendor on service Mail", 10470: "requests have no vendor hold"}


def source() -> FakeSource:
    """Eight tickets of the queue, six of which can be held for a vendor."""
    made = FakeSource()
    rows = {row.id: row for row in story.rows()}
    for ticket, (why, role, clock) in HELD.items():
        row = rows[ticket]
        now = "held vendor" if row.state == "held" else row.state or ""
        made.foreseen[ticket] = Foreseen(ticket, row.number, row.title, now, "held vendor", why, role, clock, "told")
    for ticket, why in REFUSED.items():
        row = rows[ticket]
        made.foreseen[ticket] = Foreseen(ticket, row.number, row.title, "new", "new", refused=why)
    return made


async def previewed(desk: Driver) -> None:
    """The eight are selected and a hold for a vendor is asked for."""
    desk.queue.grid.selected = {*HELD, *REFUSED}
    await desk.press("h")
    await desk.shows("─ Hold 8 tickets" if "─" in desk.text() else "Hold 8 tickets")
    await desk.press("v")
    await desk.shows("6 will be held", "2 refused", "^g hold 6")
    await desk.pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_the_preview_at_each_size(size: tuple[int, int]) -> None:
    async with driving(source(), size) as desk:
        await previewed(desk)
        holds(f"app-bulk-{size[0]}x{size[1]}", desk.text())


async def test_the_preview_in_plain_ascii() -> None:
    async with driving(source(), (80, 24), ascii=True) as desk:
        await previewed(desk)
        assert desk.text().isascii()
        holds("app-bulk-ascii-80x24", desk.text())


async def test_what_is_cut_in_the_list_is_said_whole_under_the_cursor() -> None:
    async with driving(source(), (80, 24)) as desk:
        await previewed(desk)
        await desk.shows("INC-10468: no vendor on service Mail")  # what is refused needs somebody
        await desk.press("tab", "tab", "down", "down")
        await desk.shows("INC-10430: res ‖ pauses with 38m left; due 10:20")


async def test_hostile_words_of_a_ticket_stay_words() -> None:
    made = source()
    made.foreseen[10398] = replace(made.foreseen[10398], title="[red]\x1b[2J VPN", why="res \x07 runs")
    async with driving(made, (120, 40)) as desk:
        await previewed(desk)
        assert "\x1b" not in desk.text()
        await desk.shows("[red]")


async def test_a_template_is_chosen_by_its_key_and_the_next_takes_its_place() -> None:
    def reply(desk: Desk, ticket: int, text: Annotated[str, Ask("answer", kind="lines")]) -> Iterator[Event]:
        """Answer in public."""
        yield from ()

    made = source()
    made.templates = [Offered("more", "More", "What else, {requester}?"), Offered("logs", "Logs", "Send us logs.")]
    commands = {**COMMANDS, "ticket.reply": Command("ticket.reply", "ticket.comment", reply, "r", "reply")}
    async with driving(made, (120, 40), commands=commands) as desk:
        await desk.press("space", "space", "r")
        await desk.shows("─ Reply 2 tickets", "^t template")
        await desk.press(*"Hi. ", "ctrl+t")
        await desk.shows("Hi. What else, {requester}?", "template More, 1 of 2: filled in for each ticket")
        await desk.press("ctrl+t")
        await desk.shows("Hi. Send us logs.", "2 will be answered")
        assert "What else" not in desk.text()
        await desk.press("ctrl+g")
        await desk.shows("✓ reply: 2 answered")
        assert {str(call.kwargs["text"]) for call, _ in made.done} == {"Hi. Send us logs."}
