"""Taking back what one has done, while the rules allow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.actors import SCOPE
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, alive, command
from deskconsole.core.errors import Refused
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import within
from deskconsole.features.tickets.rules import undoable
from deskconsole.features.tickets.views import EVENTS_OF, LAST_CALLS


@command("call.undo", needs="ticket.work", key="z", label="undo")
def undo(
    desk: Desk, call: Annotated[int | None, Ask("call", hint="its first event; empty: my last call")] = None
) -> Iterator[Event]:
    """Take back a call of mine, the last one if none is named, while the rules allow it (rule 31)."""
    for made, ticket, done_at in desk.all(LAST_CALLS, actor=desk.actor):
        if call not in (None, made):
            continue
        history = desk.history("ticket", ticket)
        standing = alive(history)
        seqs = set(desk.all(EVENTS_OF, call=made))
        mine = [r for r in standing if r.seq in seqs]
        if not mine or isinstance(mine[0].event, e.TicketReverted):
            continue
        within(desk, desk.one(SCOPE, ticket=ticket))
        undoable(mine, history, [r.event for r in standing], done_at, desk.now)
        of = tuple(r.seq for r in mine)
        yield e.TicketReverted(at=desk.now, ticket=ticket, of=of, command=mine[0].event.kind)
        return
    raise Refused("there is nothing of yours to undo" if call is None else "that is taken back already")
