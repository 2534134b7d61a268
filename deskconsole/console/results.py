"""What was done, in the words of the message line."""

from __future__ import annotations

from datetime import tzinfo

from deskconsole.console import figures
from deskconsole.core.desk import Call
from deskconsole.core.instants import Instant
from deskconsole.features.tickets.views import TicketRow

FINAL = frozenset({"call.undo", "ticket.new", "ticket.reply", "ticket.receive"})
"""Calls that nobody can take back: they have left the house, or are such a step themselves."""


def words(call: Call, ticket: TicketRow | None, me: str, now: Instant, zone: tzinfo) -> str:
    """One sentence on a call that was carried out, from its ticket as it stands now."""
    verb = call.command.label or call.command.name
    if ticket is None:
        return verb
    number, team = ticket.number, ticket.team or "no team"
    owner = "yours" if ticket.owner == me else f"{ticket.owner}’s"
    until = figures.hold_end(ticket.held_until, now, zone)
    said = {
        "ticket.new": f"{number} written: P{ticket.priority}, {team}",
        "ticket.route": f"{number} is with {team}",
        "ticket.assign": f"{number} is {owner}",
        "ticket.assign_to_me": f"{number} is yours",
        "ticket.work": f"{number} is in work",
        "ticket.reply": f"answered {number}",
        "ticket.note": f"note written on {number}",
        "ticket.receive": f"message recorded on {number}",
        "ticket.hold": f"{number} held for {ticket.held_for}, {until}",
        "ticket.resume": f"{number} runs again",
        "ticket.priority": f"{number} is P{ticket.priority}",
        "ticket.tag": f"{number} has {f'tags {ticket.tags.strip()}' if ticket.tags else 'no tags'}",
        "ticket.resolve": f"{number} resolved: {ticket.resolution_code}",
        "ticket.close": f"{number} closed",
        "ticket.reopen": f"{number} reopened",
        "ticket.cancel": f"{number} cancelled",
        "ticket.link": f"{number} linked",
        "call.undo": f"taken back: {number} is as it was before",
    }
    return said.get(call.command.name, f"{verb} {number}")
