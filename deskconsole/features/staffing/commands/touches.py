"""Time spent on tickets: measured by what is open before somebody, and corrected where that was not so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.words import private
from deskconsole.features.staffing.commands.common import Ticket, me, ticket_row
from deskconsole.features.staffing.events import TouchCorrected, TouchRecorded
from deskconsole.features.staffing.rules import LONGEST_TOUCH
from deskconsole.features.staffing.views import TOUCHES
from deskconsole.features.tickets.views import NEXT_LINE


@command("touch.record", needs="ticket.work")
def record(desk: Desk, ticket: Ticket, seconds: int) -> Iterator[Event]:
    """Record for how long somebody had a ticket open before them."""
    ticket_row(desk, ticket)
    _possible(seconds, 1)
    yield TouchRecorded(
        at=desk.now, ticket=ticket, touch=desk.one(NEXT_LINE), operator=me(desk).handle, seconds=seconds
    )


@command("touch.correct", needs="ticket.work", label="correct time")
def correct(
    desk: Desk,
    ticket: Ticket,
    seconds: Annotated[int, Ask("time", kind="duration", hint="how long it was: 4m, 1h30m, 0s")],
    reason: Annotated[str, Ask("reason")],
    touch: Annotated[int | None, Ask("which", hint="its number; empty: my last on this ticket")] = None,
) -> Iterator[Event]:
    """Correct the time that I spent on a ticket; what was measured stays on record."""
    row = ticket_row(desk, ticket)
    mine = [each for each in desk.all(TOUCHES, ticket=ticket) if touch in (None, each.id)]
    if touch is None:
        mine = [each for each in mine if each.operator == desk.actor]
    if not mine:
        raise NotFound(
            f"no time of yours is recorded on {row.number}" if touch is None else f"there is no time {touch}"
        )
    last = mine[-1]
    if last.operator != desk.actor and not desk.may("ticket.override"):
        raise Refused(f"that is {last.operator}’s time: they, or a lead, correct it")
    _possible(seconds, 0)
    yield TouchCorrected(
        at=desk.now,
        ticket=ticket,
        touch=last.id,
        seconds=seconds,
        measured=last.seconds if last.measured is None else last.measured,
        reason=private(reason, "the reason"),
    )


def _possible(seconds: int, least: int) -> None:
    if not least <= seconds <= LONGEST_TOUCH:
        raise BadInput(f"{seconds} seconds: from {least} to {LONGEST_TOUCH}, a day, one can spend on a ticket at once")
