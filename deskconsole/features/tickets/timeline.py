"""A ticket's history in the words of the floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from deskconsole.core.desk import Event, Private
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.agreements.events import ClockBreached, ThresholdReached
from deskconsole.features.changes.events import TicketChangeLinked
from deskconsole.features.escalation import events as x
from deskconsole.features.escalation.views import said_of_step, said_of_withheld
from deskconsole.features.mail import events as mail
from deskconsole.features.notices import events as n
from deskconsole.features.promises import events as p
from deskconsole.features.staffing import events as s
from deskconsole.features.taxonomy.events import FieldFilled
from deskconsole.features.tickets import events as e
from deskconsole.features.war_room import events as w

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
    way: str = ""
    """Words between us and the customer: in · out."""
    person: int | None = None
    """Who of them wrote, where the desk knows that."""
    mail: int | None = None
    """The message that it tells of."""


def told(seq: int, happened: Event, actor: str, behind: str | None, texts: Mapping[int, str]) -> Told:
    """An event as an entry; `texts` are the private texts of its ticket that have not been erased."""

    if isinstance(happened, e.TicketResolved) and happened.cause_said:
        happened = replace(happened, cause=texts.get(happened.cause_said.id, ERASED))
    if isinstance(happened, p.PromiseMade) and happened.to:
        happened = replace(happened, to=Private(texts.get(happened.to.id, ERASED)))
    what, said = _words(happened)
    text = texts.get(said.id, ERASED) if isinstance(said, Private) else said
    who = f"{actor} (by {behind})" if behind else actor
    person = happened.person if isinstance(happened, e.TicketCommented | mail.MailReceived) else None
    of = happened.mail if isinstance(happened, mail.MailReceived) else None
    return Told(seq, happened.at, who, happened.kind, what, text, _way(happened), person, of)


def _way(happened: Event) -> str:
    if isinstance(happened, e.TicketCommented):
        return "in" if happened.by_customer else "out" if happened.public else ""
    return happened.direction if isinstance(happened, e.TicketContacted) else ""


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


def _assigned(x: e.TicketAssigned) -> Words:
    by = f" by {x.rule}" if x.rule else ""
    if x.owner:
        return f"assigned to {x.owner}{by}", "; ".join(x.why) or None
    return "nobody was found to own it" + by if x.why else "nobody owns it any more", "; ".join(x.why) or None


def _commented(x: e.TicketCommented) -> Words:
    robot = "automatic " if x.automatic else ""
    on = " on the ticket it is merged into" if x.said_on is not None else ""
    nowhere = ", with no address to send it to" if x.undelivered else ""
    if x.by_customer:
        said = f", said to be of {x.said}" if x.said else ""
        return (f"{robot}message of the customer" if robot else "the customer wrote") + said, x.text
    if not x.public:
        return "internal", x.text
    if x.reminder:
        return f"automatic reminder {x.reminder}, held for {x.chases}{nowhere}", x.text
    return f"{robot}public answer{on}{nowhere}" + (", first response" if x.responds else ""), x.text


def _absorbed(x: e.TicketAbsorbed) -> Words:
    waits = "; its requester waits for an answer" if x.waiting else ""
    return f"{x.number}, opened {to_iso(Instant(x.opened_at))}, merged into it{waits}", None


def _contacted(x: e.TicketContacted) -> Words:
    who = "we called them" if x.direction == "out" else "they called us"
    reached = "reached" if x.reached else "not reached"
    return f"{who}, {x.channel}, {reached}{_late(x)}" + (", first response" if x.responds else ""), x.note


def _late(x: Event) -> str:
    """That it was entered afterwards (rule 27)."""
    return ", entered later on evidence" if getattr(x, "late", False) else ""


def _held(x: e.TicketHeld) -> Words:
    since = f", counts from {to_iso(Instant(x.since))}" if x.since is not None else ""
    return f"‖ held for {x.reason}{since}", x.note


def _chase(x: e.ChasePlanned) -> Words:
    steps = [f"reminder {to_iso(Instant(at))}" for at in x.reminders]
    steps += [f"resolved {to_iso(Instant(x.resolves_at))}"] if x.resolves_at is not None else []
    return f"chased while held for {x.reason}, should nobody answer: {', '.join(steps)}", None


def _resolved(x: e.TicketResolved) -> Words:
    judged = f", judged at {to_iso(Instant(x.judged_at))} (rule 16)" if x.judged_at is not None else ""
    return f"✓ resolved{' with others' * x.broadcast}: {x.code}, cause {x.cause}{_late(x)}{judged}", x.note


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


def _mailed(x: mail.MailReceived) -> Words:
    robot = ", by a machine" if x.automatic else ""
    return f"mail came in{robot}", x.title


def _recorded(x: n.NoticeRecorded) -> Words:
    file = f", file {x.attachment}" if x.attachment is not None else ""
    return f"✓ notice {x.metric} sent by {x.way}{file}{_late(x)}", x.reference


def _sent(x: mail.MailSent) -> Words:
    again = ", perhaps a second time" if x.again else ""
    return f"mail has left{again}" if x.where == "smtp" else "mail has left for the sandbox", None


def _failed(x: mail.MailFailed) -> Words:
    return f"✗ mail {'is parked' if x.parked else 'was refused'}: {x.status}", x.why


def _threshold(x: ThresholdReached) -> Words:
    return f"▲ {x.share} % of {METRICS.get(x.metric, x.metric)}", None


def _until(at: int | None) -> str:
    return "" if at is None else f" until {to_iso(Instant(at))}"


def _exhausted(n: x.EscalationExhausted) -> Words:
    return f"◆ escalation {n.run}: no step is left, {'nobody answered' if n.reached else 'nobody was reached'}", None


def _promised(x: p.PromiseMade) -> Words:
    remind = f", called to mind {to_iso(Instant(x.remind_at))}" if x.remind_at is not None else ""
    whom = x.to.text if x.to else "the requester"
    return f"PR-{x.promise} promised to {whom} by {to_iso(Instant(x.due_at))}{remind}", x.what


def _offered(x: s.TransferOffered) -> Words:
    return f"offered to {x.to}; ours until they accept", x.note


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}m{seconds % 60:02}s" if seconds >= 60 else f"{seconds}s"


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
    e.TicketAssigned: _assigned,
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
    e.ChasePlanned: _chase,
    e.TicketResolved: _resolved,
    e.TicketConfirmed: lambda x: (f"✓ confirmed by the requester{_late(x)}", x.note),
    e.TicketClosed: lambda x: ("closed", None),
    e.TicketReopened: lambda x: ("reopened, not fixed", x.reason),
    e.TicketCancelled: _cancelled,
    e.TicketTagged: lambda x: (f"tags: {' '.join(x.tags) or 'none'}", None),
    e.TicketLinked: lambda x: (f"linked as {x.relation}", None),
    e.TicketParented: lambda x: (f"part of {x.number}" if x.number else "part of no other ticket any more", None),
    e.OutageDeclared: lambda x: ("known outage, say", x.say),
    e.OutageWithdrawn: lambda x: ("no known outage after all", None),
    e.TicketMerged: lambda x: (f"merged into {x.number}", x.reason),
    e.TicketAbsorbed: _absorbed,
    e.TicketSplit: lambda x: (f"split off from {x.number} again", x.reason),
    e.TicketReleased: lambda x: (f"{x.number} was split off", None),
    e.TicketReverted: lambda x: (f"undone: {x.command}", None),
    e.TicketRedone: lambda x: (f"done again: {x.command}", None),
    e.BreachExplained: _explained,
    p.PromiseMade: _promised,
    p.PromiseMoved: lambda x: (f"PR-{x.promise} moved to {to_iso(Instant(x.due_at))}", x.reason),
    p.PromiseReminded: lambda x: (f"PR-{x.promise} is due soon", None),
    p.PromiseMissed: lambda x: (f"◆ PR-{x.promise} was due, not kept", None),
    p.PromiseKept: lambda x: (f"✓ PR-{x.promise} kept" + (f" by this {x.means}" if x.means else ""), None),
    p.PromiseBroken: lambda x: (f"✗ PR-{x.promise} broken", x.reason),
    p.PromiseDropped: lambda x: (f"PR-{x.promise} dropped", x.reason),
    TicketChangeLinked: lambda x: (f"change {x.number}: {x.relation}", None),
    s.TicketPulled: lambda x: (
        ("pulled as the next, though not on by the roster", x.although)
        if x.although
        else ("pulled as the next", "; ".join(x.why))
    ),
    s.TicketSkipped: lambda x: (f"{x.operator} gave it back", x.reason),
    s.TransferOffered: _offered,
    s.TransferAccepted: lambda x: ("accepted", None),
    s.TransferReturned: lambda x: ("✗ returned, it stays where it is", x.reason),
    s.TransferLapsed: lambda x: (f"the offer lapsed: {x.why}", None),
    s.UnclaimedWatched: lambda x: (f"goes elsewhere at {x.share} % if nobody takes it", "; ".join(x.why)),
    s.TouchRecorded: lambda x: (f"{_minutes(x.seconds)} spent", None),
    s.TouchCorrected: lambda x: (f"time corrected to {_minutes(x.seconds)}", x.reason),
    w.TicketAttached: lambda x: (f"⚑ in war room {x.number}" + ("" if x.quiet else ", proposed"), None),
    w.TicketDetached: lambda x: (f"out of war room {x.number}", x.why),
    FieldFilled: lambda x: (f"{x.key.replace('_', ' ')} filled in", x.text or x.value),
    mail.MailReceived: _mailed,
    mail.MailQueued: lambda x: ("mail is to leave", x.address),
    mail.MailSent: _sent,
    mail.MailFailed: _failed,
    mail.MailRetried: lambda x: ("mail is tried again", None),
    mail.MailReported: lambda x: (f"mail: {x.action}, says a mail server", x.status),
    mail.TicketAttached: lambda x: (f"file {x.attachment} attached, {x.size} bytes", x.name),
    n.NoticeWritten: lambda x: (f"notice {x.metric} written", x.text),
    n.NoticeRecorded: _recorded,
    n.NoticeWaived: lambda x: (f"– notice {x.metric} is not owed", x.reason),
    x.EscalationStarted: lambda n: (f"▲ escalation {n.run} begins, {METRICS.get(n.metric, n.metric)}", None),
    x.EscalationStepTaken: lambda n: (said_of_step(n), None),
    x.EscalationWithheld: lambda n: (said_of_withheld(n), None),
    x.EscalationReleased: lambda n: (f"▲ muted no more: escalation {n.run} goes on, MU-{n.mute}", None),
    x.EscalationAcknowledged: lambda n: (f"escalation {n.run} acknowledged{_until(n.until)}", None),
    x.AcknowledgementLapsed: lambda n: (f"▲ nothing came of it: escalation {n.run} goes on", None),
    x.EscalationTakenOver: lambda n: (f"escalation {n.run} taken over", None),
    x.EscalationSkipped: lambda n: (f"step {n.step} of escalation {n.run} left out", None),
    x.EscalationStopped: lambda n: (f"escalation {n.run} stopped {n.why}", n.reason),
    x.EscalationExhausted: _exhausted,
    ThresholdReached: _threshold,
    ClockBreached: lambda x: (f"◆ {METRICS.get(x.metric, x.metric)} breached", None),
}
