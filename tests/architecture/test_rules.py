"""The rule table is data that people review: every rule has a case, every effect is one that happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.cli.sla_rules import table
from deskconsole.core.instants import HOUR, Instant
from deskconsole.sla.agreements import Agreement, Layer, Target
from deskconsole.sla.clocks import Clock, fold
from deskconsole.sla.effects import RULES, effects
from deskconsole.sla.facts import Fact
from deskconsole.sla.metrics import SHIPPED
from tests.sla.worlds import ALWAYS, at

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden" / "rule-table.txt"

LATER: dict[int, str] = {}
"""Rules of what the desk does not do yet; whoever builds it takes it from here and writes its case."""


def test_every_rule_has_a_case() -> None:
    """A case says which rules it is about: `rule 8`, `rules 8, 9` in the test's or its class's docstring."""
    told: set[int] = set()
    for path in TESTS.rglob("test_*.py"):
        if path.name != Path(__file__).name:
            for said in re.findall(r"[Rr]ules? ([\d, and]+)", path.read_text()):
                told |= {int(number) for number in re.findall(r"\d+", said)}
    missing = set(RULES) - told
    assert missing == set(LATER), "rules without a case, or a case for what was said to come later"


def test_the_table_is_the_one_that_was_reviewed() -> None:
    assert "\n".join(table()) + "\n" == GOLDEN.read_text(), "look at the change, then renew tests/golden/rule-table.txt"


BASE = at("04-05 09:00")


def _lives(metric: str) -> Iterator[list[Fact]]:
    """Lives of a ticket before the fact in which it may matter: fresh, begun, held, ended."""
    opened = [Fact(BASE, "opened"), Fact(BASE, "priority", (2, "correction"))]
    started = [*opened, *([_begun(metric, 1)] if metric in ("next", "ownership", "vendor") else [])]
    yield [Fact(BASE, "priority", (2, "correction"))]
    yield opened
    yield started
    yield [*started, Fact(_after(2), "held", ("caller", None))]
    yield [*started, Fact(_after(2), "resolved"), Fact(_after(3), "closed")]
    yield [*started, Fact(_after(2), "resolved"), _begun(metric, 3)]


def _begun(metric: str, hours: int) -> Fact:
    """What begins a clock of a metric that does not begin with the ticket."""
    what = {"ownership": "owned", "vendor": "dispatched"}.get(metric, "asked")
    return _fact(metric, what)._replace(at=_after(hours))


def _after(hours: int) -> Instant:
    return Instant(BASE + hours * HOUR)


def _fact(metric: str, what: str) -> Fact:
    values: dict[str, object] = {
        "priority": (1, "change"),
        "held": ("caller", None),
        "resumed": "caller",
        "told": (7, metric, 1, 4 * 3600, 80),
    }
    values |= dict.fromkeys(("dispatched", "received", "accepted", "returned"), "acme") | {"owned": "network"}
    return Fact(_after(4), what, values.get(what))  # type: ignore[arg-type]


def _clocks(facts: list[Fact], metric: str) -> list[Clock]:
    layer: Layer = {"ownership": "ola", "vendor": "uc"}.get(metric, "sla")  # type: ignore[assignment]
    party = {"ownership": "network", "vendor": "acme"}.get(metric)
    target = Target(metric, {1: 3600, 2: 4 * 3600}, pauses=frozenset({"caller"}))
    agreement = Agreement(7, "all", 1, 1, (target,), layer=layer, party=party)
    return fold([*facts, Fact(_after(9), "told", (0, "", 0, 0, 0))], agreement, target, ALWAYS)


EFFECTS = [(name, what) for name in SHIPPED for what in sorted(effects(Target(name, {2: 3600})))]


@pytest.mark.parametrize(("metric", "what"), EFFECTS)
def test_every_effect_of_the_table_happens(metric: str, what: str) -> None:
    if effects(Target(metric, {2: 3600}))[what].does == "note":
        return  # a clock of this metric begins with another fact; without this one there is none
    fact, again = _fact(metric, what), _begun(metric, 6)
    moved = [
        life
        for life in _lives(metric)
        for rest in ([], [again])
        if _clocks([*life, *rest], metric) != _clocks([*life, fact, *rest], metric)
    ]
    assert moved, f"{what} does nothing to a clock of {metric}"


@pytest.mark.parametrize("metric", list(SHIPPED))
def test_what_the_table_does_not_name_does_nothing(metric: str) -> None:
    named = effects(Target(metric, {2: 3600}))
    for what in ("acknowledged", "replied", "asked", "restored", "confirmed", "owned", "received", "accepted"):
        if what not in named:
            for life in _lives(metric):
                assert _clocks(life, metric) == _clocks([*life, _fact(metric, what)], metric), (metric, what)
