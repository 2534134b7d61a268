"""What services need, and what a broken promise costs, as a desk file says it."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.money import Money, Share, added, credit, words
from deskconsole.core.toml.problems import BadFile
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import Current, Held, plan

HEAD = """
[desk]
name = "Desk"

[calendars.24x7]
hours = "always"

[services.vpn]
needs = ["gw-2", "ldap"]

[services.sap]
needs = "vpn"

[services.ldap]

[items.gw-1]
like = "firmware 9.1"

[items.gw-2]
name = "Gateway 2"
like = "firmware 9.1"
"""
GOLD = """
[agreements.gold]
calendar = "24x7"

[agreements.gold.resolution]
targets = { p1 = "4h" }

[agreements.gold.credits]
fee = "12000 EUR"
breach = { p1 = "5 %", p2 = "250.5 EUR" }
cap = "20%"
metrics = "resolution"
"""


def test_what_services_need_and_what_breaches_cost_is_read_and_written_back() -> None:
    desk = parse(HEAD + GOLD)
    assert {each.key: each.needs for each in desk.services} == {"vpn": ("gw-2", "ldap"), "sap": ("vpn",), "ldap": ()}
    assert [(each.key, each.name, each.like) for each in desk.items] == [
        ("gw-1", "gw-1", "firmware 9.1"),
        ("gw-2", "Gateway 2", "firmware 9.1"),
    ]
    (gold,) = desk.agreements
    assert gold.credits is not None
    assert gold.credits.each == ((1, "5 %"), (2, "250.50 EUR"))
    assert (gold.credits.fee, gold.credits.cap, gold.credits.metrics) == ("12000 EUR", "20 %", ("resolution",))
    assert parse(export(desk)) == desk


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[services.fax]\nneeds = "gw-3"', "services.fax.needs: no service or item “gw-3”; nearest is gw-2"),
        ('[services.fax]\nneeds = "fax"', "services.fax.needs: fax needs itself: take it out"),
        ("[items.sap]", "items.sap: a service is called “sap” already; choose another key"),
        (
            '[items.disk]\nneeds = "line"\n[items.line]\nneeds = "fax"\n[services.fax]\nneeds = "disk"',
            "items.disk.needs: needs itself over disk → line → fax → disk: take one of them out",
        ),
        ('[items.disk]\nkind = "ssd"', "items.disk.kind: no key “kind”; "),
    ],
)
def test_what_is_needed_must_be_there_and_stand_in_no_circle(text: str, said: str) -> None:
    with pytest.raises(BadFile) as found:
        parse(HEAD + text)
    assert len(found.value.problems) == 1
    assert said in str(found.value)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('p1 = "5 %"', 'p1 = "5"', "agreements.gold.credits.breach.p1: is no credit: write an amount such as"),
        ('p1 = "5 %"', 'p1 = "101 %"', "agreements.gold.credits.breach.p1: is no credit"),
        ('p1 = "5 %"', "p1 = 5", "agreements.gold.credits.breach.p1: is no credit"),
        ('p1 = "5 %"', 'p1 = "0 EUR"', "agreements.gold.credits.breach.p1: is no credit"),
        (
            'breach = { p1 = "5 %", p2 = "250.5 EUR" }\n',
            "",
            "agreements.gold.credits: no breach costs anything: write breach =",
        ),
        ('fee = "12000 EUR"', "", 'agreements.gold.credits: fee is missing: write fee = "12000 EUR"'),
        ('fee = "12000 EUR"', 'fee = "5 %"', "agreements.gold.credits.fee: is a share, wanted is what is paid"),
        (
            '"250.5 EUR"',
            '"250 CHF"',
            "agreements.gold.credits: is in EUR, others are in CHF: write all in one currency",
        ),
        ('metrics = "resolution"', 'metrics = "response"', "metrics: no promise of this agreement “response”"),
        (
            'cap = "20%"',
            'top = "20 %"',
            "agreements.gold.credits.top: no key “top”; there is breach, cap, fee, metrics",
        ),
    ],
)
def test_credits_that_cannot_be_reckoned_are_named(was: str, becomes: str, said: str) -> None:
    with pytest.raises(BadFile) as found:
        parse(HEAD + GOLD.replace(was, becomes))
    assert said in str(found.value)


def test_credits_are_owed_to_customers_only() -> None:
    below = GOLD.replace('calendar = "24x7"', 'calendar = "24x7"\nlayer = "ola"\nparty = "net"')
    with pytest.raises(BadFile, match="credits are owed to customers: an agreement of layer ola has none"):
        parse(
            f"{HEAD}[teams.net]\n" + below.replace("resolution]", "ownership]").replace('"resolution"', '"ownership"')
        )


def test_a_plan_says_what_becomes_different() -> None:
    old = parse(HEAD + GOLD)
    new = parse(
        (HEAD + GOLD).replace('needs = "vpn"', "").replace('p1 = "5 %"', 'p1 = "6 %"').replace("er = ", "er = ")
    )
    current = Current(
        desk=Held(old.desk, 1),
        calendars=[Held(each, n) for n, each in enumerate(old.calendars, 1)],
        services=[Held(each, n) for n, each in enumerate(old.services, 1)],
        items=[Held(each, n) for n, each in enumerate(old.items, 1)],
        agreements=[Held(each, n) for n, each in enumerate(old.agreements, 1)],
        triage=Held(old.triage, 1),
    )
    assert plan(old, current) == []
    rest = "P2 250.50 EUR of 12000 EUR, at most 20 %, for resolution"
    assert [step.text for step in plan(new, current)] == [
        "~ service sap: needs vpn → none",
        f"~ agreement gold v1 → v2: credits P1 5 % {rest} → P1 6 % {rest}",
    ]


def test_money_is_whole_hundredths() -> None:
    assert credit("12000 EUR") == Money(1_200_000, "EUR")
    assert credit("99.5 USD") == Money(9950, "USD")
    assert credit("2.5%") == Share(25)
    assert Share(25).of(Money(1_200_001, "EUR")) == Money(30_000, "EUR")
    assert [str(credit(text)) for text in ("250.50 EUR", "250 EUR", "2.5 %", "100 %")] == [
        "250.50 EUR", "250 EUR", "2.5 %", "100 %",
    ]  # fmt: skip
    assert words(added([Money(240_000, "EUR"), Money(50, "EUR"), Money(100, "CHF")])) == "CHF 1 + € 2 400.50"
    assert words(added([])) == "–"
    with pytest.raises(BadInput):
        credit("250 €")
