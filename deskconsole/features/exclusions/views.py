"""Exclusions as stored, and those that take spans out of the clocks of tickets."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.exclusions.rules import State, state
from deskconsole.sla.cuts import Basis, Cut

R = TypeVar("R")


# --- cutting ---------------------------------------------------------------------------------------------------------


class ApprovedRow(NamedTuple):
    """What cutting asks of an exclusion that was approved."""

    id: int
    kind: str
    from_at: Instant
    ends_at: Instant
    basis: Basis
    ticket: int | None
    service: int | None
    customer: int | None
    agreement: str | None
    metrics: str
    agreed_by: str | None
    approved_at: Instant
    decided_by: str


@lru_cache(maxsize=4096)
def cut_of(row: ApprovedRow) -> Cut:
    """What an exclusion takes out, in words."""
    agreed = f"agreed by {row.agreed_by or '(erased)'}" if row.basis == "customer" else "internal"
    what = f"exclusion EX-{row.id} {row.kind}, {agreed}, approved by {row.decided_by}"
    return Cut(row.from_at, row.ends_at, row.basis, what, row.approved_at, tuple(row.metrics.split()), f"EX-{row.id}")


APPROVED = Query(
    "select x.id, x.kind, x.from_at, x.ends_at, x.basis, x.ticket, x.service, x.customer, x.agreement, x.metrics,"
    " p.text, x.approved_at, x.decided_by from exclusion x left join private_text p on p.id = x.agreed_by"
    " where x.approved_at is not null and x.ends_at > x.from_at order by x.from_at, x.id",
    ApprovedRow,
)


class Exclusions:
    """Those of a desk that were approved, by the narrowest thing that each of them names, in order of time.

    Asked for each ticket that is folded: a transaction reads them `once` (a partial index holds nothing else), and
    every further ticket costs five lookups, or none where nothing ever was approved.
    """

    def __init__(self, desk: Reads) -> None:
        self._rows: dict[Hashable, list[tuple[Cut, tuple[Hashable, ...]]]] = {}
        for row in desk.all(APPROVED):
            named = (row.ticket, row.service, row.customer, row.agreement)
            narrowest = next(((place, name) for place, name in enumerate(named) if name is not None), None)
            self._rows.setdefault(narrowest, []).append((cut_of(row), named))

    def __bool__(self) -> bool:
        """Whether anything ever was approved."""
        return bool(self._rows)

    def of(
        self,
        ticket: int,
        service: int | None,
        customer: int | None,
        agreement: str | None,
        begin: Instant,
        end: Instant | None = None,
    ) -> list[Cut]:
        """Those that concern a ticket's clocks under an agreement in [begin, end), in order of time."""
        if not self._rows:
            return []
        found: list[Cut] = []
        whole: tuple[Hashable, ...] = (ticket, service, customer, agreement)
        for key in (None, *enumerate(whole)):
            for cut, named in self._rows.get(key, ()):
                if end is not None and cut.begin >= end:
                    break
                if cut.end > begin and all(map(_fits, named, whole)):
                    found.append(cut)
        return sorted(found)


def _fits(asked: Hashable, has: Hashable) -> bool:
    return asked is None or asked == has


# --- lists -----------------------------------------------------------------------------------------------------------


class ExclusionRow(NamedTuple):
    """An exclusion with all that is told about it; texts are None where there is none, or it was erased."""

    id: int
    kind: str
    from_at: Instant
    to_at: Instant
    ends_at: Instant | None
    basis: str
    ticket: int | None
    ticket_number: str | None
    ticket_team: str | None
    ticket_customer: str | None
    service: str | None
    service_team: str | None
    customer: str | None
    agreement: str | None
    metrics: str
    justification: str | None
    agreed_by: str | None
    agreed_at: Instant | None
    evidence: str | None
    requested_at: Instant
    requested_by: str
    requested_behind: str | None
    approved_at: Instant | None
    refused_at: Instant | None
    decided_by: str | None
    note: str | None
    revoked_at: Instant | None
    revoked_by: str | None
    reason: str | None

    @property
    def number(self) -> str:
        return f"EX-{self.id}"

    @property
    def scope(self) -> str:
        """`INC-10001`, `service mail, customer acme`, `everything`."""
        named = (("service", self.service), ("customer", self.customer), ("agreement", self.agreement))
        words = [self.ticket_number or "", *(f"{word} {name}" for word, name in named if name)]
        return ", ".join(word for word in words if word) or "everything"

    def known(self, now: Instant) -> ExclusionRow:
        """The same as it stood at an instant: what was decided later is not there."""
        row = self
        if row.revoked_at is not None and row.revoked_at > now:
            row = row._replace(revoked_at=None, revoked_by=None, reason=None, ends_at=row.to_at)
        if max(row.approved_at or 0, row.refused_at or 0) > now:
            row = row._replace(approved_at=None, refused_at=None, decided_by=None, note=None, ends_at=None)
        return row

    def state(self, now: Instant) -> State:
        """How it stands, or stood, at an instant."""
        row = self.known(now)
        return state(now, row.from_at, row.ends_at, row.approved_at, row.refused_at, row.revoked_at)


def _rows(where: str) -> Query[ExclusionRow]:
    return Query(
        "select x.id, x.kind, x.from_at, x.to_at, x.ends_at, x.basis, x.ticket, t.number, team.key, of.key, s.key,"
        " s.team, c.key, x.agreement, x.metrics, j.text, b.text, x.agreed_at, e.text, x.requested_at, x.requested_by,"
        " x.requested_behind, x.approved_at, x.refused_at, x.decided_by, n.text, x.revoked_at, x.revoked_by, r.text"
        " from exclusion x left join ticket t on t.id = x.ticket left join team on team.id = t.team"
        " left join customer of on of.id = t.customer left join service s on s.id = x.service"
        " left join customer c on c.id = x.customer left join private_text j on j.id = x.justification"
        " left join private_text b on b.id = x.agreed_by left join private_text e on e.id = x.evidence"
        " left join private_text n on n.id = x.note left join private_text r on r.id = x.reason"
        f" where {where} order by x.from_at, x.id",
        ExclusionRow,
    )


BY_NUMBER = _rows("x.id = :exclusion")
ALL = _rows("x.requested_at <= :now")
PENDING = Query(
    "select 'EX-' || id from exclusion where approved_at is null and refused_at is null order by id desc limit 50", str
)
"""Numbers of those that nobody has decided on."""
STANDING = Query(
    "select 'EX-' || id from exclusion where approved_at is not null and revoked_at is null order by id desc limit 50",
    str,
)
"""Numbers of those that were approved."""
