"""The next ticket is given to whoever asks for it, with the reason."""

from __future__ import annotations

from deskconsole.features.staffing import commands as s
from tests.stories.desk import LARGE, StoryDesk, sitting


async def test_n_takes_what_breaches_next_and_says_why(desk: StoryDesk) -> None:
    late, soon = desk.ticket("Slow"), desk.ticket("VPN drops", impact="1", urgency="1")
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(late)
        await ana.press("N")
        await ana.hears("✓ INC-10002 is yours: breaches next of what fits you, response")
        await ana.until(lambda: " ana" in ana.row(soon))
    assert (desk.row(soon).owner, desk.row(late).owner) == ("ana", None)


async def test_of_two_who_ask_for_the_next_each_gets_their_own(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops", impact="1", urgency="1"), desk.ticket("Slow")
    other = desk.open(desk.anchor)
    async with sitting(desk, "ana") as ana, sitting(desk, "ben", store=other) as ben:
        await ana.press("N")
        await ben.press("N")
        await ana.hears("is yours")
        await ben.hears("is yours")
    assert {desk.row(first).owner, desk.row(second).owner} == {"ana", "ben"}
    other.close()


async def test_who_has_too_many_not_begun_is_told_which(desk: StoryDesk) -> None:
    for n in range(4):
        desk.ticket(f"Ticket {n}")
    for _ in range(3):
        desk.do("ana", s.next_())
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("N")
        await ana.hears("✗ next: 3 of what you pulled is not begun: INC-10001 INC-10002 INC-10003")
