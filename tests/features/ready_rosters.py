"""How commands of the roster are made ready: shifts, leave and swaps that are there before them."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call
from deskconsole.core.instants import DAY, HOUR, Instant
from deskconsole.derive import RULES
from deskconsole.features.rosters import commands as c
from deskconsole.features.rosters.events import RosterVersioned
from deskconsole.features.rosters.taking import Wanted
from tests.features.desks import TestDesk

_SHIFTS = [
    {"key": "early", "name": "Early", "zone": "UTC", "hours": [360, 840], "days": list(range(7)),
     "groups": [["ana", "ben", "lea", "max"]]},
    {"key": "late", "name": "Late", "zone": "UTC", "hours": [840, 1320], "days": list(range(7)), "groups": [["ned"]]},
]  # fmt: skip


def rostered(desk: TestDesk) -> int:
    """A day after tomorrow, on which there are shifts."""
    with desk.store.writing(Actor(DESK), RULES) as tx:
        tx.record(RosterVersioned(at=tx.now, roster_version=1, version=1, body={"shifts": _SHIFTS}))
        tx.settle()
    return desk.now + 2 * DAY


def away(desk: TestDesk, who: str) -> str:
    """Somebody is on leave; its number."""
    desk.do(who if who in ("ana", "lea") else "lea", c.leave(begin=desk.now + 2 * DAY, end=desk.now + 3 * DAY))
    return "LV-1"


def taken(desk: TestDesk) -> str:
    """Somebody takes a turn; its number."""
    desk.do("lea", c.take("late", rostered(desk), "glo"))
    return "RB-1"


def asked(desk: TestDesk, other: str, *, accepted: bool = False) -> str:
    """Ben asks another to take his turn; the number of the swap."""
    desk.do("ben", c.swap("early", rostered(desk), other))
    if accepted:
        desk.do(other, c.accept("SW-1"))
    return "SW-1"


def wanted(desk: TestDesk) -> list[Wanted]:
    """A turn as a file tells it."""
    begin = Instant(desk.now + DAY)
    return [Wanted("f1", None, "extra", begin, Instant(begin + HOUR), "glo", False, None)]


ROSTERED: dict[str, Callable[[TestDesk, str], Call]] = {
    "roster.take": lambda desk, who: c.take("late", rostered(desk), "glo"),
    "roster.give_back": lambda desk, who: c.give_back(taken(desk)),
    "roster.leave": lambda desk, who: c.leave(begin=desk.now + DAY, end=desk.now + 2 * DAY),
    "roster.stay": lambda desk, who: c.stay(away(desk, who)),
    "roster.swap": lambda desk, who: c.swap("early", rostered(desk), "glo"),
    "roster.swap_accept": lambda desk, who: c.accept(asked(desk, who)),
    "roster.swap_approve": lambda desk, who: c.approve(asked(desk, "glo", accepted=True)),
    "roster.swap_refuse": lambda desk, who: c.refuse(asked(desk, who), "not then"),
    "roster.import": lambda desk, who: c.take_over(wanted(desk)),
}
