"""Desk files written back, compared and built: properties over any desk, and a few stories."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.features.deskfile.amounts import written
from deskconsole.features.deskfile.build import agreement_body, agreement_spec, calendar_body, calendar_spec
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plain import plain, typed
from deskconsole.features.deskfile.plan import Current, Held, Step, held_file, key_of, plan
from deskconsole.features.deskfile.spec import (
    ALWAYS,
    CHANNELS,
    ENVIRONMENTS,
    METRICS,
    NO_WEEK,
    ROLES,
    TYPES,
    AgreementSpec,
    CalendarSpec,
    CategorySpec,
    CreditsSpec,
    CustomerSpec,
    Day,
    DeskFile,
    DeskSpec,
    FieldSpec,
    HoldSpec,
    ItemSpec,
    MaintenanceSpec,
    MetricSpec,
    OperatorSpec,
    RoutingSpec,
    SeasonSpec,
    ServiceSpec,
    Spec,
    TargetSpec,
    TeamSpec,
    TriageSpec,
    VariantSpec,
    VendorSpec,
    Week,
)
from deskconsole.features.deskfile.week import without
from deskconsole.features.handover.views import HandoverSpec
from deskconsole.features.mail.views import ImapSpec, MailSpec, SmtpSpec
from deskconsole.sla.agreements import chooses_stop
from deskconsole.sla.calendar_version import CalendarVersion
from deskconsole.sla.hours import check_week
from deskconsole.sla.metrics import SHIPPED, starts_offered

T = TypeVar("T")

# --- any desk --------------------------------------------------------------------------------------------------------

keys = st.text("abzäß09._#=-", min_size=1, max_size=6)
shown = st.characters(categories=["L", "N", "P", "S"], include_characters=" ")
names = st.text(shown, min_size=1, max_size=10).map(lambda name: name.strip() or "x")
dates = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat)
seconds = st.integers(1, 10_000_000)
days_of_year = dates.map(lambda day: day[5:]).filter(lambda day: day != "02-29")


def some(values: st.SearchStrategy[str] | list[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """A few different ones, in order."""
    one = st.sampled_from(values) if isinstance(values, list) else values
    return st.lists(one, min_size=least, max_size=3, unique=True).map(lambda each: tuple(sorted(each)))


@st.composite
def days(draw: st.DrawFn) -> Day:
    edges = sorted(draw(st.sets(st.integers(0, 1439), min_size=2, max_size=6)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    start, end = spans.pop()
    if draw(st.booleans()):
        end = draw(st.integers(1440, 1440 + min(start, spans[0][0] if spans else start - 1) if start else 1440))
    return (*spans, (start, end))


def fits(week: Week) -> bool:
    try:
        check_week(week, "it")
    except BadInput:
        return False
    return True


def apart(dated: dict[str, Day]) -> bool:
    """Whether no night of one day can run into the next day that has hours of its own."""
    return all(after - before > timedelta(1) for before, after in pairwise(sorted(map(date.fromisoformat, dated))))


weeks = st.just(ALWAYS) | days().map(lambda day: (day,) * 5 + ((), ())) | st.tuples(*[st.just(()) | days()] * 7)


@st.composite
def calendars(draw: st.DrawFn, name: str) -> CalendarSpec:
    weekly: Week = draw(weeks.filter(fits))
    breaks: Week = draw(st.just(NO_WEEK) | weeks.filter(lambda cut: any(without(weekly, cut))))
    closed = draw(some(dates))
    dated = draw(
        st.dictionaries(dates.filter(lambda day: day not in closed), st.just(()) | days(), max_size=2).filter(apart)
    )
    regions = draw(some(["DE", "DE-BE", "US-NY", "FR", "GB-SCT"]))
    zone = draw(st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]))
    open_ = weeks.filter(lambda week: fits(week) and any(without(week, breaks)))
    seasons = draw(st.lists(st.builds(SeasonSpec, days_of_year, days_of_year, open_), max_size=1))
    return CalendarSpec(name, zone, weekly, breaks, regions, closed, tuple(sorted(dated.items())), tuple(seasons))


OWN = MetricSpec("triage", "until owned", ("opened",), ("closed", "owned"), reopen="begins", pause=("caller",))
DEADLINES = ["next business day 17:00", "2 business days, end of day", "same business day 09:30"]
amounts = st.dictionaries(st.integers(1, 5), seconds | st.sampled_from(DEADLINES), min_size=1).map(
    lambda promised: tuple(sorted(promised.items()))
)


@st.composite
def targets(draw: st.DrawFn, metric: str, holds: list[str], made: list[str]) -> TargetSpec:
    means = OWN.metric if metric == "triage" else SHIPPED[metric]
    chooses, goes_on = metric != "triage" and chooses_stop(means), means.reopen == "goes-on"
    usual = "closed" if metric == "closure" else "resolved"
    pauses = draw(some(holds)) if holds else ()
    seasons = draw(
        st.lists(st.builds(VariantSpec, amounts, st.none(), st.tuples(days_of_year, days_of_year)), max_size=1)
    )
    outside = draw(st.lists(st.builds(VariantSpec, amounts, st.sampled_from(made)), max_size=1))
    offered = starts_offered(means)
    return TargetSpec(
        metric,
        draw(amounts),
        draw(st.sampled_from(["restored", "resolved", "confirmed", "closed"])) if chooses else usual,  # type: ignore[arg-type]
        pauses,
        draw(st.sets(st.integers(1, 200), max_size=3).map(lambda shares: tuple(sorted({*shares, 100})))),
        draw(st.sampled_from(["rule8", "final"])),
        draw(st.sampled_from(["through", "continue", "restart"])) if goes_on else "through",
        draw(st.just(0) | seconds),
        draw(st.none() | st.sampled_from(offered)) if offered else None,
        (*seasons, *outside),
        tuple((reason, draw(seconds)) for reason in pauses[:1]),
        draw(st.none() | st.booleans()),
        OWN if metric == "triage" else None,
    )


def conditions(known: dict[str, list[str]]) -> st.SearchStrategy[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Some attributes, each with values that exist."""
    fixed = {key: some(values, least=1) for key, values in known.items() if values}
    return st.fixed_dictionaries({}, optional=fixed).map(lambda found: tuple(sorted(found.items())))


