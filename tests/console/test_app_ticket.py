"""The ticket workspace on a screen, at its three sizes: opened, written on, and what is painted again of it."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.console.desk.source import Effect, Offered
from deskconsole.console.screens.ticket import TicketScreen
from deskconsole.core.desk import Command, Desk, Event
from deskconsole.core.errors import Refused
from deskconsole.store.drafts import Draft
from tests.console import story
from tests.console.driving import COMMANDS, Driver, driving
from tests.console.fake_source import FakeSource


def reply(desk: Desk, ticket: int, text: str) -> Iterator[Event]:
    """Answer in public."""
    yield from ()


def note(desk: Desk, ticket: int, text: str) -> Iterator[Event]:
    """Write an internal note."""
    yield from ()


WRITE = {
    **COMMANDS,
    "ticket.reply": Command("ticket.reply", "ticket.comment", reply, "r", "reply"),
    "ticket.note": Command("ticket.note", "ticket.comment", note, "i", "note"),
}
EFFECT = Effect([[("  resolution       ", "text"), ("keeps running, due 09:30", "")],
                 [("  next update   ", "text"), ("✓ stops, 42m of 60m used", "sla-met")]])  # fmt: skip


def source() -> FakeSource:
    made = FakeSource()
    made.effects = [EFFECT] * 99
    made.templates = [
        Offered("outage", "Known outage", "Dear {requester}, we know.", ("requester",)),
        Offered("logs", "Ask for logs", "Please send us the logs.", (), "reply", ("hold caller", "tag logs")),
        Offered("parked", "Parked", "parked", (), "note", ("take",)),
    ]
    return made


def screen(desk: Driver) -> TicketScreen:
    top = desk.app.screen
    assert isinstance(top, TicketScreen)
    return top


async def opened(desk: Driver) -> TicketScreen:
    await desk.press("enter")
    await desk.until(lambda: isinstance(desk.app.screen, TicketScreen) and screen(desk).found is not None)
    await desk.shows("Conversation", "rebooted node 2")
    beside = screen(desk).side
    await desk.until(lambda: any("first response" in text for line in beside._lines for text, _ in line))
    return screen(desk)


async def test_a_reply_that_is_being_written_is_kept() -> None:
    async with driving(source(), (120, 40), commands=WRITE) as desk:
        await opened(desk)
        await desk.press("r")
        await desk.shows("─ Reply to Priya Nair")
        await desk.press(*"Dear")
        await desk.shows("next update ✓ stops")
        screen(desk).tick()
        await desk.shows("─ draft 09:42:07 ─")
        assert desk.source.written == {(10442, "reply"): Draft(10442, "reply", "Dear", None, story.NOW)}


async def test_the_last_tab_shows_what_stands_beside_it() -> None:
    async with driving(source(), commands=WRITE) as desk:
        await opened(desk)
        await desk.press("2")
        await desk.shows(
            " 1 Conversation  [2 Clocks]  3 Ticket", "first response   ✓    4m", "requester  Priya Nair (VIP)"
        )
        await desk.press("tab", "tab")
        await desk.shows("[1 Conversation]", "rebooted node 2")


async def test_a_draft_is_named_until_it_is_gone_on_with() -> None:
    begun = source()
    begun.written[10442, "note"] = Draft(10442, "note", "half a thought", None, story.at(9, 40, 7))
    async with driving(begun, (120, 40), commands=WRITE) as desk:
        await desk.shows("not sent: a note on INC-10442")
        await opened(desk)
        desk.app.said._shown.clear()
        screen(desk).frame()
        await desk.shows("a note of 09:40:07 is not sent; i goes on")
        await desk.press("i")
        await desk.shows("─ Note on INC-10442, internal ", "half a thought", "─ draft 09:40:07 ─")
        await desk.press("ctrl+g")
        await desk.until(lambda: bool(desk.source.done))
    assert desk.source.written == {}


async def test_only_templates_that_fit_are_offered_and_what_is_missing_is_named() -> None:
    async with driving(source(), (120, 40), commands=WRITE) as desk:
        await opened(desk)
        await desk.press("r")
        await desk.shows("─ Reply")
        await desk.press("ctrl+t")
        await desk.shows("Known outage", "then hold caller, tag logs: Please send us the logs.")
        assert "Parked" not in desk.text()
        await desk.press("enter")
        await desk.shows("Dear {requester}, we know.", "still to be written: {requester}")


async def test_what_is_refused_may_be_changed_and_sent_again() -> None:
    refusing = source()
    refusing.answers = [Refused("INC-10442 is closed: s o reopens it")]
    async with driving(refusing, (120, 40), commands=WRITE) as desk:
        await opened(desk)
        await desk.press("r", *"hello")
        await desk.shows("next update ✓ stops")
        await desk.press("ctrl+g")
        await desk.shows("✗ reply: INC-10442 is closed: s o reopens it", "hello")
        await desk.press("x", "ctrl+g")
        await desk.until(lambda: len(desk.source.done) == 2)
        await desk.until(lambda: not screen(desk).text.display)
    assert [call.kwargs["text"] for call, _ in desk.source.done] == ["hello", "hellox"]


async def test_a_second_that_passes_repaints_figures_and_nothing_else() -> None:
    async with driving(source(), (120, 40), commands=WRITE) as desk:
        top = await opened(desk)
        before = desk.lines()
        top.conversation._dirty_regions.clear()
        desk.source.pass_time(1)
        top.tick()
        assert not top.conversation._dirty_regions
        await desk.pilot.pause()
        changed = [n for n, (a, b) in enumerate(zip(before, desk.lines(), strict=True)) if a != b]
        assert changed == [0, 6]  # the time, and `18m` that is `17m` now
