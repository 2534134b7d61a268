"""Figures are cut and never rounded; a clock counts in one month at most, whatever becomes of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import DAY, Instant, from_iso
from deskconsole.features.reports.judging import Verdict
from deskconsole.features.reports.listing import Listed, Result, digest
from deskconsole.features.reports.months import Month, Span, month_of
from deskconsole.features.reports.rules import (
    Change,
    Circumstances,
    Figure,
    applied,
    changes,
    intake_of,
    lines,
    place,
    promised,
    three,
)

MARCH = Month(2026, 3).span("Europe/Berlin")


@pytest.mark.parametrize(
    ("met", "failed", "percent"),
    [(9496, 504, "94.9"), (1899, 101, "94.9"), (19, 1, "95.0"), (999_999, 1, "99.9"), (7, 0, "100.0"), (0, 3, "0.0"),
     (2, 1, "66.6"), (1, 2, "33.3"), (0, 0, None)],
)  # fmt: skip
def test_per_cent_is_cut_not_rounded(met: int, failed: int, percent: str | None) -> None:
    assert Figure(met, failed).percent == percent


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_per_cent_is_exact_at_any_size(met: int, failed: int) -> None:
    figure = Figure(met, failed)
    if not met + failed:
        assert (figure.percent, figure.reaches(0)) == (None, None)
        return
    assert figure.percent is not None
    shown, true = Fraction(figure.percent), Fraction(100 * met, met + failed)
    assert shown <= true < shown + Fraction(1, 10)
    assert (figure.percent == "100.0") == (failed == 0)


def test_an_objective_is_reached_by_the_figure_itself_not_by_what_is_printed() -> None:
    assert Figure(9500, 500).reaches(950)
    assert not Figure(9499, 501).reaches(950)  # 94.99 % is not 95.0
    assert Figure(2, 1).percent == "66.6"
    assert Figure(2, 1).reaches(666)
    assert not Figure(2, 1).reaches(667)


def test_intake_classes() -> None:
    assert [intake_of(channel) for channel in ("alert", " API ", "phone", None)] == [
        "alerts", "automation", "people", "people",
    ]  # fmt: skip


def said(text: str) -> Instant:
    return from_iso(text)


IN, BEFORE, AFTER = said("2026-03-10T10:00Z"), said("2026-02-10T10:00Z"), said("2026-04-02T10:00Z")
OPENED = said("2026-02-01T10:00Z")


def verdict(stopped: Instant | None = None, broke: Instant | None = None, state: Any = None) -> Verdict:
    ended: Any = "stopped" if stopped is not None else "running"
    return Verdict(state or ended, 3600, 10, broke, stopped, broke, None)


DUPLICATE = Circumstances("duplicate", IN)


@pytest.mark.parametrize(
    ("given_", "about", "outcome"),
    [
        (verdict(IN), Circumstances(), "met"),
        (verdict(IN, broke=IN), Circumstances(), "failed"),
        (verdict(AFTER, broke=IN), Circumstances(), "failed"),
        (verdict(None, broke=IN), Circumstances(), "failed"),
        (verdict(None), Circumstances(), None),
        (verdict(AFTER), Circumstances(), None),
        (verdict(BEFORE), Circumstances(), None),
        (verdict(IN, broke=BEFORE), Circumstances(), "carried"),
        (verdict(AFTER, broke=BEFORE), Circumstances(), None),
        (verdict(None, broke=BEFORE), Circumstances(), None),
        (verdict(AFTER, broke=AFTER), Circumstances(), None),
        (verdict(MARCH.end), Circumstances(), None),
        (verdict(MARCH.begin), Circumstances(), "met"),
        (verdict(None, broke=MARCH.end), Circumstances(), None),
        (verdict(IN, state="cancelled"), Circumstances(), "cancelled"),
        (verdict(IN, broke=IN, state="cancelled"), Circumstances(), "cancelled"),
        (verdict(AFTER, broke=IN, state="cancelled"), Circumstances(), "failed"),
        (verdict(IN, broke=BEFORE, state="cancelled"), Circumstances(), "carried"),
        (verdict(IN), DUPLICATE, "duplicate"),
        (verdict(IN, state="cancelled"), DUPLICATE, "duplicate"),
        (verdict(IN, broke=IN), DUPLICATE, "duplicate"),
        (verdict(IN), Circumstances("spam", IN), "spam"),
        (verdict(IN), Circumstances("fixed", IN), "met"),
        (verdict(IN), Circumstances("duplicate", AFTER), "met"),
        (verdict(AFTER, broke=IN), Circumstances("duplicate", AFTER), "failed"),
        (verdict(IN, broke=BEFORE), DUPLICATE, "carried"),
        (verdict(IN), Circumstances(counts=False), "intake"),
        (verdict(IN, broke=BEFORE), Circumstances(counts=False), None),
        (verdict(IN, state="unmeasurable"), Circumstances(), None),  # listed where it was opened
    ],
)
def test_what_a_clock_is_in_march(given_: Verdict, about: Circumstances, outcome: str | None) -> None:
    assert place(given_, OPENED, MARCH, about).outcome == outcome


def test_a_month_does_not_tell_what_came_after_it() -> None:
    result = place(verdict(AFTER, broke=IN)._replace(reason="withdrawn", state="cancelled"), OPENED, MARCH, DUPLICATE)
    assert (result.stopped, result.elapsed, result.reason) == (None, None, None)


def test_met_on_late_evidence_is_said_apart() -> None:
    late = place(verdict(IN)._replace(reason="late_evidence"), OPENED, MARCH, Circumstances())
    assert (late.outcome, late.late, late.reason) == ("met", True, None)
    assert three([listed(late)]).contractual == Figure(1, 0, late=1)


instants = st.integers(0, 150).map(lambda days: Instant(said("2026-01-01T00:00Z") + days * DAY))
SPANS = [Month(2025 + (month - 1) // 12, (month - 1) % 12 + 1).span("Europe/Berlin") for month in range(12, 24)]


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    """A life: it may stop, it may break before that, it may end without a result."""
    stopped = draw(st.none() | instants)
    broke = draw(st.none() | instants)
    if broke is not None and stopped is not None and broke >= stopped:
        broke = None
    state = draw(st.sampled_from(["stopped", "cancelled", "unmeasurable"] if stopped else ["running", "paused"]))
    return Verdict(state, 60, 0, broke, stopped, broke, None)  # type: ignore[arg-type]


@given(verdicts(), instants, st.booleans(), st.none() | instants)
def test_a_clock_counts_in_one_month_at_most(
    life: Verdict, start: Instant, counts: bool, duplicate_at: Instant | None
) -> None:
    code = None if duplicate_at is None else "duplicate"
    about = Circumstances(code, duplicate_at, counts)
    found = [place(life, start, span, about).outcome for span in SPANS]
    said = [outcome for outcome in found if outcome not in (None, "carried")]
    concluded = life.state == "unmeasurable" or life.stopped is not None or life.broke is not None
    assert len(said) == concluded
    if life.state != "unmeasurable" and concluded:
        first = min(at for at in (life.stopped, life.broke) if at is not None)
        counted = next(place for place, outcome in enumerate(found) if outcome not in (None, "carried"))
        assert SPANS[counted] == month_of(first, "Europe/Berlin").span("Europe/Berlin")


# --- lists -----------------------------------------------------------------------------------------------------------


def listed(raw: Result, number: str = "INC-1", **more: Any) -> Listed:
    given = {"layer": "sla", "agreement": "gold", "metric": "response", "contractual": raw, "internal": raw, **more}
    made = Listed(number, "acme", "sla", "gold", 1, "response", 1, "people", 3, IN, raw, raw, raw)
    return made._replace(**given)


MET = Result("met", 3600, 10, IN, IN, None, None, False)
FAILED = MET._replace(outcome="failed", broke=IN)


def test_three_figures_stand_side_by_side_each_with_its_own_population() -> None:
    rows = [
        listed(MET),
        listed(FAILED, "INC-2", contractual=MET, internal=MET),  # maintenance that was announced
        listed(FAILED, "INC-3", contractual=FAILED, internal=MET),  # our own waiver
        listed(FAILED, "INC-4", contractual=MET._replace(outcome=None), internal=MET._replace(outcome=None)),
    ]
    figures = three(rows)
    assert figures.raw == Figure(1, 3)
    assert figures.contractual == Figure(2, 1)
    assert figures.internal == Figure(3, 0)


def test_the_total_is_over_what_customers_were_promised() -> None:
    rows = [listed(MET), listed(FAILED, layer="ola", agreement="network", metric="ownership"), listed(
        FAILED, layer="uc", agreement="carrier", metric="vendor"), listed(MET, metric="resolution")]  # fmt: skip
    assert three(promised(rows)).raw == Figure(2, 0)
    assert [line[:3] for line in lines(rows)] == [
        ("sla", "gold", "response"), ("sla", "gold", "resolution"), ("ola", "network", "ownership"),
        ("uc", "carrier", "vendor"),
    ]  # fmt: skip


results = st.builds(
    Result, st.sampled_from(["met", "failed", "carried", "cancelled", None]), st.integers(1, 9), st.none(), st.none(),
    st.none(), st.none(), st.none() | st.just("raised_late"), st.just(False),
)  # fmt: skip
rows_of_lists = st.lists(
    st.builds(
        Listed, st.sampled_from(["INC-1", "INC-2", "INC-3"]), st.sampled_from(["acme", None]), st.just("sla"),
        st.just("gold"), st.just(1), st.sampled_from(["response", "resolution"]), st.integers(1, 2),
        st.just("people"), st.integers(1, 5), instants, results, results, results,
        st.none() | st.just("cable"), st.none(), st.none() | st.tuples(st.just("EX-1")), st.booleans(),
    ),
    unique_by=lambda each: each.key,
    max_size=6,
).map(lambda rows: sorted(rows, key=lambda each: each.order))  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows_of_lists)
def test_a_list_is_kept_as_it_was(rows: list[Listed]) -> None:
    assert [Listed.of_row(each.as_row()) for each in rows] == rows


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rows_of_lists, rows_of_lists)
def test_changes_lead_from_one_list_to_the_other(was: list[Listed], now: list[Listed]) -> None:
    made = applied(was, changes(was, now))
    assert three(made) == three(now)
    assert changes(made, now) == []
    assert changes(was, was) == []


def test_what_is_said_of_a_breach_later_changes_no_figure() -> None:
    was, now = listed(FAILED), listed(FAILED, cause="cable", responsible="uc")
    assert changes([was], [now]) == []
    assert changes([was], []) == [Change(was, None)]


def test_the_hash_is_of_every_word_of_a_list() -> None:
    one = [listed(MET), listed(FAILED, "INC-2")]
    known = digest(one)
    assert known == digest(list(one))
    for other in (one[:1], one[::-1], [one[0], one[1]._replace(priority=1)], [one[0], listed(FAILED, "INC-2 ")]):
        assert digest(other) != known
    stopped = one[1].raw._replace(stopped=Instant(IN + 1))
    assert digest([one[0], one[1]._replace(internal=stopped)]) != known


def test_a_hash_of_today_is_one_for_ever() -> None:
    """Written down once: a frozen month's hash must be found again by every later release."""
    rows = [listed(MET), listed(FAILED, "ÜNC-2", cause="cable", exclusions=("waiver EX-1",), internal=MET)]
    assert digest(rows) == "a0377781d61528e49466987797be5190b7fd5bff26aef4cd430411a5b590f043"


def test_spans_hold_their_begin_and_not_their_end() -> None:
    span = Span(Instant(1), Instant(3), "UTC")
    assert [span.holds(Instant(at)) for at in (0, 1, 2, 3)] == [False, True, True, False]
    assert not span.holds(None)
