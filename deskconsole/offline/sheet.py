"""What a desk needs on paper: who is reached how, what is urgent, what is promised, who is called, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.delivery.views import ALL_CONTACTS, OPERATORS
from deskconsole.features.directory.views import DESK, TEAMS
from deskconsole.features.escalation.views import POLICIES, Step, policy_of
from deskconsole.features.promises.views import DUE, PromiseRow
from deskconsole.features.rosters.views import Turn, holder, roster
from deskconsole.features.tickets.views import QueueRow, queue_all
from deskconsole.store.driver import Reader

MOST = 200
"""Lines of a part: nobody turns more pages while the phone rings. What is beyond is counted."""
AHEAD = DAY
"""How far ahead it says who is on."""

URGENT = queue_all("t.is_open = 1 and t.priority <= 2")
NAMES = Query(
    "select o.handle, p.text, o.roles from operator o left join private_text p on p.id = o.name where o.active = 1"
    " order by o.handle",
    lambda handle, name, roles: (str(handle), str(name or handle), str(roles)),
)


class Reached(NamedTuple):
    """Somebody, and where they are reached: the first that they want first."""

    handle: str
    name: str
    roles: str
    contacts: tuple[tuple[str, str], ...]


class Chain(NamedTuple):
    """A policy: its steps in words."""

    name: str
    steps: tuple[str, ...]


class Sheet(NamedTuple):
    """All of it, as of an instant."""

    desk: str
    at: Instant
    holders: Sequence[tuple[str, str]]
    """Each desk and who holds it."""
    people: Sequence[Reached]
    urgent: Sequence[QueueRow]
    promises: Sequence[PromiseRow]
    turns: Sequence[Turn]
    """Who is on, and who is called, now and within a day."""
    chains: Sequence[Chain]
    beyond: Sequence[str] = ()
    """What there is more of than the sheet has room for."""


def read(desk: Reader, at: Instant) -> Sheet:
    """The sheet of a desk as it stands."""
    named = desk.maybe(DESK)
    urgent = desk.all(URGENT)
    promises = desk.all(DUE, due_at=0, id=0, limit=MOST + 1)
    until = Instant(at + AHEAD)
    turns = [turn for turn in roster(desk, at, until).turns(at, until) if turn.end > at]
    beyond = [f"{len(urgent) - MOST} more urgent tickets"] if len(urgent) > MOST else []
    beyond += ["more promises"] if len(promises) > MOST else []
    return Sheet(
        named.name if named else "this desk", at, list(_holders(desk, at, turns)), list(_people(desk)), urgent[:MOST],
        promises[:MOST], turns, list(_chains(desk)), beyond,
    )  # fmt: skip


def _holders(desk: Reader, at: Instant, turns: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """Who holds each desk that has shifts of its own."""
    names = {team.key: team.name for team in desk.all(TEAMS)}
    for team in dict.fromkeys(turn.team for turn in turns if turn.layer is None):
        if who := holder(desk, team, at):
            yield names.get(team or "", "the desk"), who


def _people(desk: Reader) -> Iterator[Reached]:
    numbers = {row.handle: row.id for row in desk.all(OPERATORS)}
    contacts: dict[int, list[tuple[str, str]]] = {}
    for operator, kind, text in desk.all(ALL_CONTACTS):
        if text:
            contacts.setdefault(operator, []).append((kind, text))
    for handle, name, roles in desk.all(NAMES):
        yield Reached(handle, name, roles, tuple(contacts.get(numbers[handle], ())))


def _chains(desk: Reader) -> Iterator[Chain]:
    """Policies that are in force."""
    for row in desk.all(POLICIES):
        if row.retired_at is None:
            policy = policy_of(row)
            yield Chain(policy.name, tuple(f"{n}. {step_words(step)}" for n, step in enumerate(policy.steps, 1)))


def step_words(step: Step) -> str:
    """`at 80 %: owner, team by sms`, `15m later: on-duty:network`"""
    when = f"at {step.share} %" if step.share is not None else "if nobody acknowledges"
    if step.after is not None:
        when = f"{step.after // 60}m later"
    whom = ", ".join(step.to) or "nobody"
    by = f" by {', '.join(step.by)}" if step.by else ""
    return f"{when}: {whom}{by}"
