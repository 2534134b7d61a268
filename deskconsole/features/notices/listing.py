"""Notices due, sent and late, with their evidence: those that are owed now, and those that ended in a span.

Found by the indexes of clocks that are live, broken or stopped; the evidence is what the clock engine itself is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

from deskconsole.core.desk import Query, Reads, Recorded, alive
from deskconsole.core.instants import Instant
from deskconsole.features.agreements.views import AGREEMENTS, ClockRow, agreement_of
from deskconsole.features.notices.rules import Evidence, evidence
from deskconsole.features.notices.views import NOTICES_OF, NoticeRow, Owed, notices_of
from deskconsole.sla.clocks import is_breached

R = TypeVar("R")

STATES = ("due", "on its way", "sent", "delivered", "not owed")
"""How a notice stands; whether it is late is beside it."""


class Asks(Reads, Protocol):
    """Whatever answers queries and knows histories."""

    def history(self, about: str, subject: int) -> list[Recorded]: ...


class Line(NamedTuple):
    """A notice: for what, to whom, when it was owed, due and sent, and what proves it."""

    number: str
    customer: str | None
    owed: Owed
    agreement: str
    state: str
    late: bool
    proofs: tuple[Evidence, ...]
    """What stands, and what came back."""
    sent: tuple[NoticeRow, ...]
    """What was written, or entered with a receipt."""

    @property
    def told(self) -> str:
        """The evidence in words, with the receipts, unless they were erased."""
        return "; ".join(map(self._told, self.proofs))

    def _told(self, proof: Evidence) -> str:
        if proof.back is not None:
            return proof.back_words
        receipt = next((row.reference or "(erased)" for row in self.sent if row.id == proof.notice), None)
        return proof.words if receipt is None else proof.words.replace("there is a receipt", f"receipt {receipt}")

    @property
    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of what was sent, where that is a text or a file."""
        return tuple(row.digest for row in self.sent if row.digest)


_COLUMNS = ", ".join(f"c.{name}" for name in ClockRow._fields)
_PARTS = (
    "c.late is not null and c.breached_at is null",
    "c.breached_at is not null and c.state in ('running', 'paused')",
    "c.stopped >= :since and c.stopped < :until",
)
"""Live and in time, live and late, ended in the span: each by its own index."""


def _found(number: str, customer: str | None, *clock: object) -> tuple[str, str | None, ClockRow]:
    return number, customer, ClockRow(*clock)  # type: ignore[arg-type]


def _query(count: int) -> Query[tuple[str, str | None, ClockRow]]:
    """The clocks of so many metrics by name: `:m`, `:mx`, `:mxx` …"""
    names = ", ".join(f"cast(:{_named(place)} as text)" for place in range(count))
    parts = (
        f"select t.number, k.key, {_COLUMNS} from clock c join ticket t on t.id = c.ticket"
        f" left join customer k on k.id = t.customer where {part} and c.metric in ({names})"
        for part in _PARTS
    )
    return Query(" union all ".join(parts), _found)


def _named(place: int) -> str:
    return "m" + "x" * place


OF_ONE = _query(1)
"""As it is asked at a desk that has one notice."""


def listed(desk: Asks, since: Instant, until: Instant, now: Instant) -> list[Line]:
    """All notices that are owed, the most pressing first, then those that ended in [since, until), the last first."""
    rows = desk.all(AGREEMENTS)
    names = sorted(notices_of(rows))
    if not names:
        return []
    agreements = {row.id: agreement_of(row) for row in rows}
    values = {_named(place): name for place, name in enumerate(names)} | {"since": since, "until": until}
    lines = []
    for number, customer, clock in desk.all(_query(len(names)), **values):
        agreement = agreements[clock.agreement]
        metric = next(target.measures for target in agreement.targets if target.metric == clock.metric)
        if metric.notice is None:
            continue  # another agreement measures something else by that name
        proofs = _proofs(desk, clock)
        every = desk.all(NOTICES_OF, ticket=clock.ticket)
        proven = {each.notice for each in proofs}  # also what was sent before it was owed
        sent = tuple(row for row in every if row.id in proven or _is_of(row, clock))
        of = Owed(clock, metric, metric.notice)
        state, late = _state(clock, proofs, sent), is_breached(clock, now)
        lines.append(Line(number, customer, of, agreement.name, state, late, proofs, sent))
    return sorted(lines, key=_order)


def _proofs(desk: Asks, clock: ClockRow) -> tuple[Evidence, ...]:
    """What was sent for this cycle: from when it was owed until it ended."""
    events = [recorded.event for recorded in alive(desk.history("ticket", clock.ticket))]
    end = clock.stopped
    return tuple(
        each for each in evidence(clock.metric, events) if each.at >= clock.start and (end is None or each.at <= end)
    )


def _is_of(row: NoticeRow, clock: ClockRow) -> bool:
    """Whether it was written or sent for this cycle."""
    return row.metric == clock.metric and row.at >= clock.start and (clock.stopped is None or row.at <= clock.stopped)


def _state(clock: ClockRow, proofs: Sequence[Evidence], sent: Sequence[NoticeRow]) -> str:
    if clock.state == "stopped" and (standing := [each for each in proofs if each.back is None]):
        return "delivered" if any(each.delivered for each in standing) else "sent"
    if clock.state not in ("running", "paused"):
        return "not owed"
    return "on its way" if any(row.mail_state == "queued" for row in sent) else "due"


def _order(line: Line) -> tuple[bool, int]:
    clock = line.owed.clock
    return (True, -(clock.stopped or 0)) if clock.stopped is not None else (False, clock.due or 0)
