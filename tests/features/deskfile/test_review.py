"""What is noted of a desk file that is not wrong: promises nobody can keep, and promises that never hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import placed
from deskconsole.features.deskfile.review import review
from deskconsole.features.deskfile.spec import DeskFile
from tests.features.deskfile.test_desk_plans import any_desk, desks

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = date(2026, 3, 3)

BASE = """\
[desk]
name = "Desk"
[calendars.always]
hours = "always"
[calendars.office]
zone = "Europe/Berlin"
hours = { weekdays = ["09:00-17:00"] }
[teams.network]
[vendors.fibre]
[services.vpn]
[services.mail]
[customers.acme]
tier = "gold"
[customers.globex]
tier = "gold"
[customers.initech]
tier = "silver"
"""


def agreement(name: str, *lines: str, metric: str = "resolution", targets: str = "p1 = '8h'") -> str:
    said = "\n".join(("calendar = 'always'", *lines) if not any("calendar" in line for line in lines) else lines)
    return f"[agreements.{name}]\n{said}\n[agreements.{name}.{metric}]\ntargets = {{ {targets} }}\n"


def ola(targets: str, *lines: str, name: str = "network", calendar: str = "office") -> str:
    lines = ("layer = 'ola'", "party = 'network'", f"calendar = '{calendar}'", *lines)
    return agreement(name, *lines, metric="ownership", targets=targets)


def notes(*parts: str) -> list[str]:
    """What is noted, as `line in what follows BASE: key: text`."""
    file, sheet = placed(BASE + "".join(parts), "d.toml")
    return [f"{n.line - BASE.count(chr(10))}: {n.key}: {n.text}" for n in review(file, sheet, TODAY)]


# --- buffers ---------------------------------------------------------------------------------------------------------


def test_a_layer_below_that_leaves_no_buffer_is_named_with_the_priorities() -> None:
    gold = agreement("gold", targets="p1 = '8h', p2 = '80h', p3 = '70h'")
    assert notes(gold, ola("p1 = '2h', p2 = '4h', p3 = '6h', p4 = '1h'")) == [
        "9: agreements.network.ownership: leaves no buffer below gold resolution: P1 takes 66h of 8h if it begins"
        " Fri 15:00, P3 takes 70h of 70h if it begins Fri 11:00; promise less here, in hours in which the customer’s"
        " time runs too"
    ]


def test_one_that_leaves_some_is_silent() -> None:
    assert notes(agreement("gold", "calendar = 'office'"), ola("p1 = '7h59m'")) == []


def test_a_contract_with_a_vendor_is_a_layer_too() -> None:
    contract = agreement("carrier", "layer = 'uc'", "party = 'fibre'", metric="vendor", targets="p1 = '9h'")
    (note,) = notes(agreement("gold"), contract)
    assert note.startswith("9: agreements.carrier.vendor: leaves no buffer below gold resolution: P1 takes 9h of 8h")


def test_holidays_are_left_aside() -> None:
    holidays = ", ".join(f"'2026-{month}-{day}'" for month in ("01", "07") for day in range(10, 20))
    shut = f"[calendars.shut]\nzone = 'Europe/Berlin'\nhours = {{ weekdays = '09:00-17:00' }}\nclosed = [{holidays}]\n"
    assert notes(shut, agreement("gold", "calendar = 'office'"), ola("p1 = '3h'", calendar="shut")) == []


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("match = { tier = 'gold' }", "match = { tier = 'silver' }"),
        ("match = { tier = 'gold' }", "match = { customer = 'initech' }"),
        ("match = { service = 'vpn' }", "match = { service = 'mail' }"),
        ("match = { type = 'incident' }", "match = { type = ['request', 'task'] }"),
        ("match = { category = 'a' }", "match = { category = 'b' }"),
    ],
)
def test_agreements_that_never_measure_the_same_ticket_are_not_compared(above: str, below: str) -> None:
    assert notes(agreement("gold", above), ola("p1 = '9h'", below)) == []
    assert len(notes(agreement("gold", above), ola("p1 = '9h'", above))) == 1


def test_neither_are_those_of_which_one_has_given_way() -> None:
    own = agreement("acme", "match = { customer = 'acme' }", targets="p1 = '90h'")
    assert notes(agreement("all"), own, ola("p1 = '9h'", "match = { customer = 'acme' }")) == []


def test_promises_of_a_first_answer_are_not_compared_with_work() -> None:
    assert notes(agreement("gold", metric="response", targets="p1 = '15m'"), ola("p1 = '9h'")) == []


# --- what never holds ------------------------------------------------------------------------------------------------


def all_of(*customers: str) -> str:
    return "".join(agreement(name, f"match = {{ customer = '{name}' }}") for name in customers)


def test_an_agreement_that_more_specific_ones_take_every_ticket_from_is_named_with_them() -> None:
    gold = agreement("gold", "match = { tier = 'gold' }")
    assert notes(all_of("acme"), gold) == []
    assert notes(all_of("acme", "globex"), gold) == [
        "11: agreements.gold: it times no ticket: acme (customer acme) and globex (customer globex) are more specific"
        " and together take every one it matches; take it out, or narrow what takes them"
    ]


def test_so_is_one_that_differs_in_a_condition_which_is_always_true() -> None:
    narrow = agreement("narrow", "match = { customer = 'acme', tier = 'gold' }")
    (note,) = notes(all_of("acme"), narrow)
    assert note.startswith("1: agreements.acme: it times no ticket: narrow (customer acme, tier gold) is more specific")


def test_of_an_agreement_of_several_metrics_the_one_is_named() -> None:
    wide = agreement("gold", "match = { tier = 'gold' }") + "[agreements.gold.response]\ntargets = { p1 = '15m' }\n"
    (note,) = notes(wide, all_of("acme", "globex"))
    assert note.startswith("4: agreements.gold.resolution: it times no ticket by this metric: acme")
    assert "acme (customer acme) and globex" in note


@pytest.mark.parametrize(
    "wide",
    [
        "",  # tickets without a customer
        "match = { tier = ['gold', 'silver'] }",  # initech
        "match = { service = 'vpn' }",
        "match = { type = 'incident' }",
    ],
)
def test_one_that_is_left_a_single_kind_of_ticket_is_not(wide: str) -> None:
    assert notes(agreement("wide", wide or "# all"), all_of("acme", "globex")) == []


def test_every_type_there_is_takes_all() -> None:
    every = "match = { type = ['incident', 'request', 'problem', 'change', 'task'] }"
    (note,) = notes(agreement("a"), agreement("b", every))
    assert note.startswith("1: agreements.a: it times no ticket: b (type change or incident")


def test_agreements_that_are_equally_specific_measure_side_by_side() -> None:
    assert notes(agreement("a"), agreement("b")) == []


def test_an_agreement_that_begins_later_leaves_it_the_time_until_then() -> None:
    def later(day: str) -> str:
        return agreement("new", f"effective = {day}", "match = { customer = 'acme', tier = 'gold' }")

    assert notes(all_of("acme"), later("2026-03-04")) == []
    assert len(notes(all_of("acme"), later("2026-03-03"))) == 1


def test_layers_do_not_take_from_each_other() -> None:
    assert (
        notes(all_of("acme"), ola("p1 = '1h'", "match = { customer = 'acme', tier = 'gold' }", calendar="always")) == []
    )


def test_targets_for_hours_in_which_no_clock_can_start_are_named() -> None:
    outside = "[agreements.gold.resolution.outside]\ncalendar = '{}'\ntargets = {{ p1 = '9h' }}\n"
    (note,) = notes(agreement("gold", "calendar = 'office'"), outside.format("always"))
    assert note == (
        "5: agreements.gold.resolution.outside: never holds: calendar always is open whenever office is;"
        " name one that closes"
    )
    assert notes(agreement("gold"), outside.format("office")) == []


# --- any desk --------------------------------------------------------------------------------------------------------


@any_desk
@given(desks())
def test_any_desk_can_be_looked_at(desk: DeskFile) -> None:
    file, sheet = placed(export(desk))
    for note in review(file, sheet, TODAY):
        assert note.line > 1
        assert note.text.isprintable()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_of_the_examples_nothing_is_noted(path: Path) -> None:
    text = path.read_text()
    if "[desk]" in text:
        file, sheet = placed(text, path.name)
        assert review(file, sheet, TODAY) == []
