"""A text that means harm, how it is shown, and what no terminal may be sent of it."""

from __future__ import annotations

HOSTILE = "A\x1b[2JB \x1b]52;c;cm0=\x07 \u202egnp.exe\u2066 [red]x[/]"

SHOWN = "A␛[2JB ␛]52;c;cm0=␇ gnp.exe [red]x[/]"

TERMINALS_OBEY = ("\x1b", "\x07", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)))
