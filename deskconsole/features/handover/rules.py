"""What a handover is decided by: how much is shown, how risky it is, what is missing, when something is due. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.handover import events as e
from deskconsole.features.handover.sheet import PROJECTED, UNSTABLE, Item, Missing, Risk, Section

SHOWN = 15
"""How many items all rules together show beside what is projected; the rest is counted."""
MOST: Mapping[str, int] = {
    UNSTABLE: 6, "promised": 4, "due if resumed": 4, "owner leaving": 4, "touched twice": 3,
}  # fmt: skip
"""How many of a section are shown at most, in the order in which they are given their place."""
READ_BACK = 12
"""How many items are read back at most, and need a next action before somebody signs."""


def shown(found: Mapping[str, Sequence[Item]]) -> dict[str, list[Item]]:
    """The items of each section that are listed: what matters most first, and no more than a lead reads."""
    room, listed = SHOWN, {}
    for name, most in MOST.items():
        listed[name] = list(found.get(name, ()))[: min(most, room)]
        room -= len(listed[name])
    return listed


def risk_of(sections: Sequence[Section]) -> Risk:
    """What the sections come to: unstable items make it unstable, what will breach makes it one to watch."""
    by_name = {section.name: section for section in sections}
    if (found := by_name.get(UNSTABLE)) and (found.items or found.left_out or found.lines):
        return "unstable"
    if (found := by_name.get(PROJECTED)) and found.items:
        return "watch"
    return "stable"


def to_read_back(sections: Sequence[Section]) -> list[Item]:
    """The tickets that are read back after the rooms: the unstable, then what breaches first; each once."""
    chosen: dict[int, Item] = {}
    rooms = sum(len(section.lines) for section in sections if section.name == UNSTABLE)
    for name in (UNSTABLE, PROJECTED):
        for section in sections:
            if section.name == name:
                for item in section.items:
                    chosen.setdefault(item.ticket, item)
    return list(chosen.values())[: max(READ_BACK - rooms, 0)]


NAMED = 6
"""Tickets that nobody owns, and that are named where that must be mended."""


def missing(sections: Sequence[Section], unowned: Sequence[tuple[int, str]], homeless: Sequence[int]) -> list[Missing]:
    """What stands between a draft and its signature; a headline is asked for when it is signed."""
    found = _without_action(to_read_back(sections))
    if homeless:
        found.append(
            Missing(f"{_many(len(homeless), 'ticket')} of people going home without a new owner", (*homeless,))
        )
    if unowned:
        named = " ".join(number for _, number in unowned[:NAMED]) + (" …" if len(unowned) > NAMED else "")
        found.append(Missing(f"nobody owns {len(unowned)} open P1 or P2: {named}", tuple(each for each, _ in unowned)))
    return found


def unwritten(sections: Sequence[Section]) -> list[Missing]:
    """The same of an agent's tickets: each that goes to somebody needs a next action."""
    return _without_action(item for section in sections for item in section.items if goes(item.fate))


def goes(fate: str | None) -> bool:
    """Whether one of an agent's tickets goes to somebody: it is neither kept nor put back into the pool."""
    return fate not in ("keep", "pool")


def _without_action(items: Iterable[Item]) -> list[Missing]:
    without = tuple(dict.fromkeys(item.ticket for item in items if not item.next_action))
    return [Missing(f"{_many(len(without), 'next action')} missing", without)] if without else []


def _many(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"


def wakes_at(events: Sequence[Event]) -> Instant | None:
    """When something is due of a handover: it is drafted, it is late, the shift that it was for is over."""
    planned = [event for event in events if isinstance(event, e.HandoverPlanned)]
    done = {type(event) for event in events}
    if not planned or e.HandoverDropped in done or e.HandoverScored in done:
        return None
    last, timed = planned[-1], [event for event in events if isinstance(event, e.HandoverTimed)]
    if e.HandoverDrafted not in done:
        return Instant(last.draft_at)
    if e.HandoverAccepted in done or e.HandoverTaken in done:
        return Instant(last.until)
    return None if e.HandoverEscalated in done else Instant((timed or planned)[-1].escalate_at)
