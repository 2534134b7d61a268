"""What a desk file says, frozen and in one order, so that two files that mean the same are equal."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from deskconsole.features.maintenance.views import NOTICE_S
from deskconsole.sla.agreements import THRESHOLDS, Layer, PriorityRule, Reopen, Stop
from deskconsole.sla.metrics import SHIPPED, AfterReopen, Metric, Start

S = TypeVar("S")

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60

Span = tuple[int, int]
"""Minutes of the local day; an end beyond 1440 lies in the next one."""
Day = tuple[Span, ...]
Week = tuple[Day, ...]
"""Seven days, Monday first."""

NO_WEEK: Week = ((),) * 7
ALWAYS: Week = (((0, DAY_MINUTES),),) * 7

Conflict = Literal["desk", "higher"]
Existing = Literal["keep", "move"]

ROLES = ("agent", "lead", "manager", "auditor", "admin", "integration")
TYPES = ("incident", "request", "problem", "change", "task")
ENVIRONMENTS = ("on-premise", "cloud", "hybrid")
CHANNELS = ("phone", "mail", "chat", "walk-in", "portal", "api", "alert")
METRICS = tuple(SHIPPED)
MATCH_KEYS = ("customer", "service", "team", "type", "category", "tier")
WHEN_KEYS = (
    "type",
    "category",
    "priority",
    "service",
    "customer",
    "tier",
    "environment",
    "hours",
    "channel",
    "words",
)

Match = tuple[tuple[str, tuple[str, ...]], ...]
"""Keys in alphabetical order, each with the values of which one must fit."""


@dataclass(frozen=True)
class DeskSpec:
    name: str
    zone: str = "UTC"
    prefix: str = "INC"
    """What ticket numbers begin with."""


@dataclass(frozen=True)
class SeasonSpec:
    """Hours of their own between two days of every year, `12-15` and `01-06`, both included."""

    first: str
    last: str
    weekly: Week


@dataclass(frozen=True)
class CalendarSpec:
    """Business hours as written; public holidays stay names of regions until the file is applied."""

    name: str
    zone: str
    weekly: Week
    breaks: Week = NO_WEEK
    regions: tuple[str, ...] = ()
    """`DE`, `DE-BE`: public holidays of a country or one of its parts."""
    closed: tuple[str, ...] = ()
    """Days of our own without hours, ISO dates."""
    dated: tuple[tuple[str, Day], ...] = ()
    """Days with hours of their own, by ISO date."""
    seasons: tuple[SeasonSpec, ...] = ()


@dataclass(frozen=True)
class TeamSpec:
    key: str
    name: str


@dataclass(frozen=True)
class OperatorSpec:
    handle: str
    name: str
    account: str | None = None
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    """Empty: all of them."""


@dataclass(frozen=True)
class CustomerSpec:
    key: str
    name: str
    tier: str | None = None
    zone: str | None = None
    """Where its months begin and end; None: where the desk is."""


@dataclass(frozen=True)
class ServiceSpec:
    key: str
    name: str
    criticality: int | None = None
    """1 highest … 4."""
    team: str | None = None


Amounts = tuple[tuple[int, int | str], ...]
"""(priority, business seconds or the words of a deadline), highest priority first."""


@dataclass(frozen=True)
class VariantSpec:
    """Other amounts for clocks that start outside a calendar, or between two local days of the year."""

    seconds: Amounts
    calendar: str | None = None
    season: tuple[str, str] | None = None


@dataclass(frozen=True)
class MetricSpec:
    """A metric of the desk's own; `sla.metrics.Metric` says what each field means."""

    name: str
    word: str
    start: tuple[str, ...]
    stop: tuple[str, ...]
    restart: tuple[str, ...] = ()
    repeat: bool = False
    reopen: AfterReopen = "goes-on"
    pause: tuple[str, ...] = ()

    @property
    def metric(self) -> Metric:
        return Metric.from_dict(plain(self))


@dataclass(frozen=True)
class VendorSpec:
    key: str
    name: str


@dataclass(frozen=True)
class TargetSpec:
    """One promise of an agreement; `sla.agreements.Target` says what each field means."""

    metric: str
    seconds: Amounts
    stop: Stop = "resolved"
    pauses: tuple[str, ...] = ()
    thresholds: tuple[int, ...] = THRESHOLDS
    priority: PriorityRule = "rule8"
    reopen: Reopen = "through"
    grace: int = 0
    start: Start | None = None
    variants: tuple[VariantSpec, ...] = ()
    limits: tuple[tuple[str, int], ...] = ()
    maintenance: bool | None = None
    definition: MetricSpec | None = None


