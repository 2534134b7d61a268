"""A month's report: what was asked, the list it rests on, what was frozen of it, and what later knowledge changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Literal, NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.directory.views import DESK
from deskconsole.features.reports.frozen import Kept, Restated, Told, kept, told
from deskconsole.features.reports.listing import Listed, digest, for_customer
from deskconsole.features.reports.months import Month, Span, month_of
from deskconsole.features.reports.population import REST, Zones, population, zones
from deskconsole.features.reports.rules import (
    INTAKES,
    Figure,
    Line,
    Three,
    changes,
    grouped,
    lines,
    promised,
    three,
)
from deskconsole.features.reports.views import (
    EXTENT,
    EXTENT_OF,
    FROZEN,
    METRICS,
    PROMISES,
    TITLE,
    TO_BE_MEASURED,
    CustomerRow,
)

MINIMUM = 10
OWED_DAYS = 5

Status = Literal["so far", "not frozen", "partly frozen", "frozen"]


@dataclass(frozen=True)
class Asked:
    """What a report is wanted of."""

    month: Month
    customer: CustomerRow | None = None
    agreement: str | None = None
    metric: str | None = None
    intakes: frozenset[str] = frozenset(INTAKES)
    minimum: int = MINIMUM
    """Below so many judged clocks a figure is nothing to be judged by."""
    owed_days: int = OWED_DAYS
    """Days in which the cause of a breach is owed (rule 35)."""

    def takes(self, each: Listed) -> bool:
        return (
            (self.agreement is None or each.agreement == self.agreement)
            and (self.metric is None or each.metric == self.metric)
            and each.intake in self.intakes
            and not (self.customer and each.ours)
        )


class Freeze(NamedTuple):
    """Who said so, when, and by what it can be proved."""

    scope: str
    at: Instant
    actor: str
    clocks: int
    digest: str
    program: str


class Owed(NamedTuple):
    """Until when the cause of a breach was or is owed."""

    until: Instant
    overdue: bool


@dataclass(frozen=True)
class Report:
    """All that is printed, in any form."""

    asked: Asked
    desk: str
    span: Span
    """Of the customer, or of the desk where it is of all of them."""
    status: Status
    as_of: Instant
    as_known: Instant | None
    listed: tuple[Listed, ...]
    freezes: tuple[Freeze, ...] = ()
    restated: tuple[Restated, ...] = ()
    changed: tuple[Told, ...] = ()
    """What is different now, and nobody has accepted yet."""
    names: dict[str, str] = field(default_factory=dict)
    """Names of customers by key."""
    other_zones: tuple[str, ...] = ()
    objectives: dict[tuple[str, int], int] = field(default_factory=dict)
    """Thousandths to be met, by agreement and version."""
    hint: str = ""
    """What to do where there is nothing."""
    unsettled: bool = False
    """Whether tickets are still to be measured under a new agreement version."""
    title: Callable[[str], str | None] = lambda number: None

    @cached_property
    def lines(self) -> list[Line]:
        return lines(self.listed)

    @cached_property
    def apart(self) -> list[tuple[Line, list[Listed]]]:
        """The list by promises, in the order of the figures."""
        rows = grouped(self.listed, lambda each: (each.layer, each.agreement, each.metric))
        return [(line, rows[line.layer, line.agreement, line.metric]) for line in self.lines]

    @cached_property
    def total(self) -> Three:
        return three(promised(self.listed))

    @cached_property
    def by_customer(self) -> list[tuple[str, Three]]:
        """The total of each customer; the last has no name: tickets of no customer."""
        apart = grouped(promised(self.listed), lambda each: (each.customer or "",))
        return [(key, three(rows)) for (key,), rows in sorted(apart.items(), key=lambda item: (item[0] == ("",), item))]

    @cached_property
    def judged(self) -> list[Listed]:
        return [each for each in self.listed if not each.only_carried]

    @cached_property
    def missed(self) -> list[Listed]:
        """Failed under one of the three at least."""
        return [each for each in self.listed if "failed" in each.outcomes]

    @cached_property
    def out(self) -> list[Listed]:
        """Out of one of the three at least, and not because it was counted before."""
        return [each for each in self.listed if each.outcomes - {"met", "failed", "carried", None}]

    @cached_property
    def carried(self) -> list[Listed]:
        """Stopped in this month, and counted as failed in an earlier one."""
        return [each for each in self.listed if each.only_carried]

    @cached_property
    def late(self) -> list[Listed]:
        return [each for each in self.listed if any(result.late for result in each.results)]

    def objective(self, line: Line) -> int | None:
        """Thousandths to be met, by the newest version that the list knows."""
        versions = {each.version for each in self.listed if each.agreement == line.agreement}
        return self.objectives.get((line.agreement, max(versions)))

    def small(self, figure: Figure) -> bool:
        return 0 < figure.judged < self.asked.minimum

    def owed(self, each: Listed) -> Owed | None:
        """Until when its cause is owed; None where somebody has said it, or nothing broke (rule 35)."""
        broke = min((r.broke for r in each.results if r.outcome == "failed" and r.broke is not None), default=None)
        if broke is None or each.cause is not None:
            return None
        until = Instant(broke + self.asked.owed_days * DAY)
        return Owed(until, self.as_of >= until)

    def restated_three(self) -> Three:
        """The figures as they would be by what is known now."""
        rows = [each for each in self.listed if each.key not in {told.change.clock.key for told in self._all_changes}]
        return three(promised([*rows, *self._newest.values()]))

    @property
    def _all_changes(self) -> list[Told]:
        return [*(each for restated in self.restated for each in restated.told), *self.changed]

    @property
    def _newest(self) -> dict[object, Listed]:
        made: dict[object, Listed] = {}
        for each in self._all_changes:
            made.pop(each.change.clock.key, None)
            if each.now is not None:
                made[each.now.key] = each.now
        return made


def report(
    desk: Reads,
    asked: Asked,
    now: Instant,
    *,
    as_known: Instant | None = None,
    step: Callable[[int], None] = lambda done: None,
) -> Report:
    """The report of a month: what is frozen as it was frozen, the rest as it is known now.

    With `as_known` the desk is one replayed to what was known then, and what was frozen is left aside.
    """
    _check(desk, asked)
    rows = [] if as_known is not None else desk.all(FROZEN, month=str(asked.month))
    where = zones(desk, asked.month, rows)
    live = population(desk, where, now, asked.customer, step)
    scopes = {row.scope for row in rows}
    keeps = [kept(desk, row) for row in rows if _answers(row.scope, scopes, asked.customer)]
    frozen = [each for keep in keeps for each in keep.listed if _of(each, asked.customer)]
    listed = sorted(
        [*frozen, *(each for each in live if not _governed(each.customer, scopes))], key=lambda each: each.order
    )
    status = _status(where, keeps, asked.customer, now, as_known)
    sight = _Sight(desk, asked)
    here = desk.maybe(DESK)
    as_of = max(keep.row.frozen_at for keep in keeps) if status == "frozen" else now
    return Report(
        asked=asked,
        desk=here.name if here else "",
        span=where.of(asked.customer.id if asked.customer else None),
        status=status,
        as_of=as_of,
        as_known=as_known,
        listed=sight.only(listed),
        freezes=tuple(sorted((_freeze(keep, asked.customer) for keep in keeps), key=lambda one: (not one.scope, one))),
        restated=tuple(
            restated._replace(told=sight.told(restated.told)) for keep in keeps for restated in keep.restated
        ),
        changed=tuple(each for keep in keeps for each in _changed(desk, keep, live, where, sight)),
        names=_names(where, asked.customer),
        other_zones=_other_zones(where, asked.customer),
        objectives=_objectives(desk),
        hint="" if listed else _hint(desk, asked.customer, where.desk),
        unsettled=bool(desk.one(TO_BE_MEASURED)),
        title=sight.title,
    )


class _Sight:
    """What of a list is wanted, and what may be seen of its tickets."""

    def __init__(self, desk: Reads, asked: Asked) -> None:
        self.desk, self.asked = desk, asked

    def only(self, listed: Iterable[Listed]) -> tuple[Listed, ...]:
        return tuple(each for each in listed if self.asked.takes(each))

    def told(self, changed: Iterable[Told]) -> tuple[Told, ...]:
        seen = []
        for each in changed:
            was, now = (x if x is not None and self.asked.takes(x) else None for x in (each.was, each.now))
            if was is not None or now is not None:
                mine = self.asked.customer is None or self._mine(each.change.clock.number)
                seen.append(Told(was, now, each.why if mine else ()))
        return tuple(seen)

    def title(self, number: str) -> str | None:
        """A ticket's title; what is somebody else's by now is not for a customer's eyes."""
        found = self.desk.maybe(TITLE, number=number)
        if found is None or (self.asked.customer and found.customer != self.asked.customer.id):
            return None
        return found.text

    def _mine(self, number: str) -> bool:
        found = self.desk.maybe(TITLE, number=number)
        return found is not None and self.asked.customer is not None and found.customer == self.asked.customer.id


