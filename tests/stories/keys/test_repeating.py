"""The same again: one key gives the last command, with its arguments, to what is under the cursor."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_hold_with_all_that_was_said_of_it_is_given_to_the_next(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops"), desk.ticket("Mail slow")
    for ticket in (first, second):
        desk.do("ana", c.claim(ticket))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(first)
        await ana.press("full_stop")
        await ana.hears("nothing has been done yet that could be done again")
        await ana.press("h")
        await ana.form("Hold INC-10001")
        await ana.press("v")
        await ana.commit()
        await ana.until(lambda: desk.row(first).held_for == "vendor")
        await ana.on(second)
        ana.app.double.clock = lambda: 0.0
        await ana.press("full_stop", "full_stop")  # a key that bounces is one call
        await ana.until(lambda: desk.row(second).held_for == "vendor")
        await ana.hears("INC-10002")
        assert len(desk.all("select 1 from journal where kind = 'ticket.held'")) == 2
        await ana.press("z")
        await ana.until(lambda: desk.row(second).held_for is None)


async def test_what_ends_is_asked_again_with_the_same_words(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops"), desk.ticket("Mail slow")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(first)
        await ana.press("s", "r")
        await ana.form("Resolve INC-10001")
        await ana.press("f", "tab")
        await ana.writes("cable replaced")
        await ana.commit()
        await ana.until(lambda: desk.row(first).state == "resolved")
        await ana.on(second)
        await ana.press("full_stop")
        await ana.form("Resolve INC-10002", "cable replaced")
        assert desk.row(second).state == "new"
        await ana.commit()
        await ana.until(lambda: desk.row(second).state == "resolved")
    assert desk.row(second).cause == "cable replaced"


async def test_a_note_again_is_written_on_the_other_ticket_too(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops"), desk.ticket("Mail slow")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(first)
        await ana.press("i")
        await ana.writing("Note on INC-10001")
        await ana.writes("belongs to the outage")
        await ana.sends()
        await ana.until(lambda: ana.app.screen is ana.queue)
        await ana.on(second)
        await ana.press("full_stop")
        await ana.hears("note written on INC-10002")
    texts = "select text from private_text where about = 'ticket' and subject = :t"
    assert ("belongs to the outage",) in desk.all(texts, t=second)


async def test_on_several_it_is_asked_first(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(3)]
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(tickets[0])
        await ana.press("m")
        await ana.until(lambda: desk.row(tickets[0]).owner == "ana")
        await ana.on(tickets[1])
        await ana.press("space", "space", "full_stop")
        await ana.sees("─ Take 2 tickets", "2 will be taken")
        await ana.commit()
        await ana.until(lambda: all(desk.row(ticket).owner == "ana" for ticket in tickets))


async def test_on_all_that_match_it_is_asked_with_the_same_arguments(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(3)]
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(tickets[0])
        await ana.press("space", "h")
        await ana.form()
        await ana.press("v")
        await ana.sees("[vendor]")
        await ana.commit()
        await ana.until(lambda: desk.row(tickets[0]).state == "held")
        await ana.until(lambda: not ana.queue.calls.acting)
        await ana.press("asterisk", "full_stop")
        await ana.sees("─ Hold 3 tickets", "[vendor]", "2 will be held", "1 refused")
        await ana.commit()
        await ana.until(lambda: all(desk.row(ticket).state == "held" for ticket in tickets))


async def test_what_said_other_words_to_each_does_so_again(desk: StoryDesk) -> None:
    first, second, third = (desk.ticket(f"Printer {n}") for n in range(3))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(first)
        await ana.press("space", "space", "i")
        await ana.sees("─ Note 2 tickets")
        await ana.writes("this is {number}")
        await ana.sees("2 will be noted")
        await ana.commit()
        await ana.hears("note: 2 noted")
        await ana.on(third)
        await ana.press("full_stop")
        await ana.sees("─ Note 1 ticket", "1 will be noted")
        await ana.commit()
        texts = "select text from private_text where about = 'ticket' and subject = :t"
        await ana.until(lambda: ("this is INC-10003",) in desk.all(texts, t=third))
    assert ("this is INC-10002",) in desk.all(texts, t=second)
