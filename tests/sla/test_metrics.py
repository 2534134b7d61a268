"""Stories of each metric, shipped and of a desk's own; rules 5, 6, 7, 19 to 22, 26. 5 April 2016 is a Tuesday."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.sla.agreements import Agreement, Layer, Stop, Target, Variant
from deskconsole.sla.clocks import Clock, fold
from deskconsole.sla.deadlines import Deadline
from deskconsole.sla.facts import Fact
from deskconsole.sla.folding import NO_REQUESTER
from deskconsole.sla.metrics import SHIPPED, Metric, Start
from tests.sla.worlds import ALWAYS, UTC_OFFICE, at, clock, clocks, fact

HOURS = {1: 3600, 2: 4 * 3600, 3: 8 * 3600}
OPENED = fact("04-05 09:00", "opened")
P2, P3 = (fact("04-05 09:00", "priority", (p, "correction")) for p in (2, 3))


def ends(*found: Clock) -> list[tuple[str, str | None]]:
    return [(c.state, None if c.stopped is None else f"{(c.stopped - at('04-05 00:00')) / HOUR:g}") for c in found]


class TestAcknowledge:
    def test_somebody_says_seen(self) -> None:
        c = clock(Target("acknowledge", HOURS), OPENED, P2, fact("04-05 09:20", "acknowledged"))
        assert (c.state, c.counted) == ("stopped", 20 * MINUTE)

    def test_an_answer_acknowledges_too_and_nothing_opens_it_again(self) -> None:
        told = fact("04-05 10:00", "replied"), fact("04-05 11:00", "resolved"), fact("04-05 12:00", "reopened")
        assert ends(clock(Target("acknowledge", HOURS), OPENED, P2, *told)) == [("stopped", "10")]


class TestUpdates:
    """The promise to say something every so often."""

    UPDATE = Target("update", {2: 3600})

    def test_each_answer_sets_the_next_one_due(self) -> None:
        found = clocks(self.UPDATE, OPENED, P2, fact("04-05 09:50", "replied"), fact("04-05 11:00", "replied"))
        assert ends(*found) == [("stopped", "9.83333"), ("stopped", "11"), ("running", None)]
        assert [c.breached_at for c in found] == [None, at("04-05 10:50"), None]
        assert found[-1].due == at("04-05 12:00")

    def test_resolving_ends_it_and_reopening_begins_anew(self) -> None:
        told = fact("04-05 09:30", "resolved"), fact("04-05 10:00", "replied"), fact("04-05 12:00", "reopened")
        found = clocks(self.UPDATE, OPENED, P2, *told)
        assert ends(*found) == [("stopped", "9.5"), ("running", None)]
        assert found[-1].due == at("04-05 13:00")


class TestEnds:
    """Rule 21: the agreement says what ends a promise."""

    LIFE = (
        OPENED,
        P2,
        fact("04-05 10:00", "restored"),
        fact("04-05 11:00", "resolved"),
        fact("04-05 12:00", "confirmed"),
        fact("04-05 13:00", "closed"),
    )

    @pytest.mark.parametrize(
        ("stop", "hours"), [("restored", "10"), ("resolved", "11"), ("confirmed", "12"), ("closed", "13")]
    )
    def test_each(self, stop: Stop, hours: str) -> None:
        target = replace(Target("resolution", HOURS), stop=stop)
        assert ends(clock(target, *self.LIFE)) == [("stopped", hours)]

    def test_a_ticket_closed_unconfirmed_has_ended_all_the_same(self) -> None:
        target = Target("resolution", HOURS, stop="confirmed")
        assert ends(clock(target, *(f for f in self.LIFE if f.what != "confirmed"))) == [("stopped", "13")]


class TestStarts:
    """Rule 5: which of the four instants."""

    FOUR = (
        fact("04-05 09:00", "impact"),
        fact("04-05 09:10", "detected"),
        fact("04-05 09:20", "reported"),
        fact("04-05 09:30", "opened"),
        fact("04-05 09:30", "priority", (2, "correction")),
    )

    @pytest.mark.parametrize(
        ("start", "when"),
        [("impact", "09:00"), ("detected", "09:10"), ("reported", "09:20"), ("logged", "09:30"), (None, "09:30")],
    )
    def test_each(self, start: Start | None, when: str) -> None:
        c = clock(replace(Target("response", HOURS), start=start), *self.FOUR)
        assert (c.start, c.due) == (at(f"04-05 {when}"), at(f"04-05 {when}") + 4 * HOUR)

    def test_what_is_not_known_is_when_it_was_logged(self) -> None:
        assert clock(Target("response", HOURS, start="impact"), OPENED, P2).start == at("04-05 09:00")

    def test_a_start_that_a_metric_does_not_have(self) -> None:
        with pytest.raises(BadInput, match="cannot start with “accepted”: logged, reported, detected, impact"):
            Target("response", HOURS, start="accepted")


def test_without_a_requester_nobody_waits_for_an_answer() -> None:
    """Rule 6."""
    alone = fact("04-05 09:00", "opened", NO_REQUESTER)
    assert clocks(Target("response", HOURS), alone, P2) == []
    assert clocks(Target("next", HOURS), alone, P2, fact("04-05 10:00", "asked")) == []
    assert clock(Target("resolution", HOURS), alone, P2).state == "running"


def of_party(layer: Layer, party: str, target: Target, *facts: Fact) -> list[Clock]:
    return fold(facts, Agreement(9, party, 1, 1, (target,), layer=layer, party=party), target, UTC_OFFICE)


class TestOwnership:
    """Rule 7: one spell for each ownership, in the team's own calendar."""

    LIFE = (
        OPENED,
        P2,
        fact("04-05 09:00", "owned", "berlin"),
        fact("04-05 11:00", "owned", "austin"),
        fact("04-05 12:00", "owned", "berlin"),
        fact("04-05 12:30", "resolved"),
        fact("04-05 14:00", "reopened"),
        fact("04-05 15:00", "owned", None),
    )

    def test_spells_of_two_teams(self) -> None:
        target = Target("ownership", HOURS)
        berlin, austin = (of_party("ola", team, target, *self.LIFE) for team in ("berlin", "austin"))
        assert ends(*berlin) == [("stopped", "11"), ("stopped", "12.5"), ("stopped", "15")]
        assert [c.counted for c in berlin] == [2 * HOUR, 30 * MINUTE, HOUR]
        assert ends(*austin) == [("stopped", "12")]


