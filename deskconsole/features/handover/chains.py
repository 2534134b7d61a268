"""Pre-flight of escalation chains: whom they reach in the incoming shift, by its roster, and when they reach nobody."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Reads
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import AGREEMENTS, agreement_of
from deskconsole.features.escalation.views import (
    POLICIES,
    Facts,
    Gap,
    Look,
    People,
    Policy,
    Reach,
    candidates,
    policy_of,
    policy_of_agreement,
    reach,
)
from deskconsole.features.handover.sheet import CHAIN, CHAINS, Change, Line
from deskconsole.features.rosters.views import Expanded, roster
from deskconsole.features.staffing.views import MEMBERS

MOST = 6
"""Stretches in which somebody is not reached that are listed; the rest is counted."""
NAMED = 8
"""People who would be asked that are named."""


def chain_lines(desk: Reads, of: Change, at: Instant) -> list[Line]:
    """A line where all reach somebody, else one for each stretch in which one does not, the gravest first."""
    looks = _looks(desk, of.team)
    if not looks:
        return [Line(CHAINS, "none", then="no agreement names an escalation")] if of.coming is not None else []
    begin = Instant(max(at, of.end))
    if begin >= of.until:
        return []
    people = People(desk.all(MEMBERS), Expanded(lambda first, last: roster(desk, first, last)))
    return list(_lines(reach(people, looks, begin, of.until, frozenset(of.leaving or ()))))


def _looks(desk: Reads, team: str | None) -> list[Look]:
    """The policies that are in force, and the tickets of the desk that they may be for."""
    policies: dict[str, Policy] = {row.name: policy_of(row) for row in desk.all(POLICIES) if row.retired_at is None}
    facts: dict[str, list[Facts]] = {}
    for row in desk.all(AGREEMENTS):
        name = policy_of_agreement(row) if row.retired_at is None else None
        if name in policies:
            found = candidates(desk, agreement_of(row), None, None)
            facts.setdefault(name, []).extend(each for each in found if team is None or each.team == team)
    return [Look(policies[name], tickets) for name, tickets in sorted(facts.items()) if tickets]


def _lines(found: Reach) -> Iterator[Line]:
    gaps = (*found.silent, *found.gaps)
    if not gaps:
        yield Line(CHAINS, "all reach somebody", then=_asked(found.asked))
        return
    yield from map(_line, gaps[:MOST])
    if len(gaps) > MOST:
        yield Line(CHAINS, f"{len(gaps) - MOST} stretches more in which a step reaches nobody")
    if found.asked:
        yield Line(CHAINS, "that reach somebody", then=_asked(found.asked))


def _line(gap: Gap) -> Line:
    subject, what = (f"{gap.policy}, step {gap.step}", "nobody") if gap.step else (gap.policy, "nobody at all")
    return Line(CHAIN, subject, begin=gap.begin, until=gap.end, then=f"reaches {what}: {gap.why}")


def _asked(people: tuple[str, ...]) -> str | None:
    """`they ask tom, eli and 3 more`"""
    if not people:
        return None
    more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
    return f"they ask {', '.join(people[:NAMED])}{more}"
