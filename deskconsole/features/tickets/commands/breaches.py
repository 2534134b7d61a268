"""Why a promise was broken, and who answers for it (rule 35)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.words import maybe_private, words
from deskconsole.features.agreements.views import AGREEMENTS, CLOCKS_OF, ClockRow
from deskconsole.features.directory.views import TEAM, VENDOR
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import Ticket, ticket_row
from deskconsole.features.tickets.views import BREACH_CAUSES, NEXT_LINE, TicketRow
from deskconsole.sla.clocks import is_breached

LAYERS = ("sla", "ola", "uc", "customer")


@command("ticket.blame", needs="ticket.override", label="explain breach")
def blame(
    desk: Desk,
    ticket: Ticket,
    metric: Annotated[str, Ask("metric", hint="response, next, resolution …")],
    cause: Annotated[str, Ask("cause", hint="a code, such as late-assignment")],
    layer: Annotated[str, Ask("layer", hint="sla, ola, uc, customer, or the key of a team or a vendor")],
    agreement: Annotated[str, Ask("agreement", hint="where several were broken")] = "",
    cycle: Annotated[int | None, Ask("cycle", hint="which time round; empty: the last that breached")] = None,
    note: Annotated[str, Ask("note", kind="lines")] = "",
) -> Iterator[Event]:
    """Say why a clock breached and which layer answers for it; said again, the later one counts (rule 35)."""
    row = ticket_row(desk, ticket)
    clock = _broken(desk, row, metric.strip(), agreement.strip(), cycle)
    answers, party = _answers(desk, layer.strip())
    known = [b.number for b in desk.all(BREACH_CAUSES, ticket=ticket) if b[1:4] == clock[1:4]]
    yield e.BreachExplained(
        at=desk.now,
        ticket=ticket,
        number=known[0] if known else desk.one(NEXT_LINE),
        agreement=clock.agreement,
        metric=clock.metric,
        cycle=clock.cycle,
        cause=words(cause, "the cause").lower().replace(" ", "-"),
        layer=answers,
        party=party,
        note=maybe_private(note),
    )


def _broken(desk: Desk, row: TicketRow, metric: str, agreement: str, cycle: int | None) -> ClockRow:
    """The clock that is meant, and did breach."""
    names = {version.id: version.name for version in desk.all(AGREEMENTS)}
    broken = [clock for clock in desk.all(CLOCKS_OF, ticket=row.id) if is_breached(clock, desk.now)]
    meant = [
        clock
        for clock in broken
        if clock.metric == metric and agreement in ("", names[clock.agreement]) and cycle in (None, clock.cycle)
    ]
    if not meant:
        told = ", ".join(sorted({f"{clock.metric} of {names[clock.agreement]}" for clock in broken}))
        raise Refused(f"{row.number} has broken no such promise: {told or 'no clock of it breached'}")
    if len({clock.agreement for clock in meant}) > 1:
        several = ", ".join(sorted({names[clock.agreement] for clock in meant}))
        raise BadInput(f"{metric} breached under several agreements: say which of {several}")
    return max(meant, key=lambda clock: clock.cycle)


def _answers(desk: Desk, layer: str) -> tuple[str, str | None]:
    """The layer, and whose it is where a team or a vendor was named."""
    if layer in LAYERS:
        return layer, None
    if team := desk.maybe(TEAM, word=layer):
        return "ola", team.key
    if vendor := desk.maybe(VENDOR, word=layer):
        return "uc", vendor.key
    raise BadInput(f"“{layer}” is no layer: {', '.join(LAYERS)}, or the key of a team or a vendor")