def _answers(scope: str, scopes: Collection[str], customer: CustomerRow | None) -> bool:
    """Whether a frozen record answers for what is asked: a customer's own, else that of the rest."""
    return customer is None or scope == (customer.key if customer.key in scopes else REST)


def _of(each: Listed, customer: CustomerRow | None) -> bool:
    return customer is None or each.customer == customer.key


def _governed(customer: str | None, scopes: Collection[str]) -> bool:
    """Whether a customer's month is frozen: by a record of their own, or with all the rest."""
    return REST in scopes or (customer is not None and customer in scopes)


def _status(
    where: Zones, keeps: Collection[Kept], customer: CustomerRow | None, now: Instant, as_known: Instant | None
) -> Status:
    scopes = {keep.row.scope for keep in keeps}
    if REST in scopes or (customer and customer.key in scopes):
        return "frozen"
    if scopes:
        return "partly frozen"
    spans = [where.of(customer.id)] if customer else where.all().values()
    return "so far" if now < max(span.end for span in spans) else "not frozen"


def _freeze(keep: Kept, customer: CustomerRow | None) -> Freeze:
    row = keep.row
    if customer is None:
        return Freeze(row.scope, row.frozen_at, keep.actor, row.clocks, row.digest, row.program)
    shown = for_customer(each for each in keep.listed if _of(each, customer))
    return Freeze(customer.key, row.frozen_at, keep.actor, len(shown), digest(shown), row.program)


