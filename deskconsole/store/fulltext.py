"""Full text: one way to write what is sought, whichever database finds it.

Each index is a relation that is asked like a function, `from text_fts(:sought) f`, with the columns `rowid` and `rank`
(the smaller, the better). On SQLite that is an FTS5 table, on PostgreSQL a function over tsvectors that understands
the same words; so that what is sought is one bound value everywhere, and a `Query` stays one text.

Both read letters and digits, in lower case and without marks above or below; anything else parts words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from deskconsole.store.driver import Driver

MARK = "_fts"
"""What belongs to an index has this in its name: it follows from other tables, and is no row of record."""
INDEXES = ("text_fts", "article_fts")

_WORDS_ON_POSTGRES = ("text_words_fts",)
"""Words of private texts; those of articles are nobody's."""

_UNHEARD = re.compile(r'["\x00\ud800-\udfff]')
_PAGES = 32
"""Pages of an index that are written anew in one go: others wait no longer than that takes."""


class _Backend(Protocol):
    name: str

    def writing(self) -> AbstractContextManager[Driver]: ...


def sought(text: str, *, begins: bool = False) -> str:
    """These words one after the other; `begins`: the last one may go on."""
    return f'"{_UNHEARD.sub(" ", text)}"{" *" if begins else ""}'


def all_of(parts: Iterable[str]) -> str:
    """What was `sought`, all of it in one text."""
    return " ".join(parts)


def any_of(parts: Iterable[str]) -> str:
    """What was `sought`, any of it; what has more of it, and what is rarer, ranks better."""
    return " OR ".join(parts)


def scrub(backend: _Backend) -> Sequence[str]:
    """Have words that were erased leave the bytes of the indexes, in steps between which others write.

    A word that goes is first only struck out: FTS5 writes that it is gone and keeps it until it merges. On PostgreSQL
    the words are in a table: what is returned is still to be written anew.
    """
    if backend.name != "sqlite":
        return _WORDS_ON_POSTGRES
    for index in INDEXES:
        pages = -_PAGES  # first all of its parts are told to become one
        while True:
            with backend.writing() as driver:
                before = _changes(driver)
                driver.change(f"insert into {index} ({index}, rank) values ('merge', {pages})")
                done = _changes(driver) - before < 2
            if done:
                break
            pages = _PAGES
    return ()


def _changes(driver: Driver) -> int:
    return int(driver.select("select total_changes()")[0][0])
