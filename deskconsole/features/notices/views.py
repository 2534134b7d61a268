"""Notices as they are looked up: what agreements say of them, what a ticket owes, what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import AGREEMENTS, CLOCKS_OF, AgreementRow, ClockRow, agreement_of
from deskconsole.features.notices.rules import Notices
from deskconsole.sla.metrics import Metric, Notice

R = TypeVar("R")


class Owed(NamedTuple):
    """A notice that a ticket's clock measures."""

    clock: ClockRow
    metric: Metric
    notice: Notice


class NoticeRow(NamedTuple):
    """A notice that left or is about to; texts that were erased are None. `mail` and its state: of one that is mail."""

    id: int
    ticket: int
    metric: str
    way: str
    address: str | None
    reference: str | None
    digest: str | None
    at: Instant
    mail: int | None
    mail_state: str | None


NOTICES_OF = Query(
    "select n.id, n.ticket, n.metric, n.way, a.text, r.text, d.text, n.at, m.id, m.state from notice n"
    " left join private_text a on a.id = n.address left join private_text r on r.id = n.reference"
    " left join private_text d on d.id = n.digest left join mail m on m.ticket = n.ticket and m.notice = n.id"
    " where n.ticket = :ticket order by n.id",
    NoticeRow,
)
"""Notices of a ticket, in the order in which they were written or entered."""


def notices_of(rows: Sequence[AgreementRow]) -> Notices:
    """What versions of agreements say of each notice, by the name of its metric."""
    found: dict[str, set[Notice]] = {}
    for row in rows:
        for target in agreement_of(row).targets:
            if target.definition is not None and (notice := target.definition.notice) is not None:
                found.setdefault(target.metric, set()).add(notice)
    return {metric: frozenset(each) for metric, each in found.items()}


def owed(desk: Reads, ticket: int) -> list[Owed]:
    """The notices of a ticket with their clocks, those that are due first before others, what is over last."""
    agreements = {row.id: agreement_of(row) for row in desk.all(AGREEMENTS)}
    found = []
    for clock in desk.all(CLOCKS_OF, ticket=ticket):
        metric = next(t.measures for t in agreements[clock.agreement].targets if t.metric == clock.metric)
        if metric.notice is not None:
            found.append(Owed(clock, metric, metric.notice))
    return sorted(found, key=lambda each: (each.clock.state != "running", each.clock.due or 0, each.clock.cycle))
