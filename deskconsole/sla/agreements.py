"""What was promised: an agreement version as the clock sees it, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from deskconsole.core.errors import BadInput
from deskconsole.sla.cuts import Cut
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.metrics import SHIPPED, STOPS, Metric, Start, starts_of

Stop = Literal["restored", "resolved", "confirmed", "closed"]
PriorityRule = Literal["rule8", "final"]
Reopen = Literal["through", "continue", "restart"]
Layer = Literal["sla", "ola", "uc"]
"""Service level agreement with a customer, operational one with a team, underpinning contract with a vendor."""

Amount = int | Deadline
"""Business seconds, or a deadline of the calendar (rule 3)."""

THRESHOLDS = (80, 90, 100)
"""Shares of a target, in per cent, at which the desk is told unless the agreement says otherwise (CK-4)."""


@dataclass(frozen=True)
class Variant:
    """Other amounts for clocks that start at certain times: outside core hours, or in a season (CK-5)."""

    amounts: Mapping[int, Amount]
    outside: int | None = None
    """Number of a calendar version: while it is closed."""
    season: tuple[str, str] | None = None
    """First and last local day of every year, `("12-15", "01-06")`."""


@dataclass(frozen=True)
class Target:
    """One promise of an agreement: how long, from when to when, and what does not count."""

    metric: str
    seconds: Mapping[int, Amount]
    """Business seconds, above 0, or a deadline, by priority 1…5; one that is absent has no clock (rule 3)."""
    stop: Stop = "resolved"
    pauses: frozenset[str] = frozenset()
    """Hold reasons that pause this clock, of any metric; by default none (rule 13)."""
    thresholds: tuple[int, ...] = THRESHOLDS
    priority: PriorityRule = "rule8"
    reopen: Reopen = "through"
    grace: int = 0
    """Business seconds left to a clock that a raise of priority finds past due at once; 0: it breaches (rule 8)."""
    start: Start | None = None
    """From which instant (rules 5, 26); None: as its metric says."""
    variants: tuple[Variant, ...] = ()
    """The first that fits the start of a clock has its amounts."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """Seconds after which a hold stops pausing this clock, by reason, where the agreement is stricter (rule 15)."""
    maintenance: bool | None = None
    """None: as its metric says. Whether announced maintenance is cut out of it (rule 17)."""
    definition: Metric | None = None
    """Of a metric of the desk's own; the shipped ones are known by name."""

    def __post_init__(self) -> None:
        for amounts in (self.seconds, *(variant.amounts for variant in self.variants)):
            wrong = {priority: s for priority, s in amounts.items() if isinstance(s, int) and s <= 0}
            if wrong:
                raise BadInput(
                    f"target of {self.metric}: priority {min(wrong)} has {wrong[min(wrong)]} s; "
                    "write more than 0, or leave that priority out"
                )
        rising = tuple(sorted(set(self.thresholds)))
        if rising != tuple(self.thresholds) or (rising and rising[0] <= 0):
            raise BadInput(
                f"target of {self.metric}: thresholds {', '.join(map(str, self.thresholds))} %; "
                "write each once, above 0 and rising, such as 80, 90, 100"
            )
        if self.grace < 0:
            raise BadInput(f"target of {self.metric}: a grace of {self.grace} s; write 0 or more")
        starts_of(self.measures, self.start)

    @property
    def measures(self) -> Metric:
        """What it is a promise about, with the end the agreement chose (rule 21)."""
        return self.definition or SHIPPED[self.metric]

    def leaves_out(self, cut: Cut) -> bool:
        """Whether a span is none of its business time: announced maintenance only where it says so (rules 17, 18)."""
        granted = self.measures.maintenance if self.maintenance is None else self.maintenance
        return (granted or cut.basis != "granted") and (not cut.metrics or self.metric in cut.metrics)


def stops_of(target: Target) -> frozenset[str]:
    """The facts that end its clock."""
    metric = target.measures
    return STOPS[target.stop] if chooses_stop(metric) else metric.stop


def chooses_stop(metric: Metric) -> bool:
    """Whether an agreement may say what ends it (rule 21)."""
    return metric.name in ("restore", "resolution", "closure", "fulfilment")


@dataclass(frozen=True)
class Agreement:
    """A version of an agreement. Clocks name it by `id`; it never changes."""

    id: int
    name: str
    version: int
    calendar: int
    """Number of the calendar version it is measured in (rule 7)."""
    targets: tuple[Target, ...]
    match: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which tickets: `customer`, `service`, `team`, `type`, `category`, `tier` → any of these names. Empty: all."""
    layer: Layer = "sla"
    party: str | None = None
    """Key of the team (OLA) or vendor (UC) whose spells it measures; None of an SLA."""
    objective: int | None = None
    """Thousandths of its clocks that must be met in a month: 950 for 95.0 %."""
