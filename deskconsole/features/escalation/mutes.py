"""A rule that is muted for a while, and what it is muted for: pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from deskconsole.core.instants import Instant

ESCALATION, WAR_ROOM = "escalation", "war room"
"""What may be muted: a policy, or a rule that proposes war rooms."""


class Where(NamedTuple):
    """What a mute can be narrowed to, of a ticket; keys, None where it names none."""

    service: str | None = None
    customer: str | None = None
    ci: str | None = None


class Mute(NamedTuple):
    """A mute as stored; what columns mean is in `tables.py`. Service and customer are their keys."""

    id: int
    kind: str
    rule: str
    service: str | None
    customer: str | None
    ci: str | None
    p1: int
    from_at: Instant
    until_at: Instant
    ends_at: Instant
    by: str
    reason: str | None
    ended_at: Instant | None
    ended_by: str | None

    @property
    def number(self) -> str:
        return f"MU-{self.id}"

    @property
    def where(self) -> Where:
        return Where(self.service, self.customer, self.ci)

    @property
    def scope(self) -> str:
        """What it is narrowed to, in words; empty: nothing."""
        named = zip(("service", "customer", "item"), self.where, strict=True)
        return ", ".join(f"{what} {key}" for what, key in named if key)

    def silences(self, kind: str, rules: Collection[str], where: Where, priority: int | None) -> bool:
        """Whether it is for a rule of a kind, by any of its names, about something of this priority."""
        narrowed = all(key is None or key == its for key, its in zip(self.where, where, strict=True))
        return self.kind == kind and self.rule in rules and narrowed and (bool(self.p1) or priority != 1)


def silencing(
    mutes: Sequence[Mute], kind: str, rules: Collection[str], where: Callable[[], Where], priority: int | None
) -> Mute | None:
    """The one of several mutes that lasts longest for a rule; None where it is muted by none.

    `where` is asked only where a mute is in force at all.
    """
    mine = [mute for mute in mutes if mute.kind == kind and mute.rule in rules]
    if not mine:
        return None
    at = where()
    found = [mute for mute in mine if mute.silences(kind, rules, at, priority)]
    return max(found, key=lambda mute: (mute.ends_at, -mute.id), default=None)
