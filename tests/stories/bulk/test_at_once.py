"""Several at once are one batch, each with its own result."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, SMALL, StoryDesk, sitting


async def test_three_are_held_at_once_in_one_batch_and_taken_back_together(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(4)]
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("space", "space", "space")
        await ana.sees("3 of 4 selected", "●")
        await ana.press("h")
        await ana.sees("─ Hold 3 tickets", "first: reason")
        await ana.press("v")
        await ana.sees("[vendor]", "pauses with", "^g hold 3")
        await ana.commit()
        await ana.hears("✓ hold: 3 held", "z undo")
        await ana.sees_no("selected")
        held = [desk.row(ticket).state for ticket in tickets]
        assert held == ["held", "held", "held", "new"]
        lines = desk.all("select subject, batch from journal where kind = 'ticket.held'")
        assert [subject for subject, _ in lines] == tickets[:3]
        assert len({batch for _, batch in lines}) == 1
        assert lines[0][1] is not None
        await ana.press("z")
        await ana.hears("✓ undo: 3 taken back")
    assert {desk.row(ticket).state for ticket in tickets} == {"new"}


async def test_of_a_bulk_each_has_its_own_result(desk: StoryDesk) -> None:
    free, taken = desk.ticket("Printer"), desk.ticket("Scanner")
    desk.do("ben", c.claim(taken))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("v", "j", "m")
        await ana.sees("─ Take 2 tickets", "1 will be taken", "1 refused", "ben has INC-10002")
        await ana.commit()
        await ana.hears("✓ take: 1 taken, 1 refused")
    assert (desk.row(free).owner, desk.row(taken).owner) == ("ana", "ben")
    assert desk.refusals() == []  # it was seen before it was meant


async def test_why_one_is_refused_is_seen_on_its_own_screen(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops", impact="1", urgency="1"), desk.ticket("Mailbox is full")
    desk.do("ana", c.reply(first, "Which one?"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("asterisk", "h")
        await ana.sees("─ Hold 2 tickets")
        await ana.press("c")
        await ana.sees("1 will be held    1 refused")
        await ana.until(lambda: ana.queue.calls.bulk.form is not None)
        bulk = ana.queue.calls.bulk.form
        assert bulk is not None
        bulk.list.focus()
        await ana.sees("enter open it")
        await ana.press("end", "enter")
        await ana.sees("Conversation", desk.number(second))
        desk.do("ana", c.reply(second, "Which mailbox?"))
        await ana.press("q")
        await ana.sees("─ Hold 2 tickets", "2 will be held")
        await ana.press("ctrl+g")
        await ana.hears("✓ hold: 2 held")
