"""A ticket's history in the words of the floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from deskconsole.core.desk import Event, Private
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.agreements.events import ClockBreached, ThresholdReached
from deskconsole.features.tickets import events as e

ERASED = "(erased)"

METRICS = {"response": "first response", "next": "next response", "resolution": "resolution", "closure": "closure"}


class Told(NamedTuple):
    """One entry: when it was so, who did it, what happened, and what was written."""

    seq: int
    at: Instant
    actor: str
    kind: str
    what: str
    text: str | None = None


def told(seq: int, happened: Event, actor: str, behind: str | None, texts: Mapping[int, str]) -> Told:
    """An event as an entry; `texts` are the private texts of its ticket that have not been erased."""

    what, said = _words(happened)
    text = texts.get(said.id, ERASED) if isinstance(said, Private) else said
    who = f"{actor} (by {behind})" if behind else actor
    return Told(seq, happened.at, who, happened.kind, what, text)


Words = tuple[str, Private | str | None]
"""What happened, and what was written or is to be said about it."""


def _words(happened: Event) -> Words:
    say = _WORDS.get(happened.__class__)
    return say(happened) if say else (happened.kind, None)


def _created(x: e.TicketCreated) -> Words:
    how = f" from {x.channel}" if x.channel else ""
    why = f", {x.priority_why}" if x.priority_why else ""
    return f"created{how}, P{x.priority}{why}{_starts(x)}", x.title


def _starts(x: e.TicketCreated) -> str:
    """When it was so, where that was not when it was logged; and what cannot be was said instead."""
    used = {"reported": x.reported_at, "detected": x.detected_at, "impact": x.impact_at}
    told = ""
    for name, at in used.items():
        if at is None or (at == x.at and not (x.said and name in x.said)):
            continue
        instead = f", said to be {x.said[name]}" if x.said and name in x.said else ""
        told += f"; {name} {to_iso(Instant(at))}{instead}"
    return told


def _observed(x: e.TicketObserved) -> Words:
    parts = [x.label, x.priority_label or "no priority", x.owner or "nobody owns it"]
    again = f" (the same row once more, {x.copy} by now)" if x.copy else ""
    return f"seen as {', '.join(parts)}{again}", None


def _prioritised(x: e.TicketPrioritised) -> Words:
    override = ", against the matrix" if x.overridden else ""
    return f"priority P{x.priority} as a {x.why}{override}", x.reason


def _routed(x: e.TicketRouted) -> Words:
    by = f" by rule “{x.rule}”" if x.rule else ""
    return f"routed{by}" if x.team else "routed to no team", "; ".join(x.why) or None


def _commented(x: e.TicketCommented) -> Words:
    robot = "automatic " if x.automatic else ""
    if x.by_customer:
        said = f", said to be of {x.said}" if x.said else ""
        return (f"{robot}message of the customer" if robot else "the customer wrote") + said, x.text
    if not x.public:
        return "internal", x.text
    return f"{robot}public answer" + (", first response" if x.responds else ""), x.text


def _contacted(x: e.TicketContacted) -> Words:
    who = "we called them" if x.direction == "out" else "they called us"
    reached = "reached" if x.reached else "not reached"
    return f"{who}, {x.channel}, {reached}{_late(x)}" + (", first response" if x.responds else ""), x.note


def _late(x: e.TicketEvent) -> str:
    """That it was entered afterwards (rule 27)."""
    return ", entered later on evidence" if getattr(x, "late", False) else ""


def _held(x: e.TicketHeld) -> Words:
    since = f", counts from {to_iso(Instant(x.since))}" if x.since is not None else ""
    return f"‖ held for {x.reason}{since}", x.note


def _resumed(x: e.TicketResumed) -> Words:
    why, still = f": {x.why}" if x.why else "", f"; still held for {x.still}" if x.still else ""
    return f"resumed, was held for {x.reason}{why}{still}", None


def _reclassified(x: e.TicketReclassified) -> Words:
    changed = [
        f"{name}, was {x.was.get(name, 'not known')}"
        for name in ("customer", "service", "category", "type")
        if getattr(x, name) is not None
    ]
    return f"reclassified: another {'; another '.join(changed)}", x.reason


def _dispatched(x: e.VendorDispatched) -> Words:
    return f"sent to {x.key}" + (f" as {x.reference}" if x.reference else ""), x.note


def _cancelled(x: e.TicketCancelled) -> Words:
    return "cancelled" + (f" as {x.outcome}" if x.outcome not in (None, "cancelled") else ""), x.reason


def _explained(x: e.BreachExplained) -> Words:
    who = f"{x.layer} {x.party}" if x.party else x.layer
    return f"breach of {METRICS.get(x.metric, x.metric)} explained: {x.cause}, {who} answers for it", x.note


def _threshold(x: ThresholdReached) -> Words:
    return f"▲ {x.share} % of {METRICS.get(x.metric, x.metric)}", None


_WORDS: dict[type[Event], Callable[..., Words]] = {
    e.TicketCreated: _created,
    e.TicketImported: lambda x: (f"taken over from {x.source}", x.title),
    e.TicketRestated: lambda x: ("restated", x.title),
    e.TicketObserved: _observed,
    e.ResolutionReported: lambda x: ("resolved, says the other system", None),
    e.ClosureReported: lambda x: ("closed, says the other system", None),
    e.FactReported: lambda x: (f"{x.what}, says the other system", None),
    e.ReportWithdrawn: lambda x: ("the other system no longer says so", None),
    e.TicketRouted: _routed,
    e.TicketAssigned: lambda x: (f"assigned to {x.owner}" if x.owner else "nobody owns it any more", None),
    e.TicketStarted: lambda x: ("in work", None),
    e.TicketCommented: _commented,
    e.TicketContacted: _contacted,
    e.TicketBounced: lambda x: ("✗ an answer came back undelivered: it does not count", x.text),
    e.TicketAcknowledged: lambda x: (f"acknowledged{_late(x)}", None),
    e.TicketHeld: _held,
    e.TicketResumed: _resumed,
    e.TicketPrioritised: _prioritised,
    e.TicketReclassified: _reclassified,
    e.VendorDispatched: _dispatched,
    e.VendorReceived: lambda x: (f"{x.key} has received it", x.reference),
    e.VendorAccepted: lambda x: (f"{x.key} has accepted it", x.reference),
    e.VendorRejected: lambda x: (f"{x.key} has rejected it", x.reason),
    e.VendorReturned: lambda x: (f"back from {x.key}", x.note),
    e.TicketRestored: lambda x: (f"✓ restored: the service works again{_late(x)}", x.note),
    e.TicketResolved: lambda x: (f"✓ resolved: {x.code}, cause {x.cause}{_late(x)}", x.note),
    e.TicketConfirmed: lambda x: (f"✓ confirmed by the requester{_late(x)}", x.note),
    e.TicketClosed: lambda x: ("closed", None),
    e.TicketReopened: lambda x: ("reopened, not fixed", x.reason),
    e.TicketCancelled: _cancelled,
    e.TicketTagged: lambda x: (f"tags: {' '.join(x.tags) or 'none'}", None),
    e.TicketLinked: lambda x: (f"linked as {x.relation}", None),
    e.TicketReverted: lambda x: (f"undone: {x.command}", None),
    e.BreachExplained: _explained,
    ThresholdReached: _threshold,
    ClockBreached: lambda x: (f"◆ {METRICS.get(x.metric, x.metric)} breached", None),
}
