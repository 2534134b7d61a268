"""What was written on paper while the desk was down, line by line, as the sheet has room for it.

    when | ticket or caller | what | in words
    14:05 | INC-10442 | called | told her that it takes until 15:00
    14:10 | Rosa Vale | new 2 1 | Mailbox full since noon
    14:40 | Rosa Vale | resolved | made room

The same as CSV will do, with these heads. Who had no ticket before is named by a line with `new`; later lines with the
same name mean that ticket.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Literal, NamedTuple

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant
from deskconsole.core.text import safe_text
from deskconsole.core.when import read_instant

HEADS = ("when", "ticket or caller", "what", "in words")
WHATS = {
    "new": "somebody without a ticket called; impact and urgency may follow: new 2 1",
    "called": "we called them, and reached them",
    "not reached": "we called them in vain",
    "they called": "they called us",
    "note": "whatever else happened",
    "acknowledged": "somebody took it on",
    "restored": "the service works again",
    "resolved": "it is done",
}
"""What can have happened, as it is written; the words say what it means."""
LONGEST = 2000
MOST = 1000
"""Lines of one sheet."""

Level = Literal["1", "2", "3"]
_LEVELS = re.compile(r"new(?:\s+([1-3])(?:\s+([1-3]))?)?", re.IGNORECASE)


class Entry(NamedTuple):
    """A line that somebody wrote."""

    line: int
    at: Instant
    about: str
    """A ticket's number, or who called."""
    what: str
    words: str
    impact: Level | None = None
    urgency: Level | None = None


def read_paper(text: str, now: Instant, zone: tzinfo) -> list[Entry]:
    """The entries of a sheet, in the order in which they happened. Raises BadInput that names every bad line."""
    entries: list[Entry] = []
    problems: list[str] = []
    for line, cells in _rows(text):
        try:
            entries.append(_entry(line, cells, now, zone))
        except ValueError as why:
            problems.append(f"line {line}: {why}")
    if problems:
        raise BadInput("; ".join(problems[:10]) + (f"; and {len(problems) - 10} more" if len(problems) > 10 else ""))
    if len(entries) > MOST:
        raise BadInput(f"{len(entries)} lines: more than {MOST} are no paper; `deskconsole import` takes over logs")
    return sorted(entries, key=lambda each: (each.at, each.line))


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Lines that say something, with their number; heads, rules and empty forms do not."""
    lines = text.replace("\r\n", "\n").split("\n")
    if any("|" in line for line in lines):
        rows = ((n, [cell.strip() for cell in line.split("|", 3)]) for n, line in enumerate(lines, 1) if "|" in line)
    else:
        rows = ((n, [cell.strip() for cell in row]) for n, row in _table(lines))
    for n, cells in rows:
        if any(cells) and not set("".join(cells)) <= set("-_+ ") and cells[0].lower() != HEADS[0]:
            yield n, cells


def _table(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    read = csv.reader(lines)
    try:
        for row in read:
            yield read.line_num, row
    except csv.Error as why:
        raise BadInput(f"line {read.line_num}: that is no CSV: {why}") from why


def _entry(line: int, cells: Sequence[str], now: Instant, zone: tzinfo) -> Entry:
    if len(cells) != len(HEADS):
        raise ValueError(f"{len(cells)} columns, not {len(HEADS)}: {', '.join(HEADS)}")
    when, about, what, words = (safe_text(cell[:LONGEST]).strip() for cell in cells)
    at = read_instant(when, now, zone, past=True)
    if at > now:
        raise ValueError(f"“{when}” lies in the future")
    if not about:
        raise ValueError("no ticket and no caller: write INC-10442, or who it was")
    kind, impact, urgency = _what(what)
    if not words and kind not in ("called", "not reached", "they called", "acknowledged"):
        raise ValueError(f"{kind}: nothing in words")
    return Entry(line, at, about, kind, words, impact, urgency)


def _what(text: str) -> tuple[str, Level | None, Level | None]:
    words = " ".join(text.lower().split())
    if found := _LEVELS.fullmatch(words):
        return "new", _level(found[1]), _level(found[2])
    if words in WHATS:
        return words, None, None
    from difflib import get_close_matches

    near = get_close_matches(words, WHATS, 1)
    hint = f"did you mean “{near[0]}”?" if near else f"one of {', '.join(WHATS)}"
    raise ValueError(f"“{text}” did not happen to a ticket: {hint}" if text else f"what happened? {hint}")


def _level(text: str | None) -> Level | None:
    return "1" if text == "1" else "2" if text == "2" else "3" if text == "3" else None
