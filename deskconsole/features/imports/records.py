"""Rows of a CSV file that may be damaged: what cannot be read is told with its line, and the rest is read on."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from deskconsole.core.errors import BadInput, NotFound

LONGEST = 32_768
"""Characters of a cell. Without a bound one quote that nobody closes would swallow the rest of a file."""
_SHOWN = 2_000
_CUT_OFF = (EOFError, gzip.BadGzipFile, zlib.error)


class Record(NamedTuple):
    """A row: the line it begins at, and its cells; or why it has none, and how it was written."""

    line: int
    cells: list[str]
    why: str = ""
    text: str = ""


class _Lines:
    """Lines of a file that can be put back, and those taken for the row that is being read."""

    def __init__(self, file: Iterable[str]) -> None:
        self.file = iter(file)
        self.back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.back.popleft() if self.back else next(self.file)
        self.taken.append(line)
        return line


def opened(path: Path, encoding: str = "utf-8") -> TextIO:
    """A text file, compressed or not. Raises NotFound, or BadInput where it cannot be opened."""
    if not path.exists():
        raise NotFound(f"there is no file {path}")
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding=encoding, errors="replace", newline="")
        return path.open(encoding=encoding, errors="replace", newline="")
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror}") from trouble


def header_of(first: Record | None, path: Path) -> list[str]:
    """The columns of a file in order, given its first row. Raises BadInput where it is none."""
    if first is None:
        raise BadInput(f"{path} is empty")
    if first.why:
        raise BadInput(f"{path}, line 1: {first.why}")
    return [name.strip().lstrip("\ufeff").strip() for name in first.cells]


def places(names: Sequence[str], path: Path, needed: Iterable[str]) -> dict[str, int]:
    """The columns by their names. Raises BadInput where one that is needed is there twice."""
    if twice := sorted({name for name in needed if names.count(name) > 1}):
        raise BadInput(f"{path}, line 1: the column {', '.join(twice)} is there twice")
    return {name: place for place, name in enumerate(names)}


def records(file: Iterable[str], delimiter: str = ",") -> Iterator[Record]:
    """The rows of a CSV file; the first one, its header, says how many cells a row has."""
    csv.field_size_limit(LONGEST)
    lines, reader = _Lines(file), None
    line, width = 1, 0
    while True:
        reader = reader or csv.reader(lines, delimiter=delimiter)
        lines.taken.clear()
        cells: list[str] | None = None
        why = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            why, reader = f"a cell has more than {LONGEST} characters", None
        except _CUT_OFF as end:
            yield Record(line, [], f"the file is damaged or cut off here: {end}")
            return
        taken = lines.taken
        if len(taken) > 1 and (cells is None or len(cells) != (width or len(cells))):
            # Two lines that do not make a row together are read one by one.
            lines.back.extendleft(reversed(taken[1:]))
            del taken[1:]
            why, reader = "a quote in it is never closed", None
        elif cells is not None and any("\0" in text for text in taken):
            why = "it holds a NUL"
        width = width or len(cells or ())
        yield Record(line, cells or [], why, "".join(taken)[:_SHOWN].rstrip("\r\n") if why else "")
        line += len(taken)
