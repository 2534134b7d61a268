"""Maintenance windows as stored, and what of them is cut out of the clocks of tickets."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Folding, Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.maintenance.rules import Announced, Part, Window, parts, unflat
from deskconsole.sla.cuts import Cut

R = TypeVar("R")

NOTICE_S = 72 * 3600
"""The notice of a desk whose file says nothing of it; such a desk has no cap."""


class Ruled(NamedTuple):
    """What is asked of a window that is announced now, in seconds."""

    notice_s: int = NOTICE_S
    cap_s: int | None = None


RULED = Query("select notice_s, cap_s from maintenance_rules where id = 1", Ruled)


# --- windows ---------------------------------------------------------------------------------------------------------


class WindowRow(NamedTuple):
    """What cutting asks of a window."""

    id: int
    service: str | None
    """Its name; None: a window of an item or of all services."""
    begin_at: Instant
    end_at: Instant
    announced: str
    begun_at: Instant | None
    ended_at: Instant | None
    withdrawn_at: Instant | None
    cap_s: int | None
    zone: str


_WINDOWS = (
    "select m.id, s.name, m.begin_at, m.end_at, m.announced, m.begun_at, m.ended_at, m.withdrawn_at, m.cap_s, m.zone"
    " from maintenance m left join service s on s.id = m.service where "
)
OF_SERVICE = Query(_WINDOWS + "m.service = :service order by m.id", WindowRow)
OF_ALL = Query(_WINDOWS + "m.service is null and m.item is null order by m.id", WindowRow)
OF_ITEM = Query(_WINDOWS + "m.service is null and m.item = :item order by m.id", WindowRow)


@lru_cache(maxsize=4096)
def announced_of(text: str) -> tuple[Announced, ...]:
    """The announced parts that a row holds."""
    return unflat(json.loads(text))


class Plan(NamedTuple):
    """What is cut where these windows apply: all parts in order of time, and those that are cut, which never meet."""

    parts: tuple[Part, ...]
    cuts: tuple[Cut, ...]
    begins: tuple[Instant, ...]
    ends: tuple[Instant, ...]

    def between(self, begin: Instant, end: Instant | None = None) -> Sequence[Cut]:
        """The cuts that reach into [begin, end); without an end, all from `begin` on."""
        return self.cuts[bisect_right(self.ends, begin) : None if end is None else bisect_left(self.begins, end)]

    def told(self, begin: Instant, end: Instant | None = None) -> list[Part]:
        """Every part in [begin, end), cut or not, with its reason: what `sla explain` prints."""
        return [part for part in self.parts if part.end > begin and (end is None or part.begin < end)]


@lru_cache(maxsize=256)
def _plan(rows: tuple[WindowRow, ...]) -> Plan:
    """Judged once for the same rows, whoever reads them."""
    names = {row.id: f"maintenance MW-{row.id} {row.service or 'all services'}" for row in rows}
    told = parts(Window(row.id, row.begin_at, row.end_at, announced_of(row.announced), *row[5:]) for row in rows)
    cuts = [
        Cut(part.begin, part.end, "granted", names[part.window], part.known_at, code=f"MW-{part.window}")
        for part in told
        if part.cut and part.known_at is not None
    ]
    return Plan(tuple(told), tuple(cuts), tuple(cut.begin for cut in cuts), tuple(cut.end for cut in cuts))


class Windows:
    """The windows of a desk, by service: each service's are read once, when they are first asked for."""

    def __init__(self, desk: Reads) -> None:
        self._desk = desk
        self._all: list[WindowRow] | None = None
        self._plans: dict[int | None, Plan] = {}

    def of(self, service: int | None) -> Plan:
        """What applies to tickets of a service: its own windows and those of all services."""
        plan = self._plans.get(service)
        if plan is None:
            if self._all is None:
                self._all = self._desk.all(OF_ALL)
            own = [] if service is None else self._desk.all(OF_SERVICE, service=service)
            plan = self._plans[service] = _plan((*self._all, *own))
        return plan

    def of_item(self, item: str) -> Plan:
        """The windows of one configuration item, by themselves."""
        return _plan(tuple(self._desk.all(OF_ITEM, item=item)))


def cuts(desk: Folding, service: int | None, begin: Instant, end: Instant | None = None) -> Sequence[Cut]:
    """The maintenance that is cut out of a ticket's clocks in [begin, end), by the number of its service.

    Asked for each ticket that is folded: a transaction reads each service's windows once, by an index, and every
    further ticket costs two lookups and two bisections. Windows of a configuration item concern no ticket yet, since
    tickets name none.
    """
    return desk.once(Windows).of(service).between(begin, end)


# --- lists -----------------------------------------------------------------------------------------------------------


class MaintenanceRow(NamedTuple):
    """A window with all that is told about it."""

    id: int
    title: str | None
    """None: erased."""
    service: int | None
    service_key: str | None
    item: str | None
    begin_at: Instant
    end_at: Instant
    announced: str
    announced_at: Instant
    begun_at: Instant | None
    ended_at: Instant | None
    withdrawn_at: Instant | None
    reason: str | None
    uid: str
    instance: int
    sequence: int
    series: int | None
    """SEQUENCE of the event that repeats, in the file that changed it last."""
    first_at: Instant
    last_at: Instant

    @property
    def number(self) -> str:
        return f"MW-{self.id}"

    def state(self, now: Instant) -> str:
        """withdrawn · over · running · planned"""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.ended_at is not None:
            return "over"
        if self.begun_at is not None:
            return "running"
        return "planned" if now < self.begin_at else "running" if now < self.end_at else "over"


def _rows(where: str) -> Query[MaintenanceRow]:
    return Query(
        "select m.id, p.text, m.service, s.key, m.item, m.begin_at, m.end_at, m.announced, m.announced_at, m.begun_at,"
        " m.ended_at, m.withdrawn_at, r.text, m.uid, m.instance, m.sequence, m.series, m.first_at, m.last_at"
        " from maintenance m left join service s on s.id = m.service left join private_text p on p.id = m.title"
        f" left join private_text r on r.id = m.reason where {where} order by m.begin_at, m.id",
        MaintenanceRow,
    )


BY_NUMBER = _rows("m.id = :maintenance")
BY_UID = _rows("m.uid = :uid")
ENDING_AFTER = _rows("m.end_at > :since and m.begin_at < :until")
NUMBERS = Query(
    "select 'MW-' || id from maintenance where withdrawn_at is null and ended_at is null order by id desc limit 50", str
)
"""Windows of which something may still be said, the newest first."""
