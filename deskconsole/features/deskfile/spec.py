"""What a desk file says, frozen and in one order, so that two files that mean the same are equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deskconsole.features.delivery.views import ChannelSpec
from deskconsole.features.deskfile.plain import plain
from deskconsole.features.handover.views import HandoverSpec
from deskconsole.features.mail.views import MailSpec
from deskconsole.features.maintenance.views import NOTICE_S
from deskconsole.features.offline.views import OfflineSpec
from deskconsole.features.room_updates.views import CommsSpec
from deskconsole.features.rosters.views import RosterSpec
from deskconsole.features.war_room.views import RoomRule
from deskconsole.sla.agreements import THRESHOLDS, Layer, PriorityRule, Reopen, Stop
from deskconsole.sla.metrics import SHIPPED, AfterReopen, Metric, Notice, Start

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
To = Literal["team", "person"]

ROLES = ("agent", "lead", "manager", "auditor", "admin", "integration")
ASSIGN = ("skills",)
FIELD_KINDS = ("text", "number", "choice")
STEPS = ("new", "resolve", "close")
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
    assign: str | None = None
    """How its tickets get an owner; None: people take them."""


@dataclass(frozen=True)
class OperatorSpec:
    handle: str
    name: str
    account: str | None = None
    roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    """Empty: all of them."""
    skills: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    """Where they are reached, by kind, in the order in which they are to be tried."""
    quiet: str | None = None
    """Hours in which only a page rings, 22:00-06:00."""


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
    skills: tuple[str, ...] = ()
    """What somebody must be able to do who takes its tickets."""
    owner: str | None = None
    """Handle of who answers for it."""
    needs: tuple[str, ...] = ()
    """Services and configuration items without which it does not run."""


@dataclass(frozen=True)
class ItemSpec:
    """A configuration item: a gateway, a database, a line."""

    key: str
    name: str
    needs: tuple[str, ...] = ()
    like: str | None = None
    """What it has in common with others, in a word: what one suffers, they may too."""


@dataclass(frozen=True)
class CategorySpec:
    """A branch of the tree; its key is the path, `network/vpn`."""

    key: str
    name: str
    owner: str | None = None
    review: str | None = None
    """ISO date by which it is to be looked over."""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldSpec:
    """A field of the desk's own, and when a ticket must have it."""

    key: str
    label: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required_for: tuple[str, ...] = ()
    at: str = "resolve"
    private: bool = False


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
    notice: Notice | None = None

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
class CreditsSpec:
    """What a broken promise costs us; amounts and shares as `core.money` reads them."""

    each: tuple[tuple[int, str], ...]
    """(priority, what one breach costs), highest priority first."""
    fee: str | None = None
    """What the customer pays a month; shares are of it."""
    cap: str | None = None
    """What it can come to in a month at most."""
    metrics: tuple[str, ...] = ()
    """Of which promises; empty: of all."""


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
    escalation: str | None = None
    """The policy by which its clocks are escalated."""
    credits: CreditsSpec | None = None
    """None: a breach costs nothing."""

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
    to: To = "team"
    """Whether it also chooses the person: who is available, has the skills, and has least to do."""
    unclaimed_after: int | None = None
    """Per cent of its clock after which a ticket that nobody took goes to the team; None: an ordinary rule."""


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
    chase: tuple[int, ...] = ()
    """Seconds after which a silent caller is reminded, rising (rule 16)."""
    resolve_after: int | None = None
    """Seconds after which the ticket is resolved for silence."""
    calendar: str | None = None
    """In whose open hours these count; None: by the clock on the wall."""
    reminder: str | None = None


DAY_S = 24 * 60 * 60
DEFAULT_HOLDS = (
    HoldSpec("caller", 5 * DAY_S, needs_question=True),
    HoldSpec("change", open_ended=True),
    HoldSpec("vendor", open_ended=True),
)
ITIL_MATRIX = ((1, 2, 3), (2, 3, 4), (3, 4, 5))


@dataclass(frozen=True)
class ClosingSpec:
    """When resolved tickets close by themselves; `triage.rules.Closing` says what each field means."""

    confirm_within: int | None = None
    close_after: int | None = None
    calendar: str | None = None


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
    unstarted: int = 3
    """How many tickets somebody may have pulled and not begun."""
    closing: ClosingSpec = ClosingSpec()
    remind: str | None = None
    """When a promise is called to mind: so long before it is due, `15m`, or at a share of its time, `80 %`."""


