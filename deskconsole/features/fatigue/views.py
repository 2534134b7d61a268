"""Alarms that were sent to people in a span, what they did then, and the runs that sent them; read by index alone.

An alarm is a notification of an escalation, or a digest of several: it rang once, and tells of each of them. What
somebody did is any line of the journal about its ticket under their name, but that they looked at it.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant


class Alarm(NamedTuple):
    """One thing that somebody was told: when, about what, by which rule, and when they first did something about it."""

    notification: int
    bundle: int | None
    """The digest it was told in; several of one rang once."""
    person: str
    severity: str
    sent_at: Instant
    ticket: int | None
    service: str | None
    policy: str | None
    step: int | None
    agreement: str | None
    metric: str | None
    acted_at: Instant | None
    """Within the time that counts."""


class Run(NamedTuple):
    """A run of a policy that began in the span, with its service and how it stands."""

    run: int
    ticket: str
    service: str | None
    policy: str
    agreement: str
    metric: str
    state: str
    started_at: Instant


class Answer(NamedTuple):
    """What happened to a run: its steps that told people, and who answered."""

    run: int
    kind: str
    at: Instant
    actor: str
    outcome: str | None


class Component(NamedTuple):
    """A service of the desk, and who answers for it."""

    service: str
    owner: str | None
    criticality: int | None


LOOKED = ("touch.recorded", "touch.corrected")
"""Events about a ticket under somebody's name that are no act."""

_ACTED = (
    "(select min(j.occurred_at) from journal j where j.about = 'ticket' and j.subject = n.ticket"
    " and j.occurred_at > {at} and j.occurred_at <= {at} + :within and j.actor = o.handle"
    f" and j.kind not in ({', '.join(repr(kind) for kind in LOOKED)}))"
)
_OF = (
    " left join ticket t on t.id = n.ticket left join service s on s.id = t.service"
    " left join escalation_run r on r.id = n.run left join escalation_policy p on p.id = r.policy"
    " left join agreement_version a on a.id = r.agreement"
)
_SENT = "{of}.operator = o.id and {of}.sent_at >= :since and {of}.sent_at < :until"
ALARMS = Query(
    f"select n.id, null, o.handle, n.severity, n.sent_at, n.ticket, s.key, p.name, n.step, a.name, r.metric,"
    f" {_ACTED.format(at='n.sent_at')} from operator o cross join notification n{_OF}"
    f" where {_SENT.format(of='n')} and n.purpose = 'escalation'"
    f" union all select n.id, b.id, o.handle, n.severity, b.sent_at, n.ticket, s.key, p.name, n.step, a.name, r.metric,"
    f" {_ACTED.format(at='b.sent_at')} from operator o cross join notification b"
    f" join notification n on n.bundle = b.id{_OF} where {_SENT.format(of='b')} and b.purpose = 'digest'",
    Alarm,
)
"""What was sent by itself, and what a digest told of."""

_RUN = (
    " from escalation_run r join ticket t on t.id = r.ticket left join service s on s.id = t.service"
    " join escalation_policy p on p.id = r.policy join agreement_version a on a.id = r.agreement"
)
_BEGAN = " where r.started_at >= :since and r.started_at < :until"
RUNS = Query(
    f"select r.id, t.number, s.key, p.name, a.name, r.metric, r.state, r.started_at{_RUN}{_BEGAN} order by r.id", Run
)
_ANSWERS = ("escalation.step_taken", "escalation.acknowledged", "escalation.taken_over")


def _answer(kind: str, at: int, actor: str, body: str) -> Answer:
    said: dict[str, Any] = json.loads(body)
    return Answer(said["run"], kind, Instant(at), actor, said.get("outcome"))


ANSWERS = Query(
    "select j.kind, j.occurred_at, j.actor, j.body from (select distinct r.ticket from escalation_run r"
    f"{_BEGAN}) of_run cross join journal j where j.about = 'ticket' and j.subject = of_run.ticket"
    f" and j.occurred_at >= :since and j.kind in ({', '.join(repr(kind) for kind in _ANSWERS)})"
    " order by j.occurred_at, j.seq",
    _answer,
)
"""Of all runs of these tickets; those of other spans are left aside by whoever counts."""

COMPONENTS = Query("select key, owner, criticality from service where active = 1 order by key", Component)
