"""A filter that finds nothing says which of its names nothing is called by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.features.tickets.filter_unheard import unheard
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store
from tests.features.desks import made

DESK = Path(__file__).parent.parent / "stories" / "desk.toml"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    store = Store(str(made(tmp_path_factory.mktemp("unheard"), DESK)))
    yield store.read
    store.close()


@pytest.mark.parametrize(
    ("text", "says", "column"),
    [
        ("team:netwrok", "no team is called “netwrok”; nearest is network", 5),
        ("p:1-2 (team:emea or -team:Netwerk)", "no team is called “Netwerk”; nearest is network", 26),
        ("owner:me,aan", "no operator is called “aan”; nearest is ana", 9),
        ("offered:bem", "no team or operator is called “bem”; nearest is ben", 8),
        ("customer:acmee", "no customer is called “acmee”; nearest is acme", 9),
        ('service:"remote acess"', "no service is called “remote acess”; nearest is Remote access", 8),
        ("env:clowd", "no environment is called “clowd”; nearest is cloud", 4),
        ("is:open state:opne", "no state of this desk is called “opne”; nearest is open", 14),
        ("tag:vip", "none of the newest tickets carries “vip”", 4),
        ("category:tea", "no category is called “tea”", 9),
    ],
)
def test_a_name_that_nothing_is_called_by_is_said(read: Reader, text: str, says: str, column: int) -> None:
    assert unheard(text, read) == (says, column)


@pytest.mark.parametrize(
    "text",
    ["", "netwrok", "p:1 created>2d", "team:network", 'team:"EMEA desk"', "team:EMEA,none", "owner:me,none",
     "state:hold", "offered:me,network,ben", "env:hybrid", "service:VPN", "is:breached -state:new"],
)  # fmt: skip
def test_what_the_desk_knows_is_no_reason(read: Reader, text: str) -> None:
    assert unheard(text, read) is None
