"""How good the handovers of a desk are, and whether they get better: from those that were scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from deskconsole.features.handover.views import HandoverRow, handovers_where

LAST = 30
"""Handovers that are looked at together, beside as many before."""
SCORED = handovers_where(
    "h.scored_at is not null and h.agent is null and h.begin_at > (select coalesce(max(begin_at), 0) from handover)"
    " - 7776000000000"
    " order by h.begin_at desc, h.id desc",
    snapshot=False,
)
"""Those of the last ninety days."""


class Trend(NamedTuple):
    """The last handovers of a desk beside those before; None where there are none."""

    desk: str
    handovers: int
    accept_s: int | None
    accept_s_before: int | None
    omitted: float
    """Tickets a handover that breached and were not listed."""
    omitted_before: float | None
    noise: float | None
    """Share of what was projected that did not breach."""
    noise_before: float | None
    used: float | None
    """Share of the if/thens that came to pass."""
    used_before: float | None


def trend(rows: Sequence[HandoverRow]) -> Iterator[Trend]:
    """By desk; `rows` are scored handovers, the last one first."""
    desks: dict[str, list[HandoverRow]] = {}
    for row in rows:
        desks.setdefault(row.team or "desk", []).append(row)
    for desk, theirs in sorted(desks.items()):
        last, before = theirs[:LAST], theirs[LAST : 2 * LAST]
        yield Trend(
            desk, len(last), _accept(last), _accept(before), _omitted(last) or 0.0, _omitted(before), _noise(last),
            _noise(before), _used(last), _used(before),
        )  # fmt: skip


def _accept(rows: Sequence[HandoverRow]) -> int | None:
    spans = [row.accept_s for row in rows if row.accept_s is not None]
    return round(median(spans)) if spans else None


def _omitted(rows: Sequence[HandoverRow]) -> float | None:
    return round(sum(row.omitted or 0 for row in rows) / len(rows), 2) if rows else None


def _noise(rows: Sequence[HandoverRow]) -> float | None:
    listed = sum(row.listed or 0 for row in rows)
    return round(1 - sum(row.breached or 0 for row in rows) / listed, 3) if listed else None


def _used(rows: Sequence[HandoverRow]) -> float | None:
    written = sum(row.contingencies or 0 for row in rows)
    return round(sum(row.used or 0 for row in rows) / written, 3) if written else None
