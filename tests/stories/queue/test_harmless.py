"""A hostile title is shown whole and does no harm, wherever it stands."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, StoryDesk, sitting
from tests.stories.hostile import HOSTILE, SHOWN, TERMINALS_OBEY


async def test_a_hostile_title_is_shown_whole_and_harmless_everywhere(desk: StoryDesk) -> None:
    ticket = desk.ticket(HOSTILE, impact="1", urgency="2", requester=HOSTILE)
    desk.do("ana", c.note(ticket, f"first\n{HOSTILE}"))
    seen = []
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.until(lambda: SHOWN[:30] in ana.row(ticket))
        peek = next(line for line in ana.lines() if line.startswith("─ INC-10001"))
        assert SHOWN in peek
        seen.append(ana.text())
        await ana.press("d")
        await ana.sees(f"INC-10001  {SHOWN}", f"requester  {SHOWN}", f"       {SHOWN}")
        seen.append(ana.text())
        await ana.press("h")
        await ana.form(f"─ Hold INC-10001  {SHOWN}")
        seen.append(ana.text())
        await ana.press("escape")
        await ana.hears("nothing has happened")
        await ana.press("number_sign")
        await ana.form()
        await ana.writes("[red]x[/]")
        await ana.commit()
        await ana.hears("✓ INC-10001 has tags [red]x[/]")
        await ana.press("ctrl+p")
        await ana.writes("gnp.exe")
        await ana.sees(f"INC-10001  {SHOWN[:20]}")
        seen.append(ana.text())
    assert not [sign for sign in TERMINALS_OBEY if any(sign in text for text in seen)]