@dataclass(frozen=True)
class TemplateSpec:
    """A text with variables, for replies and notes; with a `type` for new tickets of that, some of whose fields it
    `sets`."""

    key: str
    name: str
    text: str
    type: str | None = None
    sets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class StepSpec:
    """A step of a macro: what it does, with what somebody would type."""

    do: str
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MacroSpec:
    """A text, what it is sent or kept as, and the steps that follow."""

    key: str
    name: str
    text: str
    writes: str
    steps: tuple[StepSpec, ...]


@dataclass(frozen=True)
class EscalationStepSpec:
    """A step of a policy; `escalation.policies.Step` says what each field means."""

    share: int | None = None
    after: int | None = None
    to: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    when: Match = ()
    bypass: Match = ()
    acknowledge: int | None = None
    every: int | None = None
    most: int | None = None
    severity: str | None = None
    text: str | None = None
    decides: str | None = None
    reassign: str | None = None
    priority: int | None = None
    war_room: bool = False
    call: tuple[str, ...] = ()
    always: bool = False
    policy: str = ""


@dataclass(frozen=True)
class EscalationSpec:
    """Who is told, in which order, when a promise is about to be broken."""

    name: str
    steps: tuple[EscalationStepSpec, ...]
    then: str | None = None
    """The policy that it goes on to after its last step; `chain` are its steps, and those of what that goes on to."""
    rests: tuple[str, ...] = ()
    acknowledged: int | None = None
    metrics: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    chain: tuple[EscalationStepSpec, ...] = ()


@dataclass(frozen=True)
class ShiftSpec:
    """Somebody is on call between two times where the desk is; without a team for all of them."""

    who: str
    first: str
    until: str
    team: str | None = None


@dataclass(frozen=True)
class OnCallSpec:
    """Who is on call when: the whole list, as it was written and as instants."""

    shifts: tuple[ShiftSpec, ...]
    instants: tuple[tuple[str | None, str, int, int], ...] = ()


@dataclass(frozen=True)
class RoomRuleSpec:
    """When a room is proposed; `war_room.rules.RoomRule` says what each field means."""

    name: str
    clocks: int = RoomRule("").clocks
    priority: int = RoomRule("").priority
    share: int = RoomRule("").share
    per: str = RoomRule("").per
    within: int = RoomRule("").within
    again: int = RoomRule("").again
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True)
class MaintenanceSpec:
    """What is asked of maintenance before it is cut out of clocks (rule 17)."""

    notice: int = NOTICE_S
    """Seconds by which it must be announced before it begins."""
    cap: int | None = None
    """Seconds of a service that may be cut in a calendar month; None: no limit."""


Party = TeamSpec | CustomerSpec | ServiceSpec | ItemSpec | OperatorSpec | VendorSpec | CategorySpec | FieldSpec
Spec = (
    DeskSpec
    | CalendarSpec
    | Party
    | AgreementSpec
    | TriageSpec
    | MaintenanceSpec
    | MailSpec
    | TemplateSpec
    | MacroSpec
    | ChannelSpec
    | EscalationSpec
    | OnCallSpec
    | CommsSpec
    | RoomRuleSpec
    | OfflineSpec
    | RosterSpec
    | HandoverSpec
)


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
    templates: tuple[TemplateSpec, ...] = ()
    macros: tuple[MacroSpec, ...] = ()
    categories: tuple[CategorySpec, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    mail: MailSpec | None = None
    """None: the file does not say; nothing leaves as mail until one does."""
    channels: tuple[ChannelSpec, ...] = ()
    escalations: tuple[EscalationSpec, ...] = ()
    on_call: OnCallSpec | None = None
    """None: the file does not say."""
    items: tuple[ItemSpec, ...] = ()
    comms: CommsSpec | None = None
    """None: the file does not say; war rooms speak as they ship."""
    war_rooms: tuple[RoomRuleSpec, ...] = ()
    offline: OfflineSpec | None = None
    """None: the file does not say; the offline sheet goes nowhere by itself."""
    roster: RosterSpec | None = None
    """None: the file does not say."""
    handover: HandoverSpec | None = None
    """None: the file does not say; handovers are made when the program ships it."""
