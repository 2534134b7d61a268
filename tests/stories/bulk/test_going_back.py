"""One key takes back all of what was done, another does it again; what stays is named, and asked about first."""

from __future__ import annotations

import pytest

from deskconsole.console.background import bulking
from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, Seat, StoryDesk, sitting


async def taken(ana: Seat, many: int) -> None:
    """All that match are mine."""
    await ana.press("asterisk", "m")
    await ana.sees(f"{many} will be taken")
    await ana.press("ctrl+g")
    await ana.hears(f"✓ take: {many} taken", "z undo, 10m left")


@pytest.mark.parametrize("each", [bulking.SHOWN_EACH, 0.0])
async def test_a_bulk_goes_back_whole_and_comes_again_whole(
    desk: StoryDesk, each: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulking, "SHOWN_EACH", each)  # 0: so slow that how far it is is said of each
    for n in range(3):
        desk.ticket(f"VPN {n}")
    async with sitting(desk) as ana:
        before = desk.record()
        await taken(ana, 3)
        after = desk.record()
        await ana.press("z")
        await ana.hears("✓ undo: 3 taken back", "Z redo")
        assert desk.record() == before
        await ana.press("Z")
        await ana.hears("✓ redo: 3 done again", "z undo")
        assert desk.record() == after
        await ana.press("z")
        await ana.hears("✓ undo: 3 taken back", "Z redo")
        assert desk.record() == before
    batches = desk.scalar("select count(distinct batch) from journal where batch is not null")
    assert batches == 4


async def test_what_is_taken_back_in_the_same_moment_can_be_done_again_in_it(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk) as ana:
        ana.queue.desk.double.clock = lambda: 0.0  # all of it in one moment
        for key, words, owner in (
            ("m", "✓ INC-10001 is yours", "ana"),
            ("z", "✓ taken back", None),
            ("Z", "✓ done again", "ana"),
            ("z", "✓ taken back", None),
            ("m", "✓ INC-10001 is yours", "ana"),
        ):
            await ana.press(key)
            await ana.hears(words)
            assert desk.row(ticket).owner == owner


async def test_what_cannot_go_back_is_named_and_the_rest_is_asked_for(desk: StoryDesk) -> None:
    first, second, third = (desk.ticket(f"VPN {n}") for n in range(3))
    async with sitting(desk, size=MEDIUM) as ana:
        await taken(ana, 3)
        desk.do("lea", c.assign(second, "ben"))
        await ana.press("z")
        await ana.sees("─ Undo 2 of 3: 1 stays as it is", "2 will be taken back    1 refused")
        await ana.sees("what stays is not touched")
        await ana.sees("✗ INC-10002", "somebody has changed owner since: set it anew")
        await ana.sees("^g undo 2")
        assert desk.row(first).owner == "ana"
        await ana.press("escape")
        await ana.hears("nothing has happened")
        await ana.press("z")
        await ana.sees("^g undo 2")
        await ana.press("ctrl+g")
        await ana.hears("✓ undo: 2 taken back, 1 stays", "Z redo")
        assert [desk.row(each).owner for each in (first, second, third)] == [None, "ben", None]
        await ana.press("Z")
        await ana.hears("✓ redo: 2 done again")
        assert [desk.row(each).owner for each in (first, second, third)] == ["ana", "ben", "ana"]


async def test_a_hold_after_which_an_answer_left_the_house_stays_and_says_so(desk: StoryDesk) -> None:
    first, second = (desk.ticket(f"VPN {n}") for n in range(2))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("asterisk", "h")
        await ana.sees("─ Hold 2 tickets")
        await ana.press("v")
        await ana.sees("2 will be held")
        await ana.press("ctrl+g")
        await ana.hears("✓ hold: 2 held")
        desk.do("ben", c.reply(first, "It waits for a part."))
        await ana.press("z")
        await ana.sees("─ Undo 1 of 2", "something has left the house since: resume it (rule 31)", "^g undo 1")
        await ana.press("ctrl+g")
        await ana.hears("1 stays")
    assert [desk.row(each).state for each in (first, second)] == ["held", "new"]


async def test_the_same_key_goes_back_further_and_something_else_ends_doing_again(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("m")
        await ana.hears("✓ INC-10001 is yours", "z undo")
        await ana.press("number_sign")
        await ana.form()
        await ana.writes("vip")
        await ana.commit()
        await ana.hears("✓ INC-10001 has tags vip")
        for _ in range(2):
            await ana.press("z")
            await ana.hears("✓ taken back: INC-10001 is as it was before", "Z redo")
            await ana.until(lambda: not ana.queue.calls.back.busy)
        assert (desk.row(ticket).owner, desk.row(ticket).tags) == (None, None)
        await ana.press("z")
        await ana.hears("nothing to take back")
        await ana.press("Z")
        await ana.hears("✓ done again: INC-10001 is as it was then")
        assert (desk.row(ticket).owner, desk.row(ticket).tags) == ("ana", None)
        await ana.press("number_sign")
        await ana.form()
        await ana.writes("vpn")
        await ana.commit()
        await ana.hears("✓ INC-10001 has tags vpn")
        await ana.press("Z")
        await ana.hears("nothing to do again")


async def test_after_an_answer_undo_says_what_it_would_take_back_next(desk: StoryDesk) -> None:
    first, second = desk.ticket("VPN drops"), desk.ticket("Mail bounces")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.on(first)
        await ana.press("m")
        await ana.hears("✓ INC-10001 is yours")
        await ana.press("asterisk", "r")
        await ana.sees("─ Reply 2 tickets")
        await ana.writes("Hello")
        await ana.sees("2 will be answered")
        await ana.press("ctrl+g")
        await ana.hears("✓ reply: 2 answered")
        await ana.press("z")
        await ana.hears("no undo: reply 2", "z takes back the one before: INC-10001 is yours")
        assert desk.row(first).owner == "ana"
        await ana.press("z")
        await ana.hears("✓ taken back: INC-10001")
    assert (desk.row(first).owner, desk.row(second).responded_at is None) == (None, False)


async def test_two_people_press_the_same_key_and_nothing_is_lost(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"VPN {n}") for n in range(3)]
    async with sitting(desk, "ana", MEDIUM) as ana, sitting(desk, "ben", MEDIUM, store=desk.open()) as ben:
        for seat, word in ((ana, "vip"), (ben, "vpn")):
            await seat.press("asterisk", "number_sign")
            await seat.sees("─ Tag 3 tickets")
            await seat.writes(word)
            await seat.sees("3 will be tagged")
        await ana.press("ctrl+g")
        await ben.press("ctrl+g")
        await ana.hears("✓ tag: 3 tagged")
        await ben.hears("✓ tag: 3 tagged")
        assert all(set((desk.row(each).tags or "").split()) == {"vip", "vpn"} for each in tickets)
        await ana.press("asterisk", "m")
        await ana.sees("3 will be taken")
        await ben.press("asterisk", "m")
        await ben.sees("3 will be taken")
        await ana.press("ctrl+g")
        await ana.hears("✓ take: 3 taken")
        await ben.press("ctrl+g")
        await ben.hears("take: ")
    receipts = desk.scalar("select count(distinct call) from journal where kind = 'ticket.tagged'")
    assert receipts == 6
