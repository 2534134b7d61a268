"""Clocks that go over to a later version of their agreement, told from their rows alone: pure (rule 11).

An edited calendar may move every open clock of a desk, and folding each ticket from its events would take minutes.
A clock that has run on since its start needs none of them: its start and its target tell all. Whatever is less plain
is left to the fold (`rules.clocks`), which any answer here must equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from deskconsole.core.instants import SECOND, Instant
from deskconsole.features.agreements.views import AgreementRow, ClockRow, agreement_of
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import is_breached
from deskconsole.sla.cuts import BusinessTime


class Successor(NamedTuple):
    """What a clock is measured by once it has gone over: only amounts, thresholds and hours are others."""

    agreement: int
    target: Target
    time: BusinessTime


class TakeOver(NamedTuple):
    """A version that open clocks of earlier ones go over to at an instant."""

    at: Instant
    after_ticket: int
    """Number of the last ticket that was there before it: later ones begin under it."""
    earlier: frozenset[int]
    """Numbers of the versions before it."""
    successors: Mapping[tuple[int, str], Successor]
    """By version and metric of the clock; one that is absent has no successor that its row could tell."""


def take_overs(
    taking: Sequence[AgreementRow], versions: Sequence[AgreementRow], calendars: Mapping[int, BusinessTime]
) -> list[TakeOver]:
    """What versions that take over do to the clocks of those before them, in order."""
    found: list[TakeOver] = []
    for row in sorted(taking, key=lambda row: row.took_over_at or 0):
        earlier = [each for each in versions if each.name == row.name and each.version < row.version]
        to = agreement_of(row)
        successors = {
            (old.id, target.metric): Successor(to.id, target, calendars[to.calendar])
            for old in map(agreement_of, earlier)
            for target in to.targets
            if _alike(old, to, target)
        }
        ids = frozenset(each.id for each in earlier)
        found.append(TakeOver(row.took_over_at or Instant(0), row.after_ticket or 0, ids, successors))
    return found


def _alike(old: Agreement, to: Agreement, target: Target) -> bool:
    """Whether a clock means the same under both, but for how long it may take."""
    if (old.match, old.layer, old.party) != (to.match, to.layer, to.party) or target.variants:
        return False
    return any(
        target == replace(before, seconds=target.seconds, thresholds=target.thresholds, grace=target.grace)
        for before in old.targets
    )


def gone_over(row: ClockRow, by: Sequence[TakeOver]) -> ClockRow | None:
    """A clock's row once these have taken over, one after the other; None where only the events can tell.

    Nothing has happened to its ticket since the first of them took over.
    """
    for each in by:
        if row.agreement not in each.earlier:
            continue
        if row.state not in ("running", "paused"):
            if row.stopped is None or row.stopped > each.at:
                return None
            continue  # what has ended stays as it was
        if is_breached(row, each.at):
            continue  # so does what is broken
        to = each.successors.get((row.agreement, row.metric))
        moved = None if to is None else _moved(row, to, each.at)
        if moved is None:
            return None
        row = moved
    return row


def _moved(row: ClockRow, to: Successor, at: Instant) -> ClockRow | None:
    seconds = to.target.seconds.get(row.priority)
    # A pause, a resumption or another priority since would have counted up to there: `since` would be later.
    if row.state != "running" or row.since != row.start or row.counted or row.first_stop is not None or row.cuts:
        return None
    if row.allowed != row.target_s * SECOND or not isinstance(seconds, int):
        return None
    allowed, time = seconds * SECOND, to.time
    due = time.add(row.start, allowed)
    late = time.opens(due)
    if late <= at:
        return None  # late as soon as it goes over
    shares = to.target.thresholds
    first_at = time.add(row.start, -(-allowed * shares[0] // 100)) if shares else None
    return row._replace(
        agreement=to.agreement, target_s=seconds, allowed=allowed, due=due, late=late, breached_at=None, reason=None,
        risk_at=first_at, next_share=shares[0] if shares else None,
        next_at=due if shares and shares[0] == 100 else first_at,
    )  # fmt: skip
