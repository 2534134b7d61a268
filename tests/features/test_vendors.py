"""Tickets at vendors: spells, who may tell of them and when, and what ends them (rule 26)."""

from __future__ import annotations

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.spells import Spell, spells
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk


def told(desk: TestDesk, ticket: int) -> list[tuple[int, str, object]]:
    """What the vendors did, in minutes since the start."""
    steps = ("dispatched", "received", "accepted", "returned")
    return [((fact.at - START) // MINUTE, fact.what, fact.value) for fact in desk.facts(ticket) if fact.what in steps]


def test_one_rejects_another_accepts_and_the_first_gets_it_back(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.dispatch(ticket, "fibre", "F-1", "no light on port 3"))
    row = desk.row(ticket)
    assert (row.vendor, row.vendor_reference) == ("Fibre Co", "F-1")
    desk.pass_("10m")
    desk.do("bot", c.received(ticket))
    desk.do("bot", c.rejected(ticket, "not our line"))
    assert (desk.row(ticket).vendor, desk.row(ticket).vendor_reference) == (None, None)
    desk.pass_("10m")
    desk.do("ana", c.dispatch(ticket, "Cables"))
    desk.do("ana", c.accepted(ticket, "C-9"))
    assert (desk.row(ticket).vendor, desk.row(ticket).vendor_reference) == ("Cables", "C-9")
    desk.pass_("10m")
    desk.do("ana", c.returned(ticket))
    desk.do("ana", c.dispatch(ticket, "fibre"))
    assert told(desk, ticket) == [
        (0, "dispatched", "fibre"), (10, "received", "fibre"), (10, "returned", "fibre"),
        (20, "dispatched", "cables"), (20, "accepted", "cables"), (30, "returned", "cables"),
        (30, "dispatched", "fibre"),
    ]  # fmt: skip
    made = spells(desk.events(ticket))
    assert [(spell.key, spell.rejected, spell.returned is None) for spell in made] == [
        ("fibre", True, False), ("cables", False, False), ("fibre", False, True)
    ]  # fmt: skip
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_vendors_tell_us_later_how_it_was(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.pass_("1h")
    desk.do("ana", c.dispatch(ticket, "fibre", at=Instant(START + 10 * MINUTE)))
    desk.do("bot", c.accepted(ticket, at=Instant(START + 40 * MINUTE)))
    desk.do("bot", c.received(ticket, at=Instant(START + 20 * MINUTE)))
    assert told(desk, ticket) == [(10, "dispatched", "fibre"), (20, "received", "fibre"), (40, "accepted", "fibre")]
    assert spells(desk.events(ticket)) == [
        Spell(2, "fibre", Instant(START + 10 * MINUTE), Instant(START + 20 * MINUTE), Instant(START + 40 * MINUTE))
    ]
    desk.do("bot", c.returned(ticket, at=Instant(START + 50 * MINUTE)))
    assert desk.row(ticket).vendor is None
    assert not any(fact.late for fact in desk.facts(ticket))  # it is their word, not somebody's second thought


@pytest.mark.parametrize(
    ("minute", "says"),
    [(-1, "that was before INC-10001 was opened"), (61, "that lies in the future"), (9, "was sent to fibre")],
)
def test_when_that_cannot_be(desk: TestDesk, minute: int, says: str) -> None:
    ticket = desk.new()
    desk.pass_("10m")
    desk.do("ana", c.dispatch(ticket, "fibre"))
    desk.pass_("50m")
    at = Instant(START + minute * MINUTE)
    for call in (
        c.received(ticket, at=at),
        c.accepted(ticket, at=at),
        c.rejected(ticket, "x", at),
        c.returned(ticket, at=at),
    ):
        with pytest.raises(BadInput, match=says):
            desk.do("ana", call)


def test_the_steps_of_a_spell_keep_their_order(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.dispatch(ticket, "fibre"))
    desk.pass_("30m")
    desk.do("ana", c.received(ticket))
    at = Instant(START + 20 * MINUTE)
    with pytest.raises(BadInput, match="before fibre had received"):
        desk.do("ana", c.accepted(ticket, at=at))
    with pytest.raises(BadInput, match="still with fibre after that"):
        desk.do("ana", c.returned(ticket, at=at))
    desk.do("ana", c.accepted(ticket))
    for again, words in ((c.received(ticket), "has received"), (c.accepted(ticket), "has accepted")):
        with pytest.raises(Refused, match=f"fibre {words} INC-10001 before"):
            desk.do("ana", again)
    with pytest.raises(Refused, match=r"had accepted INC-10001: vendor\.returned"):
        desk.do("ana", c.rejected(ticket, "no"))
    desk.do("ana", c.returned(ticket))
    with pytest.raises(BadInput, match="before fibre had given INC-10001 back"):
        desk.do("ana", c.dispatch(ticket, "cables", at=at))
    other = desk.new()
    desk.do("ana", c.dispatch(other, "fibre"))
    desk.pass_("10m")
    desk.do("ana", c.accepted(other))
    desk.pass_("10m")
    with pytest.raises(BadInput, match="fibre had accepted INC-10002 by then"):
        desk.do("ana", c.received(other))


def test_one_vendor_at_a_time(desk: TestDesk) -> None:
    ticket = desk.new()
    with pytest.raises(Refused, match=r"INC-10001 is with no vendor: vendor\.dispatch sends it to one"):
        desk.do("ana", c.received(ticket))
    with pytest.raises(NotFound, match="there is no vendor moon"):
        desk.do("ana", c.dispatch(ticket, "moon"))
    desk.do("ana", c.dispatch(ticket, "fibre"))
    with pytest.raises(Refused, match=r"INC-10001 is with fibre already: vendor\.returned says that it is back"):
        desk.do("ana", c.dispatch(ticket, "cables"))


@pytest.mark.parametrize("ends", ["resolve", "cancel"])
def test_a_ticket_that_ends_is_with_nobody(desk: TestDesk, ends: str) -> None:
    ticket = desk.new()
    desk.do("ana", c.dispatch(ticket, "fibre"))
    desk.pass_("1h")
    desk.do("ana", c.resolve(ticket, "fixed", "x") if ends == "resolve" else c.cancel(ticket, "x"))
    assert desk.row(ticket).vendor is None
    assert told(desk, ticket)[-1] == (60, "returned", "fibre")
    desk.do("ana", c.undo())
    assert desk.row(ticket).vendor == "Fibre Co"


def test_what_was_sent_has_left_the_house(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.dispatch(ticket, "fibre"))
    with pytest.raises(Refused, match=r"fibre has it by now: vendor\.returned says that it is back"):
        desk.do("ana", c.undo())
    desk.do("ana", c.received(ticket))
    desk.do("ana", c.undo())  # a word about it has not
    assert told(desk, ticket) == [(0, "dispatched", "fibre")]


def test_a_vendor_does_not_pause_the_customer_s_clock(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    before = desk.clocks(ticket)
    desk.do("ana", c.dispatch(ticket, "fibre"))
    assert desk.clocks(ticket) == before


# --- the desk file ---------------------------------------------------------------------------------------------------


def test_vendors_come_go_and_come_back_by_the_desk_file(desk: TestDesk, desk_door: Door) -> None:
    ticket = desk.new()
    desk.do("ana", c.dispatch(ticket, "fibre"))
    text, path = desk_door("desk", "export").out, desk.path.with_name("vendors.toml")
    assert '[vendors.fibre]\nname = "Fibre Co"\n' in text
    path.write_text(text.replace('[vendors.fibre]\nname = "Fibre Co"\n', '[vendors.sat]\nname = "Sat"\n'))
    assert desk_door("desk", "apply", path, "--as", "max").out.splitlines() == [
        "+ vendor sat Sat", "- vendor fibre retired"
    ]  # fmt: skip
    with pytest.raises(NotFound, match="there is no vendor fibre"):
        desk.do("ana", c.dispatch(desk.new(), "fibre"))
    desk.do("ana", c.returned(ticket))  # what it has, it can give back
    path.write_text(text.replace("Fibre Co", "Fibre & Co"))
    out = desk_door("desk", "apply", path, "--as", "max").out
    assert "+ vendor fibre again Fibre & Co" in out
    assert desk.all("select id, key, name, active from vendor order by id") == [
        (1, "cables", "Cables", 1), (2, "fibre", "Fibre & Co", 1), (3, "sat", "Sat", 0)
    ]  # fmt: skip
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_whose_it_is_becomes_a_fact_with_each_route(desk: TestDesk) -> None:
    ticket = desk.new(service="vpn")
    desk.do("ana", c.to_team(ticket, "emea"))
    assert [fact.value for fact in desk.facts(ticket) if fact.what == "owned"] == [2, 1]
