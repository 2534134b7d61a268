"""Saved views: who may make, share, change and delete them, what is refused, and how a filter calls them."""

from __future__ import annotations

from typing import Any

import pytest

from deskconsole.core.errors import BadInput, Conflict, DeskError, NotFound, Refused
from deskconsole.features.saved import commands as v
from deskconsole.features.saved.views import SAVED, ViewRow
from tests.features.desks import Door, TestDesk


def mine(desk: TestDesk, who: str) -> dict[str, ViewRow]:
    return {row.name: row for row in desk.store.read.all(SAVED, me=who)}


def test_a_view_is_written_back_as_it_was_understood(desk: TestDesk) -> None:
    desk.do("ana", v.save("  VPN  today ", "service:vpn   is:open", "owner,due", "priority", True, "accent  tag:vip"))
    row = mine(desk, "ana")["VPN today"]
    assert (row.filter, row.columns, row.sort, row.reverse) == (
        "service:vpn is:open", ("owner", "due"), "priority", True,
    )  # fmt: skip
    assert [str(rule) for rule in row.colours] == ["accent tag:vip"]
    assert mine(desk, "ben") == {}
    assert desk.last("kind, actor")[:2] == ("view.saved", "ana")


def test_a_view_is_shared_changed_and_deleted(desk: TestDesk) -> None:
    desk.do("lea", v.save("VPN", "service:vpn is:open"))
    desk.do("lea", v.share("vpn"))
    assert mine(desk, "ben")["VPN"].shared
    desk.do("ben", v.save("My VPN", 'view:"VPN" owner:me'))
    desk.do("lea", v.edit("VPN", columns="due", sort="age"))
    assert mine(desk, "ben")["VPN"][2:7] == ("service:vpn is:open", "lea", ("due",), "age", False)
    desk.do("lea", v.share("VPN", shared=False))
    assert "VPN" not in mine(desk, "ben")
    desk.do("lea", v.delete("VPN"))
    assert mine(desk, "lea") == {}
    kinds = "select kind from journal where about = 'view' order by seq"
    assert [row[0] for row in desk.all(kinds)] == [
        "view.saved", "view.shared", "view.saved", "view.saved", "view.shared", "view.deleted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "name", "arguments", "trouble", "says"),
    [
        ("ana", "save", {"name": "Mine", "filter": "p:1"}, Conflict, "there is a view Mine already"),
        ("ana", "save", {"name": "x", "filter": "p:9"}, BadInput, r"no priority.*at character 3"),
        ("ana", "save", {"name": "x", "filter": " "}, BadInput, "needs a filter"),
        ("ana", "save", {"name": " ", "filter": "p:1"}, BadInput, "needs a name"),
        ("ana", "save", {"name": "x" * 41, "filter": "p:1"}, BadInput, "41 characters"),
        ("ana", "save", {"name": "x", "filter": "view:y"}, BadInput, "no view “y”"),
        ("ana", "save", {"name": "x", "filter": "p:1", "columns": "own"}, BadInput, "no column own"),
        ("ana", "save", {"name": "x", "filter": "p:1", "colours": "red tag:vip"}, BadInput, "accent, mine, quiet"),
        ("ana", "save", {"name": "x", "filter": "p:1", "colours": "accent p:9"}, BadInput, "no priority"),
        ("ana", "edit", {"view": "mine", "filter": "p:1"}, Refused, "every desk has"),
        ("ana", "delete", {"view": "nothing"}, NotFound, "show views"),
        ("ana", "share", {"view": "own"}, Refused, "needs the permission view.share"),
        ("ana", "edit", {"view": "All P1", "filter": "p:1"}, Refused, "takes the permission view.share"),
        ("ana", "delete", {"view": "All P1"}, Refused, "takes the permission view.share"),
        ("lea", "delete", {"view": "All P1"}, Refused, "the view Made of it is made of it"),
        ("lea", "edit", {"view": "All P1", "name": "P1"}, Refused, "cannot be renamed to P1: the view Made of it"),
        ("lea", "edit", {"view": "All P1", "filter": 'view:"Made of it"'}, BadInput, "cannot be read"),
        ("lea", "share", {"view": "Made of it"}, Refused, "shared already"),
        ("lea", "share", {"view": "Hers"}, BadInput, "there is no view “lea's”"),
        ("aud", "save", {"name": "x", "filter": "p:1"}, Refused, "needs the permission view.save"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    desk: TestDesk, who: str, name: str, arguments: dict[str, Any], trouble: type[DeskError], says: str
) -> None:
    desk.do("ana", v.save("own", "p:1"))
    desk.do("lea", v.save("All P1", "p:1 is:open"))
    desk.do("lea", v.share("All P1"))
    desk.do("lea", v.save("Made of it", 'view:"all p1" owner:none'))
    desk.do("lea", v.share("Made of it"))
    desk.do("lea", v.save("lea's", "owner:me"))
    desk.do("lea", v.save("Hers", "view:lea's is:open"))
    before = desk.record()["saved_view"]
    with pytest.raises(trouble, match=says):
        desk.do(who, getattr(v, name)(**arguments))
    assert desk.record()["saved_view"] == before


def test_the_same_views_without_a_screen(desk: TestDesk, desk_door: Door) -> None:
    first = desk.new("VPN drops", impact="1", urgency="1")
    desk.pass_("10m")
    desk.new("Printer is out of paper")
    desk.show_time()
    door = desk_door
    saved = door("do", "view.save", "--name", "Top", "--filter", "p:1", "--columns", "owner due", "--sort", "age")
    assert saved.code == 0
    listed = {row["view"]: row for row in door("show", "views", "--format", "json").json}
    assert listed["Top"] | {"breached": 0} == {
        "view": "Top", "filter": "p:1", "order": "age", "columns": "owner due", "colours": "", "whose": "mine",
        "tickets": 1, "breached": 0, "at_risk": listed["Top"]["at_risk"],
    }  # fmt: skip
    assert listed["Mine"]["whose"] == "every desk's"
    found = door("show", "queue", "--filter", "view:top", "--format", "json").json
    assert [row["ticket"] for row in found] == [desk.row(first).number]
    by_age = door("show", "queue", "--sort", "age", "--reverse", "--format", "json").json
    assert [row["title"] for row in by_age] == ["Printer is out of paper", "VPN drops"]
    wrong = door("show", "queue", "--filter", "p:1 view:tpo")
    assert wrong.code == 2
    assert "there is no view “tpo”; nearest is top (at character 10)\n  p:1 view:tpo\n           ^\n" in wrong.err
    assert door("show", "queue", "--view", "top", "--format", "json").json == found
    assert door("journal", "verify", "--rebuild").code == 0