class TestVendors:
    """Rule 26: the contract says from when its clock runs; a rejection ends the spell."""

    LIFE = (
        OPENED,
        P2,
        fact("04-05 09:30", "dispatched", "acme"),
        fact("04-05 10:00", "returned", "acme"),
        fact("04-05 10:00", "dispatched", "bolt"),
        fact("04-05 10:20", "received", "bolt"),
        fact("04-05 11:00", "accepted", "bolt"),
        fact("04-05 14:00", "returned", "bolt"),
        fact("04-05 14:30", "dispatched", "acme"),
        fact("04-05 14:45", "accepted", "acme"),
    )

    @pytest.mark.parametrize(("start", "hours"), [(None, 4.0), ("received", 3 + 2 / 3), ("accepted", 3.0)])
    def test_from_which_its_clock_runs(self, start: Start | None, hours: float) -> None:
        found = of_party("uc", "bolt", replace(Target("vendor", HOURS), start=start), *self.LIFE)
        assert [c.state for c in found] == ["stopped"]
        assert found[0].counted / HOUR == pytest.approx(hours)

    def test_a_vendor_that_has_it_twice_has_two_spells(self) -> None:
        found = of_party("uc", "acme", Target("vendor", HOURS), *self.LIFE)
        assert ends(*found) == [("stopped", "10"), ("running", None)]

    def test_a_spell_that_was_never_accepted_has_no_clock_from_acceptance(self) -> None:
        (second,) = of_party("uc", "acme", Target("vendor", HOURS, start="accepted"), *self.LIFE)
        assert second.start == at("04-05 14:45")


class TestOfTheDesk:
    """A metric that a desk defines is made of the same stuff."""

    TRIAGE = Metric("triage", "triage", frozenset({"opened"}), frozenset({"owned", "resolved", "closed"}))

    def test_time_until_somebody_owns_it(self) -> None:
        target = Target("triage", {2: 1800}, definition=self.TRIAGE)
        c = clock(target, OPENED, P2, fact("04-05 09:40", "owned"))
        assert (c.state, c.counted, c.breached_at) == ("stopped", 40 * MINUTE, at("04-05 09:30"))

    @pytest.mark.parametrize(
        ("start", "stop", "said"),
        [
            ({"opened"}, set(), "needs a start and a stop"),
            ({"opnd"}, {"closed"}, "no fact “opnd”"),
            ({"opened"}, {"opened", "closed"}, "cannot both start and stop"),
        ],
    )
    def test_what_is_no_metric(self, start: set[str], stop: set[str], said: str) -> None:
        with pytest.raises(BadInput, match=said):
            Metric("odd", "odd", frozenset(start), frozenset(stop))

    def test_the_shipped_ones_are_such_definitions(self) -> None:
        for metric in SHIPPED.values():
            again = Metric.from_dict(metric.to_dict())
            assert again == replace(metric, party=False, requester=False, maintenance=True)


