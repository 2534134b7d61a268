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


@lru_cache(maxsize=64)
def columns(width: int, ticket: int = TICKET) -> tuple[Column, ...]:
    """The columns of a queue `width` cells wide whose longest ticket number takes `ticket` cells."""
    chosen = {c.name: c for c in _ORDER}
    chosen["ticket"] = chosen["ticket"]._replace(width=max(ticket, TICKET))
    for name in _GOES_FIRST:
        if _rest(width, chosen) < TITLE:
            del chosen[name]
    if _rest(width, chosen) < TITLE:
        chosen["state"] = chosen["state"]._replace(width=6)
    if width < 80:
        del chosen["waits"], chosen["state"]
    if width < 50:
        del chosen["for"]
    if _rest(width, chosen) < TITLE // 2:
        del chosen["owner"]
    chosen["title"] = chosen["title"]._replace(width=max(_rest(width, chosen), 0))
    return _spaced(chosen)


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
    """Lines of at most `width` cells, parted at spaces where there are any."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while cells(line) > width:
            head = cut(line, width, "").rstrip() or line[:1]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line] if line or not lines else lines
