"""Each kind of channel, with a real counterpart on the other side: what it is told, and what its answers mean."""

from __future__ import annotations

import hmac
import json
import subprocess
import sys
import time
from hashlib import sha256

import pytest

from deskconsole.engine.senders import TEMPORARY
from tests.delivery.conftest import Outside, paged
from tests.delivery.world import SECRET, Telling


def test_mail_reaches_a_person_at_their_contact(telling: Telling, outside: Outside) -> None:
    number = telling.tell("ana", "INC-10001 breaches in 12 min\nVPN drops")
    assert telling.turn() == 1
    (sent,) = outside.mail.messages
    assert (sent["To"], sent["From"]) == ("ana@desk.example", "Test desk <desk@desk.example>")
    assert (sent["Subject"], sent["Auto-Submitted"]) == ("INC-10001 breaches in 12 min", "auto-generated")
    assert sent["Importance"] == "high"
    assert "VPN drops" in sent.get_content()
    row = telling.row(number)
    assert (row.state, row.channel, row.place, row.attempts, row.again) == ("sent", "mail", "smtp", 1, 0)
    assert telling.all("select 1 from outbox") == []


def test_a_server_that_breaks_off_gets_the_same_mail_again_and_the_second_says_so(
    telling: Telling, outside: Outside
) -> None:
    number = telling.tell("ana")
    outside.mail.cuts = ["stored"]
    telling.turn()
    assert telling.row(number).state == "queued"
    assert telling.turn("7s") == 1
    first, second = outside.mail.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert bytes(first) == bytes(second)
    row = telling.row(number)
    assert (row.state, row.again, row.first) == ("sent", 1, "SMTPServerDisconnected")
    assert telling.kinds(number) == ["queued", "delayed", "sent"]


def test_an_address_that_is_refused_goes_another_way_and_is_no_fault_of_the_server(
    telling: Telling, outside: Outside
) -> None:
    number = telling.tell("ana")
    outside.mail.answers = ["550 no such user"]
    assert telling.turn() == 2
    assert telling.kinds(number) == ["queued", "fell_back", "sent"]
    row = telling.row(number)
    assert (row.channel, row.status, row.why) == ("hook", "550", "no such user")
    assert telling.all("select key from channel where healthy = 0") == []


def test_a_webhook_is_a_cloud_event_signed_over_its_very_bytes(telling: Telling, outside: Outside) -> None:
    ticket = telling.ticket()
    telling.tell("ana", "INC-10001 breaches in 12 min", channels=("hook",), ticket=ticket, by=telling.clock.at + 60)
    telling.turn()
    (request,) = outside.web.requests
    assert request.headers["Content-Type"] == "application/cloudevents+json; charset=utf-8"
    mac = hmac.new(SECRET.encode(), request.body, sha256).hexdigest()
    assert request.headers["Deskconsole-Signature"] == f"sha256={mac}"
    event = request.event
    assert event.keys() == {
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"
    }  # fmt: skip
    assert (event["specversion"], event["id"], event["subject"]) == ("1.0", "notification 1 hook", "INC-10001")
    assert request.headers["Idempotency-Key"] == event["id"]
    assert event["data"]["title"] == "INC-10001 breaches in 12 min"
    assert (event["data"]["operator"], event["data"]["contact"]) == ("ana", "+49 30 1234567")


@pytest.mark.parametrize("answer", ["500", "503", "429", "cut"])
def test_a_web_server_that_cannot_now_gets_the_same_event_again(
    telling: Telling, outside: Outside, answer: str
) -> None:
    number = telling.tell("ana", channels=("hook",))
    outside.web.answers = [answer]
    telling.turn()
    telling.turn("7s")
    first, second = outside.web.requests
    assert first.body == second.body
    assert first.headers["Deskconsole-Signature"] == second.headers["Deskconsole-Signature"]
    row = telling.row(number)
    assert (row.state, row.channel, bool(row.again)) == ("sent", "hook", answer == "cut")
    assert ("May-Be-Duplicate" in second.headers) == (answer == "cut")


@pytest.mark.parametrize("answer", ["400", "404", "302"])
def test_a_web_server_that_never_will_is_passed_over_at_once(telling: Telling, outside: Outside, answer: str) -> None:
    number = telling.tell("ana", channels=("hook",))
    outside.web.answers = [answer]
    assert telling.turn() == 2
    assert telling.row(number).channel == "pager"
    assert len(outside.web.requests) == 1
    assert telling.all("select key, status from channel where healthy = 0") == [("hook", answer)]


