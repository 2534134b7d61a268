"""The people's part of a draft: a headline, what is done next about an item, notes, and who takes what stays behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Query, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.words import maybe_private, private
from deskconsole.features.directory.views import HANDLES
from deskconsole.features.handover import events as e
from deskconsole.features.handover.commands.common import (
    NEXT,
    Number,
    draft_of,
    hands_over,
    number_of,
    person,
)
from deskconsole.features.handover.draft import team_number
from deskconsole.features.handover.population import OF_OWNER
from deskconsole.features.handover.sheet import Fate, Risk
from deskconsole.features.handover.views import NOTES_OF
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.features.war_room.views import ROOM as ROOM_NUMBERED

Ticket = Annotated[int, Ask("ticket", kind="ticket")]
Owner = Annotated[str, Ask("next owner", kind="person", choices=HANDLES, hint="empty: as it is")]


@command("handover.headline", needs="handover.write", label="headline")
def headline(
    desk: Desk,
    handover: Number,
    text: Annotated[str, Ask("headline", kind="lines", hint="one sentence that the next lead must hear")],
    risk: Annotated[Risk, Ask("risk")] = "stable",
) -> Iterator[Event]:
    """Say in one sentence how it stands, and how risky what comes next is."""
    row = draft_of(desk, handover)
    hands_over(desk, row, "writes the headline")
    yield e.HandoverHeadlined(
        at=desk.now, handover=row.id, headline=private(text, "the headline"), risk=risk, by=desk.actor
    )


@command("handover.action", needs="handover.write", label="next action")
def action(
    desk: Desk,
    handover: Number,
    ticket: Ticket,
    next_action: Annotated[str, Ask("next", kind="lines", hint="what is done next")],
    owner: Owner = "",
    due: Annotated[int | None, Ask("by", kind="instant")] = None,
    if_then: Annotated[str, Ask("if … then …", kind="lines")] = "",
    hypotheses: Annotated[str, Ask("open", kind="lines", hint="what may be the cause")] = "",
    ruled_out: Annotated[str, Ask("ruled out", kind="lines")] = "",
) -> Iterator[Event]:
    """Say what is done next about a ticket, by whom and when, and what if that does not help."""
    row = draft_of(desk, handover)
    _known(desk, ticket)
    yield e.HandoverNoted(
        at=desk.now, handover=row.id, note=number_of(desk, desk.all(NOTES_OF, handover=row.id), "item", ticket),
        what="item", by=desk.actor, ticket=ticket, text=private(next_action, "the next action"),
        then=maybe_private(if_then), hypotheses=maybe_private(hypotheses), ruled_out=maybe_private(ruled_out),
        owner=person(desk, owner), due_at=due,
    )  # fmt: skip


ROOMS_TOLD = Query(
    "select r.number from war_room r where r.live = 1 or exists (select 1 from review v where v.room = r.id"
    " and v.state in ('due', 'drafting', 'in review')) order by r.id",
    str,
)
"""Rooms that a handover may tell of."""


@command("handover.room_action", needs="handover.write", label="next action of a room")
def room_action(
    desk: Desk,
    handover: Number,
    room: Annotated[str, Ask("room", choices=ROOMS_TOLD, hint="WR-3")],
    next_action: Annotated[str, Ask("next", kind="lines", hint="what is done next")],
    owner: Owner = "",
    due: Annotated[int | None, Ask("by", kind="instant")] = None,
    if_then: Annotated[str, Ask("if … then …", kind="lines")] = "",
) -> Iterator[Event]:
    """Say what is done next about a war room, or its review, by whom and when; command goes over in the room."""
    row = draft_of(desk, handover)
    number = room.strip().upper()
    if number not in (known := desk.all(ROOMS_TOLD)):
        listed = ", ".join(known) or "none"
        raise NotFound(f"{number} is no war room that is live or owes a review; these are: {listed}")
    about, notes = desk.one(ROOM_NUMBERED, number=number).id, desk.all(NOTES_OF, handover=row.id)
    yield e.HandoverNoted(
        at=desk.now, handover=row.id, note=number_of(desk, notes, "item", None, room=about), what="item",
        by=desk.actor, room=about, text=private(next_action, "the next action"), then=maybe_private(if_then),
        owner=person(desk, owner), due_at=due,
    )  # fmt: skip


@command("handover.note", needs="handover.write", label="handover note")
def note(desk: Desk, handover: Number, text: Annotated[str, Ask("note", kind="lines")]) -> Iterator[Event]:
    """Add a note to the whole of a handover."""
    row = draft_of(desk, handover)
    yield e.HandoverNoted(
        at=desk.now, handover=row.id, note=desk.one(NEXT["handover_note"]), what="note", by=desk.actor,
        text=private(text, "the note"),
    )  # fmt: skip


@command("handover.defer", needs="handover.write", label="defer")
def defer(
    desk: Desk,
    handover: Number,
    text: Annotated[str, Ask("what", kind="lines", hint="noticed, not done, and why")],
    ticket: Annotated[int | None, Ask("ticket", kind="ticket")] = None,
) -> Iterator[Event]:
    """Enter what was noticed and put off, and why."""
    row = draft_of(desk, handover)
    if ticket is not None:
        _known(desk, ticket)
    yield e.HandoverNoted(
        at=desk.now, handover=row.id, note=desk.one(NEXT["handover_note"]), what="deferred", by=desk.actor,
        ticket=ticket, text=private(text, "what was put off"),
    )  # fmt: skip


@command("handover.leaving", needs="handover.write", key="B", label="leaving")
def dispose(
    desk: Desk,
    handover: Number,
    fate: Annotated[Fate, Ask("what becomes of it", hint="or give to somebody")],
    of: Annotated[str, Ask("of", kind="person", choices=HANDLES, hint="all that somebody going home has")] = "",
    ticket: Annotated[int | None, Ask("ticket", kind="ticket", hint="or this one alone")] = None,
    owner: Owner = "",
) -> Iterator[Event]:
    """Say what becomes of the tickets of somebody who goes, or of one: it is so once the handover is accepted."""
    row, to = draft_of(desk, handover), person(desk, owner)
    if (fate == "give") != (to is not None):
        raise BadInput("`give` needs a next owner, and only that does")
    leaving = person(desk, of)
    if (leaving is None) == (ticket is None):
        raise BadInput("say of whom, or which ticket: one of both")
    if ticket is not None:
        _known(desk, ticket)
        tickets = [ticket]
    else:
        team = team_number(desk, row.team)
        tickets = [found.id for found in desk.all(OF_OWNER, owner=leaving, team_id=team, at=desk.now)]
        if not tickets:
            raise Refused(f"{leaving} has no open ticket on this desk")
    notes = desk.all(NOTES_OF, handover=row.id)
    fresh = 0
    for each in tickets:
        number = number_of(desk, notes, "leaving", each, fresh)
        fresh += all(known.id != number for known in notes)
        yield e.HandoverDisposed(
            at=desk.now, handover=row.id, note=number, ticket=each, fate=fate, by=desk.actor, owner=to
        )


def _known(desk: Desk, ticket: int) -> None:
    if desk.maybe(TICKET_BY_ID, ticket=ticket) is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
