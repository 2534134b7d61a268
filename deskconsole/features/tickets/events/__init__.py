"""What happens to tickets, with what each event sets from then on."""

from __future__ import annotations

from deskconsole.features.tickets.events.base import TicketEvent
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
from deskconsole.features.tickets.events.waiting import TicketHeld, TicketResumed
from deskconsole.features.tickets.events.work import (
    BreachExplained,
    TicketAcknowledged,
    TicketAssigned,
    TicketLinked,
    TicketPrioritised,
    TicketReclassified,
    TicketReverted,
    TicketRouted,
    TicketStarted,
    TicketTagged,
)

__all__ = [
    "TOLD_ELSEWHERE",
    "BreachExplained",
    "ClosureReported",
    "FactReported",
    "ReportWithdrawn",
    "ResolutionReported",
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
    "TicketObserved",
    "TicketPrioritised",
    "TicketReclassified",
    "TicketReopened",
    "TicketResolved",
    "TicketRestated",
    "TicketRestored",
    "TicketResumed",
    "TicketReverted",
    "TicketRouted",
    "TicketStarted",
    "TicketTagged",
    "VendorAccepted",
    "VendorDispatched",
    "VendorReceived",
    "VendorRejected",
    "VendorReturned",
    "VendorStep",
]
