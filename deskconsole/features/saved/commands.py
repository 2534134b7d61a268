"""Saving a view, editing, sharing and deleting it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, Conflict, NotFound, Refused
from deskconsole.features.saved import rules
from deskconsole.features.saved.events import ViewDeleted, ViewSaved, ViewShared
from deskconsole.features.saved.views import SAVED, SHARED, SHARED_NAMES, ViewRow, begun_with, known
from deskconsole.features.tickets.views import views_named, written

SHARE = "view.share"
"""The permission that whatever is for everybody needs."""

View = Annotated[str, Ask("view", kind="text", choices=SHARED_NAMES, hint="its name")]
Filter = Annotated[str, Ask("filter", hint="team:emea is:open")]
Columns = Annotated[str, Ask("columns", hint=f"{' '.join(rules.COLUMNS)}, or {rules.STANDARD}")]
Colours = Annotated[str, Ask("colours", kind="lines", hint=f"a line each: {', '.join(rules.HUES)} and a filter")]


@command("view.save", needs="view.save", key="V s", label="save")
def save(
    desk: Desk,
    name: Annotated[str, Ask("name")],
    filter: Filter,  # noqa: A002 - it is what people call it
    columns: Columns = rules.STANDARD,
    sort: Annotated[rules.Sort, Ask("order")] = "breach",
    reverse: Annotated[bool, Ask("turned round")] = False,
    colours: Colours = "",
) -> Iterator[Event]:
    """Save a filter with its columns, order and colours as a view of yours."""
    free = _free(desk, rules.named(name), shared=False)
    yield _saved(desk, desk.next_id("saved_view"), desk.actor, free, filter, columns, sort, reverse, colours)


@command("view.edit", needs="view.save", key="V e", label="edit")
def edit(
    desk: Desk,
    view: View,
    name: Annotated[str | None, Ask("name")] = None,
    filter: Annotated[str | None, Ask("filter")] = None,  # noqa: A002 - as in save
    columns: Annotated[str | None, Ask("columns", hint=f"{' '.join(rules.COLUMNS)}, or {rules.STANDARD}")] = None,
    sort: Annotated[rules.Sort | None, Ask("order")] = None,
    reverse: Annotated[bool | None, Ask("turned round")] = None,
    colours: Annotated[str | None, Ask("colours", kind="lines", hint=f"{', '.join(rules.HUES)}; or none")] = None,
) -> Iterator[Event]:
    """Say anew what a view shows: what is left out stays as it is."""
    row = _mine(desk, view)
    assert row.owner is not None
    called = row.name if name is None else rules.named(name)
    if called.casefold() != row.name.casefold():
        _unused(desk, row, f"cannot be renamed to {called}")
        _free(desk, called, shared=row.shared)
    yield _saved(
        desk, _number(row), row.owner, called, row.filter if filter is None else filter,
        " ".join(row.columns) or rules.STANDARD if columns is None else columns, sort or row.sort,
        row.reverse if reverse is None else reverse,
        "\n".join(map(str, row.colours)) if colours is None else colours, shared=row.shared, itself=row.name,
    )  # fmt: skip


@command("view.share", needs=SHARE, key="V h", label="share")
def share(desk: Desk, view: View, shared: Annotated[bool, Ask("for everybody")] = True) -> Iterator[Event]:
    """Show a view of yours to everybody, or to nobody else any more."""
    row = _called(desk, view)
    if row.shared == shared:
        raise Refused(f"{row.name} is {'shared' if shared else 'yours alone'} already")
    if shared:
        _free(desk, row.name, shared=True, itself=row.id)
        for text in (row.filter, *(rule.filter for rule in row.colours)):
            written(text, _known(desk, shared=True))  # what only the owner can see would be nothing to others
    else:
        _unused(desk, row, "cannot be taken back")
    yield ViewShared(at=desk.now, view=_number(row), shared=shared)


@command("view.delete", needs="view.save", key="V d", label="delete")
def delete(desk: Desk, view: View) -> Iterator[Event]:
    """Delete a view; the tickets in it stay."""
    row = _mine(desk, view)
    _unused(desk, row, "cannot be deleted")
    yield ViewDeleted(at=desk.now, view=_number(row))


def _saved(
    desk: Desk, view: int, owner: str, name: str, text: str, columns: str, sort: str, reverse: bool, colours: str, *,
    shared: bool = False, itself: str = "",
) -> ViewSaved:  # fmt: skip
    """The event of a view that says so from now on. Raises BadInput where something in it cannot be understood."""
    if not text.strip():
        raise BadInput("a view needs a filter: is:open, say")
    names = dict(_known(desk, shared=shared))
    names.pop(itself.casefold(), None)  # it cannot be made of itself
    return ViewSaved(
        at=desk.now, view=view, name=name, filter=written(text, names), owner=owner, columns=rules.columns(columns),
        sort=sort, reverse=reverse, colours=tuple(map(str, rules.colours(colours, lambda of: written(of, names)))),
    )  # fmt: skip


def _known(desk: Desk, *, shared: bool) -> Mapping[str, str]:
    return known(desk, desk.all(SHARED) if shared else desk.all(SAVED, me=desk.actor))


def _called(desk: Desk, word: str) -> ViewRow:
    """The saved view of a name."""
    called = " ".join(word.split()).casefold()
    found = [row for row in desk.all(SAVED, me=desk.actor) if row.name.casefold() == called]
    if not found:
        if called in (row.name.casefold() for row in begun_with(desk, None)):
            raise Refused(f"{word.strip()} is a view that every desk has: save it under a name of your own (view.save)")
        raise NotFound(f"there is no view {word.strip()}: `deskconsole show views` lists them")
    return next((row for row in found if not row.shared), found[0])


def _mine(desk: Desk, word: str) -> ViewRow:
    """The same, where whoever asks may change it."""
    row = _called(desk, word)
    if row.shared and not desk.may(SHARE):
        raise Refused(f"{row.name} is for everybody: it takes the permission {SHARE}; save one of your own (view.save)")
    return row


def _number(row: ViewRow) -> int:
    assert row.id is not None
    return row.id


def _free(desk: Desk, name: str, *, shared: bool, itself: int | None = None) -> str:
    """The name, unless another view has it that the same people see."""
    saved = desk.all(SHARED) if shared else desk.all(SAVED, me=desk.actor)
    for row in [*begun_with(desk, None), *saved]:
        if row.name.casefold() == name.casefold() and (row.id is None or row.id != itself):
            raise Conflict(f"there is a view {row.name} already: choose another name, or edit it (view.edit)")
    return name


def _unused(desk: Desk, row: ViewRow, cannot: str) -> None:
    """Raises Refused where another view is made of this one."""
    for other in desk.all(SAVED, me=desk.actor):
        texts = (other.filter, *(rule.filter for rule in other.colours))
        if other.id != row.id and any(row.name.casefold() in views_named(text) for text in texts):
            raise Refused(f"{row.name} {cannot}: the view {other.name} is made of it; edit that first")
