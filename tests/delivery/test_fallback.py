"""When another way is taken: at once for good, soon for what may pass, in time for the clock, and where it shows."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from deskconsole.core.actors import DESK
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE, SECOND
from deskconsole.engine.intake import take_in
from deskconsole.engine.outbox import MARGIN_S
from deskconsole.features.delivery import commands as c
from deskconsole.features.delivery.rules import ATTEMPTS, PAUSES, next_at, pause
from deskconsole.features.delivery.rules import Attempt as Failed
from deskconsole.features.delivery.views import CHANNEL_NAMED, DEAD_LETTERS, DEGRADED, ChannelRow, ways_of
from tests.delivery.conftest import CHANNELS, Outside, paged
from tests.delivery.world import SECRET, Telling, desk_text, free_port, real_desk, silent_server


def failed(kind: str = "delayed", number: int = 1, since: int = 0) -> Failed:
    return Failed(kind, number, since, "notification 1 mail")


def test_pauses_grow_and_are_not_the_same_for_all() -> None:
    for attempt in range(1, 9):
        base = PAUSES[min(attempt, 5) - 1] * SECOND
        spread = {pause(attempt, f"notification {number} mail") for number in range(50)}
        assert len(spread) > 40
        assert min(spread) >= 0.8 * base
        assert max(spread) <= 1.2 * base
    assert pause(2, "a") == pause(2, "a")


def test_a_channel_with_a_fallback_is_tried_twice_or_for_a_minute() -> None:
    assert next_at(failed(), 0, None, 10, True) is not None
    assert next_at(failed(number=2), 6 * SECOND, None, 10, True) is None
    assert next_at(failed(), MINUTE, None, 10, True) is None
    assert next_at(failed("refused"), 0, None, 10, True) is None
    assert next_at(failed("hung"), 0, None, 10, True) is None


def test_the_last_channel_is_tried_until_it_is_a_dead_letter() -> None:
    for number in range(1, ATTEMPTS):
        assert next_at(failed("hung", number), HOUR, None, 10, False) is not None
    assert next_at(failed(number=ATTEMPTS), HOUR, None, 10, False) is None
    assert next_at(failed("refused"), 0, None, 10, False) is None


def test_an_attempt_that_would_come_too_late_goes_another_way_at_once() -> None:
    by = 3 * SECOND
    assert next_at(failed(), 0, by, SECOND, True) is None
    last = next_at(failed(number=3), 0, 20 * SECOND, 2 * SECOND, False)
    assert last == 18 * SECOND  # one more before it is too late
    late = next_at(failed(number=3), 30 * SECOND, 20 * SECOND, 2 * SECOND, False)
    assert late is not None  # late is better than never
    assert late > 60 * SECOND


def test_451_and_then_a_dead_server_and_the_fallback_has_taken_over(telling: Telling, outside: Outside) -> None:
    number = telling.tell("ana")
    outside.mail.answers = ["451 busy"]
    telling.turn()
    assert telling.kinds(number) == ["queued", "delayed"]
    outside.mail.cuts = ["connect"]
    for _ in range(10 + 1):
        telling.turn("1s")
    assert telling.kinds(number) == ["queued", "delayed", "fell_back", "sent"]
    row = telling.row(number)
    assert row.channel == "hook"
    assert row.sent_at is not None
    assert row.sent_at - row.at <= 11 * SECOND
    (degraded,) = telling.store.read.all(DEGRADED)
    assert degraded.spec.key == "mail"
    ways = {way.channel: way.healthy for way in ways_of(telling.store.read, telling.number("ana"))}
    assert ways == {"mail": False, "hook": True, "pager": True, "console": True}


def test_a_channel_that_does_not_work_is_passed_over_and_tried_once_a_minute(
    telling: Telling, outside: Outside
) -> None:
    outside.web.always = "503"
    telling.tell("ana", channels=("hook",))
    telling.turn()
    telling.turn("7s")
    assert len(outside.web.requests) == 2
    second = telling.tell("ana", channels=("hook",))
    telling.turn("10s")
    assert len(outside.web.requests) == 2
    assert telling.kinds(second) == ["queued", "fell_back", "sent"]
    assert telling.row(second).status == "passed over"
    outside.web.always = "200"
    telling.tell("ana", channels=("hook",))
    telling.turn("1m")
    assert len(outside.web.requests) == 3
    assert telling.store.read.all(DEGRADED) == []


def test_where_the_clock_is_due_soon_nobody_waits_for_the_second_attempt(telling: Telling, outside: Outside) -> None:
    outside.web.always = "503"
    number = telling.tell("ana", channels=("hook",), by=telling.clock.at + 3 * SECOND)
    assert telling.turn() == 2
    assert telling.row(number).channel == "pager"


def test_a_mail_server_that_never_says_a_word_costs_its_timeout_and_no_more(
    template: Path, outside: Outside, tmp_path: Path
) -> None:
    with silent_server() as port:
        text = desk_text(
            CHANNELS.format(port=port, pager='["/bin/true"]').replace('"2s"', '"1s"'),
            ana='contacts = { mail = "ana@desk.example", phone = "123456" }',
        )
        real_desk(tmp_path / "hanging.db", text)
        telling = Telling(tmp_path / "hanging.db", {"HOOK_URL": outside.url, "HOOK_SECRET": SECRET})
        numbers = [telling.tell("ana", f"INC-{number} is late", purpose="customer") for number in range(4)]
        began = time.monotonic()
        telling.turn()
        took = time.monotonic() - began
        assert {telling.row(number).channel for number in numbers} == {"hook"}
        assert took < 1 + 1.5  # all of them together
        telling.store.close()


def test_one_channel_that_hangs_does_not_hold_up_what_goes_by_another(telling: Telling, outside: Outside) -> None:
    outside.web.always = "hang"
    for n in range(30):
        telling.tell("ana", f"INC-{n} is late", channels=("hook",), purpose="digest")
    other = telling.tell("ana", channels=("pager",), purpose="digest")
    began = time.monotonic()
    while telling.row(other).state == "queued":
        telling.outbox.run(patience=0.1)
    assert time.monotonic() - began < 2  # before the first of them is given up


def test_dead_letters_are_listed_and_sent_again_with_the_same_keys(telling: Telling, outside: Outside) -> None:
    telling.environ["PAGER_EXIT"] = "1"
    number = telling.tell("ana", channels=("pager",))
    telling.turn()
    assert [row.id for row in telling.store.read.all(DEAD_LETTERS)] == [number]
    with pytest.raises(Refused, match=r"delivery\.manage"):
        telling.by("ana").do(c.redrive(number))
    telling.environ["PAGER_EXIT"] = "0"
    telling.by("lea").do(c.redrive(number))
    telling.turn()
    assert telling.row(number).state == "sent"
    assert telling.kinds(number) == ["queued", "failed", "redriven", "sent"]
    assert [f'"id": "notification {number} pager"' in line for line in paged(telling)] == [True, True]
    with pytest.raises(Refused, match="is sent: only a dead letter"):
        telling.by("lea").do(c.redrive(number))
    with pytest.raises(NotFound, match="notify list"):
        telling.by("lea").do(c.redrive(99))


def test_nobody_reaches_the_outside_without_a_channel_that_knows_where(telling: Telling) -> None:
    number = telling.tell(None, purpose="customer")
    telling.turn()
    assert telling.kinds(number) == ["queued", "failed"]
    assert telling.row(number).status == "no way"


def test_what_is_for_the_customer_goes_to_who_asked(telling: Telling, outside: Outside) -> None:
    ticket = telling.ticket(requester="Kim Lee <kim@acme.example>")
    telling.tell(None, "We are late", purpose="customer", channels=("mail",), ticket=ticket)
    telling.turn()
    assert outside.mail.messages[0]["To"] == "kim@acme.example"


# --- checks ----------------------------------------------------------------------------------------------------------


def test_a_check_goes_through_every_channel_that_others_fall_back_on(telling: Telling, outside: Outside) -> None:
    telling.turn("1h")
    assert [request.event["type"] for request in outside.web.requests] == ["deskconsole.notification.check.v1"]
    assert len(paged(telling)) == 1
    assert outside.mail.messages == []  # nobody falls back on it
    rows = {row.spec.key: row.checked_at for row in channels(telling)}
    assert rows["hook"] == rows["pager"] == telling.clock.at
    telling.turn("23h")
    assert len(outside.web.requests) == 1
    telling.turn("1h")
    assert len(outside.web.requests) == 2


def test_a_check_that_does_not_go_through_shows_before_it_is_needed(telling: Telling, outside: Outside) -> None:
    outside.web.always = "404"
    telling.turn("1h")
    (row,) = telling.store.read.all(DEGRADED)
    assert (row.spec.key, row.status, row.check_status) == ("hook", "404", "404")
    assert len(paged(telling)) == 1  # its own check: that of the other went nowhere else
    outside.web.always = "200"
    telling.by("lea").do(c.check("hook"))
    telling.turn()
    assert telling.store.read.all(DEGRADED) == []
    with pytest.raises(NotFound, match="notify channels"):
        telling.by("lea").do(c.check("fax"))


def channels(telling: Telling) -> list[ChannelRow]:
    return [telling.store.read.one(CHANNEL_NAMED, key=key) for key in ("mail", "hook", "pager")]


# --- leases ----------------------------------------------------------------------------------------------------------


def test_a_lease_runs_out_and_the_next_attempt_has_the_same_key_and_says_so(telling: Telling, outside: Outside) -> None:
    number = telling.tell("ana", channels=("hook",))
    user = telling.outbox.users[0]
    user.fill(telling.outbox.holder, telling.outbox.pace())
    assert len(telling.outbox.claim(user)) == 1
    assert telling.turn() == 0
    assert telling.turn(f"{int(2 + MARGIN_S) + 1}s") == 1
    row = telling.row(number)
    assert (row.state, row.again, row.first) == ("sent", 1, "lost")
    assert outside.web.requests[0].headers["Idempotency-Key"] == f"notification {number} hook"


def test_a_port_where_nobody_listens_is_no_doubt(telling: Telling) -> None:
    telling.environ["HOOK_URL"] = f"http://127.0.0.1:{free_port()}/"
    number = telling.tell("ana", channels=("hook",))
    telling.turn()
    telling.turn("7s")
    row = telling.row(number)
    assert (row.channel, row.again, row.status) == ("pager", 0, "no connection")


def test_a_mail_that_comes_back_goes_on_to_the_next_way(telling: Telling, outside: Outside) -> None:
    number = telling.tell("ana")
    telling.turn()
    own = outside.mail.messages[0]["Message-ID"]
    forged = own.replace(own.partition(".")[2].partition(".")[2].partition("@")[0], "0" * 20)
    assert forged != own
    for about in (forged, own):
        report = (
            "From: MAILER-DAEMON@desk.example\r\nTo: desk@desk.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nSorry.\r\n'
            "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\n"
            "Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {about}\r\n\r\n--b--\r\n"
        )
        take_in(telling.by(DESK), report.encode(), telling.clock.at)
    assert telling.kinds(number) == ["queued", "sent", "fell_back"]
    assert telling.scalar("select reason from quarantine") == "bounce"
    telling.turn()
    row = telling.row(number)
    assert (row.state, row.channel, row.status, row.again) == ("sent", "hook", "5.1.1", 0)
