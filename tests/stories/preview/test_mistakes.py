"""What is wrong with a desk file, or to be noted, is told in its place."""

from __future__ import annotations

from pathlib import Path

from tests.stories.desk import LARGE, MEDIUM, StoryDesk, sitting
from tests.stories.preview.looking import asked, looks_at, rewritten


async def test_mistakes_are_told_in_place_and_mended_in_place(desk: StoryDesk, edited: Path) -> None:
    desk.ticket(impact="1", urgency="2")
    broken = rewritten(edited, ('calendar = "always"', 'calendar = "alwys"'), ('team = "emea"', 'team = "e"'))
    softer = rewritten(edited, ("6h", "12h"))
    same = rewritten(edited, ("6h", "8h"), ('existing = "move"\n', ""))
    async with sitting(desk, "max", MEDIUM) as mia:
        await asked(mia)
        await looks_at(mia, "nowhere.toml")
        await mia.sees("✗ nowhere.toml cannot be read: No such file or directory")
        for _ in "nowhere":
            await mia.press("home", "delete")
        await mia.press("home")
        broken()
        await looks_at(mia, "edited")
        await mia.sees("agreements.standard.calendar: no calendar “alwys”; nearest is always", "routing[2].team")
        softer()
        await mia.press("enter")
        await mia.sees("open tickets would be promised less", "existing", "(rule 11)")
        same()
        await mia.press("enter")
        await mia.sees("Nothing: the desk is as the file says.", "no open clock moves")
        for _ in "edited.toml":
            await mia.press("home", "delete")
        await mia.press("enter")
        await mia.sees("Write the path of a desk file")


async def test_what_is_noted_of_a_file_is_shown_too(desk: StoryDesk, edited: Path) -> None:
    with edited.open("a") as file:
        file.write("[agreements.network]\nlayer = 'ola'\nparty = 'network'\ncalendar = 'office'\n")
        file.write("[agreements.network.ownership]\ntargets = { p2 = '5h' }\n")
    async with sitting(desk, "max", LARGE) as mia:
        await asked(mia)
        await looks_at(mia, "edited.toml")
        await mia.sees("─ To look at ─", "agreements.network.ownership: leaves no buffer below standard resolution: P2")
