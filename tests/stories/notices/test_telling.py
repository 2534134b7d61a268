"""Notices: clocks that only evidence of sending stops, whoever they go to and however they are sent (rule 37)."""

from __future__ import annotations

from hashlib import sha256

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.engine.intake import take_in
from deskconsole.engine.letters import mail_outbox
from deskconsole.engine.smtp import Postman
from deskconsole.features.notices import commands as n
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from tests.features.desks import START, TestDesk, said
from tests.stories.promises.asking import Asked

BOUNCE = (
    "From: MAILER-DAEMON@outside.example\r\nTo: desk@desk.example\r\nSubject: {action}\r\nMessage-ID: <{action}@x>\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/plain\r\n\r\nWhat became of it.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    "Reporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@x\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {own}\r\n\r\nx\r\n--b--\r\n"
)


def sends(desk: TestDesk) -> None:
    """The engine has its turn: what is queued leaves."""
    mail_outbox(desk.store, Postman(desk.store)).run()
    desk.tick()


def reports(desk: TestDesk, action: str, status: str) -> None:
    """A mail server tells what became of the last message of ours."""
    own = desk.scalar("select own from mail where direction = 'out' order by id desc limit 1")
    take_in(House(desk.store, Actor(DESK)), BOUNCE.format(action=action, status=status, own=own).encode())
    desk.tick()


def states(desk: TestDesk, ticket: int, metric: str) -> list[tuple[str, int]]:
    """Each cycle's state, and when it stopped or else was due, after the start of the story."""
    sql = "select state, coalesce(stopped, due) from clock where ticket = :t and metric = :m order by cycle"
    return [(state, at - START) for state, at in desk.all(sql, t=ticket, m=metric)]


def leaked(desk: TestDesk) -> int:
    """A ticket of Acme's of which it turns out after an hour that personal data is in it."""
    ticket = desk.new("Laptop left on a train", customer="acme", impact="2", urgency="2")
    desk.pass_("1h")
    desk.do("ana", c.tag(ticket, "personal-data"))
    return ticket


def test_the_authority_is_told_in_time_by_a_mail_that_was_handed_over_and_not_by_one_that_was_written(
    desk: TestDesk, asked: Asked
) -> None:
    ticket = leaked(desk)
    assert states(desk, ticket, "authority") == [("running", 73 * HOUR)]
    desk.do("ana", c.resolve(ticket, "fixed", "it was found"))
    desk.tick()
    assert desk.row(ticket).state == "resolved"
    assert desk.scalar("select is_open from ticket where id = :t", t=ticket) == 1  # it waits for its notices
    assert "INC-10001" in asked("show", "queue").out

    desk.pass_("1h")
    assert asked("do", "notice", "INC-10001", "--which", "authority").code == 0
    assert "ticket.commented" not in desk.kinds(ticket)  # it is no answer, the customer hears nothing of it
    assert states(desk, ticket, "authority") == [("running", 73 * HOUR)]
    sends(desk)
    assert states(desk, ticket, "authority") == [("stopped", 2 * HOUR)]
    text = "Test desk gives notice of incident INC-10001: Laptop left on a train."
    kept = desk.all(
        "select a.text, x.text, d.text from notice n join private_text a on a.id = n.address"
        " join private_text x on x.id = n.text join private_text d on d.id = n.digest"
    )
    assert kept == [("breaches@dpa.example", text, sha256(text.encode()).hexdigest())]
    page = asked.why(ticket, "authority")
    assert "notice to the authority" in page
    assert "running, owed since it was tagged personal-data 37" in page
    assert "mail 1 left for the sandbox, no receipt that it arrived" in page

    reports(desk, "delivered", "2.0.0")
    assert "mail 1 delivered, as its server says" in asked.why(ticket, "authority")
    asked.proved()


