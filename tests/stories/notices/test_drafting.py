"""Whoever sends a notice reads it first: the form begins with its draft."""

from __future__ import annotations

from deskconsole.console.desk.live import DeskSource
from deskconsole.console.forms import Form
from deskconsole.core.actors import Actor
from deskconsole.features.notices import commands as notices
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk


def form_of(desk: TestDesk, ticket: int) -> Form:
    source = DeskSource(desk.store, Actor("ana"))
    return Form(notices.notice, {"ticket": ticket}, source.world())


def test_the_form_begins_with_the_draft_of_what_is_due_first(desk: TestDesk) -> None:
    ticket = desk.new("Everything is down", customer="acme", impact="1", urgency="1")
    desk.do("ana", c.tag(ticket, "personal-data"))
    form = form_of(desk, ticket)
    assert form.texts == {"which": "outage", "text": "Dear Acme, INC-10001 is late. Ana, Test desk"}
    form.write("text", "Dear Acme, we work on it.")
    desk.do("ana", form.call())
    sent = desk.all(
        "select x.text, a.text from notice n join private_text x on x.id = n.text"
        " join private_text a on a.id = n.address"
    )
    assert sent == [("Dear Acme, we work on it.", "duty@acme.example")]


def test_a_ticket_that_owes_nothing_begins_with_nothing(desk: TestDesk) -> None:
    assert form_of(desk, desk.new()).texts == {"which": "", "text": ""}
