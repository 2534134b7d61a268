"""The war room of the drawn frames as data: WR-3 at 10:06:30, half an hour after it was opened, with 60 tickets."""

from __future__ import annotations

from typing import Any

from deskconsole.console.desk.room import (
    Affected,
    Alike,
    Called,
    Change,
    Due,
    Entry,
    Head,
    Load,
    Order,
    Reached,
    Role,
    Sent,
    Sentence,
    Situation,
    Stakes,
    Told,
)
from deskconsole.console.pages.roomparts import Eyes
from deskconsole.console.painting.glyphs import UNICODE, Glyphs
from deskconsole.console.painting.lines import Scene
from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant
from deskconsole.core.instants import duration as seconds_in
from deskconsole.features.tickets.views import QueueRow
from tests.console import story

at = story.at

NOW = at(10, 6, 30)

HEAD = Head(
    3, "WR-3", "open", "VPN gateway EMEA drops all sessions", "firmware 9.1.4 on EMEA-2", "vpn", at(9, 36), "desk",
    at(9, 37), "mia", at(5, 30), bridge="+49 40 555 0100 pin 3310", tickets=60,
)  # fmt: skip

_TICKETS = """
10442 | VPN gateway drops all sessions | 1 | Acme | ana | -36m
10475 | Warehouse terminals offline | 2 | Acme | ben | -11m
10481 | No VPN, ward 3 hospital | 2 | Acme | | -7m
10479 | Softphones silent, Lyon | 2 | Civita | | -4m
10477 | [urgent] no remote access | 3 | Acme | | -2m
10483 | SAP from home fails | 2 | Civita | chidi | -1m
10484 | VPN, sales team Lyon | 2 | Civita | | 2m10s
10486 | VPN drops, dispatch | 2 | Acme | | 6m40s
10488 | Remote support blind | 2 | Borealis | | 14m
10490 | VPN from hotel drops | 3 | Acme | | 19m
"""


def _row(number: int, title: str, priority: int, customer: str, owner: str, left: int) -> QueueRow:
    """A ticket with so much time left, in µs."""
    target = 4 * HOUR
    due = Instant(NOW + left)
    return QueueRow(
        0, due, number, f"INC-{number}", title, priority, "open", None, None, owner or None, "EMEA desk", customer,
        "VPN", None, Instant(due - target), NOW, story.ALWAYS, "resolution", "running", target // SECOND,
        Instant(due - target), Instant(due - target), 0, due, due if left < 0 else None, Instant(due - 30 * MINUTE),
    )  # fmt: skip


def tickets(many: int = 60) -> list[QueueRow]:
    """Those of the frame, and as many more as there are."""
    found = []
    for line in _TICKETS.strip().splitlines():
        number, title, priority, customer, owner, left = (cell.strip() for cell in line.split("|"))
        us = seconds_in(left.lstrip("-")) * SECOND
        found.append(_row(int(number), title, int(priority), customer, owner, -us - 1 if left[0] == "-" else us))
    more = range(len(found), many)
    found += [_row(10490 + n, f"VPN drops in train {n}", 3, "Acme", "", (20 + n) * MINUTE) for n in more]
    return found[:many]


ROLES = [
    Role("commander", "mia", "taken", at(9, 37)),
    Role("deputy", "chidi", "taken", at(9, 40)),
    Role("scribe", "dana", "taken", at(9, 44)),
    Role("comms", "jon", "taken", at(9, 41)),
    Role("liaison", "jon", "taken", at(9, 52), double=True),
    Role("network", "ana", "taken", at(9, 38)),
    Role("vendor", "farah", "asked", at(10, 4, 30)),
]

TASKS = [
    Entry(1, "task", "roll back EMEA-2 to 9.1.3", "mia", at(10, 2), "ana", at(10, 4, 30)),
    Entry(2, "task", "list hospital users", "mia", at(9, 58), "jon", at(10, 15, 30)),
    Entry(3, "task", "vendor: known defect?", "chidi", at(9, 50), None, at(10, 30, 30)),
    Entry(4, "question", "was EMEA-1 patched too?", "mia", at(9, 55), "ana"),
    Entry(5, "task", "move Hamburg to EMEA-1", "mia", at(9, 52), "ben", at(10, 10), at(10, 1)),
]

DECISIONS = [
    Entry(6, "decision", "Roll back EMEA-2 to 9.1.3", "mia", at(10, 2), outcome="for: ana, chidi",
          said=("ben, drops Hamburg again for 5 min",)),
    Entry(7, "decision", "Move Hamburg to EMEA-1", "mia", at(9, 52), outcome="done 10:01, 140 users back"),
]  # fmt: skip

