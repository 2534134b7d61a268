"""What the desk does when a ticket has come to a team: it may choose a person, and watch that somebody takes it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from deskconsole.core.actors import ROLES
from deskconsole.core.desk import Desk, Event, alive, command
from deskconsole.core.instants import to_datetime
from deskconsole.features.directory.views import DESK, TEAM
from deskconsole.features.rosters.views import here
from deskconsole.features.staffing import rules
from deskconsole.features.staffing.commands.common import LIVE
from deskconsole.features.staffing.commands.transfers import lapsed
from deskconsole.features.staffing.events import UnclaimedWatched
from deskconsole.features.staffing.views import ASSIGNS, LOAD, MEMBERS, NEEDS, Member
from deskconsole.features.tickets.events import TicketAssigned
from deskconsole.features.tickets.views import ATTRIBUTES, TICKET_BY_ID, TicketRow
from deskconsole.features.tickets.views import Attributes as Asked
from deskconsole.features.triage.views import TRIAGE, Attributes, Rule, Rules, route


@command("ticket.arrived", needs="desk")
def arrived(desk: Desk, ticket: int, team: int | None, rule: str | None) -> Iterator[Event]:
    """Do what follows when a ticket has come to a team: an offer lapses, a person is chosen, a watch is set."""
    yield from lapsed(desk, ticket, "it was routed meanwhile")
    row = desk.one(TICKET_BY_ID, ticket=ticket)
    if team is None or row.owner or row.state not in LIVE:
        return
    triage, (key, assign) = desk.one(TRIAGE), desk.one(ASSIGNS, team=team)
    by = _chooses(triage, rule, key, assign)
    chosen = _chosen(desk, ticket, row, key) if by else None
    if chosen:
        yield TicketAssigned(at=desk.now, ticket=ticket, owner=chosen.handle, rule=by, why=chosen.why)
    if (chosen is None or chosen.handle is None) and triage.unclaimed:
        yield from _watch(desk, ticket, row, triage.unclaimed, key)


def _chooses(triage: Rules, rule: str | None, team: str, assign: str | None) -> str | None:
    """By which rule the desk chooses the person, if it does."""
    if any(each.name == rule and each.to == "person" for each in triage.routing):
        return f"rule “{rule}”"
    return f"team {team}, by skills" if assign == "skills" else None


def _chosen(desk: Desk, ticket: int, row: TicketRow, team: str) -> rules.Chosen:
    """Who of a team gets a ticket."""
    is_ = desk.one(ATTRIBUTES, ticket=ticket)
    needs = [rules.Need(*need) for need in desk.all(NEEDS)]
    skills = rules.needed(needs, is_.service_id, row.category)
    roster = here(desk, team, desk.now)
    on = None if roster is None else roster.__contains__
    people = [
        rules.Person(member.handle, member.status, frozenset(member.skills.split()), 0, on and on(member.handle))
        for member in desk.all(MEMBERS)
        if _works(member, team)
    ]
    weighed = [
        person if rules.unfit(person, skills) else person._replace(load=desk.one(LOAD, handle=person.handle))
        for person in people
    ]
    return rules.choose(weighed, skills)


def _works(member: Member, team: str) -> bool:
    """Whether somebody works on tickets of a team."""
    works = any("ticket.work" in ROLES.get(role, ()) for role in member.roles.split())
    return works and (not member.teams or team in member.teams.split())


def _watch(desk: Desk, ticket: int, row: TicketRow, unclaimed: tuple[Rule, ...], team: str) -> Iterator[Event]:
    """What is to happen if nobody takes it; a rule moves a ticket once."""
    done = rules.tried(recorded.event for recorded in alive(desk.history("ticket", ticket)))
    left = [rule for rule in unclaimed if rule.name not in done and rule.team != team]
    if not left:
        return
    routed = route(left, _asked(desk, row, desk.one(ATTRIBUTES, ticket=ticket), team))
    rule = next((rule for rule in left if rule.name == routed.rule), None)
    to = desk.maybe(TEAM, word=rule.team) if rule else None
    if rule and to:
        share = rule.unclaimed_after or 0
        yield UnclaimedWatched(at=desk.now, ticket=ticket, rule=rule.name, share=share, team=to.id, why=routed.why)


def _asked(desk: Desk, row: TicketRow, is_: Asked, team: str) -> Attributes:
    """What a rule may ask about a ticket that is there."""
    local = to_datetime(desk.now, ZoneInfo(desk.one(DESK).zone))
    return Attributes(
        minute=local.hour * 60 + local.minute,
        type=is_.type,
        category=is_.category,
        priority=row.priority,
        service=is_.service,
        customer=is_.customer,
        tier=is_.tier,
        environment=row.environment,
        channel=row.channel,
        team=team,
        text=row.title or "",
    )
