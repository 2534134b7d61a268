"""What a desk file leaves open: hours of the next two weeks in which a step of an escalation reaches nobody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from zoneinfo import ZoneInfo

from deskconsole.core.instants import Instant
from deskconsole.core.toml.problems import Problem, Sheet
from deskconsole.core.when import say_instant
from deskconsole.features.deskfile.hearing import candidates
from deskconsole.features.deskfile.plain import plain
from deskconsole.features.deskfile.spec import AgreementSpec, DeskFile, ServiceSpec
from deskconsole.features.escalation.ahead import Gap, Look, ahead
from deskconsole.features.escalation.policies import Policy
from deskconsole.features.escalation.views import Facts
from deskconsole.features.escalation.whom import People
from deskconsole.features.rosters.views import Expanded, Listed, Roster, Version
from deskconsole.features.staffing.views import Member

SHOWN = 3
"""Stretches that are told of a step."""


def unheard(file: DeskFile, sheet: Sheet, now: Instant) -> list[Problem]:
    """A note for each step that reaches nobody at some time of the next two weeks, in the order of the file."""
    policies = {spec.name: Policy.from_body(0, spec.name, 1, Instant(0), plain(spec)) for spec in file.escalations}
    people, found = _people(file), list[tuple[str, Gap]]()
    for spec in file.agreements:
        if (policy := policies.get(spec.escalation or "")) is not None:
            (_, end), gaps = ahead(people, [Look(policy, list(_facts(file, spec)))], now)
            found += [(spec.name, gap) for gap in gaps if _may_reach(file, gap)]
    order = sorted(found, key=lambda each: (_step(each[1]), each[1].begin))
    notes = []
    for (name, place, why), same in groupby(order, key=lambda each: _step(each[1])):
        told = list(same)
        gaps = list({(gap.begin, gap.end): gap for _, gap in told}.values())
        whose = ", ".join(dict.fromkeys(agreement for agreement, _ in told))
        text = f"reaches nobody {_spans(gaps, now, end, ZoneInfo(file.desk.zone))}: {why} (agreement {whose})"
        notes.append(sheet.problem(("escalations", name, "steps", place - 1), text))
    return sorted(notes, key=lambda problem: problem.line)


def _may_reach(file: DeskFile, gap: Gap) -> bool:
    """Whether the step reaches anybody at other times, or of other tickets; else that is noted by itself."""
    return any(candidates(file, target) for target in gap.to)


def _step(gap: Gap) -> tuple[str, int, str]:
    return gap.policy, gap.place, gap.why


def _spans(gaps: list[Gap], now: Instant, end: Instant, zone: ZoneInfo) -> str:
    if gaps[0].begin == now and gaps[0].end == end:
        return "at any time of the next two weeks"
    said = [f"{say_instant(gap.begin, now, zone)} to {say_instant(gap.end, now, zone)}" for gap in gaps[:SHOWN]]
    more = f" and {len(gaps) - SHOWN} times more" if len(gaps) > SHOWN else ""
    return f"from {', '.join(said)}{more}"


def _people(file: DeskFile) -> People:
    """Who works here, as the file says it: how they are nobody knows yet."""
    members = [
        Member(n, spec.handle, " ".join(spec.roles), " ".join(spec.teams), " ".join(spec.skills), None, None)
        for n, spec in enumerate(file.operators, 1)
    ]
    instants = file.on_call.instants if file.on_call else ()
    listed = [Listed(team, who, Instant(first), Instant(until)) for team, who, first, until in instants]
    versions = [Version(Instant(0), file.roster)] if file.roster else []
    roster = Roster(versions, listed)
    return People(sorted(members, key=lambda member: member.handle), Expanded(lambda begin, end: roster))


def _facts(file: DeskFile, spec: AgreementSpec) -> Iterator[Facts]:
    """Tickets that an agreement may be for: of each team that may have them, of each service that it names."""
    match = dict(spec.match)
    named = match.get("service", ())
    services: list[ServiceSpec | None] = [each for each in file.services if not named or each.key in named]
    teams: list[str | None] = [*match.get("team", ())] or [each.key for each in file.teams]
    for service in services or [None]:
        for team in [service.team] if service and service.team else teams or [None]:
            yield Facts(
                number="a ticket", title=None, state="open", type="incident", priority=None, owner=None, team=team,
                service=service.key if service else None, customer=None, tier=None, category=None, service_id=None,
                service_name=None, service_owner=service.owner if service else None, customer_name=None,
                team_name=team, desk=file.desk.name, zone=file.desk.zone,
            )  # fmt: skip
