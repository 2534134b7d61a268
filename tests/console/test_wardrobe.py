"""Themes while they are worn: put on by name, seen as soon as their file is written, kept where it has a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.console.painting.themes import load
from deskconsole.console.painting.wardrobe import Wardrobe
from deskconsole.core.errors import BadInput
from tests.console.driving import Driver, driving
from tests.console.test_access import sent_by

WHOLE = "".join(f'{role} = "{colour}"\n' for role, colour in load().loaded["night"].colors.items())


def mine(folder: Path, background: str = "#123456", more: str = "") -> None:
    """A theme as an editor saves it: all at once."""
    text = "[colors]\n" + WHOLE.replace('background = "#12161d"', f'background = "{background}"') + more
    (folder / "mine.new").write_text(text, "utf-8")
    (folder / "mine.new").replace(folder / "mine.toml")


def grounds(desk: Driver, colour: str) -> bool:
    """Whether this colour is what the screen is painted on, also by Textual's own hand."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    screen = desk.app.screen.styles.background.hex.lower() == colour
    return screen and f"48;2;{red};{green};{blue}" in sent_by(desk)


async def test_a_theme_is_put_on_by_its_name_and_everything_is_painted_anew() -> None:
    async with driving() as desk:
        assert grounds(desk, "#12161d")
        await desk.press("colon", *"theme day", "enter")
        await desk.shows('theme day, until you quit; theme = "day" in config.toml keeps it')
        await desk.until(lambda: grounds(desk, "#fbfaf7") and "48;2;18;22;29" not in sent_by(desk))
        await desk.press("j")
        assert "INC-10461" in desk.cursor_line()
        await desk.press("colon", *"theme night", "enter")
        await desk.until(lambda: grounds(desk, "#12161d") and "48;2;251;250;247" not in sent_by(desk))


async def test_a_file_that_is_written_is_seen_and_one_with_a_mistake_is_named_and_not_worn(tmp_path: Path) -> None:
    mine(tmp_path)
    async with driving(wardrobe=Wardrobe(load(tmp_path), "mine"), own_themes=tmp_path) as desk:
        assert grounds(desk, "#123456")
        mine(tmp_path, "#654321")
        await desk.until(lambda: grounds(desk, "#654321"))
        mine(tmp_path, "#000000", 'sla-beach = "#fff"\n')
        line = len(WHOLE.splitlines()) + 2
        await desk.shows(f"✗ theme mine.toml:{line}: sla-beach: no such variable; nearest is")
        assert grounds(desk, "#654321")
        (tmp_path / "mine.toml").write_text("colors = [", "utf-8")
        await desk.shows("✗ theme mine.toml:1: not read:")
        assert grounds(desk, "#654321")
        mine(tmp_path, "#222222")
        await desk.until(lambda: grounds(desk, "#222222"))


async def test_a_theme_that_is_gone_stays_on(tmp_path: Path) -> None:
    mine(tmp_path)
    async with driving(wardrobe=Wardrobe(load(tmp_path), "mine"), own_themes=tmp_path) as desk:
        (tmp_path / "mine.toml").unlink()
        (tmp_path / "other.toml").write_text("colors = 7", "utf-8")
        await desk.shows("✗ theme other.toml: night’s value is used for")
        assert grounds(desk, "#123456")


async def test_a_theme_that_cannot_be_read_does_not_keep_anybody_from_the_queue(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("colors = [", "utf-8")
    async with driving(wardrobe=Wardrobe(load(tmp_path), "mine"), own_themes=tmp_path) as desk:
        await desk.shows("✗ theme mine.toml:1: not read:", "INC-10442")
        assert grounds(desk, "#12161d")


def test_a_theme_that_nobody_wrote_is_named_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="--theme: there is no theme “nite”; nearest is night"):
        Wardrobe(load(), "nite", "--theme")


async def test_the_watch_ends_with_the_console(tmp_path: Path) -> None:
    from threading import enumerate as threads

    async with driving(own_themes=tmp_path) as desk:
        assert "themes" in [thread.name for thread in threads()]
        await desk.press("j")
    assert "themes" not in [thread.name for thread in threads()]
