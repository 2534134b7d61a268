"""What people do with tickets: each decides on what is, and yields what happens.

One file a subject; this is the list of all of them.
"""

from __future__ import annotations

# Help, palette and tables list the commands in the order in which they are declared.
# isort: off
from deskconsole.features.tickets.commands.intake import follow_up, new
from deskconsole.features.tickets.commands.ownership import acknowledge, assign, claim, to_team, work
from deskconsole.features.tickets.commands.conversation import bounced, contact, note, receive, reply
from deskconsole.features.tickets.commands.waiting import hold, resume
from deskconsole.features.tickets.commands.vendors import accepted, dispatch, received, rejected, returned
from deskconsole.features.tickets.commands.handling import link, prioritise, reclassify, tag
from deskconsole.features.tickets.commands.ending import cancel, close, confirm, reopen, resolve, restore
from deskconsole.features.tickets.commands.breaches import blame
from deskconsole.features.tickets.commands.undoing import undo
# isort: on

__all__ = [
    "accepted",
    "acknowledge",
    "assign",
    "blame",
    "bounced",
    "cancel",
    "claim",
    "close",
    "confirm",
    "contact",
    "dispatch",
    "follow_up",
    "hold",
    "link",
    "new",
    "note",
    "prioritise",
    "receive",
    "received",
    "reclassify",
    "rejected",
    "reopen",
    "reply",
    "resolve",
    "restore",
    "resume",
    "returned",
    "tag",
    "to_team",
    "undo",
    "work",
]