skills = some(["vpn", "sap", "network"])


@st.composite
def own_fields(draw: st.DrawFn, key: str) -> FieldSpec:
    kind = draw(st.sampled_from(["text", "number", "choice"]))
    choices = ("b", "a word", "c") if kind == "choice" else ()
    step = draw(st.sampled_from(["new", "resolve", "close"]))
    return FieldSpec(key, draw(names), kind, choices, draw(some(list(TYPES))), step, draw(st.booleans()))


@st.composite
def desks(draw: st.DrawFn) -> DeskFile:
    def named(most: int = 3, least: int = 0) -> list[str]:
        return sorted(draw(st.lists(keys, min_size=least, max_size=most, unique=True)))

    tiers = st.none() | st.sampled_from(["gold", "silver"])
    assigns = st.none() | st.just("skills")
    teams = tuple(TeamSpec(key, draw(names), draw(assigns)) for key in named(least=1))
    zones = st.none() | st.sampled_from(["Asia/Kolkata", "Australia/Lord_Howe"])
    customers = tuple(CustomerSpec(key, draw(names), draw(tiers), draw(zones)) for key in named())
    team_keys, customer_keys = [team.key for team in teams], [customer.key for customer in customers]
    team_or_none = st.none() | st.sampled_from(team_keys)
    services = tuple(
        ServiceSpec(key, draw(names), draw(st.none() | st.integers(1, 4)), draw(team_or_none), draw(skills))
        for key in named()
    )
    places = [service.key for service in services]
    items = tuple(ItemSpec(key, draw(names), (), draw(st.none() | names)) for key in named() if key not in places)
    services = needing(draw, services, [item.key for item in items])
    items = needing(draw, items, [])
    operators = tuple(
        OperatorSpec(
            handle,
            draw(names),
            draw(st.none() | st.just(f"os-{handle}")),
            draw(some(list(ROLES), least=1)),
            draw(some(team_keys)),
            draw(some(customer_keys)) if customer_keys else (),
            draw(skills),
        )
        for handle in named()
    )
    tree = list(draw(st.sampled_from([(), ("network",), ("mail", "network", "network/vpn", "network/vpn/split")])))
    known = {
        "customer": customer_keys,
        "service": [service.key for service in services],
        "tier": sorted({customer.tier for customer in customers if customer.tier}),
        "type": list(TYPES),
        "category": tree or ["network", "net / vpn", "Ümlaut \"x\" \\"],
    }  # fmt: skip
    limits = [(key, draw(st.none() | seconds)) for key in named()]
    holds = tuple(HoldSpec(key, limit, draw(st.booleans()), open_ended=limit is None) for key, limit in limits)
    vendors = tuple(VendorSpec(key, draw(names)) for key in named() if key not in team_keys)
    made = tuple(draw(calendars(name)) for name in named(2))
    agreements = tuple(
        draw(
            agreement(name, [each.name for each in made], known | {"team": team_keys}, [hold.reason for hold in holds])
            if draw(st.booleans())
            else below(name, [each.name for each in made], team_keys, [vendor.key for vendor in vendors])
        )
        for name in (named() if made else [])
    )
    routing = draw(routes(team_keys, known))
    cells = st.tuples(*[st.integers(1, 5)] * 3)
    triage = TriageSpec(draw(st.tuples(cells, cells, cells)), draw(st.sampled_from(["desk", "higher"])), routing, holds)
    if draw(st.booleans()):
        triage = replace(triage, unstarted=draw(st.integers(1, 9)))
    if draw(st.booleans()):
        triage = replace(triage, oldest=draw(seconds), backdate=draw(seconds), reopen_window=draw(seconds))
    desk = DeskSpec(draw(names), draw(st.sampled_from(["UTC", "Europe/Lisbon"])), draw(st.sampled_from(["INC", "T-"])))
    maintenance = draw(st.none() | st.builds(MaintenanceSpec, st.just(0) | seconds, st.none() | st.just(0) | seconds))
    times = st.integers(1, 600).map(lambda minutes: minutes * 60)
    handles = st.none() | st.sampled_from([each.handle for each in operators]) if operators else st.none()
    return DeskFile(
        desk, made, teams, operators, customers, services, agreements, triage, vendors, maintenance,
        categories=tuple(
            CategorySpec(key, draw(names), draw(handles), draw(st.none() | dates), draw(skills)) for key in tree
        ),
        fields=tuple(draw(own_fields(key)) for key in sorted(draw(some(["asset_tag", "floor", "serial_2"])))),
        mail=draw(st.none() | mails(team_keys)), items=items,
        handover=draw(st.none() | st.builds(HandoverSpec, times, times)),
    )  # fmt: skip


