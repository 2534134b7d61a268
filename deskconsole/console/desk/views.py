"""The views of an operator over a store: what they are called, what they find, in which order, how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from time import monotonic
from typing import TYPE_CHECKING

from deskconsole.console.desk.source import Counts, View
from deskconsole.console.desk.tally import Tallies
from deskconsole.core.actors import Operator
from deskconsole.core.errors import StoreTrouble
from deskconsole.core.instants import Instant
from deskconsole.features.directory.views import CUSTOMER_KEYS, HANDLES, SERVICE_KEYS, TEAM_KEYS
from deskconsole.features.saved.views import SAVED, Colour, begun_with, known
from deskconsole.features.taxonomy.views import CATEGORY_KEYS
from deskconsole.features.tickets.filters import Filter, compile_filter
from deskconsole.features.tickets.orders import Order, Place, anchors, page, tickets
from deskconsole.features.tickets.views import LATEST_TAGS, QueueRow
from deskconsole.store.driver import Reader
from deskconsole.store.last_place import LAST_PLACE, LastPlace, keep
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.store.feed import Change

_OF_MANY = frozenset({"agreement", "calendar", "maintenance", "exclusion", "team", "customer", "service", "desk"})
"""Subjects whose news may move tickets that nothing is said of."""

_VALUES = {
    "team": (TEAM_KEYS,), "owner": (HANDLES,), "customer": (CUSTOMER_KEYS,), "service": (SERVICE_KEYS,),
    "offered": (TEAM_KEYS, HANDLES), "category": (CATEGORY_KEYS,),
}  # fmt: skip

_AT_WORK = (
    "select 1 from timer where kind in ('remeasure', 'take over', 'maintained', 'excluded') and parked = 0 limit 1"
)
"""Whether tickets are still to be measured anew."""

SETTLE = 3.0
"""Seconds between two looks at whether they are."""


class DeskViews:
    """What a console knows of its views."""

    def __init__(self, store: Store, operator: Operator, now: Callable[[], Instant]) -> None:
        self.store, self.operator, self._now = store, operator, now
        self._names: Mapping[str, str] | None = None
        self._tallies = Tallies(store.read, self.compiled, now)
        self._moved = False
        self._settling: float | None = None

    @property
    def read(self) -> Reader:
        return self.store.read

    def all(self) -> list[View]:
        """Those every desk begins with, those that are shared, the operator's own."""
        saved = self.read.all(SAVED, me=self.operator.handle)
        self._names = known(self.read, saved)
        return [
            View(row.name, row.filter, Order(row.sort, row.reverse), row.columns, row.colours, row.id is not None,
                 row.shared)
            for row in [*begun_with(self.read, self.operator.teams), *saved]
        ]  # fmt: skip

    @property
    def names(self) -> Mapping[str, str]:
        """Filters by the names that a filter may call them by."""
        if self._names is None:
            self._names = known(self.read, self.read.all(SAVED, me=self.operator.handle))
        return self._names

    def compiled(self, text: str, values: str = "f") -> Filter:
        return compile_filter(text, self.operator.handle, self._now(), self.names, values)

    def hues(self, colours: Sequence[Colour]) -> tuple[str, Mapping[str, object]]:
        """SQL for the hue of a ticket by these rules, the first that fits, and the values it names."""
        values: dict[str, object] = {}
        cases = []
        for place, rule in enumerate(colours):
            made = self.compiled(rule.filter, f"h{place}x")
            cases.append(f"when {made.where} then '{rule.hue}'")
            values |= made.values
        return (f"case {' '.join(cases)} end" if cases else "null"), values

    def values(self, key: str) -> Sequence[str]:
        """What stands behind a word of the filter language."""
        if key == "view":
            return [view.name for view in self.all()]
        if key == "tag":
            return sorted({tag for tags in self.read.all(LATEST_TAGS) for tag in tags.split()})
        return [word for query in _VALUES.get(key, ()) for word in self.read.all(query)]

    # Pages.

    def page(
        self, where: str, values: Mapping[str, object], place: Place, limit: int, order: Order, hue: str
    ) -> list[QueueRow]:
        return page(lambda query, bound: self.read.all(query, **bound), where, values, place, limit, order, hue)

    def anchors(self, where: str, values: Mapping[str, object], every: int, order: Order) -> tuple[int, list[Place]]:
        return anchors(self.read.driver.select, where, values, every, order)

    def matching(self, where: str, values: Mapping[str, object], most: int, order: Order) -> list[int]:
        return tickets(self.read.driver.select, where, values, most, order)

    # Counts.

    def tally(self, texts: Sequence[str], touched: Set[int] | None) -> Iterator[Counts]:
        return self._tallies.count(texts, touched)

    def turn(self) -> int | None:
        return self._tallies.next

    def hear(self, news: Sequence[Change], operator: Operator) -> None:
        """What the change feed brought: whether anything may be another now."""
        abouts = {about for _, about, _ in news}
        if "view" in abouts or operator != self.operator or abouts & _OF_MANY:
            self.operator, self._names, self._moved = operator, None, True
        if abouts & _OF_MANY:
            self._settling = 0.0
        if self._settling is not None and monotonic() - self._settling > SETTLE:
            self._moved = True
            at_work = self.store.backend.reader().select(_AT_WORK, {"now": self._now()})
            self._settling = monotonic() if at_work else None

    def moved(self) -> bool:
        """Whether anything may be another since this was last asked."""
        moved, self._moved = self._moved, False
        return moved

    # Where I was.

    def last_place(self) -> LastPlace | None:
        return self.read.maybe(LAST_PLACE, operator=self.operator.handle)

    def keep_place(self, place: LastPlace) -> None:
        try:
            keep(self.store, self.operator.handle, place)
        except StoreTrouble:
            return  # a full disk says so where something is lost
