"""Memory that reading took for a moment goes back to the system.

glibc keeps for each thread what it once had, and whoever reads a long list has had some megabytes more than the list.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache


def give_back() -> None:
    """In a thread, after much was read: takes no time where there is nothing, else a millisecond or two."""
    _trim()(0)


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], object]:
    """glibc's own function; other systems have none, and do so by themselves."""
    import ctypes

    found: Callable[[int], object] = getattr(ctypes.CDLL(None), "malloc_trim", int)
    return found
