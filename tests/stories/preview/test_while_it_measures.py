"""The screen goes on while clocks are measured."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from deskconsole.console.desk.live import DeskSource
from tests.stories.desk import MEDIUM, StoryDesk, sitting
from tests.stories.preview.looking import asked, looks_at


async def test_the_screen_goes_on_while_clocks_are_measured_and_who_leaves_ends_it(
    desk: StoryDesk, edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, ended = Event(), Event()
    real = DeskSource.preview

    def slow(self: DeskSource, path: str, step):  # type: ignore[no-untyped-def]
        step(12_000)
        go_on.wait(20)
        try:
            step(13_000)
        except BaseException:
            ended.set()
            raise
        return real(self, path, step)

    monkeypatch.setattr(DeskSource, "preview", slow)
    async with sitting(desk, "max", MEDIUM) as mia:
        await asked(mia)
        await looks_at(mia, "edited.toml")
        await mia.sees("measuring open clocks, 12 000 so far")
        await mia.writes("x")  # the loop is free
        await mia.sees("edited.tomlx")
        await mia.press("escape")
        await mia.until(lambda: mia.app.screen is mia.queue)
        go_on.set()
        await mia.until(ended.is_set)
