"""Which agreements are left any tickets, against asking for every ticket there can be."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.coverage import Facet, example, never_wins
from deskconsole.sla.matching import applies, weigh

TIERS = {None: None, "a": "gold", "b": "gold", "c": "silver"}
FACETS: list[Facet] = [
    [{"customer": customer, "tier": tier} for customer, tier in TIERS.items()],
    [{"service": name} for name in (None, "vpn", "mail")],
    [{"type": name} for name in ("incident", "request")],
]
TICKETS = [first | second | third for first, second, third in product(*FACETS)]  # type: ignore[operator]
NAMES = {"customer": "abc", "tier": ("gold", "silver"), "service": ("vpn", "mail"), "type": ("incident", "request")}

conditions = st.fixed_dictionaries(
    {},
    optional={
        key: st.lists(st.sampled_from(list(names)), min_size=1, max_size=3, unique=True).map(tuple)
        for key, names in NAMES.items()
    },
)
deals = st.lists(conditions, min_size=1, max_size=5).map(
    lambda drawn: [Agreement(n, str(n), 1, 1, (Target("resolution", {1: 60}),), match) for n, match in enumerate(drawn)]
)


@given(deals)
def test_who_never_wins_is_who_wins_no_ticket_there_can_be(agreements: list[Agreement]) -> None:
    winners = {promise.agreement.id for ticket in TICKETS for promise in weigh(agreements, ticket)[0]}
    for each in agreements:
        above = never_wins(each, each.targets[0], agreements, FACETS)
        matches = any(applies(each, ticket) for ticket in TICKETS)
        assert bool(above) == (matches and each.id not in winners)


@given(deals, st.data())
def test_an_example_is_one_and_is_found_where_there_is_one(agreements: list[Agreement], data: st.DataObject) -> None:
    of = data.draw(st.lists(st.sampled_from(agreements), unique_by=lambda each: each.id))
    but = [each for each in agreements if each not in of]
    there = [t for t in TICKETS if all(applies(a, t) for a in of) and not any(applies(a, t) for a in but)]
    found = example(FACETS, of, but)
    assert found in there if there else found is None
