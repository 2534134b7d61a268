"""The words of a policy: whom a step may be for, and what keeps it from telling anybody."""

from __future__ import annotations

import re
from typing import NamedTuple

from deskconsole.core.instants import duration
from deskconsole.features.rosters.views import LAYERS

FUNCTIONAL = ("owner", "team", "on-duty", "round-robin", *LAYERS, "skill")
"""Targets at work: whoever says that they are off is not among them, unless they are on call."""
HIERARCHICAL = ("lead", "service-owner", "executive")
"""Targets above it: they are told wherever they are."""
TARGETS = (*FUNCTIONAL, *HIERARCHICAL)
MAY_NAME = dict.fromkeys(("team", "on-duty", "round-robin", *LAYERS, "lead"), "team") | {"skill": "skill"}
"""Targets that may name something behind a colon; without it a team is the ticket's. `skill` must."""

RESTS = ("held", "owned", "acknowledged", "restored")
"""While one of these is so nobody is told, where the policy says so; `held:caller` is one reason."""

_MORE = re.compile(r"(\d{1,4}) in (\S+)")


class MoreThan(NamedTuple):
    """Tickets that came to an escalation within a span, of one service."""

    many: int
    within: int
    """Seconds."""

    @classmethod
    def read(cls, text: str) -> MoreThan:
        """`4 in 15m`. Raises ValueError, with the text."""
        found = _MORE.fullmatch(" ".join(text.split()))
        if found is None or not (within := duration(found[2])):
            raise ValueError(f"“{text}” is no count: write 4 in 15m")
        return cls(int(found[1]), within)
