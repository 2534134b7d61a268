"""What can be measured, by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from deskconsole.bench.figure import Figure, say
from deskconsole.bench.sizes import Sizes

GROUPS = {
    "store": "idle tick, due event, queue page",
    "escalation": "thousands of clocks that cross a threshold at once",
    "handover": "a handover drafted over very many open tickets, and the archive",
    "writers": "many processes that write",
    "feed": "many processes that watch",
    "sla": "calendars and clocks",
    "import": "a real log with five agreements",
    "wall": "what is at risk among a million",
    "search": "the queue by words",
    "knowledge": "articles for a ticket",
    "verify": "proving the journal",
    "console": "on a terminal: first text, keys, bytes, ticking, memory",
    "start": "the program's start",
}
_MODULES = {"import": "importing"}


def measured(groups: Sequence[str], sizes: Sizes) -> Iterator[Figure]:
    """The figures of some groups, as they come. A group is imported when it is measured."""
    for group in groups:
        say(f"{group}: {GROUPS[group]}")
        yield from import_module(f"deskconsole.bench.{_MODULES.get(group, group)}").figures(sizes)
