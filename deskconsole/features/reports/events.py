"""What is said of a month for good: its list, its figures, and what was accepted to be otherwise afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("report.listed", about="report")
class ReportListed(Event):
    """A part of the list behind a frozen month; `body` holds its rows, as `Listed.of_row` reads them."""

    at: Instant
    report: int
    part: int
    body: dict[str, Any]


@event("report.frozen", about="report")
class ReportFrozen(Event):
    """A month's figures are these, by what was known up to a line of the journal; they never change (rule 34)."""

    at: Instant
    report: int
    month: str
    scope: str
    zone: str
    begins: int
    ends: int
    line: int
    clocks: int
    digest: str
    shown: str
    figures: dict[str, Any]
    program: str

    def changes(self) -> Iterator[Set]:
        figures = json.dumps(self.figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        yield Set(
            "frozen_month",
            self.report,
            {
                "month": self.month, "scope": self.scope, "zone": self.zone, "begins": self.begins, "ends": self.ends,
                "frozen_at": self.at, "line": self.line, "clocks": self.clocks, "digest": self.digest,
                "shown": self.shown, "figures": figures, "program": self.program,
            },
        )  # fmt: skip


@event("report.restated", about="report")
class ReportRestated(Event):
    """A named person accepted what later knowledge changed in a frozen month; the frozen figures stay beside it."""

    at: Instant
    report: int
    line: int
    accepted_by: Private
    reason: Private
    body: dict[str, Any]
    """Rows of the clocks that changed as they were, as they are, and why; the figures with them."""

    def changes(self) -> Iterator[Set]:
        yield Set("frozen_month", self.report, {"restated_at": self.at})
