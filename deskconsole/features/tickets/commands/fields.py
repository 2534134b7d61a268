"""Fields of the desk's own: what a ticket must hold in them before it goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput
from deskconsole.features.taxonomy.events import FieldFilled
from deskconsole.features.taxonomy.views import FIELDS, FILLED, Filled, checked, require
from deskconsole.features.tickets.commands.common import Ticket, ticket_row
from deskconsole.features.tickets.views import NEXT_LINE

AtNew = Annotated[Mapping[str, str] | None, Ask("fields", kind="fields", step="new")]
AtResolve = Annotated[Mapping[str, str] | None, Ask("fields", kind="fields", step="resolve")]
AtClose = Annotated[Mapping[str, str] | None, Ask("fields", kind="fields", step="close")]
AnyField = Annotated[Mapping[str, str] | None, Ask("fields", kind="fields")]


def filled(
    desk: Desk, ticket: int, number: str, type_: str, step: str, said: Mapping[str, str] | None
) -> Iterator[FieldFilled]:
    """What was written into fields; refused where one is missing at this step."""
    fields = desk.all(FIELDS)
    if not fields and not said:
        return
    have = {each.key: each for each in desk.all(FILLED, ticket=ticket)}
    written = checked(fields, said or {})
    if step:
        require(number, fields, type_, step, {*have, *(field.key for field, _ in written)})
    line = desk.one(NEXT_LINE)
    for place, (field, value) in enumerate(written):
        before: Filled | None = have.get(field.key)
        if before is None or before.text != value:
            hidden = field.private or field.kind == "text"  # free words may be somebody's: they can be erased
            yield FieldFilled(
                at=desk.now,
                ticket=ticket,
                number=before.number if before else line + place,
                key=field.key,
                value=None if hidden else value,
                text=Private(value) if hidden else None,
            )


@command("ticket.fill", needs="ticket.work", label="fields")
def fill(desk: Desk, ticket: Ticket, fields: AnyField = None) -> Iterator[Event]:
    """Fill in fields of our own on a ticket, or correct them."""
    row = ticket_row(desk, ticket)
    news = list(filled(desk, ticket, row.number, row.type, "", fields))
    if not news:
        raise BadInput(f"{row.number}: nothing else is written in any field than it holds already")
    yield from news
