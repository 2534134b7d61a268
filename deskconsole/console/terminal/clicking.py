"""The mouse on a line: whatever is painted there as a key is that key. Nothing needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskconsole.console.keys.names import Chord, shown
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line


def key_at(line: Line, x: int) -> str:
    """The key that a cell belongs to: it stands there, or left of it with nothing but its words between."""
    at, found = 0, ""
    for text, role in line:
        size = cells(text)
        if role == "key" and text.strip():
            at_key = at + size - cells(text.lstrip())
            if at_key > x:
                break
            found = text.split()[0]
        elif not text.strip() and size > 1:
            found = ""
        at += size
        if at > x:
            break
    return found


def chord_of(here: Mapping[Chord, str], pending: Chord, text: str, spelled: Callable[[str], str] = str) -> Chord | None:
    """The keys that a word of the footer or of a waiting leader stands for; a leader alone is a beginning."""
    begun = [chord for chord in here if chord[: len(pending)] == pending and len(chord) > len(pending)]
    for chord in begun:
        if spelled(shown(chord[len(pending) :])) == text:
            return chord
    for chord in begun:
        if spelled(shown(chord[len(pending) : len(pending) + 1])) == text:
            return chord[: len(pending) + 1]
    return None
