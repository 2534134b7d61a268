"""When an audience hears of a room next, and in which words where nobody chose others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.room_updates import events as e
from deskconsole.features.room_updates.settings import CommsSpec
from deskconsole.features.templates.views import filled

INTERNAL, CUSTOMERS, STATUS_PAGE = "internal", "customers", "status page"
OF_ONE = "customer:"
"""Before a customer’s key: they alone hear of it."""
PHASES = ("investigating", "identified", "monitoring", "resolved")
STEPS = ("comms", "commander", "leads")
"""Who is paged of a message that is late, one after the other."""

VARIABLES: Mapping[str, str] = {
    "room": "the number of the room, such as WR-3",
    "title": "what it is about",
    "phase": "how far it is: investigating, identified, monitoring, resolved",
    "severity": "how bad it is, such as P1",
    "since": "when it began, in the desk’s zone",
    "services": "what does not work",
    "tickets": "how many are attached, such as 60 tickets",
    "workaround": "what can be done meanwhile",
    "next": "when the next message is due, in the desk’s zone",
    "desk": "the name of the desk",
    "writer": "whoever writes",
}
"""What a template may say, and what that stands for."""


# --- in time ---------------------------------------------------------------------------------------------------------


class Owed(NamedTuple):
    """What an audience is owed: by when, how often, and how many have been told that it is late."""

    audience: str
    due_at: int
    every_s: int
    step: int = 0
    wakes_at: int | None = None


def owed(events: Iterable[Event]) -> dict[int, Owed]:
    """What is owed to whom, by the number of the cadence. `events` stand, and are in order."""
    found: dict[int, Owed] = {}
    for x in events:
        match x:
            case e.UpdateOwed():
                found[x.cadence] = Owed(x.audience, x.due_at, x.every_s, 0, x.due_at + 1)
            case e.UpdateSent(cadence=int() as cadence) if cadence in found:
                if x.next_at is None:
                    del found[cadence]
                else:
                    found[cadence] = found[cadence]._replace(due_at=x.next_at, step=0, wakes_at=x.next_at + 1)
            case e.UpdateMissed() if x.cadence in found:
                found[x.cadence] = found[x.cadence]._replace(step=x.step, wakes_at=x.next_at)
    return found


def wakes_at(events: Iterable[Event]) -> Instant | None:
    """When it is looked whether a message is late; the instant at which it is due is the last in which it is not."""
    return min((Instant(each.wakes_at) for each in owed(events).values() if each.wakes_at is not None), default=None)


def next_due(now: int, every_s: int, phase: str) -> Instant | None:
    """When the next message is due after one that leaves now; none after that which says that it is over."""
    return None if phase == "resolved" else Instant(now + every_s * SECOND)


# --- in words --------------------------------------------------------------------------------------------------------

_INTERNAL = "{room} {severity}: {title}. Since {since}, {tickets}."
_OUTSIDE = "{title}, since {since}."
SHIPPED: Mapping[str, str] = {
    "internal investigating": f"{_INTERNAL} We are looking for the cause. Workaround: {{workaround}}. Next: {{next}}.",
    "internal identified": f"{_INTERNAL} The cause is known, we are on it. Workaround: {{workaround}}. Next: {{next}}.",
    "internal monitoring": f"{_INTERNAL} It is mitigated, we are watching it. Next: {{next}}.",
    "internal resolved": f"{_INTERNAL} It is over. The review follows.",
    "customers investigating": f"{_OUTSIDE} We are looking for the cause. Workaround: {{workaround}}. Next: {{next}}.",
    "customers identified": f"{_OUTSIDE} We know the cause and are on it. Workaround: {{workaround}}. Next: {{next}}.",
    "customers monitoring": f"{_OUTSIDE} It should work again, and we are watching it. Next: {{next}}.",
    "customers resolved": f"{_OUTSIDE} It works again. If it does not for you, please answer this message.",
}
"""What is said where the desk file has no words for it; what customers hear is also for the status page."""


def template(settings: CommsSpec, audience: str, phase: str, severity: int) -> str:
    """The words for an audience at a phase: those for this very severity before those for any."""
    own = dict(settings.texts)
    kinds = [audience] if audience in (INTERNAL, CUSTOMERS) else [audience, CUSTOMERS]
    names = [f"{kind} {phase}{more}" for kind in kinds for more in (f" p{severity}", "")]
    return next((own[name] for name in names if name in own), "") or SHIPPED[names[-1]]


def drafted(settings: CommsSpec, audience: str, phase: str, severity: int, values: Mapping[str, str | None]) -> str:
    """A message in the words of its template."""
    text = template(settings, audience, phase, severity)
    return filled(text, {name: value or "–" for name, value in values.items()}).text


def phase_of(state: str) -> str:
    """How far a room is, where nobody says it better."""
    return {"mitigated": "monitoring", "restored": "resolved"}.get(state, "investigating")


def audiences(settings: CommsSpec) -> tuple[str, ...]:
    """Who is owed messages from the beginning."""
    return (INTERNAL, CUSTOMERS, *((STATUS_PAGE,) if settings.page or settings.components else ()))


# --- to whom ---------------------------------------------------------------------------------------------------------


class Asker(NamedTuple):
    """Somebody who waits for a ticket that is attached to the room."""

    ticket: int
    customer: str | None
    address: str | None


class Letter(NamedTuple):
    """A message to somebody outside; what they answer becomes part of a ticket."""

    ticket: int
    address: str


class Before(NamedTuple):
    """Who was written to already, where those who wait are gone through some at a time; addresses as `folded`."""

    addresses: frozenset[str] = frozenset()
    heard: frozenset[str] = frozenset()
    nobody: tuple[str, ...] = ()


class Reach(NamedTuple):
    """Who is written to; the customers of whom somebody hears; those of whom, so far, nobody can be reached."""

    letters: tuple[Letter, ...]
    heard: tuple[str, ...]
    nobody: tuple[str, ...]


def folded(address: str) -> str:
    """An address as it is compared."""
    return address.lower()


def only_of(audience: str) -> str | None:
    """The key of the customer who alone hears of it, where there is one."""
    return audience.removeprefix(OF_ONE) if audience.startswith(OF_ONE) else None


_NOBODY_YET = Before()


def reach(settings: CommsSpec, audience: str, askers: Sequence[Asker], before: Before = _NOBODY_YET) -> Reach:
    """Each once: a customer’s contacts as the desk file has them; where it has none those who asked for its tickets."""
    only, contacts = only_of(audience), dict(settings.contacts)
    by_customer: dict[str | None, list[Asker]] = {}
    for each in askers:
        if only is None or each.customer == only:
            by_customer.setdefault(each.customer, []).append(each)
    letters: dict[str, Letter] = {}
    heard: list[str] = []
    for customer, theirs in sorted(by_customer.items(), key=lambda item: item[0] or ""):
        named = [Letter(theirs[0].ticket, address) for address in contacts.get(customer or "", ())]
        found = named or [Letter(each.ticket, each.address) for each in theirs if each.address]
        for letter in found:
            letters.setdefault(folded(letter.address), letter)
        if found and customer:
            heard.append(customer)
    nobody = {*before.nobody, *(key for key in by_customer if key)} - before.heard - {*heard}
    fresh = tuple(letter for address, letter in letters.items() if address not in before.addresses)
    return Reach(fresh, tuple(heard), tuple(sorted(nobody)))
