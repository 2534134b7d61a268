"""Templates filled in for a ticket, and the calls that a macro leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from deskconsole.console.desk import one_ticket
from deskconsole.console.desk.source import Offered
from deskconsole.console.forms import Form, Surroundings
from deskconsole.console.painting import figures
from deskconsole.core.desk import COMMANDS, Call
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant
from deskconsole.features.directory.views import DESK
from deskconsole.features.notices import drafts
from deskconsole.features.notices.views import owed
from deskconsole.features.templates.views import MACRO, MACROS, NAME_OF, STEPS, TEMPLATES, filled
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.store.driver import Reader


def offered(desk: Reader, ticket: int, me: str, now: Instant, zone: tzinfo) -> list[Offered]:
    """What can be written of this ticket with one key."""
    said = values(desk, ticket, me, now, zone)
    found = []
    for row in [*desk.all(MACROS), *desk.all(TEMPLATES)]:
        text, missing = filled(row.text, said)
        found.append(Offered(row.key, row.name, text, missing, row.writes, [step.words for step in row.steps]))
    return found


def drafted(desk: Reader, command: str, ticket: int, me: str) -> Mapping[str, str]:
    """What a command would say of a ticket by itself: whoever sends a notice reads it first."""
    row = desk.maybe(TICKET_BY_ID, ticket=ticket) if command == "ticket.notice" else None
    due = next((each for each in owed(desk, ticket) if each.clock.state == "running"), None) if row else None
    if row is None or due is None:
        return {}
    try:
        return {"which": due.clock.metric, "text": drafts.drafted(desk, row, due, me)}
    except (BadInput, NotFound):
        return {"which": due.clock.metric}


def values(desk: Reader, ticket: int, me: str, now: Instant, zone: tzinfo) -> Mapping[str, str | None]:
    """What the variables of a template stand for here."""
    row = desk.maybe(TICKET_BY_ID, ticket=ticket)
    if row is None:
        raise NotFound("that ticket is gone")
    about = desk.maybe(DESK)
    next_due = next((clock.due for clock in one_ticket.clocks(desk, ticket) if clock.state == "running"), None)
    return {
        "requester": row.requester, "number": row.number, "title": row.title, "state": row.state,
        "priority": f"P{row.priority}" if row.priority else None, "customer": row.customer, "service": row.service,
        "team": row.team, "owner": desk.maybe(NAME_OF, handle=row.owner) if row.owner else None,
        "due": figures.moment(next_due, now, zone) if next_due is not None else None,
        "agent": desk.maybe(NAME_OF, handle=me) or me, "desk": about.name if about else None,
    }  # fmt: skip


def calls(desk: Reader, ticket: int, macro: str, world: Surroundings) -> Sequence[Call]:
    """The steps of a macro, each understood as if somebody had typed it into its form."""
    row = desk.maybe(MACRO, key=macro)
    if row is None:
        raise NotFound(f"there is no macro {macro} any more: leave its steps out, or write it anew")
    made = []
    for step in row.steps:
        command = COMMANDS[STEPS[step.do].command]
        if not world.may(command.needs):
            raise Refused(f"macro {macro}, {step.words}: you may not, it needs the permission {command.needs}")
        form = Form(command, {"ticket": ticket}, world, step.arguments)
        try:
            made.append(form.call())
        except BadInput as why:
            raise BadInput(f"macro {macro}, {step.words}: {why}") from why
    return made
