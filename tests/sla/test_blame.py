"""Who held the ball: a customer in Sydney, teams in Berlin and Austin, two vendors (rule 26)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.blame import Holder, both_open, shares, spells
from deskconsole.sla.calendars import compile_calendar
from deskconsole.sla.explain import explain
from deskconsole.sla.facts import Fact
from tests.sla.worlds import ALWAYS, UTC_OFFICE, at, fact, version

SYDNEY = compile_calendar(version(zone="Australia/Sydney"))
MUNICH = compile_calendar(version(zone="Europe/Berlin"))
TARGET = Target("resolution", {2: 8 * 3600}, pauses=frozenset({"caller"}))
AGREEMENT = Agreement(7, "sydney", 1, 1, (TARGET,))

# 5 April 2016, Sydney at UTC+10: open 23:00 to 07:00 UTC. Berlin at UTC+2: open 07:00 to 15:00 UTC.
LIFE = [
    fact("04-04 23:00", "opened"),
    fact("04-04 23:00", "priority", (2, "correction")),
    fact("04-04 23:00", "owned", "berlin"),
    fact("04-05 01:00", "owned", "austin"),
    fact("04-05 02:00", "dispatched", "acme"),
    fact("04-05 03:00", "returned", "acme"),  # rejected
    fact("04-05 03:00", "dispatched", "bolt"),
    fact("04-05 05:00", "returned", "bolt"),
    fact("04-05 05:30", "dispatched", "acme"),
    fact("04-05 07:30", "returned", "acme"),
    fact("04-06 00:30", "resolved"),
]


def test_shares_add_up_to_the_whole_in_the_customers_seconds() -> None:
    (told,) = explain(LIFE, AGREEMENT, TARGET, SYDNEY, at("04-06 12:00"))
    found = shares(told.segments, spells(LIFE, at("04-06 12:00")), SYDNEY, {"acme": MUNICH})
    assert {(share.holder.key, share.counted, share.spells) for share in found} == {
        ("berlin", 2 * HOUR, 1),
        # an hour before, half an hour between, all that acme's closed hours took, and the next morning
        ("austin", HOUR + 30 * MINUTE + HOUR + 90 * MINUTE + 90 * MINUTE, 3),
        ("bolt", 2 * HOUR, 1),
        ("acme", 0, 2),
    }
    assert sum(share.counted for share in found) == told.clock.counted == 9 * HOUR + 30 * MINUTE


def test_what_waits_for_the_caller_is_the_callers() -> None:
    life = [*LIFE[:3], fact("04-05 00:00", "held", ("caller", None)), fact("04-05 00:30", "resumed", "caller")]
    held = spells(life, at("04-05 02:00"))
    assert [(spell.holder.kind, (spell.end - spell.begin) // MINUTE) for spell in held] == [
        ("team", 60),
        ("caller", 30),
        ("team", 90),
    ]


def test_before_anybody_has_it_nobody_does() -> None:
    assert spells(LIFE[:2], at("04-05 00:00"))[0].holder == Holder("nobody")


def test_both_open() -> None:
    assert both_open(ALWAYS, UTC_OFFICE, at("04-05 00:00"), at("04-06 00:00")) == 8 * HOUR
    assert both_open(SYDNEY, MUNICH, at("04-05 00:00"), at("04-06 00:00")) == 0


who = st.sampled_from(["owned", "dispatched", "returned", "held", "resumed"])


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 3000), who, st.sampled_from(["a", "b"])), max_size=10))
def test_whatever_happens_they_add_up(drawn: list[tuple[int, str, str]]) -> None:
    values = {"held": ("caller", None), "resumed": "caller"}
    later = [
        Fact(Instant(LIFE[0].at + minute * MINUTE), what, values.get(what, key))  # type: ignore[arg-type]
        for minute, what, key in sorted(drawn, key=lambda step: step[0])
    ]
    facts, now = [*LIFE[:2], *later], Instant(LIFE[0].at + 4000 * MINUTE)
    (told,) = explain(facts, AGREEMENT, TARGET, SYDNEY, now)
    found = shares(told.segments, spells(facts, now), SYDNEY, {"a": MUNICH})
    assert sum(share.counted for share in found) == told.segments[-1].total
    assert all(share.counted % SECOND == 0 for share in found)
