"""Afterwards: what a handover missed, and what it listed for nothing."""

from __future__ import annotations

from typing import Any

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant, from_iso
from deskconsole.features.handover.draft import team_number
from deskconsole.features.handover.events import HandoverScored
from deskconsole.features.handover.ledger import first_line
from deskconsole.features.handover.sheet import PROJECTED
from deskconsole.features.handover.views import CONTINGENCIES, HandoverRow

BROKE_IN = Query(
    "select distinct x.ticket from (select c.ticket as ticket from clock c where c.breached_at is not null"
    " and c.breached_at >= :begin and c.breached_at < :until union all select c.ticket from clock c"
    " where c.late is not null and c.breached_at is null and c.late >= :begin and c.late < :until"
    " and c.due >= :begin) x"
    " join ticket t on t.id = x.ticket where t.opened_at <= :begin"
    " and (cast(:team_id as bigint) is null or t.team = :team_id)",
    int,
)
"""Tickets that were there and broke in a span."""
TOUCHED_IN = Query(
    "select distinct j.subject from journal j where j.seq >= :first and j.about = 'ticket' and j.occurred_at > :begin"
    " and j.occurred_at <= :until and j.actor <> 'desk' and j.kind not like 'clock.%'",
    int,
)


def scored(desk: Reads, row: HandoverRow) -> HandoverScored:
    """How good it was, once the shift that it was for is over. What was never signed listed nothing."""
    signed: dict[str, Any] = row.signed or {"sections": [], "at": None}
    begin = from_iso(signed["at"]) if signed["at"] else row.end
    listed = {int(item["id"]) for section in signed["sections"] for item in section["items"]}
    projected = {
        int(item["id"]) for section in signed["sections"] if section["name"] == PROJECTED for item in section["items"]
    }
    broke = set(desk.all(BROKE_IN, begin=begin, until=row.until, team_id=team_number(desk, row.team)))
    if row.agent is not None:
        broke &= listed  # every ticket of theirs was
    touched = set(desk.all(TOUCHED_IN, first=first_line(desk, begin), begin=begin, until=row.until))
    contingencies, used = desk.one(CONTINGENCIES, handover=row.id) if row.signed else (0, 0)
    return HandoverScored(
        at=Instant(row.until), handover=row.id, listed=len(projected), breached=len(projected & broke),
        omitted=len(broke - listed), untouched=len(projected - touched), contingencies=contingencies, used=used,
    )  # fmt: skip
