"""What a view may say: names, columns, orders, colours; and the views that every desk begins with. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple

from deskconsole.core.errors import BadInput

Sort = Literal["breach", "priority", "waiting", "age"]
"""What a list is ordered by; each may be turned round."""

COLUMNS = ("used", "customer", "service", "team", "tags", "created", "state", "owner", "waits", "due")
"""Columns that a view may choose from, in the order in which they stand. Mark, SLA, for, P, ticket and title always
stand there."""
STANDARD = "standard"
"""In place of columns: those that fit, as the width has room for them."""

HUES = ("accent", "mine", "quiet")
"""What a rule may colour a ticket's number with. None is a colour of a clock's state, none has weight: those belong to
SLA and priority."""
NO_COLOURS = "none"
MOST_COLOURS = 5
LONGEST_NAME = 40


class Colour(NamedTuple):
    """Tickets that match the filter are shown in a hue; of several rules the first that fits counts."""

    hue: str
    filter: str

    def __str__(self) -> str:
        return f"{self.hue} {self.filter}"


class Standing(NamedTuple):
    """A view that nobody saved: every desk has it."""

    name: str
    filter: str


_ALL = Standing("All", "is:open")
_FOR_ALL = (
    Standing("Mine", "owner:me is:open"),
    Standing("Unassigned", "owner:none is:open"),
    Standing("P1–P2", "p:1-2 is:open"),
    Standing("Waiting", "is:held"),
)
_OFFERED = Standing("Offered", "offered:me")


def of_team(key: str, name: str) -> Standing:
    """What a team has to do."""
    return Standing(name, f"team:{key} is:open")


def standing(mine: Iterable[Standing]) -> list[Standing]:
    """The views every desk begins with; those of my teams come first."""
    first = list(mine)
    return [*(first or [_ALL]), *_FOR_ALL, *([_ALL] if first else []), _OFFERED]


def named(text: str) -> str:
    """A name as it is kept: one line."""
    name = " ".join(text.split())
    if not name:
        raise BadInput("a view needs a name")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"a name of {len(name)} characters: at most {LONGEST_NAME} stand in the line of views")
    return name


def columns(text: str) -> tuple[str, ...]:
    """`customer state owner` as columns, in the order in which they stand; empty: the standard."""
    words = text.replace(",", " ").lower().split()
    if words == [STANDARD]:
        return ()
    if unknown := next((word for word in words if word not in COLUMNS), None):
        raise BadInput(f"there is no column {unknown}: {' '.join(COLUMNS)}, or {STANDARD}")
    return tuple(name for name in COLUMNS if name in words)


def colours(text: str, understood: Callable[[str], str]) -> tuple[Colour, ...]:
    """A rule a line, `accent tag:vip`; `understood` reads a filter and writes it back, or raises BadInput."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines == [NO_COLOURS]:
        return ()
    if len(lines) > MOST_COLOURS:
        raise BadInput(f"{len(lines)} rules of colour: at most {MOST_COLOURS}")
    found = []
    for line in lines:
        hue, _, rest = line.partition(" ")
        if hue not in HUES or not rest.strip():
            raise BadInput(f"“{line}” is no rule of colour: write a hue ({', '.join(HUES)}) and a filter")
        found.append(Colour(hue, understood(rest.strip())))
    return tuple(found)


def read_colours(lines: Iterable[str]) -> tuple[Colour, ...]:
    """Rules as they are kept."""
    return tuple(Colour(hue, rest) for hue, _, rest in (line.partition(" ") for line in lines if line))


def folded(views: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Filters by the names of their views, however they are written."""
    return {name.casefold(): text for name, text in views}
