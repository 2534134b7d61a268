"""What was done, in the words of the message line."""

from __future__ import annotations

from datetime import tzinfo

from deskconsole.console import figures
from deskconsole.core.desk import Call
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import TicketRow

FINAL = frozenset({"call.undo", "ticket.new", "ticket.follow_up", "ticket.reply", "ticket.receive", "vendor.dispatch"})
"""Calls that nobody can take back: they have left the house, or are such a step themselves."""


def words(call: Call, ticket: TicketRow | None, me: str, now: Instant, zone: tzinfo) -> str:
    """One sentence on a call that was carried out, from its ticket as it stands now."""
    verb = call.command.label or call.command.name
    if ticket is None:
        return verb
    number, team = ticket.number, ticket.team or "no team"
    owner = "yours" if ticket.owner == me else f"{ticket.owner}’s"
    until = figures.hold_end(ticket.held_until, now, zone)
    held = " and ".join([ticket.held_for or "", *(ticket.also_held or "").split()])
    said = {
        "ticket.new": f"{number} written: P{ticket.priority}, {team}",
        "ticket.route": f"{number} is with {team}",
        "ticket.assign": f"{number} is {owner}",
        "ticket.assign_to_me": f"{number} is yours",
        "ticket.work": f"{number} is in work",
        "ticket.reply": f"answered {number}",
        "ticket.note": f"note written on {number}",
        "ticket.receive": f"message recorded on {number}",
        "ticket.hold": f"{number} held for {held}, {until}",
        "ticket.resume": f"{number} is still held for {held}" if ticket.held_for else f"{number} runs again",
        "ticket.priority": f"{number} is P{ticket.priority}",
        "ticket.tag": f"{number} has {f'tags {ticket.tags.strip()}' if ticket.tags else 'no tags'}",
        "ticket.resolve": f"{number} resolved: {ticket.resolution_code}",
        "ticket.close": f"{number} closed",
        "ticket.reopen": f"{number} reopened",
        "ticket.cancel": f"{number} cancelled",
        "ticket.link": f"{number} linked",
        "ticket.follow_up": f"{number} written: P{ticket.priority}, {team}",
        "ticket.acknowledge": f"{number} is acknowledged",
        "ticket.restore": f"{number} works again, not resolved yet",
        "ticket.confirm": f"{number} is confirmed",
        "ticket.reclassify": f"{number} is reclassified",
        "ticket.bounced": f"an answer of {number} does not count",
        "ticket.blame": f"breach of {number} explained",
        "contact.log": f"call logged on {number}",
        "vendor.dispatch": f"{number} is with {ticket.vendor}",
        "vendor.received": f"{ticket.vendor} has received {number}",
        "vendor.accepted": f"{ticket.vendor} has accepted {number}",
        "vendor.rejected": f"{number} is with us again",
        "vendor.returned": f"{number} is with us again",
        "call.undo": f"taken back: {number} is as it was before",
    }
    return said.get(call.command.name, f"{verb} {number}")
