"""Live escalations: what comes next and when, who was told so far and whether it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import QueueRow

if TYPE_CHECKING:
    from deskconsole.features.escalation.views import Mute

MOST = 12
"""Runs that are read; the others come later."""
ARRIVED = frozenset({"delivered", "read"})
"""States of a notification that somebody has."""
GONE = frozenset({"failed", "dropped"})
"""Those in which nobody has it, and nobody will."""


class Told(NamedTuple):
    """Somebody who was told of a run: how it went, and by which way; `first` is the one that failed before it."""

    who: str
    at: Instant
    state: str
    """queued · sent · delivered · read · failed · dropped"""
    channel: str
    status: str | None = None
    first: str | None = None
    again: bool = False
    """Whether they may have it twice."""


class Live(NamedTuple):
    """A run that has not come to its end."""

    run: int
    ticket: int
    number: str
    state: str
    """running · acknowledged · taken over"""
    step: int
    """How many steps have been taken."""
    steps: int
    due: Instant | None
    """When something happens next: a step, or an acknowledgement lapses."""
    who: str
    """Who that is, in words; empty where it is nobody."""
    told: Sequence[Told] = ()
    row: QueueRow | None = None
    muted_until: Instant | None = None
    """Until when its rule is muted: nobody is told sooner."""
    rule: str = ""
    """The policy that it follows."""


class Escalations(NamedTuple):
    """What the panel shows: the runs that come next, and how many there are."""

    runs: Sequence[Live] = ()
    running: int = 0
    waiting: int = 0
    """Clocks whose escalation begins at a threshold that is still to come."""
    nobody: int = 0
    """Runs on open tickets in which nobody was reached."""
    more: bool = False
    """Whether there are more than were counted."""
    muted: Sequence[Mute] = ()
    """The rules that are muted now, what ends first first."""
