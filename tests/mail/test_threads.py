"""Where a message belongs: into its ticket, into a new one, or to nobody who should not be in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deskconsole.core.actors import Actor
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import DAY, MINUTE
from deskconsole.derive import RULES
from deskconsole.engine.erasing import forget_files
from deskconsole.engine.intake import take_in
from deskconsole.features.mail.commands import drop
from deskconsole.features.mail.views import ATTACHMENTS, HELD_BACK, MAILS_OF, QUARANTINED
from deskconsole.features.people import commands as people
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.views import LINKS
from deskconsole.house import House
from deskconsole.mailroom import release
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.files import Files
from tests.features.desks import Door, TestDesk, at_the_door


def message(
    text: str = "It jams", sender: str = "kim@acme.example", subject: str = "Printer", more: str = "", name: str = "1"
) -> bytes:
    head = f"From: {sender}\r\nTo: desk@desk.example\r\nSubject: {subject}\r\nMessage-ID: <{name}@acme.example>\r\n"
    return f"{head}Date: Tue, 03 Mar 2026 08:59:00 +0000\r\n{more}\r\n{text}\r\n".encode()


def arrives(desk: TestDesk, raw: bytes, at: int | None = None) -> tuple[str, int]:
    """Take a message in; the kind and number of what it became part of."""
    taken = take_in(House(desk.store, Actor("bot")), raw, at)  # type: ignore[arg-type]
    about, subject = desk.all("select about, subject from journal where seq = :s", s=taken.receipt.events[0])[0]
    return str(about), int(subject)


def answered(desk: TestDesk) -> tuple[int, str]:
    """A ticket that came by mail and was answered; and the Message-ID of the answer."""
    _, ticket = arrives(desk, message())
    desk.do("ana", c.reply(ticket, "Which one?"))
    desk.tick()
    return ticket, desk.scalar("select own from mail where direction = 'out' order by id desc limit 1")


def proven(desk: TestDesk) -> None:
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_message_opens_a_ticket_when_it_reached_the_server(desk: TestDesk) -> None:
    reached = desk.now - 20 * MINUTE
    _, ticket = arrives(desk, message(subject="Re: FW: Printer"), reached)
    row = desk.row(ticket)
    assert (row.title, row.requester, row.channel, row.intake) == ("Printer", "kim@acme.example", "mail", "people")
    assert (row.reported_at, row.opened_at, row.state) == (reached, desk.now, "new")
    proven(desk)


def test_the_topmost_trace_counts_only_of_a_host_of_ours(desk: TestDesk) -> None:
    trace = "Received: from x by {host} with ESMTP; Tue, 03 Mar 2026 08:40:00 +0000\r\n"
    ours = arrives(desk, trace.format(host="mx.desk.example").encode() + message(name="a"))[1]
    theirs = arrives(desk, trace.format(host="mx.evil.example").encode() + message(name="b"))[1]
    below = (trace.format(host="relay.example") + trace.format(host="mx.desk.example")).encode() + message(name="c")
    assert desk.row(ours).reported_at == desk.now - 20 * MINUTE
    assert desk.row(theirs).reported_at == desk.row(arrives(desk, below)[1]).reported_at == desk.now


def test_an_answer_ends_the_hold_when_it_reached_the_server(desk: TestDesk) -> None:
    """Rules 14 and 20: read late, it counts from when it came."""
    ticket, own = answered(desk)
    desk.do("ana", c.hold(ticket, "caller"))
    desk.pass_("2h")
    reached = desk.now - 30 * MINUTE
    arrives(desk, message("The blue one", more=f"In-Reply-To: {own}\r\n", name="2"), reached)
    assert desk.row(ticket).state == "open"
    assert [(f.what, f.at) for f in desk.facts(ticket)][-2:] == [("asked", reached), ("resumed", reached)]
    proven(desk)


def test_an_automatic_answer_ends_nothing(desk: TestDesk) -> None:
    ticket, own = answered(desk)
    desk.do("ana", c.hold(ticket, "caller"))
    arrives(desk, message("Away", more=f"In-Reply-To: {own}\r\nAuto-Submitted: auto-replied\r\n", name="2"))
    assert desk.row(ticket).state == "held"
    assert desk.kinds(ticket)[-2:] == ["ticket.commented", "mail.received"]


def test_an_answer_opens_a_resolved_ticket_again_within_the_window(desk: TestDesk) -> None:
    """Rule 22."""
    ticket, own = answered(desk)
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.pass_("1h")
    assert arrives(desk, message("Not at all", more=f"In-Reply-To: {own}\r\n", name="2")) == ("ticket", ticket)
    assert (desk.row(ticket).state, desk.row(ticket).reopened) == ("open", 1)
    assert desk.store.read.all(MAILS_OF, ticket=ticket)[-1].state == "reopened"
    proven(desk)


def test_long_after_it_is_a_ticket_that_follows_up(desk: TestDesk) -> None:
    ticket, own = answered(desk)
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.do("ana", c.close(ticket))
    desk.clock.passed += 8 * DAY
    _, new = arrives(desk, message("Once more", more=f"In-Reply-To: {own}\r\n", name="2"))
    assert new != ticket
    assert [tuple(link) for link in desk.store.read.all(LINKS, ticket=new)] == [("follow-up", desk.row(ticket).number)]
    assert desk.row(ticket).state == "closed"
    proven(desk)


def test_a_stranger_who_knows_a_number_writes_into_no_ticket_of_others(desk: TestDesk) -> None:
    ticket, _ = answered(desk)
    number = desk.row(ticket).number
    _, new = arrives(desk, message("And the password?", "eve@evil.example", f"Re: [{number}] Printer", name="2"))
    assert new != ticket
    assert [tuple(link) for link in desk.store.read.all(LINKS, ticket=new)] == [("related", number)]
    assert arrives(desk, message("Me again", subject=f"Re: [{number}] Printer", name="3")) == ("ticket", ticket)
    theirs = message("Mine?", "eve@evil.example", more="In-Reply-To: <1@acme.example>\r\n", name="4")
    assert arrives(desk, theirs)[1] not in (ticket, new)  # that id many have seen


def test_a_colleague_of_the_same_customer_may_write_into_its_tickets(desk: TestDesk) -> None:
    desk.do("ana", people.add("Kim", customer="acme", mail="kim@acme.example"))
    desk.do("ana", people.add("Lou", customer="acme", mail="lou@acme.example"))
    desk.do("ana", people.add("Gil", customer="globex", mail="gil@globex.example"))
    _, ticket = arrives(desk, message())
    row = desk.row(ticket)
    assert (row.requester, row.customer, row.person) == ("Kim", "Acme", 1)
    subject = f"Re: [{row.number}] Printer"
    assert arrives(desk, message("Me too", "Lou@acme.example", subject, name="2")) == ("ticket", ticket)
    assert arrives(desk, message("Me too", "gil@globex.example", subject, name="3"))[1] != ticket
    proven(desk)


def test_an_answer_goes_to_the_address_of_a_person_who_called(desk: TestDesk) -> None:
    desk.do("ana", people.add("Kim", customer="acme", mail="kim@acme.example"))
    ticket = desk.new(caller="kim")
    desk.do("ana", c.reply(ticket, "Hello"))
    desk.tick()
    assert [row.address for row in desk.store.read.all(MAILS_OF, ticket=ticket)] == ["kim@acme.example"]


def test_who_opens_tickets_in_excess_is_held_back(mail_template: Path, desk: TestDesk) -> None:
    with desk.store.backend.writing() as driver:
        driver.change("update mail_rules set body = replace(body, '\"new\": 1000', '\"new\": 3')")
    outcomes = [arrives(desk, message(name=f"{n}"))[0] for n in range(5)]
    assert outcomes == ["ticket"] * 3 + ["quarantine"] * 2
    assert arrives(desk, message(sender="lou@acme.example", name="6"))[0] == "ticket"
    desk.pass_("61m")
    assert arrives(desk, message(name="7"))[0] == "ticket"


# --- the quarantine --------------------------------------------------------------------------------------------------


def test_a_message_is_released_as_a_ticket_with_itself_attached(desk: TestDesk) -> None:
    _, entry = arrives(desk, message("Disk full", more="Precedence: bulk\r\n"))
    (held,) = desk.store.read.all(HELD_BACK)
    assert (held.number, held.reason, held.detail) == ("Q-1", "automatic", "Precedence: bulk")
    with pytest.raises(Refused, match=r"needs the permission mail\.release"):
        desk.do("ana", release(entry))
    desk.do("lea", release(entry))
    assert desk.row(1).title == "Printer"
    (file,) = desk.store.read.all(ATTACHMENTS, ticket=1)
    assert b"Disk full" in Files.of(desk.store.url).read(file.file or "")
    with pytest.raises(Refused, match="Q-1 was released already"):
        desk.do("lea", drop(entry, "spam"))
    assert desk.store.read.all(HELD_BACK) == []
    proven(desk)


def test_a_message_is_released_into_a_ticket_or_dropped(desk: TestDesk) -> None:
    ticket, _ = answered(desk)
    entries = [arrives(desk, message(f"Robot {n}", more="Precedence: bulk\r\n", name=f"{n + 5}"))[1] for n in (0, 1)]
    with pytest.raises(NotFound, match="there is no ticket INC-9"):
        desk.do("lea", release(entries[0], "INC-9"))
    desk.do("lea", release(entries[0], desk.row(ticket).number))
    assert desk.kinds(ticket)[-3:] == ["ticket.commented", "mail.received", "ticket.attached"]
    desk.do("lea", drop(entries[1], "spam"))
    row = desk.store.read.one(QUARANTINED, quarantine=entries[1])
    assert (row.state, row.note, row.ticket) == ("dropped", "spam", None)
    with pytest.raises(NotFound, match="there is no entry Q-77"):
        desk.do("lea", drop(77, "spam"))
    proven(desk)


# --- files -----------------------------------------------------------------------------------------------------------

WITH_FILE = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
    'See file\r\n--b\r\nContent-Type: text/plain; name="log.txt"\r\n'
    'Content-Disposition: attachment; filename="../log.txt"\r\n\r\nthe blue secret of kim\r\n--b--'
)


def mail_with_file(sender: str, name: str) -> bytes:
    head = message(sender=sender, name=name).partition(b"\r\n\r\n")[0]
    return head + b"\r\n" + WITH_FILE.encode()


def test_files_lie_beside_the_store_and_go_with_who_is_forgotten(
    desk: TestDesk, desk_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("ana", people.add("Kim", customer="acme", mail="kim@acme.example"))
    desk.do("ana", people.add("Lou", customer="acme", mail="lou@acme.example"))
    _, ticket = arrives(desk, mail_with_file("kim@acme.example", "1"))
    (file,) = desk.store.read.all(ATTACHMENTS, ticket=ticket)
    place = Files.of(desk.store.url).place(file.file or "")
    assert (file.name, file.size, file.type) == ("log.txt", 22, "text/plain")
    assert place.read_bytes() == b"the blue secret of kim"
    assert place.stat().st_mode & 0o177 == 0  # nobody else reads it, nobody runs it
    _, other = arrives(desk, mail_with_file("lou@acme.example", "2"))
    at_the_door(monkeypatch, "lea")
    desk.store.close()
    assert desk_door("people", "erase", "P-1", "--yes", "--as", "max").code == 0
    assert place.exists()  # somebody else has the same bytes
    assert desk_door("people", "erase", "P-2", "--yes", "--as", "max").out.count("files are gone") == 1
    assert not place.exists()
    left = [p for p in place.parent.parent.rglob("*") if p.is_file() and b"blue secret" in p.read_bytes()]
    assert (left, other) == ([], 2)


def test_a_file_that_nothing_names_is_gone_after_an_hour(desk: TestDesk) -> None:
    _, ticket = arrives(desk, mail_with_file("kim@acme.example", "1"))
    (file,) = desk.store.read.all(ATTACHMENTS, ticket=ticket)
    kept = Files.of(desk.store.url)
    left, fresh = kept.keep(b"left by who was killed"), kept.keep(b"about to be named")
    for digest in (left, file.file or ""):
        os.utime(kept.place(digest), (1, 1))
    assert forget_files(desk.store, ()) == 1
    assert not kept.place(left).exists()
    assert kept.place(fresh).exists()
    assert kept.place(file.file or "").exists()
