"""Forgetting a person: what is held of them, and how all of it goes, in the store and beside it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from deskconsole.core.errors import StoreTrouble
from deskconsole.features.mail.views import FILES_OF, NAMED
from deskconsole.features.people.commands import erase
from deskconsole.features.people.views import (
    DRAFTS_OF,
    TEXTS_OF,
    TICKETS_OF,
    DraftRow,
    PersonRow,
    TextRow,
    TicketOfRow,
)
from deskconsole.house import House
from deskconsole.store.driver import Reader
from deskconsole.store.files import Files
from deskconsole.store.store import Store

FRESH_S = 3600
"""A file younger than this may be about to be named by an event that is still being decided."""


class Held(NamedTuple):
    """All that is held of a person: what `people export` hands out is what `people erase` takes away."""

    texts: list[TextRow]
    tickets: list[TicketOfRow]
    drafts: list[DraftRow]
    files: list[str]
    """Digests of files beside the store."""


def held_of(read: Reader, person: int) -> Held:
    """What is held of a person now."""
    return Held(*(read.all(query, person=person) for query in (TEXTS_OF, TICKETS_OF, DRAFTS_OF, FILES_OF)))


def forget(house: House, row: PersonRow) -> tuple[Held, int]:
    """Erase a person, and the files of theirs that nobody else has; what was held, and how many files went.

    Whoever is killed on the way, or finds the store busy, does it again: what is left then goes.
    """
    store = house.store
    held = held_of(store.read, row.id)
    # From now on nothing but the record keeps them: also who never comes to the last line leaves no file for long.
    Files.of(store.url).age(held.files)
    try:
        house.do(erase(row.number))
    except StoreTrouble as trouble:
        with suppress(StoreTrouble):
            forget_files(store, held.files)  # the record may have let go of them all the same
        raise StoreTrouble(f"{trouble} (their number: {row.number})") from trouble
    return held, forget_files(store, held.files)


def forget_files(store: Store, digests: Iterable[str | None]) -> int:
    """Remove these files, unless something else has the same bytes; and those that nothing has named for an hour.

    The second is for who was killed between an erasure and its files. How many went.
    """
    kept, named = Files.of(store.url), set(store.read.all(NAMED))
    gone = sum(kept.forget(digest) for digest in {each for each in digests if each} - named)
    for digest in kept.older(time.time() - FRESH_S):
        gone += digest not in named and kept.forget(digest)
    return gone
