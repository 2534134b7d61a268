"""Nobody answers: reminding, giving up, closing; and the answer that comes after all (rules 16, 22)."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Desk, Event, Private, Recorded, alive, command
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.agreements.views import CALENDAR_NAMED, calendar_of
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import ended, standing, ticket_row
from deskconsole.features.tickets.rules import DONE, moved
from deskconsole.features.tickets.silence import Step, gave_up, next_step
from deskconsole.features.tickets.spells import taken_back
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import TicketRow
from deskconsole.features.tickets.waits import waits
from deskconsole.features.triage.views import REMINDER, TRIAGE, Hold, filled


def after(desk: Desk, begin: Instant, seconds: int, calendar: str | None) -> Instant:
    """The instant so much later: by the clock on the wall, or in the open hours of a calendar."""
    named = desk.maybe(CALENDAR_NAMED, name=calendar) if calendar else None
    return Instant(begin + seconds * SECOND) if named is None else calendar_of(named).add(begin, seconds * SECOND)


def planned(desk: Desk, ticket: int, known: Hold) -> Iterator[e.ChasePlanned]:
    """From now on a silent caller is chased as the desk file says of this reason."""
    if not known.chase and known.resolve_after is None:
        return
    yield e.ChasePlanned(
        at=desk.now, ticket=ticket, reason=known.reason,
        reminders=tuple(after(desk, desk.now, seconds, known.calendar) for seconds in known.chase),
        resolves_at=known.resolve_after and after(desk, desk.now, known.resolve_after, known.calendar),
    )  # fmt: skip


def asked_again(desk: Desk, row: TicketRow) -> Iterator[e.ChasePlanned]:
    """Who is asked again while a ticket is held for it has all the time again."""
    if row.state != "held":
        return
    rules = desk.one(TRIAGE)
    for wait in waits(facts(standing(desk, row.id)), desk.now):
        if (known := rules.hold(wait.reason)) is not None and known.needs_question:
            yield from planned(desk, row.id, known)


def closes(desk: Desk, since: Instant, *, confirmed: bool = False) -> int | None:
    """When a ticket that is resolved, or confirmed, closes by itself; None: as it was, or never."""
    rules = desk.one(TRIAGE).closing
    span = rules.close_after if confirmed else rules.confirm_within
    return None if span is None else after(desk, since, span, rules.calendar)


# --- what comes about by itself --------------------------------------------------------------------------------------


@command("ticket.go_on", needs="desk")
def go_on(desk: Desk, ticket: int, until: int) -> Iterator[Event]:
    """Do the next thing that silence leads to, at its due instant; the one after it has its own turn (rule 16)."""
    events = standing(desk, ticket)
    step = next_step(events)
    if step is None or step.at > min(until, desk.now):
        return
    row = ticket_row(desk, ticket)
    if step.does == "close":
        yield e.TicketClosed(at=step.at, ticket=ticket)
    elif step.does == "remind":
        yield _reminder(desk, row, step)
    else:
        yield from _given_up(desk, row, events, step)


def _reminder(desk: Desk, row: TicketRow, step: Step) -> Event:
    """A message of ours by a machine: no answer, and no question that a hold could rest on (rules 14, 19)."""
    assert step.wait is not None
    known = desk.one(TRIAGE).hold(step.wait.reason)
    text = filled((known and known.reminder) or REMINDER, row.number, row.title)
    return e.TicketCommented(
        at=step.at, ticket=row.id, text=Private(text), public=True, automatic=True, chases=step.wait.reason,
        reminder=step.number,
    )  # fmt: skip


def _given_up(desk: Desk, row: TicketRow, events: list[Event], step: Step) -> Iterator[Event]:
    """Resolved, as of the start of the hold; not before what somebody did with it since, while nobody noticed."""
    assert step.wait is not None
    at = max([step.at, *(x.at for x in events if moved(x))])
    yield from ended(desk, row, at, "nobody answered")
    yield from taken_back(row.id, events, at)
    yield e.TicketResolved(
        at=at, ticket=row.id, code="no-answer", cause=f"{step.wait.reason} did not answer",
        judged_at=step.wait.since, silent=step.wait.reason, closes_at=closes(desk, at),
    )  # fmt: skip


# --- the answer that comes after all ---------------------------------------------------------------------------------


def answers_silence(desk: Desk, row: TicketRow, at: Instant) -> bool:
    """Whether a word of the customer opens a ticket again that was given up for silence (rules 16, 22)."""
    given_up = gave_up(standing(desk, row.id)) if row.state in DONE else None
    return given_up is not None and at - given_up.at <= desk.one(TRIAGE).reopen_window * SECOND


def answered_after_all(desk: Desk, row: TicketRow, at: Instant, why: str) -> Iterator[Event]:
    """It is opened again by the answer; one that had reached us before was no silence: giving up had never been."""
    if not answers_silence(desk, row, at):
        return
    history = alive(desk.history("ticket", row.id))
    given_up = gave_up([recorded.event for recorded in history])
    assert given_up is not None
    if at < given_up.at and (of := _taken_back(history, given_up)):
        yield e.TicketReverted(at=desk.now, ticket=row.id, of=of, command=given_up.kind)
        return
    times = (row.reopened or 0) + 1
    yield e.TicketReopened(at=max(at, given_up.at), ticket=row.id, times=times, reason=Private(why))


def _taken_back(history: list[Recorded], given_up: e.TicketResolved) -> tuple[int, ...]:
    """The numbers of what giving up led to; none where somebody has gone on from there."""
    first = next(r.seq for r in history if r.event is given_up)
    with_it = [r.seq for r in history if r.event.at == given_up.at and r.seq < first and _ends(r.event)]
    later = [r for r in history if r.seq > first and moved(r.event)]
    if any(not isinstance(r.event, e.TicketClosed) for r in later):
        return ()
    return (*with_it, first, *(r.seq for r in later))


def _ends(x: Event) -> bool:
    return isinstance(x, e.TicketResumed | e.VendorReturned)
