"""Looking around: filters, views, names, help, the pane; and what others do meanwhile."""

from __future__ import annotations

import pytest

from deskconsole.core.actors import Actor
from deskconsole.features.tickets import commands as c
from deskconsole.house import House
from deskconsole.store.sqlite import Sqlite, SqliteDriver
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting

HOSTILE = "A\x1b[2JB \x1b]52;c;cm0=\x07 \u202egnp.exe\u2066 [red]x[/]"
SHOWN = "A␛[2JB ␛]52;c;cm0=␇ gnp.exe [red]x[/]"
TERMINALS_OBEY = ("\x1b", "\x07", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)))


async def test_a_filter_narrows_the_list_and_backslash_widens_it_again(desk: StoryDesk) -> None:
    vpn, mail = desk.ticket("VPN drops", urgency="1"), desk.ticket("Mail slow", customer="acme")
    async with sitting(desk) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("customer:acme")
        await ana.press("enter")
        await ana.until(lambda: ana.row(mail) and not ana.row(vpn))
        await ana.sees("Queue › filtered", "/ customer:acme")
        await ana.press("backslash")
        await ana.until(lambda: ana.row(mail) and ana.row(vpn))


async def test_a_wrong_filter_is_pointed_at_under_its_column_and_the_list_stays(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash")
        await ana.writes("colour:red")
        await ana.sees("^ ")
        field = next(n for n, line in enumerate(ana.lines()) if "colour:red" in line)
        assert ana.lines()[field + 1].index("^") == ana.lines()[field].index("colour:red")
        await ana.press("enter")
        assert ana.row(ticket)
        await ana.press("escape")
        await ana.sees("/ is:open")


async def test_digits_choose_views(desk: StoryDesk) -> None:
    mine, nobodys, grave = desk.ticket("Mine"), desk.ticket("Nobody’s"), desk.ticket("Grave", impact="1", urgency="1")
    desk.do("ana", c.claim(mine))
    desk.do("ben", c.claim(grave))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.sees("[1 All 3]", "2 Mine 1", "3 Unassigned 1", "4 P1–P2 1", "5 Waiting 0")
        for key, view, shown in (("2", "Mine", mine), ("3", "Unassigned", nobodys), ("4", "P1–P2", grave)):
            await ana.press(key)
            await ana.sees(f"Queue › {view}", f"[{key} {view} 1]")
            await ana.sees(desk.number(shown))
            assert sum(bool(ana.row(ticket)) for ticket in (mine, nobodys, grave)) == 1
        await ana.press("5")
        await ana.sees("Nothing matches this filter.", "is:held")
        await ana.press("9")
        await ana.press("1")
        await ana.until(lambda: all(map(ana.row, (mine, nobodys, grave))))


async def test_a_command_is_found_by_its_name(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk) as ana:
        await ana.press("colon")
        await ana.sees("─ Command ─")
        await ana.writes("take")
        await ana.press("enter")
        await ana.hears("✓ INC-10001 is yours")
    assert desk.row(ticket).owner == "ana"


async def test_the_palette_finds_tickets_and_views(desk: StoryDesk) -> None:
    vpn, mail = desk.ticket("VPN drops"), desk.ticket("Mail slow")
    async with sitting(desk) as ana:
        await ana.press("ctrl+p")
        await ana.sees("Find a command, a view, a ticket")
        await ana.writes("mail sl")
        await ana.sees("INC-10002")
        await ana.press("enter")
        await ana.until(lambda: ana.row(mail) and not ana.row(vpn))
        await ana.press("ctrl+p")
        await ana.writes("unass")
        await ana.press("enter")
        await ana.sees("Queue › Unassigned")


async def test_the_help_lists_only_keys_that_work(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("question_mark")
        await ana.sees("Keys on this screen", "m          take", "s r        resolve", "Filter words")
        for dead in ("promise", "war room", "knowledge", "escalat", "handover", "merge"):
            assert dead not in ana.text()
    async with sitting(desk, "aud", size=LARGE) as aud:
        await aud.press("question_mark")
        await aud.sees("Keys on this screen", "Filter words")
        assert "take" not in aud.text()
        assert "resolve " not in aud.text()


async def test_an_auditor_is_told_what_is_missing_and_the_refusal_is_on_record(desk: StoryDesk) -> None:
    ticket = desk.ticket()
    async with sitting(desk, "aud") as aud:
        assert "m take" not in aud.footer()
        await aud.press("m")
        await aud.hears("✗ take: you may not, it needs the permission ticket.work")
        await aud.until(lambda: len(desk.refusals()) == 1)
        await aud.press("h")
        await aud.hears("✗ hold: you may not, it needs the permission clock.move")
        await aud.until(lambda: len(desk.refusals()) == 2)
    (who, why), (_, again) = desk.refusals()
    assert who == "aud"
    assert "ticket.work" in why
    assert "ticket.assign_to_me" in why
    assert "clock.move" in again
    assert desk.row(ticket).state == "new"


async def test_a_leader_shows_what_may_follow_and_escape_ends_it(desk: StoryDesk) -> None:
    desk.ticket()
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("s")
        await ana.hears("state of INC-10001:", "w in work", "r resolve", "c close", "o reopen", "x cancel")
        await ana.press("escape")
        await ana.until(lambda: "state of" not in ana.text())
        assert ana.queue.calls.form is None


async def test_what_another_process_does_is_seen(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    other = desk.open(desk.anchor)
    ben = House(other, Actor("ben"))
    async with sitting(desk, size=MEDIUM) as ana:
        ben.do(c.claim(ticket))
        await ana.until(lambda: ana.row(ticket)[1:2] == "+" and " open        ben" in ana.row(ticket))
        ben.do(c.new("Mail slow", impact="1", urgency="1"))
        await ana.until(lambda: ana.row(2) and ana.lines().index(ana.row(2)) < ana.lines().index(ana.row(ticket)))
        assert "▌" in ana.row(ticket)
        await ana.sees("[1 All 2]")
        desk.pass_("5m")
        ben.do(c.note(ticket, "node 2 rebooted"))
        await ana.until(lambda: ana.row(ticket)[1:2] == "•")
    other.close()


async def test_the_pane_shows_clocks_and_timeline(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", customer="acme", service="vpn", impact="1", urgency="2", requester="Kim Weber")
    desk.pass_("26m")
    desk.tick()
    desk.do("ben", c.claim(ticket))
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("d")
        await ana.sees(
            "INC-10001  VPN drops", "▆P2  open  ben", "requester  Kim Weber, Acme", "service    Remote access"
        )
        await ana.sees("first response   ▲ 4m00s", "due 10:12, standard v1", "resolution         7h34m")
        await ana.sees("10:08 ben   assigned to ben", "10:06 desk  ▲ 80 % of first response", "09:42 ana   created, P2")
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("enter")
        await ana.sees("INC-10001  VPN drops", "first response   ▲ 4m00s", "assigned to ben")
        await ana.press("q")
        await ana.until(lambda: ana.row(ticket))


async def test_a_hostile_title_is_shown_whole_and_harmless_everywhere(desk: StoryDesk) -> None:
    ticket = desk.ticket(HOSTILE, impact="1", urgency="2", requester=HOSTILE)
    desk.do("ana", c.note(ticket, f"first\n{HOSTILE}"))
    seen = []
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.until(lambda: SHOWN[:30] in ana.row(ticket))
        peek = next(line for line in ana.lines() if line.startswith("─ INC-10001"))
        assert SHOWN in peek
        seen.append(ana.text())
        await ana.press("d")
        await ana.sees(f"INC-10001  {SHOWN}", f"requester  {SHOWN}", f"       {SHOWN}")
        seen.append(ana.text())
        await ana.press("h")
        await ana.form(f"─ Hold INC-10001  {SHOWN}")
        seen.append(ana.text())
        await ana.press("escape")
        await ana.hears("nothing has happened")
        await ana.press("number_sign")
        await ana.form()
        await ana.writes("[red]x[/]")
        await ana.commit()
        await ana.hears("✓ INC-10001 has tags [red]x[/]")
        await ana.press("ctrl+p")
        await ana.writes("gnp.exe")
        await ana.sees(f"INC-10001  {SHOWN[:20]}")
        seen.append(ana.text())
    assert not [sign for sign in TERMINALS_OBEY if any(sign in text for text in seen)]


async def test_a_store_that_cannot_be_written_says_so_and_the_console_lives_on(
    desk: StoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.ticket("VPN drops", urgency="1"), desk.ticket("Mail slow")
    connect = Sqlite._connect

    def read_only(self: Sqlite) -> SqliteDriver:
        driver = connect(self)
        driver.connection.execute("pragma query_only = on")  # who runs as root may write everywhere
        return driver

    monkeypatch.setattr(Sqlite, "_connect", read_only)
    frozen = desk.open(desk.anchor)
    async with sitting(desk, store=frozen, size=MEDIUM) as ana:
        await ana.press("m")
        await ana.hears("✗ take:", "the store is read-only: check the rights of the file, its folder and the mount")
        await ana.press("h")
        await ana.form()
        await ana.press("v")
        await ana.sees("✗", "the store is read-only")
        await ana.press("escape")
        await ana.until(lambda: ana.queue.calls.form is None)
        await ana.on(second)
        await ana.sees("─ INC-10002  Mail slow")
    frozen.close()
    assert desk.row(first).owner is None


async def test_the_cursor_keeps_its_ticket_when_the_window_changes(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}") for n in range(30)]
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(tickets[25])
        for size in (SMALL, MEDIUM, LARGE, (40, 10)):
            await ana.pilot.resize_terminal(*size)
            await ana.until(lambda: "▌" in ana.row(tickets[25]))
            assert all(len(line) <= size[0] for line in ana.lines())


async def test_in_ascii_every_state_is_told_without_one_other_sign(desk: StoryDesk) -> None:
    late, held = desk.ticket("Späte Größe", impact="1", urgency="1"), desk.ticket("Waits", impact="1", urgency="2")
    desk.do("ana", c.reply(held, "On it."))
    desk.do("ana", c.hold(held, "vendor"))
    desk.pass_("20m")
    desk.tick()
    async with sitting(desk, size=MEDIUM, plain_ascii=True) as ana:
        await ana.until(lambda: "X   -5m ====== rsp #P1" in ana.row(late))
        assert "= 8h00m" in ana.row(held)
        assert "Spate Grosse" in ana.row(late)
        assert ana.text().isascii()
