"""What the first rows come without, read in a thread once they stand there: no key has to wait for a module."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

ALSO = (
    "textual.scrollbar", "deskconsole.bulk", "deskconsole.console.desk.live_board", "deskconsole.console.forms",
    "deskconsole.console.desk.templates",
)  # fmt: skip


def import_ahead() -> Iterator[str]:
    """All screens and what stands on them, one after the other."""
    for name in ("deskconsole.console.screens", "deskconsole.console.widgets"):
        for each in iter_modules(import_module(name).__path__, f"{name}."):
            yield import_module(each.name).__name__
    for name in ALSO:
        yield import_module(name).__name__
