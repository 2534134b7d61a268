"""What a desk file would do, as lines of a page: the answer first, then its changes and the clocks that move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from deskconsole.console.desk.source import Previewed
from deskconsole.console.painting import figures
from deskconsole.console.painting.flowing import Cell, flow, row
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, Scene, centred, fit, plain, rule
from deskconsole.features.deskfile.amounts import written

if TYPE_CHECKING:
    from deskconsole.preview import Move

MOST = 200
"""Clocks that are listed one by one."""


def page(found: Previewed, path: str, scene: Scene, room: int) -> list[Line]:
    """The whole page, in lines `room` cells wide."""
    lines: list[Line] = []
    for section in _sections(found, path, scene, room):
        lines += [*section, []]
    return [fit(line, room, scene.g) for line in lines]


def _sections(found: Previewed, path: str, scene: Scene, room: int) -> Iterator[list[Line]]:
    answer: list[Line] = [[(found.preview.summary, "strong")]]
    if found.changes:
        answer.append([(f"deskconsole desk apply {path}", "key"), (" applies it", "dim")])
    yield _headed("Answer", "nothing has happened", _flown(answer, scene, room), scene, room)
    if found.notes:
        yield _headed("To look at", "", _flown([[(note, "")] for note in found.notes], scene, room), scene, room)
    changed = [[(text, "")] for text in found.changes] or [[("Nothing: the desk is as the file says.", "")]]
    yield _headed("What changes", "", [each for line in changed for each in _flown([line], scene, room)], scene, room)
    if found.preview.moves:
        yield _headed("Open clocks that move", "", list(_moves(found.preview.moves, scene, room)), scene, room)


def _headed(title: str, hint: str, lines: list[Line], scene: Scene, room: int) -> list[Line]:
    return [rule([(title, "head")], [(hint, "dim")] if hint else [], room, scene.g), *lines]


def _flown(sentences: Sequence[Line], scene: Scene, room: int) -> list[Line]:
    """Each sentence on lines of its own."""
    safe = ([(scene.g.outside(text), role) for text, role in sentence] for sentence in sentences)
    return [line for sentence in safe for line in flow([sentence], room - 1, hang=2)]


def _moves(moves: Sequence[Move], scene: Scene, room: int) -> Iterator[Line]:
    """A clock a line: breached or not, ticket, promise, agreement, target, due."""
    shown = [[Cell(_safe(line, scene)) for line in _move(move, scene)] for move in moves[:MOST]]
    widths = [max(cells(plain(line[n].line)) for line in shown) for n in range(len(shown[0]))]
    for line in shown:
        yield from row(line, widths, room)
    if (more := len(moves) - MOST) > 0:
        yield [(f"  and {figures.thousands(more)} more: desk apply --preview --format json lists all of them", "dim")]


def _safe(line: Line, scene: Scene) -> Line:
    return [(scene.g.outside(text), role) for text, role in line]


def _move(move: Move, scene: Scene) -> list[Line]:
    g = scene.g
    before = figures.due(move.due, scene.now, scene.zone, g)
    if move.becomes_s is None:
        target, due = f"{written(move.target_s)} → none", f"due {before}, ends without a result"
    else:
        after = figures.due(move.becomes, scene.now, scene.zone, g)
        due = f"due {before} → {after}" if before != after else f"due {before}, as before"
        due += ", breached at once" if move.breaks else ""
        target = " → ".join(dict.fromkeys((written(move.target_s), written(move.becomes_s))))
    return [
        [(g.breached if move.breaks else " ", "sla-breach")],
        [(move.ticket, "strong")],
        [(move.metric, "")],
        [(move.agreement, "")],
        [(target, "")],
        [(due, "sla-breach" if move.breaks else "")],
    ]


def refused(why: str, scene: Scene, room: int) -> list[Line]:
    """Why there is no preview: each mistake with its place and the way out, in lines of its own."""
    sign: Line = [(f"{scene.g.failed} ", "sla-breach")]
    return _flown([[*sign, (line, "")] for line in why.splitlines()], scene, room)


def empty(room: int) -> list[Line]:
    """Before a file is named."""
    return [
        [],
        centred("Write the path of a desk file; enter looks at it.", "strong", room),
        [],
        centred("What would change, and which open clocks would move. Nothing is written.", "dim", room),
    ]
