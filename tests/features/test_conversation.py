"""What counts as an answer: contacts, bounces, machines (rules 19, 20); and corrections and causes of breaches."""

from __future__ import annotations

import json

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.views import BREACH_CAUSES
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.replay import SUBJECTS, TICKETS, Cut, Snapshot
from tests.features.desks import START, Door, TestDesk


def response(desk: TestDesk, ticket: int) -> tuple[str, int | None]:
    """The state of its response clock, and when it was answered."""
    return desk.clocks(ticket)["response"][0], desk.row(ticket).responded_at


# --- contacts --------------------------------------------------------------------------------------------------------


def test_a_call_in_which_they_were_reached_is_a_response_and_another_is_not(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.contact(ticket, False))
    assert response(desk, ticket) == ("running", None)
    desk.pass_("5m")
    desk.do("ana", c.contact(ticket, True, note="told them that we work on it"))
    assert response(desk, ticket) == ("stopped", START + 5 * MINUTE)
    assert json.loads(desk.last("body")[0])["responds"]
    desk.do("ana", c.undo())
    assert response(desk, ticket) == ("running", None)


def test_calls_are_logged_also_when_it_is_all_over_but_not_for_what_was_cancelled(desk: TestDesk) -> None:
    ticket, gone = desk.new(), desk.new()
    desk.do("ana", c.resolve(ticket, "fixed", "x"))
    desk.do("ana", c.close(ticket))
    desk.do("ana", c.contact(ticket, True, "in", "walk-in", "thanked us"))
    desk.do("ana", c.cancel(gone, "twice"))
    with pytest.raises(Refused, match="is cancelled: one can contact only from"):
        desk.do("ana", c.contact(gone, True))


def test_the_timeline_tells_of_calls_and_bounces(desk: TestDesk, desk_door: Door) -> None:
    ticket = desk.new()
    desk.do("ana", c.contact(ticket, False, note="engaged"))
    desk.do("ana", c.contact(ticket, True, "in"))
    desk.do("ana", c.reply(ticket, "As said."))
    desk.do("bot", c.bounced(ticket, text="550"))
    desk.do("bot", c.reply(ticket, "Got it.", automatic=True))
    desk.do("bot", c.receive(ticket, "Away", automatic=True))
    told = desk_door("show", "timeline", "INC-10001", "--format", "jsonl").jsonl
    assert [(line["what"], line["text"]) for line in told[2:]] == [
        ("we called them, phone, not reached", "engaged"),
        ("they called us, phone, reached, first response", None),
        ("public answer", "As said."),
        ("✗ an answer came back undelivered: it does not count", "550"),
        ("automatic public answer", "Got it."),
        ("automatic message of the customer", "Away"),
    ]


# --- bounces ---------------------------------------------------------------------------------------------------------


def test_a_bounce_takes_the_response_back_until_another_answer_is_there(desk: TestDesk) -> None:
    ticket = desk.new()
    desk.do("ana", c.reply(ticket, "We look into it."))
    first = int(desk.last("seq")[0])
    desk.pass_("10m")
    desk.do("ana", c.reply(ticket, "Still looking."))
    second = int(desk.last("seq")[0])
    desk.do("bot", c.bounced(ticket, first))
    assert response(desk, ticket) == ("stopped", START + 10 * MINUTE)
    desk.do("bot", c.bounced(ticket, second))
    assert response(desk, ticket) == ("running", None)
    desk.pass_("10m")
    desk.do("ana", c.reply(ticket, "By the other address."))
    assert response(desk, ticket) == ("stopped", START + 20 * MINUTE)
    assert json.loads(desk.last("body")[0])["responds"]
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_which_answer_came_back_is_named(desk: TestDesk) -> None:
    ticket = desk.new()
    with pytest.raises(NotFound, match="INC-10001 has no public answer: `deskconsole show timeline"):
        desk.do("bot", c.bounced(ticket))
    desk.do("ana", c.note(ticket, "odd"))
    internal = int(desk.last("seq")[0])
    desk.do("ana", c.reply(ticket, "Hello"))
    with pytest.raises(NotFound, match=f"has no public answer {internal}"):
        desk.do("bot", c.bounced(ticket, internal))
    desk.do("bot", c.bounced(ticket))
    with pytest.raises(NotFound, match="has no public answer"):  # it came back once
        desk.do("bot", c.bounced(ticket))


# --- corrected -------------------------------------------------------------------------------------------------------


def test_a_correction_says_what_it_was_and_takes_the_tier_of_today(desk: TestDesk) -> None:
    ticket = desk.new(customer="acme", service="vpn", category="network", type="incident")
    desk.do("ana", c.reclassify(ticket, "they only host it", "globex", "mail", "mail / lost", "request"))
    row = desk.row(ticket)
    assert (row.customer, row.service, row.category, row.type) == ("Globex", "Mail", "mail / lost", "request")
    assert desk.scalar("select tier from ticket") is None
    (event,) = [x for x in desk.events(ticket) if isinstance(x, e.TicketReclassified)]
    assert event.was == {
        "customer": "acme", "tier": "gold", "service": "vpn", "category": "network", "type": "incident"
    }  # fmt: skip
    assert desk.facts(ticket)[-1].what == "reclassified"
    desk.do("ana", c.undo())
    row = desk.row(ticket)
    assert (row.customer, row.service, row.category, row.type) == ("Acme", "Remote access", "network", "incident")
    assert desk.scalar("select tier from ticket") == "gold"


