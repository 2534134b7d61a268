"""The lines of a queue: column heads, and a row as a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from deskconsole.console import figures
from deskconsole.console.clockface import BLANK, CODES, Face, clock_of, face
from deskconsole.console.layout import Column, fit
from deskconsole.console.lines import Line, Scene
from deskconsole.console.source import Hours
from deskconsole.features.tickets.views import QueueRow

LONGEST = 1000
"""Characters of a text that a line looks at: no screen is wider, and somebody may have sent a book."""


class Mark(NamedTuple):
    """What the screen knows of a row beside its ticket. `fresh`: arrived · changed"""

    cursor: bool = False
    selected: bool = False
    fresh: str = ""


PLAIN = Mark()


def head(columns: Sequence[Column], scene: Scene) -> Line:
    """The column heads; the sign of the list stands where it is sorted by."""
    out: Line = []
    for column in columns:
        words = f"{column.head} {scene.g.listed}" if column.name == "sla" else column.head
        out.append((" " * column.gap + fit(words, column.width, "", right=column.right), "head"))
    return [*out, (" ", "")]


def queue_line(row: QueueRow, columns: Sequence[Column], hours: Hours | None, scene: Scene, mark: Mark = PLAIN) -> Line:
    """A ticket as a line. Without `hours` its clock has not been read yet, and is left blank."""
    clock = clock_of(row)
    shown = face(clock, hours, scene, row.held_until) if clock and hours else BLANK
    out: Line = []
    for column in columns:
        if column.gap:
            out.append((" " * column.gap, ""))
        out += _CELLS[column.name](_Cell(row, shown, scene, mark, column))
    return [*out, (" ", "")]


class _Cell(NamedTuple):
    row: QueueRow
    face: Face
    scene: Scene
    mark: Mark
    column: Column

    def text(self, text: str | None, role: str) -> Line:
        """A cell of outside text."""
        shown = self.scene.g.outside((text or "")[:LONGEST])
        return [(fit(shown, self.column.width, self.scene.g.cut, right=self.column.right), role)]


def _mark(cell: _Cell) -> Line:
    g, mark = cell.scene.g, cell.mark
    second = g.selected if mark.selected else {"arrived": g.arrived, "changed": g.changed}.get(mark.fresh, " ")
    return [(g.cursor if mark.cursor else " ", "key"), (second, "key")]


def _sla(cell: _Cell) -> Line:
    return [(cell.face.glyph + cell.face.figure.rjust(cell.column.width - 1), cell.face.role)]


def _used(cell: _Cell) -> Line:
    f, wide = cell.face, cell.column.width
    drawn = " " * wide if f.share is None else figures.bar(f.share, wide, cell.scene.g, paused=f.paused)
    return [(drawn, f.role)]


def _for(cell: _Cell) -> Line:
    metric = cell.row.metric or ""
    return cell.text(CODES.get(metric, metric) if cell.face is not BLANK else "", "dim")


def priority(value: int | None, scene: Scene) -> Line:
    """`█P1`: a chip, bold, plain, dim; never a colour."""
    if not value:
        return [(f" {scene.g.nobody} ", "dim")]
    role = f"p{min(value, 5)}"
    return [(scene.g.priority(value), "p1-bg" if value == 1 else role), (f"P{value}", role)]


def state_words(row: QueueRow, short: bool) -> str:
    """`held vendor`, or `vendor` where there is little room."""
    if row.state == "held" and row.held_for:
        return row.held_for.split()[0] if short else f"held {row.held_for}"
    return _SHORT.get(row.state or "", row.state or "") if short else row.state or ""


_SHORT = {"resolved": "solved", "cancelled": "cancel"}


def _title(cell: _Cell) -> Line:
    if cell.row.title is None:
        return cell.text("(erased)", "dim")
    return cell.text(cell.row.title, "strong" if cell.mark.cursor or cell.row.priority == 1 else "")


def _owner(cell: _Cell) -> Line:
    owner = cell.row.owner
    return cell.text(owner or cell.scene.g.nobody, "me" if owner and owner == cell.scene.me else "")


def _waits(cell: _Cell) -> Line:
    since = cell.row.touched_at
    return cell.text("" if since is None else figures.waits(cell.scene.now - since), "dim")


def _created(cell: _Cell) -> Line:
    at = cell.row.opened_at
    return cell.text("" if at is None else figures.due(at, cell.scene.now, cell.scene.zone, cell.scene.g), "dim")


_CELLS: dict[str, Callable[[_Cell], Line]] = {
    "mark": _mark,
    "sla": _sla,
    "used": _used,
    "for": _for,
    "p": lambda cell: priority(cell.row.priority, cell.scene),
    "ticket": lambda cell: cell.text(cell.row.number, "head"),
    "title": _title,
    "customer": lambda cell: cell.text(cell.row.customer, "dim"),
    "service": lambda cell: cell.text(cell.row.service, "dim"),
    "team": lambda cell: cell.text(cell.row.team, "dim"),
    "tags": lambda cell: cell.text((cell.row.tags or "").strip(), "dim"),
    "created": _created,
    "state": lambda cell: cell.text(state_words(cell.row, cell.column.width < 11), ""),
    "owner": _owner,
    "waits": _waits,
    "due": lambda cell: cell.text(cell.face.due, "dim"),
}
