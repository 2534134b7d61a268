"""Holding a ticket while somebody else has the ball, and going on with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.core.words import maybe_private
from deskconsole.features.agreements.events import ClockBreached
from deskconsole.features.agreements.views import AGREEMENTS, agreement_of
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import Ticket, ended, hours, standing, ticket_row
from deskconsole.features.tickets.commands.silence import planned
from deskconsole.features.tickets.rules import allowed
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import TicketRow
from deskconsole.features.tickets.waits import last_question, over, waits
from deskconsole.features.triage.views import HOLDS, TRIAGE, Hold


@command("ticket.hold", needs="clock.move", key="h", label="hold")
def hold(
    desk: Desk,
    ticket: Ticket,
    reason: Annotated[str, Ask("reason", choices=HOLDS)],
    until: Annotated[int | None, Ask("until", kind="instant", hint="Wed 09:00, +2h; empty: the limit")] = None,
    note: Annotated[str, Ask("note", kind="lines")] = "",
) -> Iterator[Event]:
    """Stop the clocks that this reason pauses while somebody else has the ball (rules 13, 15)."""
    row = ticket_row(desk, ticket)
    allowed("hold", row.state, row.number)
    rules = desk.one(TRIAGE)
    if (known := rules.hold(reason)) is None:
        raise BadInput(f"“{reason}” is no reason to hold: {', '.join(h.reason for h in rules.holds)}")
    events = standing(desk, ticket)
    if any(wait.reason == reason for wait in waits(facts(events), desk.now)):
        raise Refused(f"{row.number} is held for {reason} already")
    since = _since(desk, events, known)
    yield from over(ticket, events, desk.now)
    yield e.TicketHeld(
        at=desk.now, ticket=ticket, reason=reason, until=_end(desk, events, known, until), note=maybe_private(note),
        since=since if since < desk.now else None,
    )  # fmt: skip
    yield from planned(desk, ticket, known)


def _since(desk: Desk, events: list[Event], known: Hold) -> Instant:
    """From when a hold counts: now; where it needs a question, from when that was sent (rule 14).

    From now on also where it was held so since and somebody ended that, or where a breach was told of since that it
    would take back.
    """
    if not known.needs_question:
        return desk.now
    asked = last_question(events)
    if asked is None:
        raise Refused(f"a hold for {known.reason} needs a public question first (rule 14): r replies")
    if any(isinstance(x, e.TicketResumed) and x.reason == known.reason and x.at >= asked for x in events):
        return desk.now
    return desk.now if _broken_since(desk, events, known.reason, asked) else asked


def _broken_since(desk: Desk, events: Iterable[Event], reason: str, asked: Instant) -> bool:
    """Whether a breach was told of after the question, of a clock that this reason would pause."""
    broken = {(x.agreement, x.metric) for x in events if isinstance(x, ClockBreached) and x.at >= asked}
    if not broken:
        return False
    promised = {row.id: agreement_of(row).targets for row in desk.all(AGREEMENTS)}
    return any(reason in t.pauses for number, metric in broken for t in promised[number] if t.metric == metric)


def _end(desk: Desk, events: list[Event], known: Hold, until: int | None) -> Instant | None:
    """When a hold ends by itself: as asked, at the latest at the limit of its reason (rule 15).

    Where it needs a question, the limit counts from that: who wants longer asks again.
    """
    begun = (last_question(events) if known.needs_question else None) or desk.now
    latest = Instant(begun + known.limit * SECOND) if known.limit else None
    if latest is not None and latest <= desk.now:
        raise Refused(
            f"the question was sent over {hours(known.limit or 0)} ago, so long a hold for {known.reason} lasts"
            " (rule 15): r asks again"
        )
    end = Instant(until) if until is not None else latest
    if end is None and not known.ends:
        raise Refused(f"a hold for {known.reason} has no limit: say until when (rule 15)")
    if end is not None and end <= desk.now:
        raise BadInput("the end of the hold is in the past")
    if latest is not None and end is not None and end > latest:
        raise Refused(f"a hold for {known.reason} lasts at most {(known.limit or 0) // 3600}h (rule 15)")
    return end


@command("ticket.resume", needs="clock.move", key="H", label="resume")
def resume(
    desk: Desk,
    ticket: Ticket,
    why: str = "",
    reason: Annotated[str, Ask("reason", hint="which hold; empty: the one that is shown")] = "",
) -> Iterator[Event]:
    """End a hold: the ball is ours again, unless the ticket is held for something else too (rule 15)."""
    row = ticket_row(desk, ticket)
    allowed("resume", row.state, row.number)
    ends = reason.strip() or row.held_for or ""
    if ends not in (row.held_for, *(row.also_held or "").split()):
        raise Refused(f"{row.number} is not held for {ends}, but for {held_for(row)}")
    yield from ended(desk, row, desk.now, " ".join(why.split()) or None, {ends})


def held_for(row: TicketRow) -> str:
    """All reasons of a ticket in words."""
    return " and ".join([row.held_for or "", *(row.also_held or "").split()])
