"""What `deskconsole show ticket` tells of its escalation."""

from __future__ import annotations

from deskconsole.core.instants import to_iso
from deskconsole.features.agreements.views import AGREEMENTS
from deskconsole.features.escalation.views import POLICIES, RUNS_OF
from deskconsole.store.driver import Reader

_SHOWN = ("state", "step", "round", "why")
_WHEN = ("started_at", "next_at", "ack_until", "muted_until", "ended_at")


def runs(desk: Reader, ticket: int) -> list[dict[str, object]]:
    """Its runs, the oldest first: of which clock, by which version of which policy, how far, and what comes when."""
    found = desk.all(RUNS_OF, ticket=ticket)
    if not found:
        return []
    policies = {row.id: (row.name, row.version) for row in desk.all(POLICIES)}
    agreements = {row.id: row.name for row in desk.all(AGREEMENTS)}
    return [
        {
            "run": row.id,
            "agreement": agreements[row.agreement],
            "metric": row.metric,
            "cycle": row.cycle,
            "policy": "{} v{}".format(*policies[row.policy]),
            **{name: getattr(row, name) for name in _SHOWN},
            **{name: to_iso(at) if (at := getattr(row, name)) is not None else None for name in _WHEN},
        }
        for row in found
    ]