def _changed(desk: Reads, keep: Kept, live: list[Listed], where: Zones, sight: _Sight) -> tuple[Told, ...]:
    """What is different now from what was frozen and accepted since."""
    was = [each for each in keep.accepted() if _of(each, sight.asked.customer)]
    now = [each for each in live if scope_of(each.customer, where) == keep.row.scope]
    return sight.told(told(desk, changes(was, now), keep.line, keep.row.ends))


def scope_of(customer: str | None, where: Zones) -> str:
    """Which frozen record answers for a customer: their own, or that of the rest."""
    return customer if customer is not None and customer in where.frozen else REST


def _names(where: Zones, customer: CustomerRow | None) -> dict[str, str]:
    rows = [customer] if customer else where.customers.values()
    return {row.key: row.name for row in rows}


def _other_zones(where: Zones, customer: CustomerRow | None) -> tuple[str, ...]:
    if customer:
        return ()
    mine = where.of(None).zone
    return tuple(sorted({span.zone for span in where.all().values()} - {mine}))


def _objectives(desk: Reads) -> dict[tuple[str, int], int]:
    promises = [promise for _, promise in desk.all(PROMISES)]
    return {(each.name, each.version): each.objective for each in promises if each.objective is not None}


def _hint(desk: Reads, customer: CustomerRow | None, zone: str) -> str:
    first, last = desk.one(EXTENT_OF, customer=customer.id) if customer else desk.one(EXTENT)
    if not desk.all(PROMISES):
        return "no agreement measures anything: write one into the desk file and `deskconsole desk apply` it"
    if first is None or last is None:
        return "none has stopped in any other month either: `deskconsole show clocks` lists those that run"
    begin, end = month_of(first, zone), month_of(last, zone)
    months = f"in {begin}" if begin == end else f"from {begin} to {end}"
    return f"clocks stopped {months}: ask for one of these months with --month"


def _check(desk: Reads, asked: Asked) -> None:
    """Refuse names that are not there, with the nearest that is."""
    if asked.agreement is not None:
        names = sorted({promise.name for _, promise in desk.all(PROMISES)})
        _known("agreement", asked.agreement, names)
    if asked.metric is not None:
        _known("metric with a clock", asked.metric, sorted(desk.all(METRICS)))


def _known(what: str, word: str, names: list[str]) -> None:
    if word in names:
        return
    near = get_close_matches(word, names, 1)
    there = f"did you mean “{near[0]}”?" if near else f"there is {', '.join(names[:8]) or 'none'}"
    raise NotFound(f"there is no {what} “{word}”: {there}")
