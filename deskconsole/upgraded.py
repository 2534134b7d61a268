"""What an upgrade leaves to be said in the record, and to be done."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Desk, Event, Query, command
from deskconsole.features.offline.commands import plan
from deskconsole.house import House
from deskconsole.store.events import TextsErased
from deskconsole.store.store import Store
from deskconsole.store.verify import missing_texts

BEFORE_ERASURES = "0005"
"""The last revision of the schema under which an erasure was no event: a text was gone, and nothing said so."""

BEFORE_SHEET_TIMER = "0028"
"""The last revision under which the engine looked by itself whether an offline sheet was due."""

NEXT_LINE = Query("select coalesce(max(seq), 0) + 1 from journal", int)


@command("texts.missed", needs="desk")
def missed(desk: Desk, texts: tuple[int, ...]) -> Iterator[Event]:
    """Say which private texts were gone before erasures were told: whatever goes missing later is damage."""
    yield TextsErased(at=desk.now, erasure=desk.one(NEXT_LINE), texts=texts, why="gone before erasures were recorded")


def told(url: str, before: str | None) -> int:
    """Record what was erased under an older schema; how many texts."""
    if before is None or before > BEFORE_ERASURES:
        return 0
    store = Store(url)
    try:
        with store.backend.looking() as driver:
            texts = tuple(missing_texts(driver))
        if texts:
            House(store, Actor(DESK)).do(missed(texts))
    finally:
        store.close()
    return len(texts)


def planned(url: str, before: str | None) -> None:
    """Have the next offline sheet planned: nothing has asked for that yet."""
    if before is None or before > BEFORE_SHEET_TIMER:
        return
    store = Store(url)
    try:
        House(store, Actor(DESK)).do(plan())
    finally:
        store.close()