def test_what_is_not_named_stays(desk: TestDesk, desk_door: Door) -> None:
    ticket = desk.new(service="vpn", category="network")
    desk.do("ana", c.reclassify(ticket, "they called for Acme", customer="acme"))
    row = desk.row(ticket)
    assert (row.customer, row.service, row.category) == ("Acme", "Remote access", "network")
    assert desk.scalar("select tier from ticket") == "gold"
    told = desk_door("show", "timeline", "INC-10001", "--format", "jsonl").jsonl[-1]
    assert (told["what"], told["text"]) == (
        "reclassified: another customer, was not known", "they called for Acme"
    )  # fmt: skip


def test_corrections_that_are_refused(desk: TestDesk) -> None:
    ticket = desk.new(customer="globex", service="vpn")
    with pytest.raises(Refused, match="is that already: say which"):
        desk.do("ana", c.reclassify(ticket, "x", customer="globex"))
    with pytest.raises(Refused, match="is that already: say which"):
        desk.do("ana", c.reclassify(ticket, "x"))
    with pytest.raises(BadInput, match="the reason is empty"):
        desk.do("ana", c.reclassify(ticket, " ", customer="acme"))
    with pytest.raises(NotFound, match="there is no customer initech"):
        desk.do("ana", c.reclassify(ticket, "x", customer="initech"))
    with pytest.raises(Refused, match="is not of your customers"):
        desk.do("glo", c.reclassify(ticket, "x", customer="acme"))
    desk.do("ana", c.cancel(ticket, "x"))
    with pytest.raises(Refused, match="is cancelled"):
        desk.do("ana", c.reclassify(ticket, "x", customer="acme"))


# --- why it was broken -----------------------------------------------------------------------------------------------


def causes(desk: TestDesk, ticket: int) -> list[tuple[object, ...]]:
    return [row[2:8] for row in desk.store.read.all(BREACH_CAUSES, ticket=ticket)]


def test_a_breach_is_explained_and_explained_anew(desk: TestDesk, desk_door: Door) -> None:
    ticket = desk.new(impact="1", urgency="2")
    with pytest.raises(Refused, match="has broken no such promise: no clock of it breached"):
        desk.do("lea", c.blame(ticket, "response", "late assignment", "ola"))
    desk.pass_("1h")
    desk.tick()
    desk.do("lea", c.blame(ticket, "response", "Late assignment", "emea", note="two people on leave"))
    assert causes(desk, ticket) == [("response", 1, "late-assignment", "ola", "emea", "two people on leave")]
    desk.do("max", c.blame(ticket, "response", "line cut", "fibre"))
    assert causes(desk, ticket) == [("response", 1, "line-cut", "uc", "fibre", None)]
    desk.do("max", c.undo())
    assert causes(desk, ticket)[0][2:5] == ("late-assignment", "ola", "emea")
    told = desk_door("show", "timeline", "INC-10001", "--format", "jsonl").jsonl
    assert next(line["what"] for line in told if line["kind"] == "ticket.breach_explained") == (
        "breach of first response explained: late-assignment, ola emea answers for it"
    )
    desk.do("lea", c.undo())
    assert causes(desk, ticket) == []
    assert rebuild(desk.store, RULES, RECORD).differences == []


@pytest.mark.parametrize(("layer", "says"), [("sla", None), ("customer", None), ("ola", None), ("uc", None)])
def test_each_layer_may_answer(desk: TestDesk, layer: str, says: str | None) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")  # nobody has ticked: it is broken all the same
    desk.do("lea", c.blame(ticket, "response", "x", layer))
    assert causes(desk, ticket)[0][3:5] == (layer, says)


def test_explanations_that_are_refused(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    with pytest.raises(Refused, match="has broken no such promise: response of standard"):
        desk.do("lea", c.blame(ticket, "resolution", "x", "ola"))
    with pytest.raises(BadInput, match="“moon” is no layer: sla, ola, uc, customer, or the key of a team or a vendor"):
        desk.do("lea", c.blame(ticket, "response", "x", "moon"))
    with pytest.raises(BadInput, match="the cause is empty"):
        desk.do("lea", c.blame(ticket, "response", " ", "ola"))
    with pytest.raises(Refused, match="has broken no such promise"):
        desk.do("lea", c.blame(ticket, "response", "x", "ola", cycle=2))


def test_of_several_agreements_one_is_named(desk: TestDesk, desk_door: Door) -> None:
    text, path = desk_door("desk", "export").out, desk.path.with_name("two.toml")
    path.write_text(
        text + '\n[agreements.inner]\ncalendar = "always"\n[agreements.inner.response]\ntargets = {p2="5m"}\n'
    )
    assert desk_door("desk", "apply", path, "--as", "max").code == 0
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    with pytest.raises(BadInput, match="response breached under several agreements: say which of inner, standard"):
        desk.do("lea", c.blame(ticket, "response", "x", "ola"))
    desk.do("lea", c.blame(ticket, "response", "x", "ola", "inner"))
    desk.do("lea", c.blame(ticket, "response", "y", "ola", "standard"))
    assert [row[2] for row in causes(desk, ticket)] == ["x", "y"]


def test_looking_back_it_was_explained_only_later(desk: TestDesk) -> None:
    ticket = desk.new(impact="1", urgency="2")
    desk.pass_("1h")
    desk.do("lea", c.blame(ticket, "response", "x", "ola"))
    for at, count in ((START + HOUR - 1, 0), (START + HOUR, 1)):
        snapshot = Snapshot(desk.store, Cut(at=at), RULES, TICKETS, SUBJECTS)  # type: ignore[arg-type]
        try:
            assert snapshot.driver.select("select count(*) from breach_cause") == [(count,)]
        finally:
            snapshot.close()
