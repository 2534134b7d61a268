"""A page with fields standing in it: all that only says something is painted by one widget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from textual.geometry import Region
from textual.widget import Widget

from deskconsole.console.painting.glyphs import Glyphs
from deskconsole.console.painting.lines import Line, fit
from deskconsole.console.widgets.lines import Lines, placed


class Part(NamedTuple):
    """A piece of a row: a text, or the place of a field."""

    room: int | None = None
    """Cells; None: a share of what the others leave."""
    line: Line | None = None
    field: Widget | None = None


class Row(NamedTuple):
    """Pieces beside each other."""

    parts: Sequence[Part]
    high: int = 1

    def across(self, room: int) -> Iterator[tuple[Part, int, int]]:
        """Each piece, where it begins, and how many cells it has."""
        shares = sum(part.room is None for part in self.parts)
        left = max(room - sum(part.room or 0 for part in self.parts), 0)
        fixed = taken = 0
        for part in self.parts:
            begin = fixed + left * taken // max(shares, 1)
            fixed, taken = fixed + (part.room or 0), taken + (part.room is None)
            yield part, begin, fixed + left * taken // max(shares, 1) - begin


def laid(rows: Sequence[Row], room: int, g: Glyphs) -> tuple[list[Line], Mapping[Widget, Region]]:
    """The lines, blank where fields stand, and where that is."""
    lines: list[Line] = []
    places: dict[Widget, Region] = {}
    for row in rows:
        line: Line = []
        for part, x, wide in row.across(room):
            text = part.line or []
            line += text if part is row.parts[-1] else fit(text, wide, g)
            if part.field is not None:
                places[part.field] = Region(x, len(lines), wide, row.high)
        lines += [line, *([] for _ in range(row.high - 1))]
    return lines, places


class Sheet(Lines):
    """Its children are the fields; one that no row has is not shown."""

    DEFAULT_CSS = "Sheet { height: 1fr; layout: vertical; overflow: hidden hidden; }"

    def __init__(self, called: str | None = None) -> None:
        super().__init__(called)
        self._places: Mapping[Widget, Region] = {}

    def lay(self, rows: Sequence[Row], room: int, g: Glyphs) -> None:
        """These rows, and their fields where they stand now."""
        lines, places = laid(rows, room, g)
        for field in self.children:
            place = places.get(field)
            placed(field, place is not None)
            if place is not None and place != self._places.get(field):
                styles = field.styles
                styles.position, styles.offset, styles.width, styles.height = "absolute", place.offset, *place.size
        self._places = places
        self.show(*lines)

    def _lengthen(self) -> None:
        """It has all the room there is."""
        self.refresh()
