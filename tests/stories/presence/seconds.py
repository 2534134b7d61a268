"""Seconds that pass on a screen, for who does not wait for them."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.console.screens.base import DeskScreen
from tests.stories.desk import Seat


async def _seconds(seat: Seat, come: Callable[[], object]) -> None:
    """Let the screen's own second pass, again and again, until it has come."""
    polls = 0

    def looked() -> object:
        nonlocal polls
        screen, polls = seat.app.screen, polls + 1
        if polls % 5 == 0 and isinstance(screen, DeskScreen):
            screen.call_later(screen.tick)  # in its own app: several are open here
        return come()

    await seat.until(looked)


async def learns(seat: Seat, *words: str) -> None:
    """It stands on the screen with its next second or the one after."""
    await _seconds(seat, lambda: all(word in seat.text() for word in words))


async def forgets(seat: Seat, *words: str) -> None:
    """It stands there no more."""
    await _seconds(seat, lambda: not any(word in seat.text() for word in words))