N = TypeVar("N", ServiceSpec, ItemSpec)


def needing(draw: st.DrawFn, among: tuple[N, ...], below: Sequence[str]) -> tuple[N, ...]:
    """Each needs some of those after it, and of what lies below: no circles."""
    made: list[N] = []
    others = list(below)
    for each in reversed(among):
        made.append(replace(each, needs=draw(some(list(others))) if others else ()))
        others.append(each.key)
    return tuple(reversed(made))


HOSTS = st.sampled_from(["mail.example.com", "127.0.0.1", "mx"])
ADDRESSES = st.sampled_from(["desk@example.com", "o'desk+in@x.example"])
PORTS = st.integers(1, 65_535)
PASSWORDS = st.sampled_from([(None, None, None), ("desk", "PASS_WORD", None), ("desk", None, "/etc/a b")])


@st.composite
def mails(draw: st.DrawFn, teams: Sequence[str]) -> MailSpec:
    """Any section about mail."""
    tls = st.sampled_from(["none", "starttls", "tls"])
    smtp = st.builds(lambda host, port, how, who: SmtpSpec(host, port, how, *who), HOSTS, PORTS, tls, PASSWORDS)
    imap = st.builds(
        lambda host, port, how, who, folder: ImapSpec(host, port, how, *who, *folder),
        HOSTS, PORTS, tls, PASSWORDS, st.sampled_from([("INBOX", "Taken in"), ("Tickets/new", "Done")]),
    )  # fmt: skip
    limit = st.integers(1, 1_000)
    return MailSpec(
        draw(ADDRESSES), draw(st.none() | names), draw(st.none() | HOSTS),
        tuple((team, draw(ADDRESSES)) for team in sorted(teams) if draw(st.booleans())),
        draw(st.sampled_from([(), ("a.example", "b.example")])), draw(limit), draw(limit), draw(limit), draw(limit),
        draw(st.none() | smtp), draw(st.none() | imap),
    )  # fmt: skip