def test_a_command_reads_the_event_and_says_how_it_went(telling: Telling) -> None:
    number = telling.tell("ana", "INC-1 is late", channels=("pager",))
    telling.turn()
    (line,) = paged(telling)
    assert json.loads(line)["id"] == f"notification {number} pager"
    assert json.loads(line)["data"]["title"] == "INC-1 is late"
    assert telling.row(number).place == "command"


def test_a_command_that_wants_to_be_run_again_is(telling: Telling) -> None:
    telling.environ["PAGER_EXIT"] = str(TEMPORARY)
    number = telling.tell("ana", channels=("pager",))
    telling.turn()
    assert telling.kinds(number) == ["queued", "delayed"]
    telling.environ["PAGER_EXIT"] = "0"
    telling.turn("7s")
    assert telling.row(number).state == "sent"


def test_a_command_that_fails_is_a_dead_letter_where_nothing_else_is_left(telling: Telling) -> None:
    telling.environ["PAGER_EXIT"] = "3"
    number = telling.tell("ana", channels=("pager",))
    telling.turn()
    row = telling.row(number)
    assert (row.state, row.status) == ("failed", "exit 3")


def test_what_hangs_is_given_up_within_its_timeout_and_another_way_is_taken(telling: Telling, outside: Outside) -> None:
    number = telling.tell("ana", channels=("hook",))
    outside.web.answers = ["hang"]
    began = time.monotonic()
    assert telling.turn() == 2
    assert time.monotonic() - began < 2 + 1
    row = telling.row(number)
    assert (row.state, row.channel, row.again) == ("sent", "pager", 1)
    assert telling.kinds(number) == ["queued", "fell_back", "sent"]


def test_what_the_engine_was_not_given_is_named_without_its_value(telling: Telling) -> None:
    del telling.environ["HOOK_SECRET"]
    number = telling.tell("ana", channels=("hook",))
    telling.turn()
    row = telling.row(number)
    assert (row.channel, row.status) == ("pager", "not set")
    assert row.why == "the secret it is signed with is not in $HOOK_SECRET: set it for the engine"


def test_nothing_of_the_environment_gets_into_the_record(telling: Telling, outside: Outside) -> None:
    telling.environ["HOOK_URL"] = "http://127.0.0.1:1/a-token-of-ours"
    number = telling.tell("ana", channels=("hook",))
    telling.turn()
    assert telling.kinds(number) == ["queued", "delayed"]
    whole = str(telling.all("select body from journal")) + str(telling.all("select text from private_text"))
    assert "a-token-of-ours" not in whole
    assert "a-token-of-ours" not in str(telling.all("select * from outbox"))
    assert SECRET not in whole


def test_who_is_told_in_the_console_only_reads_it_there(telling: Telling) -> None:
    number = telling.tell("ben")
    telling.turn()
    row = telling.row(number)
    assert (row.state, row.channel, row.place) == ("sent", "console", "console")


def test_whatever_apprise_speaks_is_spoken_with_the_contact_in_its_url(telling: Telling, outside: Outside) -> None:
    telling.environ["CHAT_URL"] = outside.url.replace("http:", "json:") + "?:to={contact}&method=post"
    number = telling.tell("max", "INC-1 is late")
    telling.turn()
    (request,) = outside.web.requests
    assert (request.event["title"], request.event["type"]) == ("INC-1 is late", "failure")
    assert "max power" in str(request.event)
    assert telling.row(number).place == "apprise"
    outside.web.answers = ["500"]
    second = telling.tell("max", "INC-2 is late")
    telling.turn()
    assert telling.kinds(second) == ["queued", "delayed"]


def test_a_url_that_apprise_does_not_know_is_a_dead_letter(telling: Telling) -> None:
    telling.environ["CHAT_URL"] = "pigeon://coop"
    number = telling.tell("max")
    telling.turn()
    row = telling.row(number)
    assert (row.state, row.status) == ("failed", "no service")


def test_an_engine_that_sends_nothing_loads_nothing_to_send_with() -> None:
    asked = "import sys, deskconsole.engine.service as _; print({'apprise', 'urllib3', 'requests'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"
