"""Which columns a queue shows at which width, and text cut to cells."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

cells = cell_len


class Column(NamedTuple):
    """A column of the queue: `gap` blank cells before it, `right` where its text stands right."""

    name: str
    head: str
    width: int
    gap: int = 1
    right: bool = False


MARK, SLA = 2, 7
TICKET = 9
TITLE = 27
"""Columns go, least needed first, while the title would be shorter than this."""

_ORDER = (
    Column("mark", "", MARK, 0),
    Column("sla", "SLA", SLA, 0),
    Column("used", "used", 6),
    Column("for", "for", 3),
    Column("p", "P", 3, right=True),
    Column("ticket", "ticket", TICKET, 2),
    Column("title", "title", 0, 2),
    Column("customer", "customer", 9, 2),
    Column("service", "service", 12),
    Column("team", "team", 10),
    Column("tags", "tags", 12),
    Column("created", "created", 9, right=True),
    Column("state", "state", 11),
    Column("owner", "owner", 6),
    Column("waits", "waits", 5, right=True),
    Column("due", "due", 9, right=True),
)
_GOES_FIRST = ("tags", "created", "team", "service", "customer", "used", "due")


_BEHIND = tuple(c.name for c in _ORDER)[tuple(c.name for c in _ORDER).index("title") + 1 :]
"""The columns behind the title: what is scrolled."""
OPTIONAL = ("used", *_BEHIND)
"""The columns that somebody may choose or leave out."""


@lru_cache(maxsize=64)
def columns(width: int, ticket: int = TICKET, chosen: tuple[str, ...] = (), scrolled: int = 0) -> tuple[Column, ...]:
    """The columns of a queue `width` cells wide whose longest ticket number takes `ticket` cells.

    `chosen` are those wanted of the optional ones, without any those that a queue shows by itself; `scrolled` says from
    which on those behind the title stand, where they do not all fit.
    """
    wanted = {c.name: c for c in _ORDER if c.name not in OPTIONAL or not chosen or c.name in chosen}
    wanted["ticket"] = wanted["ticket"]._replace(width=max(ticket, TICKET))
    title = TITLE // 2 if chosen else TITLE  # what somebody chose is worth a shorter title
    found = _from(width, dict(wanted), scrolled, title) if scrolled else _standing(width, dict(wanted), title)
    found["title"] = found["title"]._replace(width=max(_rest(width, found), 0))
    return _spaced(found)


def most_scrolled(width: int, ticket: int, chosen: tuple[str, ...]) -> int:
    """From how far on the last column is in sight; 0: all fit."""
    behind = [name for name in _BEHIND if not chosen or name in chosen]
    shown = {c.name for c in columns(width, ticket, chosen)}
    if all(name in shown for name in behind):
        return 0
    for scrolled in range(1, len(behind) + 1):
        if behind[-1] in {c.name for c in columns(width, ticket, chosen, scrolled)}:
            return scrolled
    return 0


def _standing(width: int, chosen: dict[str, Column], title: int) -> dict[str, Column]:
    """Columns go, least needed first; of those that somebody chose, the state is shortened before any goes."""
    if title < TITLE:
        _shorten_state(width, chosen)
    for name in _GOES_FIRST:
        if _rest(width, chosen) < title:
            chosen.pop(name, None)
    _shorten_state(width, chosen)
    for name in ("waits", "state") if width < 80 else ():
        chosen.pop(name, None)
    if width < 50:
        del chosen["for"]
    if _rest(width, chosen) < TITLE // 2:
        chosen.pop("owner", None)
    return chosen


def _shorten_state(width: int, chosen: dict[str, Column]) -> None:
    if _rest(width, chosen) < TITLE and "state" in chosen:
        chosen["state"] = chosen["state"]._replace(width=6)


def _from(width: int, chosen: dict[str, Column], scrolled: int, title: int) -> dict[str, Column]:
    """Columns behind the title from one on, as many as fit; the first of them wherever it can be."""
    behind = [name for name in _BEHIND if name in chosen]
    for name in behind[: scrolled - 1]:
        del chosen[name]
    if width < 110:
        chosen.pop("used", None)
    if width < 50:
        del chosen["for"]
    left = behind[scrolled - 1 :]
    while left and _rest(width, chosen) < (title if len(left) > 1 else 0):
        del chosen[left.pop()]
    return chosen


def _spaced(chosen: dict[str, Column]) -> tuple[Column, ...]:
    """Two blank cells around the title, one elsewhere."""
    names = list(chosen)
    after = names.index("title") + 1
    if after < len(names):
        chosen[names[after]] = chosen[names[after]]._replace(gap=2)
    return tuple(chosen.values())


def _rest(width: int, chosen: dict[str, Column]) -> int:
    """Cells left for the title: all but the others, their gaps and the margin."""
    names = list(chosen)
    last = names.index("title") == len(names) - 1
    first_after = not last and chosen[names[names.index("title") + 1]].gap == 1
    others = sum(c.width + c.gap for c in chosen.values() if c.name != "title")
    return width - others - chosen["title"].gap - int(first_after) - 1


def cut(text: str, width: int, sign: str) -> str:
    """At most `width` cells of a text; `sign` stands for what is gone. A halved wide character becomes a space."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, room = [], width - cells(sign)
    for char in text:
        if (size := cells(char)) > room:
            break
        kept.append(char)
        room -= size
    return "".join(kept) + " " * max(room, 0) + sign


def fit(text: str, width: int, sign: str, *, right: bool = False) -> str:
    """Exactly `width` cells."""
    shown = cut(text, width, sign)
    blank = " " * (width - cells(shown))
    return blank + shown if right else shown + blank


def cut_middle(text: str, width: int, sign: str) -> str:
    """A path, cut in the middle: its beginning and its end say most."""
    if cells(text) <= width:
        return text
    tail = cut(text[::-1], width // 2, "")[::-1].lstrip()
    return cut(text, width - cells(tail), sign) + tail


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, parted at spaces where there are any; of one cell where there is no room."""
    width = max(width, 1)
    lines, line = [], ""
    for word in text.split(" "):
        if line and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while len(line) > 4 * width or cells(line) > width:  # a book without a blank is never measured whole
            head = cut(line[: 4 * width], width, "").rstrip() or line[:1]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line] if line or not lines else lines
