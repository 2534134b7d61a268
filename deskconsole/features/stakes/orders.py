"""What each order of work would cost: a simulation that is pure, takes no chances and says what it assumes.

The model. So many `hands` work side by side; each takes the next ticket of the order as soon as it is free, works on
it without a break for as long as such work takes, and is free again. A promise of an answer is kept when somebody
begins by its instant, any other when the ticket is done by then. Once the ticket that heals is done, all that follow it
are done too, whoever has them in hand is free, and nobody takes them up any more. What is broken stays broken and
costs what it costs. What waits for somebody else breaks nothing meanwhile and is left out. With no hands at all
every promise breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.core.money import Money, added

Order = Literal["cause", "tier", "due", "oldest"]
ORDERS: tuple[Order, ...] = ("cause", "tier", "due", "oldest")
"""What heals and what is of the cause first, then all; customers of the best tier first; what breaks next first; what
was opened first."""

NEVER = Instant(1 << 62)


class Pot(NamedTuple):
    """What one customer is paid under one agreement in a month, with the most it can come to."""

    agreement: str
    customer: str | None
    cap: Money | None = None


class Promise(NamedTuple):
    """A promise that runs, or is broken: the last instant to keep it, and what its breach costs."""

    late: Instant
    answer: bool = False
    """Kept as soon as somebody begins."""
    cost: Money | None = None
    pot: Pot | None = None


class Stake(NamedTuple):
    """An open ticket of a room, with what is promised about it."""

    ticket: int
    opened_at: Instant
    work: int
    """µs that it takes somebody."""
    promises: tuple[Promise, ...] = ()
    rank: int = 0
    """Of its customer’s tier: 0 is the best."""
    cause: bool = False
    """It is about the very thing that the room is about."""
    heals: bool = False
    """Done, it ends all that follow it: the major incident of the room."""
    follows: bool = False
    broken: tuple[Promise, ...] = ()
    """What was promised and is broken already."""

    @property
    def next(self) -> Instant:
        """When its next promise breaks."""
        return min((promise.late for promise in self.promises), default=NEVER)


class Outcome(NamedTuple):
    """What an order comes to."""

    order: Order
    breaches: int
    """Tickets of which a promise is broken by the end, those included that are broken now."""
    exposure: tuple[Money, ...]
    """What they cost, what is broken now included."""
    lost: tuple[int, ...]
    """Tickets that this order gives up: they break something that is not broken yet."""
    done_at: Instant | None
    """When the last one is done; None: never."""


def simulate(tickets: Sequence[Stake], hands: int, order: Order, now: Instant) -> Outcome:
    """What comes of it when so many people work on these tickets in that order, from now on."""
    spans = worked(in_order(tickets, order), hands, now)
    lost, broken = list[int](), list[Promise]()
    for each in tickets:
        begin, end = spans.get(each.ticket, (NEVER, NEVER))
        missed = [promise for promise in each.promises if (begin if promise.answer else end) > promise.late]
        broken += [*each.broken, *missed]
        if missed:
            lost.append(each.ticket)
    breaches = len({*lost, *(each.ticket for each in tickets if each.broken)})
    ends = max((spans[each.ticket][1] for each in tickets), default=now) if hands > 0 else None
    return Outcome(order, breaches, cost(broken), tuple(sorted(lost)), ends)


def in_order(tickets: Iterable[Stake], order: Order) -> list[Stake]:
    """The tickets as they are taken up; of equals what breaks next, then the older one."""

    def place(each: Stake) -> tuple[int, ...]:
        match order:
            case "cause":
                return (not each.heals, not each.cause, each.next, each.ticket)
            case "tier":
                return (each.rank, each.next, each.ticket)
            case "due":
                return (each.next, each.ticket)
        return (each.opened_at, each.ticket)

    return sorted(tickets, key=place)


def worked(order: Sequence[Stake], hands: int, now: Instant) -> dict[int, tuple[Instant, Instant]]:
    """From when to when each is worked on; nothing where there are no hands."""
    free = [(now, False)] * max(hands, 0)  # when each hand is free again, and whether what it holds follows
    spans: dict[int, tuple[Instant, Instant]] = {}
    healed = NEVER
    for each in order if free else ():
        if each.follows and free[0][0] >= healed:
            spans[each.ticket] = (healed, healed)
            continue
        begin, _ = heappop(free)
        end = Instant(begin + each.work)
        if each.follows:
            end = min(end, healed)
        if each.heals and end < healed:
            healed = end
            free = [(min(at, healed) if held else at, held) for at, held in free]
            heapify(free)
        spans[each.ticket] = (begin, end)
        heappush(free, (end, each.follows))
    follow = {each.ticket for each in order if each.follows}
    return {ticket: (begin, min(end, healed) if ticket in follow else end) for ticket, (begin, end) in spans.items()}


def cost(broken: Iterable[Promise]) -> tuple[Money, ...]:
    """What broken promises come to, from each pot no more than its cap."""
    pots: dict[Pot | None, list[Money]] = {}
    for promise in broken:
        if promise.cost is not None:
            pots.setdefault(promise.pot, []).append(promise.cost)
    return added(
        Money(min(each.cents, pot.cap.cents), each.currency) if pot and pot.cap else each
        for pot, costs in pots.items()
        for each in added(costs)
    )
