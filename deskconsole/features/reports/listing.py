"""The list behind a figure: its clocks as they are stored, hashed and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from deskconsole.core.instants import Instant, to_iso


class Result(NamedTuple):
    """What a clock is in a month under one figure; instants and durations as far as they were so before its end."""

    outcome: str | None
    """met · failed · carried (failed in an earlier month) · cancelled · duplicate · spam · merged · unmeasurable
    · intake"""
    target_s: int
    elapsed: int | None
    """Business µs until it stopped; None while it is open."""
    due: Instant | None
    stopped: Instant | None
    broke: Instant | None
    reason: str | None
    late: bool
    """Met, but on late evidence (rule 27)."""

    def as_object(self) -> dict[str, object]:
        return {
            "verdict": self.outcome, "target_s": self.target_s, "elapsed_us": self.elapsed, "due": _iso(self.due),
            "stopped": _iso(self.stopped), "broke": _iso(self.broke), "reason": self.reason,
            "late_evidence": self.late,
        }  # fmt: skip


class Listed(NamedTuple):
    """A clock of a month."""

    number: str
    customer: str | None
    layer: str
    agreement: str
    version: int
    metric: str
    cycle: int
    intake: str
    priority: int
    start: Instant
    raw: Result
    contractual: Result
    internal: Result
    cause: str | None = None
    """Code of the cause of a breach, and the layer responsible for it (rule 35); None: nobody has said."""
    responsible: str | None = None
    exclusions: tuple[str, ...] | None = None
    """What was cut out of it for the contractual or the internal figure; None: nothing was."""
    ours: bool = False
    """Not for the customer's own file: what a team or a vendor promised us, or a promise that was to somebody else."""

    @property
    def key(self) -> tuple[object, ...]:
        return self.number, self.agreement, self.version, self.metric, self.cycle

    @property
    def order(self) -> tuple[object, ...]:
        return self.layer, self.agreement, self.metric, self.version, self.number, self.cycle

    @property
    def results(self) -> tuple[Result, Result, Result]:
        return self.raw, self.contractual, self.internal

    @property
    def judged(self) -> tuple[object, ...]:
        """All that the month says of it: what is said of its breach may come later and changes no figure."""
        return (*self[:13], self.exclusions)

    @property
    def outcomes(self) -> set[str | None]:
        return {self.raw.outcome, self.contractual.outcome, self.internal.outcome}

    @property
    def only_carried(self) -> bool:
        return self.outcomes <= {"carried", None}

    def as_object(self) -> dict[str, Any]:
        """The clock under stable names. Its canonical JSON is what is hashed: nothing here may change any more."""
        raw = self.raw.as_object()
        contractual, internal = (raw if x is self.raw else x.as_object() for x in (self.contractual, self.internal))
        return {
            "ticket": self.number, "customer": self.customer, "layer": self.layer, "agreement": self.agreement,
            "version": self.version, "metric": self.metric, "cycle": self.cycle, "intake": self.intake,
            "priority": self.priority, "start": to_iso(self.start), "raw": raw, "contractual": contractual,
            "internal": internal, "cause": self.cause, "responsible": self.responsible,
            "exclusions": None if self.exclusions is None else list(self.exclusions),
        }  # fmt: skip

    def as_row(self) -> list[Any]:
        """The clock as an event keeps it: figures that say the same as the raw one are kept once."""
        others = (self.contractual, self.internal)
        same = [None if x is self.raw or x == self.raw else list(x) for x in others]
        exclusions = None if self.exclusions is None else list(self.exclusions)
        return [*self[:10], list(self.raw), *same, self.cause, self.responsible, exclusions, self.ours]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Listed:
        raw = Result(*row[10])
        contractual, internal = (raw if each is None else Result(*each) for each in row[11:13])
        exclusions = None if row[15] is None else tuple(row[15])
        return cls._make((*row[:10], raw, contractual, internal, row[13], row[14], exclusions, row[16]))


def for_customer(listed: Iterable[Listed]) -> list[Listed]:
    """What a customer's own file shows."""
    return [each for each in listed if not each.ours]


def digest(listed: Iterable[Listed]) -> str:
    """SHA-256 over the canonical JSON of a list: keys sorted, no spaces, UTF-8; `jq -cjS .clocks` writes it."""
    return sha256(orjson.dumps([each.as_object() for each in listed], option=orjson.OPT_SORT_KEYS)).hexdigest()


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)