@st.composite
def agreement(
    draw: st.DrawFn, name: str, calendar: list[str], known: dict[str, list[str]], holds: list[str]
) -> AgreementSpec:
    promisable = [metric for metric in METRICS if not SHIPPED[metric].party] + ["triage"]
    metrics = draw(st.sets(st.sampled_from(promisable), min_size=1, max_size=3))
    promised = tuple(draw(targets(metric, holds, calendar)) for metric in promisable if metric in metrics)
    return AgreementSpec(
        name,
        draw(st.sampled_from(calendar)),
        promised,
        draw(conditions({key: values for key, values in known.items() if key != "tier"})),
        draw(st.none() | dates),
        existing=draw(st.sampled_from(["keep", "move"])),
        acknowledged=draw(st.none() | names),
        objective=draw(st.none() | st.integers(1, 1000)),
        credits=draw(st.none() | some_credits([metric for metric in promisable if metric in metrics])),
    )


COSTS = st.sampled_from(["250 EUR", "99.50 EUR", "2.5 %", "100 %"])


@st.composite
def some_credits(draw: st.DrawFn, promised: list[str]) -> CreditsSpec:
    each = tuple(sorted(draw(st.dictionaries(st.integers(1, 5), COSTS, min_size=1)).items()))
    return CreditsSpec(each, "12000 EUR", draw(st.none() | COSTS), draw(some(promised)))


@st.composite
def below(draw: st.DrawFn, name: str, calendar: list[str], teams: list[str], vendors: list[str]) -> AgreementSpec:
    """What a team or a vendor promises us."""
    uc = bool(vendors) and draw(st.booleans())
    promised = (draw(targets("vendor" if uc else "ownership", [], calendar)),)
    party = draw(st.sampled_from(vendors if uc else teams))
    return AgreementSpec(name, draw(st.sampled_from(calendar)), promised, layer="uc" if uc else "ola", party=party)


@st.composite
def routes(draw: st.DrawFn, teams: list[str], known: dict[str, list[str]]) -> tuple[RoutingSpec, ...]:
    known = known | {
        "priority": ["1", "2", "5"],
        "environment": list(ENVIRONMENTS),
        "channel": list(CHANNELS),
        "hours": ["08-18", "22:30-06"],
        "words": ["bounce", "[urgent]"],
    }
    rules = [
        RoutingSpec(
            name, draw(st.sampled_from(teams)), draw(conditions(known)), draw(st.sampled_from(["team", "person"]))
        )
        for name in draw(st.lists(names, max_size=3, unique=True))
    ]
    # a customer and a tier it is not in would never match, and the reader says so
    able = [rule for rule in rules if rule.when and not {"customer", "tier"} <= set(dict(rule.when))]
    able = [replace(rule, unclaimed_after=draw(st.none() | st.integers(1, 99))) for rule in able]
    return (*able, *[rule for rule in rules if not rule.when][:1])


