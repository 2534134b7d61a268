"""Over a time ahead: when a step would reach nobody, by the roster.

Whom a step reaches changes only where the roster does, so each stretch between two of its instants is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from deskconsole.core.instants import DAY, Instant
from deskconsole.features.escalation.facts import Facts
from deskconsole.features.escalation.policies import Policy
from deskconsole.features.escalation.whom import People, among, nobody
from deskconsole.features.rosters.views import LAYERS

DAYS = 14
ON_DUTY = ("on-duty", "round-robin")
BY_TEAM = ("team", "lead", *ON_DUTY, *LAYERS)
UNKNOWN = ("owner",)
"""Targets that only the ticket of that day can tell."""


class Gap(NamedTuple):
    """A time ahead in which a step reaches nobody."""

    begin: Instant
    end: Instant
    policy: str
    step: int
    to: tuple[str, ...]
    why: str = ""
    place: int = 0
    """Where it stands among the steps of that policy, which another one may go on to; from 1 on."""


class Look(NamedTuple):
    """A policy, and the tickets that it may be for."""

    policy: Policy
    facts: Sequence[Facts]


class Reach(NamedTuple):
    """Whom the chains of a desk reach within a time to come."""

    asked: tuple[str, ...]
    """Those whom they reach at its beginning, if nobody acts, in the order in which they come."""
    silent: tuple[Gap, ...]
    """When all of a chain reaches nobody; of no step."""
    gaps: tuple[Gap, ...]
    """When a step does, where others reach somebody."""


LATER = "later"
"""How people are on a day to come: nobody has said it yet."""
OFF = "off"


class Then:
    """People as they may be on a day to come: on duty is whom the roster names; `gone` are those who have left by then,
    unless they are in a turn."""

    def __init__(self, now: People, gone: frozenset[str] = frozenset()) -> None:
        self.now, self.gone = now, gone
        self._known: dict[tuple[str | None, frozenset[str]], People] = {}
        self._off: dict[Instant, frozenset[str]] = {}

    def people(self, target: str, at: Instant) -> People:
        """As a target looks for them at an instant."""
        key = LATER if target.partition(":")[0] in ON_DUTY else None, self._away(at)
        if key not in self._known:
            status, away = key
            members = [each._replace(status=OFF if each.handle in away else status) for each in self.now.members]
            self._known[key] = self.now._replace(members=members)
        return self._known[key]

    def _away(self, at: Instant) -> frozenset[str]:
        if self.gone and at not in self._off:
            here = {who for turn in self.now.turns(at) for who in turn.at(at).people}
            self._off[at] = self.gone - here
        return self._off.get(at, frozenset())

    def instants(self, begin: Instant, end: Instant) -> list[Instant]:
        """When somebody comes or goes within a time, and its beginning."""
        turns = self.now.roster.between(begin, end)
        ends = {at for turn in turns for at in (turn.begin, turn.end)}
        ends |= {at for turn in turns for seat in turn.seats for at in (seat.begin, seat.end)}
        return [begin, *sorted(at for at in ends if begin < at < end)]


def ahead(
    people: People, looks: Iterable[Look], begin: Instant, days: int = DAYS
) -> tuple[tuple[Instant, Instant], list[Gap]]:
    """The time that was looked through, and the stretches of it in which a step reaches nobody."""
    end, then = Instant(begin + days * DAY), Then(people)
    return (begin, end), _told_once(gap for look in looks for gap in _of_policy(then, look, begin, end))


def reach(people: People, looks: Iterable[Look], begin: Instant, end: Instant, gone: frozenset[str]) -> Reach:
    """Whom chains reach within a time, of which those who are `gone` and in no turn have nothing."""
    then, looked = Then(people, gone), list(looks)
    silent = _told_once(gap for look in looked for gap in _of_chain(then, look, begin, end))
    whole = {(gap.begin, gap.end, gap.policy) for gap in silent}
    gaps = _told_once(gap for look in looked for gap in _of_policy(then, look, begin, end))
    partly = [gap for gap in gaps if (gap.begin, gap.end, gap.policy) not in whole]
    return Reach(tuple(_asked(then, looked, begin)), tuple(silent), tuple(partly))


def _told_once(gaps: Iterable[Gap]) -> list[Gap]:
    distinct = {(gap.begin, gap.end, gap.policy, gap.step, gap.why): gap for gap in gaps}
    return sorted(distinct.values(), key=lambda gap: (gap.begin, gap.policy, gap.step))


def _of_policy(then: Then, look: Look, begin: Instant, end: Instant) -> Iterator[Gap]:
    for n, step in enumerate(look.policy.steps, 1):
        for first, last, why in _silent(then, step.to, look.facts, begin, end):
            place = sum(each.policy == step.policy for each in look.policy.steps[:n])
            yield Gap(first, last, step.policy or look.policy.name, n, step.to, why, place)


def _of_chain(then: Then, look: Look, begin: Instant, end: Instant) -> Iterator[Gap]:
    """When no step of a policy reaches anybody."""
    to = tuple(dict.fromkeys(target for step in look.policy.steps for target in step.to))
    for first, last, why in _silent(then, to, look.facts, begin, end):
        yield Gap(first, last, look.policy.name, 0, to, why)


def _silent(
    then: Then, to: Sequence[str], tickets: Sequence[Facts], begin: Instant, end: Instant
) -> Iterator[tuple[Instant, Instant, str]]:
    """When these targets reach nobody for some ticket, and why."""
    if not to or set(to) & set(UNKNOWN):
        return
    for facts in _apart(to, tickets):
        if any(_by_status(then, target, facts, begin, end) for target in to):
            continue  # whoever is available then will be told
        for first, last in _empty(then, facts, to, begin, end):
            yield first, last, "; ".join(nobody(facts, target) for target in to)


def _asked(then: Then, looks: Sequence[Look], at: Instant) -> Iterator[str]:
    """Whom they reach at an instant, those of first steps first, each once."""
    told: set[str] = set()
    for n in range(max((len(look.policy.steps) for look in looks), default=0)):
        for look in looks:
            to = look.policy.steps[n].to if n < len(look.policy.steps) else ()
            for facts in _apart(to, look.facts):
                found = [each.handle for target in to for each in among(then.people(target, at), facts, target, at)]
                yield from (handle for handle in dict.fromkeys(found) if handle not in told)
                told.update(found)


def _apart(targets: Sequence[str], facts: Sequence[Facts]) -> Iterable[Facts]:
    """Tickets that these targets tell apart: by their team, where a target names none, and by who answers for their
    service."""
    by_team = any(target in BY_TEAM for target in targets)
    by_service = "service-owner" in targets
    found: dict[tuple[str | None, str | None], Facts] = {}
    for each in facts:
        found.setdefault((each.team if by_team else None, each.service if by_service else None), each)
    return found.values()


def _by_status(then: Then, target: str, facts: Facts, begin: Instant, end: Instant) -> bool:
    """Whether no roster says who is on duty: then it is whoever says that they are available."""
    word, _, name = target.partition(":")
    if word not in ON_DUTY:
        return False
    team, now = name or facts.team, then.now
    listed = any(turn.team in (None, team) for turn in now.roster.between(begin, end))
    works = any(team in member.teams.split() for member in now.members if member.handle not in then.gone)
    return not listed and works


def _empty(
    then: Then, facts: Facts, targets: Sequence[str], begin: Instant, end: Instant
) -> Iterator[tuple[Instant, Instant]]:
    """Stretches in which these targets reach nobody, those that touch as one."""
    since: Instant | None = None
    for at in then.instants(begin, end):
        empty = not any(among(then.people(target, at), facts, target, at) for target in targets)
        if empty and since is None:
            since = at
        elif not empty and since is not None:
            yield since, at
            since = None
    if since is not None:
        yield since, end
