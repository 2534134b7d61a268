"""The mouse in a war room: a click is the section and the item below it, the wheel scrolls what it stands over."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events

from deskconsole.console.pages.roompage import Place
from deskconsole.console.screens.jumping import in_sight

if TYPE_CHECKING:
    from deskconsole.console.screens.room import RoomScreen


class Pointing:
    """Part of the screen of a room."""

    @property
    def _room(self) -> RoomScreen:
        return cast("RoomScreen", self)

    def _under(self, event: events.MouseEvent) -> Place | None:
        """The section below the pointer."""
        region = in_sight(self._room.page)
        x, y = int(event.screen_x), int(event.screen_y) - (region.y if region else 0)
        here = (p for p in self._room.drawn.places if p.x <= x < p.x + p.room and p.y - 1 <= y < p.y + p.height)
        return next(here, None)

    def on_click(self, event: events.Click) -> None:  # Textual calls that of the base by itself
        region, place = in_sight(self._room.page), self._under(event)
        if not region or place is None:
            return
        line = place.top + int(event.screen_y) - region.y - place.y
        under = [n for n, y in enumerate(place.items) if y <= line] if line >= place.top else []
        if not under:
            self._room.look_at(place.part)
        elif self._room.looked.part == place.part and under[-1] == self._room.looked.cursors.get(place.part, 0):
            self._room.act_list_open()
        else:
            self._room.point(place.part, under[-1])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, +1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        if (place := self._under(event)) is not None:
            self._room.look_at(place.part)
            self._room.moves(by)