any_desk = settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)

# --- written back ----------------------------------------------------------------------------------------------------


@any_desk
@given(desks())
def test_what_is_exported_reads_back_as_the_same_desk(desk: DeskFile) -> None:
    assert parse(export(desk)) == desk


@any_desk
@given(desks())
def test_every_spec_survives_json(desk: DeskFile) -> None:
    for spec in (
        desk.desk,
        *desk.calendars,
        *desk.agreements,
        *desk.operators,
        *desk.services,
        desk.triage,
        MaintenanceSpec(1),
    ):
        assert typed(type(spec), json.loads(json.dumps(plain(spec)))) == spec
    for agreed in desk.agreements:
        assert agreement_spec(agreed.name, json.loads(json.dumps(agreement_body(agreed, {})))) == agreed


@given(st.integers(1, 10_000_000))
def test_a_duration_is_written_so_that_it_reads_back(length: int) -> None:
    text = f'[desk]\nname = "x"\n[holds.a]\nlimit = "{written(length)}"\n'
    assert parse(text).triage.holds == (HoldSpec("a", length),)


# --- compared --------------------------------------------------------------------------------------------------------


SECTIONS = (
    "calendars", "teams", "operators", "customers", "services", "agreements", "vendors", "maintenance", "categories",
    "fields", "items", "mail", "handover",
)  # fmt: skip
MANY = {
    **{
        kind: f"{kind}s"
        for kind in ("calendar", "team", "customer", "service", "operator", "agreement", "vendor", "field", "item")
    },
    "category": "categories",
}
SINGLE = ("desk", "triage", "maintenance", "mail", "handover")


def merged(old: DeskFile, new: DeskFile) -> DeskFile:
    """The new file, with the old one's sections where it has none."""
    return replace(new, **{name: getattr(new, name) or getattr(old, name) for name in SECTIONS})


def applied(steps: list[Step], before: Current) -> Current:
    """What the store holds after the steps: the simplest store there is."""
    numbers = count(1000)
    held: dict[str, dict[str, Held[Any]]] = {
        kind: {"": row} if (row := getattr(before, kind)) else {} for kind in SINGLE
    }
    for kind, section in MANY.items():
        held[kind] = {key_of(row.spec): row for row in getattr(before, section)}
    for step in steps:
        row = held[step.kind].get(step.key)
        if step.act == "retire":
            assert row
            held[step.kind][step.key] = replace(row, retired=True)
        else:
            assert step.spec is not None
            assert step.held is row
            assert step.act == "create" or row
            held[step.kind][step.key] = Held(step.spec, row.id if row else next(numbers), step.version)
    rows: dict[str, Any] = {section: tuple(held[kind].values()) for kind, section in MANY.items()}
    single: dict[str, Any] = {kind: held[kind].get("") for kind in SINGLE}
    return Current(**single, **rows)


@any_desk
@given(desks(), desks())
def test_after_its_steps_a_desk_is_as_the_file_says_and_nothing_is_left_to_do(old: DeskFile, new: DeskFile) -> None:
    before = applied(plan(old, Current()), Current())
    assert held_file(before) == old
    assert plan(old, before) == []
    steps = plan(new, before)
    after = applied(steps, before)
    assert held_file(after) == merged(old, new)
    assert plan(new, after) == []
    for step in steps:
        assert step.text.startswith({"create": "+ ", "change": "~ ", "retire": "- "}[step.act])
        assert step.text.isprintable()
        assert not step.text.endswith(": ")


