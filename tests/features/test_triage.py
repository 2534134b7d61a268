"""Triage: which priority counts, which team it is, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plain import plain
from deskconsole.features.triage.rules import Attributes, Rule, Rules, assess, route, settle_priority

ITIL = Rules().matrix
TEN = 10 * 60

# --- priority --------------------------------------------------------------------------------------------------------


@given(st.integers(1, 3), st.integers(1, 3))
def test_more_impact_or_urgency_never_lowers_a_priority(impact: int, urgency: int) -> None:
    assert assess(ITIL, impact, urgency) == impact + urgency - 1
    assert assess(ITIL, 1, urgency) <= assess(ITIL, impact, urgency) >= assess(ITIL, impact, 1)


def test_rows_are_impact_and_columns_urgency() -> None:
    assert assess(((1, 2, 3), (4, 5, 1), (2, 3, 4)), 2, 1) == 4
    with pytest.raises(BadInput, match="urgency is 4"):
        assess(ITIL, 1, 4)


@given(st.integers(1, 5), st.integers(1, 5))
def test_where_they_disagree_the_rule_decides_and_says_so(stated: int, assessed: int) -> None:
    by_desk, why = settle_priority(stated, assessed, "desk")
    higher, why_higher = settle_priority(stated, assessed, "higher")
    assert (by_desk, higher) == (assessed, min(stated, assessed))
    if stated != assessed:
        assert f"stated P{stated}" in why and f"assessed P{assessed}" in why_higher  # noqa: PT018


@pytest.mark.parametrize(("stated", "assessed", "settled"), [(None, 2, 2), (3, None, 3), (None, None, None), (2, 2, 2)])
def test_one_alone_counts(stated: int | None, assessed: int | None, settled: int | None) -> None:
    assert settle_priority(stated, assessed, "desk")[0] == settle_priority(stated, assessed, "higher")[0] == settled


# --- routing ---------------------------------------------------------------------------------------------------------

VPN = Rule("vpn by day", "network", {"service": ("vpn",), "hours": ("08-18",)})
NIGHT = Rule("at night", "night", {"hours": ("22-06",)})
CLOUD = Rule("cloud", "apps", {"category": ("software",), "environment": ("cloud",), "words": ("Timeout",)})
REST = Rule("rest", "emea", {})


def test_the_first_rule_that_fits_names_the_team_and_every_rule_is_accounted_for() -> None:
    at_night = route([VPN, NIGHT, REST], Attributes(minute=23 * 60, service="vpn"))
    assert (at_night.team, at_night.rule) == ("night", "at night")
    assert at_night.why == (
        "vpn by day: not now, 08–18 only",
        "at night: fits, now is within 22–06, so it goes to night",
        "rest: not asked, at night came first",
    )
    by_day = route([VPN, NIGHT, REST], Attributes(minute=TEN, service="vpn"))
    assert (by_day.team, by_day.rule) == ("network", "vpn by day")


def test_each_reason_against_a_rule_is_told() -> None:
    answer = route([CLOUD, REST], Attributes(minute=0, category="hardware / disk", text="It is slow"))
    assert answer.why == (
        "cloud: category is hardware / disk, not software; environment is not known, not cloud; "
        "says nothing of “Timeout”",
        "rest: fits, it takes whatever is left, so it goes to emea",
    )
    found = route([CLOUD], Attributes(0, category="Software / mail", environment="cloud", text="a timeout again"))
    assert found.why[0].startswith("cloud: fits, category is Software / mail, environment is cloud, says “Timeout”")


def test_without_a_rule_that_fits_a_ticket_stays() -> None:
    answer = route([VPN, Rule("p1", "x", {"priority": ("1", "2")})], Attributes(minute=TEN, priority=3))
    assert (answer.team, answer.rule) == (None, None)
    assert answer.why == (
        "vpn by day: service is not known, not vpn",
        "p1: priority is P3, not P1 or P2",
        "no rule fits, so it stays where it is",
    )
    assert route([], Attributes(minute=0)).why == ("no rule fits, so it stays where it is",)


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 1439))
def test_hours_and_their_opposite_part_the_day(start: int, end: int, minute: int) -> None:
    if start != end:
        there, back = f"{start:02}-{end:02}", f"{end:02}-{start:02}"
        fits = [route([Rule("r", "t", {"hours": (span,)})], Attributes(minute)).team for span in (there, back)]
        assert sorted(fits, key=str) == [None, "t"]


def test_a_category_fits_with_all_that_lies_below_it() -> None:
    def fits(category: str | None) -> bool:
        return route([Rule("r", "t", {"category": ("network / vpn",)})], Attributes(0, category=category)).team == "t"

    assert fits("Network / VPN")
    assert fits("network/vpn/gateway")
    assert not fits("network")
    assert not fits("network / vpn2")
    assert not fits(None)


def test_the_rules_of_the_demo_read_from_the_row() -> None:
    desk = read(Path(__file__).parents[2] / "examples" / "demo.toml")
    rules = Rules.from_body(plain(desk.triage))
    assert rules.matrix == ITIL
    caller = rules.hold("caller")
    assert caller is not None
    assert (caller.limit, caller.needs_question) == (5 * 86400, True)
    assert rules.hold("holiday") is None
    assert route(rules.routing, Attributes(TEN, service="vpn", priority=1)).rule == "vpn by day"
    assert route(rules.routing, Attributes(0, service="vpn", priority=1)).rule == "outages of the network"
    assert route(rules.routing, Attributes(0, service="vpn", priority=3)).rule == "everything else"
    assert route(rules.routing, Attributes(0, service="mail", text="Mails lost since Monday")).team == "apps"
