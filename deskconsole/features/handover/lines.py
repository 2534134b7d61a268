"""The sections that are not about clocks: overrides, changes ahead, who is on, channels, what was put off.

A section is empty only where its source exists and was asked; else it says that nothing of it is recorded here.
"""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.changes.views import CHANGES_BETWEEN
from deskconsole.features.delivery.views import CHANNELS as ALL_CHANNELS
from deskconsole.features.escalation.views import MUTES_BETWEEN, WITHHELD
from deskconsole.features.exclusions.views import ALL as EXCLUSIONS
from deskconsole.features.handover.chains import chain_lines
from deskconsole.features.handover.population import OPEN
from deskconsole.features.handover.rooms import Rooms
from deskconsole.features.handover.sheet import (
    CHANGES,
    CHANNELS,
    DEFERRED,
    OVERRIDES,
    ROOMS,
    STAFFING,
    TELEPHONY,
    Change,
    Line,
    Section,
    Source,
)
from deskconsole.features.handover.views import NoteRow
from deskconsole.features.staffing.views import MEMBERS, STATUSES

UNRECORDED: Source = "not recorded here"

HOLDS = Query(
    "select t.held_for, count(*), min(t.held_until), sum(case when t.held_until is null then 1 else 0 end)"
    f" from ticket t where t.state = 'held' and {OPEN} and (cast(:team_id as bigint) is null or t.team = :team_id)"
    " group by t.held_for order by min(coalesce(t.held_until, 9000000000000000)), t.held_for",
    lambda reason, n, first, endless: (str(reason or "?"), int(n), first, int(endless)),
)
STOPPED = Query(
    "select r.id, r.ticket, t.number, r.metric, r.why, r.ended_at from escalation_run r"
    " join ticket t on t.id = r.ticket"
    f" where r.state = 'stopped' and {OPEN} and (cast(:team_id as bigint) is null or t.team = :team_id)"
    " order by r.ended_at",
    lambda run, ticket, number, metric, why, at: (int(run), int(ticket), str(number), str(metric), why, Instant(at)),
)
"""Escalations that somebody ended for good, on tickets that are still open."""
STOPPING = Query(
    "select body from journal where about = 'ticket' and subject = :ticket and kind = 'escalation.stopped'",
    str,
)
TEXT = Query("select text from private_text where id = :id", str)
WINDOWS = Query(
    "select m.id, title.text, s.key, m.item, m.begin_at, m.end_at from maintenance m"
    " left join private_text title on title.id = m.title left join service s on s.id = m.service"
    " where m.end_at > :begin and m.begin_at < :end and m.withdrawn_at is null and m.ended_at is null"
    " order by m.begin_at, m.id",
    lambda number, title, service, item, begin, end: (int(number), title, service, item, Instant(begin), Instant(end)),
)
FAILED = Query("select count(*), min(at) from notification where state = 'failed'", lambda n, at: (int(n), at))


def lines(
    desk: Reads, of: Change, team: int | None, at: Instant, notes: Sequence[NoteRow], rooms: Rooms
) -> list[Section]:
    """All of them, in the order of a sheet."""
    return [
        _overrides(desk, team, at),
        Section(ROOMS, lines=rooms.lines),
        Section(CHANGES, lines=_ahead(desk, at, of.until)),
        _staffing(desk, of, [*rooms.calls, *chain_lines(desk, of, at)]),
        _channels(desk),
        deferred(notes),
        Section(TELEPHONY, source=UNRECORDED),
    ]


def deferred(notes: Sequence[NoteRow]) -> Section:
    """What was noticed and put off."""
    found = [note for note in notes if note.what == DEFERRED]
    return Section(DEFERRED, lines=[Line("deferred", note.number or "", note.by, note.text) for note in found])


# --- overrides -------------------------------------------------------------------------------------------------------


def _overrides(desk: Reads, team: int | None, at: Instant) -> Section:
    """All that holds until somebody takes it back: who, why, until when, and what then."""
    found = [*_holds(desk, team), *_exclusions(desk, at), *_stopped(desk, team), *_muted(desk, at)]
    return Section(OVERRIDES, lines=[*found, Line("temporary rights", then=UNRECORDED, many=0)])


