"""Proving frozen months: the list is the one that was hashed, and what was known then leads to it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import orjson

from deskconsole.core.instants import Instant
from deskconsole.features.reports.frozen import Kept, Told, figures_of, kept
from deskconsole.features.reports.listing import Listed, digest, for_customer
from deskconsole.features.reports.months import Month
from deskconsole.features.reports.population import population, zones
from deskconsole.features.reports.report import scope_of
from deskconsole.features.reports.rules import changes
from deskconsole.features.reports.views import FROZEN, CustomerRow, FrozenRow
from deskconsole.features.reports.words import was_is
from deskconsole.store.replay import Cut, Snapshot
from deskconsole.store.store import Store
from deskconsole.store.transaction import Rules

_MOST = 20


class Proved(NamedTuple):
    """A frozen record and what is wrong with it: nothing, where it holds."""

    row: FrozenRow
    restated: int
    troubles: list[str]


def prove(
    store: Store,
    rules: Rules,
    month: Month,
    customer: CustomerRow | None = None,
    step: Callable[[str], None] = lambda what: None,
) -> list[Proved]:
    """Check the frozen records of a month, of a customer or of all; empty where there are none."""
    replays = _Replays(store, rules, month, step)
    keeps = [kept(store.read, row) for row in replays.frozen if customer is None or row.scope in ("", customer.key)]
    if customer is not None and any(keep.row.scope for keep in keeps):
        keeps = [keep for keep in keeps if keep.row.scope]  # the record of the rest says nothing of them
    return [Proved(keep.row, len(keep.restated), [*_as_stored(keep), *_as_known(replays, keep)]) for keep in keeps]


class _Replays:
    """The month's population by what was known at a line of the journal, replayed once for each line."""

    def __init__(self, store: Store, rules: Rules, month: Month, step: Callable[[str], None]) -> None:
        self.store, self.rules, self.month, self.step = store, rules, month, step
        self.frozen = store.read.all(FROZEN, month=str(month))
        self._known: dict[tuple[int, Instant], dict[str, list[Listed]]] = {}

    def of(self, scope: str, line: int, at: Instant) -> list[Listed]:
        if (line, at) not in self._known:
            self._known[line, at] = self._replayed(line, at)
        return self._known[line, at].get(scope, [])

    def _replayed(self, line: int, at: Instant) -> dict[str, list[Listed]]:
        self.step(f"replaying {line:,} lines of the journal")
        snapshot = Snapshot(self.store, Cut(line=line), self.rules)
        try:
            snapshot.derive("ticket")
            where = zones(snapshot, self.month, self.frozen)
            apart: dict[str, list[Listed]] = {}
            for each in population(snapshot, where, at):
                apart.setdefault(scope_of(each.customer, where), []).append(each)
            return apart
        finally:
            snapshot.close()


def _as_stored(keep: Kept) -> Iterator[str]:
    """Whether list, hashes and figures are of one piece."""
    row = keep.row
    if len(keep.listed) != row.clocks:
        yield f"the list has {len(keep.listed)} clocks, {row.clocks} were frozen"
    if digest(keep.listed) != row.digest:
        yield f"the list has the hash {digest(keep.listed)}, {row.digest} was frozen"
    if digest(for_customer(keep.listed)) != row.shown:
        yield "what the customer is shown of the list is not what was frozen"
    if figures_of(keep.listed) != orjson.loads(row.figures):
        yield "the list counts to other figures than were frozen"


def _as_known(replays: _Replays, keep: Kept) -> Iterator[str]:
    """Whether the journal, read as far as it was known then, leads to the same list; and so for each restatement."""
    row = keep.row
    known = replays.of(row.scope, row.line, row.frozen_at)
    yield from _differing("as frozen", keep.listed, known, row)
    if digest(known) != row.digest:
        yield f"counted again by what was known then it has the hash {digest(known)}, {row.digest} was frozen"
    for place, each in enumerate(keep.restated, 1):
        known = replays.of(row.scope, each.line, each.at)
        yield from _differing(f"as restated, {place}", keep.accepted(place), known, row)


def _differing(when: str, listed: list[Listed], known: list[Listed], row: FrozenRow) -> Iterator[str]:
    found = changes(listed, known)
    for change in found[:_MOST]:
        clock, said = change.clock, was_is(Told(change.was, change.now, ()), row.zone)
        yield f"{when}: {clock.number} {clock.agreement} {clock.metric} {clock.cycle} {said} when counted again"
    if len(found) > _MOST:
        yield f"{when}: {len(found) - _MOST} more are other ones"
