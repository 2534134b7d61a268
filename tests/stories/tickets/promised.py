"""A promise made by keys, and how the first one stands."""

from __future__ import annotations

from deskconsole.features.promises.views import PROMISE
from tests.stories.desk import Seat, StoryDesk


async def promises(seat: Seat, what: str, due: str) -> None:
    """On the ticket under the cursor."""
    await seat.press("b")
    await seat.form("promise")
    await seat.writes(what)
    await seat.press("enter")
    await seat.writes(due)
    await seat.commit()


def state(desk: StoryDesk) -> str:
    return desk.store.read.one(PROMISE, promise=1).state
