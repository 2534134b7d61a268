"""A handover in sentences: read aloud, as a page, and as mail to both leads once it is accepted."""

from __future__ import annotations

import pytest

from deskconsole.core.desk import Private
from deskconsole.features.delivery.events import ChannelDefined, ContactDefined
from deskconsole.features.handover import commands as h
from deskconsole.features.tickets import commands as c
from tests.features.desks import Door, TestDesk, at_the_door
from tests.features.handover.recording import record

HOSTILE = "VPN <script>alert(1)</script> **down** [x](http://evil)\x1b[31m"


@pytest.fixture
def door(desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    at_the_door(monkeypatch, "mia")
    return Door(desk.path, capsys)


def drafted(desk: TestDesk) -> None:
    desk.new(HOSTILE, by="ana", impact="1", urgency="1")
    desk.do("ana", c.assign(1, "eli"))
    desk.until("2026-03-03T12:41Z")
    desk.tick()
    desk.show_time()


def accepted(desk: TestDesk) -> None:
    drafted(desk)
    desk.do("mia", h.headline("HO-1", "Calm since noon", "watch"))
    desk.do("mia", h.action("HO-1", 1, "count sessions", "eli", if_then="over 900 then SOP-31"))
    desk.do("mia", h.sign("HO-1"))
    desk.do("tom", h.ask("HO-1", "Does Acme know?"))
    desk.do("tom", h.read_back("HO-1", "INC-10001", "I count them"))
    desk.do("tom", h.accept("HO-1"))


def test_it_is_read_aloud(desk: TestDesk, door: Door) -> None:
    accepted(desk)
    text = door("handover", "show", "--format", "md", "HO-1").out
    assert "# Handover HO-1: Service desk, Early 06–14 to Late 14–22" in text
    assert "**Calm since noon.** Keep watch." in text
    assert "We began with 0 open; 1 came in; 1 is open now. The ledger balances." in text
    assert "eli has it; it stays so. Next: count sessions. If over 900 then SOP-31." in text
    assert "**INC-10001** mia: count sessions; if over 900 then SOP-31. tom: I count them." in text
    assert "tom asks: Does Acme know? No answer yet." in text
    assert "Not recorded here: " in text


def test_what_people_write_is_neither_markup_nor_script(desk: TestDesk, door: Door) -> None:
    accepted(desk)
    text = door("handover", "show", "--format", "md", "HO-1").out
    page = door("handover", "show", "--format", "html", "HO-1").out
    assert "\\*\\*down\\*\\*" in text
    assert "\x1b" not in text + page
    assert page.startswith("<!doctype html>")
    assert "<script>" not in page
    assert "<a " not in page
    assert "&lt;script&gt;" in page
    assert "**down**" in page


def test_a_draft_that_nobody_opened_is_read_aloud_too(desk: TestDesk, door: Door) -> None:
    drafted(desk)
    said = door("handover", "draft", "--shift", "2026-03-03T05:00Z", "--at", "2026-03-03T12:00Z", "--format", "md")
    assert "It is a draft." in said.out
    assert "No headline was written." in said.out


def test_both_leads_have_it_as_mail_once_it_is_accepted(desk: TestDesk) -> None:
    numbers = {handle: desk.scalar("select id from operator where handle = :h", h=handle) for handle in ("mia", "tom")}
    record(desk, ChannelDefined(at=desk.now, channel=1, key="letter", body={"kind": "mail"}))
    record(
        desk,
        *(
            ContactDefined(at=desk.now, operator_contact=n, operator=numbers[who], kind_of="mail", place=0,
                           value=Private(f"{who}@desk.example"))
            for n, who in enumerate(numbers, 1)
        ),
    )  # fmt: skip
    accepted(desk)
    desk.tick()
    rows = desk.all(
        "select o.handle, n.channels, p.text from notification n join operator o on o.id = n.operator"
        " join private_text p on p.id = n.text where n.channels is not null order by n.id"
    )
    assert [(handle, channels) for handle, channels, _ in rows] == [("mia", "letter"), ("tom", "letter")]
    assert all(text.startswith("Handover HO-1: Service desk") for *_, text in rows)


def test_where_nobody_is_reached_by_mail_none_is_queued(desk: TestDesk) -> None:
    accepted(desk)
    desk.tick()
    assert desk.scalar("select count(*) from notification where channels is not null") == 0
    assert desk.scalar("select count(*) from timer where parked = 1") == 0
