"""What others record about a clock that a report shows beside it: causes of breaches, exclusions.

One narrow place: who records one of these answers here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.features.agreements.views import AGREEMENTS, agreement_of
from deskconsole.features.exclusions.views import Exclusions
from deskconsole.features.maintenance.views import Windows
from deskconsole.features.reports.judging import Judged
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.months import Span
from deskconsole.features.tickets.views import ALL_BREACH_CAUSES, ATTRIBUTES
from deskconsole.sla.agreements import Agreement
from deskconsole.sla.cuts import Basis


class Beside(NamedTuple):
    """What is said of one clock."""

    cause: str | None = None
    """Code of the cause of its breach; None: owed (rule 35)."""
    responsible: str | None = None
    """Layer that the breach is laid at."""
    exclusions: tuple[str, ...] | None = None
    """What was cut out of it within the month; None: nothing was."""


NOTHING = Beside()

Key = tuple[int, int, str, int]
"""Ticket, agreement version, metric, cycle."""


def beside(
    desk: Reads, made: Iterable[tuple[Judged, Listed]], spans: Mapping[int | None, Span]
) -> Mapping[Key, Beside]:
    """What is recorded about these clocks: the last cause said of each, the layer it is laid at, what was cut out.

    `spans` are the months of customers: what was cut out of a clock after its month is none of it.
    """
    said = {place: (cause, layer) for place, cause, layer in desk.all(ALL_BREACH_CAUSES)}
    cuts, found = _Cuts(desk, spans), {}
    for judged, listed in made:
        place = (judged.ticket, judged.agreement, judged.metric, judged.cycle)
        cut = cuts.of(judged, listed) if judged.raw is not judged.internal else None
        if cut or place in said:
            cause, responsible = said.get(place, (None, None))
            found[place] = Beside(cause, responsible, cut or None)
    return found


class _Cuts:
    """What is cut out of clocks, by codes and in whose name. Windows and exclusions are read once."""

    def __init__(self, desk: Reads, spans: Mapping[int | None, Span]) -> None:
        self.desk, self.spans = desk, spans
        self.windows = Windows(desk)

    @cached_property
    def exclusions(self) -> Exclusions:
        return Exclusions(self.desk)

    @cached_property
    def agreements(self) -> dict[int, Agreement]:
        return {row.id: agreement_of(row) for row in self.desk.all(AGREEMENTS)}

    def of(self, judged: Judged, listed: Listed) -> tuple[str, ...]:
        is_ = self.desk.one(ATTRIBUTES, ticket=judged.ticket)
        begin, end = listed.start, listed.internal.stopped or self.spans[is_.customer_id].end
        target = next(each for each in self.agreements[judged.agreement].targets if each.metric == judged.metric)
        cuts = (
            *self.windows.of(is_.service_id).between(begin, end),
            *self.exclusions.of(judged.ticket, is_.service_id, is_.customer_id, listed.agreement, begin, end),
        )
        return tuple(dict.fromkeys(f"{cut.code} {_BASES[cut.basis]}" for cut in cuts if target.leaves_out(cut)))


_BASES: Mapping[Basis, str] = {"granted": "announced", "customer": "agreed by the customer", "internal": "our own"}
