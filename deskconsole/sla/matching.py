"""Which agreements time a ticket: of those that match, for each promise the most specific one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deskconsole.sla.agreements import Agreement, Target

RANK = ("tier", "type", "team", "category", "service", "customer")
"""What a condition names, the most telling last: a customer's own agreement beats any number of others."""


class Promise(NamedTuple):
    """A target of an agreement that times a ticket."""

    agreement: Agreement
    target: Target


class Shadowed(NamedTuple):
    """A promise that would match, and the more specific one in its place."""

    promise: Promise
    by: Agreement

    @property
    def why(self) -> str:
        """In words: `standard v1 (matches all) gives way to gold v2 (tier gold)`."""
        lost = self.promise.agreement
        return f"{_said(lost)} gives way to {_said(self.by)}"


def applies(agreement: Agreement, ticket_attributes: Mapping[str, str | None]) -> bool:
    """Whether the ticket has one of the names asked for, for every attribute the agreement names."""
    return all(ticket_attributes.get(attribute) in names for attribute, names in agreement.match.items())


def specificity(agreement: Agreement) -> int:
    """How narrow its conditions are: what names the customer outranks all that does not, and so on down `RANK`."""
    return sum(1 << RANK.index(attribute) for attribute in agreement.match)


def choose(agreements: Iterable[Agreement], attributes: Mapping[str, str | None]) -> list[Promise]:
    """The promises that time a ticket, by the agreements in force at its start.

    Within a layer the most specific agreement that makes a promise (a metric; of a team or a vendor) has it; several
    that are equally specific measure side by side. What a narrower agreement does not promise, a wider one still does.
    """
    return weigh(agreements, attributes)[0]


def weigh(
    agreements: Iterable[Agreement], attributes: Mapping[str, str | None]
) -> tuple[list[Promise], list[Shadowed]]:
    """The promises that time a ticket, and those that gave way."""
    matching = [agreement for agreement in agreements if applies(agreement, attributes)]
    best: dict[tuple[str, str | None, str], Agreement] = {}
    for agreement in matching:
        for target in agreement.targets:
            place = (agreement.layer, agreement.party, target.metric)
            if place not in best or specificity(agreement) > specificity(best[place]):
                best[place] = agreement
    chosen, shadowed = [], []
    for agreement in matching:
        for target in agreement.targets:
            first = best[agreement.layer, agreement.party, target.metric]
            promise = Promise(agreement, target)
            if specificity(agreement) == specificity(first):
                chosen.append(promise)
            else:
                shadowed.append(Shadowed(promise, first))
    return chosen, shadowed


def _said(agreement: Agreement) -> str:
    names = [f"{attribute} {' or '.join(values)}" for attribute, values in sorted(agreement.match.items())]
    return f"{agreement.name} v{agreement.version} ({', '.join(names) or 'matches all'})"
