"""The wall: what is broken or at risk, by service, team or customer, with what comes and who has how much.

All of it is of one moment, and costs what is at risk, not what exists (see `features.wall.views`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

from deskconsole.core.actors import ROLES, Operator
from deskconsole.core.instants import HOUR, MINUTE, Instant, from_datetime, to_datetime
from deskconsole.features.agreements.views import AGREEMENTS, agreement_of
from deskconsole.features.directory.views import CUSTOMERS, DESK, TEAMS
from deskconsole.features.tickets.filter_words import Term
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import QueueRow, queue_all
from deskconsole.features.wall import views as asked
from deskconsole.features.wall.views import EVERYTHING, KINDS, Coming, Flow, Hand, Many, Trouble
from deskconsole.store.driver import Reader

SHOWN = 40
"""Groups that are read with their tickets; more stand on no wall."""
TICKETS = 4
"""Tickets of a group that are told."""
BESIDE = 12
"""Groups without anything at risk that are told with what they have."""
HOURS = 24
"""Hours of breaches that are drawn."""
WEEK = 7 * 24


class Group(NamedTuple):
    """A service, team or customer (None: none) with something broken or at risk."""

    key: str | None
    name: str | None
    breached: int
    at_risk: int
    open: Many
    waiting: int
    """Of the open ones: those that wait for somebody else."""
    tickets: Sequence[QueueRow]
    """Those that are broken or at risk, what breaches next first."""


class Beside(NamedTuple):
    """A group with open tickets, none of them at risk."""

    key: str
    name: str
    open: Many


class Breaches(NamedTuple):
    """Promises to customers that broke, hour by hour; the last hour is the one that has begun."""

    since: Instant
    """When the first hour begins."""
    hours: Sequence[int]
    week: int
    """In seven days."""
    week_ago: int
    """In the hour of a week ago."""
    today: int


class Load(NamedTuple):
    """What somebody has in hand, and how much of it is broken or at risk."""

    hand: Hand
    breached: int
    at_risk: int


class Wall(NamedTuple):
    """What the screen shows."""

    by: str
    """service · team · customer"""
    whose: str
    """Whose tickets these are: the desk’s, or those of my teams."""
    scope: str
    """The filter that says so; empty: all."""
    at: Instant
    groups: Sequence[Group]
    """What breaches next first."""
    more: int
    """Groups with something at risk beyond those."""
    breached: int
    at_risk: int
    alone: int
    """At risk, and nobody owns it."""
    beside: Sequence[Beside]
    quiet: int
    """Groups with open tickets, none of them at risk, as far as is known within a scope; `beside` are the first."""
    next: QueueRow | None
    """What breaches next of what is not broken yet."""
    first: QueueRow | None
    """What stands first in the queue; None: nothing is open, or not among so many."""
    open: Many
    coming: Coming
    opened: Flow
    resolved: Flow
    breaches: Breaches
    loads: Sequence[Load]
    nobody: Load


def filter_of(wall: Wall, group: Group | None) -> str:
    """The filter that finds the open tickets of a group, in the queue; of all groups without one."""
    of = "" if group is None else str(Term(wall.by, ":", (group.key or "none",)))
    return " ".join(filter(None, (of, "is:open", wall.scope)))


def scope_of(operator: Operator) -> str:
    """The filter of what an operator is concerned with (see `core.actors.outside`); empty: everything."""
    teams, customers = tuple(sorted(operator.teams)), tuple(sorted(operator.customers))
    of_teams = f"({Term('team', ':', (*teams, 'none'))} or {Term('offered', ':', teams)})" if teams else ""
    return " ".join(filter(None, (of_teams, str(Term("customer", ":", customers)) if customers else "")))


def read(
    desk: Reader, now: Instant, zone: tzinfo, by: str = KINDS[0], operator: Operator | None = None, only: str = ""
) -> Wall:
    """The wall of an operator, or of everybody, at `now`; `only` is a filter besides. A day begins in `zone`."""
    scope = " ".join(filter(None, (scope_of(operator) if operator else "", only)))
    return _Reading(desk, now, zone, by, operator, scope).wall()


class _Reading:
    """One look at the desk."""

    def __init__(
        self, desk: Reader, now: Instant, zone: tzinfo, by: str, operator: Operator | None, scope: str
    ) -> None:
        self.desk, self.now, self.zone, self.by, self.operator, self.scope = desk, now, zone, by, operator, scope
        chosen = compile_filter(scope, operator.handle if operator else "", now)
        self.where = chosen.where if scope else EVERYTHING
        self.values: Mapping[str, object] = {**chosen.values, "now": now}

    def wall(self) -> Wall:
        desk, values, where = self.desk, self.values, self.where
        found = desk.all(asked.trouble(self.by, where), **values)
        of: dict[int | None, list[Trouble]] = {}
        for each in found:
            of.setdefault(each.group, []).append(each)
        quiet = self._quiet(of)
        first, coming = (
            desk.all(asked.soonest(where), **values),
            desk.all(asked.soonest_due(where), **values, limit=SHOWN),
        )
        groups = self._groups(of)
        rows = self._rows([*first, *coming])
        hour, day = Instant(self.now - HOUR), self._midnight()
        since = {"hour": hour, "day": day, "since": min(hour, day)}
        soon = {"half": self.now + 30 * MINUTE, "hour": self.now + HOUR, "two": self.now + 2 * HOUR}
        return Wall(
            self.by,
            self._whose(),
            self.scope,
            self.now,
            groups,
            len(of) - len(groups),
            sum(each.breached for each in found),
            sum(each.at_risk for each in found),
            sum(each.at_risk for each in found if each.owner is None),
            [self._beside(each) for each in quiet[:BESIDE]],
            len(quiet),
            next((rows[each] for each in coming if rows[each].breached_at is None), None),
            rows[first[0]] if first else None,
            desk.one(asked.open_at_all(where), **values)[0],
            desk.one(asked.coming(where), **values, **soon),
            desk.one(asked.opened(where), **values, **since),
            desk.one(asked.resolved(where), **values, **since),
            self._breaches(day),
            self._loads(found),
            self._nobody(found),
        )

    def _groups(self, of: Mapping[int | None, Sequence[Trouble]]) -> list[Group]:
        """Those that breach first, each with the tickets that do."""
        dues = sorted(min(each.first for each in those) for those in of.values())
        last = dues[:SHOWN][-1] if dues else 0
        foremost = self.desk.all(asked.foremost(self.by, self.where), **self.values, limit=TICKETS, until=last)
        names = {each.id: each for each in self.desk.all(asked.parties(self.by))}
        places = list(dict.fromkeys(place for place, _ in foremost))[:SHOWN]
        rows = self._rows([ticket for place, ticket in foremost if place in places])
        return [
            self._group(place, names, of[place], [rows[ticket] for at, ticket in foremost if at == place])
            for place in places
        ]

    def _group(
        self, place: int | None, names: Mapping[int, asked.Party], of: Sequence[Trouble], tickets: Sequence[QueueRow]
    ) -> Group:
        party = names.get(place) if place is not None else None
        query = asked.open_in_none if place is None else asked.open_in
        own = {} if place is None else {"place": place}
        count, waiting = self.desk.one(query(self.by, self.where), **self.values, **own)
        breached, at_risk = sum(each.breached for each in of), sum(each.at_risk for each in of)
        return Group(party and party.key, party and party.name, breached, at_risk, count, waiting, tickets)

    def _rows(self, tickets: Sequence[int]) -> dict[int, QueueRow]:
        """Tickets as a queue shows them."""
        if not tickets:
            return {}
        named = {f"ticket{n}": ticket for n, ticket in enumerate(tickets)}
        where = f"t.id in ({', '.join(f':{name}' for name in named)})"
        return {row.id: row for row in self.desk.all(queue_all(where), **named)}

    def _quiet(self, of: Collection[int | None]) -> list[asked.Party]:
        """Groups with open tickets, none of which are in trouble."""
        mine = sorted(self.operator.customers) if self.operator and self.by == "customer" else []
        named = {f"own{n}": key for n, key in enumerate(mine)}
        groups = f"g.key in ({', '.join(f':{name}' for name in named)})" if named else EVERYTHING
        found = self.desk.all(asked.with_open(self.by, self.where, groups), **self.values, **named)
        return [each for each in found if each.id not in of]

    def _beside(self, party: asked.Party) -> Beside:
        count, _ = self.desk.one(asked.open_in(self.by, self.where), **self.values, place=party.id)
        return Beside(party.key, party.name, count)

    def _whose(self) -> str:
        teams, customers = (self.operator.teams, self.operator.customers) if self.operator else ((), ())
        names = [team.name for team in self.desk.all(TEAMS) if team.key in teams]
        names += [customer.name for customer in self.desk.all(CUSTOMERS) if customer.key in customers]
        desk = self.desk.maybe(DESK)
        return ", ".join(names) or (desk.name if desk else "")

    def _midnight(self) -> Instant:
        return from_datetime(to_datetime(self.now, self.zone).replace(hour=0, minute=0, second=0, microsecond=0))

    def _breaches(self, day: Instant) -> Breaches:
        hour = from_datetime(to_datetime(self.now, self.zone).replace(minute=0, second=0, microsecond=0))
        begin = Instant(hour - WEEK * HOUR)
        ours = {row.id for row in self.desk.all(AGREEMENTS) if agreement_of(row).layer == "sla"}
        hours = [0] * (WEEK + 1)
        for each in self.desk.all(asked.broken(self.where), **self.values, begin=begin):
            if each.agreement in ours and each.hour <= WEEK:
                hours[each.hour] += each.clocks
        today = WEEK - (hour - day) // HOUR  # the hour that a day began in
        since = Instant(hour - (HOURS - 1) * HOUR)
        return Breaches(since, hours[-HOURS:], sum(hours[1:]), hours[0], sum(hours[max(today, 0) :]))

    def _loads(self, found: Sequence[Trouble]) -> list[Load]:
        """People who work on tickets, and whoever else has some."""
        teams = self.operator.teams if self.operator else frozenset[str]()
        loads = []
        for hand in self.desk.all(asked.HANDS):
            works = any("ticket.work" in ROLES.get(role, ()) for role in hand.roles)
            near = not teams or not hand.teams or bool(teams & hand.teams)
            load = _load(hand, [each for each in found if each.owner == hand.handle])
            if (near and (works or hand.tickets.n)) or load.breached or load.at_risk:
                loads.append(load)
        return loads

    def _nobody(self, found: Sequence[Trouble]) -> Load:
        count, _ = self.desk.one(asked.unowned(self.where), **self.values)
        nobody = Hand("", frozenset(), frozenset(), None, None, count, 0)
        return _load(nobody, [each for each in found if each.owner is None])


def _load(hand: Hand, of: Sequence[Trouble]) -> Load:
    return Load(hand, sum(each.breached for each in of), sum(each.at_risk for each in of))
