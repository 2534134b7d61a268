"""A ticket's events as the clock engine reads them: facts, in the order in which they were so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deskconsole.core.desk import Event
from deskconsole.features.tickets import events as e
from deskconsole.sla.facts import Fact

_ONE: dict[type[Event], Callable[..., Fact | None]] = {
    e.TicketResumed: lambda x: Fact(x.at, "resumed", x.reason),
    e.TicketHeld: lambda x: Fact(x.at, "held", (x.reason, x.until)),
    e.TicketPrioritised: lambda x: Fact(x.at, "priority", (x.priority, x.why)),
    e.TicketReopened: lambda x: Fact(x.at, "reopened"),
    e.TicketResolved: lambda x: Fact(x.at, "resolved"),
    e.TicketClosed: lambda x: Fact(x.at, "closed"),
    e.TicketCancelled: lambda x: Fact(x.at, "cancelled"),
    e.ResolutionReported: lambda x: Fact(x.at, "resolved"),
    e.ClosureReported: lambda x: Fact(x.at, "closed"),
    e.FactReported: lambda x: Fact(x.at, x.what),
}


def _spoken(x: e.TicketCommented) -> Fact | None:
    if x.by_customer:
        return Fact(x.at, "asked")
    return Fact(x.at, "replied") if x.public else None


def facts(events: Iterable[Event]) -> list[Fact]:
    """What the clocks of a ticket follow from. `events` stand, and are in order."""
    told: list[Fact] = []
    held: str | None = None
    priority: int | None = None
    for happened in events:
        kind = happened.__class__
        if kind is e.TicketObserved:
            assert isinstance(happened, e.TicketObserved)
            if held != happened.held_for and "held_for" not in (happened.keeps or ()):
                if held:
                    told.append(Fact(happened.at, "resumed", held))
                if held := happened.held_for:
                    told.append(Fact(happened.at, "held", (held, None)))
            if happened.priority != priority and happened.priority is not None:
                # What the first row says was so from the start: nobody changed anything.
                why = "correction" if priority is None else "change"
                priority = happened.priority
                told.append(Fact(happened.at, "priority", (priority, why)))
        elif kind is e.TicketImported:
            told.append(Fact(happened.at, "opened"))
        elif kind is e.TicketCreated:
            assert isinstance(happened, e.TicketCreated)
            told.append(Fact(happened.at, "opened"))
            told.append(Fact(happened.at, "priority", (happened.priority, "correction")))
        elif kind is e.TicketCommented:
            assert isinstance(happened, e.TicketCommented)
            if fact := _spoken(happened):
                told.append(fact)
        elif (one := _ONE.get(kind)) and (fact := one(happened)):
            told.append(fact)
    return told
