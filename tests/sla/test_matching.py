"""Which agreements time a ticket."""

from __future__ import annotations

from deskconsole.sla.agreements import Agreement
from deskconsole.sla.matching import applies, choose


def agreement(number: int, name: str, version: int = 1, **match: tuple[str, ...]) -> Agreement:
    return Agreement(number, name, version, 1, (), match)


TICKET = {"customer": "Civita", "team": "payroll", "tier": None}


def test_every_attribute_named_must_have_one_of_its_names() -> None:
    assert applies(agreement(1, "all"), TICKET)
    assert applies(agreement(1, "both", customer=("Civita", "Fabel"), team=("payroll",)), TICKET)
    assert not applies(agreement(1, "one", customer=("Civita",), team=("network",)), TICKET)
    assert not applies(agreement(1, "unset", tier=("gold",)), TICKET)
    assert not applies(agreement(1, "unknown", site=("Lyon",)), TICKET)


def test_several_names_time_one_ticket() -> None:
    both = [agreement(2, "silver", customer=("Civita",)), agreement(1, "payroll OLA", team=("payroll",))]
    assert [one.id for one in choose(both, TICKET)] == [1, 2]


def test_of_one_name_only_the_highest_version() -> None:
    versions = [agreement(1, "silver"), agreement(3, "silver", 3), agreement(2, "silver", 2)]
    assert [one.id for one in choose(versions, TICKET)] == [3]


def test_an_older_version_does_not_come_back_through_a_narrower_one() -> None:
    assert choose([agreement(1, "silver"), agreement(2, "silver", 2, customer=("Fabel",))], TICKET) == []
