"""What a notification says: the house's templates, with what a run knows beside the ticket."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.features.templates.views import VARIABLES as OF_TICKETS
from deskconsole.features.templates.views import filled, stray, variables_of

__all__ = ["USUAL", "VARIABLES", "filled", "stray", "variables_of"]

VARIABLES: Mapping[str, str] = {
    **{name: what for name, what in OF_TICKETS.items() if name not in ("requester", "agent")},
    "clock": "which promise it is about, such as resolution",
    "policy": "the policy",
    "step": "the step, such as 2 of 3",
    "answer_by": "until when an acknowledgement is waited for, in the desk's zone",
    "whom": "whoever is told",
}
"""What the text of a step may say, and what that stands for. It goes to our own people: no word of the requester."""

USUAL = "{number} {priority}: {title}. {clock} due {due}, step {step} of {policy}."
"""What a step says that has no text of its own."""
