"""Who is at a ticket right now, for whoever asks without a screen. Of the past nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.core.instants import to_iso
from deskconsole.store.desk_time import real_now
from deskconsole.store.presence import Here, Others, present
from deskconsole.store.store import Store


def others(store: Store) -> Others:
    """Where all consoles are that were heard of of late."""
    return Others(present(store.read, real_now()))


def in_words(here: Sequence[Here]) -> list[str]:
    """`lea reply since 2026-04-14T07:41:00Z`: who, what they write or that they read, since when."""
    return [f"{each.operator} {each.doing or 'reads'} since {to_iso(each.since)}" for each in here]
