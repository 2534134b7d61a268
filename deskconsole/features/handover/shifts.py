"""Which shift hands over to which: from the roster, or as somebody says who has none."""

from __future__ import annotations

from collections.abc import Iterable

from deskconsole.core.desk import Reads
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import DAY, SECOND, Instant, to_iso
from deskconsole.features.handover.sheet import Change
from deskconsole.features.handover.views import HandoverRow
from deskconsole.features.rosters.views import Turn, next_turn, roster, running, turn_at, turns_between

SHIFT_S = 8 * 3600
"""How long a shift is where nobody says."""


def change_after(desk: Reads, turn: Turn) -> Change:
    """The change of shift at the end of a turn.

    Whoever comes has the desk from then on; where nobody follows at once, the next turn is the one that takes over, and
    what is due before it ends is theirs.
    """
    last = turn.at(Instant(turn.end - 1))
    after = turn_at(desk, turn.team, turn.end) or next_turn(desk, turn.team, turn.end)
    if after is not None and after.begin < turn.end:
        after = after._replace(begin=turn.end)  # it began before: they overlap
    first = after.at(Instant(max(after.begin, turn.end))) if after else None
    coming = first.people if first else ()
    return Change(
        turn.team, turn.shift, turn.begin, turn.end, after.end if after else Instant(2 * turn.end - turn.begin),
        after.shift if after else None, last.lead or turn.lead, first.lead if first else None,
        (first.duty_manager if first else None) or turn.duty_manager, coming,
        tuple(who for who in turn.people if who not in coming),
    )  # fmt: skip


def change_at(desk: Reads, team: str | None, begin: Instant, length_s: int | None = None) -> Change:
    """The change of shift at the end of the shift that began at an instant.

    Without a roster that knows of it, it is one of `length_s` seconds, and the next is as long.
    """
    if length_s is None:
        for turn in turns_between(desk, team, begin, Instant(begin + SECOND)):
            if turn.begin == begin:
                return change_after(desk, turn)
        if (on := turn_at(desk, team, begin)) is not None:
            raise NotFound(
                f"no shift begins {to_iso(begin)}: {on.shift} began {to_iso(on.begin)}; --length names another"
            )
    span = (length_s or SHIFT_S) * SECOND
    for turn in turns_between(desk, team, begin, Instant(begin + SECOND)):
        if turn.begin == begin and begin + span < turn.end:
            return change_within(turn, Instant(begin + span))
    return Change(team, "shift", begin, Instant(begin + span), Instant(begin + 2 * span))


def change_within(turn: Turn, at: Instant) -> Change:
    """That a lead goes before their turn does: whoever leads then has the rest of it."""
    before, after = turn.at(Instant(at - 1)), turn.at(at)
    return Change(
        turn.team, turn.shift, turn.begin, at, turn.end, turn.shift, before.lead or turn.lead,
        after.lead if after.lead != before.lead else None, turn.duty_manager, after.people,
        tuple(who for who in before.people if who not in after.people),
    )  # fmt: skip


def change_of(desk: Reads, row: HandoverRow) -> Change:
    """The change of shift of a handover, with who comes and goes as the roster has it now."""
    now = _within(desk, row) or roster_says(desk, row)
    return _as_planned(row)._replace(coming=now.coming, leaving=now.leaving) if now else _as_planned(row)


def roster_says(desk: Reads, row: HandoverRow) -> Change | None:
    """What the roster says now of the end of the turn that a handover is of; None: nothing, or that is no such end."""
    if row.agent is not None:
        return None
    for turn in turns_between(desk, row.team, row.begin, Instant(row.begin + SECOND)):
        begins = turn.begin == row.begin and turn.end <= row.end
        if turn.shift == row.shift and (begins or turn.end == row.end):
            return change_after(desk, turn)
    return None


def _within(desk: Reads, row: HandoverRow) -> Change | None:
    """What the roster says where a lead goes before their turn does."""
    turns = () if row.agent is not None else turns_between(desk, row.team, row.begin, Instant(row.begin + SECOND))
    mine = (turn for turn in turns if (turn.shift, turn.begin) == (row.shift, row.begin) and row.end < turn.end)
    return next((change_within(turn, row.end) for turn in mine), None)


def _as_planned(row: HandoverRow) -> Change:
    return Change(
        row.team, row.shift, row.begin, row.end, row.until, row.incoming_shift, row.outgoing, row.incoming, row.manager,
        agent=row.agent,
    )  # fmt: skip


def going(desk: Reads, agent: str, to: str | None, at: Instant) -> Change:
    """That an agent hands their tickets over at an instant: from the begin of the turn that they serve in, until the
    end of the turn of whoever comes. Whoever leads then is told where nobody accepts."""
    known = roster(desk, Instant(at - 1), Instant(at + 2 * DAY))
    turns = [turn for turn in known.turns(Instant(at - 1), Instant(at + 2 * DAY)) if turn.layer is None]
    on = [turn.at(at) for turn in turns if turn.begin <= at < turn.end]
    desks = running((turn for turn in on if turn.team is None), at)
    # Who goes when their turn ends, or is on leave from then on, goes from that one.
    mine = _first(on, agent) or _first([turn for turn in turns if turn.begin < at], agent) or desks
    theirs = _first(on, to) or _first([turn for turn in turns if turn.begin > at], to) or desks
    led = (each.lead for each in (_first(on, to), _first(on, agent), desks) if each is not None)
    managers = (each.duty_manager for each in (theirs, mine, desks) if each is not None)
    leads = [who for who in (*led, *managers) if who not in (agent, to, None)]
    begin, until = (mine.begin, theirs.end) if mine and theirs else (at - SHIFT_S * SECOND, at + SHIFT_S * SECOND)
    return Change(
        None, mine.shift if mine else "shift", Instant(begin), at, Instant(until), theirs.shift if theirs else None,
        agent, to, leads[0] if leads else None, agent=agent,
    )  # fmt: skip


def _first(turns: Iterable[Turn], who: str | None) -> Turn | None:
    """The first turn that somebody serves in."""
    return next((turn for turn in turns if who in turn.people), None)
