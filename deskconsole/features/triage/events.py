"""The rules of triage, as the desk file says them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Set, event
from deskconsole.core.instants import Instant


@event("triage.ruled", about="triage")
class TriageRuled(Event):
    """Matrix, conflict rule, routing rules, hold reasons and bounds are these from now on."""

    at: Instant
    triage: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        yield Set("triage", self.triage, {"body": json.dumps(self.body, sort_keys=True, ensure_ascii=False)})
