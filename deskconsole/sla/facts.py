"""What the clock engine knows of a ticket: facts, each with the instant at which it was so."""

from __future__ import annotations

from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant

What = Literal[
    "opened",  # None                        the ticket was logged (rule 5: one of four starts)
    "reported",  # None                      the customer told us, at the latest when it was logged
    "detected",  # None                      a monitor saw it
    "impact",  # None                        it began to hurt
    "acknowledged",  # None                  somebody said: seen, and in work
    "priority",  # (1…5, "correction" | "change")
    "held",  # (reason, limit Instant | None)  holds may overlap, each reason its own (rule 15)
    "resumed",  # reason                      that hold ends
    "replied",  # None                        a person answered the requester in public, or reached them (rule 19)
    "asked",  # None                          a message of the customer arrived (rule 20)
    "restored",  # None                      the service works again, the cause may still be open
    "resolved",  # None, or BROADCAST: with others, which by itself tells the requester nothing (rule 25)
    "unanswered",  # reason of the hold       given up for silence: it was over when that hold began (rule 16)
    "confirmed",  # None                     the requester agrees that it is
    "reopened",  # None                       "not fixed" (rule 22); its option decides what the closed span is
    "closed",  # as resolved
    "cancelled",  # None                      ends every clock without a result
    "merged",  # why                         another ticket stands for it; its requester waits until answered (rule 24)
    "reclassified",  # None                  customer, service or category were wrong: corrected (rule 10)
    "owned",  # number of the team, or None  whose it is from now on: one spell for each ownership (rule 7)
    "dispatched",  # key of the vendor       sent to a vendor; its clock runs from what the contract says (rule 26)
    "received",  # key of the vendor
    "accepted",  # key of the vendor
    "returned",  # key of the vendor         done, rejected or taken back: the spell ends
    "owed",  # (trigger, words)             a notice is due to somebody from here on (rule 37)
    "lapsed",  # (trigger, words, reason)    what it was owed for is no longer so
    "notified",  # (metric, words)           the notice was sent; the words are the evidence
    "undelivered",  # (metric, words)        it came back: nobody was told
    "waived",  # (metric, words, reason)     somebody decided that it is not owed
    "told",  # (agreement, metric, cycle, target seconds, share)  a threshold was recorded (rule 28)
]


class Fact(NamedTuple):
    """One fact. Facts of a ticket are given in order of `at`; equal instants in order of recording."""

    at: Instant
    what: What
    value: object = None
    late: bool = False
    """It was entered afterwards, on evidence: what it meets is met on late evidence (rule 27)."""
