"""Sentences and rows of words, laid out in as many lines as the room asks for: nothing is ever cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deskconsole.console.painting.layout import cells, wrap
from deskconsole.console.painting.lines import Line, width

GAP = 3
"""Cells between two sentences on one line."""


class Cell(NamedTuple):
    """What stands in a column; `right` where its text stands right."""

    line: Line
    right: bool = False


def wrapped(sentence: Line, room: int) -> list[Line]:
    """A sentence in lines of at most `room` cells, parted at spaces; a word that is longer still is parted too."""
    if width(sentence) <= room:
        return [sentence]
    lines: list[Line] = [[]]
    used = 0
    for glue, word, role in _words(sentence):
        if used and used + len(glue) + cells(word) > room:
            lines.append([])
            used = 0
        pieces = wrap(word, room) if cells(word) > room else [word]
        if used and glue:
            pieces[0] = glue + pieces[0]
        for n, piece in enumerate(pieces):
            if n:
                lines.append([])
                used = 0
            lines[-1].append((piece, role))
            used += cells(piece)
    return [_joined(line) for line in lines]


def _words(sentence: Line) -> Iterator[tuple[str, str, str]]:
    """Words with what parts them from the one before, and their role."""
    parted = False
    for text, role in sentence:
        for n, word in enumerate(text.split(" ")):
            parted = parted or n > 0
            if word:
                yield " " if parted else "", word, role
                parted = False


def _joined(line: Line) -> Line:
    """Neighbours of one role as one piece."""
    out: Line = []
    for text, role in line:
        if out and out[-1][1] == role:
            out[-1] = (out[-1][0] + text, role)
        else:
            out.append((text, role))
    return out


def flow(sentences: Sequence[Line], room: int, indent: int = 2, hang: int = 0, then: int = 0) -> list[Line]:
    """Sentences on one line where they fit, else below each other, those after the first line `then` cells further in;
    a long one goes on `hang` cells further in."""
    lines: list[Line] = []
    for sentence in sentences:
        if lines and width(lines[-1]) + GAP + width(sentence) <= room:
            lines[-1] = [*lines[-1], (" " * GAP, ""), *sentence]
            continue
        for n, line in enumerate(wrapped(sentence, room - indent - max(hang, then))):
            lines.append([(" " * (indent + (hang if n else then if lines else 0)), ""), *line])
    return lines


def row(columns: Sequence[Cell], widths: Sequence[int], room: int, indent: int = 2, gap: int = 2) -> list[Line]:
    """A row of a table, each cell wrapped in its column; the last column has what room is left."""
    rest = room - indent - sum(widths[:-1]) - gap * (len(widths) - 1)
    wide = [*widths[:-1], max(rest, 1)]
    stacks = [wrapped(cell.line, size) for cell, size in zip(columns, wide, strict=True)]
    lines = []
    for n in range(max(map(len, stacks))):
        line: Line = [(" " * indent, "")]
        for place, (stack, cell, size) in enumerate(zip(stacks, columns, wide, strict=True)):
            part = stack[n] if n < len(stack) else []
            short: Line = [(" " * (size - width(part)), "")] if width(part) < size else []
            line += [(" " * gap, "")] if place else []
            line += [*short, *part] if cell.right else [*part, *short]
        lines.append(line)
    return lines
