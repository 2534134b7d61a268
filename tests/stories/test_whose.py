"""Whose ticket it is: taking, giving, two people at once, and what goes with a ticket."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting


async def test_m_takes_a_ticket_that_nobody_owns(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", customer="acme", service="vpn")
    async with sitting(desk, size=MEDIUM) as ana:
        assert " new         –" in ana.row(ticket)
        await ana.press("m")
        await ana.hears("✓ INC-10001 is yours", "z undo, 10m left")
        await ana.until(lambda: " open        ana" in ana.row(ticket))
    assert (desk.row(ticket).owner, desk.row(ticket).state) == ("ana", "open")
    assert desk.last("kind, actor") == ("ticket.assigned", "ana")


async def test_of_two_who_take_a_ticket_the_second_is_told_who_has_it(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    other = desk.open(desk.anchor)
    async with sitting(desk, "ana") as ana, sitting(desk, "ben", store=other) as ben:
        await ana.press("m")
        await ben.press("m")
        await ana.until(lambda: ana.message() and ben.message())
        first, second = (ana, ben) if "✓" in ana.message() else (ben, ana)
        owner = desk.row(ticket).owner
        await first.hears("✓ INC-10001 is yours")
        await second.hears(f"✗ take: {owner} has INC-10001")
        await second.until(lambda: f"{owner}  " in second.row(ticket))
    assert desk.kinds(ticket).count("ticket.assigned") == 1
    other.close()


async def test_a_key_that_bounces_is_one_call(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("m", "m")
        await ana.hears("✓ INC-10001 is yours")
        await ana.until(lambda: not ana.queue.calls.acting)
        assert "✗" not in ana.message()
    assert desk.kinds(ticket).count("ticket.assigned") == 1
    assert desk.refusals() == []


async def test_a_asks_to_whom_and_gives_it_away(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("a")
        await ana.form("─ Assign INC-10001", "required: to")
        await ana.writes("ben")
        await ana.sees("first response   keeps running, due 18:42")
        await ana.commit()
        await ana.hears("✓ INC-10001 is ben’s")
    assert desk.row(ticket).owner == "ben"


async def test_nobody_can_be_given_a_ticket_who_is_not_there(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("a")
        await ana.form()
        await ana.writes("zed")
        await ana.sees("✗ there is no operator zed")
        await ana.press("escape")
        await ana.hears("nothing has happened; what you typed is kept")
    assert desk.row(ticket).owner is None


async def test_tags_are_added_and_seen_where_there_is_room(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("number_sign")
        await ana.form("tags")
        await ana.writes("vip week-16")
        await ana.commit()
        await ana.hears("✓ INC-10001 has tags vip week-16")
        await ana.until(lambda: "vip week-16" in ana.row(ticket))
    assert desk.row(ticket).tags == " vip week-16 "


async def test_two_tickets_are_linked_by_number(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops"), desk.ticket("VPN drops again")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(second)
        await ana.press("R", "l")
        await ana.form("─ Link INC-10002")
        await ana.writes("inc-10001")
        await ana.press("tab")
        await ana.press("p")
        await ana.sees("[parent]")
        await ana.commit()
        await ana.hears("✓ INC-10002 linked")
        await ana.press("d")
        await ana.sees("links      parent INC-10001")
    assert desk.all("select ticket, other, relation from ticket_link") == [(second, first, "parent")]


async def test_z_takes_the_last_call_back(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    before = desk.row(ticket)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("m")
        await ana.hears("z undo")
        await ana.press("z")
        await ana.hears("✓ taken back: INC-10001 is as it was before")
        await ana.until(lambda: " new         –" in ana.row(ticket))
        await ana.press("z")
        await ana.hears("nothing to take back")
    assert desk.row(ticket)._replace(touched_at=None) == before._replace(touched_at=None)
    assert desk.kinds(ticket)[-2:] == ["ticket.assigned", "ticket.reverted"]


async def test_three_are_held_at_once_in_one_batch_and_taken_back_together(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(4)]
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("space", "space", "space")
        await ana.sees("3 of 4 selected", "●")
        await ana.press("h")
        await ana.form("─ Hold 3 tickets", "^g hold 3")
        await ana.press("v")
        await ana.sees("[vendor]", "pauses with")
        await ana.commit()
        await ana.hears("✓ hold: 3 done", "z undo")
        await ana.sees_no("selected")
        held = [desk.row(ticket).state for ticket in tickets]
        assert held == ["held", "held", "held", "new"]
        lines = desk.all("select subject, batch from journal where kind = 'ticket.held'")
        assert [subject for subject, _ in lines] == tickets[:3]
        assert len({batch for _, batch in lines}) == 1
        assert lines[0][1] is not None
        await ana.press("z")
        await ana.hears("✓ undo: 3 done")
    assert {desk.row(ticket).state for ticket in tickets} == {"new"}


async def test_of_a_bulk_each_has_its_own_result(desk: StoryDesk) -> None:
    free, taken = desk.ticket("Printer"), desk.ticket("Scanner")
    desk.do("ben", c.claim(taken))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("v", "j", "m")
        await ana.form("─ Take 2 tickets")
        await ana.commit()
        await ana.hears("✗ take: 1 done, 1 refused; the first: ben has INC-10002")
    assert (desk.row(free).owner, desk.row(taken).owner) == ("ana", "ben")
    assert [actor for actor, _ in desk.refusals()] == ["ana"]
