"""Who could come, in which order they are asked, when it is the next one's turn, and what an answer means. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.staffing.views import Member
from deskconsole.features.surge import events as e


class Hand(NamedTuple):
    """Somebody who could come: what they say of themselves, whether they can do it, and what they have."""

    id: int
    handle: str
    status: str | None
    """As they say it; None: they never said."""
    on_call: bool
    can: tuple[str, ...]
    """What of the needs they can do."""
    lacks: tuple[str, ...]
    load: int
    """Open tickets that they own."""

    @property
    def why(self) -> str:
        """In which words they are chosen."""
        said = {"available": "free", "off": "off", None: "on call" if self.on_call else "says nothing"}
        parts = [said.get(self.status, f"busy ({self.status})"), *(f"can {each}" for each in self.can)]
        if self.on_call and self.status is not None:
            parts.insert(1, "on call")
        return ", ".join([*parts, f"has {self.load}"])


_WORKS = frozenset({"agent", "lead", "manager"})
_ORDER: Mapping[str | None, int] = {"available": 0, None: 1, "off": 2}
"""Whoever is free comes first; who is on the phone or at a meeting is asked after those who are at home."""


def hands(
    members: Iterable[Member],
    needs: Collection[str],
    on_call: Collection[str],
    loads: Mapping[str, int],
    there: Collection[str] = (),
) -> list[Hand]:
    """Everybody who works here and is not `there` already, in the order in which they would be asked."""
    found = [
        Hand(
            each.id, each.handle, each.status, each.handle in on_call,
            tuple(sorted({*needs} & {*each.skills.split()})), tuple(sorted({*needs} - {*each.skills.split()})),
            loads.get(each.handle, 0),
        )
        for each in members
        if each.handle not in there and _WORKS & {*each.roles.split()}
    ]  # fmt: skip
    return sorted(found, key=_place)


def _place(hand: Hand) -> tuple[int, int, bool, int, str]:
    return len(hand.lacks), _ORDER.get(hand.status, 3), not hand.on_call, hand.load, hand.handle


def next_one(found: Sequence[Hand], asked: Collection[str]) -> Hand | None:
    """Who is asked next: of those who can do all of it; None where all of them were asked."""
    return next((hand for hand in found if not hand.lacks and hand.handle not in asked), None)


# --- in time ---------------------------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """A call that nobody has answered."""

    call: int
    search: int
    handle: str
    answer_by: int


def unanswered(events: Iterable[Event]) -> list[Asked]:
    """Calls that wait for an answer, in the order in which they were made. `events` stand, and are in order."""
    found: dict[int, Asked] = {}
    for x in events:
        match x:
            case e.SurgeCalled():
                found[x.surge_call] = Asked(x.surge_call, x.search, x.handle, x.answer_by)
            case e.SurgeAnswered() | e.SurgeUnanswered() | e.SurgeStoodDown():
                found.pop(x.surge_call, None)
    return list(found.values())


def wakes_at(events: Iterable[Event]) -> Instant | None:
    """When it is somebody else's turn."""
    return min((Instant(each.answer_by + 1) for each in unanswered(events)), default=None)


# --- load ------------------------------------------------------------------------------------------------------------


class Load(NamedTuple):
    """Open tickets of the room for each head, now, and once all who were asked have come; None without anybody."""

    tickets: int
    heads: int
    coming: int

    @property
    def now(self) -> float | None:
        return self.tickets / self.heads if self.heads else None

    @property
    def then(self) -> float | None:
        return self.tickets / (self.heads + self.coming) if self.heads + self.coming else None


# --- what an answer means --------------------------------------------------------------------------------------------

_YES = frozenset({"yes", "y", "ok", "okay", "coming", "ja", "oui", "si", "sí", "accept", "accepted"})
_NO = frozenset({"no", "n", "sorry", "nein", "non", "cannot", "cant", "decline", "declined"})


def meant(text: str) -> bool | None:
    """Whether somebody who answers by mail comes: by the first word they wrote; None: nobody can tell."""
    line = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(">")), "")
    words = re.findall(r"[^\W\d_]+", line.lower().replace("’", "").replace("'", ""))
    first = words[0] if words else ""
    return True if first in _YES else False if first in _NO else None