@pytest.mark.long
@any_desk
@given(desks(), desks())
def test_calendars_and_agreements_change_by_new_versions_only(old: DeskFile, new: DeskFile) -> None:
    before = applied(plan(old, Current()), Current())
    for step in plan(new, before):
        row = next((row for row in (*before.calendars, *before.agreements) if row is step.held), None)
        if row and step.act != "retire":
            assert step.version == row.version + 1


BERLIN = CalendarSpec("berlin", "Europe/Berlin", (((540, 1080),),) * 5 + ((), ()), regions=("DE",))
GOLD = AgreementSpec("gold", "berlin", (TargetSpec("resolution", ((1, 14400), (2, 28800)), pauses=("caller",)),))
MAIL = ServiceSpec("mail", "Mail", 2)
DESK = DeskFile(
    DeskSpec("Desk"), (BERLIN,), (TeamSpec("emea", "EMEA"),), services=(MAIL, ServiceSpec("x", "X")), agreements=(GOLD,)
)


def changed(new: DeskFile, **more: Any) -> list[str]:
    before = applied(plan(DESK, Current()), Current())
    return [step.text for step in plan(new, replace(before, **more))]


def test_a_plan_reads_like_a_list_of_changes() -> None:
    assert [step.text for step in plan(DESK, Current())] == [
        "+ desk Desk, UTC",
        "+ calendar berlin Mon-Fri 09:00-18:00 Europe/Berlin, holidays DE",
        "+ team emea EMEA",
        "+ service mail Mail, criticality 2",
        "+ service x X",
        "+ triage 0 routing rules, hold reasons caller change vendor",
        "+ agreement gold resolution P1 4h P2 8h, calendar berlin",
    ]
    softer = replace(GOLD, targets=(replace(GOLD.targets[0], seconds=((1, 14400), (2, 21600)), pauses=()),))
    other = replace(DESK, agreements=(softer,), services=(MAIL,), teams=(TeamSpec("emea", "EMEA desk"),))
    assert changed(other) == [
        "~ team emea: name “EMEA” → “EMEA desk”",
        "~ agreement gold v1 → v2: resolution P2 8h → 6h, resolution pause caller → none",
        "- service x retired",
    ]


def test_an_agreement_follows_its_calendar() -> None:
    longer = replace(BERLIN, weekly=(((480, 1080),),) * 5 + ((), ()))
    assert changed(replace(DESK, calendars=(longer,))) == [
        "~ calendar berlin v1 → v2: hours Mon-Fri 09:00-18:00 → Mon-Fri 08:00-18:00",
        "~ agreement gold v1 → v2: follows calendar berlin",
    ]


def test_public_holidays_are_renewed_before_they_run_out() -> None:
    before = replace(applied(plan(DESK, Current()), Current()), calendars=(Held(BERLIN, 1, until=2029),))
    assert plan(DESK, before, year=2028) == []
    assert [step.text for step in plan(DESK, before, year=2029)] == [
        "~ calendar berlin v1 → v2: public holidays after 2029",
        "~ agreement gold v1 → v2: follows calendar berlin",
    ]


def test_what_came_by_import_is_left_alone() -> None:
    teams = (Held(TeamSpec("emea", "EMEA"), 1), Held(TeamSpec("group-70", "Group 70"), 2, managed=False))
    assert changed(DESK, teams=teams) == []
    assert changed(replace(DESK, teams=(TeamSpec("apac", "APAC"),)), teams=teams) == [
        "+ team apac APAC",
        "- team emea retired",
    ]


def test_a_section_that_a_file_does_not_have_is_left_alone() -> None:
    assert changed(DeskFile(DeskSpec("Desk"))) == []


def test_what_was_retired_comes_back_under_its_old_number() -> None:
    before = replace(applied(plan(DESK, Current()), Current()), teams=(Held(TeamSpec("emea", "E"), 7, retired=True),))
    (step,) = plan(DESK, before)
    assert (step.act, step.text, step.held and step.held.id) == ("create", "+ team emea again EMEA", 7)


