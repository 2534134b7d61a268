"""A desk file that somebody edits, and the screen that tells what applying it would do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deskconsole.console.screens.preview import PreviewScreen
from tests.stories.desk import Seat

TARGETS = 'p1 = "4h", p2 = "8h"'

STANDARD = "[agreements.standard]\n"


async def asked(seat: Seat) -> None:
    """By name, as far as it is certain."""
    await seat.press(":")
    await seat.writes("preview")
    await seat.sees("what a desk file would change")
    await seat.press("enter")
    await seat.until(lambda: isinstance(seat.app.screen, PreviewScreen))


async def looks_at(seat: Seat, path: str) -> None:
    await seat.writes(path)
    await seat.press("enter")


async def whole(seat: Seat) -> str:
    """Everything on the page, scrolled through, as one run of words."""
    seen = seat.lines()[3:-2]
    for _ in range(6):
        await seat.press("pagedown")
        seen += seat.lines()[3:-2]
    return " ".join(" ".join(seen).split())


def rewritten(path: Path, *changes: tuple[str, str]) -> Callable[[], None]:
    """Somebody edits the file beside the console: not yet, but when this is called."""
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)

    def edit() -> None:
        path.write_text(text)

    return edit
