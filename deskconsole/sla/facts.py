"""What the clock engine knows of a ticket: facts, each with the instant at which it was so."""

from __future__ import annotations

from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant

What = Literal[
    "opened",  # None                        the ticket's life begins (start of its clocks, rule 5)
    "priority",  # (1…5, "correction" | "change")
    "held",  # (reason, limit Instant | None)  holds may overlap, each reason its own (rule 15)
    "resumed",  # reason                      that hold ends
    "replied",  # None                        a person answered the requester in public, or reached them (rule 19)
    "asked",  # None                          a message of the customer arrived (rule 20)
    "resolved",  # None
    "reopened",  # None                       "not fixed" (rule 22); its option decides what the closed span is
    "closed",  # None
    "cancelled",  # None                      ends every clock without a result
    "told",  # (agreement, metric, cycle, target seconds, share)  a threshold was recorded (rule 28)
]


class Fact(NamedTuple):
    """One fact. Facts of a ticket are given in order of `at`; equal instants in order of recording."""

    at: Instant
    what: What
    value: object = None