def test_triage_tells_its_changes_one_by_one() -> None:
    a, b = RoutingSpec("a", "emea", (("type", ("incident",)),)), RoutingSpec("b", "emea")
    old = replace(DESK, triage=TriageSpec(routing=(a, b)))
    before = applied(plan(old, Current()), Current())
    new = TriageSpec(
        ((1, 1, 1),) * 3, "higher", (b, replace(a, when=(("priority", ("1",)),))), (HoldSpec("caller", limit=3600),),
        backdate=7200, reopen_window=86400,
    )  # fmt: skip
    (step,) = plan(replace(DESK, triage=new), before)
    assert step.text == (
        "~ triage: matrix 1 2 3 / 2 3 4 / 3 4 5 → 1 1 1 / 1 1 1 / 1 1 1, conflict desk → higher, "
        "backdating 72h → 2h, reopening 168h → 24h, "
        "hold caller limit 120h → 1h, hold caller needs a question yes → no, - hold change, - hold vendor, "
        "rule “a” when type incident → priority 1, rules in the order “b”, “a”"
    )


def test_maintenance_tells_what_it_asks_for() -> None:
    ruled = replace(DESK, maintenance=MaintenanceSpec(72 * 3600, 8 * 3600))
    assert changed(ruled) == ["+ maintenance notice 72h, at most 8h a month"]
    before = applied(plan(ruled, Current()), Current())
    (step,) = plan(replace(DESK, maintenance=MaintenanceSpec(24 * 3600)), before)
    assert step.text == "~ maintenance: notice 72h → 24h, cap 8h → none"
    assert plan(DESK, before) == []  # a file that does not say leaves it alone


# --- built -----------------------------------------------------------------------------------------------------------


@any_desk
@given(st.data())
def test_a_calendar_is_open_where_hours_are_and_no_break_is(data: st.DataObject) -> None:
    spec = data.draw(calendars("c"))
    body = json.loads(json.dumps(calendar_body(spec, 3, 2, range(2025, 2028))))
    assert calendar_spec(body) == (spec, 2027 if spec.regions or spec.seasons else None)
    made = CalendarVersion.from_dict(body)
    assert set(spec.closed) <= made.holidays

    def covers(week: Week, minute: int) -> bool:
        return any(
            start <= minute + turn - day * 1440 < end
            for day, spans in enumerate(week)
            for start, end in spans
            for turn in (0, 10080)
        )

    for minute in range(0, 10080, 7):
        assert covers(made.weekly, minute) == (covers(spec.weekly, minute) and not covers(spec.breaks, minute))


def test_public_holidays_become_days_of_the_years_asked_for() -> None:
    made = CalendarVersion.from_dict(calendar_body(BERLIN, 1, 1, range(2025, 2027)))
    assert {"2025-12-25", "2026-12-25"} <= made.holidays
    assert all(day[:4] in ("2025", "2026") for day in made.holidays)
    assert made.tzdata not in ("", "unknown")


def test_a_break_holds_on_days_with_hours_of_their_own() -> None:
    day = date(2026, 12, 24)
    spec = replace(BERLIN, breaks=(((720, 750),),) * 7, dated=((day.isoformat(), ((540, 1500),)),))
    made = CalendarVersion.from_dict(calendar_body(spec, 1, 1, [2026]))
    assert made.weekly[0] == ((540, 720), (750, 1080))
    assert made.breaks == {each.isoformat(): ((720, 750),) for each in (day, day + timedelta(days=1))}
    assert all(before[1] <= after[0] for week in made.weekly for before, after in pairwise(week))


def test_steps_name_the_spec_they_lead_to() -> None:
    specs: list[Spec | None] = [step.spec for step in plan(DESK, Current())]
    assert specs == [DESK.desk, BERLIN, DESK.teams[0], *DESK.services, DESK.triage, GOLD]
