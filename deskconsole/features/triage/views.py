"""The rules of triage in force, and what they say of a ticket."""

from __future__ import annotations

import json
from functools import lru_cache

from deskconsole.core.desk import Query
from deskconsole.features.triage.rules import (
    REMINDER,
    Attributes,
    Closing,
    Hold,
    Routed,
    Rule,
    Rules,
    assess,
    filled,
    route,
    settle_priority,
)


@lru_cache(maxsize=8)
def _rules(body: str) -> Rules:
    return Rules.from_body(json.loads(body))


TRIAGE = Query("select body from triage where id = 1", _rules)
HOLDS = Query("select body from triage where id = 1", lambda body: tuple(hold.reason for hold in _rules(body).holds))
"""The reasons for which a ticket may wait, in one row."""

__all__ = [
    "HOLDS",
    "REMINDER",
    "TRIAGE",
    "Attributes",
    "Closing",
    "Hold",
    "Routed",
    "Rule",
    "Rules",
    "assess",
    "filled",
    "route",
    "settle_priority",
]