GUESSES = [
    Entry(8, "hypothesis", "session table full", "ana", at(9, 49)),
    Entry(9, "hypothesis", "provider line", "ben", at(9, 45), done=at(9, 50)),
]

TIMELINE = [
    Told(at(10, 6), "ana", "rollback at 60 %, no drops so far"),
    Told(at(10, 5), "desk", "◆ INC-10483 breached"),
    Told(at(10, 3), "desk", "4 calls attached, 60 linked"),
    Told(at(10, 2), "mia", "decision: roll back EMEA-2"),
    Told(at(9, 58), "jon", "hospital ward 3 calls: no remote access"),
    Told(at(9, 44), "dana", "takes scribe"),
    Told(at(9, 37), "mia", "confirmed WR-3, takes commander"),
    Told(at(9, 36), "desk", "proposed: 4 clocks of P1–P2 on gateway EMEA-2 within 15 minutes"),
]

CHANGES = [
    Change("CHG-771", "firmware 9.1.4 EMEA-2", Instant(at(22, 0) - 24 * HOUR), "approved", True),
    Change("CHG-770", "DNS record clean-up", Instant(at(19, 30) - 24 * HOUR), "not decided", False),
]


DUES = [
    Due("internal", at(10, 10)),
    Due("customers", at(10, 15), waiting=1),
    Due("customer:acme", at(11, 0)),
]
SENT = Sent(at(9, 45), "customers", "jon", 4, 4, 2, 0, 4)
SENTENCE = Sentence(
    "VPN is unstable since 05:30. We are replacing the software on one gateway. Next news at 10:15.",
    "use gateway EMEA-1: vpn1.desk.example",
)
CALLED = [
    Called("farah", "asked", at(10, 4), at(10, 9), "free, can vpn, has 2"),
    Called("goran", "accepted", at(9, 50), at(9, 55), "on call, has 0"),
]


STAKES = Stakes(
    [
        Reached("gateway EMEA-2", 0, 0, 0, 0), Reached("VPN & remote access", 1, 41, 5, 6),
        Reached("Softphone over VPN", 1, 12, 0, 3), Reached("SAP from outside", 1, 7, 1, 0),
    ],
    [Alike("gateway EMEA-1", "firmware 9.1.4", "CHG-772", at(22, 0))],
    True,
    [
        Affected("Acme", "gold", 38, 5, at(11, 0), "€ 1 900"), Affected("Civita", "silver", 12, 1, at(17, 0), "€ 400"),
        Affected("Borealis", "silver", 7, 0, None, "–"), Affected("Nordlys", "bronze", 3, 0, None, "–"),
    ],
    "€ 2 300", "€ 7 800", True,
    [
        Order("gateway EMEA-2 first, then all", 6, "€ 2 400", ("INC-10484", "INC-10486")),
        Order("gold customers first", 9, "€ 3 100", ()), Order("by time to breach", 11, "€ 4 900", ()),
        Order("oldest first", 17, "€ 7 800", ()),
    ],
    60, "10 people, 24m a ticket, median of 40 tickets of these services",
)  # fmt: skip


def situation(many: int = 60, **more: Any) -> Situation:
    made = Situation(
        HEAD,
        tickets(many),
        0,
        0,
        ROLES,
        TASKS,
        DECISIONS,
        GUESSES,
        TIMELINE,
        CHANGES,
        NOW,
        DUES,
        SENT,
        SENTENCE,
        CALLED,
        Load(60, 10, 4),
        None,
        STAKES,
    )
    return made._replace(**more)


def bare(**more: Any) -> Situation:
    """One that was declared a moment ago: nothing has happened in it yet."""
    head = HEAD._replace(
        state="proposed", proposed_by="ana", rule="", confirmed_at=None, confirmed_by=None, bridge=None
    )
    return Situation(head, (), 0, 0, (), (), (), (), (), (), NOW)._replace(**more)


KEYS = {
    "room.attach": "A", "ticket.note": "i", "room.role": "o", "room.task": "t", "room.ask": "I", "room.decide": "D",
    "room.update": "u", "surge.call_in": "c", "list.open": "enter",
}  # fmt: skip


def eyes(g: Glyphs = UNICODE, **more: Any) -> Eyes:
    scene = Scene(NOW, story.ZONE, g, "ana", **more)
    return Eyes(scene, story.HOURS.get, lambda name: KEYS.get(name, ""))
