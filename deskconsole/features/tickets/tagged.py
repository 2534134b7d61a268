"""What tickets are found by that carry a tag: an entry each, in the order of a queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

TABLE = "ticket_tag"
MOVES = ("standing", "breaches_at")
"""The columns that are others when the ticket's clocks are."""


class Entry(NamedTuple):
    """A tag of a ticket, and where the ticket stands in a queue."""

    ticket: int
    tag: str
    is_open: int
    standing: int
    breaches_at: int


def folded(tag: str) -> str:
    """A tag as it is compared: however it is written."""
    return tag.lower()


def entries(ticket: int, tags: Sequence[str], is_open: int, standing: int, breaches_at: int) -> list[Entry]:
    """Those of a ticket."""
    return [Entry(ticket, tag, is_open, standing, breaches_at) for tag in sorted({folded(tag) for tag in tags})]


class Lead(NamedTuple):
    """Entries that all tickets of a condition are among: of any of some tags, and, if it says so, of open tickets."""

    tags: tuple[str, ...]
    is_open: bool = False


class Condition(str):
    """SQL over `ticket t` that also knows by which entries it can be answered. Put together with other text it is text
    alone, and is answered without them."""

    lead: Lead | None

    def __new__(cls, sql: str, lead: Lead | None = None) -> Condition:
        made = super().__new__(cls, sql)
        made.lead = lead
        return made


def lead_of(where: str) -> Lead | None:
    """The entries that lead to what matches a condition."""
    return where.lead if isinstance(where, Condition) else None
