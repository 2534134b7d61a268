"""Mail in the ticket workspace: one entry for what was said and how it went, what came back, what was quoted."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from deskconsole.console.desk import mailed, one_ticket
from deskconsole.console.pages import workspace
from deskconsole.console.painting.glyphs import UNICODE
from deskconsole.console.painting.lines import Scene, plain
from deskconsole.core.actors import Actor
from deskconsole.derive import RULES
from deskconsole.features.mail import commands as m
from deskconsole.features.mail.events import MailReported
from deskconsole.features.people import commands as people
from deskconsole.mailroom import fail
from tests.features.desks import TestDesk
from tests.mail.test_threads import answered, arrives, message

ZONE = ZoneInfo("UTC")


def told(desk: TestDesk, ticket: int) -> str:
    """The conversation of a ticket as the screen shows it."""
    found = one_ticket.workspace(desk.store.read, ticket)
    assert found is not None
    scene = Scene(desk.now, ZONE, UNICODE, "ana", 0)
    return "\n".join(plain(line).rstrip() for line in workspace.Told().lines(found.timeline, False, scene, 100))


def mail(desk: TestDesk) -> int:
    return int(desk.scalar("select max(id) from mail where direction = 'out'"))


def test_an_answer_says_how_it_went_and_nothing_is_told_twice(desk: TestDesk) -> None:
    ticket, _ = answered(desk)
    assert "↑ mail out is to leave, first response" in told(desk, ticket)
    desk.pass_("1m")
    desk.do("desk", m.confirm(mail(desk), "smtp"))
    shown = told(desk, ticket)
    assert "↑ mail out ✓ has left 09:01:00, first response" in shown
    assert shown.count("mail ") == 2, shown  # and the one that came in


def test_a_message_that_came_in_is_one_entry_and_its_quotation_is_folded(desk: TestDesk) -> None:
    ticket, own = answered(desk)
    quoted = "\r\n".join(["The one in 3.14", "", "Ana wrote:", "> Which one?", "> ", "> Ana", "", "Kim"])
    more = f"In-Reply-To: {own}\r\n"
    assert arrives(desk, message(quoted, subject="Re: Printer", more=more, name="2")) == ("ticket", ticket)
    shown = told(desk, ticket)
    assert "↓ mail in" in shown
    assert "… 3 quoted lines" in shown
    assert "> Ana" not in shown
    assert "The one in 3.14" in shown


def test_who_wrote_stands_beside_it_and_not_who_took_it_in(desk: TestDesk) -> None:
    desk.do("ana", people.add("Kim Weber", "acme", "kim@acme.example"))
    ticket, own = answered(desk)
    more = f"In-Reply-To: {own}\r\n"
    arrives(desk, message("Mine too", sender="Bo <bo@elsewhere.example>", more=more, name="2"))
    shown = told(desk, ticket).splitlines()
    assert any(re.fullmatch(r" 09:00 Kim Weber +↓ mail in", line) for line in shown), shown
    assert any(" bo@elsewhere" in line and "mail in" in line for line in shown), shown
    (created,) = [line for line in shown if "created from mail" in line]
    assert " bot " in created  # who took it in
    desk.do("lea", people.erase("P-1"))
    assert "Kim" not in told(desk, ticket)
    assert any("(erased)" in line and "mail in" in line for line in told(desk, ticket).splitlines())


def test_what_came_back_is_in_sight(desk: TestDesk) -> None:
    ticket, _ = answered(desk)
    desk.do("desk", fail(mail(desk), "5.1.1", "no such user", False))
    shown = told(desk, ticket)
    assert "↑ mail out ✗ was refused" in shown
    assert ": 5.1.1" in shown
    assert "✗ an answer came back undelivered: it does not count" in shown
    assert "✗ mail was refused: 5.1.1" in shown


def test_a_page_of_what_is_told_elsewhere_is_passed_over(desk: TestDesk) -> None:
    ticket, _ = answered(desk)
    with desk.store.writing(Actor("desk"), RULES) as tx:
        for _ in range(2 * one_ticket.PAGE):
            tx.record(MailReported(at=desk.now, ticket=ticket, mail=mail(desk), action="relayed"))
    entries, more = one_ticket.page(desk.store.read, ticket)
    assert not more
    assert entries[-1].body == "Which one?"
    assert entries[0].what.startswith("created")


def test_short_quotations_stay() -> None:
    assert mailed.folded(["> a", "> b", "no"], UNICODE) == ["> a", "> b", "no"]
    assert mailed.folded(["yes", "> a", "> b", ">"], UNICODE) == ["yes", "… 3 quoted lines"]