@dataclass(frozen=True)
class AgreementSpec:
    name: str
    calendar: str
    targets: tuple[TargetSpec, ...]
    match: Match = ()
    effective: str | None = None
    """ISO date; None: from the day it is applied."""
    layer: Layer = "sla"
    party: str | None = None
    existing: Existing = "keep"
    """Whether open clocks of the version before go over to it (rule 11)."""
    acknowledged: str | None = None
    """By whom, when and where the customer agreed that open clocks become softer (rule 11)."""
    objective: int | None = None
    """Thousandths of the clocks of a month that must be met."""

    @property
    def calendars(self) -> set[str]:
        """All calendars it names."""
        others = {each.calendar for target in self.targets for each in target.variants if each.calendar}
        return {self.calendar} | others


@dataclass(frozen=True)
class RoutingSpec:
    """A routing rule; `when` is empty for one that takes whatever is left."""

    name: str
    team: str
    when: Match = ()


@dataclass(frozen=True)
class HoldSpec:
    """A reason for which a ticket may wait."""

    reason: str
    limit: int | None = None
    """Seconds after which the hold ends by itself (rule 15)."""
    needs_question: bool = False
    """Whether a public question must have gone out first (rule 14)."""
    open_ended: bool = False
    """Whether it may last until somebody ends it; else it has a limit."""


DAY_S = 24 * 60 * 60
DEFAULT_HOLDS = (
    HoldSpec("caller", 5 * DAY_S, needs_question=True),
    HoldSpec("change", open_ended=True),
    HoldSpec("vendor", open_ended=True),
)
ITIL_MATRIX = ((1, 2, 3), (2, 3, 4), (3, 4, 5))


@dataclass(frozen=True)
class TriageSpec:
    """How urgent a ticket is, whose it is, and what it may wait for."""

    matrix: tuple[tuple[int, ...], ...] = ITIL_MATRIX
    """Rows are impact 1 … 3, columns urgency 1 … 3, cells priorities."""
    conflict: Conflict = "desk"
    """Who is right where customer and desk disagree: the desk, or the higher of the two."""
    routing: tuple[RoutingSpec, ...] = ()
    holds: tuple[HoldSpec, ...] = DEFAULT_HOLDS
    oldest: int = 7 * DAY_S
    """Seconds: a time of a source that lies further back is not believed (rule 5)."""
    backdate: int = 3 * DAY_S
    """Seconds: how far back something may be entered afterwards (rule 27)."""
    reopen_window: int = 7 * DAY_S
    """Seconds after the resolution within which a ticket may be opened again (rule 22)."""


@dataclass(frozen=True)
class MaintenanceSpec:
    """What is asked of maintenance before it is cut out of clocks (rule 17)."""

    notice: int = NOTICE_S
    """Seconds by which it must be announced before it begins."""
    cap: int | None = None
    """Seconds of a service that may be cut in a calendar month; None: no limit."""


Party = TeamSpec | CustomerSpec | ServiceSpec | OperatorSpec | VendorSpec
Spec = DeskSpec | CalendarSpec | Party | AgreementSpec | TriageSpec | MaintenanceSpec


@dataclass(frozen=True)
class DeskFile:
    """All sections, each in alphabetical order; only routing rules keep the order they were written in."""

    desk: DeskSpec
    calendars: tuple[CalendarSpec, ...] = ()
    teams: tuple[TeamSpec, ...] = ()
    operators: tuple[OperatorSpec, ...] = ()
    customers: tuple[CustomerSpec, ...] = ()
    services: tuple[ServiceSpec, ...] = ()
    agreements: tuple[AgreementSpec, ...] = ()
    triage: TriageSpec = TriageSpec()
    vendors: tuple[VendorSpec, ...] = ()
    maintenance: MaintenanceSpec | None = None
    """None: the file does not say."""


def plain(spec: Any) -> dict[str, Any]:
    """A spec as what JSON holds."""
    return {name: _listed(value) for name, value in asdict(spec).items()}


def _listed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _listed(inner) for name, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, tuple) else value


def typed(kind: type[S], body: Mapping[str, Any]) -> S:
    """The spec that `plain` was made of; fields that are missing take their defaults, others are left aside."""
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _as(hints[name], value) for name, value in body.items() if name in known})


def _as(hint: Any, value: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _as(next(arg for arg in args if arg is not type(None)), value)
    if origin is tuple and args[-1] is Ellipsis:
        return tuple(_as(args[0], inner) for inner in value)
    if origin is tuple:
        return tuple(_as(arg, inner) for arg, inner in zip(args, value, strict=True))
    return typed(hint, value) if is_dataclass(hint) and isinstance(hint, type) else value


def written(seconds: int) -> str:
    """A duration as people write it, without days: a business day may have 8 hours or 24."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{amount}{unit}" for amount, unit in ((hours, "h"), (minutes, "m"), (rest, "s")) if amount]
    return "".join(parts) or "0s"


def amount(seconds: int | str) -> str:
    """What is promised, as people write it."""
    return seconds if isinstance(seconds, str) else written(seconds)


def clock(span: Span) -> str:
    """`22:00-06:00`; an end at midnight is 24:00."""
    start, end = span
    end = end - DAY_MINUTES if end > DAY_MINUTES else end
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
