"""What is due of handovers by itself: planned from the roster, drafted before the shift ends, late, scored afterwards;
and opening one by hand where no roster knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import SECOND, Instant, to_iso
from deskconsole.features.directory.views import TEAM_KEYS
from deskconsole.features.handover import events as e
from deskconsole.features.handover.commands.common import tell
from deskconsole.features.handover.scoring import scored
from deskconsole.features.handover.sheet import Change
from deskconsole.features.handover.shifts import change_after, change_at, roster_says
from deskconsole.features.handover.views import (
    HANDOVER_BY_ID,
    NEXT_HANDOVER,
    OF_TURN,
    PLANNED,
    UNDER_WAY,
    HandoverRow,
    HandoverSpec,
    settings,
)
from deskconsole.features.rosters.views import next_turn, roster, turn_at
from deskconsole.features.staffing.views import MEMBERS


@command("handover.open", needs="handover.sign", label="open handover")
def open_(
    desk: Desk,
    begin: Annotated[int, Ask("shift", kind="instant", hint="when the shift that ends began", past=True)],
    team: Annotated[str, Ask("desk", choices=TEAM_KEYS, hint="empty: the whole desk")] = "",
    length: Annotated[int | None, Ask("length", kind="duration", hint="8h; empty: as the roster says")] = None,
    to: Annotated[str, Ask("to", kind="person", hint="who takes over; empty: as the roster says")] = "",
) -> Iterator[Event]:
    """Open the handover of a shift by hand: where no roster plans it, or before its time."""
    if length is not None and length <= 0:
        raise BadInput("a shift lasts some time: write 8h")
    change = change_at(desk, team.strip() or None, Instant(begin), length)
    if to.strip():
        change = change._replace(incoming=to.strip())
    known = desk.maybe(OF_TURN, desk=change.team or "", begin=change.begin)
    if known is not None and known.state != "planned":
        raise Refused(f"{known.number} is there for that shift: {known.state}")
    if change.begin > desk.now:
        raise BadInput(f"that shift begins {to_iso(change.begin)}: there is nothing to hand over yet")
    handover = known.id if known else desk.one(NEXT_HANDOVER)
    made = change._replace(outgoing=change.outgoing or desk.actor)
    yield planned(handover, made, desk.now, settings(desk))
    yield e.HandoverDrafted(at=desk.now, handover=handover)
    if known:
        yield from _next(desk, change.team, change.end, desk.one(NEXT_HANDOVER), desk.now, gone=change)


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("handover.plan", needs="desk")
def plan(desk: Desk) -> Iterator[Event]:
    """Have a handover planned for the turn of each desk that ends next, as the roster says it now."""
    now = desk.now
    found = roster(desk, now, Instant(now + SECOND))
    teams: dict[str | None, None] = {}
    for version in found.versions[-1:]:
        teams |= dict.fromkeys(shift.team for shift in version.spec.shifts)
    known = {row.team: row for row in desk.all(PLANNED)}
    number = desk.one(NEXT_HANDOVER)
    for team in teams:
        before = known.pop(team, None)
        for happened in _next(desk, team, now, number, now, before):
            number += before is None
            yield happened
    for row in known.values():
        yield e.HandoverDropped(at=now, handover=row.id, why="the roster has no shift of this desk any more")
    yield from _timed(desk)
    for row in desk.all(UNDER_WAY):
        yield from _led(desk, row)


def _timed(desk: Desk) -> Iterator[Event]:
    """Those that are drafted and not late yet are late when the desk file says it now."""
    within = settings(desk).accept_within * SECOND
    for row in desk.all(UNDER_WAY):
        if row.escalated_at is None and row.escalate_at > desk.now and row.escalate_at != row.end + within:
            late = max(row.end + within, int(desk.now))
            yield e.HandoverTimed(at=desk.now, handover=row.id, escalate_at=late)


def _led(desk: Desk, row: HandoverRow) -> Iterator[Event]:
    """Who hands over or comes of one that is under way, where they are not on any more: ill, or somebody stands in."""
    said = roster_says(desk, row)
    if said is None or row.is_over:
        return
    goes = row.outgoing if row.state == "signed" or row.outgoing in _serving(desk, row) else said.outgoing
    comes = row.incoming if row.incoming in (said.coming or ()) else said.incoming
    if (goes, comes, said.manager) != (row.outgoing, row.incoming, row.manager):
        yield e.HandoverLed(at=desk.now, handover=row.id, outgoing=goes, incoming=comes, manager=said.manager)


def _serving(desk: Desk, row: HandoverRow) -> tuple[str, ...]:
    """Who is on right before the shift ends."""
    turn = turn_at(desk, row.team, Instant(row.end - 1))
    return turn.people if turn else ()


def _next(
    desk: Desk,
    team: str | None,
    after: Instant,
    number: int,
    at: Instant,
    known: HandoverRow | None = None,
    gone: Change | None = None,
) -> Iterator[Event]:
    """Plan the change of shift that comes next of a desk after an instant, unless it is planned so already.

    `at` is when that is so: after a downtime long before now, so that each is drafted as of its own instant. `gone` is
    one that begins in this very call; where a lead goes early, the rest of their turn is handed over too.
    """
    turn = turn_at(desk, team, after) or next_turn(desk, team, after)
    while turn is not None:
        if gone is not None and turn.begin == gone.begin:
            turn = turn._replace(begin=gone.end)
        there = desk.maybe(OF_TURN, desk=team or "", begin=turn.begin)
        if there is not None and there.state != "planned" and there.end < turn.end:
            turn = turn._replace(begin=there.end)
            continue
        if there is None or (there.state == "planned" and (known is None or there.id == known.id)):
            break
        if there.state == "planned":
            return
        turn = turn_at(desk, team, turn.end) or next_turn(desk, team, turn.end)
    if turn is None:
        if known is not None:
            yield e.HandoverDropped(at=at, handover=known.id, why="the roster has no further shift of this desk")
        return
    change = change_after(desk, turn)
    happened = planned(known.id if known else number, change, at, settings(desk))
    if known is None or any(getattr(known, name) != getattr(happened, name) for name in _SAME):
        yield happened


_SAME = (
    "shift", "begin", "end", "until", "draft_at", "escalate_at", "incoming_shift", "outgoing", "incoming", "manager",
)  # fmt: skip


def planned(handover: int, change: Change, at: Instant, times: HandoverSpec) -> e.HandoverPlanned:
    """It is drafted some time before the end, not before the shift has begun, and not before it was planned."""
    draft_at = max(at, change.begin, change.end - times.draft_before * SECOND)
    late = change.end + times.accept_within * SECOND
    return e.HandoverPlanned(
        at=at, handover=handover, number=f"HO-{handover}", shift=change.shift, begin=change.begin,
        end=change.end, until=change.until, draft_at=draft_at, escalate_at=late, team=change.team,
        incoming_shift=change.incoming_shift, outgoing=change.outgoing, incoming=change.incoming,
        manager=change.manager, agent=change.agent,
    )  # fmt: skip


@command("handover.go_on", needs="desk")
def go_on(desk: Desk, handover: int, until: int) -> Iterator[Event]:
    """Do what is due of a handover by an instant: draft it, say that it is late, or score it."""
    row, by = desk.maybe(HANDOVER_BY_ID, handover=handover), min(until, desk.now)
    if row is None or row.state == "dropped":
        return
    if row.state == "planned":
        if row.draft_at <= by:
            yield from _drafted(desk, row)
    elif row.is_over:
        if row.until <= by and row.scored_at is None:
            yield scored(desk, row)
    elif row.escalate_at <= by and row.escalated_at is None:
        yield from _late(desk, row)


def _drafted(desk: Desk, row: HandoverRow) -> Iterator[Event]:
    """It is a draft now; whoever leads is told, and the next one is planned."""
    yield e.HandoverDrafted(at=row.draft_at, handover=row.id)
    lead = row.outgoing or row.manager  # where nobody leads, somebody must know
    yield from tell(desk, [lead], "info", f"{row.number}: the handover of {row.shift} is drafted.", row.draft_at)
    yield from _next(desk, row.team, row.end, desk.one(NEXT_HANDOVER), row.draft_at)


def _late(desk: Desk, row: HandoverRow) -> Iterator[Event]:
    """The duty manager is told, of an agent's tickets the lead of the turn; where the roster names none, everybody who
    may take what nobody has accepted."""
    role = "manager" if row.agent is None else "lead"
    who = [row.manager] if row.manager else [m.handle for m in desk.all(MEMBERS) if role in m.roles.split()]
    yield e.HandoverEscalated(at=row.escalate_at, handover=row.id, to=who[0] if who else None)
    how = f"signed by {row.signed_by}, not accepted" if row.state == "signed" else "not signed"
    if row.agent is not None:
        text = (
            f"{row.number}: {row.agent} went {to_iso(row.end)} and the handover of their tickets is {how}."
            " They are still theirs; you may take them."
        )
    else:
        text = (
            f"{row.number}: the shift {row.shift} ended {to_iso(row.end)} and its handover is {how}."
            f" {row.outgoing or 'Its lead'} still holds the desk; you may take it."
        )
    yield from tell(desk, who, "page", text, row.escalate_at)
