"""Who could hear of a step of a policy, as far as a desk file tells: nobody at all, or people whom nothing reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from deskconsole.core.toml.problems import Path
from deskconsole.features.delivery.views import CONSOLE, IN_CONSOLE, ChannelSpec, followed
from deskconsole.features.deskfile.delivery import unreached
from deskconsole.features.deskfile.spec import DeskFile, EscalationStepSpec, OperatorSpec
from deskconsole.features.rosters.views import LAYERS

WORK = frozenset({"agent", "lead", "manager"})


def unheard(file: DeskFile) -> Iterator[tuple[Path, str]]:
    """Policies that no agreement names, steps that reach nobody at all, recipients without a contact."""
    named = {spec.escalation for spec in file.agreements}
    named |= {spec.then for spec in file.escalations}
    for policy in file.escalations:
        path: Path = ("escalations", policy.name)
        if policy.name not in named:
            yield path, "no agreement names it: nobody is ever told by it; write escalation in one of them"
        for place, step in enumerate(policy.steps):
            yield from _step(file, (*path, "steps", place), step)


def _step(file: DeskFile, path: Path, step: EscalationStepSpec) -> Iterator[tuple[Path, str]]:
    found = [operator for target in step.to for operator in candidates(file, target)]
    if step.to and not found:
        yield (*path, "to"), f"reaches nobody at all: no operator is {' or '.join(step.to)}"
    without = {operator.handle: why for operator in found if (why := _without(file, step, operator))}
    if without:
        yield path, f"{', '.join(without)}: {next(iter(without.values()))}"


def _without(file: DeskFile, step: EscalationStepSpec, operator: OperatorSpec) -> str | None:
    """Why a step does not reach an operator beyond the desk; None where it does, or is for the console only."""
    if not file.channels or CONSOLE in step.by:
        return None
    if not step.by:
        return unreached(file.channels, operator)
    if any(_usable(spec, operator) for spec in _tried(file.channels, step.by)):
        return None
    return f"has no contact for {' or '.join(step.by)}, nor for what that falls back on"


def _tried(channels: Sequence[ChannelSpec], by: Sequence[str]) -> Iterator[ChannelSpec]:
    known = {spec.key: spec for spec in channels} | {CONSOLE: IN_CONSOLE}
    for key in by:
        yield from followed(key, known)


def _usable(spec: ChannelSpec, operator: OperatorSpec) -> bool:
    return spec.needs is None or spec.needs in dict(operator.contacts)


def candidates(file: DeskFile, target: str) -> list[OperatorSpec]:
    """The operators whom a target may reach, of whatever ticket."""
    word, _, name = target.partition(":")
    owners = {service.owner for service in file.services}
    teams = {name} if name else {team.key for team in file.teams}
    at_work = [who for who in file.operators if WORK & {*who.roles}]
    of_team = [who for who in at_work if teams & {*who.teams}]
    of_team = of_team or [who for who in at_work if not who.teams and "agent" in who.roles]
    return {
        "owner": at_work,
        "team": of_team,
        "on-duty": [*of_team, *_on_call(file, name)],
        "round-robin": [*of_team, *_on_call(file, name)],
        **{layer: _on_call(file, name, (layer,)) for layer in LAYERS},
        "skill": [who for who in file.operators if name in who.skills],
        "lead": [
            *_leading(file, name),
            *(who for who in at_work if "lead" in who.roles and (not who.teams or teams & {*who.teams})),
        ],
        "service-owner": [who for who in file.operators if who.handle in owners],
        "executive": [who for who in file.operators if "manager" in who.roles],
    }.get(word, [who for who in file.operators if who.handle == target])


def _on_call(file: DeskFile, team: str, layers: Collection[str | None] = (None, LAYERS[0])) -> list[OperatorSpec]:
    """Whom the roster may have on, or called, for a team; the list of single days calls people first."""
    shifts = file.roster.shifts if file.roster else ()
    fits = [each for each in shifts if each.layer in layers and (not team or each.team in (None, team))]
    who = {handle for each in fits for group in (*each.groups, each.leads) for handle in group}
    days = file.on_call.shifts if file.on_call and LAYERS[0] in layers else ()
    who |= {each.who for each in days if not team or each.team in (None, team)}
    return [each for each in file.operators if each.handle in who]


def _leading(file: DeskFile, team: str) -> list[OperatorSpec]:
    shifts = file.roster.shifts if file.roster else ()
    who = {lead for each in shifts if not team or each.team in (None, team) for lead in each.leads}
    return [each for each in file.operators if each.handle in who]
