"""Where the offline sheet goes, and how the last one fared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant


@dataclass(frozen=True)
class OfflineSpec:
    """A folder, best on another machine, and channels of mail that it is sent by."""

    folder: str | None = None
    mail: tuple[str, ...] = ()

    @property
    def anywhere(self) -> bool:
        """Whether there is a second place at all."""
        return bool(self.folder or self.mail)


def _spec(body: str) -> OfflineSpec:
    said = json.loads(body)
    return OfflineSpec(said.get("folder"), tuple(said.get("mail", ())))


OFFLINE = Query("select body from offline_rules where id = 1", _spec)


class SheetRow(NamedTuple):
    """The last sheet; `why` it could not be put, or the one before it."""

    state: str
    shift: Instant
    at: Instant
    digest: str | None
    why: str | None
    next_at: Instant | None
    """When the next one is due."""


SHEET = Query(
    "select s.state, s.shift_at, s.at, s.digest, p.text, s.next_at from offline_sheet s"
    " left join private_text p on p.id = s.why where s.id = 1",
    SheetRow,
)
