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
from deskconsole.features.tickets.commands.fields import fill
from deskconsole.features.tickets.commands.ending import cancel, close, confirm, reopen, resolve, restore
from deskconsole.features.tickets.commands.silence import go_on
from deskconsole.features.tickets.commands.belonging import (
    attach,
    declare_outage,
    parent,
    resolve_all,
    resolve_with,
    withdraw_outage,
)
from deskconsole.features.tickets.commands.merging import merge, pass_on, split
from deskconsole.features.tickets.commands.breaches import blame
from deskconsole.features.tickets.commands.undoing import redo, undo
# isort: on

__all__ = [
    "accepted",
    "acknowledge",
    "assign",
    "attach",
    "blame",
    "bounced",
    "cancel",
    "claim",
    "close",
    "confirm",
    "contact",
    "declare_outage",
    "dispatch",
    "fill",
    "follow_up",
    "go_on",
    "hold",
    "link",
    "merge",
    "new",
    "note",
    "parent",
    "pass_on",
    "prioritise",
    "receive",
    "received",
    "reclassify",
    "redo",
    "rejected",
    "reopen",
    "reply",
    "resolve",
    "resolve_all",
    "resolve_with",
    "restore",
    "resume",
    "returned",
    "split",
    "tag",
    "to_team",
    "undo",
    "withdraw_outage",
    "work",
]
