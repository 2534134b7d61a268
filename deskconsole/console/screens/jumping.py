"""Jump mode: a letter on every target of the screen, and the next key goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from deskconsole.console.keys.names import Chord, shown
from deskconsole.console.labels import labels
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.paint import CURSOR
from deskconsole.console.widgets.lines import Lines, Page, paint_of

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen


class Spot(NamedTuple):
    """Where a letter stands, and what it does."""

    x: int
    y: int
    go: Callable[[], None]


class Letter(Lines):
    """A label; without colour it is reversed, so that it is no part of what it stands on."""

    def render_line(self, y: int) -> Strip:
        return paint_of(self).strip(self.line_at(y), CURSOR)


class Jump:
    """Letters on the spots of a screen, until a key says which, or that none was meant."""

    def __init__(self, screen: DeskScreen, spots: Sequence[Spot]) -> None:
        self.screen = screen
        self._typed = ""
        self._spots = dict(zip(labels(len(spots)), spots, strict=True))
        self._letters: dict[str, Letter] = {}
        for label, spot in self._spots.items():
            letter = self._letters[label] = Letter()
            letter.add_class("jump-label")
            letter.styles.width = len(label)
            letter.styles.offset = (min(spot.x, screen.size.width - len(label)), spot.y)
            letter.show([(label, "p1")])
        screen.mount_all(self._letters.values())

    def press(self, event: events.Key) -> None:
        """A letter more, or the end of it."""
        self._typed += event.character or event.key
        if self._typed in self._spots:
            spot = self._spots[self._typed]
            self.end()
            spot.go()
        elif not any(label.startswith(self._typed) for label in self._spots):
            self.end()
        else:
            for label, letter in self._letters.items():
                letter.display = label.startswith(self._typed)

    def end(self) -> None:
        self.screen.jump = None
        for letter in self._letters.values():
            letter.remove()
        self.screen.frame()


class Jumping:
    """Part of every screen: every key that is drawn on it is a target; what else is says `spots`."""

    @property
    def _here(self) -> DeskScreen:
        return cast("DeskScreen", self)

    def spots(self) -> Sequence[Spot]:
        """Rows, sections and fields of this screen."""
        return ()

    def act_app_jump(self) -> None:
        screen = self._here
        found = {(spot.x, spot.y): spot for spot in (*self._drawn_keys(), *self.spots())}
        ordered = [found[place] for place in sorted(found, key=lambda place: (place[1], place[0]))]
        seen = [spot for spot in ordered if 0 <= spot.y < screen.size.height and 0 <= spot.x < screen.size.width]
        if seen:
            screen.jump = Jump(screen, seen)
            screen.frame()

    def _drawn_keys(self) -> Iterator[Spot]:
        """The keys in the footer, in headings and on tabs: whatever is drawn as a key, and is one here."""
        screen = self._here
        here = screen.desk.keys.chains[screen.chain()]
        known = {shown(chord): chord for chord in here} | {shown(chord[:1]): chord[:1] for chord in here}
        for widget in screen.query("*"):
            if isinstance(widget, Lines | Page) and (region := in_sight(widget)):
                for y in range(region.height):
                    yield from self._keys_of(widget, region, y, known)

    def _keys_of(self, widget: Lines | Page, region: Region, y: int, known: Mapping[str, Chord]) -> Iterator[Spot]:
        screen, x = self._here, 0
        for text, role in widget.line_at(y):
            chord = known.get(text.strip()) if role == "key" else None
            cursor = x == 0 and text.startswith(screen.scene.g.cursor)
            if chord is not None and not cursor and screen.presses(chord):
                yield Spot(region.x + x, region.y + y, partial(screen.press_chord, chord))
            x += cells(text)


def on_page(page: Page, places: Iterable[int], go: Callable[[int], None]) -> list[Spot]:
    """The lines of a page where something stands, as far as they are in sight; `go` is told which of them."""
    if (region := in_sight(page)) is None:
        return []
    above = region.y - page.scroll_offset.y
    return [
        Spot(region.x, above + y, partial(go, n))
        for n, y in enumerate(places)
        if region.y <= above + y < region.y + region.height
    ]


def in_sight(widget: Widget) -> Region | None:
    """Where a widget stands on the screen; None where it is not shown."""
    shown = widget.display and all(node.display for node in widget.ancestors if isinstance(node, Widget))
    return widget.region if shown and widget.region.area else None
