"""Figures that are read across a room: five lines high, a pixel is two cells."""

from __future__ import annotations

from collections.abc import Iterable

HEIGHT = 5
PIXEL = 2
"""Cells of a pixel, which makes it about square."""

_DRAWN = """
0 ### #.# #.# #.# ###
1 .#. ##. .#. .#. ###
2 ### ..# ### #.. ###
3 ### ..# .## ..# ###
4 #.# #.# ### ..# ..#
5 ### #.. ### ..# ###
6 ### #.. ### #.# ###
7 ### ..# ..# ..# ..#
8 ### #.# ### #.# ###
9 ### #.# ### ..# ###
h #.. #.. ### #.# #.#
k #.# #.# ##. #.# #.#
m ..... ##### #.#.# #.#.# #.#.#
s ... .## #.. ..# ##.
. . . . . #
"""
SHAPES = {name: rows for name, *rows in map(str.split, _DRAWN.strip().splitlines())}


def drawn(figure: str, pixel: str) -> list[str]:
    """A figure as five lines of `pixel` and blanks, all equally long; what has no shape is left out."""
    shapes = [SHAPES[sign] for sign in figure if sign in SHAPES]
    return [_line((shape[y] for shape in shapes), pixel) for y in range(HEIGHT)]


def _line(parts: Iterable[str], pixel: str) -> str:
    rows = (part.replace("#", pixel * PIXEL).replace(".", " " * PIXEL) for part in parts)
    return (" " * PIXEL).join(rows)
