"""A clock that is told: its segments add up, and each cites the rule that made it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.sla.agreements import Agreement, Reopen, Target
from deskconsole.sla.clocks import elapsed_us, fold
from deskconsole.sla.cuts import BusinessTime, Cut, without
from deskconsole.sla.explain import Explanation, explain
from deskconsole.sla.facts import Fact
from tests.sla.worlds import ALWAYS, UTC_OFFICE, at, fact

TARGET = Target("resolution", {1: 3600, 2: 4 * 3600, 3: 8 * 3600}, pauses=frozenset({"caller"}))
OPENED, P3 = fact("04-05 13:20", "opened"), fact("04-05 13:20", "priority", (3, "correction"))


def told(*facts: Fact, until: str, target: Target = TARGET, calendar: BusinessTime = UTC_OFFICE) -> Explanation:
    (only,) = explain(facts, Agreement(7, "silver", 1, 1, (target,)), target, calendar, at(until))
    return only


def lines(explanation: Explanation) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(s.what, s.counted // MINUTE, s.rules) for s in explanation.segments]


def test_an_afternoon_and_a_morning() -> None:
    """Frame 06."""
    found = told(
        OPENED,
        P3,
        fact("04-05 15:34", "held", ("caller", None)),
        fact("04-05 16:20", "resumed", "caller"),
        fact("04-06 09:05", "held", ("vendor", None)),
        fact("04-06 09:17", "priority", (2, "correction")),
        until="04-06 09:42",
    )
    assert lines(found) == [
        ("running, the clock starts", 134, (5,)),
        ("held for caller", 0, (13, 14)),
        ("running, the hold for caller ended", 40, (15,)),
        ("closed, desk", 0, (1,)),
        ("running", 5, (1,)),
        ("running, held for vendor does not pause it", 12, (13,)),
        ("running, P2 as a correction", 25, (8, 9)),
    ]
    assert [s.total // MINUTE for s in found.segments][-1] == 216
    assert found.rules == (1, 2, 5, 8, 9, 13, 14, 15)


def test_a_clock_that_lost_its_target_ends_there() -> None:
    lost = fact("04-05 15:20", "priority", (5, "change"))
    found = told(OPENED, P3, lost, fact("04-05 15:50", "held", ("caller", None)), until="04-06 09:42")
    assert lines(found) == [("running, the clock starts", 120, (5,)), ("ended, P5 as a change", 0, (8, 9))]
    assert found.segments[-1].total == found.clock.counted
    back = told(OPENED, P3, lost, fact("04-05 15:50", "priority", (3, "change")), until="04-05 16:20")
    assert back.segments[-1].total == 180 * MINUTE == elapsed_us(back.clock, UTC_OFFICE, at("04-05 16:20"))


def test_a_question_that_waited_while_the_ticket_was_done_counts_from_its_arrival() -> None:
    """Rule 20: the oldest unanswered message rules."""
    found = told(
        OPENED,
        P3,
        fact("04-05 14:00", "resolved"),
        fact("04-05 14:30", "asked"),
        fact("04-05 15:00", "reopened"),
        until="04-05 15:30",
        target=Target("next", {3: 3600}),
    )
    assert lines(found) == [("running, the customer wrote; reopened later", 60, (20, 22))]
    assert found.segments[0].begin == found.clock.start == at("04-05 14:30")


def test_a_limit_ends_a_hold_by_itself() -> None:
    found = told(OPENED, P3, fact("04-05 14:20", "held", ("caller", at("04-05 15:20"))), until="04-05 16:20")
    assert lines(found)[1:] == [
        ("held for caller, up to its limit", 0, (13, 14, 15)),
        ("running, the limit of the hold was reached", 60, (15,)),
    ]


def test_maintenance_is_shown_where_it_lay() -> None:
    cut = Cut(at("04-05 14:00"), at("04-05 15:00"), "granted", "maintenance MW-1", at("04-01 00:00"))
    found = told(OPENED, P3, until="04-05 16:20", calendar=without(UTC_OFFICE, [cut], "resolution"))
    assert [(s.kind, s.counted // MINUTE) for s in found.segments] == [("running", 40), ("cut", 0), ("running", 80)]


def test_weeks_of_office_days_are_one_line() -> None:
    assert lines(told(OPENED, P3, until="06-05 09:00")) == [("running, the clock starts", 20860, (5,))]


steps = st.lists(
    st.tuples(
        st.integers(0, 40 * 60),
        st.sampled_from(["held", "held-limit", "resumed", "priority", "change", "resolved", "reopened", "replied"]),
        st.integers(1, 3),
    ),
    max_size=8,
)


def _fact(when: Instant, kind: str, n: int) -> Fact:
    match kind:
        case "held":
            return Fact(when, "held", (("caller", "vendor")[n % 2], None))
        case "held-limit":
            return Fact(when, "held", ("caller", Instant(when + n * 37 * MINUTE)))
        case "resumed":
            return Fact(when, "resumed", ("caller", "vendor")[n % 2])
        case "priority" | "change":
            return Fact(when, "priority", (n, "correction" if kind == "priority" else "change"))
    return Fact(when, kind)  # type: ignore[arg-type]


@settings(max_examples=300)
@given(steps, st.sampled_from([ALWAYS, UTC_OFFICE]), st.sampled_from(["through", "continue", "restart"]))
def test_the_segments_of_every_clock_add_up_to_it(
    drawn: list[tuple[int, str, int]], calendar: BusinessTime, reopen: Reopen
) -> None:
    target = Target("resolution", dict(TARGET.seconds), pauses=TARGET.pauses, reopen=reopen)
    agreement = Agreement(7, "silver", 1, 1, (target,))
    later = sorted(drawn, key=lambda step: step[0])
    facts = [OPENED, P3, *(_fact(Instant(OPENED.at + m * MINUTE), kind, n) for m, kind, n in later)]
    now = Instant(facts[-1].at + 5 * HOUR)
    clocks = fold(facts, agreement, target, calendar)
    found = explain(facts, agreement, target, calendar, now)
    assert [each.clock for each in found] == clocks
    for each in found:
        assert each.segments[-1].total == sum(s.counted for s in each.segments) == elapsed_us(each.clock, calendar, now)
        assert each.segments[0].begin == each.clock.start
        for before, after in zip(each.segments, each.segments[1:], strict=False):
            assert before.end == after.begin
            assert before.end >= before.begin
