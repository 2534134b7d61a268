"""A ticket's events as the clock engine reads them: facts, in the order in which they were so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.intakes import intake_of
from deskconsole.sla.facts import Fact, What
from deskconsole.sla.folding import BROADCAST, NO_REQUESTER, OF_MERGED


def _spoken(x: e.TicketCommented) -> Fact | None:
    if x.automatic or x.undelivered:
        return None  # robots answer nobody, and ask nothing (rules 14, 19); nor does what reached nobody (rule 25)
    if x.by_customer:
        return Fact(x.at, "asked")
    return Fact(x.at, "replied") if x.public else None


_ONE: dict[type[Event], Callable[..., Fact | None]] = {
    e.TicketCommented: _spoken,
    e.TicketContacted: lambda x: Fact(x.at, "replied", None, x.late) if x.reached else None,
    e.TicketAcknowledged: lambda x: Fact(x.at, "acknowledged", None, x.late),
    e.TicketResumed: lambda x: Fact(x.at, "resumed", x.reason),
    e.TicketHeld: lambda x: Fact(x.at if x.since is None else x.since, "held", (x.reason, x.until)),
    e.TicketPrioritised: lambda x: Fact(x.at, "priority", (x.priority, x.why)),
    e.TicketReclassified: lambda x: Fact(x.at, "reclassified"),
    e.TicketRouted: lambda x: Fact(x.at, "owned", x.team),
    e.TicketRestored: lambda x: Fact(x.at, "restored", None, x.late),
    e.TicketConfirmed: lambda x: Fact(x.at, "confirmed", None, x.late),
    e.TicketReopened: lambda x: Fact(x.at, "reopened"),
    e.TicketClosed: lambda x: Fact(x.at, "closed", BROADCAST if x.untold else None),
    e.TicketCancelled: lambda x: Fact(x.at, "cancelled"),
    e.TicketMerged: lambda x: Fact(x.at, "merged", "merged"),
    e.TicketImported: lambda x: Fact(x.at, "opened"),
    e.ResolutionReported: lambda x: Fact(x.at, "resolved"),
    e.ClosureReported: lambda x: Fact(x.at, "closed"),
    e.FactReported: lambda x: Fact(x.at, x.what),
    e.VendorDispatched: lambda x: Fact(x.at, "dispatched", x.key),
    e.VendorReceived: lambda x: Fact(x.at, "received", x.key),
    e.VendorAccepted: lambda x: Fact(x.at, "accepted", x.key),
    e.VendorRejected: lambda x: Fact(x.at, "returned", x.key),
    e.VendorReturned: lambda x: Fact(x.at, "returned", x.key),
}


def _begun(x: e.TicketCreated) -> Iterator[Fact]:
    """How a ticket of our own begins: what was so before it was logged comes before it."""
    intake = x.intake or intake_of(x.channel)
    starts: list[tuple[int | None, What]] = [
        (x.impact_at, "impact"),
        (x.detected_at if intake != "alerts" else x.detected_at or x.at, "detected"),
        (x.reported_at if intake != "people" else x.reported_at or x.at, "reported"),
    ]
    for at, what in starts:
        if at is not None:
            yield Fact(Instant(at), what)
    waits = x.requester is not None or intake == "people"
    yield Fact(x.at, "opened", None if waits else NO_REQUESTER)
    yield Fact(x.at, "priority", (x.priority, "correction"))


def _resolved(x: e.TicketResolved) -> Iterator[Fact]:
    """It is over; where nobody answered, it was so for what is measured to there when the hold began (rule 16)."""
    if x.judged_at is not None:
        yield Fact(Instant(x.judged_at), "unanswered", x.silent)
    yield Fact(x.at, "resolved", BROADCAST if x.broadcast else None, x.late)


_STARTS: tuple[What, ...] = ("impact", "detected", "reported", "opened")


def _absorbed(x: e.TicketAbsorbed) -> Iterator[Fact]:
    """The starts of a merged ticket: the earliest of both counts (rule 24)."""
    for what, at in zip(_STARTS, (x.impact_at, x.detected_at, x.reported_at, x.opened_at), strict=True):
        if at is not None:
            yield Fact(Instant(at), what, OF_MERGED)


def starts(events: Iterable[Event]) -> dict[str, Instant]:
    """When each of the four starts of a ticket was, or of one that is merged into it, if that was earlier."""
    found: dict[str, Instant] = {}
    for fact in facts(events):
        if fact.what in _STARTS:
            found[fact.what] = min(fact.at, found.get(fact.what, fact.at))
    return found


def begun_before(events: Iterable[Event]) -> Instant | None:
    """The earliest start of what was merged into a ticket; None where nothing was."""
    merged = (fact.at for x in events if isinstance(x, e.TicketAbsorbed) for fact in _absorbed(x))
    return min(merged, default=None)


class _Log:
    """What another system's log said last; only what changed is a fact."""

    __slots__ = ("held", "priority", "team")

    def __init__(self) -> None:
        self.held: str | None = None
        self.priority: int | None = None
        self.team: int | None = None

    def facts(self, x: e.TicketObserved) -> Iterator[Fact]:
        if self.held != x.held_for and "held_for" not in (x.keeps or ()):
            if self.held:
                yield Fact(x.at, "resumed", self.held)
            if x.held_for:
                yield Fact(x.at, "held", (x.held_for, None))
            self.held = x.held_for
        if x.priority != self.priority and x.priority is not None:
            # What the first row says was so from the start: nobody changed anything.
            why = "correction" if self.priority is None else "change"
            self.priority = x.priority
            yield Fact(x.at, "priority", (x.priority, why))
        if x.team != self.team and "team" not in (x.keeps or ()):
            self.team = x.team
            yield Fact(x.at, "owned", x.team)


def facts(events: Iterable[Event], places: list[int] | None = None) -> list[Fact]:
    """What the clocks of a ticket follow from. `events` stand, and are in order.

    `places` is filled, if given, with the place of the event that each fact comes from.
    """
    told: list[Fact] = []
    log = _Log()
    early = False
    """Whether an event says that something was so before it happened."""
    for place, happened in enumerate(events):
        kind = happened.__class__
        if kind is e.TicketObserved:
            told.extend(log.facts(happened))  # type: ignore[arg-type]
        elif kind is e.TicketCreated:
            told.extend(_begun(happened))  # type: ignore[arg-type]
            early = True
        elif kind is e.TicketResolved:
            told.extend(_resolved(happened))  # type: ignore[arg-type]
            early = early or happened.judged_at is not None  # type: ignore[attr-defined]
        elif kind is e.TicketAbsorbed:
            told.extend(_absorbed(happened))  # type: ignore[arg-type]
            early = True
        elif (one := _ONE.get(kind)) and (fact := one(happened)):
            told.append(fact)
            early = early or fact.at < happened.at
        if places is not None:
            places += [place] * (len(told) - len(places))
    if early:
        order = sorted(range(len(told)), key=lambda n: told[n].at)
        told = [told[n] for n in order]
        if places is not None:
            places[:] = [places[n] for n in order]
    return told
