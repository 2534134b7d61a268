"""What the agreements promise, asked the other way round: when must a ticket have come for so much to be left now?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deskconsole.core.instants import DAY, SECOND, Instant
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, agreement_of, calendar_of
from deskconsole.features.directory.views import CUSTOMERS
from deskconsole.sla.agreements import Target
from deskconsole.sla.calendars import Calendar
from deskconsole.store.store import Store


class Promise(NamedTuple):
    """One target of an agreement, in its calendar."""

    calendar: Calendar
    seconds: Mapping[int, int]

    def used(self, start: Instant, priority: int, share: float) -> Instant:
        """When so much of the target has been used, of a clock that starts at `start`."""
        return self.calendar.add(start, int(self.seconds[priority] * share) * SECOND)

    def began(self, at: Instant, priority: int, left: int) -> Instant:
        """The latest start of a clock that has `left` µs left at `at`."""
        wanted = self.seconds[priority] * SECOND - left
        low, high = Instant(at - 60 * DAY), at
        while high - low > 1:
            middle = Instant((low + high) // 2)
            low, high = (middle, high) if self.calendar.elapsed(middle, at) >= wanted else (low, middle)
        return low


Promises = Mapping[str, Mapping[str, Promise]]
"""By customer and metric."""


def promises(store: Store) -> Promises:
    """What the customers of a desk were promised, by the tier they have."""
    agreements = [agreement_of(row) for row in store.read.all(AGREEMENTS)]
    return {
        customer.key: {
            target.metric: Promise(calendar_of(store.read.one(CALENDAR, id=agreement.calendar)), _seconds(target))
            for agreement in agreements
            if customer.tier in agreement.match["tier"]
            for target in agreement.targets
        }
        for customer in store.read.all(CUSTOMERS)
    }


def _seconds(target: Target) -> dict[int, int]:
    """What it promises as a length of time; the demo’s desk has no deadlines."""
    return {priority: amount for priority, amount in target.seconds.items() if isinstance(amount, int)}
