"""What a door needs to know of the desk to ask for the arguments of a command: time, zone, who and what there is."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.ask import Kind
from deskconsole.core.desk import COMMANDS, Command, Query
from deskconsole.core.errors import NotFound
from deskconsole.features.directory.views import DESK
from deskconsole.features.taxonomy.views import FIELDS, FILLED
from deskconsole.features.tickets.views import TICKET, TICKET_BY_ID
from deskconsole.store.store import Store

_FEATURES = (
    "tickets", "promises", "people", "staffing", "knowledge", "timekeeping", "maintenance", "exclusions", "reports",
    "changes", "mail", "saved", "delivery", "escalation", "notices",
    "war_room", "room_updates", "surge", "reviews", "handover", "rosters",
)  # fmt: skip
"""Those whose commands people carry out."""


def offered() -> dict[str, Command[...]]:
    """Commands that people carry out by name: those that have a word for it. The desk's own have none."""
    for feature in _FEATURES:
        import_module(f"deskconsole.features.{feature}.commands")  # declares them; who only looks needs none
    import_module("deskconsole.mailroom")
    import_module("deskconsole.switchboard")
    return {name: made for name, made in COMMANDS.items() if made.label}


def zone(store: Store) -> ZoneInfo:
    """The zone the desk lives in."""
    desk = store.read.maybe(DESK)
    return ZoneInfo(desk.zone if desk else "UTC")


def words(store: Store, query: Query[Any]) -> list[str]:
    """What a query offers to choose from: a word a row, or all of them in one row."""
    return [word for row in store.read.all(query) for word in (row if isinstance(row, tuple) else (str(row),))]


class Asked(NamedTuple):
    """A field of the desk's own, as a form asks for it; `text` is what is in it already."""

    key: str
    label: str
    kind: Kind
    choices: tuple[str, ...]
    required: bool
    hint: str
    text: str


_KINDS: dict[str, Kind] = {"choice": "choice"}


def own_fields(store: Store, step: str, ticket: int | None) -> list[Asked]:
    """What the desk file asks at a step of a ticket; at any, where no step is named.

    Of a new ticket, and of many at once, it is not known yet of which type they are: the command says what is missing.
    """
    fields = store.read.all(FIELDS)
    row = store.read.maybe(TICKET_BY_ID, ticket=ticket) if ticket is not None and fields else None
    have = {each.key: each.text or "" for each in store.read.all(FILLED, ticket=ticket)} if row else {}
    asked = []
    for field in fields:
        needs = step == field.step and row is not None and row.type in field.required_for
        if (
            step in ("", field.step)
            and (row is None or step in ("", "new") or needs)
            and not (needs and have.get(field.key))
        ):
            types = " ".join(sorted(field.required_for))
            hint = "" if needs or not types else f"required of {types}"
            asked.append(
                Asked(
                    field.key, field.label, _KINDS.get(field.kind, "text"), field.choices, needs, hint,
                    have.get(field.key, "") if step == "" else "",
                )
            )  # fmt: skip
    return asked


def ticket_id(store: Store, number: str) -> int:
    """The inner number of a ticket."""
    row = store.read.maybe(TICKET, number=number.strip().upper())
    if row is None:
        raise NotFound(f"there is no ticket {number}: `deskconsole show queue` lists them")
    return row.id
