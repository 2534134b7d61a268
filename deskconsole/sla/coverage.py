"""Which tickets there can be, and which agreements are left any of them: asked of a desk file, not of a ticket."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.matching import specificity

Ticket = Mapping[str, str | None]
"""A ticket by its attributes; None: nothing, or a name that no agreement knows."""

Facet = Collection[Ticket]
"""What tickets may be in one respect, such as all customers with their tiers; facets do not depend on each other."""


def example(facets: Iterable[Facet], of: Collection[Agreement], but: Sequence[Agreement] = ()) -> Ticket | None:
    """A ticket that all of some agreements match and none of the others; None where there can be none.

    Facet by facet it keeps a ticket for each set of the others that still match, not every ticket there could be.
    """
    found: dict[frozenset[int], Ticket] = {frozenset(range(len(but))): {}}
    for facet in facets:
        met: dict[frozenset[int], Ticket] = {}
        for part in facet:
            if all(_fits(agreement, part) for agreement in of):
                met.setdefault(frozenset(n for n, each in enumerate(but) if _fits(each, part)), part)
        found = {left & these: {**ticket, **part} for left, ticket in found.items() for these, part in met.items()}
    return found.get(frozenset())


def rivals(agreement: Agreement, target: Target, others: Iterable[Agreement]) -> list[Agreement]:
    """Those to which a promise gives way on tickets that they match too."""
    return [
        each
        for each in others
        if (each.layer, each.party) == (agreement.layer, agreement.party)
        and any(promise.metric == target.metric for promise in each.targets)
        and specificity(each) > specificity(agreement)
    ]


def never_wins(
    agreement: Agreement, target: Target, others: Iterable[Agreement], facets: Sequence[Facet]
) -> list[Agreement]:
    """The more specific agreements that take every ticket a promise matches; empty where some are left to it."""
    above = [each for each in rivals(agreement, target, others) if example(facets, [agreement, each])]
    return above if above and example(facets, [agreement], above) is None else []


def _fits(agreement: Agreement, part: Ticket) -> bool:
    return all(part[attribute] in names for attribute, names in agreement.match.items() if attribute in part)