def test_a_notice_that_comes_back_is_owed_again_and_may_turn_out_to_be_late(desk: TestDesk, asked: Asked) -> None:
    ticket = desk.new("Everything is down", customer="acme", impact="1", urgency="1")  # P1: half an hour to tell them
    desk.pass_("20m")
    desk.do("ana", n.notice(ticket, "outage"))
    sends(desk)
    assert states(desk, ticket, "outage") == [("stopped", 20 * MINUTE)]
    assert asked("journal", "verify").code == 0  # each private text is of one line, also of those that are sent on
    desk.pass_("20m")
    reports(desk, "failed", "5.1.1")
    assert states(desk, ticket, "outage") == [("running", 30 * MINUTE)]
    assert desk.all("select first_stop, breached_at from clock where metric = 'outage'") == [
        (START + 20 * MINUTE, START + 30 * MINUTE)
    ]
    desk.pass_("1m")
    page = asked.why(ticket, "outage")
    assert "mail 1 left for the sandbox, no receipt that it arrived, and counted on when it came" in page
    assert "running, mail 1 came back (5.1.1)" in page
    desk.do("ana", n.receipt(ticket, "phone", "K. Weber, 09:41", "outage"))
    assert states(desk, ticket, "outage") == [("stopped", 41 * MINUTE)]
    assert "◆ sent by phone, there is a receipt 37 #39" in asked.why(ticket, "outage")
    assert "K. Weber, 09:41" in asked("show", "timeline", "INC-10001").out
    (line,) = asked("report", "notices", "--late", "--format", "csv").csv
    assert (line["ticket"], line["notice"], line["to"], line["state"], line["sent"]) == (
        "INC-10001", "outage", "the customer", "sent", "2026-03-03T09:41:00Z"
    )  # fmt: skip
    assert line["evidence"] == "mail 1 came back (5.1.1); sent by phone, receipt K. Weber, 09:41"
    asked.proved()


def test_the_report_lists_what_is_owed_first_and_what_was_sent_with_its_evidence(desk: TestDesk, asked: Asked) -> None:
    told, owed, waived = leaked(desk), leaked(desk), leaked(desk)
    desk.do("ana", n.notice(told))
    desk.do("lea", n.waive(waived, "nobody's data"))
    queued = {row["ticket"]: row["state"] for row in asked("report", "notices", "--format", "json").json}
    assert queued == {"INC-10001": "on its way", "INC-10002": "due", "INC-10003": "not owed"}
    sends(desk)
    reports(desk, "delivered", "2.0.0")
    desk.pass_("73h")
    desk.tick()
    rows = [row for row in asked("report", "notices", "--format", "json").json if row["notice"] == "authority"]
    found = [(row["ticket"], row["state"], row["late"], row["evidence"]) for row in rows]
    assert found == [
        ("INC-10002", "due", True, ""),
        ("INC-10001", "delivered", False, "mail 1 delivered, as its server says"),
        ("INC-10003", "not owed", False, ""),
    ]
    table = asked("report", "notices", "--state", "due").out
    assert "INC-10002  authority  Data protection authority  due    yes" in table
    assert owed


def test_what_comes_back_while_another_one_stands_takes_nothing_back(desk: TestDesk, asked: Asked) -> None:
    ticket = leaked(desk)
    desk.do("ana", n.notice(ticket))
    sends(desk)
    desk.pass_("1h")
    reports(desk, "failed", "4.4.7")
    desk.do("ana", n.receipt(ticket, "portal", "BR-2026-118"))
    desk.pass_("1h")
    reports(desk, "failed", "5.0.0")
    assert states(desk, ticket, "authority") == [("stopped", 2 * HOUR)]
    asked.proved()


def test_a_breach_begins_the_notice_of_it_when_it_was_though_nobody_saw_it(desk: TestDesk, asked: Asked) -> None:
    ticket = desk.new("Printer jams", customer="acme", impact="1", urgency="2", requester="kim@acme.example")  # P2: 8 h
    desk.pass_("8h10m")
    desk.tick()  # the engine comes late: the breach was ten minutes ago
    assert states(desk, ticket, "late") == [("running", 9 * HOUR)]
    desk.pass_("1h")
    desk.tick()
    assert asked.told(ticket, "late") == [(50, 510), (100, 540)]
    desk.do("ana", n.notice(ticket, text="It is late, and we are sorry."))
    assert desk.all("select a.text from mail m join private_text a on a.id = m.address") == [("kim@acme.example",)]
    sends(desk)
    assert states(desk, ticket, "late") == [("stopped", 550 * MINUTE)]
    assert len(desk.all("select 1 from clock where metric = 'late'")) == 1  # its own breach gives rise to none
    asked.proved()


