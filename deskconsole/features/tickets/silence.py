"""What comes about because nobody answers: a reminder, the end for silence, the closing of what is resolved. Pure.

It follows from the ticket's events alone: the instants were decided on when the hold, or the resolution, was recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.waits import Wait, waits


class Step(NamedTuple):
    """The next thing that happens by itself, and when."""

    at: Instant
    does: Literal["remind", "give up", "close"]
    wait: Wait | None = None
    """The hold that nobody answered."""
    number: int | None = None
    """Which of its reminders."""


def next_step(events: Sequence[Event]) -> Step | None:
    """What comes next where everybody stays silent; None where nothing does."""
    found = [*_chases(events)]
    if (closes := closes_at(events)) is not None:
        found.append(Step(closes, "close"))
    return min(found, key=lambda step: step.at, default=None)


def _chases(events: Sequence[Event]) -> list[Step]:
    """The next step of each hold that is chased."""
    plans: dict[str, e.ChasePlanned] = {}
    sent: dict[str, set[int | None]] = {}
    for x in events:
        if isinstance(x, e.TicketHeld):
            plans.pop(x.reason, None)
        elif isinstance(x, e.ChasePlanned):
            plans[x.reason], sent[x.reason] = x, set()
        elif isinstance(x, e.TicketCommented) and x.chases:
            sent.setdefault(x.chases, set()).add(x.reminder)
    if not plans:
        return []
    steps = (_of(wait, plans.get(wait.reason), sent.get(wait.reason, set())) for wait in waits(facts(events)))
    return [step for step in steps if step]


def _of(wait: Wait, plan: e.ChasePlanned | None, sent: set[int | None]) -> Step | None:
    """The first reminder that has not gone out, or the end; nothing at or beyond the limit of the hold."""
    if plan is None:
        return None
    left = ((number, at) for number, at in enumerate(plan.reminders, 1) if number not in sent)
    number, at = next(left, (None, plan.resolves_at))
    if at is None or (wait.until is not None and at >= wait.until):
        return None
    return Step(Instant(at), "remind" if number else "give up", wait, number)


def closes_at(events: Sequence[Event]) -> Instant | None:
    """When a resolved ticket closes by itself: not before somebody has answered what the requester wrote since."""
    at: int | None = None
    asked = False
    for x in events:
        match x:
            case e.TicketResolved():
                at, asked = x.closes_at, False
            case e.TicketConfirmed():
                at, asked = (x.closes_at if x.closes_at is not None else at), False
            case e.TicketReopened() | e.TicketClosed() | e.TicketCancelled():
                at = None
            case e.TicketCommented() if not x.automatic and at is not None:
                if asked and x.public:
                    at = max(at, x.at)
                asked = x.by_customer or (asked and not x.public)
            case e.TicketContacted() if x.reached and at is not None:
                at, asked = (max(at, x.at) if asked else at), False
    return None if asked or at is None else Instant(at)


def gave_up(events: Sequence[Event]) -> e.TicketResolved | None:
    """The resolution that stands, where that was for silence (rule 16)."""
    last: e.TicketResolved | None = None
    for x in events:
        if isinstance(x, e.TicketResolved):
            last = x
        elif isinstance(x, e.TicketReopened | e.TicketCancelled):
            last = None
    return last if last is not None and last.judged_at is not None else None
