"""The views of somebody: those every desk begins with, those that are shared, their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.features.directory.views import TEAMS
from deskconsole.features.saved.rules import (
    COLUMNS,
    HUES,
    STANDARD,
    Colour,
    Sort,
    folded,
    of_team,
    read_colours,
    standing,
)

R = TypeVar("R")


class ViewRow(NamedTuple):
    """A view; one that nobody saved has no number and no owner."""

    id: int | None
    name: str
    filter: str
    owner: str | None = None
    columns: tuple[str, ...] = ()
    """Empty: the standard."""
    sort: Sort = "breach"
    reverse: bool = False
    colours: tuple[Colour, ...] = ()
    shared: bool = False


def _row(
    view: int, name: str, text: str, owner: str, columns: str, sort: Sort, reverse: int, colours: str, shared: int
) -> ViewRow:
    rules = read_colours(colours.splitlines())
    return ViewRow(view, name, text, owner, tuple(columns.split()), sort, bool(reverse), rules, bool(shared))


_SELECT = (
    "select id, name, filter, owner, columns, sort, reverse, colours, coalesce(shared, 0) from saved_view"
    " where deleted is null and "
)
SAVED = Query(
    f"{_SELECT}shared = 1 union all {_SELECT}owner = :me and coalesce(shared, 0) = 0 order by 9 desc, 1", _row
)
"""What is saved and for somebody's eyes: what is shared first, each in the order in which it was made."""
SHARED = Query(f"{_SELECT}shared = 1 order by id", _row)
SHARED_NAMES = Query("select name from saved_view where deleted is null and shared = 1 order by id", str)


def begun_with(desk: Reads, teams: Iterable[str] | None) -> list[ViewRow]:
    """The views that nobody saved; `teams` are those of whoever asks, None: of all."""
    found = [of_team(team.key, team.name) for team in desk.all(TEAMS) if teams is None or team.key in teams]
    return [ViewRow(None, each.name, each.filter) for each in standing(found)]


def known(desk: Reads, saved: Iterable[ViewRow]) -> Mapping[str, str]:
    """Filters by the names that a filter may call views by: those of every team, and what is saved."""
    return folded((row.name, row.filter) for row in [*begun_with(desk, None), *saved])


__all__ = [
    "COLUMNS", "HUES", "SAVED", "SHARED", "SHARED_NAMES", "STANDARD", "Colour", "Sort", "ViewRow", "begun_with", "known"
]  # fmt: skip
