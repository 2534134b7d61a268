"""What happens to tickets, with what each event sets from then on."""

from __future__ import annotations

from deskconsole.features.tickets.events.base import TicketEvent
from deskconsole.features.tickets.events.belonging import (
    OutageDeclared,
    OutageWithdrawn,
    TicketAbsorbed,
    TicketMerged,
    TicketParented,
    TicketReleased,
    TicketSplit,
)
from deskconsole.features.tickets.events.conversation import TicketBounced, TicketCommented, TicketContacted
from deskconsole.features.tickets.events.elsewhere import (
    TOLD_ELSEWHERE,
    ClosureReported,
    FactReported,
    ReportWithdrawn,
    ResolutionReported,
    TicketImported,
    TicketObserved,
    TicketRestated,
)
from deskconsole.features.tickets.events.ending import (
    TicketCancelled,
    TicketClosed,
    TicketConfirmed,
    TicketReopened,
    TicketResolved,
    TicketRestored,
)
from deskconsole.features.tickets.events.intake import TicketCreated
from deskconsole.features.tickets.events.vendors import (
    VendorAccepted,
    VendorDispatched,
    VendorReceived,
    VendorRejected,
    VendorReturned,
    VendorStep,
)
from deskconsole.features.tickets.events.waiting import ChasePlanned, TicketHeld, TicketResumed
from deskconsole.features.tickets.events.work import (
    BreachExplained,
    TicketAcknowledged,
    TicketAssigned,
    TicketLinked,
    TicketPrioritised,
    TicketReclassified,
    TicketRedone,
    TicketReverted,
    TicketRouted,
    TicketStarted,
    TicketTagged,
)

__all__ = [
    "TOLD_ELSEWHERE",
    "BreachExplained",
    "ChasePlanned",
    "ClosureReported",
    "FactReported",
    "OutageDeclared",
    "OutageWithdrawn",
    "ReportWithdrawn",
    "ResolutionReported",
    "TicketAbsorbed",
    "TicketAcknowledged",
    "TicketAssigned",
    "TicketBounced",
    "TicketCancelled",
    "TicketClosed",
    "TicketCommented",
    "TicketConfirmed",
    "TicketContacted",
    "TicketCreated",
    "TicketEvent",
    "TicketHeld",
    "TicketImported",
    "TicketLinked",
    "TicketMerged",
    "TicketObserved",
    "TicketParented",
    "TicketPrioritised",
    "TicketReclassified",
    "TicketRedone",
    "TicketReleased",
    "TicketReopened",
    "TicketResolved",
    "TicketRestated",
    "TicketRestored",
    "TicketResumed",
    "TicketReverted",
    "TicketRouted",
    "TicketSplit",
    "TicketStarted",
    "TicketTagged",
    "VendorAccepted",
    "VendorDispatched",
    "VendorReceived",
    "VendorRejected",
    "VendorReturned",
    "VendorStep",
]
