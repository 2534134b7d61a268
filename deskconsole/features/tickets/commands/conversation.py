"""What is said between the requester and us."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Recorded, alive, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, SECOND, Instant
from deskconsole.core.words import maybe_private, private
from deskconsole.features.people.views import person_of
from deskconsole.features.promises.views import named
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.commands.common import At, Evidence, Ticket, standing, stands_for, ticket_row, when
from deskconsole.features.tickets.commands.silence import answered_after_all, answers_silence, asked_again
from deskconsole.features.tickets.intakes import clamped, written
from deskconsole.features.tickets.rules import allowed
from deskconsole.features.tickets.story import facts
from deskconsole.features.tickets.views import NEXT_LINE, TicketRow
from deskconsole.features.tickets.waits import last_question, resumed, waits
from deskconsole.features.triage.views import TRIAGE

Keeps = Annotated[str, Ask("keeps", hint="a promise: PR-12, or next for the one that is due first")]
Robot = Annotated[bool, Ask("automatic", hint="a machine wrote it", needs="ticket.intake")]


@command("ticket.reply", needs="ticket.comment", key="r", label="reply")
def reply(
    desk: Desk,
    ticket: Ticket,
    text: Annotated[str, Ask("answer", kind="lines")],
    keeps: Keeps = "",
    automatic: Robot = False,
) -> Iterator[Event]:
    """Answer the requester in public; the first answer stops the response clock (rule 19)."""
    row = ticket_row(desk, ticket)
    allowed("answer", row.state, row.number)
    yield e.TicketCommented(
        at=desk.now, ticket=ticket, text=private(text, "the answer"), public=True,
        responds=row.responded_at is None and not automatic, automatic=automatic, keeps=_kept(desk, ticket, keeps),
    )  # fmt: skip
    if not automatic:
        yield from asked_again(desk, row)


def _kept(desk: Desk, ticket: int, keeps: str) -> int | None:
    """The number of the promise that this keeps."""
    words = keeps.strip()
    return named(desk, ticket, "" if words.lower() == "next" else words).id if words else None


@command("ticket.note", needs="ticket.comment", key="i", label="note")
def note(desk: Desk, ticket: Ticket, text: Annotated[str, Ask("note", kind="lines")]) -> Iterator[Event]:
    """Write an internal note; it moves no clock."""
    ticket_row(desk, ticket)
    yield e.TicketCommented(at=desk.now, ticket=ticket, text=private(text, "the note"))


@command("ticket.receive", needs="ticket.comment", label="customer wrote")
def receive(
    desk: Desk,
    ticket: Ticket,
    text: Annotated[str, Ask("message", kind="lines")],
    automatic: Robot = False,
    at: Annotated[
        int | None, Ask("at", kind="instant", hint="reached our server", past=True, needs="ticket.intake")
    ] = None,
    sender: Annotated[str, Ask("who wrote", kind="caller", hint="empty: the requester")] = "",
) -> Iterator[Event]:
    """Record what the customer wrote; it ends a hold for the caller, the next answer's clock starts (rules 14, 20).

    What was resolved for their silence is open again (rule 16).
    """
    row = stands_for(desk, ticket_row(desk, ticket))
    arrived, said = _arrived(desk, row, at)
    if automatic or not answers_silence(desk, row, arrived):
        allowed("answer", row.state, row.number)
    if automatic and not (desk.may("ticket.intake") or desk.may("ticket.override")):
        raise Refused("that a machine wrote it needs the permission ticket.intake or ticket.override (rule 14)")
    yield e.TicketCommented(
        at=arrived, ticket=row.id, text=private(text, "the message"), by_customer=True, automatic=automatic, said=said,
        person=_person(desk, row, sender),
    )  # fmt: skip
    if not automatic:
        yield from answered_after_all(desk, row, arrived, "the customer answered")
        yield from _answered(desk, row, arrived, "the customer answered")


def _person(desk: Desk, row: TicketRow, text: str) -> int | None:
    """Whom of the people the desk knows it was; unless somebody says so, the requester."""
    return person_of(desk, text).id if text.strip() else row.person


def _arrived(desk: Desk, row: TicketRow, at: int | None) -> tuple[Instant, str | None]:
    """When a message reached our server, and what its source said where that cannot be: no mail is lost for it."""
    if at is None:
        return desk.now, None
    if not (desk.may("ticket.intake") or desk.may("ticket.backdate")):
        raise Refused("when it reached the server needs the permission ticket.intake, which an integration has")
    oldest = max(row.opened_at or 0, desk.now - desk.one(TRIAGE).oldest * SECOND)
    used = clamped(at, oldest, desk.now)
    return used, None if used == at else written(at)


def _answered(desk: Desk, row: TicketRow, at: Instant, why: str) -> Iterator[Event]:
    """Holds that waited for the customer end when they answered, also where that is told only later (rule 14)."""
    asking = {"caller", *(hold.reason for hold in desk.one(TRIAGE).holds if hold.needs_question)}
    held = waits(facts(standing(desk, row.id)), at)
    yield from resumed(row.id, at, why, [wait.reason for wait in held if wait.reason in asking], held)


@command("contact.log", needs="ticket.comment", key="l", label="log call")
def contact(
    desk: Desk,
    ticket: Ticket,
    reached: Annotated[bool, Ask("reached")],
    direction: Annotated[Literal["out", "in"], Ask("direction", hint="who called: out is us")] = "out",
    channel: Annotated[Literal["phone", "chat", "video", "walk-in"], Ask("channel")] = "phone",
    note: Annotated[str, Ask("note", kind="lines")] = "",
    duration: Annotated[int | None, Ask("duration", kind="duration", hint="how long it took")] = None,
    keeps: Keeps = "",
    at: At = None,
    evidence: Evidence = "",
    person: Annotated[str, Ask("with", kind="caller", hint="empty: the requester")] = "",
) -> Iterator[Event]:
    """Log a call; one in which they were reached is an answer, and a call of theirs ends a hold for it (rule 19)."""
    row = ticket_row(desk, ticket)
    allowed("contact", row.state, row.number)
    told = when(desk, row, at, evidence)
    if keeps.strip() and not reached:
        raise BadInput("who was not reached was told nothing: that keeps no promise")
    if duration is not None and not 0 <= duration <= DAY // SECOND:
        raise BadInput("a call lasts no longer than a day: write its length as 4m, 90s, 1h 10m")
    responds = reached and (row.responded_at is None or told.at < row.responded_at)
    yield e.TicketContacted(
        ticket=ticket, reached=reached, direction=direction, channel=channel, note=maybe_private(note),
        responds=responds, contact=desk.one(NEXT_LINE), person=_person(desk, row, person), duration=duration,
        keeps=_kept(desk, ticket, keeps),
        **told._asdict(),
    )  # fmt: skip
    if reached and direction == "in":
        yield from answered_after_all(desk, row, told.at, "the customer called")
        yield from _answered(desk, row, told.at, "the customer called")
    elif reached:
        yield from asked_again(desk, row)


@command("ticket.bounced", needs="ticket.comment", label="answer bounced")
def bounced(
    desk: Desk,
    ticket: Ticket,
    answer: Annotated[int | None, Ask("answer", hint="its number in the timeline; empty: the last one")] = None,
    text: Annotated[str, Ask("what came back", kind="lines")] = "",
) -> Iterator[Event]:
    """Say that an answer came back undelivered: it is no response, and no question to hold for (rules 14, 19)."""
    row = ticket_row(desk, ticket)
    history = alive(desk.history("ticket", ticket))
    sent = [r for r in history if isinstance(r.event, e.TicketCommented) and r.event.public]
    found = [r for r in sent if answer in (None, r.seq)][-1:]
    if not found:
        what = "no public answer" if answer is None else f"no public answer {answer}"
        raise NotFound(f"{row.number} has {what}: `deskconsole show timeline {row.number} --format json` numbers them")
    of = (found[0].seq, *_rested(desk, history, found[0]))
    yield e.TicketBounced(at=desk.now, ticket=ticket, of=of, text=maybe_private(text))


def _rested(desk: Desk, history: list[Recorded], lost: Recorded) -> Iterator[int]:
    """The numbers of holds that began on a question which was never delivered, and of how it was to be chased.

    Who is not reached by a reminder is chased no further, and not taken to be silent.
    """
    assert isinstance(lost.event, e.TicketCommented)
    if lost.event.chases:
        chases = (r for r in history if isinstance(r.event, e.ChasePlanned) and r.event.reason == lost.event.chases)
        yield from (recorded.seq for recorded in chases)
        return
    asking = {"caller", *(hold.reason for hold in desk.one(TRIAGE).holds if hold.needs_question)}
    before: list[Event] = []
    later = False
    for recorded in history:
        happened = recorded.event
        if recorded.seq == lost.seq:
            later = True
            continue
        holds = isinstance(happened, e.TicketHeld) and happened.reason in asking
        if later and holds and last_question(before) is None:
            yield recorded.seq
        if later and isinstance(happened, e.ChasePlanned) and happened.at == lost.event.at:
            yield recorded.seq
        before.append(happened)
