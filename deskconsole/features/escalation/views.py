"""Policies, and how runs stand."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import AgreementRow
from deskconsole.features.escalation.ahead import Gap, Look, Reach, reach
from deskconsole.features.escalation.facts import FACTS, Facts
from deskconsole.features.escalation.mutes import ESCALATION, WAR_ROOM, Mute, Where, silencing
from deskconsole.features.escalation.policies import Policy, Step
from deskconsole.features.escalation.said import said_of_step, said_of_withheld
from deskconsole.features.escalation.supposed import candidates
from deskconsole.features.escalation.texts import USUAL, VARIABLES, stray, variables_of
from deskconsole.features.escalation.whom import People
from deskconsole.features.escalation.words import HIERARCHICAL, MAY_NAME, RESTS, TARGETS, MoreThan

__all__ = [
    "CI_OF", "ESCALATION", "FACTS", "HAVE_STARTED", "HELD_RUNS", "HIERARCHICAL", "LAST_MUTES", "LIVE_RUNS", "MAY_NAME",
    "MUTABLE", "MUTE", "MUTES_BETWEEN", "NOW", "POLICIES", "RESTS", "ROOMS_WITHHELD", "RUN", "RUNS_OF", "TARGETS",
    "USUAL", "VARIABLES", "WAR_ROOM", "WITHHELD", "WITHHELD_FOR", "WITHHELD_ROOM", "Facts", "Gap", "Live", "Look",
    "MoreThan", "Mute", "Now", "People", "Policy", "PolicyRow", "Reach", "RunRow", "Step", "Where", "Withheld",
    "WithheldRoom", "candidates", "policy_of", "policy_of_agreement", "reach", "said_of_step", "said_of_withheld",
    "silencing", "stray", "variables_of",
]  # fmt: skip


# --- what the desk file says -----------------------------------------------------------------------------------------


class PolicyRow(NamedTuple):
    """A version of a policy as stored."""

    id: int
    name: str
    version: int
    since: Instant
    body: str
    retired_at: Instant | None


POLICIES = Query(
    f"select {', '.join(PolicyRow._fields)} from escalation_policy order by name, version",
    PolicyRow,
)


@lru_cache(maxsize=256)
def policy_of(row: PolicyRow) -> Policy:
    """The policy that a row holds."""
    return Policy.from_body(row.id, row.name, row.version, row.since, json.loads(row.body))


@lru_cache(maxsize=512)
def policy_of_agreement(row: AgreementRow) -> str | None:
    """The name of the policy that an agreement version names."""
    name: str | None = json.loads(row.body).get("escalation")
    return name


# --- runs ------------------------------------------------------------------------------------------------------------


class RunRow(NamedTuple):
    """A run as it stands; what columns mean is in `tables.py`."""

    ticket: int
    id: int
    agreement: int
    metric: str
    cycle: int
    policy: int
    state: str
    step: int
    round: int
    outcome: str | None
    reached: int
    last_at: Instant
    next_at: Instant | None
    ack_until: Instant | None
    started_at: Instant
    ended_at: Instant | None
    why: str | None
    live: int
    muted_until: Instant | None


_RUNS = f"select {', '.join(RunRow._fields)} from escalation_run"
RUNS_OF = Query(f"{_RUNS} where ticket = :ticket order by id", RunRow)
RUN = Query(f"{_RUNS} where id = :run", RunRow)


class Live(NamedTuple):
    """A run that may still tell somebody, with its ticket and its clock, as a panel lists it."""

    run: int
    ticket: int
    number: str
    title: str | None
    priority: int | None
    metric: str
    due: Instant | None
    late: Instant | None
    policy: int
    """Number of the policy version: `POLICIES` has its steps."""
    state: str
    step: int
    next_at: Instant | None
    ack_until: Instant | None
    why: str | None


LIVE_RUNS = Query(
    "select r.id, r.ticket, t.number, p.text, t.priority, r.metric, c.due, c.late, r.policy, r.state, r.step,"
    " r.next_at, r.ack_until, r.why from escalation_run r join ticket t on t.id = r.ticket"
    " left join private_text p on p.id = t.title left join clock c on c.ticket = r.ticket"
    " and c.agreement = r.agreement and c.metric = r.metric and c.cycle = r.cycle"
    " where r.live = 1 order by r.next_at is null, r.next_at, r.id limit :limit",
    Live,
)
HAVE_STARTED = Query(
    "select count(distinct r.ticket) from escalation_run r join ticket t on t.id = r.ticket"
    " where r.started_at > :since and r.started_at <= :at and r.ticket <> :ticket"
    " and (cast(:service as bigint) is null or t.service = :service)",
    int,
)
"""How many other tickets a policy has begun on in a span, of a service where one is given."""


# --- the ticket ------------------------------------------------------------------------------------------------------


class Now(NamedTuple):
    """What of a ticket decides whether anybody is to be told at all."""

    state: str | None
    owner: str | None
    held_for: str | None
    also_held: str | None
    acknowledged_at: Instant | None
    restored_at: Instant | None
    rings_from: Instant | None
    room: str | None = None
    """The war room that has it: nobody is paged for it by itself."""
    left_at: Instant | None = None
    """When it left one: what comes after a step is counted from then."""


_ROOM = "from war_room_ticket x where x.ticket = t.id and x.quiet = 1 and x.until_at"
NOW = Query(
    f"select {', '.join(f't.{name}' for name in Now._fields[:-2])}, (select x.number {_ROOM} is null),"
    f" (select max(x.until_at) {_ROOM} is not null) from ticket t where t.id = :ticket",
    Now,
)


# --- what is muted ---------------------------------------------------------------------------------------------------

MUTABLE = Query(
    "select name from escalation_policy where retired_at is null"
    " union select name from war_room_rule where retired_at is null order by 1",
    str,
)
"""The rules that somebody may mute."""

_MUTES = (
    "select m.id, m.kind, m.rule, s.key, c.key, m.ci, m.p1, m.from_at, m.until_at, m.ends_at, m.by_whom, p.text,"
    " m.ended_at, m.ended_by from escalation_mute m left join service s on s.id = m.service"
    " left join customer c on c.id = m.customer left join private_text p on p.id = m.reason"
)
MUTES_BETWEEN = Query(
    f"{_MUTES} where m.ends_at > :at and m.from_at <= :upto order by m.ends_at, m.id",
    Mute,
)
"""What was muted at some time from an instant until another."""
MUTE = Query(f"{_MUTES} where m.id = :mute", Mute)
LAST_MUTES = Query(f"{_MUTES} order by m.id desc limit :limit", Mute)

CI_OF = Query(
    "select f.value from ticket_field f where f.ticket = :ticket and f.key = 'ci' order by f.id desc limit 1",
    str,
)


class Withheld(NamedTuple):
    """Something that a mute withheld: a step of a run, or the proposal of a room for a cause."""

    at: Instant
    number: str
    """Of the ticket."""
    run: int | None
    step: int | None
    cause_kind: str | None
    cause: str | None
    why: str | None
    proposed: int | None


WITHHELD = Query("select count(*) from escalation_withheld where mute = :mute", int)
WITHHELD_FOR = Query(
    "select w.at, t.number, w.run, w.step, w.cause_kind, w.cause, w.why, w.proposed from escalation_withheld w"
    " join ticket t on t.id = w.ticket where w.mute = :mute order by w.at, w.id limit :limit",
    Withheld,
)
HELD_RUNS = Query(
    "select r.id, r.ticket from escalation_run r where r.live = 1 and r.outcome = 'withheld' and r.muted_until > :now"
    " and r.id in (select w.run from escalation_withheld w where w.mute = :mute) order by r.id limit :limit",
    lambda run, ticket: (int(run), int(ticket)),
)
"""Runs and their tickets that wait for the end of a mute, though it is over."""


class WithheldRoom(NamedTuple):
    """A war room that a muted rule would have proposed, for a cause."""

    id: int
    at: Instant
    ticket: int
    cause_kind: str
    cause: str
    rule: str


ROOMS_WITHHELD = Query(
    "select w.id, w.at, w.ticket, w.cause_kind, w.cause, m.rule from escalation_withheld w"
    " join escalation_mute m on m.id = w.mute"
    " where w.mute = :mute and w.run is null and w.settled_at is null order by w.id limit 1",
    WithheldRoom,
)
"""The first one of which nobody has decided yet what becomes of it."""
WITHHELD_ROOM = Query(
    "select w.id from escalation_withheld w where w.mute = :mute and w.run is null and w.cause_kind = :kind"
    " and w.cause = :key",
    int,
)
