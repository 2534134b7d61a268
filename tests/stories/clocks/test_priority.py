"""Another priority shows its new due before it is meant; a late downgrade needs a lead."""

from __future__ import annotations

from tests.stories.desk import MEDIUM, StoryDesk, sitting


async def test_a_higher_priority_shows_its_new_due_before_it_is_meant(desk: StoryDesk) -> None:
    ticket = desk.ticket("Payroll export stuck", impact="2", urgency="2")
    desk.pass_("10m")
    async with sitting(desk, size=MEDIUM) as ana:
        assert "▄P3" in ana.row(ticket)
        await ana.press("p")
        await ana.form("required: priority, why, reason")
        await ana.press("2", "tab", "right", "right", "tab")
        await ana.sees("[change]")
        await ana.writes("whole floor")
        await ana.sees("first response   target 2h00m → 30m, due 11:42 → 10:22")
        assert desk.row(ticket).priority == 3
        await ana.commit()
        await ana.hears("✓ INC-10001 is P2")
        await ana.until(lambda: "▆P2" in ana.row(ticket))
    assert desk.row(ticket).priority == 2
    assert '"why":"change"' in desk.told(ticket, "ticket.prioritised")


async def test_a_correction_counts_from_the_start(desk: StoryDesk) -> None:
    ticket = desk.ticket("Payroll export stuck", impact="2", urgency="2")
    desk.pass_("10m")
    async with sitting(desk, "lea", size=MEDIUM) as lea:
        await lea.press("p")
        await lea.form()
        await lea.press("2", "tab", "right", "tab")
        await lea.sees("[correction]")
        await lea.writes("read wrongly")
        await lea.sees("first response   target 2h00m → 30m, due 11:42 → 10:12")
        await lea.commit()
        await lea.hears("✓ INC-10001 is P2")
    assert '"why":"correction"' in desk.told(ticket, "ticket.prioritised")


async def test_a_late_downgrade_is_refused_for_an_agent_and_allowed_for_a_lead(desk: StoryDesk) -> None:
    ticket = desk.ticket("Payroll export stuck", impact="1", urgency="2")
    desk.pass_("25m")
    for who in ("ana", "lea"):
        async with sitting(desk, who, size=MEDIUM) as seat:
            await seat.press("p")
            await seat.form()
            await seat.press("3", "tab", "right", "right", "tab")
            await seat.writes("one user only")
            if who == "ana":
                await seat.sees("✗ a lower priority from 75 % used needs the permission ticket.override (rule 8)")
                await seat.press("ctrl+g", "escape")
                await seat.hears("nothing has happened")
                assert desk.row(ticket).priority == 2
            else:
                await seat.sees("target 30m → 2h00m")
                await seat.commit()
                await seat.hears("✓ INC-10001 is P3")
    assert desk.row(ticket).priority == 3
