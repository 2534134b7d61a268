"""What can be reached by typing its name: commands, actions, views, tickets; the best few, in a steady order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from deskconsole.console.painting.layout import cells, fit
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.console.painting.lines import fit as fit_line

MOST = 8
"""Shown at once; who does not see theirs types one letter more."""

_SCATTERED = 3
"""The weakest rank: only the letters are there, in their order."""


class Candidate(NamedTuple):
    """Something with a name. `also` is searched but not shown; `do` is what enter does."""

    name: str
    what: str
    key: str
    do: Callable[[], None]
    also: str = ""


def best(candidates: Iterable[Candidate], words: str, tickets: Sequence[Candidate] = ()) -> list[Candidate]:
    """The few that fit best: name begins so, a word begins so, tickets that have the words, all letters in order."""
    sought = words.strip().lower()
    ranked = [(_SCATTERED, -1, ticket) for ticket in tickets]
    for place, candidate in enumerate(candidates):
        rank = _rank(sought, candidate)
        if rank is not None:
            ranked.append((rank, place, candidate))
    return [candidate for _, _, candidate in sorted(ranked, key=lambda found: found[:2])[:MOST]]


def _rank(sought: str, candidate: Candidate) -> int | None:
    name, text = candidate.name.lower(), f"{candidate.name} {candidate.also} {candidate.what}".lower()
    if not sought or name.startswith(sought):
        return 0
    parts = text.replace(".", " ").replace("_", " ").split()
    words = sought.replace(".", " ").replace("_", " ").split()
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 1
    if sought in text:
        return 2
    letters = iter(f"{name} {candidate.also.lower()}")
    return _SCATTERED if all(letter in letters for letter in sought if letter != " ") else None


def candidate_lines(found: Sequence[Candidate], chosen: int, room: int, scene: Scene) -> list[Line]:
    """One candidate a line: name, what it does, its key."""
    wide = max((cells(candidate.name) for candidate in found), default=0)
    wide = min(max(wide, 12), max(room // 2, 12))
    lines: list[Line] = []
    for place, candidate in enumerate(found):
        here = place == chosen
        line: Line = [(f" {scene.g.cursor} " if here else "   ", "key")]
        line.append((fit(candidate.name, wide, scene.g.cut), "strong" if here else ""))
        what = fit(candidate.what, max(room - wide - 5 - 9, 0), scene.g.cut)
        line += [(f"  {what} ", "dim"), (fit(candidate.key, 8, "", right=True), "key")]
        lines.append(fit_line(line, room, scene.g))
    return lines or [[("   nothing is called that", "dim")]]
