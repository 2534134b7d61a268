"""A war room and the world outside: customers hear of it by mail, whoever is called in answers the message."""

from __future__ import annotations

import pytest

from deskconsole.core.actors import DESK
from deskconsole.engine.intake import take_in
from deskconsole.engine.letters import Letters
from deskconsole.engine.outbox import Outbox
from deskconsole.engine.smtp import Postman
from deskconsole.features.room_updates import commands as u
from deskconsole.features.room_updates.views import TOLD_OF
from deskconsole.features.surge import commands as s
from deskconsole.features.surge.views import SURGE_OF
from deskconsole.features.tickets.views import TICKET
from deskconsole.features.war_room import commands as w
from tests.delivery.conftest import Outside
from tests.delivery.world import Telling


def _opened(telling: Telling) -> None:
    """A room with two tickets of one customer."""
    for place in range(2):
        asker = f"Kim <kim{place}@acme.example>"
        telling.ticket("VPN drops", service="vpn", customer="acme", impact="1", urgency="2", requester=asker)
    telling.by("lea").do(w.declare("VPN drops", "service", "vpn"))
    telling.turn()


def _answer(telling: Telling, own: str, text: str) -> None:
    raw = (
        f"From: Ana <ana@desk.example>\r\nTo: desk@desk.example\r\nSubject: Re: WR-1\r\nIn-Reply-To: {own}\r\n"
        f"Message-ID: <{abs(hash(text))}@desk.example>\r\n\r\n{text}\r\n> come in?\r\n"
    )
    take_in(telling.by(DESK), raw.encode(), telling.clock.at)


def _calls(telling: Telling) -> list[tuple[str, str, str | None]]:
    return [(row.handle, row.state, row.how) for row in telling.store.read.all(SURGE_OF, room=1)]


@pytest.mark.parametrize(("text", "state"), [("Yes, ten minutes", "accepted"), ("No, I am ill", "declined")])
def test_whoever_is_called_in_answers_the_message(telling: Telling, outside: Outside, text: str, state: str) -> None:
    _opened(telling)
    telling.by("lea").do(s.call_in("WR-1", "ana", note="Please."))
    telling.turn()
    (message,) = outside.mail.messages
    assert "WR-1 VPN drops: lea asks you to come in. Please." in message.get_content()
    _answer(telling, message["Message-ID"], "Hm, which building?")
    assert telling.all("select reason from quarantine") == [("unclear",)]
    _answer(telling, message["Message-ID"], text)
    assert _calls(telling)[0] == ("ana", state, "mail")
    assert len(_calls(telling)) == (1 if state == "accepted" else 2)  # after a no it is the next one's turn
    assert telling.row(1).state == "read"


def test_customers_hear_in_a_message_each_and_what_they_answer_is_found_at_their_ticket(
    telling: Telling, outside: Outside
) -> None:
    _opened(telling)
    telling.by("ana").do(u.update("WR-1", "customers", "We are replacing the firmware."))
    mail = Outbox(telling.store, [Letters(telling.store, Postman(telling.store))], telling.clock)
    mail.run()
    assert {message["To"] for message in outside.mail.messages} == {"kim0@acme.example", "kim1@acme.example"}
    assert len({message["Message-ID"] for message in outside.mail.messages}) == 2
    first = next(each for each in outside.mail.messages if each["To"] == "kim0@acme.example")
    assert first["Subject"] == "[INC-10001] VPN drops"
    assert first.get_content().strip() == "We are replacing the firmware."
    told = telling.store.read.all(TOLD_OF, room=1)
    assert {(row.who, row.customer, row.state) for row in told} == {
        ("kim0@acme.example", "acme", "sent"), ("kim1@acme.example", "acme", "sent"),
    }  # fmt: skip
    raw = (
        f"From: kim0@acme.example\r\nTo: desk@desk.example\r\nSubject: Re\r\nIn-Reply-To: {first['Message-ID']}\r\n"
        "Message-ID: <7@acme.example>\r\n\r\nThank you.\r\n"
    )
    take_in(telling.by(DESK), raw.encode(), telling.clock.at)
    ticket = telling.store.read.one(TICKET, number="INC-10001").id
    assert telling.scalar("select ticket from mail where direction = 'in'") == ticket
