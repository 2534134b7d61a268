"""What others record about a clock that a report shows beside it: causes of breaches, exclusions.

One narrow place: who records one of these answers here. What nobody records yet is None, which is printed as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deskconsole.features.reports.judging import Judged
from deskconsole.features.reports.views import Reads
from deskconsole.features.tickets.views import ALL_BREACH_CAUSES


class Beside(NamedTuple):
    """What is said of one clock."""

    cause: str | None = None
    """Code of the cause of its breach; None: owed (rule 35)."""
    responsible: str | None = None
    """Layer that the breach is laid at."""
    exclusions: tuple[str, ...] | None = None
    """What was cut out of it; None: not recorded here."""


NOTHING = Beside()

Key = tuple[int, int, str, int]
"""Ticket, agreement version, metric, cycle."""


def beside(desk: Reads, judged: list[Judged]) -> Mapping[Key, Beside]:
    """What is recorded about these clocks: the last cause said of each, and the layer it is laid at."""
    wanted = {(each.ticket, each.agreement, each.metric, each.cycle) for each in judged}
    found: dict[Key, Beside] = {}
    for place, cause, layer in desk.all(ALL_BREACH_CAUSES):
        if place in wanted:
            found[place] = Beside(cause, layer)
    return found
