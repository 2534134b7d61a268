"""Whom a step reaches: who owns it, is on duty, can, or leads; from what people say, and the roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Folding
from deskconsole.core.instants import Instant
from deskconsole.features.escalation.facts import FACTS, Facts
from deskconsole.features.rosters.views import LAYERS, Expanded, Roster, Turn, on, roster, running
from deskconsole.features.staffing.views import MEMBERS, Member


class Recipient(NamedTuple):
    """Somebody who is to be told."""

    id: int
    handle: str


class People(NamedTuple):
    """Who works here, and who is on when."""

    members: Sequence[Member]
    roster: Expanded = Expanded(lambda begin, end: Roster())

    def by(self, fits: Callable[[Member], bool]) -> list[Member]:
        return [member for member in self.members if fits(member)]

    def turns(self, at: Instant) -> list[Turn]:
        return self.roster.between(at, Instant(at + 1))

    def called(self, team: str | None, at: Instant, layer: str = LAYERS[0]) -> list[Member]:
        """Whom the roster has called for a team at an instant; those for that very team, else those for all."""
        turns = self.turns(at)
        who = on(turns, team, at, layer) or on(turns, None, at, layer) or ()
        return self.by(lambda member: member.handle in who)

    def here(self, team: str | None, at: Instant) -> list[Member]:
        """Who is in a turn of a team, or of all of them, and has not left."""
        turns = self.turns(at)
        who = on(turns, team, at) or on(turns, None, at) or ()
        return self.by(lambda member: member.handle in who and _here(member))

    def leading(self, team: str | None, at: Instant) -> list[Member]:
        """Who leads the turn of a team, or of all of them, and has not left."""
        turns = [turn.at(at) for turn in self.turns(at) if turn.layer is None]
        for wanted in (team, None):
            own = running([turn for turn in turns if turn.team == wanted], at)
            if own is not None and own.lead is not None:
                return [member for member in self.members if member.handle == own.lead and _here(member)]
        return []


def people(desk: Folding) -> People:
    return People(desk.versions(MEMBERS), desk.once(_expanded))


def _expanded(desk: Folding) -> Expanded:
    return Expanded(lambda begin, end: roster(desk, begin, end))


def reached(desk: Folding, target: str, ticket: int, at: Instant, turn: int = 0) -> list[Recipient]:
    """The people whom a target reaches at an instant, by name; `turn` is whose turn it is where they take turns."""
    return among(people(desk), desk.one(FACTS, ticket=ticket), target, at, turn)


def among(who: People, facts: Facts, target: str, at: Instant, turn: int = 0) -> list[Recipient]:
    """The same, of people and a ticket that were looked up."""
    word, _, name = target.partition(":")
    find = _FIND.get(word, _handle)
    found = find(who, facts, name or (target if find is _handle else ""), at)
    if word == "round-robin" and found:
        found = [found[turn % len(found)]]
    return [Recipient(member.id, member.handle) for member in found]


def nobody(facts: Facts, target: str) -> str:
    """Why a target reaches nobody, in words."""
    word, _, name = target.partition(":")
    team = name or facts.team or "no team"
    return {
        "owner": f"{facts.owner} is off" if facts.owner else "nobody owns it",
        "team": f"nobody of team {team} is here",
        "on-duty": f"nobody is on duty for {team}",
        "round-robin": f"nobody is on duty for {team}",
        **dict.fromkeys(LAYERS, f"nobody is called {word} for {team}"),
        "skill": f"nobody who can {name} is here",
        "lead": f"{team} has no lead",
        "service-owner": f"nobody answers for {facts.service}" if facts.service else "it names no service",
        "executive": "nobody is a manager",
    }.get(word, f"{target} works here no more")


def _here(member: Member) -> bool:
    return member.status != "off"


def _of_team(member: Member, team: str | None) -> bool:
    return team is not None and team in member.teams.split()


def _works(member: Member) -> bool:
    """Whether somebody works on tickets: an integration, or an auditor, does not."""
    return bool({"agent", "lead", "manager"} & {*member.roles.split()})


def _handle(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    return who.by(lambda member: member.handle == name)


def _owner(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    """Whoever owns it, unless they have left for the day."""
    duty = {member.handle for member in who.called(facts.team, at)}
    return who.by(lambda member: member.handle == facts.owner and (_here(member) or member.handle in duty))


def _at_work_for(who: People, team: str | None) -> list[Member]:
    """Those who work for a team; where nobody does by name, those who work for all of them."""
    own = who.by(lambda member: _of_team(member, team) and _works(member))
    return own or who.by(lambda member: not member.teams and "agent" in member.roles.split())


def _team(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    return [member for member in _at_work_for(who, name or facts.team) if _here(member)]


def _on_duty(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    """Whom the roster has called, else who is on by it; where it names nobody, those of the team who say that they are
    available, or say nothing."""
    team = name or facts.team
    own = _at_work_for(who, team)
    available = [member for member in own if member.status == "available"]
    silent = [member for member in own if member.status is None]
    return who.called(team, at) or who.here(team, at) or available or silent


def _layer(layer: str) -> Callable[[People, Facts, str, Instant], list[Member]]:
    """Who is called in a layer."""
    return lambda who, facts, name, at: who.called(name or facts.team, at, layer)


def _skill(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    return who.by(lambda member: name in member.skills.split() and _here(member))


def _lead(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    """Who leads the turn that is on; else leads of the team, or of all teams, and of several those who are here."""
    team = name or facts.team
    if leading := who.leading(team, at):
        return leading
    leads = who.by(lambda member: "lead" in member.roles.split())
    own = [lead for lead in leads if _of_team(lead, team)] or [lead for lead in leads if not lead.teams]
    return [lead for lead in own if _here(lead)] or own


def _service_owner(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    return who.by(lambda member: member.handle == facts.service_owner)


def _executive(who: People, facts: Facts, name: str, at: Instant) -> list[Member]:
    return who.by(lambda member: "manager" in member.roles.split())


_FIND: dict[str, Callable[[People, Facts, str, Instant], list[Member]]] = {
    "owner": _owner, "team": _team, "on-duty": _on_duty, "round-robin": _on_duty, "skill": _skill, "lead": _lead,
    "service-owner": _service_owner, "executive": _executive, **{layer: _layer(layer) for layer in LAYERS},
}  # fmt: skip
