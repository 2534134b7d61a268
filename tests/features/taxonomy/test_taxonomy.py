"""Categories with owners and reviews, fields that a ticket must have, and how both are used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from deskconsole import world
from deskconsole.console.forms import Extra, Form, Surroundings
from deskconsole.core.desk import COMMANDS
from deskconsole.core.errors import BadInput, NotFound, Refused, Stale
from deskconsole.core.toml.problems import BadFile
from deskconsole.derive import RULES
from deskconsole.features.deskfile.parse import parse, placed
from deskconsole.features.deskfile.review import review
from deskconsole.features.taxonomy.rules import Field, checked
from deskconsole.features.taxonomy.views import CATEGORY_USE, ENVIRONMENT_USE, FILLED
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import queue_all
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import FILE, START, Door, TestDesk, at_the_door, copied, made, minutes

TAXONOMY = """
[categories.network]
owner = "lea"
review = 2026-02-01

[categories."network/vpn"]
name = "VPN"
review = 2027-01-01
owner = "ana"
skills = ["vpn"]

[categories.mail]

[fields.asset_tag]
label = "asset tag"
required_for = ["incident"]
at = "resolve"

[fields.site]
kind = "choice"
choices = ["Oslo", "Lyon"]
required_for = ["request"]
at = "new"

[fields.badge]
label = "badge number"
private = true
required_for = ["incident"]
at = "close"