class TestDeadlines:
    """Rule 3."""

    @pytest.mark.parametrize(
        ("text", "opened", "due"),
        [
            ("next business day 17:00", "04-05 16:00", "04-06 17:00"),
            ("next business day 12:00", "04-08 16:00", "04-11 12:00"),  # Friday to Monday
            ("2 working days, end of day", "04-08 10:00", "04-12 17:00"),
            ("same business day 15:00", "04-05 10:00", "04-05 15:00"),
            ("same business day 15:00", "04-05 15:00", "04-06 15:00"),
            ("same business day, end of day", "04-09 10:00", "04-11 17:00"),  # on a Saturday
        ],
    )
    def test_each(self, text: str, opened: str, due: str) -> None:
        target = Target("resolution", {2: Deadline.read(text)})
        c = clock(target, fact(opened, "opened"), fact(opened, "priority", (2, "correction")))
        assert c.due == at(due)
        assert Deadline.read(str(Deadline.read(text))) == Deadline.read(text)

    def test_a_pause_moves_it_by_what_did_not_count(self) -> None:
        target = Target("resolution", {2: Deadline.read("next business day 12:00")}, pauses=frozenset({"caller"}))
        held = fact("04-05 16:00", "held", ("caller", None)), fact("04-06 10:00", "resumed", "caller")
        assert clock(target, OPENED, P2, *held).due == at("04-06 14:00")

    def test_a_change_counts_from_the_change(self) -> None:
        target = Target("resolution", {2: Deadline.read("same business day 12:00"), 3: 40 * 3600})
        worse = fact("04-05 14:00", "priority", (2, "change"))
        assert clock(target, OPENED, P3, worse).due == at("04-06 12:00")

    @pytest.mark.parametrize("text", ["", "soon", "next business day", "next business day 25:00", "0x days 12:00"])
    def test_what_is_none(self, text: str) -> None:
        with pytest.raises(BadInput, match="is no deadline"):
            Deadline.read(text)


class TestVariants:
    """CK-5: other amounts by season and by hour."""

    TARGET = Target(
        "resolution",
        {2: 3600},
        variants=(Variant({2: 7200}, season=("12-15", "01-06")), Variant({2: 4 * 3600}, outside=4)),
    )

    @pytest.mark.parametrize(
        ("opened", "hours"), [("04-05 10:00", 1), ("04-05 20:00", 4), ("12-20 10:00", 2), ("01-06 23:00", 2)]
    )
    def test_each(self, opened: str, hours: int) -> None:
        facts = fact(opened, "opened"), fact(opened, "priority", (2, "correction"))
        (c,) = fold(facts, Agreement(7, "x", 1, 1, (self.TARGET,)), self.TARGET, ALWAYS, {4: UTC_OFFICE})
        assert c.due == at(opened) + hours * HOUR


def test_a_stricter_limit_of_the_agreement_ends_the_pause_first() -> None:
    """Rule 15."""
    target = Target("resolution", HOURS, pauses=frozenset({"caller"}), limits={"caller": 3600})
    c = clock(target, OPENED, P2, fact("04-05 10:00", "held", ("caller", at("04-05 16:00"))))
    assert (c.state, c.resumes) == ("paused", at("04-05 11:00"))


def test_what_meets_it_on_late_evidence_is_told_apart() -> None:
    """Rule 27."""
    late = Fact(at("04-05 12:00"), "resolved", late=True)
    assert clock(Target("resolution", HOURS), OPENED, P2, late).reason == "late_evidence"
    assert clock(Target("resolution", HOURS), OPENED, P2, late._replace(late=False)).reason is None


def test_corrected_away_it_is_no_result_and_stays_listed() -> None:
    """Rule 10."""
    c = clock(Target("resolution", HOURS), OPENED, P2, fact("04-05 14:00", "reclassified"))
    assert (c.state, c.reason, c.breached_at) == ("cancelled", "reclassified", at("04-05 13:00"))
    met = fact("04-05 10:00", "resolved"), fact("04-05 14:00", "reclassified")
    assert clock(Target("resolution", HOURS), OPENED, P2, *met).state == "cancelled"
