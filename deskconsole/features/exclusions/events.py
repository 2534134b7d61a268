"""What was asked not to count, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant


@event("exclusion.requested", about="exclusion")
class ExclusionRequested(Event):
    """Somebody asks that [from_at, to_at) shall not count for what it names: all that is named must fit, nothing
    named is everything. `metrics` that are empty are all. `agreed_by`, `agreed_at` and `evidence` are the customer's.
    """

    at: Instant
    exclusion: int
    kind_of: str
    from_at: int
    to_at: int
    basis: str
    justification: Private
    by: str
    behind: str | None = None
    ticket: int | None = None
    service: int | None = None
    customer: int | None = None
    agreement: str | None = None
    metrics: tuple[str, ...] = ()
    agreed_by: Private | None = None
    agreed_at: int | None = None
    evidence: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set(
            "exclusion",
            self.exclusion,
            {
                "kind": self.kind_of, "from_at": self.from_at, "to_at": self.to_at, "basis": self.basis,
                "justification": self.justification, "requested_at": self.at, "requested_by": self.by,
                "requested_behind": self.behind, "ticket": self.ticket, "service": self.service,
                "customer": self.customer, "agreement": self.agreement, "metrics": " ".join(self.metrics),
                "agreed_by": self.agreed_by, "agreed_at": self.agreed_at, "evidence": self.evidence,
            },
        )  # fmt: skip


@event("exclusion.approved", about="exclusion")
class ExclusionApproved(Event):
    """Somebody else than who asked agrees: it does not count."""

    at: Instant
    exclusion: int
    by: str
    ends_at: int
    note: Private | None = None

    def changes(self) -> Iterator[Set]:
        values = {"approved_at": self.at, "decided_by": self.by, "ends_at": self.ends_at, "note": self.note}
        yield Set("exclusion", self.exclusion, values)


@event("exclusion.refused", about="exclusion")
class ExclusionRefused(Event):
    """It counts."""

    at: Instant
    exclusion: int
    by: str
    note: Private

    def changes(self) -> Iterator[Set]:
        yield Set(
            "exclusion", self.exclusion, {"refused_at": self.at, "decided_by": self.by, "note": self.note}
        )  # fmt: skip


@event("exclusion.revoked", about="exclusion")
class ExclusionRevoked(Event):
    """It counts again from `ends_at` on: from now, or from its beginning as if it had never been approved."""

    at: Instant
    exclusion: int
    by: str
    ends_at: int
    reason: Private

    def changes(self) -> Iterator[Set]:
        values = {"revoked_at": self.at, "revoked_by": self.by, "ends_at": self.ends_at, "reason": self.reason}
        yield Set("exclusion", self.exclusion, values)
