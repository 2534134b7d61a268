"""What is given to another team and comes back: two people at two consoles, keys alone."""

from __future__ import annotations

from tests.stories.desk import LARGE, MEDIUM, Seat, StoryDesk, sitting


async def by_name(seat: Seat, words: str) -> None:
    """A command without a key, by its name."""
    await seat.press("colon")
    await seat.sees("─ Command ─")
    await seat.writes(words)
    await seat.press("enter")


async def test_a_transfer_is_returned_with_a_reason_and_taken_the_second_time(desk: StoryDesk) -> None:
    ticket = desk.ticket("Mail is slow")
    far = desk.open(desk.anchor)
    async with sitting(desk, "ana", LARGE) as ana, sitting(desk, "net", MEDIUM, store=far) as net:
        await ana.press("m")
        await ana.hears("is yours")
        for note in ("the switch", "it is port 7"):
            await ana.on(ticket)
            await ana.press("T")
            await ana.form("─ Transfer INC-10001", "required: to")
            await ana.writes("network")
            await ana.press("tab")
            await ana.writes(note)
            await ana.commit()
            await ana.hears("✓ INC-10001 is offered, ours until they accept")
            # The network team sees it among its own, and it is still ours.
            await net.press("slash", "ctrl+u")
            await net.writes("is:offered")
            await net.press("enter")
            await net.until(lambda: net.row(ticket))
            assert (desk.row(ticket).team, desk.row(ticket).owner) == ("EMEA desk", "ana")
            await net.on(ticket)
            await net.press("d")
            await net.sees(f"by ana 09:42: {note}")
            await net.press("d")
            if note == "the switch":
                await by_name(net, "return")
                await net.form("─ Return INC-10001", "required: reason")
                await net.writes("it is the mail server")
                await net.commit()
                await ana.until(lambda: "→" not in ana.row(ticket) and " ana " in ana.row(ticket))
                await ana.press("d")
                await ana.sees("returned by net", "it is the mail server")
                await ana.press("d")
        await by_name(net, "accept")
        await net.hears("✓ INC-10001 is accepted: Network, nobody owns it yet")
        await net.press("backslash")
        await net.on(ticket)
        await net.press("m")
        await net.hears("✓ INC-10001 is yours")
        await ana.until(lambda: " net " in ana.row(ticket))
    far.close()
    assert (desk.row(ticket).team, desk.row(ticket).owner) == ("Network", "net")
    stages = desk.all("select offered_by, stage, decided_by from transfer order by id")
    assert stages == [("ana", "returned", "net"), ("ana", "accepted", "net")]
    assert [kind for kind in desk.kinds(ticket) if kind.startswith("transfer.")] == [
        "transfer.offered", "transfer.returned", "transfer.offered", "transfer.accepted"
    ]  # fmt: skip
    assert desk.refusals() == []
