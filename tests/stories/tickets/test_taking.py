"""A ticket that nobody owns is taken, once."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


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
