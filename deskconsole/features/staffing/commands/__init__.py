"""What people say of themselves, what they pull, pass on and spend time on; and what the desk does when a ticket
comes to a team. One file a subject."""

from __future__ import annotations

# Help, palette and tables list the commands in the order in which they are declared.
# isort: off
from deskconsole.features.staffing.commands.status import available, break_, call, meeting, off
from deskconsole.features.staffing.commands.pulling import next_, skip
from deskconsole.features.staffing.commands.transfers import accept, lapse, return_, transfer
from deskconsole.features.staffing.commands.arriving import arrived
from deskconsole.features.staffing.commands.touches import correct, record
# isort: on

__all__ = [
    "accept",
    "arrived",
    "available",
    "break_",
    "call",
    "correct",
    "lapse",
    "meeting",
    "next_",
    "off",
    "record",
    "return_",
    "skip",
    "transfer",
]