[fields.seats]
kind = "number"
"""


@pytest.fixture(scope="session")
def taxonomy_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taxonomy")
    file = folder / "desk.toml"
    file.write_text(FILE.read_text() + TAXONOMY)
    return made(folder, file)


@pytest.fixture
def desk(taxonomy_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    made = TestDesk(copied(taxonomy_template, tmp_path / "desk.db"))
    yield made
    made.store.close()


def held(desk: TestDesk, ticket: int) -> dict[str, str | None]:
    return {each.key: each.text for each in desk.store.read.all(FILLED, ticket=ticket)}


# --- fields ----------------------------------------------------------------------------------------------------------


def test_a_step_waits_for_its_field(desk: TestDesk) -> None:
    ticket = desk.new("Laptop is dead")
    with pytest.raises(
        Refused, match=r"INC-10001: asset tag \(asset_tag\) is missing, without which no incident is res"
    ):
        desk.do("ana", c.resolve(ticket, "fixed", "battery"))
    assert desk.row(ticket).state == "new"
    desk.do("ana", c.resolve(ticket, "fixed", "battery", fields={"asset_tag": " LT-4711 "}))
    assert (desk.row(ticket).state, held(desk, ticket)) == ("resolved", {"asset_tag": "LT-4711"})
    with pytest.raises(Refused, match=r"badge number \(badge\) is missing, without which no incident is closed"):
        desk.do("ana", c.close(ticket))
    desk.do("ana", c.fill(ticket, {"badge": "0815"}))
    desk.do("ana", c.close(ticket))
    assert held(desk, ticket) == {"asset_tag": "LT-4711", "badge": "0815"}


def test_other_types_do_not_need_it(desk: TestDesk) -> None:
    with pytest.raises(Refused, match=r"site \(site\) is missing, without which no request is written"):
        desk.new("A second monitor", type="request")
    ticket = desk.new("A second monitor", type="request", fields={"site": "oslo", "seats": "2"})
    assert held(desk, ticket) == {"site": "Oslo", "seats": "2"}
    desk.do("ana", c.resolve(ticket, "fixed", "delivered"))
    again = desk.do("ana", c.follow_up(ticket, "and a third"))
    assert held(desk, desk.scalar("select subject from journal where seq = :s", s=again.events[0]))["site"] == "Oslo"


def test_a_correction_keeps_one_row_and_undo_brings_back_what_was(desk: TestDesk) -> None:
    ticket = desk.new("Laptop is dead")
    desk.do("ana", c.fill(ticket, {"asset_tag": "LT-1", "seats": "3"}))
    desk.do("ana", c.fill(ticket, {"asset_tag": "LT-2"}))
    assert held(desk, ticket) == {"asset_tag": "LT-2", "seats": "3"}
    desk.do("ana", c.undo())
    assert held(desk, ticket) == {"asset_tag": "LT-1", "seats": "3"}
    with pytest.raises(BadInput, match="nothing else is written in any field"):
        desk.do("ana", c.fill(ticket, {"seats": "3.0"}))
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_private_field_is_forgotten_with_its_text(desk: TestDesk) -> None:
    ticket = desk.new("Laptop is dead")
    desk.do("ana", c.fill(ticket, {"badge": "0815-secret"}))
    assert "0815-secret" not in str(desk.all("select body from journal"))
    with desk.store.backend.writing() as driver:
        driver.change("delete from private_text where text = '0815-secret'", {})
    assert held(desk, ticket) == {"badge": None}


def test_what_does_not_fit_a_field_is_named() -> None:
    fields = [
        Field(1, "site", "site", "choice", ("Oslo", "Lyon"), frozenset(), "new", False),
        Field(2, "seats", "seats", "number", (), frozenset(), "new", False),
    ]
    for said, words in (
        ({"sites": "Oslo"}, "there is no field “sites”; nearest is site"),
        ({"site": "Rome"}, "site: “Rome” is none of Oslo, Lyon"),
        ({"seats": "two"}, "seats: “two” is no number"),
    ):
        with pytest.raises(BadInput, match=words):
            checked(fields, said)
    assert checked(fields, {"seats": " ", "site": "LYON"}) == [(fields[0], "Lyon")]


def test_the_form_asks_for_what_is_missing(desk: TestDesk) -> None:
    ticket = desk.new("Laptop is dead")
    around = Surroundings(
        desk.store.now, extras=lambda step, of: [Extra(*each) for each in world.own_fields(desk.store, step, of)]
    )
    form = Form(COMMANDS["ticket.resolve"], {"ticket": ticket}, around)
    assert [each.label for each in form.fields if each.required] == ["code", "cause", "asset tag"]
    for name, text in (("code", "fixed"), ("cause", "battery"), ("fields.asset_tag", "LT-9")):
        form.write(name, text)
    desk.do("ana", form.call())
    assert held(desk, ticket) == {"asset_tag": "LT-9"}
    form = Form(COMMANDS["ticket.fill"], {"ticket": ticket}, around)
    assert form.texts == {
        "fields.asset_tag": "LT-9", "fields.badge": "", "fields.seats": "", "fields.site": "",
    }  # fmt: skip
    new = Form(COMMANDS["ticket.new"], {}, around)
    assert {each.name: each.hint for each in new.fields if each.name.startswith("fields.")} == {
        "fields.site": "required of request"
    }


def test_two_who_fill_in_fields_merge_and_meet_in_the_same_one(desk: TestDesk) -> None:
    ticket = desk.new("Laptop is dead")
    desk.do("ana", c.fill(ticket, {"seats": "2", "badge": "0815"}))
    around = Surroundings(
        desk.store.now, extras=lambda step, of: [Extra(*each) for each in world.own_fields(desk.store, step, of)]
    )
    seen = int(desk.scalar("select max(seq) from journal"))
    anas, bens = (Form(COMMANDS["ticket.fill"], {"ticket": ticket}, around) for _ in range(2))
    bens.write("fields.seats", "3")
    bens.write("fields.asset_tag", "LT-9")
    desk.do("ben", bens.call().on(seen))
    anas.write("fields.site", "Oslo")
    assert anas.typed == {"fields.site": "Oslo"}
    desk.do("ana", anas.call().on(seen))  # what ben wrote is not what she would write back
    assert held(desk, ticket) == {"asset_tag": "LT-9", "badge": "0815", "seats": "3", "site": "Oslo"}
    desk.do("ben", c.fill(ticket, {"badge": "4711"}))
    anas.write("fields.badge", "9999")
    with pytest.raises(Stale, match="ben changed badge") as why:
        desk.do("ana", anas.call().on(seen))
    assert [(met.what, met.was, met.now, met.meant) for met in why.value.met] == [("badge", "0815", "4711", "9999")]
    assert "9999" not in str(desk.all("select body from journal"))


def test_the_command_line_has_an_option_for_each(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door(monkeypatch, "ana")
    ticket, door = desk.new("Laptop is dead"), Door(desk.path, capsys)
    desk.show_time()
    refused = door("do", "resolve", "INC-10001", "--code", "fixed", "--cause", "battery")
    assert (refused.code, "asset tag" in refused.err) == (2, True)
    assert door("do", "resolve", "INC-10001", "--code", "fixed", "--cause", "x", "--asset-tag", "LT-3").code == 0
    assert held(desk, ticket) == {"asset_tag": "LT-3"}
    assert door("show", "ticket", "INC-10001", "--format", "json").json["asset_tag"] == "LT-3"


# --- the tree --------------------------------------------------------------------------------------------------------


def test_a_category_is_one_of_the_tree(desk: TestDesk) -> None:
    ticket = desk.new("VPN drops", category="Network / VPN")
    assert desk.row(ticket).category == "network/vpn"
    with pytest.raises(NotFound, match="there is no category netwrok; nearest is network"):
        desk.new("VPN drops", category="netwrok")
    desk.do("ana", c.reclassify(ticket, "it is mail", category="Mail"))
    assert desk.row(ticket).category == "mail"


def test_its_use_is_counted_and_its_reviews_are_listed(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door(monkeypatch, "ana")
    for category, environment in (("network/vpn", "cloud"), ("network", "cloud"), ("network/vpn", None)):
        desk.new("VPN drops", category=category, environment=environment)
        desk.pass_("1m")
    desk.show_time()
    period = {"begin": START, "end": START + minutes(9)}
    used = {row.key: (row.tickets, row.last_used) for row in desk.store.read.all(CATEGORY_USE, **period)}
    assert used == {
        "mail": (0, None), "network": (1, START + minutes(1)), "network/vpn": (2, START + minutes(2)),
    }  # fmt: skip
    assert [tuple(row) for row in desk.store.read.all(ENVIRONMENT_USE, **period)] == [("cloud", 2, 2), (None, 1, 1)]
    door = Door(desk.path, capsys)
    shown = {row["category"]: row for row in door("show", "taxonomy", "--format", "json").json}
    assert [(key, row["overdue"], row["with_below_90d"]) for key, row in shown.items()] == [
        ("mail", False, 0), ("network", True, 3), ("network/vpn", False, 2),
    ]  # fmt: skip
    assert "cloud" in door("show", "environments").out


@pytest.mark.parametrize(
    ("text", "found"), [("category:network", 2), ("category:network/vpn", 1), ("env:cloud", 1), ("env:none", 1)]
)
def test_filters_know_the_tree_and_the_environment(desk: TestDesk, text: str, found: int) -> None:
    desk.new("VPN drops", category="network/vpn", environment="cloud")
    desk.new("Switch", category="network")
    made = compile_filter(text, "ana", desk.now)
    assert len(desk.store.read.all(queue_all(made.where), **made.values)) == found


def test_the_use_of_a_category_is_found_along_its_index(desk: TestDesk) -> None:
    plan = [row[-1] for row in desk.all(f"explain query plan {CATEGORY_USE.sql}", begin=0, end=1)]
    assert sum("ticket_category" in line for line in plan) == 2, plan


# --- in the desk file ------------------------------------------------------------------------------------------------


def test_the_check_notes_overdue_reviews_and_skills_nobody_has() -> None:
    file, sheet = placed(FILE.read_text() + TAXONOMY)
    notes = [str(note) for note in review(file, sheet, date(2026, 3, 3))]
    assert any("categories.network.review: was to be looked over by 2026-02-01: lea" in note for note in notes)
    assert any("nobody has “vpn”; there are none: such tickets are given to nobody" in note for note in notes)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("[categories.'net/vpn']", "lies in net, which is not there"),
        ("[categories.net]\nowner = 'lae'", "no owner “lae”; nearest is lea"),
        ("[categories.Net]", "is no path: write small letters"),
        ("[fields.x]\nkind = 'choice'", "a choice has at least two"),
        ("[fields.x]\nchoices = ['a', 'b']", 'are for kind = "choice"'),
        ("[fields.x]\nat = 'resolved'", "nearest is resolve"),
        ("[fields.X-1]", "is no name of a field"),
        ("[fields.x]\nrequired_for = ['incidents']", "nearest is incident"),
        ("[[routing]]\nname = 'late'\nteam = 'emea'\nunclaimed_after = '120%'", "“120%” is no share: write 50%"),
        ("[[routing]]\nname = 'late'\nteam = 'emea'\nto = 'somebody'", "no such word “somebody”"),
        ("[staffing]\nunstarted = 0", "wanted is a number from 1 to 100"),
    ],
)
def test_mistakes_are_named(more: str, says: str) -> None:
    with pytest.raises(BadFile) as found:
        parse(FILE.read_text() + "\n" + more)
    assert says in str(found.value)
