"""What may be done with a ticket: pure."""

from __future__ import annotations

import re

from deskconsole.core.desk import Event
from deskconsole.core.errors import Refused
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.views import TicketRow

STATES = ("new", "open", "held", "resolved", "closed", "cancelled", "merged")
LIVE = frozenset({"new", "open", "held"})

DONE = frozenset({"resolved", "closed"})

FROM: dict[str, frozenset[str]] = {
    "assign": LIVE,
    "work": frozenset({"new", "held"}),
    "acknowledge": LIVE,
    "hold": LIVE,
    "resume": frozenset({"held"}),
    "prioritise": LIVE,
    "reclassify": LIVE | DONE,
    "dispatch": LIVE,
    "restore": LIVE | {"resolved"},
    "resolve": LIVE,
    "confirm": DONE,
    "close": frozenset({"resolved"}),
    "reopen": DONE,
    "cancel": LIVE,
    "answer": LIVE | {"resolved", "merged"},
    "contact": LIVE | DONE | {"merged"},
    "merge": LIVE,
    "absorb": LIVE,
    "declare": LIVE,
    "attach": LIVE,
}
"""From which states an act is allowed."""

RELATIONS = ("duplicate", "caused-by", "causes", "follow-up", "related")
"""How a ticket may stand to another by a link; a parent is no link (`ticket.parent`)."""

DEEPEST = 5
"""Tickets in a line from the topmost parent down."""


def allowed(act: str, state: str | None, number: str) -> None:
    """Refuse an act that the state of a ticket does not allow; says from which it would be."""
    if state not in FROM[act]:
        froms = ", ".join(sorted(FROM[act], key=STATES.index))
        raise Refused(f"{number} is {state}: one can {act} only from {froms}")


def moved(x: Event) -> bool:
    """Whether an event says how a ticket stands from then on."""
    return isinstance(x, e.VendorStep) or (isinstance(x, e.TicketEvent) and "state" in x.columns())


_ADDRESS = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+")


def reachable(row: TicketRow) -> bool:
    """Whether there is an address to send a notice to (rule 25): of the person who asks, or where only a name was
    written down, in that."""
    return row.mails > 0 or bool(row.requester and _ADDRESS.search(row.requester))
