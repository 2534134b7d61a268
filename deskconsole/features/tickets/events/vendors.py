"""A ticket is with a vendor: one spell from sending it to having it back (rule 26)."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.desk import Private, event
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.events.base import TicketEvent


class VendorStep(TicketEvent):
    """A step of a spell: `vendor` is the vendor's number, `key` the name that agreements and reports use."""

    vendor: int
    key: str


@event("vendor.dispatched", about="ticket")
class VendorDispatched(VendorStep):
    """It was sent to a vendor; `reference` is what they call it."""

    at: Instant
    ticket: int
    vendor: int
    key: str
    reference: str | None = None
    note: Private | None = None

    def columns(self) -> Mapping[str, object]:
        return {"vendor": self.vendor, "vendor_reference": self.reference, "touched_at": self.at}


@event("vendor.received", about="ticket")
class VendorReceived(VendorStep):
    """The vendor has it; `reference` where they say one only now."""

    at: Instant
    ticket: int
    vendor: int
    key: str
    reference: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at} | ({"vendor_reference": self.reference} if self.reference else {})


@event("vendor.accepted", about="ticket")
class VendorAccepted(VendorStep):
    """The vendor works on it; `reference` where they say one only now."""

    at: Instant
    ticket: int
    vendor: int
    key: str
    reference: str | None = None

    def columns(self) -> Mapping[str, object]:
        return {"touched_at": self.at} | ({"vendor_reference": self.reference} if self.reference else {})


@event("vendor.rejected", about="ticket")
class VendorRejected(VendorStep):
    """The vendor says it is not theirs: the spell ends so."""

    at: Instant
    ticket: int
    vendor: int
    key: str
    reason: Private | None = None

    def columns(self) -> Mapping[str, object]:
        return {"vendor": None, "vendor_reference": None, "touched_at": self.at}


@event("vendor.returned", about="ticket")
class VendorReturned(VendorStep):
    """The vendor has done their part, or we took it back: the spell ends."""

    at: Instant
    ticket: int
    vendor: int
    key: str
    note: Private | None = None

    def columns(self) -> Mapping[str, object]:
        return {"vendor": None, "vendor_reference": None, "touched_at": self.at}
