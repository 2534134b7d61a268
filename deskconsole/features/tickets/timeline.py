"""A ticket's history in the words of the floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from deskconsole.core.desk import Event, Private
from deskconsole.core.instants import Instant
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
    return f"created{how}, P{x.priority}{why}", x.title


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
    if x.by_customer:
        return "the customer wrote", x.text
    return ("public answer, first response" if x.responds else "public answer") if x.public else "internal", x.text


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
    e.TicketHeld: lambda x: (f"‖ held for {x.reason}", x.note),
    e.TicketResumed: lambda x: (f"resumed, was held for {x.reason}" + (f": {x.why}" if x.why else ""), None),
    e.TicketPrioritised: _prioritised,
    e.TicketResolved: lambda x: (f"✓ resolved: {x.code}, cause {x.cause}", x.note),
    e.TicketClosed: lambda x: ("closed", None),
    e.TicketReopened: lambda x: ("reopened, not fixed", x.reason),
    e.TicketCancelled: lambda x: ("cancelled", x.reason),
    e.TicketTagged: lambda x: (f"tags: {' '.join(x.tags) or 'none'}", None),
    e.TicketLinked: lambda x: (f"linked as {x.relation}", None),
    e.TicketReverted: lambda x: (f"undone: {x.command}", None),
    ThresholdReached: _threshold,
    ClockBreached: lambda x: (f"◆ {METRICS.get(x.metric, x.metric)} breached", None),
}
