"""What a ticket waits for, and when it was first answered: what no single event can say. Pure.

Several holds may be in force at once (rule 15), and what ended one may be told long after it was so (rule 14).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.story import facts
from deskconsole.sla.facts import Fact

_FAR = 1 << 62
_ENDS_ALL = frozenset({"resolved", "closed", "cancelled", "merged"})
_LIVE = frozenset({"new", "open", "held"})


class Wait(NamedTuple):
    """A hold in force: its reason, from when it counts, and its limit."""

    reason: str
    since: Instant
    until: Instant | None


def waits(known: Iterable[Fact], at: Instant | None = None) -> list[Wait]:
    """The holds that nobody has ended, the one that ends first leading.

    With `at`, those in force at that instant: what was so later is left aside, and a hold whose limit is reached has
    ended. Without, a limit ends its hold only once it was recorded.
    """
    found: dict[str, Wait] = {}
    for fact in known:
        if at is not None and fact.at > at:
            break
        if fact.what == "held":
            reason, until = cast("tuple[str, Instant | None]", fact.value)
            found[reason] = Wait(reason, fact.at, until)
        elif fact.what == "resumed":
            found.pop(str(fact.value), None)
        elif fact.what in _ENDS_ALL:
            found.clear()
    left = [wait for wait in found.values() if at is None or wait.until is None or wait.until > at]
    return sorted(left, key=lambda wait: (_FAR if wait.until is None else wait.until, wait.since))


def resumed(
    ticket: int, at: Instant, why: str | None, reasons: Iterable[str], held: Iterable[Wait]
) -> Iterator[e.TicketResumed]:
    """One after the other ends; each says what the ticket is held for after it."""
    left = [wait for wait in held if wait.until is None or wait.until > at]
    for reason in reasons:
        left = [wait for wait in left if wait.reason != reason]
        still = left[0] if left else None
        yield e.TicketResumed(
            at=at, ticket=ticket, reason=reason, why=why, still=still and still.reason,
            still_until=still and still.until,
        )  # fmt: skip


def over(ticket: int, events: Sequence[Event], now: Instant) -> Iterator[e.TicketResumed]:
    """Holds whose limit is reached end at it, each at its own, whenever that is noticed (rule 15)."""
    known = facts(events)
    for wait in waits(known):
        if wait.until is not None and wait.until <= now:
            held = waits(known, Instant(wait.until - 1))
            yield from resumed(ticket, wait.until, "the limit is reached", [wait.reason], held)


def columns(events: Sequence[Event], state: str | None) -> dict[str, Any]:
    """What follows for a ticket's row; `state` is the one its events have set.

    Where none of the holds is our own, what another system says of them stands.
    """
    row: dict[str, Any] = {"also_held": None, "responded_at": first_response(events)}
    if not any(isinstance(x, e.TicketHeld) for x in events):
        return row
    held = waits(facts(events)) if state in _LIVE else []
    if held:
        row |= {"state": "held", "held_for": held[0].reason, "held_until": held[0].until}
        row["also_held"] = " ".join(wait.reason for wait in held[1:]) or None
    else:
        row |= {"state": "open" if state == "held" else state, "held_for": None, "held_until": None}
    return row


def first_response(events: Iterable[Event]) -> Instant | None:
    """When the requester first heard of a person, in words or by the resolution itself (rule 19)."""
    return next((x.at for x in events if responds(x)), None)


def responds(x: Event) -> bool:
    """Whether an event answers the requester."""
    match x:
        case e.TicketCommented():
            return x.public and not x.automatic and not x.undelivered
        case e.TicketContacted():
            return x.reached
        case e.FactReported():
            return x.what == "replied"
        case e.TicketResolved():
            return not x.broadcast
    return False


def owes_answer(events: Iterable[Event]) -> bool:
    """Whether a requester may still wait though nothing else is to be done: merged, or ended with others (24, 25)."""
    return any(isinstance(x, e.TicketMerged) or (isinstance(x, e.TicketResolved) and x.broadcast) for x in events)


def last_question(events: Iterable[Event]) -> Instant | None:
    """When we last wrote to the requester, or spoke with them, if nothing of theirs has come since (rule 14).

    What bounced does not stand any more; what machines wrote asks nothing and answers nothing.
    """
    asked: Instant | None = None
    for x in events:
        if isinstance(x, e.TicketCommented) and not x.automatic and not x.undelivered and (x.public or x.by_customer):
            asked = x.at if x.public else None
        elif isinstance(x, e.TicketContacted) and x.reached:
            asked = x.at
        elif isinstance(x, e.TicketReopened):
            asked = None
    return asked
