"""Who may not apply a desk file is not offered it."""

from __future__ import annotations

from pathlib import Path

from deskconsole.console.screens.preview import PreviewScreen
from tests.stories.desk import MEDIUM, StoryDesk, sitting
from tests.stories.preview.looking import looks_at


async def test_who_may_not_apply_is_not_offered_it(desk: StoryDesk, edited: Path) -> None:
    async with sitting(desk, "ana", MEDIUM) as ana:
        await ana.press(":")
        await ana.writes("preview")
        await ana.sees("nothing is called that")
        await ana.press("escape")
        ana.queue.act("desk.preview")  # as a key of their own would
        await ana.until(lambda: isinstance(ana.app.screen, PreviewScreen))
        await looks_at(ana, "edited.toml")
        await ana.sees("it needs the permission desk.apply")
