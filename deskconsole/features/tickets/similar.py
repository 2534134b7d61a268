"""Tickets like this one: those whose titles share its telling words, found by full text.

What it costs does not grow with the desk: a word that stands in very many tickets tells nothing, and is looked at no
further than to know that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.store.fulltext import any_of, sought

R = TypeVar("R")

COMMON = 1_000
"""A word that stands in so many texts tells nothing."""

_MOST_WORDS = 12
_CANDIDATES = 40
_WORD = re.compile(r"[^\W_]{3,}")


class SimilarRow(NamedTuple):
    """A ticket like another one."""

    id: int
    number: str
    title: str
    state: str
    opened_at: Instant
    resolved_at: Instant | None


TITLE = Query(
    "select coalesce(p.text, '') from ticket t left join private_text p on p.id = t.title where t.id = :ticket", str
)
_KNOWN = Query("select count(*) from (select f.rowid from text_fts(:sought) f limit :most) x", int)
_FOUND = Query(
    "select t.id, t.number, p.text, t.state, t.opened_at, t.resolved_at from"
    " (select s.ticket as ticket, f.rank as rank from text_fts(:sought) f join search_text s on s.text = f.rowid"
    " join ticket t on t.id = s.ticket and t.title = s.text where s.ticket <> :ticket order by f.rank limit :limit) x"
    " join ticket t on t.id = x.ticket join private_text p on p.id = t.title where t.opened_at is not null"
    " order by x.rank, t.id",
    SimilarRow,
)


def similar(desk: Reads, ticket: int, limit: int) -> list[SimilarRow]:
    """The tickets whose titles have most of the telling words of this one's, the likest first."""
    title = next(iter(desk.all(TITLE, ticket=ticket)), "")
    words = list(dict.fromkeys(words_of(title)))[:_MOST_WORDS]
    telling = [word for word in words if 1 < desk.one(_KNOWN, sought=sought(word), most=COMMON) < COMMON]
    if not telling:
        return []
    found = desk.all(_FOUND, sought=any_of(map(sought, telling)), ticket=ticket, limit=_CANDIDATES)
    return likest(found, telling, limit)


def likest(found: Sequence[SimilarRow], telling: Sequence[str], limit: int) -> list[SimilarRow]:
    """Those with most of the words, and with two of them at least where there are two."""
    shared = {row.id: len(set(words_of(row.title)) & set(telling)) for row in found}
    least = min(2, len(telling))
    kept = [row for row in found if shared[row.id] >= least]
    return sorted(kept, key=lambda row: -shared[row.id])[:limit]


def words_of(text: str) -> list[str]:
    """Words as they are compared: short ones tell nothing."""
    return _WORD.findall(text.casefold())
