"""Who may only look is told what is missing, and the refusal is on record."""

from __future__ import annotations

from tests.stories.desk import StoryDesk, sitting


async def test_an_auditor_is_told_what_is_missing_and_the_refusal_is_on_record(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk, "aud") as aud:
        assert "m take" not in aud.footer()
        await aud.press("m")
        await aud.hears("✗ take: you may not, it needs the permission ticket.work")
        await aud.until(lambda: len(desk.refusals()) == 1)
        await aud.press("h")
        await aud.hears("✗ hold: you may not, it needs the permission clock.move")
        await aud.until(lambda: len(desk.refusals()) == 2)
    (who, why), (_, again) = desk.refusals()
    assert who == "aud"
    assert "ticket.work" in why
    assert "ticket.assign_to_me" in why
    assert "clock.move" in again
    assert desk.row(ticket).state == "new"
