"""Reading back, asking, accepting: the desk changes hands at that instant, with all that goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import to_iso
from deskconsole.core.words import private
from deskconsole.features.handover import events as e
from deskconsole.features.handover.commands.common import NEXT, Number, over, signed_of, takes_over
from deskconsole.features.handover.passing import passed_on, to_hear
from deskconsole.features.handover.rooms import unstable_rooms
from deskconsole.features.handover.views import QUESTIONS_OF, READBACKS_OF, HandoverRow, named
from deskconsole.features.rosters.events import DeskTaken


@command("handover.read_back", needs="handover.write", label="read back")
def read_back(
    desk: Desk,
    handover: Number,
    item: Annotated[str, Ask("item", hint="number of the ticket, or of the war room")],
    text: Annotated[str, Ask("next", kind="lines", hint="the next action, in your own words")],
) -> Iterator[Event]:
    """Read back in your own words what is done next about an unstable item."""
    row = signed_of(desk, handover)
    takes_over(desk, row, "reads it back")
    said = item.strip().upper()
    if said not in (asked := to_hear(desk, row)):
        raise NotFound(f"{said} is not to be read back; these are: {', '.join(asked) or 'none'}")
    known = next((back.id for back in desk.all(READBACKS_OF, handover=row.id) if back.item == said), None)
    yield e.HandoverReadBack(
        at=desk.now, handover=row.id, readback=known or desk.one(NEXT["handover_readback"]), item=said,
        text=private(text, "what you read back"), by=desk.actor,
    )  # fmt: skip


@command("handover.ask", needs="handover.write", key="I", label="question")
def ask(
    desk: Desk,
    handover: Number,
    text: Annotated[str, Ask("question", kind="lines")],
    blocks: Annotated[bool, Ask("blocks", hint="yes: it is not accepted before it is answered")] = False,
) -> Iterator[Event]:
    """Ask the other lead something, blocking or not."""
    row = named(desk, handover)
    over(row)
    yield e.HandoverAsked(
        at=desk.now, handover=row.id, question=desk.one(NEXT["handover_question"]), text=private(text, "the question"),
        by=desk.actor, blocks=blocks,
    )  # fmt: skip


@command("handover.answer", needs="handover.write", label="answer")
def answer(
    desk: Desk,
    handover: Number,
    question: Annotated[int, Ask("question", kind="integer", hint="its number")],
    text: Annotated[str, Ask("answer", kind="lines")],
) -> Iterator[Event]:
    """Answer a question of the other lead."""
    row = named(desk, handover)
    over(row)
    asked = {each.id: each for each in desk.all(QUESTIONS_OF, handover=row.id)}
    if question not in asked:
        listed = ", ".join(f"{number}" for number in asked) or "none"
        raise NotFound(f"{row.number} has no question {question}; asked were: {listed}")
    if asked[question].answered_at is not None:
        raise Refused(f"question {question} has been answered by {asked[question].answered_by}")
    yield e.HandoverAnswered(
        at=desk.now, handover=row.id, question=question, text=private(text, "the answer"), by=desk.actor
    )


@command("handover.accept", needs="handover.write", key="s a", label="accept")
def accept(
    desk: Desk,
    handover: Number,
    exceptions: Annotated[str, Ask("but not", hint="numbers of tickets that you do not take; empty: all")] = "",
    why: Annotated[str, Ask("why not", kind="lines", hint="what must be settled before you take them")] = "",
) -> Iterator[Event]:
    """Accept a handover: from now on it is yours, the desk or an agent's tickets, but for your exceptions."""
    row = signed_of(desk, handover)
    takes_over(desk, row, "accepts it")
    kept = _excepted(desk, row, exceptions.upper().split(), why)
    _heard(desk, row, kept)
    number = desk.one(NEXT["handover_note"])
    for place, ticket in enumerate(kept.values()):
        yield e.HandoverNoted(
            at=desk.now, handover=row.id, note=number + place, what="exception", by=desk.actor, ticket=ticket,
            text=private(why, "why you do not take them"),
        )  # fmt: skip
    yield e.HandoverAccepted(at=desk.now, handover=row.id, by=desk.actor, exceptions=bool(kept))
    yield from _moved(desk, row, "accepted with exceptions" if kept else "accepted", frozenset(kept.values()))


@command("handover.take_desk", needs="handover.sign", key="s t", label="take the desk")
def take(
    desk: Desk, handover: Number, reason: Annotated[str, Ask("reason", hint="why nobody else has it")]
) -> Iterator[Event]:
    """Take what is over and nobody accepted: a desk (tickets stay with whom they are with), or an agent's tickets."""
    row = named(desk, handover)
    over(row)
    what = f"{row.agent}’s tickets" if row.agent else "the desk"
    if desk.now < row.end:
        until = f"{row.agent} goes {to_iso(row.end)}: until then they have" if row.agent else (
            f"the shift ends {to_iso(row.end)}: until then {row.outgoing or 'its lead'} holds"
        )  # fmt: skip
        raise Refused(f"{until} {'them' if row.agent else what}")
    manages = desk.actor in (row.manager, row.escalated_to) or desk.may("handover.take")
    if not manages and desk.now < row.escalate_at:
        raise Refused(f"{row.manager or 'a manager'} may take {what} now; you may from {to_iso(row.escalate_at)} on")
    yield e.HandoverTaken(at=desk.now, handover=row.id, by=desk.actor, reason=private(reason, "the reason"))
    if row.agent is not None:
        yield from passed_on(desk, row, frozenset())
    else:
        yield _desk_taken(desk, row, "taken")


def _moved(desk: Desk, row: HandoverRow, how: str, kept: frozenset[int]) -> Iterator[Event]:
    """The desk, and everything that was to go to somebody else, in one transaction; with an agent no desk goes."""
    if row.agent is None:
        yield _desk_taken(desk, row, how)
    yield from passed_on(desk, row, kept)


def _desk_taken(desk: Desk, row: HandoverRow, how: str) -> DeskTaken:
    number = desk.next_id("desk_holder")
    return DeskTaken(at=desk.now, desk_holder=number, operator=desk.actor, how=how, team=row.team)


def _excepted(desk: Desk, row: HandoverRow, numbers: Sequence[str], why: str) -> dict[str, int]:
    """The tickets that are not taken, by number."""
    handed = {
        item["ticket"]: int(item["id"]) for section in (row.signed or {})["sections"] for item in section["items"]
    }
    for number in numbers:
        if number in unstable_rooms(row):
            raise Refused(f"{number} is a war room: only tickets can be excepted, its command is handed over in it")
        if number not in handed:
            raise NotFound(f"{number} is not listed in {row.number}: only what is can be excepted")
    if numbers and not why.strip():
        raise BadInput("say why you do not take them: they stay with whom they are with until that is settled")
    return {number: handed[number] for number in numbers}


def _heard(desk: Desk, row: HandoverRow, kept: dict[str, int]) -> None:
    """Refuse while something is not read back, or a question stands in the way."""
    told = {back.item for back in desk.all(READBACKS_OF, handover=row.id) if row.signed_at and back.at >= row.signed_at}
    missing = [number for number in to_hear(desk, row) if number not in told and number not in kept]
    asked = [each for each in desk.all(QUESTIONS_OF, handover=row.id) if each.blocks and each.answered_at is None]
    why = [f"not read back: {', '.join(missing)}"] if missing else []
    why += [f"question {each.id} of {each.by} blocks" for each in asked]
    if why:
        raise Refused(f"{row.number} is not accepted yet: {'; '.join(why)}")
