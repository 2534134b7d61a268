"""Where the offline sheet goes, that it was put there, that it could not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("offline.ruled", about="offline_rules")
class OfflineRuled(Event):
    """The second place of the sheet is this from now on."""

    at: Instant
    offline_rules: int
    body: dict[str, Any]

    def changes(self) -> Iterator[Set]:
        body = json.dumps(self.body, sort_keys=True, ensure_ascii=False)
        yield Set("offline_rules", self.offline_rules, {"body": body})


@event("offline.due", about="offline_sheet")
class SheetDue(Event):
    """The shift began at `shift`: its sheet is to be put in its second place. At `next_at` the next one begins."""

    at: Instant
    offline_sheet: int
    shift: int
    next_at: int

    def changes(self) -> Iterator[Set]:
        yield Set("offline_sheet", self.offline_sheet, {
            "state": "due", "shift_at": self.shift, "at": self.at, "next_at": self.next_at,
        })  # fmt: skip


@event("offline.planned", about="offline_sheet")
class SheetPlanned(Event):
    """The next shift begins at another instant than was thought; None: there is no second place any more."""

    at: Instant
    offline_sheet: int
    next_at: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("offline_sheet", self.offline_sheet, {"next_at": self.next_at})


@event("offline.put", about="offline_sheet")
class SheetPut(Event):
    """The sheet of the shift that began at `shift` lies in its second place; `digest` is the SHA-256 of its text."""

    at: Instant
    offline_sheet: int
    shift: int
    digest: str

    def changes(self) -> Iterator[Set]:
        yield Set("offline_sheet", self.offline_sheet, {
            "state": "put", "shift_at": self.shift, "at": self.at, "digest": self.digest, "why": None,
        })  # fmt: skip


@event("offline.failed", about="offline_sheet")
class SheetFailed(Event):
    """The sheet of that shift could not be put there; what lies there is the one before."""

    at: Instant
    offline_sheet: int
    shift: int
    why: Private

    def changes(self) -> Iterator[Set]:
        values = {"state": "failed", "shift_at": self.shift, "at": self.at, "why": self.why}
        yield Set("offline_sheet", self.offline_sheet, values)
