"""What the layer below leaves of a promise to a customer, at the worst hour to begin (rules 7, 26)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskconsole.core.instants import HOUR
from deskconsole.sla.agreements import Agreement, Layer, Target, Variant
from deskconsole.sla.calendars import compile_calendar
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.layers import Buffer, buffer, is_work, pairs
from deskconsole.sla.matching import Promise
from deskconsole.sla.metrics import Metric
from tests.sla.worlds import ALWAYS, UTC_OFFICE, at, version

SYDNEY = compile_calendar(version(zone="Australia/Sydney"))
CALENDARS = {1: UTC_OFFICE, 2: ALWAYS, 3: SYDNEY}
WEEK = [at("04-04 00:00")]


def promise(amount: int | Deadline, calendar: int, layer: Layer = "sla") -> Promise:
    metric = {"sla": "resolution", "ola": "ownership", "uc": "vendor"}[layer]
    party = None if layer == "sla" else "them"
    target = Target(metric, {2: amount})
    return Promise(Agreement(calendar, f"{layer} {calendar}", 1, calendar, (target,), {}, layer, party), target)


def left(above: Promise, below: Promise) -> Buffer:
    found = buffer(above, below, 2, CALENDARS, WEEK)
    assert found
    return found


def test_in_the_same_hours_it_is_the_difference() -> None:
    assert left(promise(8 * 3600, 1), promise(6 * 3600, 1, "ola")).left == 2 * HOUR


def test_a_team_that_goes_home_uses_up_a_customer_who_does_not() -> None:
    found = left(promise(8 * 3600, 2), promise(2 * 3600, 1, "ola"))
    assert (found.begin, found.used, found.left) == (at("04-08 16:00"), 66 * HOUR, -58 * HOUR)  # Friday afternoon


def test_only_hours_of_the_customer_are_used_and_only_in_them_does_it_begin() -> None:
    found = left(promise(8 * 3600, 1), promise(8 * 3600, 2, "uc"))
    assert (found.begin, found.used) == (at("04-04 09:00"), 8 * HOUR)
    assert left(promise(8 * 3600, 1), promise(3600, 3, "uc")).used == 8 * HOUR  # Sydney opens when we have closed


def test_deadlines_on_either_side_are_measured_from_each_hour() -> None:
    next_day = Deadline.read("next business day 17:00")
    assert left(promise(next_day, 1), promise(8 * 3600, 1, "ola")).left == 1 * HOUR  # begun at 16:00
    assert left(promise(8 * 3600, 1), promise(next_day, 1, "ola")).left == -8 * HOUR  # begun at 9:00


def test_what_is_promised_in_that_season_counts() -> None:
    above = promise(8 * 3600, 1)
    longer = replace(above.target, variants=(Variant({2: 20 * 3600}, season=("04-01", "04-30")),))
    assert left(Promise(above.agreement, longer), promise(8 * 3600, 1, "ola")).left == 12 * HOUR


def test_without_a_promise_on_either_side_there_is_nothing_to_compare() -> None:
    assert buffer(promise(3600, 1), promise(60, 1, "ola"), 3, CALENDARS, WEEK) is None


def test_it_is_the_worst_of_the_weeks_asked_for() -> None:
    weeks = [at("2016-01-11T00:00"), at("2016-07-11T00:00")]
    berlin = compile_calendar(version(zone="Europe/Berlin"))
    above, below = promise(8 * 3600, 1), promise(2 * 3600, 4, "uc")
    found = buffer(above, below, 2, {**CALENDARS, 4: berlin}, weeks)
    assert found
    assert (found.begin, found.used) == (at("2016-07-11T14:00"), 3 * HOUR)  # one hour more than in winter


@pytest.mark.parametrize(
    ("target", "work"),
    [
        (Target("resolution", {1: 1}), True),
        (Target("resolution", {1: 1}, stop="confirmed"), True),
        (Target("restore", {1: 1}, stop="restored"), True),
        (Target("fulfilment", {1: 1}), True),
        (Target("closure", {1: 1}), True),
        (Target("response", {1: 1}), False),
        (Target("update", {1: 1}), False),
        (Target("ownership", {1: 1}), False),
    ],
)
def test_promises_of_work(target: Target, work: bool) -> None:
    assert is_work(target) == work


def test_a_metric_of_ones_own_is_one_where_work_ends_it() -> None:
    def own(stop: str) -> Target:
        return Target("own", {1: 1}, definition=Metric("own", "own", frozenset({"opened"}), frozenset({stop})))

    assert (is_work(own("resolved")), is_work(own("owned"))) == (True, False)


def test_pairs_are_promises_of_work_with_all_that_stand_below() -> None:
    (sla, work), (ola, _) = promise(1, 1), promise(1, 2, "ola")
    both = replace(sla, targets=(work, Target("response", {2: 1})))
    assert [(a.target.metric, b.target.metric) for a, b in pairs([both, ola])] == [("resolution", "ownership")]
