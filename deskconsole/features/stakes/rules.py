"""How far an outage goes, what a broken promise costs by an agreement, and which tier comes first. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from deskconsole.core.instants import SECOND
from deskconsole.core.money import Money, Share, credit
from deskconsole.features.agreements.views import AgreementRow, ClockRow, agreement_of

# --- what runs on what -----------------------------------------------------------------------------------------------


class Place(NamedTuple):
    """A service or a configuration item, and what it does not run without."""

    kind: str
    """service · item"""
    key: str
    name: str
    needs: tuple[str, ...] = ()
    like: str | None = None


class Reached(NamedTuple):
    """Something that an outage reaches, and over what."""

    key: str
    above: str | None
    """What it needs, by which it is reached; None: the cause itself."""
    depth: int


def radius(causes: Iterable[str], places: Mapping[str, Place]) -> list[Reached]:
    """All that does not run without the causes, each once, as a tree is written: below what it needs.

    Of two ways to the same thing the shorter one is written.
    """
    below: dict[str, list[str]] = {}
    for place in places.values():
        for need in place.needs:
            below.setdefault(need, []).append(place.key)
    found: dict[str, Reached] = {}
    edge = [Reached(key, None, 0) for key in causes]
    while edge:
        fresh = {each.key: each for each in reversed(edge) if each.key not in found}
        found |= fresh
        edge = [Reached(key, above, each.depth + 1) for above, each in fresh.items() for key in below.get(above, ())]
    children: dict[str | None, list[Reached]] = {}
    for each in sorted(found.values()):
        children.setdefault(each.above, []).append(each)
    tree, stack = list[Reached](), children.get(None, [])[::-1]
    while stack:
        tree.append(stack.pop())
        stack += reversed(children.get(tree[-1].key, []))
    return tree


def needed(keys: Iterable[str], places: Mapping[str, Place]) -> set[str]:
    """All that these need, over others too, and they themselves."""
    found: set[str] = set()
    edge = {*keys}
    while edge:
        found |= edge
        edge = {need for key in edge if key in places for need in places[key].needs} - found
    return found


def siblings(keys: Collection[str], places: Mapping[str, Place]) -> list[tuple[Place, str]]:
    """Items that have in common with one of these what it has in common with others, with its key."""
    of = {place.like: key for key in sorted(keys, reverse=True) if (place := places.get(key)) and place.like}
    return [(each, of[each.like]) for each in places.values() if each.like in of and each.key not in keys]


# --- what it costs ---------------------------------------------------------------------------------------------------


class Tariff(NamedTuple):
    """What breaches cost by an agreement."""

    costs: Mapping[int, Money]
    cap: Money | None
    metrics: frozenset[str]
    """Empty: every promise."""

    def cost(self, metric: str, priority: int | None) -> Money | None:
        """What one breach costs."""
        return None if self.metrics and metric not in self.metrics else self.costs.get(priority or 0)


@lru_cache(maxsize=512)
def tariff(row: AgreementRow) -> Tariff | None:
    """What an agreement says of it; None where it says nothing."""
    said: dict[str, Any] | None = json.loads(row.body).get("credits")
    if said is None:
        return None
    fee = credit(said["fee"]) if said["fee"] else None
    costs = {priority: cost for priority, text in said["each"] if (cost := _amount(text, fee))}
    return Tariff(costs, _amount(said["cap"], fee) if said["cap"] else None, frozenset(said["metrics"]))


def _amount(text: str, fee: Money | Share | None) -> Money | None:
    said = credit(text)
    if isinstance(said, Money):
        return said
    return said.of(fee) if isinstance(fee, Money) else None


def tiers(agreements: Iterable[AgreementRow]) -> list[str]:
    """The tiers that agreements name, those first that are promised most: the shortest time for priority 1."""
    shortest: dict[str, int] = {}
    for agreement in map(agreement_of, agreements):
        amounts = [target.seconds.get(1) for target in agreement.targets]
        best = min((each for each in amounts if isinstance(each, int)), default=1 << 31)
        for tier in agreement.match.get("tier", ()):
            shortest[tier] = min(best, shortest.get(tier, best))
    return sorted(shortest, key=lambda tier: (shortest[tier], tier))


def broken(clock: ClockRow, now: int) -> bool:
    """Whether its promise is broken, for good."""
    if clock.state not in ("running", "paused", "stopped"):
        return False
    return clock.breached_at is not None or (clock.state == "running" and clock.late is not None and clock.late < now)


# --- how long it takes -----------------------------------------------------------------------------------------------

WORK = 15 * 60 * SECOND
CAUSE = 60 * 60 * SECOND
"""What a ticket takes, and what takes the cause away, where nothing was measured."""
ENOUGH = 5
"""Tickets with time spent on them, of which the median says what such work takes."""


def median(seconds: Sequence[int]) -> int | None:
    """The middle one in µs; None where too few were measured."""
    return sorted(seconds)[len(seconds) // 2] * SECOND if len(seconds) >= ENOUGH else None
