"""A ticket's spells with vendors (rule 26), from its events. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets import events as e


class Spell(NamedTuple):
    """A ticket with a vendor, from sending it to having it back. Each time is a new spell, also with the same one."""

    vendor: int
    key: str
    dispatched: Instant
    received: Instant | None = None
    accepted: Instant | None = None
    returned: Instant | None = None
    rejected: bool = False

    @property
    def latest(self) -> Instant:
        """The last step of it."""
        return max(at for at in self[2:6] if at is not None)


def spells(events: Iterable[Event]) -> list[Spell]:
    """All spells of a ticket, in order; only the last one may be open. `events` stand, and are in order."""
    found: list[Spell] = []
    for x in events:
        if isinstance(x, e.VendorDispatched):
            found.append(Spell(x.vendor, x.key, x.at))
        elif isinstance(x, e.VendorStep) and found and found[-1].returned is None:
            found[-1] = _after(found[-1], x)
    return found


def _after(spell: Spell, x: e.VendorStep) -> Spell:
    match x:
        case e.VendorReceived():
            return spell._replace(received=x.at)
        case e.VendorAccepted():
            return spell._replace(accepted=x.at)
    return spell._replace(returned=x.at, rejected=isinstance(x, e.VendorRejected))


def at_vendor(events: Iterable[Event]) -> Spell | None:
    """The spell that is open."""
    last = spells(events)[-1:]
    return last[0] if last and last[0].returned is None else None


def taken_back(ticket: int, events: Iterable[Event], at: Instant) -> Iterator[e.VendorReturned]:
    """A ticket that ends is with nobody any more."""
    if spell := at_vendor(events):
        yield e.VendorReturned(at=at, ticket=ticket, vendor=spell.vendor, key=spell.key)
