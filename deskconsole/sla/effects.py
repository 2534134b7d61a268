"""The rule table: what each fact does to each metric's clock, and the rule that says so (clock-rules)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from deskconsole.sla.agreements import Target, stops_of
from deskconsole.sla.metrics import Metric, Notice, starts_of

Does = Literal[
    "start", "ask", "own", "stop", "restart", "finish", "pause", "resume", "retarget", "go-on", "begin-again", "cancel",
    "withdraw", "told", "note", "give-up", "owe", "send", "come-back", "lapse",
]  # fmt: skip


class Effect(NamedTuple):
    """What a fact does to a clock, and by which rules."""

    does: Does
    rules: tuple[int, ...]
    words: str


RULES: Mapping[int, str] = {
    1: "Only open business time counts, in real seconds.",
    2: "It is due at the earliest instant at which the target is used, and breached when more than that has counted.",
    3: "A target is business time, or a deadline of the calendar.",
    4: "Impossible times make a clock not measurable; it is never met.",
    5: "It starts when the customer told us, unless the agreement names another of the four instants.",
    6: "Without a requester nobody waits for an answer.",
    7: "The calendar is pinned at the start; a team's and a vendor's clock run in their own.",
    8: "A corrected priority counts from the start; a changed one from the change; no downgrade undoes a breach.",
    9: "A new target arms again the shares that are not yet reached under it.",
    10: "A corrected customer, service or category counts as if it had been right from the start.",
    11: "An edited agreement is a new version; a recorded breach never flips back.",
    12: "VIP changes how a ticket is handled, not its contractual priority.",
    13: "Each promise names the hold reasons that pause it.",
    14: "A hold for the caller counts from the sending of the question to the arrival of the answer.",
    15: "Holds may overlap and count once; a limit ends a hold at its instant.",
    16: "A ticket whose caller stays silent is resolved for that, judged at the start of the hold.",
    17: "Maintenance is cut out as announced, in time, up to its cap.",
    18: "An exclusion is an approved span with a scope.",
    19: "The first public answer by a person, a contact that reached them, or the resolution is the response.",
    20: "The oldest unanswered message rules; further ones never push it out.",
    21: "The agreement says what ends a promise: restored, resolved, confirmed or closed.",
    22: "Reopened as not fixed, it goes on; the first end stays visible.",
    23: "Each promise has its own clock and its own state.",
    24: "Merged tickets are one: the survivor takes the earliest start; each requester waits until they are answered.",
    25: "Parent and children keep their own clocks; a notice to many answers those whom it reached.",
    26: "A vendor's clock runs from what its contract says; shares add up to the whole in the customer's seconds.",
    27: "What was entered afterwards on evidence is told apart.",
    28: "The state follows from the facts alone; that we noticed is recorded once.",
    29: "What downtime missed is recorded at the instant it was due.",
    30: "Imported history rings nobody.",
    31: "Undone before anything left the house, it had never been.",
    32: "Raw, contractual and internal figures stand side by side.",
    33: "A month holds the clocks that stopped in it and those open and breached at its end.",
    34: "A frozen month is never another; later knowledge is a restatement.",
    35: "Every breach owes a cause and a responsible layer.",
    36: "What can move a result needs its own permission and a reason.",
    37: "A notice is owed until there is evidence that it was sent; what comes back is none, and the time goes on.",
}  # fmt: skip
"""What the clock rules say, in a line each, by number: what `sla explain` cites."""

NOTICE = 37
"""The rule of notices."""

_EVERY: dict[str, Effect] = {
    "priority": Effect("retarget", (8, 9), "the target follows the priority"),
    "held": Effect("pause", (13, 15), "held"),
    "resumed": Effect("resume", (15,), "the hold ended"),
    "resolved": Effect("finish", (13,), "resolved: holds end, the clock goes on"),
    "closed": Effect("finish", (13,), "closed: holds end"),
    "cancelled": Effect("cancel", (33,), "cancelled: nothing is measured any more"),
    "merged": Effect("withdraw", (24,), "merged: the surviving ticket is measured"),
    "reclassified": Effect("withdraw", (10,), "measured anew under what is right"),
    "told": Effect("told", (28,), "a share was noticed and told"),
    "opened": Effect("note", (5,), "logged"),
}
"""What facts do to any clock, unless its metric says otherwise."""

_STILL_WAITS = Effect("finish", (24,), "merged: it goes on until they are answered")

_STOPPED: Mapping[str, Effect] = {
    "replied": Effect("stop", (19,), "answered by a person"),
    "acknowledged": Effect("stop", (19,), "acknowledged by a person"),
    "restored": Effect("stop", (21,), "the service works again"),
    "resolved": Effect("stop", (21,), "resolved"),
    "confirmed": Effect("stop", (21,), "the requester confirmed it"),
    "closed": Effect("stop", (21,), "closed"),
    "returned": Effect("stop", (26,), "back from the vendor"),
}
_NOTICE: Mapping[str, Effect] = {
    "owed": Effect("owe", (37,), "owed"),
    "lapsed": Effect("lapse", (37,), "no longer owed"),
    "notified": Effect("send", (37,), "sent"),
    "undelivered": Effect("come-back", (37,), "it came back"),
    "waived": Effect("lapse", (36, 37), "not owed"),
}
_STILL_OWED: Mapping[str, Effect] = {"merged": Effect("finish", (24, 37), "merged: it is owed until it is sent")}

_SILENCE = Effect("give-up", (16,), "nobody answered: judged at the start of the hold")


def effects(target: Target) -> dict[str, Effect]:
    """What each fact does to a target's clock; a fact that is missing does nothing to it."""
    metric = target.measures
    return {
        **_EVERY,
        **({"merged": _STILL_WAITS} if metric.requester else {}),
        **_reopened(metric),
        **{fact: _starting(metric, fact) for fact in starts_of(metric, target.start)},
        **{fact: _STOPPED.get(fact) or Effect("stop", (21,), fact) for fact in stops_of(target)},
        **{fact: Effect("restart", (20,), "answered: the next one is due from here") for fact in metric.restart},
        **({"unanswered": _SILENCE} if "resolved" in stops_of(target) else {}),
        **(_notice(metric.notice) if metric.notice else {}),
    }


def _notice(notice: Notice) -> dict[str, Effect]:
    """What a merge leaves of it: the survivor was opened too, and owes what comes of that by itself."""
    return {**_NOTICE, **({} if notice.since == "opened" else _STILL_OWED)}


def _reopened(metric: Metric) -> dict[str, Effect]:
    if metric.reopen == "goes-on":
        return {"reopened": Effect("go-on", (22,), "reopened, not fixed")}
    if metric.reopen == "begins":
        return {"reopened": Effect("begin-again", (20, 22), "reopened")}
    return {}


def _starting(metric: Metric, fact: str) -> Effect:
    if fact == "owned":
        return Effect("own", (7,), "the team's spell")
    if fact == "asked":
        return Effect("ask", (20,), "the customer wrote")
    if metric.party:
        return Effect("ask", (26,), f"{fact} by the vendor" if fact != "dispatched" else "sent to the vendor")
    if metric.repeat:
        return Effect("ask", (20,), fact)
    return Effect("start", (5,), "the clock starts")