def _holds(desk: Reads, team: int | None) -> list[Line]:
    made = []
    for reason, n, first, endless in desk.all(HOLDS, team_id=team):
        without = f"{endless} of them without an end" if endless else "then their clocks go on"
        made.append(Line("hold", reason, until=first, then=without, many=n))
    return made


def _exclusions(desk: Reads, at: Instant) -> list[Line]:
    """What is not to count, where that is not over: asked for, decided, in force."""
    made = []
    for row in desk.all(EXCLUSIONS, now=at):
        known = row.known(at)
        if known.refused_at or known.revoked_at or (known.ends_at or known.to_at) <= at:
            continue
        decided = f"approved by {known.decided_by}" if known.approved_at else "not decided"
        made.append(
            Line(
                f"{known.kind} {known.number}", known.scope, known.requested_by, known.justification, known.from_at,
                known.ends_at or known.to_at, f"{decided}; then clocks count again",
            )
        )  # fmt: skip
    return made


def _stopped(desk: Reads, team: int | None) -> list[Line]:
    made = []
    for run, ticket, number, metric, why, since in desk.all(STOPPED, team_id=team):
        reason = _reason(desk, ticket, run)
        who = (why or "").removeprefix("by ") or None
        made.append(
            Line(f"escalation of {metric} stopped", number, who, reason, since, then="nobody is told of this clock")
        )
    return made


def _muted(desk: Reads, at: Instant) -> list[Line]:
    """Rules that tell nobody, with what that has withheld so far."""
    made = []
    for mute in desk.all(MUTES_BETWEEN, at=at, upto=at):
        of = f"“{mute.rule}” of {mute.scope}" if mute.scope else f"“{mute.rule}”"
        many = desk.one(WITHHELD, mute=mute.id)
        then = "then on" + (f", with what is due of {many} withheld" if many else "")
        made.append(Line("muted rule", of, mute.by, mute.reason, mute.from_at, mute.ends_at, then))
    return made


def _reason(desk: Reads, ticket: int, run: int) -> str | None:
    """Why somebody stopped an escalation, in their words; None where they were erased."""
    for body in desk.all(STOPPING, ticket=ticket):
        said = orjson.loads(body)
        if said["run"] == run and said.get("reason"):
            return desk.maybe(TEXT, id=said["reason"]["private"])
    return None


# --- what is ahead ---------------------------------------------------------------------------------------------------


def _ahead(desk: Reads, begin: Instant, end: Instant) -> list[Line]:
    made = [
        Line(
            "change", row.number, why=row.title, begin=row.begin_at, until=row.end_at, then=f"{row.risk}, {row.decided}"
        )
        for row in desk.all(CHANGES_BETWEEN, begin=begin, end=end)
    ]
    for number, title, service, item, first, last in desk.all(WINDOWS, begin=begin, end=end):
        concerns = service or item or "all services"
        made.append(Line("maintenance", f"MW-{number}", why=title, begin=first, until=last, then=concerns))
    return sorted(made, key=lambda line: (line.begin or 0, line.subject))


def _staffing(desk: Reads, of: Change, more: list[Line]) -> Section:
    """Who comes, and how they say they are; who was called in, and whom escalations reach. Without a roster nobody
    knows who comes."""
    if of.coming is None:
        if not more:
            return Section(STAFFING, source=UNRECORDED)
        return Section(STAFFING, lines=[Line("who comes", then=UNRECORDED, many=0), *more])
    members = {member.handle: member for member in desk.all(MEMBERS)}
    made = []
    for handle in of.coming:
        member = members.get(handle)
        said = STATUSES.get(member.status or "", "has not said") if member else "no operator any more"
        made.append(Line("leads" if handle == of.incoming else "comes", handle, handle, then=said))
    return Section(STAFFING, lines=[*made, *more])


def _channels(desk: Reads) -> Section:
    """Ways of telling people that do not work, and what reached nobody."""
    rows = desk.all(ALL_CHANNELS)
    if not rows:
        return Section(CHANNELS, source=UNRECORDED)
    made = [
        Line("channel does not work", row.spec.key, why=row.why or row.status, begin=row.since, then="others are tried")
        for row in rows
        if not row.works
    ]
    n, first = desk.one(FAILED)
    if n:
        made.append(Line("reached nobody", "dead letters", begin=first, many=n, then="notify retry sends them again"))
    return Section(CHANNELS, lines=made)
