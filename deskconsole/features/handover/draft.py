"""A handover as of an instant, computed: nothing of it is stored before it is signed."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.core.desk import Reads
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import DAY, HOUR, Instant
from deskconsole.features.handover import population as p
from deskconsole.features.handover.agents import Theirs
from deskconsole.features.handover.ledger import Walked, first_line, ledger, walked
from deskconsole.features.handover.lines import deferred, lines
from deskconsole.features.handover.rooms import rooms_of
from deskconsole.features.handover.rules import missing, risk_of, to_read_back, unwritten
from deskconsole.features.handover.sections import Choosing
from deskconsole.features.handover.sheet import (
    ROOMS,
    UNSTABLE,
    Change,
    Draft,
    Item,
    Kpis,
    Ledger,
    LeftOut,
    Line,
    Missing,
    Section,
    Whose,
)
from deskconsole.features.handover.shifts import change_of
from deskconsole.features.handover.views import NOTES_OF, SIGNED_BEFORE, HandoverRow, NoteRow

__all__ = [
    "Change", "Draft", "Item", "Kpis", "Ledger", "LeftOut", "Line", "Missing", "Section", "draft", "to_read_back",
    "whose",
]  # fmt: skip


def draft(desk: Reads, of: Change | HandoverRow, at: Instant) -> Draft:
    """What a change of shift passes on, as of `at`: before it begins nothing has come or gone.

    A handover brings along what people wrote; a bare change of shift has none of that.
    """
    notes: Sequence[NoteRow] = ()
    if isinstance(of, HandoverRow):
        notes = desk.all(NOTES_OF, handover=of.id)
        of = change_of(desk, of)
    begin = Instant(min(of.begin, at))
    first = first_line(desk, begin)
    happened = walked(desk, whose(desk, of), first, begin, at)
    if of.agent is not None:
        return _of_agent(desk, of, at, notes, happened)
    team = team_number(desk, of.team)
    chosen = Choosing(desk, of, team, at, notes).chosen(
        happened, desk.all(p.TOUCHED, first=first, begin=begin, at=at)
    )  # fmt: skip
    rooms = rooms_of(desk, of, team, at, notes)
    tickets = [each._replace(lines=rooms.unstable) if each.name == UNSTABLE else each for each in chosen.sections]
    sections = [*tickets, *lines(desk, of, team, at, notes, rooms)]
    told = ledger(happened, chosen.closing)
    return Draft(
        of, at, told, sections, _kpis(desk, team, begin, at, told), _before(desk, of, team, at),
        missing(sections, chosen.unowned, chosen.homeless), chosen.left_out, chosen.named, risk_of(sections),
    )  # fmt: skip


def _of_agent(desk: Reads, of: Change, at: Instant, notes: Sequence[NoteRow], happened: Walked) -> Draft:
    """What one agent passes on: every open ticket of theirs, and the rooms that they lead."""
    rooms = rooms_of(desk, of, None, at)
    tickets = [
        each._replace(lines=rooms.unstable) if each.name == UNSTABLE else each
        for each in Theirs(desk, of, at, notes).sections(happened)
    ]
    sections = [*tickets, Section(ROOMS, lines=rooms.lines), deferred(notes)]
    told = ledger(happened, desk.one(p.OPEN_OF_OWNER, owner=of.agent))
    return Draft(
        of, at, told, sections, Kpis(), None, unwritten(tickets), LeftOut(0, 0, 0), told.closing, risk_of(sections)
    )


def whose(desk: Reads, of: Change | HandoverRow) -> Whose:
    """Whose tickets go on with it."""
    return Whose(owner=of.agent) if of.agent is not None else Whose(team_number(desk, of.team))


def team_number(desk: Reads, key: str | None) -> int | None:
    """The number of a team by its key; None: the whole desk."""
    if key is None:
        return None
    found = desk.maybe(p.TEAM_NUMBER, key=key)
    if found is None:
        raise NotFound(f"there is no team {key}: `deskconsole desk export` lists them")
    return found


def _kpis(desk: Reads, team: int | None, begin: Instant, at: Instant, told: Ledger) -> Kpis:
    span = {"team_id": team, "begin": begin, "at": at}
    _, answered, seen = desk.one(p.CAME, **span)
    return Kpis(told.new, told.resolved, told.closing, desk.one(p.BROKE, **span), answered, seen)


def _before(desk: Reads, of: Change, team: int | None, at: Instant) -> Kpis | None:
    """The same shift a week before: as it was signed, else counted from what is on record of it now."""
    begin = Instant(of.begin - 7 * DAY)
    near = {"since": begin - 2 * HOUR, "before": begin + 2 * HOUR}
    for row in desk.all(SIGNED_BEFORE, desk=of.team or "", shift=of.shift, **near):
        if row.signed:
            return Kpis(**row.signed["kpis"])
    span = {"team_id": team, "begin": begin, "at": Instant(min(of.end, at) - 7 * DAY)}
    came, answered, seen = desk.one(p.CAME, **span)
    went, broke = desk.one(p.WENT, **span), desk.one(p.BROKE, **span)
    if not came and not went and not broke:
        return None
    return Kpis(came, went, None, broke, answered, seen)
