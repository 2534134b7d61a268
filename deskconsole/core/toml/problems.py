"""What is wrong with a file that somebody wrote: all of it at once, each with file, line, key and a way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from deskconsole.core.errors import BadInput

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing to put right."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.key}: {self.text}" if self.key else f"{self.file}:{self.line}: {self.text}"
        )


class BadFile(BadInput):
    """A file that cannot be used; `problems` in the order of its lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(map(str, self.problems)))


class Sheet:
    """Where things stand in a file, and what was found wrong with them."""

    def __init__(self, file: str, lines: Mapping[Path, int]) -> None:
        self.file = file
        self.lines = lines
        self.problems: list[Problem] = []

    def wrong(self, path: Path, text: str) -> None:
        self.problems.append(self.problem(path, text))

    def problem(self, path: Path, text: str) -> Problem:
        """Something about a key, with its place."""
        return Problem(self.file, self.line(path), dotted(path), text)

    def line(self, path: Path) -> int:
        """The line of a key, or of the nearest thing around it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def unknown(self, path: Path, what: str, word: str, known: Iterable[str]) -> None:
        """A name that is not there, with the nearest one that is."""
        self.wrong(path, f"no {what} “{word}”{nearest(word, known)}")


def dotted(path: Path) -> str:
    """`routing[2].team`: people count from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def nearest(word: str, known: Iterable[str]) -> str:
    """`; nearest is …`, or what there is to choose from where nothing comes near."""
    names = sorted(set(known))
    if not names:
        return "; there are none"
    folded = {name.lower(): name for name in names}
    close = get_close_matches(word.lower(), list(folded), n=1, cutoff=0.5)
    if close:
        return f"; nearest is {folded[close[0]]}"
    return f"; there is {', '.join(names[:8])}" + (" …" if len(names) > 8 else "")
