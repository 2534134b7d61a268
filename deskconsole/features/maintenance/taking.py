"""What a calendar file changes of the windows that are known: pure.

A window is known by the UID of its series and its instance there. What has begun stays as it was announced; what is
still to come is moved, or withdrawn where the file calls it off. A file that is older than what is known (its
SEQUENCE is lower) changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from deskconsole.core.instants import Instant
from deskconsole.features.maintenance.views import MaintenanceRow

Act = Literal["new", "move", "withdraw", "same", "begun", "older"]


class Scope(NamedTuple):
    """What a window is for: a service (its number and key), a configuration item, or neither: all services."""

    service: int | None = None
    key: str | None = None
    item: str | None = None

    def __str__(self) -> str:
        return self.key or self.item or "all services"


@dataclass(frozen=True)
class Wanted:
    """A window as a file plans it, or calls it off."""

    uid: str
    instance: int
    sequence: int
    begin: Instant
    end: Instant
    title: str
    scope: Scope
    cancelled: bool = False


class Step(NamedTuple):
    """What becomes of one window."""

    act: Act
    wanted: Wanted | None
    held: MaintenanceRow | None

    @property
    def uid(self) -> str:
        return self.wanted.uid if self.wanted else self.held.uid if self.held else ""


class Horizon(NamedTuple):
    """What a file is asked for: windows that end after `since` and begin before `until`."""

    since: Instant
    until: Instant


def steps(
    wanted: Sequence[Wanted], held: Iterable[MaintenanceRow], whole: Mapping[str, int], within: Horizon, now: Instant
) -> list[Step]:
    """The steps from what is known of these series to what a file says.

    `whole` are the series of which the file has more than single instances, each with its SEQUENCE: an instance that
    such a series no longer has is called off.
    """
    known: dict[str, dict[int, MaintenanceRow]] = {}
    for row in held:
        known.setdefault(row.uid, {})[row.instance] = row
    of: dict[str, list[Wanted]] = {uid: [] for uid in whole}
    for each in wanted:
        of.setdefault(each.uid, []).append(each)
    made = [
        step
        for uid, instances in of.items()
        for step in _series(instances, known.get(uid, {}), whole.get(uid), within, now)
    ]
    return sorted(made, key=_when)


def _when(step: Step) -> tuple[int, int]:
    begin = step.wanted.begin if step.wanted else step.held.begin_at if step.held else 0
    return begin, step.held.id if step.held else 0


def _series(
    wanted: Sequence[Wanted], known: Mapping[int, MaintenanceRow], sequence: int | None, within: Horizon, now: Instant
) -> Iterator[Step]:
    last = max((row.series or 0 for row in known.values()), default=0)
    pairs = _paired(wanted, known, now)
    if sequence is not None and sequence < last:
        yield from (Step("older", each, row) for each, row in pairs)
        return
    newer = sequence is not None and sequence > last
    for each, row in pairs:
        if (act := _act(each, row, now, newer=newer)) is not None:
            yield Step(act, each, row)
    met = {row.id for _, row in pairs if row}
    for row in known.values() if sequence is not None else ():
        asked = within.since < row.end_at and row.begin_at < within.until
        if row.id not in met and asked and _ahead(row, now):
            yield Step("withdraw", None, row)


def _ahead(row: MaintenanceRow, now: Instant) -> bool:
    """Whether a window is still to come."""
    return row.withdrawn_at is None and row.begun_at is None and row.ended_at is None and now < row.begin_at


def _paired(
    wanted: Sequence[Wanted], known: Mapping[int, MaintenanceRow], now: Instant
) -> list[tuple[Wanted, MaintenanceRow | None]]:
    """Each window of a file with the one that is meant: of the same instance, else one ahead that it overlaps.

    The second is what remains of a series whose rule was changed: its windows keep when they were announced.
    """
    named = {each.instance for each in wanted}
    free = [
        row
        for row in sorted(known.values(), key=lambda row: row.begin_at)
        if row.instance not in named and _ahead(row, now)
    ]
    pairs: list[tuple[Wanted, MaintenanceRow | None]] = []
    for each in sorted(wanted, key=lambda each: (each.begin, each.instance)):
        row = known.get(each.instance)
        if row is None and not each.cancelled:
            row = next((old for old in free if old.begin_at < each.end and each.begin < old.end_at), None)
            free = [old for old in free if old is not row]
        pairs.append((each, row))
    return pairs


def _act(wanted: Wanted, row: MaintenanceRow | None, now: Instant, *, newer: bool) -> Act | None:
    """What becomes of a window; `newer`: its series was changed since, whatever its own event says."""
    if row is None:
        return None if wanted.cancelled else "new"
    if wanted.sequence < row.sequence and not newer:
        return "older"
    off = row.withdrawn_at is not None
    same = off if wanted.cancelled else not off and _as_it_is(wanted, row)
    if same:
        return "same"
    if row.begun_at is not None or row.ended_at is not None or row.begin_at <= now:
        return "begun"
    return "withdraw" if wanted.cancelled else "move"


def _as_it_is(wanted: Wanted, row: MaintenanceRow) -> bool:
    """Whether nothing has changed; a title that was erased stays so."""
    same_title = row.title is None or row.title == wanted.title
    scope = (row.service, row.item)
    return same_title and (row.instance, row.begin_at, row.end_at, *scope) == (
        wanted.instance, wanted.begin, wanted.end, wanted.scope.service, wanted.scope.item,
    )  # fmt: skip
