"""What is at stake in a war room, as it is looked up. Rows are read by the room’s own indexes, once for all questions.

`stakes` reads; `blast_radius`, `affected`, `exposure`, `orders` and `lately` answer from what was read, or read it
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import DAY, Instant
from deskconsole.core.money import Money
from deskconsole.features.agreements.views import AGREEMENTS, AgreementRow, ClockRow, agreement_of
from deskconsole.features.changes.views import CHANGES_BETWEEN, ChangeRow
from deskconsole.features.stakes.orders import ORDERS, Order, Outcome, Pot, Promise, Stake, cost, simulate
from deskconsole.features.stakes.rules import (
    CAUSE,
    WORK,
    Place,
    broken,
    median,
    needed,
    radius,
    siblings,
    tariff,
    tiers,
)
from deskconsole.features.surge.views import HEADS
from deskconsole.features.war_room.views import ROOM_BY_ID, RoomRow
from deskconsole.sla.metrics import SHIPPED, Metric

R = TypeVar("R")

COMING = 7 * DAY
"""How far ahead changes of siblings are looked for."""
MEASURED = 90 * DAY
"""How far back work on tickets is measured."""


# --- what is read ----------------------------------------------------------------------------------------------------


class InRoom(NamedTuple):
    """A ticket of a room, as far as it is at stake."""

    id: int
    number: str
    title: str | None
    is_open: int
    opened_at: Instant
    customer: str | None
    customer_name: str | None
    tier: str | None
    service: str | None
    item: str | None
    """What it holds in its field `ci`."""
    breaches_at: Instant | None
    """Of its next clock, where one runs."""
    risk_at: Instant | None
    parent: int | None


_THERE = (
    "select x.ticket from war_room_ticket x join war_room r on r.id = x.room"
    " where x.room = :room and (x.until_at is null or x.until_at >= r.ended_at)"
)
_PARENT = "select r.parent from war_room r where r.id = :room and r.parent is not null"
TICKETS = Query(
    "select t.id, t.number, p.text, coalesce(t.is_open, 0), coalesce(t.opened_at, 0), k.key, k.name,"
    " coalesce(t.tier, k.tier), s.key, (select coalesce(f.value, ft.text) from ticket_field f"
    " left join private_text ft on ft.id = f.text where f.ticket = t.id and f.key = 'ci' order by f.id limit 1),"
    " case when t.standing = 0 then t.breaches_at end, c.risk_at, a.parent from ticket t"
    " left join private_text p on p.id = t.title left join customer k on k.id = t.customer"
    " left join service s on s.id = t.service left join ticket_parent a on a.id = t.id"
    " left join clock c on c.ticket = t.id and c.agreement = t.clock_agreement and c.metric = t.clock_metric"
    f" and c.cycle = t.clock_cycle where t.id in ({_THERE} union {_PARENT}) order by t.id",
    InRoom,
)
"""Those that are in it, or were when it was stood down; and its major incident."""

CLOCKS = Query(
    f"select {', '.join(f'c.{name}' for name in ClockRow._fields)} from clock c"
    f" where c.ticket in ({_THERE} union {_PARENT}) order by c.ticket, c.agreement, c.metric, c.cycle",
    ClockRow,
)
PLACES = Query(
    "select 'service', key, name, coalesce(needs, ''), null from service where active = 1"
    " union all select 'item', key, name, needs, alike from item where active = 1 order by 2",
    lambda kind, key, name, needs, like: Place(kind, key, name, tuple(needs.split()), like),
)
WORKED = Query(
    "select sum(k.seconds) from touch k where k.ticket in (select t.id from ticket t where t.resolved_at >= :since"
    f" and +t.service in (select t.service from ticket t where t.id in ({_THERE}))"
    " order by t.resolved_at desc limit 200) group by k.ticket",
    int,
)
"""Seconds that tickets of the same services took, each in all."""
HEALED = Query(
    "select sum(k.seconds) from touch k where k.ticket in (select t.id from ticket t where t.resolved_at >= :since"
    " and exists (select 1 from ticket_parent a where a.parent = t.id) order by t.resolved_at desc limit 50)"
    " group by k.ticket",
    int,
)
"""Seconds that major incidents took, those that others were part of."""


class Stakes(NamedTuple):
    """What was read of a room."""

    room: RoomRow
    now: Instant
    tickets: Sequence[InRoom]
    """The major incident among them, also where it is not in the room itself."""
    clocks: Mapping[int, Sequence[ClockRow]]
    agreements: Mapping[int, AgreementRow]
    places: Mapping[str, Place]

    @property
    def inside(self) -> list[InRoom]:
        """The tickets, without a major incident that others are a part of."""
        return [each for each in self.tickets if self.counts(each)]

    def counts(self, ticket: InRoom) -> bool:
        """Whether a ticket is one of them, and not the major incident that others are a part of."""
        return ticket.id != self.room.parent or len(self.tickets) == 1

    def metric(self, clock: ClockRow) -> Metric:
        """What a clock measures."""
        targets = agreement_of(self.agreements[clock.agreement]).targets
        own = next((target.measures for target in targets if target.metric == clock.metric), None)
        return own or SHIPPED[clock.metric]

    def promised(self, ticket: InRoom) -> list[tuple[ClockRow, Metric]]:
        """Its clocks that measure what a customer was promised: no notices, nothing of teams and vendors."""
        found = [(clock, self.metric(clock)) for clock in self.clocks.get(ticket.id, ())]
        return [(clock, metric) for clock, metric in found if metric.notice is None and not metric.party]


def stakes(desk: Reads, room: int, now: Instant) -> Stakes:
    """All that is asked about a room, read once."""
    clocks: dict[int, list[ClockRow]] = {}
    for clock in desk.all(CLOCKS, room=room):
        clocks.setdefault(clock.ticket, []).append(clock)
    return Stakes(
        desk.one(ROOM_BY_ID, room=room), now, desk.all(TICKETS, room=room), clocks,
        {row.id: row for row in desk.all(AGREEMENTS)}, {place.key: place for place in desk.all(PLACES)},
    )  # fmt: skip


# --- how far it goes -------------------------------------------------------------------------------------------------


class Node(NamedTuple):
    """A service or an item that the outage reaches, with the tickets about it."""

    key: str
    name: str
    kind: str
    """service · item; empty: tickets that name neither."""
    above: str | None
    """What it needs, by which it is reached; None: a cause, or a service that depends on none."""
    depth: int
    tickets: int
    breached: int
    at_risk: int


class Sibling(NamedTuple):
    """An item that may suffer the same, and the next change of it, if one is planned."""

    key: str
    name: str
    like: str
    of: str
    """The item that it is like."""
    change: str | None
    begin: Instant | None
    risk: str | None


class Radius(NamedTuple):
    """How far an outage goes."""

    nodes: Sequence[Node]
    """As a tree is written: below each what does not run without it; what tickets name beside it comes last."""
    siblings: Sequence[Sibling]
    tickets: int
    customers: int
    recorded: bool
    """Whether the desk file says what the cause has to do with others."""


def blast_radius(desk: Reads, room: int, now: Instant, read: Stakes | None = None) -> Radius:
    """Services and configuration items that the cause takes with it, and the tickets about each."""
    held = read or stakes(desk, room, now)
    tree = radius(_causes(held), held.places)
    about: dict[str, list[InRoom]] = {}
    for ticket in held.inside:
        about.setdefault(_place(held, ticket), []).append(ticket)
    beside = sorted(key for key in about if key not in {each.key for each in tree})
    nodes = [_node(held, each.key, each.above, each.depth, about.get(each.key, ())) for each in tree]
    nodes += [_node(held, key, None, 0, about[key]) for key in sorted(beside, key=lambda key: (not key, key))]
    near = needed([each.key for each in tree], held.places)
    linked = len(tree) > 1 or any(held.places[each.key].needs for each in tree if each.key in held.places)
    return Radius(
        nodes, _siblings(desk, held, near), len(held.inside), len({each.customer for each in held.inside} - {None}),
        linked,
    )  # fmt: skip


def _causes(held: Stakes) -> list[str]:
    """What the room is about; where that is neither a service nor an item, all that its tickets name."""
    if held.room.cause in held.places and held.room.cause_kind in ("service", "ci"):
        return [str(held.room.cause)]
    named = {_place(held, ticket) for ticket in held.inside} & held.places.keys()
    return sorted(key for key in named if not (needed([key], held.places) - {key}) & named)


def _place(held: Stakes, ticket: InRoom) -> str:
    """What a ticket is about: its item where there is such a one, else its service."""
    return ticket.item if ticket.item and ticket.item in held.places else ticket.service or ""


def _node(held: Stakes, key: str, above: str | None, depth: int, tickets: Sequence[InRoom]) -> Node:
    place = held.places.get(key)
    late = [each for each in tickets if _late(each, held.now)]
    risk = [each for each in tickets if each.is_open and each.risk_at is not None and each.risk_at <= held.now]
    name, kind = (place.name, place.kind) if place else (key, "service" if key else "")
    at_risk = len([each for each in risk if each not in late])
    return Node(key, name, kind, above, depth, len(tickets), len(late), at_risk)


def _late(ticket: InRoom, now: Instant) -> bool:
    return bool(ticket.is_open) and ticket.breaches_at is not None and ticket.breaches_at <= now


def _siblings(desk: Reads, held: Stakes, near: set[str]) -> list[Sibling]:
    found = siblings(near, held.places)
    planned: dict[str, ChangeRow] = {}
    for change in desk.all(CHANGES_BETWEEN, begin=held.now, end=Instant(held.now + COMING)) if found else ():
        for key in change.services.split():
            planned.setdefault(key, change)
    return [
        Sibling(place.key, place.name, place.like or "", of, next_.number, next_.begin_at, next_.risk)
        if (next_ := planned.get(place.key))
        else Sibling(place.key, place.name, place.like or "", of, None, None, None)
        for place, of in found
    ]


# --- whom it hits ----------------------------------------------------------------------------------------------------


class Affected(NamedTuple):
    """A customer with tickets in a room, by when they must be told, and what they are owed."""

    key: str | None
    """None: tickets of nobody in particular."""
    name: str
    tier: str | None
    tickets: int
    breached: int
    notice: str | None
    """The notice that is due first, in words; None: none is owed."""
    notice_by: Instant | None
    notice_ticket: str | None
    now: tuple[Money, ...]
    """What broken promises cost so far."""
    if_nothing: tuple[Money, ...]
    """What they cost if nothing is done."""


def affected(desk: Reads, room: int, now: Instant, read: Stakes | None = None) -> list[Affected]:
    """The customers of a room: the best tier first, then who has most tickets. What the major incident owes counts."""
    held = read or stakes(desk, room, now)
    by_customer: dict[str | None, list[InRoom]] = {}
    for ticket in held.tickets:
        by_customer.setdefault(ticket.customer, []).append(ticket)
    rank = _ranks(held)
    rows = [_affected(held, tickets) for tickets in by_customer.values()]
    return sorted(rows, key=lambda row: (row.key is None, rank(row.tier), -row.tickets, row.name))


def _affected(held: Stakes, tickets: Sequence[InRoom]) -> Affected:
    first = tickets[0]
    owed = [
        (clock.due, metric.word, ticket.number)
        for ticket in tickets
        for clock in held.clocks.get(ticket.id, ())
        if (metric := held.metric(clock)).notice is not None and clock.state == "running" and clock.due is not None
    ]
    by, word, number = min(owed, default=(None, None, None))
    inside = [ticket for ticket in tickets if held.counts(ticket)]
    late = sum(_late(ticket, held.now) for ticket in inside)
    own = next((each.tier for each in tickets if each.tier), None)
    return Affected(
        first.customer, first.customer_name or "no customer", own, len(inside), late, word, by, number,
        *_costs(held, tickets),
    )  # fmt: skip


# --- what it costs ---------------------------------------------------------------------------------------------------


class Exposure(NamedTuple):
    """What broken promises of a room cost: so far, and if nothing is done."""

    now: tuple[Money, ...]
    if_nothing: tuple[Money, ...]
    recorded: bool
    """Whether any agreement of these tickets says what a breach costs."""


def exposure(desk: Reads, room: int, now: Instant, read: Stakes | None = None) -> Exposure:
    """What is broken now costs, and what it comes to when all that runs now breaks too."""
    held = read or stakes(desk, room, now)
    promising = {clock.agreement for clocks in held.clocks.values() for clock in clocks}
    return Exposure(*_costs(held, held.tickets), any(tariff(held.agreements[each]) for each in promising))


def _costs(held: Stakes, tickets: Iterable[InRoom]) -> tuple[tuple[Money, ...], tuple[Money, ...]]:
    lost, left = list[Promise](), list[Promise]()
    for ticket in tickets:
        gone, running = promises(held, ticket)
        lost += gone
        left += running
    return cost(lost), cost([*lost, *left])


_AT_ONCE = frozenset({"replied", "acknowledged"})
"""Facts that come as soon as somebody takes a ticket up: a promise that ends by one is kept by beginning in time."""


def promises(held: Stakes, ticket: InRoom) -> tuple[list[Promise], list[Promise]]:
    """What is broken of what a ticket’s customer was promised, and what still runs."""
    gone, running = list[Promise](), list[Promise]()
    for clock, metric in held.promised(ticket):
        row = held.agreements[clock.agreement]
        said = tariff(row)
        paid = said.cost(clock.metric, clock.priority) if said else None
        pot = Pot(row.name, ticket.customer, said.cap if said else None)
        promise = Promise(
            Instant(clock.late or clock.due or 0), bool(_AT_ONCE & (metric.stop | metric.restart)), paid,
            pot if paid else None,
        )  # fmt: skip
        if broken(clock, held.now):
            gone.append(promise)
        elif clock.state == "running" and clock.late is not None:
            running.append(promise)
    return gone, running


# --- in which order --------------------------------------------------------------------------------------------------


class Pace(NamedTuple):
    """What the simulation assumes of people: how many there are, and how long they take."""

    hands: int
    work: int
    """µs of a ticket."""
    work_from: str
    """What that is taken from, in words."""
    cause: int
    """µs of the major incident."""
    cause_from: str


class Ranked(NamedTuple):
    """An order of work and what it comes to."""

    place: int
    label: str
    """As people say it: `gateway EMEA-2 first, then all`."""
    outcome: Outcome
    gives_up: tuple[str, ...]
    """Numbers of tickets that break something they have not yet broken, what breaks first before others."""


class Choice(NamedTuple):
    """The orders there are, the one that breaks least first, and what was assumed."""

    orders: Sequence[Ranked]
    pace: Pace
    tickets: int
    open: int
    """Tickets on which there is work."""
    at: Instant


def orders(desk: Reads, room: int, now: Instant, hands: int | None = None, read: Stakes | None = None) -> Choice:
    """What each order of work would cost from now on, with those who work in the room, or with so many `hands`."""
    held = read or stakes(desk, room, now)
    pace = _pace(desk, held, hands)
    work = _work(held, pace)
    outcomes = [(simulate(work, pace.hands, order, held.now), label) for order, label in _offered(held, work)]
    outcomes.sort(key=lambda each: (each[0].breaches, sum(m.cents for m in each[0].exposure), each[0].done_at))
    numbers, late = {each.id: each.number for each in held.tickets}, {each.ticket: each.next for each in work}
    return Choice(
        [
            Ranked(place, label, each, tuple(numbers[lost] for lost in sorted(each.lost, key=lambda n: (late[n], n))))
            for place, (each, label) in enumerate(outcomes, 1)
        ],
        pace, len(held.tickets), len([each for each in held.tickets if each.is_open]), held.now,
    )  # fmt: skip


def _pace(desk: Reads, held: Stakes, hands: int | None) -> Pace:
    since = Instant(held.now - MEASURED)
    each, cause = desk.all(WORKED, room=held.room.id, since=since), desk.all(HEALED, since=since)
    work, heals = median(each), median(cause)
    return Pace(
        max(1, desk.one(HEADS, room=held.room.id)) if hands is None else hands,
        work or WORK, f"median of {len(each)} tickets of these services" if work else "not measured, assumed",
        heals or max(CAUSE, work or 0), f"median of {len(cause)} major incidents" if heals else "not measured, assumed",
    )  # fmt: skip


def _work(held: Stakes, pace: Pace) -> list[Stake]:
    """Tickets of the room as the simulation takes them. What is over counts with what it broke; it takes no work."""
    rank = _ranks(held)
    causes = set(_causes(held))
    found = []
    for ticket in held.tickets:
        gone, running = promises(held, ticket)
        if not ticket.is_open:
            running = []
        heals = ticket.id == held.room.parent
        work = (pace.cause if heals else pace.work) if ticket.is_open else 0
        follows = held.room.parent is not None and ticket.parent == held.room.parent
        found.append(Stake(
            ticket.id, ticket.opened_at, work, tuple(running), rank(ticket.tier), _place(held, ticket) in causes,
            heals and bool(ticket.is_open), follows, tuple(gone),
        ))  # fmt: skip
    return found


def _offered(held: Stakes, work: Sequence[Stake]) -> list[tuple[Order, str]]:
    """The orders that make a difference here, with what people call them."""
    best = min(((each.rank, held.tickets[n].tier) for n, each in enumerate(work) if held.tickets[n].tier), default=None)
    place = held.places.get(held.room.cause or "")
    what = place.name if place else held.room.cause_name or held.room.parent_number or "the cause"
    labels: dict[Order, str] = {
        "cause": f"{what} first, then all", "tier": f"{best[1] if best else ''} customers first",
        "due": "by time to breach", "oldest": "oldest first",
    }  # fmt: skip
    heals = any(each.heals for each in work) or 0 < sum(each.cause for each in work) < len(work)
    offered = {"cause": heals, "tier": best is not None}
    return [(order, labels[order]) for order in ORDERS if offered.get(order, True)]


class _Ranks:
    """The rank of a tier: what agreements promise most, others by name, then tickets without one."""

    def __init__(self, known: Sequence[str]) -> None:
        self.known = {tier: place for place, tier in enumerate(known)}

    def __call__(self, tier: str | None) -> int:
        return self.known.get(tier, len(self.known)) if tier else len(self.known) + 1


def _ranks(held: Stakes) -> _Ranks:
    return _Ranks(tiers(row for row in held.agreements.values() if row.retired_at is None))


# --- what was changed ------------------------------------------------------------------------------------------------


class Lately(NamedTuple):
    """A change of late, and what of the room it touches."""

    change: ChangeRow
    touches: tuple[str, ...]
    """Keys of what is reached, or what that needs; empty: nothing of it, as far as is recorded."""


def lately(desk: Reads, room: int, now: Instant, read: Stakes | None = None) -> list[Lately]:
    """Changes of the 24 hours before the impact began, until now: those that touch it first, then the latest."""
    held = read or stakes(desk, room, now)
    tree = [each.key for each in radius(_causes(held), held.places)]
    near = needed(tree, held.places)
    begin = Instant(min(held.room.since, held.now) - DAY)
    rows = [
        Lately(change, tuple(sorted(near & {*change.services.split()})))
        for change in desk.all(CHANGES_BETWEEN, begin=begin, end=held.now)
    ]
    return sorted(rows, key=lambda row: (not row.touches, -row.change.begin_at))
