"""A crisis team at its screen: a proposed room is looked at and confirmed, roles are taken, decisions written."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from tests.features.war_room.worlds import entries, roles, room, room_of, rooms
from tests.stories.desk import MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.rooms.crises import asked, commits, in_the_room, opened, proposed
from tests.stories.rooms.crises import room_of as screen_of


async def test_a_proposed_room_stands_in_every_banner_and_one_key_looks_at_it(crisis: StoryDesk) -> None:
    proposed(crisis)
    async with sitting(crisis, "mia", MEDIUM) as mia:
        await mia.sees("⚑ WR-1 proposed  4 clocks of P1–P3 broken on Remote access", "! look", "⚑ 1 room")
        await mia.press("exclamation_mark")
        await mia.sees("War rooms › WR-1 Remote access", "⚑ PROPOSED", "nobody has confirmed it")
        await mia.sees_no("! look")
        await mia.press("s")
        await mia.hears("state of WR-1:", "c confirm", "j reject", "d stand down")
        await mia.press("c")
        await mia.hears("✓ WR-1 is open")
        await mia.sees("⚑ OPEN now", "confirmed")
    assert (room(crisis).state, room(crisis).confirmed_by) == ("open", "mia")


async def test_somebody_takes_a_role_and_it_stands_there(crisis: StoryDesk) -> None:
    opened(crisis)
    async with in_the_room(crisis) as lea:
        await lea.sees("nobody has a role yet", "o takes one")
        await lea.press("o")
        await asked(lea, "Role", "commander")
        await commits(lea)
        await lea.sees("commander   lea", "takes commander")
    assert [(row.role, row.operator, row.state) for row in roles(crisis)] == [("commander", "lea", "taken")]


async def test_a_decision_is_written_and_stands_in_the_timeline(crisis: StoryDesk) -> None:
    opened(crisis)
    async with in_the_room(crisis) as lea:
        await lea.press("D")
        await asked(lea, "Decide", "decision")
        await lea.writes("Roll back")
        await commits(lea)
        await lea.sees("decision: Roll back", "✓ decided in WR-1")
    assert [(row.kind, row.text, row.by) for row in entries(crisis)] == [("decision", "Roll back", "lea")]


async def test_a_task_is_settled_where_the_cursor_stands(crisis: StoryDesk) -> None:
    opened(crisis)
    crisis.do("lea", w.task("WR-1", "list hospital users", "ana"))
    async with in_the_room(crisis, "ana", SMALL) as ana:
        await ana.press("4")
        await ana.sees("[4 Tasks 1]", "list hospital users", "enter settles")
        await ana.press("enter")
        await asked(ana, "outcome")
        await commits(ana)
        await ana.hears("✓ done: entry 1 of WR-1")
        await ana.sees("[4 Tasks 0]")
    assert entries(crisis)[0].state == "done"


async def test_enter_opens_a_ticket_and_back_leads_to_the_room(crisis: StoryDesk) -> None:
    first, *_ = opened(crisis)
    async with in_the_room(crisis) as lea:
        await lea.press("enter")
        await lea.sees("Conversation", crisis.number(first))
        await lea.press("q")
        await lea.sees("⚑ OPEN", "4 tickets, by time to breach")


async def test_a_ticket_leads_to_its_room_and_one_without_says_so(crisis: StoryDesk) -> None:
    first, *_ = opened(crisis)
    other = crisis.new("Badge readers", service="mail", impact="2", urgency="2")
    async with sitting(crisis, "lea", MEDIUM) as lea:
        await lea.on(first)
        await lea.sees("⚑ No VPN 0")
        await lea.press("w", "o")
        await lea.sees("⚑ OPEN", "4 tickets, by time to breach")
        await lea.press("g", "q")
        await lea.on(other)
        await lea.press("w", "o")
        await lea.hears(f"{crisis.number(other)} is in no war room", "w a attaches it to one")
        await lea.press("w", "a")
        await lea.form("WR-1")
        await lea.commit()
        await lea.until(lambda: room_of(crisis, other) == "WR-1")


async def test_a_ticket_comes_to_the_room_by_its_number(crisis: StoryDesk) -> None:
    opened(crisis)
    other = crisis.new("Badge readers", service="mail", impact="2", urgency="2")
    async with in_the_room(crisis) as lea:
        await lea.press("A", *crisis.number(other)[-5:])
        await lea.sees("Badge readers", "enter attach")
        await lea.press("enter")
        await lea.sees("5 tickets, by time to breach", "Badge readers")
    assert room_of(crisis, other) == "WR-1"


async def test_what_others_do_comes_by_itself_and_no_row_jumps_under_the_cursor(crisis: StoryDesk) -> None:
    tickets = opened(crisis, 6)
    async with in_the_room(crisis) as lea:
        await lea.press("j", "j")
        under = screen_of(lea).subject()
        assert under is not None
        before = [row.id for row in screen_of(lea).room.tickets]  # type: ignore[union-attr]
        crisis.do("ana", w.note("WR-1", "both nodes restarted"))
        crisis.do("ana", c.hold(tickets[0], "vendor"))
        await lea.sees("ana    both nodes restarted")
        await lea.until(lambda: screen_of(lea).room.tickets[0].state == "held")  # type: ignore[union-attr]
        assert [row.id for row in screen_of(lea).room.tickets] == before  # type: ignore[union-attr]
        assert screen_of(lea).subject().id == under.id  # type: ignore[union-attr]


async def test_where_there_is_no_room_it_says_how_one_comes_about(crisis: StoryDesk) -> None:
    ticket = crisis.new("No VPN", service="vpn", impact="2", urgency="2")
    async with sitting(crisis, "ana", SMALL) as ana:
        await ana.press("g", "r")
        await ana.sees("No war room is open, and there has been none.", "w d  on a ticket declares one")
        await ana.press("q")
        await ana.on(ticket)
        await ana.press("w", "d")
        await ana.form("No VPN", crisis.number(ticket))
        await ana.commit()
        await ana.sees("⚑ WR-1 proposed", "! look")
    assert rooms(crisis) == [("WR-1", "proposed")]


async def test_an_auditor_reads_and_has_no_verb(crisis: StoryDesk) -> None:
    opened(crisis)
    crisis.do("lea", w.note("WR-1", "\x1b[2J[red]x[/]"))
    async with in_the_room(crisis, "max") as manager:
        await manager.sees("[red]x[/]")
        await manager.press("M")
        await manager.press("q")
    assert rooms(crisis) == [("WR-1", "open")]
