"""Drafts in the store: private, no fact, and gone in the transaction that sends them."""

from __future__ import annotations

import json

import pytest

from deskconsole.core.errors import Refused
from deskconsole.features.tickets import commands as c
from deskconsole.store.compare import of_record
from deskconsole.store.drafts import DRAFTS_ON, gone, keep, together
from tests.features.desks import TestDesk


def on(desk: TestDesk, who: str, ticket: int) -> list[str]:
    return [draft.text for draft in desk.store.read.all(DRAFTS_ON, operator=who, ticket=ticket)]


def test_a_draft_is_kept_as_it_stood_last_and_an_empty_one_is_none(desk: TestDesk) -> None:
    ticket, other = desk.new(), desk.new("Mail slow")
    lines = desk.scalar("select max(seq) from journal")
    assert keep(desk.store, "ana", ticket, "reply", "Dear") == desk.now
    desk.pass_("5s")
    keep(desk.store, "ana", ticket, "reply", "Dear Ms Nair", "ask-logs")
    keep(desk.store, "ana", ticket, "note", "half")
    keep(desk.store, "ben", ticket, "reply", "mine")
    (note, reply) = desk.store.read.all(DRAFTS_ON, operator="ana", ticket=ticket)
    assert (reply.text, reply.macro, reply.saved_at) == ("Dear Ms Nair", "ask-logs", desk.now)
    assert note.text == "half"
    assert on(desk, "ana", other) == []
    keep(desk.store, "ana", ticket, "note", " \n")
    assert on(desk, "ana", ticket) == ["Dear Ms Nair"]
    assert on(desk, "ben", ticket) == ["mine"]
    assert desk.scalar("select max(seq) from journal") == lines  # nothing of it is a fact
    assert "draft" not in of_record(desk.store.backend.tables())


def test_it_goes_with_the_call_that_sends_it_and_stays_where_that_is_refused(desk: TestDesk) -> None:
    ticket = desk.new()
    keep(desk.store, "ana", ticket, "reply", "On it.")
    desk.do("ben", c.cancel(ticket, "by mistake"))
    with pytest.raises(Refused):
        desk.do("ana", c.reply(ticket, "On it."), key="k0", beside=gone("ana", ticket, "reply"))
    assert on(desk, "ana", ticket) == ["On it."]
    other = desk.new("Mail slow")
    keep(desk.store, "ana", other, "reply", "On it.")
    desk.do("ana", c.reply(other, "On it."), source="console", key="k1", beside=gone("ana", other, "reply"))
    assert on(desk, "ana", other) == []
    assert on(desk, "ana", ticket) == ["On it."]


def test_whatever_fails_beside_a_call_takes_the_call_back(desk: TestDesk) -> None:
    ticket = desk.new()
    keep(desk.store, "ana", ticket, "reply", "On it.")

    def breaks(_: object) -> None:
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError, match="cut"):
        desk.do("ana", c.reply(ticket, "On it."), source="console", key="k", beside=breaks)
    assert on(desk, "ana", ticket) == ["On it."]
    assert "ticket.commented" not in desk.kinds(ticket)


def test_drafts_put_together_know_the_articles_of_each(desk: TestDesk) -> None:
    ticket = desk.new()
    keep(desk.store, "ana", ticket, "reply", "Here", None, '{"KB-1": ["Restart it"]}', 7, ())
    keep(desk.store, "ana", ticket, "reply", "There", None, '{"KB-2": ["Wait"]}', 8, ())
    (one,) = together(desk.store.read.all(DRAFTS_ON, operator="ana", ticket=ticket))
    assert (one.kind, one.text, one.seen) == ("reply", "There\n\nHere", 8)
    assert json.loads(one.articles or "") == {"KB-1": ["Restart it"], "KB-2": ["Wait"]}
