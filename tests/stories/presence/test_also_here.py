"""Several consoles on one store: each says who else is on a ticket, and what they write there."""

from __future__ import annotations

import pytest

from deskconsole.core.instants import Instant
from deskconsole.store import presence
from deskconsole.store.desk_time import real_now
from deskconsole.store.presence import Here
from tests.features.desks import Door, at_the_door
from tests.stories.desk import MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.presence.seconds import forgets, learns


def present(desk: StoryDesk) -> list[tuple[str, int, str]]:
    return [(who, ticket, doing) for who, ticket, doing in desk.all("select operator, ticket, doing from presence")]


async def test_who_writes_stands_in_the_queue_and_beside_the_ticket(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=SMALL) as ana, sitting(desk, "ben", size=MEDIUM) as ben:
        assert "✎" not in ben.row(ticket)
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing()
        await learns(ben, "✎ ana")
        assert "✎ ana" in ben.row(ticket)
        await ben.opens(ticket)
        await learns(ben, " Also here ", "ana writes a reply since 09:42")
        await ana.press("escape")
        await learns(ben, "ana is reading · nobody else is writing")
        await ben.press("q")
        await forgets(ben, "✎", "Conversation")
        await ben.press("d")
        await learns(ben, " Also here ", "ana is reading")
    assert present(desk) == []


async def test_a_form_says_what_is_being_filled_in_and_a_console_that_ends_is_gone(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, "ben", size=MEDIUM) as ben:
        await ben.opens(ticket)
        async with sitting(desk, size=SMALL) as ana:
            await ana.press("h")
            await ana.form("Hold INC-10001")
            await learns(ben, " Also here ", "ana fills in: hold since 09:42")
        await forgets(ben, "Also here")
    assert present(desk) == []


async def test_who_may_only_look_is_not_seen_but_sees(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana, sitting(desk, "aud", size=MEDIUM) as aud:
        await aud.opens(ticket)
        await ana.opens(ticket)
        await learns(aud, "ana is reading")
        assert present(desk) == [("ana", ticket, "")]
        assert "Also here" not in ana.text()


async def test_who_looks_and_writes_is_no_part_of_the_record(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    before, record = desk.scalar("select max(seq) from journal"), desk.record()
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.until(lambda: present(desk) == [("ana", ticket, "")])
        assert desk.record() == record
    assert "presence" not in record
    assert desk.scalar("select max(seq) from journal") == before


def test_it_is_told_without_a_screen_too(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ticket, real = desk.ticket("VPN drops"), real_now()
    at_the_door(monkeypatch, "ana")
    show = Door(desk.path, capsys)
    presence.tell(desk.store, Here("dead", "lea", ticket, "note", desk.now, Instant(real - 2 * presence.LEASE)))
    presence.tell(desk.store, Here("one", "ben", ticket, "", desk.now, real))
    assert "ben is reading · nobody else is writing" in show("show", "ticket", "INC-10001").out
    told = show("show", "ticket", "INC-10001", "--format", "json").json
    assert told["here"] == ["ben reads since 2026-04-14T07:42:00Z"]
    then = show("show", "ticket", "INC-10001", "--at", "2026-04-14T07:42Z", "--format", "json")
    assert then.json["here"] == []
    presence.leave(desk.store, "one")
    assert "Also here" not in show("show", "ticket", "INC-10001").out
