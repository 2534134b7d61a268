"""What can be measured, by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module

from deskconsole.bench.figure import Figure, say
from deskconsole.bench.sizes import Sizes

GROUPS = {
    "store": "idle tick, due event, queue page",
    "writers": "many processes that write",
    "feed": "many processes that watch",
    "sla": "calendars and clocks",
    "import": "a real log with five agreements",
    "verify": "proving the journal",
    "console": "first text on a terminal",
    "start": "the program's start",
}
_MODULES = {"import": "importing"}


def measured(groups: Sequence[str], sizes: Sizes) -> Iterator[Figure]:
    """The figures of some groups, as they come. A group is imported when it is measured."""
    for group in groups:
        say(f"{group}: {GROUPS[group]}")
        yield from import_module(f"deskconsole.bench.{_MODULES.get(group, group)}").figures(sizes)
