"""What other projects' test suites expect, and what follows from the same semantics for tickets they never tested."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import SECOND, Instant, from_iso, to_iso
from deskconsole.sla.conformance.questions import KINDS
from deskconsole.sla.conformance.vectors import Verdict, judge, read_vectors

FILES = sorted((Path(__file__).parents[1] / "vectors").glob("*.json"))

OFFICE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
ALWAYS = {day: [["00:00", "24:00"]] for day in (*OFFICE, "sat", "sun")}


def loaded(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
    return found


def verdict(vector: dict[str, Any]) -> Verdict:
    (only,) = read_vectors([vector], "made.json")
    return judge(only)


def told(found: Verdict) -> str:
    """What a verdict says of what did not hold."""
    return "; ".join([found.note, *(f"{c.what} {c.expected} {c.found}" for c in found.checks if not c.holds)])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_vector_holds(file: Path) -> None:
    verdicts = [judge(vector) for vector in read_vectors(loaded(file), file.name)]
    assert {v.id: told(v) for v in verdicts if v.outcome != "passed"} == {}


def test_they_are_all_there_and_of_every_kind() -> None:
    assert Counter(vector["kind"] for file in FILES for vector in loaded(file)) == {
        "add_business_time": 203, "business_elapsed": 211, "subtract_business_time": 22, "is_open": 15,
        "add_business_days": 13, "sla_clock": 48,
    }  # fmt: skip
    assert KINDS.keys() == {vector["kind"] for file in FILES for vector in loaded(file)}


@pytest.mark.parametrize("file", [file for file in FILES if "oracle" not in file.name], ids=lambda file: file.stem)
def test_a_wrong_expectation_is_found(file: Path) -> None:
    """Every asserted value, moved by a little: none of them may pass."""
    for vector in loaded(file)[::3]:
        key = "exact" if "exact" in vector else "expect"
        for path, value in leaves(vector[key]):
            wrong = deepcopy(vector)
            place = wrong[key]
            for name in path[:-1]:
                place = place[name]
            place[path[-1]] = moved(value, 60 * wrong.get("granularity_seconds", 1))
            wrong = {name: value for name, value in wrong.items() if not name.startswith("due_")}
            assert verdict(wrong).outcome == "failed", (vector["id"], path)


def leaves(node: dict[str, Any], path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found: list[tuple[tuple[str, ...], Any]] = []
    for name, value in node.items():
        found += leaves(value, (*path, name)) if isinstance(value, dict) else [((*path, name), value)]
    return found


def moved(value: Any, seconds: int) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + seconds
    if value is None:
        return "2001-01-01T00:00:00Z"
    return "2001-01-01" if len(value) == 10 else to_iso(Instant(from_iso(value) + seconds * SECOND))


class Ticket:
    """A ticket in the words of the vectors, on a Monday of 2024 round the clock in UTC unless said otherwise."""

    def __init__(
        self, *events: str, hours: Any = ALWAYS, pauses: tuple[str, ...] = ("pending",), **policy: Any
    ) -> None:
        """`events` read `10:00 state_changed pending`; `created` needs no state."""
        self.hours, self.pauses, self.policy = hours, pauses, policy
        self.events = []
        for event in events:
            at, kind, *more = event.split()
            self.events.append({"at": f"2024-01-15T{at}:00Z", "type": kind, **_more(kind, more)})

    def at(self, when: str, **expect: Any) -> str:
        """What does not hold at an instant, empty where all of it does."""
        metrics = {"first_response": 3600, "next_response": 7200, "resolution": 14400} | self.policy.get("targets", {})
        policy = {
            "metrics": [{"name": name, "target_seconds": seconds} for name, seconds in metrics.items()],
            "pause_states": list(self.pauses),
            "pause_applies_to": self.policy.get("pausing", list(metrics)),
            **{name: value for name, value in self.policy.items() if name not in ("targets", "pausing")},
        }
        vector = {
            "id": "made", "kind": "sla_clock", "calendar": {"tz": "UTC", "hours": self.hours},
            "input": {"policy": policy, "events": self.events, "evaluate_at": f"2024-01-15T{when}:00Z"},
            "expect": {name: _instants(values) for name, values in expect.items()},
        }  # fmt: skip
        found = verdict(vector)
        return told(found) if found.outcome != "passed" else ""


def _more(kind: str, more: list[str]) -> dict[str, str]:
    if not more:
        return {}
    return {"priority": more[0]} if kind == "priority_changed" else dict(zip(("state", "priority"), more, strict=False))


def _instants(values: dict[str, Any]) -> dict[str, Any]:
    return {k: f"2024-01-15T{v}:00Z" if isinstance(v, str) else v for k, v in values.items()}


class TestPauses:
    def test_created_in_a_pause_state_counts_from_the_first_other_state(self) -> None:
        ticket = Ticket("10:00 created pending", "11:00 state_changed open")
        assert not ticket.at("10:30", resolution={"due": None, "elapsed_seconds": 0, "breached": False})
        assert not ticket.at("11:30", resolution={"due": "15:00", "elapsed_seconds": 1800})

    def test_one_pause_state_after_another_is_one_pause(self) -> None:
        ticket = Ticket(
            "10:00 created new", "10:30 state_changed pending", "11:00 state_changed vendor",
            "12:00 state_changed open", pauses=("pending", "vendor"),
        )  # fmt: skip
        assert not ticket.at("11:00", resolution={"due": None, "elapsed_seconds": 1800})
        assert not ticket.at("12:00", resolution={"due": "15:30", "elapsed_seconds": 1800})

    def test_only_the_metrics_that_pause_do(self) -> None:
        ticket = Ticket("10:00 created new", "10:10 state_changed pending", pausing=["resolution"])
        assert not ticket.at(
            "10:40", first_response={"due": "11:00", "elapsed_seconds": 2400}, resolution={"due": None}
        )

    def test_where_no_list_says_which_metrics_pause_all_do(self) -> None:
        ticket = Ticket("10:00 created new", "10:10 state_changed pending", pausing=None)
        assert not ticket.at("10:40", first_response={"due": None}, resolution={"due": None})

    def test_a_pause_that_begins_before_the_clock_starts_holds_it(self) -> None:
        ticket = Ticket(
            "10:00 created new", "10:30 state_changed pending", "12:00 state_changed open",
            clock_starts_at="2024-01-15T11:00:00Z",
        )  # fmt: skip
        assert not ticket.at("10:45", resolution={"due": None, "elapsed_seconds": None})
        assert not ticket.at("11:30", resolution={"due": None, "elapsed_seconds": 0})
        assert not ticket.at("12:30", resolution={"due": "16:00", "elapsed_seconds": 1800})

    def test_a_breach_stays_one_while_the_ticket_waits(self) -> None:
        ticket = Ticket("10:00 created new", "12:00 state_changed pending")
        assert not ticket.at("13:00", first_response={"due": None, "breached": True, "elapsed_seconds": 7200})

    def test_a_pause_outside_business_hours_moves_nothing(self) -> None:
        ticket = Ticket("08:00 created new", "08:10 state_changed pending", "08:50 state_changed open", hours=OFFICE)
        assert not ticket.at("08:50", first_response={"due": "10:00", "elapsed_seconds": 0})


class TestEndings:
    def test_closed_counted_as_a_pause_state_holds_the_response_and_ends_the_resolution(self) -> None:
        ticket = Ticket(
            "10:00 created new", "10:30 resolved closed", "12:00 reopened open", pauses=("pending", "closed")
        )
        assert not ticket.at(
            "11:00",
            first_response={"due": None, "elapsed_seconds": 1800, "breached": False},
            resolution={"due": None, "elapsed_seconds": 1800, "breached": False},
        )
        assert not ticket.at("12:15", first_response={"due": "12:30"}, resolution={"due": "15:30"})

    def test_closed_by_a_change_of_state_and_opened_by_one_is_the_same(self) -> None:
        ticket = Ticket(
            "10:00 created new", "10:30 state_changed closed", "12:00 state_changed open", pauses=("closed",)
        )
        assert not ticket.at("11:00", resolution={"due": None, "elapsed_seconds": 1800})
        assert not ticket.at("12:15", first_response={"due": "12:30"}, resolution={"due": "15:30"})

    def test_where_closed_is_no_pause_state_it_answers_what_was_open(self) -> None:
        ticket = Ticket("10:00 created new", "10:05 customer_reply", "10:30 resolved")
        assert not ticket.at(
            "13:00",
            first_response={"due": None, "elapsed_seconds": 1800, "breached": False},
            next_response={"due": None, "elapsed_seconds": 1500},
        )

    def test_the_span_between_resolving_and_reopening_does_not_count(self) -> None:
        ticket = Ticket("10:00 created new", "11:00 resolved", "13:00 reopened", "14:00 resolved")
        assert not ticket.at("13:00", resolution={"due": "16:00", "elapsed_seconds": 3600})
        assert not ticket.at("18:00", resolution={"due": None, "elapsed_seconds": 7200, "breached": False})

    def test_reopened_into_a_pause_it_waits(self) -> None:
        ticket = Ticket("10:00 created new", "11:00 resolved", "13:00 reopened pending", "14:00 state_changed open")
        assert not ticket.at("13:30", resolution={"due": None, "elapsed_seconds": 3600})
        assert not ticket.at("14:00", resolution={"due": "17:00"})

    def test_resolved_then_closed_is_one_end(self) -> None:
        ticket = Ticket("10:00 created new", "11:00 resolved", "16:00 state_changed closed")
        assert not ticket.at("17:00", resolution={"elapsed_seconds": 3600, "breached": False})

    def test_resolved_from_a_pause_keeps_what_was_counted_before_it(self) -> None:
        ticket = Ticket("10:00 created new", "10:20 state_changed pending", "15:00 resolved")
        assert not ticket.at("15:00", resolution={"elapsed_seconds": 1200, "breached": False, "paused_seconds": 16800})

    def test_what_happens_after_the_instant_asked_about_is_not_known_then(self) -> None:
        ticket = Ticket("10:00 created new", "11:30 resolved")
        assert not ticket.at("11:00", resolution={"due": "14:00"}, first_response={"breached": False})
        assert not ticket.at("11:15", first_response={"breached": True, "due": "11:00"})

    def test_a_policy_may_say_that_the_closed_span_counts(self) -> None:
        ticket = Ticket("10:00 created new", "11:00 resolved", "13:00 reopened", reopen="through")
        assert not ticket.at("13:00", resolution={"due": "14:00", "elapsed_seconds": 10800})


class TestAnswers:
    def test_the_longest_wait_is_the_figure_and_any_late_answer_a_breach(self) -> None:
        ticket = Ticket(
            "08:00 created new",
            "08:00 customer_reply",
            "11:00 agent_reply",
            "11:30 customer_reply",
            "12:00 agent_reply",
        )
        assert not ticket.at("12:00", next_response={"due": None, "elapsed_seconds": 10800, "breached": True})

    def test_a_further_message_moves_nothing_and_a_reply_to_nobody_starts_nothing(self) -> None:
        ticket = Ticket("09:00 created new", "09:10 agent_reply", "10:00 customer_reply", "11:00 customer_reply")
        assert not ticket.at("09:30", next_response={"due": None, "elapsed_seconds": None})
        assert not ticket.at("11:30", next_response={"due": "12:00", "elapsed_seconds": 5400})

    def test_a_message_after_closing_waits_for_the_ticket_to_be_opened(self) -> None:
        zammad = Ticket(
            "09:00 created new", "10:00 resolved closed", "11:00 customer_reply", "12:00 reopened open",
            pauses=("pending", "closed"),
        )  # fmt: skip
        assert not zammad.at("11:30", next_response={"due": None})
        assert not zammad.at("12:00", next_response={"due": "14:00", "elapsed_seconds": 0})
        plain = Ticket("09:00 created new", "10:00 resolved", "11:00 customer_reply", "12:00 reopened")
        assert not plain.at("11:30", next_response={"due": None})
        assert not plain.at("12:00", next_response={"due": "13:00"})

    def test_a_reply_after_closing_ends_what_waited(self) -> None:
        ticket = Ticket(
            "09:00 created new", "09:00 customer_reply", "09:30 resolved closed", "11:00 agent_reply",
            "12:00 reopened open", pauses=("closed",),
        )  # fmt: skip
        assert not ticket.at("12:30", next_response={"due": None, "elapsed_seconds": 1800, "breached": False})

    def test_the_first_response_is_the_event_of_that_name_or_else_the_first_reply(self) -> None:
        plain = Ticket("09:00 created new", "09:20 agent_reply")
        assert not plain.at("10:30", first_response={"due": None, "elapsed_seconds": 1200, "breached": False})
        told = Ticket("09:00 created new", "09:20 agent_reply", "11:00 first_response")
        assert not told.at("11:00", first_response={"due": None, "elapsed_seconds": 7200, "breached": True})
        assert not told.at("11:00", next_response={"due": None})

    def test_the_first_response_leaves_the_customers_message_waiting(self) -> None:
        ticket = Ticket("09:00 created new", "09:00 customer_reply", "09:30 first_response")
        assert not ticket.at("09:30", first_response={"elapsed_seconds": 1800}, next_response={"due": "11:00"})

    def test_exactly_the_target_is_met(self) -> None:
        ticket = Ticket("09:00 created new", "10:00 first_response")
        assert not ticket.at("10:00", first_response={"elapsed_seconds": 3600, "breached": False})


class TestPriorities:
    targets: dict[str, Any] = {"resolution": {"High": 3600, "Low": 14400, "Also low": 14400}}  # noqa: RUF012

    def test_each_has_its_own_seconds(self) -> None:
        for priority, due in (("High", "11:00"), ("Low", "14:00"), ("Also", None)):
            ticket = Ticket(f"10:00 created new {priority}", targets=self.targets)
            assert not ticket.at("10:00", resolution={"due": due})

    def test_a_change_holds_from_creation_with_its_pauses_both_ways(self) -> None:
        ticket = Ticket(
            "10:00 created new Low", "10:10 state_changed pending", "10:40 state_changed open",
            "12:00 priority_changed High", "13:00 priority_changed Low", targets=self.targets,
        )  # fmt: skip
        assert not ticket.at("11:00", resolution={"due": "14:30", "breached": False})
        assert not ticket.at("12:00", resolution={"due": "11:30", "breached": True})
        assert not ticket.at("13:00", resolution={"due": "14:30", "breached": False})

    def test_a_policy_that_no_longer_applies_has_no_clocks_until_it_does_again(self) -> None:
        ticket = Ticket(
            "10:00 created new gold", "10:30 priority_changed tin", "10:45 priority_changed gold",
            applies_to={"priority": ["gold", "silver"]},
        )  # fmt: skip
        assert not ticket.at("10:30", resolution={"due": None, "elapsed_seconds": None, "breached": False})
        assert not ticket.at("10:45", resolution={"due": "14:00", "elapsed_seconds": 2700})

    def test_a_promise_without_seconds_is_none(self) -> None:
        ticket = Ticket("10:00 created new", targets={"first_response": None})
        assert not ticket.at("10:00", first_response={"due": None, "elapsed_seconds": None})
        assert "expected" not in ticket.at("10:00", first_response={"breached": False})


def test_shares_of_a_target_are_reached_in_business_time() -> None:
    vector: dict[str, Any] = {
        "id": "levels", "kind": "sla_clock", "calendar": {"tz": "UTC", "hours": OFFICE},
        "input": {
            "policy": {
                "metrics": [{"name": "resolution", "target_seconds": 7200}],
                "pause_states": ["pending"], "pause_applies_to": ["resolution"],
            },
            "events": [
                {"at": "2024-01-15T15:00:00Z", "type": "created", "state": "new"},
                {"at": "2024-01-15T15:30:00Z", "type": "state_changed", "state": "pending"},
                {"at": "2024-01-15T16:00:00Z", "type": "state_changed", "state": "open"},
            ],
        },
        "expect": {"resolution": {"due": "2024-01-16T09:30:00Z"}},
        "thresholds": [
            {"seconds_before_due": 3600, "reached_by": "2024-01-15T16:30:00Z"},
            {"seconds_before_due": 900, "reached_by": "2024-01-16T09:15:00Z"},
            {"seconds_before_due": 9000, "reached_by": "2024-01-15T15:00:00Z"},
        ],
    }  # fmt: skip
    assert told(verdict(vector)) == ""
    for threshold in vector["thresholds"]:
        early = {**threshold, "reached_by": to_iso(Instant(from_iso(threshold["reached_by"]) - SECOND))}
        assert verdict({**vector, "thresholds": [early]}).outcome == "failed"


def asking(kind: str, hours: Any = OFFICE, expect: Any = None, **more: Any) -> Verdict:
    """A vector about a calendar in Berlin, unless a whole one is given."""
    top: dict[str, Any] = {
        key: more.pop(key) for key in ("boundary", "rule", "idiosyncratic", "exact", "due_earliest") if key in more
    }
    calendar = {"tz": "Europe/Berlin", "hours": hours, **more.pop("calendar", {})}
    return verdict({"id": "asked", "kind": kind, "calendar": calendar, "input": more, "expect": expect or {}, **top})


class TestCalendars:
    def test_hours_over_midnight_may_be_one_piece_or_two(self) -> None:
        for nights in ({"mon": [["22:00", "06:00"]]}, {"mon": [["22:00", "24:00"]], "tue": [["00:00", "06:00"]]}):
            asked = {"start": "2024-01-15T12:00:00", "end": "2024-01-16T12:00:00"}
            assert asking("business_elapsed", nights, {"seconds": 28800}, **asked).outcome == "passed"

    def test_pieces_that_touch_or_overlap_are_one(self) -> None:
        hours = {"mon": [["12:00", "15:00"], ["09:00", "12:00"], ["14:00", "17:00"]]}
        asked = {"start": "2024-01-15T00:00:00", "end": "2024-01-16T00:00:00"}
        assert asking("business_elapsed", hours, {"seconds": 28800}, **asked).outcome == "passed"

    def test_dated_hours_replace_the_weekdays_unless_they_are_extra(self) -> None:
        asked = {"start": "2024-01-15T00:00:00", "end": "2024-01-16T00:00:00"}
        for replaces, seconds in ((True, 7200), (False, 9 * 3600)):
            extra = [{"date": "2024-01-15", "hours": [["16:00", "18:00"]], "replaces_day": replaces}]
            found = asking("business_elapsed", OFFICE, {"seconds": seconds}, calendar={"extra_open": extra}, **asked)
            assert told(found) == ""

    def test_a_holiday_beats_a_break_beats_dated_hours(self) -> None:
        extra = [{"date": day, "hours": [["09:00", "12:00"]]} for day in ("2024-01-15", "2024-01-16")]
        breaks = [
            {"date": "2024-01-15", "from": "10:00", "to": "11:00"},
            {"date": "2024-01-15", "from": "10:30", "to": "11:30"},
        ]
        calendar = {"extra_open": extra, "breaks": breaks, "holidays": ["2024-01-16"]}
        asked = {"start": "2024-01-15T00:00:00", "end": "2024-01-17T00:00:00"}
        assert told(asking("business_elapsed", OFFICE, {"seconds": 5400}, calendar=calendar, **asked)) == ""

    def test_both_conventions_are_held_where_both_are_given(self) -> None:
        asked = {"start": "2024-01-15T09:00:00+01:00", "seconds": 28800}
        closing, opening = "2024-01-15T17:00:00+01:00", "2024-01-16T09:00:00+01:00"
        assert asking("add_business_time", OFFICE, {"due": closing}, **asked).outcome == "passed"
        assert asking("add_business_time", OFFICE, {"due": closing}, boundary="earliest", **asked).outcome == "passed"
        assert asking("add_business_time", OFFICE, {"due": opening}, boundary="next_open", **asked).outcome == "passed"
        wrong = asking(
            "add_business_time", OFFICE, {"due": opening}, boundary="next_open", due_earliest=opening, **asked
        )
        assert wrong.outcome == "failed"

    def test_looking_back_has_its_mirror(self) -> None:
        asked = {"end": "2024-01-16T17:00:00+01:00", "seconds": 28800}
        opening, closing = "2024-01-16T09:00:00+01:00", "2024-01-15T17:00:00+01:00"
        assert asking("subtract_business_time", OFFICE, {"start": opening}, **asked).outcome == "passed"
        back = asking("subtract_business_time", OFFICE, {"start": closing}, boundary="prev_close", **asked)
        assert back.outcome == "passed"

    @pytest.mark.parametrize(
        ("rule", "start", "days", "due"),
        [
            ("date with hours, same wall time, then roll forward to open", "2024-01-12T18:00", 1, "2024-01-16T09:00"),
            ("date with hours, same wall time, then roll back", "2024-01-13T08:00", -1, "2024-01-11T17:00"),
            ("count working dates, keep the wall time", "2024-01-13T20:00", 2, "2024-01-16T20:00"),
            ("count working dates, keep the wall time", "2024-03-29T02:30", 1, "2024-04-01T02:30"),
            ("dates only; a non-working origin first moves on to a working day", "2024-01-13", 1, "2024-01-16"),
            ("dates only; a non-working origin first moves on to a working day", "2024-01-13", -1, "2024-01-11"),
            ("dates only; a non-working origin first moves on to a working day", "2024-01-13", 0, "2024-01-15"),
        ],
    )  # fmt: skip
    def test_working_days_by_the_rule_that_a_vector_names(self, rule: str, start: str, days: int, due: str) -> None:
        assert told(asking("add_business_days", OFFICE, {"due": due}, rule=rule, start=start, days=days)) == ""


class TestOddOnes:
    def test_without_open_time_it_is_refused_which_passes_only_where_the_source_is_odd(self) -> None:
        asked: dict[str, Any] = {"start": "2024-01-15T09:00:00Z", "seconds": 60}
        expect = {"due": "2024-01-15T09:01:00Z"}
        odd = asking("add_business_time", {}, expect, idiosyncratic=True, **asked)
        assert (odd.outcome, "no open time" in odd.note) == ("passed", True)
        assert asking("add_business_time", {"mon": []}, expect, **asked).outcome == "failed"
        assert (
            asking("add_business_time", OFFICE, {"due": "2024-01-15T09:02:00Z"}, idiosyncratic=True, **asked).outcome
            == "failed"
        )

    def test_where_it_says_what_is_exact_that_must_hold(self) -> None:
        asked = {"start": "2024-01-15T09:00:00", "end": "2024-01-15T10:00:00"}
        for seconds, outcome in ((3600, "passed"), (3601, "failed")):
            found = asking(
                "business_elapsed", OFFICE, {"seconds": 1}, idiosyncratic=True, exact={"seconds": seconds}, **asked
            )
            assert found.outcome == outcome

    def test_a_source_that_knows_whole_minutes_is_held_to_them(self) -> None:
        vector = {
            "id": "coarse", "kind": "business_elapsed", "calendar": {"tz": "UTC", "hours": ALWAYS},
            "granularity_seconds": 60,
            "input": {"start": "2024-01-15T09:00:00Z", "end": "2024-01-15T09:02:40Z"}, "expect": {"seconds": 120},
        }  # fmt: skip
        assert verdict(vector).outcome == "passed"
        assert verdict({**vector, "expect": {"seconds": 60}}).outcome == "failed"

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"rule": "as the moon says"}, "not understood: rule “as the moon says”"),
            ({"input": {"start": "soon", "days": 1}}, "“soon” is no date"),
            ({"input": {"start": "2024-01-15T9h", "days": 1}}, "is no instant"),
            ({"input": {"start": "2024-01-15", "days": "1"}}, "input, days: is “1”; it has to be a whole number"),
            ({"input": {"start": "2024-01-15", "days": True}}, "days: is True"),
            ({"input": {"start": "2024-01-15", "days": 10**9}}, "“of the vector” cannot look beyond"),
            ({"input": {"start": "2024-01-15", "days": -(10**9)}}, "“of the vector” cannot look before"),
            ({"expect": {}}, "expect: asserts nothing"),
            ({"expect": {"deu": "2024-01-15"}}, "deu “2024-01-15” nothing of that name is answered here"),
            ({"calendar": {"tz": "UTC", "hours": {"mon": [["9am", "17:00"]]}}}, "“9am” is no time of day"),
            ({"calendar": {"tz": "UTC", "hours": {"mon": ["09:00-17:00"]}}}, 'a piece is written ["09:00", "17:00"]'),
            ({"calendar": {"tz": "UTC", "hours": {"mon": [["09:00", "09:00"]]}}}, "09:00-09:00 is empty"),
            ({"calendar": {"tz": "UTC", "hours": {"moon": []}}}, "calendar, hours, moo: is no day"),
            ({"calendar": {"tz": "Mars", "hours": OFFICE}}, "“Mars” is no known time zone"),
            ({"calendar": {"tz": "UTC", "hours": OFFICE, "holidays": ["1.1.2024"]}}, "“1.1.2024” is no date"),
            ({"calendar": 3}, "calendar: is 3; it has to be an object"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_or_is_refused_is_said_with_its_place(self, change: dict[str, Any], said: str) -> None:
        vector = {
            "id": "x", "kind": "add_business_days", "calendar": {"tz": "UTC", "hours": OFFICE}, "rule": "dates only",
            "input": {"start": "2024-01-15", "days": 1}, "expect": {"due": "2024-01-16"},
        }  # fmt: skip
        assert verdict(vector).outcome == "passed"
        found = verdict(vector | change)
        assert found.outcome == "failed"
        assert said in told(found)

    def test_a_kind_nobody_knows_is_skipped_by_name(self) -> None:
        found = verdict({"id": "x", "kind": "moon_phase"})
        assert (found.outcome, "moon_phase" in found.note) == ("skipped", True)

    @pytest.mark.parametrize("thing", [None, 3, "x", {"a": []}, {"vectors": 1}])
    def test_a_file_that_is_no_list_of_vectors_is_refused(self, thing: object) -> None:
        with pytest.raises(BadInput, match=r"odd\.json holds no list of vectors"):
            read_vectors(thing, "odd.json")
