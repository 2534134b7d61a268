"""Merged tickets are one unit in the rate (rule 24): the ticket that stays counts for all, and no breach is lost.

A promise that was broken to somebody whose ticket was merged breaks that of the unit, once: where the ticket that stays
has not broken it itself, the merged one's failure counts in place of its clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import CLOCKS_OF, ClockRow
from deskconsole.features.reports.judging import BASES, Basis, Judged
from deskconsole.features.reports.listing import Listed, Result
from deskconsole.features.reports.months import Span
from deskconsole.features.reports.views import MERGED

Made = tuple[Judged, Listed]
Judges = Callable[[ClockRow], tuple[Judged, str]]
"""Judges a stored clock; with the layer of its promise."""


class _Broken(NamedTuple):
    """When clocks of one promise broke under one figure: of the ticket that stays, and of those merged into it."""

    own: list[Instant]
    merged: list[tuple[Instant, int]]
    """With the ticket; the first one is the unit's."""


def as_units(desk: Reads, made: Iterable[Made], spans: Mapping[int | None, Span], judges: Judges) -> list[Made]:
    """The clocks of a month with those of merged tickets counted as one; the others as they were."""
    listed = list(made)
    into, end = _survivors(desk, spans)
    if not into:
        return listed
    units: dict[tuple[int, str, str], list[int]] = {}
    for place, (judged, each) in enumerate(listed):
        if judged.ticket in into or judged.ticket in end:
            units.setdefault((_root(into, judged.ticket), each.layer, each.metric), []).append(place)
    for (root, layer, metric), places in units.items():
        unit = _Unit(desk, judges, root, [t for t in into if _root(into, t) == root], layer, metric, end[root])
        settled = unit.settled([listed[place] for place in places])
        for place, entry in zip(places, settled, strict=True):
            listed[place] = entry
    return listed


def _survivors(desk: Reads, spans: Mapping[int | None, Span]) -> tuple[dict[int, int], dict[int, Span]]:
    """Which ticket stands for which since before its month's end; and the month of each that stays at last."""
    into: dict[int, int] = {}
    months: dict[int, Span] = {}
    for ticket, survivor, merged_at, customer in desk.all(MERGED):
        if merged_at < spans[customer].end:
            into[ticket] = survivor
            months[survivor] = spans[customer]
    return into, {_root(into, survivor): month for survivor, month in months.items()}


def _root(into: Mapping[int, int], ticket: int) -> int:
    while ticket in into:
        ticket = into[ticket]
    return ticket


class _Unit:
    """One promise of several tickets that are one."""

    def __init__(
        self, desk: Reads, judges: Judges, root: int, merged: Sequence[int], layer: str, metric: str, span: Span
    ) -> None:
        self.root, self.span = root, span
        rows = [row for ticket in (root, *merged) for row in desk.all(CLOCKS_OF, ticket=ticket) if row.metric == metric]
        self.judged = [judged for judged, of in map(judges, rows) if of == layer]

    def settled(self, entries: Sequence[Made]) -> list[Made]:
        """The unit's clocks of a month, of which no more count than the ticket that stays has."""
        by_basis = [self._outcomes(entries, basis) for basis in range(len(BASES))]
        return [
            (judged, _with(listed, [outcomes[place] for outcomes in by_basis]))
            for place, (judged, listed) in enumerate(entries)
        ]

    def _broken(self, basis: Basis) -> _Broken:
        own: list[Instant] = []
        merged: list[tuple[Instant, int]] = []
        for each in self.judged:
            broke = getattr(each, basis).broke
            if broke is not None and broke < self.span.end:
                own += [broke] if each.ticket == self.root else []
                merged += [(broke, each.ticket)] if each.ticket != self.root else []
        return _Broken(sorted(own), sorted(merged))

    def _outcomes(self, entries: Sequence[Made], basis: int) -> list[str | None]:
        broken = self._broken(BASES[basis])
        said = [listed.results[basis].outcome for _, listed in entries]
        mine = [place for place, (judged, _) in enumerate(entries) if judged.ticket == self.root]
        for place, (judged, listed) in enumerate(entries):
            if place not in mine and said[place] in ("met", "failed"):
                first = broken.merged[:1] == [(listed.results[basis].broke, judged.ticket)]
                said[place] = "failed" if first and not broken.own else "merged"
        if broken.merged and not broken.own:
            self._stands_for(said, [place for place in mine if said[place] == "met"], "merged")
        elif broken.merged and broken.merged[0][0] < self.span.begin <= broken.own[0]:
            self._stands_for(said, [place for place in mine if said[place] == "failed"], "carried")
        return said

    def _stands_for(self, said: list[str | None], mine: Sequence[int], outcome: str) -> None:
        """One clock of the ticket that stays gives way to the failure of a merged one."""
        if mine:
            said[mine[-1]] = outcome


def _with(listed: Listed, outcomes: Sequence[str | None]) -> Listed:
    """A clock with other outcomes; figures that were one and the same object stay so."""
    raw = _as(listed.raw, outcomes[0])
    contractual, internal = (
        raw if result is listed.raw and outcome == outcomes[0] else _as(result, outcome)
        for result, outcome in zip(listed.results[1:], outcomes[1:], strict=True)
    )
    return listed._replace(raw=raw, contractual=contractual, internal=internal)


def _as(result: Result, outcome: str | None) -> Result:
    return result if result.outcome == outcome else result._replace(outcome=outcome)
