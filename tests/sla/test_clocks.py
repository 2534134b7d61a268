"""Stories of single clocks, one for each rule that moves them. 5 April 2016 is a Tuesday; the desk is open 9 to 17."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import HOUR, MINUTE, from_iso
from deskconsole.sla.agreements import Target
from deskconsole.sla.clocks import elapsed_us, is_breached, left_us, passed, paused_us, share
from tests.sla.worlds import ALWAYS, UTC_OFFICE, at, clock, clocks, fact

HOURS = {1: 3600, 2: 4 * 3600, 3: 8 * 3600, 4: 40 * 3600}
RESPONSE = Target("response", HOURS)
NEXT = Target("next", HOURS)
RESOLUTION = Target("resolution", HOURS, pauses=frozenset({"caller"}))
BOTH = replace(RESOLUTION, pauses=frozenset({"caller", "vendor"}))
CLOSURE = Target("closure", HOURS, stop="closed")

OPENED = fact("04-05 09:00", "opened")
P1, P2, P3, P4 = (fact("04-05 09:00", "priority", (p, "correction")) for p in (1, 2, 3, 4))


class TestDue:
    """Rule 2."""

    def test_is_the_earliest_instant_and_late_the_next_opening(self) -> None:
        c = clock(RESOLUTION, OPENED, P3)
        assert (c.state, c.due, c.late) == ("running", at("04-05 17:00"), at("04-06 09:00"))
        assert not is_breached(c, at("04-05 23:00"))
        assert not is_breached(c, at("04-06 09:00"))
        assert is_breached(c, from_iso("2016-04-06T09:00:01Z"))

    def test_resolved_overnight_is_met_with_nothing_left(self) -> None:
        c = clock(RESOLUTION, OPENED, P3, fact("04-06 03:00", "resolved"))
        assert (c.state, c.stopped, c.due) == ("stopped", at("04-06 03:00"), at("04-05 17:00"))
        assert (c.breached_at, left_us(c, UTC_OFFICE, at("04-20 09:00"))) == (None, 0)

    def test_resolved_a_minute_late_is_breached_at_the_due_instant(self) -> None:
        c = clock(RESOLUTION, OPENED, P3, fact("04-06 09:01", "resolved"))
        assert (c.breached_at, c.reason) == (at("04-05 17:00"), None)
        assert left_us(c, UTC_OFFICE, at("04-20 09:00")) == -MINUTE
        assert share(c, UTC_OFFICE, at("04-20 09:00")) == 100  # 100.2, cut

    def test_a_later_fact_proves_the_breach_of_a_running_clock(self) -> None:
        c = clock(RESOLUTION, OPENED, P2, fact("04-05 14:00", "asked"))
        assert (c.state, c.breached_at, c.since, c.counted) == ("running", at("04-05 13:00"), at("04-05 09:00"), 0)

    def test_a_clock_not_yet_due_knows_of_no_breach(self) -> None:
        c = clock(RESOLUTION, OPENED, P2, fact("04-05 13:00", "asked"))
        assert c.breached_at is None


class TestImpossibleTimes:
    """Rule 4: never met."""

    def test_resolved_before_it_was_opened(self) -> None:
        c = clock(RESOLUTION, fact("04-05 08:00", "resolved"), OPENED, P3)
        assert (c.state, c.reason, c.stopped) == ("unmeasurable", "resolved_before_opened", at("04-05 08:00"))
        assert (c.due, c.next_at, c.reached) == (None, None, ())

    def test_answered_before_it_was_opened(self) -> None:
        assert clock(RESPONSE, fact("04-05 08:00", "replied"), OPENED, P3).reason == "replied_before_opened"
        assert clock(RESOLUTION, fact("04-05 08:00", "replied"), OPENED, P3).state == "running"

    def test_in_the_same_instant_is_possible(self) -> None:
        c = clock(RESOLUTION, fact("04-05 09:00", "resolved"), OPENED, P3)
        assert (c.state, c.counted, c.stopped) == ("stopped", 0, at("04-05 09:00"))

    def test_before_time_zones_are_known(self) -> None:
        c = clock(RESOLUTION, fact("1899-12-30T00:00Z", "opened"), P3, fact("04-05 10:00", "resolved"))
        assert (c.state, c.reason) == ("unmeasurable", "outside_history")


class TestPriority:
    """Rule 8."""

    def test_a_correction_counts_from_the_start(self) -> None:
        c = clock(RESOLUTION, OPENED, P3, fact("04-05 11:00", "priority", (2, "correction")))
        assert (c.due, c.priority, c.target_s, c.reason) == (at("04-05 13:00"), 2, 4 * 3600, None)

    def test_it_got_worse_counts_from_now_unless_it_was_due_earlier(self) -> None:
        early = clock(RESOLUTION, OPENED, P3, fact("04-05 11:00", "priority", (2, "change")))
        late = clock(RESOLUTION, OPENED, P3, fact("04-05 16:30", "priority", (2, "change")))
        assert (early.due, late.due) == (at("04-05 15:00"), at("04-05 17:00"))
        assert late.target_s == 4 * 3600

    def test_it_got_better_counts_from_the_start(self) -> None:
        c = clock(RESOLUTION, OPENED, P2, fact("04-05 11:00", "priority", (3, "change")))
        assert c.due == at("04-05 17:00")

    def test_better_never_means_due_earlier(self) -> None:
        worse = fact("04-05 16:00", "priority", (1, "change"))
        c = clock(RESOLUTION, OPENED, P3, worse, fact("04-05 16:10", "priority", (2, "change")))
        assert c.due == at("04-05 17:00")

    @pytest.mark.parametrize("why", ["change", "correction"])
    def test_a_later_downgrade_never_takes_a_breach_back(self, why: str) -> None:
        down = fact("04-05 14:00", "priority", (4, why))
        c = clock(RESOLUTION, OPENED, P2, down, fact("04-05 15:00", "resolved"))
        assert (c.breached_at, c.due, c.priority, c.target_s) == (at("04-05 13:00"),) * 2 + (2, 4 * 3600)

    def test_a_raise_past_due_at_once_is_raised_late(self) -> None:
        raised = fact("04-05 14:00", "priority", (1, "correction"))
        c = clock(RESOLUTION, OPENED, P3, raised)
        assert (c.due, c.breached_at, c.reason) == (at("04-05 10:00"), at("04-05 14:00"), "raised_late")
        assert passed(c, UTC_OFFICE, at("04-05 14:00")) == [(80, raised.at), (90, raised.at), (100, raised.at)]

    def test_grace_leaves_time_after_such_a_raise(self) -> None:
        target = replace(RESOLUTION, grace=1800)
        raised = fact("04-05 14:00", "priority", (1, "correction"))
        met = clock(target, OPENED, P3, raised, fact("04-05 14:30", "resolved"))
        missed = clock(target, OPENED, P3, raised, fact("04-05 14:31", "resolved"))
        assert (met.due, met.breached_at, met.reason) == (at("04-05 14:30"), None, None)
        assert (missed.breached_at, missed.reason) == (at("04-05 14:30"), "raised_late")

    def test_final_judges_the_whole_life_by_the_last_one(self) -> None:
        target = replace(RESOLUTION, priority="final")
        c = clock(target, OPENED, P2, fact("04-05 15:00", "priority", (3, "change")), fact("04-05 16:00", "resolved"))
        assert (c.target_s, c.breached_at, c.due) == (8 * 3600, None, at("04-05 17:00"))

    def test_pauses_are_kept_by_a_correction(self) -> None:
        held, back = fact("04-05 10:00", "held", ("caller", None)), fact("04-05 12:00", "resumed", "caller")
        c = clock(RESOLUTION, OPENED, P3, held, back, fact("04-05 12:30", "priority", (2, "correction")))
        assert (c.due, c.paused) == (at("04-05 15:00"), 2 * HOUR)

    def test_a_priority_without_a_target_has_no_clock(self) -> None:
        assert clocks(RESOLUTION, OPENED, fact("04-05 09:00", "priority", (5, "correction"))) == []
        c = clock(RESOLUTION, OPENED, P3, fact("04-05 10:00", "priority", (5, "change")))
        assert (c.state, c.reason, c.stopped, c.counted) == ("cancelled", "no_target", at("04-05 10:00"), HOUR)
        back = fact("04-05 11:00", "priority", (3, "correction"))
        assert clock(RESOLUTION, OPENED, P3, fact("04-05 10:00", "priority", (5, "change")), back).state == "running"

    def test_the_first_priority_known_counts_from_the_start(self) -> None:
        c = clock(RESOLUTION, OPENED, fact("04-05 12:00", "priority", (1, "change")))
        assert (c.due, c.breached_at, c.reason) == (at("04-05 10:00"),) * 2 + (None,)


class TestHolds:
    """Rules 13 and 15."""

    def test_only_the_reasons_named_pause(self) -> None:
        held = fact("04-05 10:00", "held", ("vendor", None))
        assert clock(RESOLUTION, OPENED, P3, held).state == "running"
        assert clock(BOTH, OPENED, P3, held).state == "paused"
        assert clock(RESPONSE, OPENED, P3, fact("04-05 10:00", "held", ("caller", None))).state == "running"

    def test_a_paused_clock_has_no_due_and_waits(self) -> None:
        c = clock(RESOLUTION, OPENED, P3, fact("04-05 10:00", "held", ("caller", None)))
        assert (c.state, c.since, c.counted, c.due, c.next_at) == ("paused", at("04-05 10:00"), HOUR, None, None)
        assert elapsed_us(c, UTC_OFFICE, at("04-06 10:00")) == HOUR
        assert paused_us(c, UTC_OFFICE, at("04-06 10:00")) == 8 * HOUR

    def test_overlapping_holds_count_as_their_union(self) -> None:
        c = clock(
            BOTH, OPENED, P3,
            fact("04-05 10:00", "held", ("caller", None)), fact("04-05 11:00", "held", ("vendor", None)),
            fact("04-05 12:00", "resumed", "caller"), fact("04-05 13:00", "resumed", "vendor"),
        )  # fmt: skip
        assert (c.state, c.paused, c.counted, c.due) == ("running", 3 * HOUR, HOUR, at("04-06 12:00"))

    def test_a_limit_ends_the_pause_at_its_instant(self) -> None:
        held = fact("04-05 10:00", "held", ("caller", at("04-05 12:00")))
        c = clock(RESOLUTION, OPENED, P3, held, fact("04-05 15:00", "asked"))
        assert (c.state, c.since, c.due, c.paused) == ("running", at("04-05 12:00"), at("04-06 11:00"), 2 * HOUR)

    def test_a_limit_still_ahead_is_known(self) -> None:
        c = clock(RESOLUTION, OPENED, P2, fact("04-05 10:00", "held", ("caller", at("04-05 12:00"))))
        assert (c.state, c.resumes, c.due) == ("paused", at("04-05 12:00"), None)
        assert elapsed_us(c, UTC_OFFICE, at("04-05 14:00")) == 3 * HOUR
        assert paused_us(c, UTC_OFFICE, at("04-05 14:00")) == 2 * HOUR
        assert (is_breached(c, at("04-05 15:00")), is_breached(c, at("04-05 15:01"))) == (False, True)
        assert passed(c, UTC_OFFICE, at("04-05 14:15")) == [(80, at("04-05 14:12"))]

    def test_the_longest_limit_counts(self) -> None:
        c = clock(
            BOTH, OPENED, P3, fact("04-05 10:00", "held", ("caller", at("04-05 11:00"))),
            fact("04-05 10:30", "held", ("vendor", at("04-05 12:00"))), fact("04-05 16:00", "resolved"),
        )  # fmt: skip
        assert (c.counted, c.paused) == (5 * HOUR, 2 * HOUR)

    def test_a_hold_from_before_the_opening_is_cut_to_the_clock(self) -> None:
        c = clock(RESOLUTION, fact("04-05 08:00", "held", ("caller", None)), OPENED, P3)
        assert (c.state, c.since, c.counted) == ("paused", at("04-05 09:00"), 0)

    def test_resolving_ends_a_hold(self) -> None:
        held, resolved = fact("04-05 10:00", "held", ("caller", None)), fact("04-05 12:00", "resolved")
        c = clock(RESOLUTION, OPENED, P3, held, resolved)
        assert (c.state, c.counted, c.paused, c.due) == ("stopped", HOUR, 2 * HOUR, at("04-06 11:00"))
        assert clock(RESOLUTION, OPENED, P3, held, resolved, fact("04-05 13:00", "reopened")).state == "running"

    def test_a_target_reached_before_a_hold_stays_reached(self) -> None:
        c = clock(RESOLUTION, OPENED, P3, fact("04-05 20:00", "held", ("caller", None)))
        assert (c.due, c.breached_at) == (at("04-05 17:00"), None)
        assert c.reached == ((80, at("04-05 15:24")), (90, at("04-05 16:12")), (100, at("04-05 17:00")))
        back = clock(
            RESOLUTION,
            OPENED,
            P3,
            fact("04-05 20:00", "held", ("caller", None)),
            fact("04-06 12:00", "resumed", "caller"),
        )
        assert (back.due, is_breached(back, at("04-06 12:00"))) == (at("04-05 17:00"), False)
        assert is_breached(back, at("04-06 12:01"))


class TestResponses:
    """Rules 19 and 20."""

    def test_a_reply_or_the_resolution_is_the_first_response(self) -> None:
        replied, resolved = fact("04-05 10:00", "replied"), fact("04-05 11:00", "resolved")
        assert clock(RESPONSE, OPENED, P3, replied, resolved).stopped == at("04-05 10:00")
        assert clock(RESPONSE, OPENED, P3, resolved).stopped == at("04-05 11:00")

    def test_the_oldest_unanswered_message_rules(self) -> None:
        asked, again = fact("04-05 10:00", "asked"), fact("04-05 12:00", "asked")
        c = clock(NEXT, OPENED, P2, asked, again)
        assert (c.start, c.due) == (at("04-05 10:00"), at("04-05 14:00"))
        first, second = clocks(
            NEXT, OPENED, P2, asked, again, fact("04-05 13:00", "replied"), fact("04-05 16:00", "asked")
        )
        assert (first.cycle, first.state, first.counted) == (1, "stopped", 3 * HOUR)
        assert (second.cycle, second.state, second.start) == (2, "running", at("04-05 16:00"))

    def test_the_opening_is_no_message_and_resolving_stops(self) -> None:
        assert clocks(NEXT, OPENED, P2, fact("04-05 10:00", "replied")) == []
        c = clock(NEXT, OPENED, P2, fact("04-05 10:00", "asked"), fact("04-05 11:00", "resolved"))
        assert (c.state, c.stopped) == ("stopped", at("04-05 11:00"))

    def test_thanks_after_the_resolution_start_nothing_unless_it_reopens(self) -> None:
        done, thanks = fact("04-05 10:00", "resolved"), fact("04-05 11:00", "asked")
        assert clocks(NEXT, OPENED, P2, done, thanks) == []
        assert clock(NEXT, OPENED, P2, done, thanks, fact("04-05 12:00", "reopened")).start == at("04-05 11:00")


class TestEndAndReopen:
    """Rules 21 and 22."""

    done, back, again = (
        fact("04-05 11:00", "resolved"),
        fact("04-05 13:00", "reopened"),
        fact("04-05 14:00", "resolved"),
    )

    def test_through_counts_the_closed_span_and_keeps_the_first_stop(self) -> None:
        c = clock(RESOLUTION, OPENED, P3, self.done, self.back, self.again)
        assert (c.counted, c.stopped, c.first_stop, c.paused) == (5 * HOUR, at("04-05 14:00"), at("04-05 11:00"), 0)

    def test_continue_leaves_it_out(self) -> None:
        c = clock(replace(RESOLUTION, reopen="continue"), OPENED, P3, self.done, self.back, self.again)
        assert (c.counted, c.paused, c.due) == (3 * HOUR, 2 * HOUR, at("04-06 11:00"))

    def test_restart_adds_a_cycle(self) -> None:
        first, second = clocks(replace(RESOLUTION, reopen="restart"), OPENED, P3, self.done, self.back)
        assert (first.cycle, first.counted, first.state) == (1, 2 * HOUR, "stopped")
        assert (second.cycle, second.start, second.state) == (2, at("04-05 13:00"), "running")

    def test_priority_changed_while_closed_holds_on_reopening(self) -> None:
        moved = fact("04-05 12:00", "priority", (2, "correction"))
        assert clock(RESOLUTION, OPENED, P3, self.done, moved).target_s == 8 * 3600
        assert clock(RESOLUTION, OPENED, P3, self.done, moved, self.back).due == at("04-05 13:00")

    def test_closure_runs_past_the_resolution(self) -> None:
        assert clock(CLOSURE, OPENED, P3, self.done).state == "running"
        assert clock(CLOSURE, OPENED, P3, self.done, fact("04-05 12:00", "closed")).counted == 3 * HOUR
        until_closed = replace(RESOLUTION, stop="closed")
        assert clock(until_closed, OPENED, P3, self.done).state == "running"

    def test_closed_without_a_resolution_ends_every_clock(self) -> None:
        for target in (RESPONSE, RESOLUTION, CLOSURE):
            assert clock(target, OPENED, P3, fact("04-05 12:00", "closed")).stopped == at("04-05 12:00")

    def test_cancelled_ends_what_has_not_ended(self) -> None:
        cancelled = fact("04-05 12:00", "cancelled")
        assert clock(RESOLUTION, OPENED, P3, cancelled).state == "cancelled"
        assert clock(RESPONSE, OPENED, P3, fact("04-05 10:00", "replied"), cancelled).state == "stopped"

    def test_nothing_known_is_no_clock(self) -> None:
        assert clocks(RESOLUTION) == []
        assert clocks(RESOLUTION, P3) == []
        assert clocks(RESOLUTION, OPENED) == []


class TestThresholds:
    """Rules 9, 28 and 29."""

    def test_the_next_one_is_known_beforehand(self) -> None:
        c = clock(RESOLUTION, OPENED, P1)
        assert (c.next_share, c.next_at, c.pending) == (80, at("04-05 09:48"), (80, 90, 100))
        assert passed(c, UTC_OFFICE, at("04-05 09:47")) == []
        assert passed(c, UTC_OFFICE, at("04-05 09:54")) == [(80, at("04-05 09:48")), (90, at("04-05 09:54"))]

    def test_what_was_told_is_not_told_again(self) -> None:
        c = clock(RESOLUTION, OPENED, P1, fact("04-05 09:48", "told", (7, "resolution", 1, 3600, 80)))
        assert (c.next_share, c.next_at) == (90, at("04-05 09:54"))
        other = clock(RESOLUTION, OPENED, P1, fact("04-05 09:48", "told", (8, "resolution", 1, 3600, 80)))
        assert other.next_share == 80

    def test_a_new_target_arms_them_again_and_those_passed_are_due_at_once(self) -> None:
        told, raised = (7, "resolution", 1, 8 * 3600, 80), fact("04-05 16:00", "priority", (2, "correction"))
        c = clock(RESOLUTION, OPENED, P3, fact("04-05 15:24", "told", told), raised)
        assert passed(c, UTC_OFFICE, at("04-05 16:00")) == [(80, raised.at), (90, raised.at), (100, raised.at)]
        eased = clock(
            RESOLUTION, OPENED, P3, fact("04-05 15:24", "told", told), fact("04-05 16:00", "priority", (4, "change"))
        )
        assert (eased.next_share, eased.target_s) == (80, 40 * 3600)

    def test_missed_ones_keep_their_instants_through_pauses(self) -> None:
        held, back = fact("04-05 09:50", "held", ("caller", None)), fact("04-05 12:00", "resumed", "caller")
        c = clock(RESOLUTION, OPENED, P1, held, back)
        assert (c.next_share, c.next_at) == (80, at("04-05 09:48"))
        assert passed(c, UTC_OFFICE, at("04-07 09:00")) == [
            (80, at("04-05 09:48")), (90, at("04-05 12:04")), (100, at("04-05 12:10")),
        ]  # fmt: skip

    def test_a_share_reached_before_the_end_is_still_to_be_recorded(self) -> None:
        c = clock(RESOLUTION, OPENED, P1, fact("04-05 09:50", "resolved"))
        assert (c.next_at, passed(c, UTC_OFFICE, at("04-07 09:00"))) == (None, [(80, at("04-05 09:48"))])


def test_round_the_clock() -> None:
    c = clock(
        RESOLUTION, fact("04-09 09:00", "opened"), fact("04-09 09:00", "priority", (4, "change")), calendar=ALWAYS
    )
    assert (c.due, c.late) == (at("04-11 01:00"),) * 2


@pytest.mark.parametrize(
    "wrong", [{"seconds": {1: 0}}, {"thresholds": (90, 80)}, {"thresholds": (0, 80)}, {"grace": -1}]
)
def test_targets_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="target of resolution"):
        replace(RESOLUTION, **wrong)  # type: ignore[arg-type]
