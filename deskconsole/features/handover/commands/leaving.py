"""An agent goes before their shift ends, or for longer: their tickets are handed over as a desk is, or stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.directory.views import HANDLES
from deskconsole.features.handover import events as e
from deskconsole.features.handover.commands.common import LEADS, Number, hands_over, over, person
from deskconsole.features.handover.commands.planning import planned
from deskconsole.features.handover.population import OPEN_OF_OWNER
from deskconsole.features.handover.shifts import going
from deskconsole.features.handover.views import AGENT_UNDER_WAY, NEXT_HANDOVER, named, settings


@command("handover.leave", needs="handover.write", key="s h", label="hand over")
def leave(
    desk: Desk,
    to: Annotated[str, Ask("to", kind="person", choices=HANDLES, hint="empty: whoever accepts")] = "",
    at: Annotated[int | None, Ask("goes", kind="instant", hint="empty: now")] = None,
    of: Annotated[str, Ask("of", kind="person", choices=HANDLES, hint="empty: yours; of others a lead")] = "",
) -> Iterator[Event]:
    """Draft the handover of all open tickets of an agent who goes early, on leave or to another team."""
    agent, incoming = person(desk, of) or desk.actor, person(desk, to)
    if agent != desk.actor and not desk.may(LEADS):
        raise Refused(f"{agent} hands their tickets over themselves, or a lead does: you need the permission {LEADS}")
    if agent == incoming:
        raise BadInput(f"{agent} has these tickets already: name somebody else, or nobody")
    if (known := desk.maybe(AGENT_UNDER_WAY, owner=agent)) is not None:
        raise Refused(f"{known.number} hands {agent}’s tickets over: it is {known.state}; handover.drop ends it")
    if at is not None and at < desk.now:
        raise BadInput(f"{to_iso(Instant(at))} is past: leave it empty where {agent} goes now, or has gone")
    if not desk.one(OPEN_OF_OWNER, owner=agent):
        raise Refused(f"{agent} has no open ticket: there is nothing to hand over")
    change = going(desk, agent, incoming, Instant(desk.now if at is None else at))
    handover = desk.one(NEXT_HANDOVER)
    yield planned(handover, change, desk.now, settings(desk))
    yield e.HandoverDrafted(at=desk.now, handover=handover)


@command("handover.drop", needs="handover.write", label="drop")
def drop(desk: Desk, handover: Number) -> Iterator[Event]:
    """End the handover of an agent who stays after all: nothing of theirs goes to anybody."""
    row = named(desk, handover)
    over(row)
    if row.agent is None:
        raise Refused(f"{row.number} is of a desk: a shift ends whether somebody hands it over or not")
    hands_over(desk, row, "drops it")
    yield e.HandoverDropped(at=desk.now, handover=row.id, why=f"by {desk.actor}: {row.agent} keeps their tickets")
