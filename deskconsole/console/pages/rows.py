"""The lines of a queue: column heads, and a row as a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from deskconsole.console.desk.source import Hours
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import BLANK, CODES, Face, clock_of, face
from deskconsole.console.painting.layout import Column, fit
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.core.masking import masked
from deskconsole.features.tickets.views import QueueRow

LONGEST = 1000
"""Characters of a text that a line looks at: no screen is wider, and somebody may have sent a book."""


class Mark(NamedTuple):
    """What the screen knows of a row beside its ticket. `fresh`: arrived · changed"""

    cursor: bool = False
    selected: bool = False
    fresh: str = ""
    war: bool = False
    """Whether its ticket is in a war room."""


PLAIN = Mark()


def head(columns: Sequence[Column], scene: Scene, sorted_by: str = "sla") -> Line:
    """The column heads; the sign of the list stands where it is sorted by."""
    out: Line = []
    for column in columns:
        words = column.head
        if column.name == sorted_by:
            room = column.width - len(scene.g.listed)
            words = f"{words}{' ' * (len(words) < room)}"[:room] + scene.g.listed
        out.append((" " * column.gap + fit(words, column.width, "", right=column.right), "head"))
    return [*out, (" ", "")]


Standing = dict[str, tuple[object, Line]]
"""The cells of a line as they were made last, by column, and what of: most are the same in the next second."""


def queue_line(
    row: QueueRow,
    columns: Sequence[Column],
    hours: Hours | None,
    scene: Scene,
    mark: Mark = PLAIN,
    standing: Standing | None = None,
) -> Line:
    """A ticket as a line. Without `hours` its clock has not been read yet, and is left blank.

    `standing` is of the same row, columns and mark a moment ago; only cells that time has changed are made anew.
    """
    clock = clock_of(row)
    shown = face(clock, hours, scene, row.held_until) if clock and hours else BLANK
    kept: Standing = {} if standing is None else standing
    out: Line = []
    for column in columns:
        name = column.name
        of = moves(_Cell(row, shown, scene, mark, column)) if (moves := _MOVES.get(name)) else None
        if (last := kept.get(name)) is None or last[0] != of:
            gap: Line = [(" " * column.gap, "")] if column.gap else []
            last = kept[name] = of, [*gap, *_CELLS[name](_Cell(row, shown, scene, mark, column))]
        out += last[1]
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


def _bar(cell: _Cell) -> tuple[str, str]:
    f, wide = cell.face, cell.column.width
    drawn = " " * wide if f.share is None else figures.bar(f.share, wide, cell.scene.g, paused=f.paused)
    return drawn, f.role


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


def _state(cell: _Cell) -> Line:
    """Who writes on it says more, while they do, than how it stands."""
    if writer := cell.scene.others.writer(cell.row.id):
        return cell.text(f"{cell.scene.g.editing} {writer}", "me" if writer == cell.scene.me else "head")
    return cell.text(state_words(cell.row, cell.column.width < 11), "")


_SHORT = {"resolved": "solved", "cancelled": "cancel"}


def _title(cell: _Cell) -> Line:
    if cell.row.title is None:
        return cell.text("(erased)", "dim")
    role = "strong" if cell.mark.cursor or cell.row.priority == 1 else ""
    if not cell.mark.war or cell.column.width < 3:
        return cell.text(masked(cell.row.title[:LONGEST]), role)
    beside = cell._replace(column=cell.column._replace(width=cell.column.width - 2))
    return [(f"{cell.scene.g.war} ", "war"), *beside.text(masked(cell.row.title[:LONGEST]), role)]


def _owner(cell: _Cell) -> Line:
    owner, to = cell.row.owner, cell.row.offered
    if to:  # whose it may become says more than whose it is still
        return cell.text(f"{cell.scene.g.to}{to}", "dim")
    return cell.text(owner or cell.scene.g.nobody, "me" if owner and owner == cell.scene.me else "")


def _waits(cell: _Cell) -> str:
    since = cell.row.touched_at
    return "" if since is None else figures.waits(cell.scene.at(None) - since)


def _created(cell: _Cell) -> str:
    at = cell.row.opened_at
    return "" if at is None else figures.due(at, cell.scene.now, cell.scene.zone, cell.scene.g)


_CELLS: dict[str, Callable[[_Cell], Line]] = {
    "mark": _mark,
    "sla": _sla,
    "used": lambda cell: [_bar(cell)],
    "for": _for,
    "p": lambda cell: priority(cell.row.priority, cell.scene),
    "ticket": lambda cell: cell.text(cell.row.number, cell.row.hue or "head"),
    "title": _title,
    "customer": lambda cell: cell.text(cell.row.customer, "dim"),
    "service": lambda cell: cell.text(cell.row.service, "dim"),
    "team": lambda cell: cell.text(cell.row.team, "dim"),
    "tags": lambda cell: cell.text((cell.row.tags or "").strip(), "dim"),
    "created": lambda cell: cell.text(_created(cell), "dim"),
    "state": _state,
    "owner": _owner,
    "waits": lambda cell: cell.text(_waits(cell), "dim"),
    "due": lambda cell: cell.text(cell.face.due, "dim"),
}

_MOVES: dict[str, Callable[[_Cell], object]] = {
    "sla": lambda cell: (cell.face.glyph, cell.face.figure, cell.face.role),
    "used": _bar,
    "for": lambda cell: cell.face is BLANK,
    "created": _created,
    "state": lambda cell: cell.scene.others.writer(cell.row.id),
    "waits": _waits,
    "due": lambda cell: cell.face.due,
}
"""What a cell shows that other seconds may change, though nothing happened to its ticket."""
