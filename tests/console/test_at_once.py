"""What is painted for a part of the screen is what Textual would have painted, made of fewer lines."""

from __future__ import annotations

from random import Random

import pytest
from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from deskconsole.console.terminal.at_once import Frugal
from tests.console.driving import Driver, driving

SIZE = (120, 40)


def painted(desk: Driver, part: Region, by: type[Compositor]) -> str:
    """What goes to the terminal for a part of the screen."""
    compositor = desk.app.screen._compositor
    compositor._get_renders = by._get_renders.__get__(compositor)  # type: ignore[method-assign]
    compositor._dirty_regions = {part}
    update = compositor.render_partial_update()
    return update.render_segments(desk.app.console) if update else ""


@pytest.mark.parametrize("keys", [[], ["f"], ["i"], ["d"], ["d", "f"], ["question_mark"], ["colon"], ["h"]], ids=str)
async def test_a_part_is_painted_as_textual_would(keys: list[str]) -> None:
    chance = Random(7)
    async with driving(size=SIZE) as desk:
        await desk.settled()
        await desk.press(*keys)
        for _ in range(60):
            x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
            part = Region(x, y, chance.randint(1, SIZE[0] - x), chance.randint(1, SIZE[1] - y))
            assert painted(desk, part, Frugal) == painted(desk, part, Compositor), part


async def test_two_lines_of_the_list_ask_no_other_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str | None, int]] = []
    render = Widget.render_lines

    def counted(widget: Widget, crop: Region) -> list[Strip]:
        asked.append((widget.id, crop.height))
        return render(widget, crop)

    async with driving(size=SIZE) as desk:
        await desk.settled()
        grid = desk.queue.grid.region
        monkeypatch.setattr(Widget, "render_lines", counted)
        painted(desk, Region(grid.x, grid.y + 3, grid.width, 2), Frugal)
        assert asked == [("grid", 2)]