def test_the_report_after_the_end_is_owed_while_it_has_ended(desk: TestDesk, asked: Asked) -> None:
    ticket = desk.new("Line down", customer="acme", impact="2", urgency="2")
    desk.do("ana", c.resolve(ticket, "fixed", "splice"))
    due = said("2026-03-06T00:00Z") - START
    assert states(desk, ticket, "regulator") == [("running", due)]
    desk.pass_("1h")
    desk.do("ana", c.reopen(ticket, "not-fixed", "down again"))
    assert states(desk, ticket, "regulator") == [("cancelled", HOUR)]
    desk.pass_("1h")
    desk.do("ana", c.resolve(ticket, "fixed", "splice"))
    assert [state for state, _ in states(desk, ticket, "regulator")] == ["cancelled", "running"]
    with pytest.raises(Refused, match="told by the portal at"):
        desk.do("ana", n.notice(ticket))
    desk.do("ana", n.receipt(ticket, "portal", "case 77"))
    assert states(desk, ticket, "regulator")[1] == ("stopped", 2 * HOUR)
    asked.proved()


def test_what_was_sent_before_it_was_entered_counts_from_then_on_evidence(desk: TestDesk, asked: Asked) -> None:
    """Rule 27: by who may say so; a receipt from before it was owed stops it when it was."""
    ticket = leaked(desk)
    desk.pass_("2h")
    earlier = START + 90 * MINUTE
    with pytest.raises(Refused, match=r"ticket\.backdate"):
        desk.do("ana", n.receipt(ticket, "letter", "RR 1 DE", at=earlier))
    desk.do("lea", n.receipt(ticket, "letter", "RR 1 DE", at=earlier))
    assert states(desk, ticket, "authority") == [("stopped", 90 * MINUTE)]
    assert "on late evidence (27)" in asked.why(ticket, "authority")
    other = leaked(desk)
    desk.do("lea", n.receipt(other, "phone", "call 9", at=desk.now - 30 * MINUTE))
    assert desk.all("select stopped - start from clock where ticket = :t and metric = 'authority'", t=other) == [(0,)]
    rows = {
        row["ticket"]: row["evidence"] for row in asked("report", "notices", "--state", "sent", "--format", "json").json
    }
    assert rows == {"INC-10001": "sent by letter, receipt RR 1 DE", "INC-10002": "sent by phone, receipt call 9"}
    asked.proved()


def test_who_decides_that_it_is_not_owed_says_why_and_undoes_no_breach(desk: TestDesk, asked: Asked) -> None:
    ticket, late = leaked(desk), leaked(desk)
    with pytest.raises(Refused, match=r"ticket\.override"):
        desk.do("ana", n.waive(ticket, "the disk was encrypted"))
    desk.do("lea", n.waive(ticket, "the disk was encrypted"))
    assert [state for state, _ in states(desk, ticket, "authority")] == ["cancelled"]
    assert "No result: not owed" in asked.why(ticket, "authority")
    desk.pass_("80h")
    desk.tick()
    desk.do("lea", n.waive(late, "the disk was encrypted", "authority"))
    assert desk.all(
        "select state, breached_at is null from clock where ticket = :t and metric = 'authority'", t=late
    ) == [("stopped", 0)]
    asked.proved()


def test_what_has_left_is_not_undone_and_not_sent_twice(desk: TestDesk, asked: Asked) -> None:
    ticket = leaked(desk)
    desk.do("ana", n.notice(ticket))
    with pytest.raises(Refused, match="the notice has left the house: write another one"):
        desk.do("ana", c.undo())
    with pytest.raises(Refused, match="on its way as mail 1"):
        desk.do("ana", n.notice(ticket))
    sends(desk)
    with pytest.raises(NotFound, match="does not owe the notice “authority” now; it owes none"):
        desk.do("ana", n.notice(ticket, "authority"))
    desk.do("ana", n.receipt(leaked(desk), "fax", "0911"))
    desk.do("ana", c.undo())  # what was entered in error never left
    assert [row[0] for row in desk.all("select state from clock where metric = 'authority' order by ticket")] == [
        "stopped", "running"
    ]  # fmt: skip
    assert desk.all("select way from notice") == [("mail",)]
    asked.proved()


def test_a_ticket_that_was_merged_still_owes_what_it_was_tagged_for(desk: TestDesk, asked: Asked) -> None:
    ticket, other = leaked(desk), desk.new("The same laptop", customer="acme")
    desk.do("lea", c.merge(ticket, desk.row(other).number, "one laptop"))
    assert desk.row(ticket).state == "merged"
    assert [state for state, _ in states(desk, ticket, "authority")] == ["running"]
    assert desk.scalar("select is_open from ticket where id = :t", t=ticket) == 1
    asked.proved()
