"""What a calendar file changes: whatever was known and whatever it says, afterwards it is so, and once is enough."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import Instant
from deskconsole.features.maintenance.taking import Horizon, Scope, Step, Wanted, steps
from deskconsole.features.maintenance.views import MaintenanceRow

UID = "a@example.com"
MAIL = Scope(1, "mail")
WITHIN = Horizon(Instant(0), Instant(1000))


def wanted(instance: int, begin: int, length: int = 2, sequence: int = 0, cancelled: bool = False) -> Wanted:
    return Wanted(UID, instance, sequence, Instant(begin), Instant(begin + length), "Patch", MAIL, cancelled)


def after(known: Iterable[MaintenanceRow], made: Iterable[Step], series: int | None, now: int) -> list[MaintenanceRow]:
    """What the desk holds after the steps: the simplest desk there is."""
    rows = {row.id: row for row in known}
    number = max(rows, default=0) + 1
    for step in made:
        if step.act == "withdraw":
            assert step.held
            last = step.held.series if series is None else series
            rows[step.held.id] = step.held._replace(withdrawn_at=Instant(now), series=last)
        elif step.act in ("new", "move"):
            assert step.wanted
            own = step.held.id if step.held else number
            number += step.held is None
            w = step.wanted
            rows[own] = MaintenanceRow(
                own, w.title, w.scope.service, w.scope.key, w.scope.item, w.begin, w.end, "[]", Instant(now), None,
                None, None, None, w.uid, w.instance, w.sequence, series, w.begin, w.end,
            )  # fmt: skip
    keys = [(row.uid, row.instance) for row in rows.values()]
    assert len(keys) == len(set(keys)), "two windows of one instance"
    return list(rows.values())


def acts(made: Iterable[Step]) -> set[str]:
    return {step.act for step in made}


instances = st.lists(
    st.tuples(st.integers(0, 12), st.integers(-3, 3), st.integers(1, 9), st.booleans()),
    max_size=8,
    unique_by=lambda each: each[0],
).map(lambda given: [wanted(10 * i, max(0, 10 * i + moved), length, 0, off) for i, moved, length, off in given])
files = st.lists(st.tuples(instances, st.integers(0, 40)), min_size=1, max_size=5)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(files)
def test_afterwards_it_is_as_the_file_says_and_a_second_time_changes_nothing(
    given: list[tuple[list[Wanted], int]],
) -> None:
    known: list[MaintenanceRow] = []
    now = -1
    for said, passes in given:
        before = {row.id: row for row in known}
        made = steps(said, known, {UID: 0}, WITHIN, Instant(now))
        known = after(known, made, 0, now)
        again = steps(said, known, {UID: 0}, WITHIN, Instant(now))
        assert acts(again) <= {"same", "begun"}
        begun = {row.instance for row in before.values() if row.begin_at <= now}
        planned = [each for each in said if not each.cancelled and each.begin > now and each.instance not in begun]
        ahead = {(row.begin_at, row.end_at) for row in known if row.withdrawn_at is None and row.begin_at > now}
        assert ahead == {(each.begin, each.end) for each in planned}
        for row in known:  # what has begun stays as it was
            old = before.get(row.id)
            if old and old.begin_at <= now and old.withdrawn_at is None:
                assert row == old
        now += passes


def test_a_file_with_single_instances_calls_off_no_others() -> None:
    known = after([], steps([wanted(10, 10), wanted(20, 20)], [], {}, WITHIN, Instant(0)), None, 0)
    made = steps([wanted(10, 12, sequence=1)], known, {}, WITHIN, Instant(0))
    assert [(step.act, step.held and step.held.id) for step in made] == [("move", 1)]
    off = steps([wanted(20, 20, cancelled=True)], known, {}, WITHIN, Instant(0))
    assert [(step.act, step.held and step.held.id) for step in off] == [("withdraw", 2)]


def test_what_lies_before_the_days_asked_for_is_not_called_off() -> None:
    known = after([], steps([wanted(10, 10), wanted(20, 20)], [], {UID: 0}, WITHIN, Instant(0)), 0, 0)
    later = Horizon(Instant(15), Instant(1000))
    assert acts(steps([wanted(20, 20)], known, {UID: 0}, later, Instant(0))) == {"same"}
    assert acts(steps([], known, {UID: 0}, Horizon(Instant(0), Instant(15)), Instant(0))) == {"withdraw"}


def test_one_that_begins_to_repeat_is_the_same_window() -> None:
    known = after([], steps([wanted(0, 10)], [], {UID: 0}, WITHIN, Instant(0)), 0, 0)
    made = steps([wanted(10, 10), wanted(20, 20)], known, {UID: 1}, WITHIN, Instant(0))
    assert [(step.act, step.held and step.held.id) for step in made] == [("move", 1), ("new", None)]
    assert {row.instance for row in after(known, made, 1, 0)} == {10, 20}


def test_an_older_file_changes_nothing_and_a_newer_one_all() -> None:
    known = after([], steps([wanted(10, 10, sequence=7)], [], {UID: 3}, WITHIN, Instant(0)), 3, 0)
    assert acts(steps([wanted(10, 12, sequence=9)], known, {UID: 2}, WITHIN, Instant(0))) == {"older"}
    assert acts(steps([wanted(10, 12, sequence=6)], known, {UID: 3}, WITHIN, Instant(0))) == {"older"}
    assert acts(steps([wanted(10, 12, sequence=6)], known, {UID: 4}, WITHIN, Instant(0))) == {"move"}
    assert acts(steps([wanted(10, 12, sequence=7)], known, {UID: 3}, WITHIN, Instant(0))) == {"move"}
