"""Which agreements time a ticket."""

from __future__ import annotations

from deskconsole.sla.agreements import Agreement, Layer, Target
from deskconsole.sla.matching import applies, choose, weigh

RESPONSE, RESOLUTION = Target("response", {3: 3600}), Target("resolution", {3: 3600})


def agreement(
    number: int, name: str, *targets: Target, layer: Layer = "sla", party: str | None = None, **match: tuple[str, ...]
) -> Agreement:
    return Agreement(number, name, 1, 1, targets or (RESOLUTION,), match, layer, party)


TICKET = {"customer": "Civita", "team": "payroll", "tier": "gold", "type": "incident", "service": "vpn"}


def chosen(*agreements: Agreement) -> list[tuple[str, str]]:
    return [(promise.agreement.name, promise.target.metric) for promise in choose(agreements, TICKET)]


def test_every_attribute_named_must_have_one_of_its_names() -> None:
    assert applies(agreement(1, "all"), TICKET)
    assert applies(agreement(1, "both", customer=("Civita", "Fabel"), team=("payroll",)), TICKET)
    assert not applies(agreement(1, "one", customer=("Civita",), team=("network",)), TICKET)
    assert not applies(agreement(1, "unset", tier=("gold",)), TICKET | {"tier": None})
    assert not applies(agreement(1, "unknown", site=("Lyon",)), TICKET)


def test_the_most_specific_wins_each_promise_and_leaves_the_others() -> None:
    wide = agreement(1, "all", RESPONSE, RESOLUTION)
    gold = agreement(2, "gold", RESPONSE, tier=("gold",))
    assert chosen(wide, gold) == [("all", "resolution"), ("gold", "response")]


def test_a_customer_outranks_any_number_of_other_conditions() -> None:
    own = agreement(1, "own", customer=("Civita",))
    narrow = agreement(2, "narrow", service=("vpn",), tier=("gold",), type=("incident",), team=("payroll",))
    assert chosen(own, narrow) == chosen(narrow, own) == [("own", "resolution")]


def test_equally_specific_ones_measure_side_by_side() -> None:
    assert chosen(agreement(1, "A"), agreement(2, "B")) == [("A", "resolution"), ("B", "resolution")]


def test_layers_and_parties_do_not_shadow_each_other() -> None:
    ownership = Target("ownership", {3: 3600})
    network = agreement(2, "network", ownership, layer="ola", party="network", customer=("Civita",))
    field = agreement(3, "field", ownership, layer="ola", party="field")
    assert len(chosen(agreement(1, "all"), network, field)) == 3


def test_what_gave_way_says_to_whom_and_why() -> None:
    _, shadowed = weigh([agreement(1, "all"), agreement(2, "gold", tier=("gold", "silver"))], TICKET)
    assert [each.why for each in shadowed] == ["all v1 (matches all) gives way to gold v1 (tier gold or silver)"]
