"""A step of an escalation in the words of a timeline."""

from __future__ import annotations

from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.escalation.events import EscalationStepTaken, EscalationWithheld


def said_of_step(taken: EscalationStepTaken) -> str:
    """`step 2: mia told`, `step 1 reaches nobody: nobody owns it`."""
    again = f", {taken.round}. time" if taken.round > 1 else ""
    did = f", {', '.join(taken.did)}" if taken.did else ""
    outcome = {
        "told": f": {', '.join(taken.told)} told{again}",
        "done": "",
        "nobody": " reaches nobody",
        "condition": " is for others",
        "bypassed": " left out",
    }.get(taken.outcome, f" {taken.outcome}")
    why = f": {taken.why}" if taken.why else ""
    return f"step {taken.step}{outcome}{why}{did}"


def said_of_withheld(held: EscalationWithheld) -> str:
    """`step 2 withheld: gold is muted by mia until 2026-04-14T12:00:00Z, MU-3`"""
    until = to_iso(Instant(held.until))
    return f"step {held.step} withheld: {held.rule} is muted by {held.by} until {until}, MU-{held.mute}"
