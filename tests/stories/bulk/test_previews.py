"""Many tickets at once: what it would do to each is seen before anything is written, by the very rules that decide."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting

SAID = "ticket.commented"


def lines(desk: StoryDesk) -> int:
    return int(desk.scalar("select count(*) from journal"))


async def test_a_hold_of_several_says_what_each_clock_does_and_why_two_are_refused(desk: StoryDesk) -> None:
    asked, unasked, held = (desk.ticket(f"VPN {n}", impact="2", urgency="2") for n in range(3))
    for ticket in (asked, held):
        desk.do("ana", c.reply(ticket, "Which one?"))
    desk.do("ana", c.hold(held, "caller"))
    before = lines(desk)
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("asterisk", "h")
        await ana.sees("─ Hold 3 tickets", "first: reason")
        await ana.press("c")
        await ana.sees("1 will be held    2 refused    1 clock pauses")
        await ana.sees("✓ INC-10001  VPN 0", "held caller    res ‖ pauses with")
        await ana.sees("✗ INC-10002  VPN 1", "stays new      a hold for caller needs a public question first")
        await ana.sees("✗ INC-10003  VPN 2", "held for caller already", "^g hold 1")
        assert lines(desk) == before  # also no refusal: nobody has meant it
        assert (desk.row(asked).state, desk.row(unasked).state) != ("held", "held")
        await ana.press("ctrl+g")
        await ana.hears("✓ hold: 1 held, 2 refused", "z undo, 10m left")
    assert [desk.row(each).state for each in (asked, unasked, held)] == ["held", "new", "held"]


async def test_left_before_it_is_meant_nothing_has_happened(desk: StoryDesk) -> None:
    for n in range(2):
        desk.ticket(f"VPN {n}", impact="2", urgency="2")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("asterisk", "h")
        await ana.sees("─ Hold 2 tickets")
        await ana.press("v")
        await ana.sees("2 will be held    2 clocks pause", "‖ pauses with")
        await ana.press("escape")
        await ana.hears("nothing has happened")
    assert {desk.row(each).state for each in (1, 2)} == {"new"}


async def test_each_verb_of_many_is_one_call_a_ticket_under_one_batch(desk: StoryDesk) -> None:
    tickets = [desk.ticket(f"Printer {n}", impact="2", urgency="2") for n in range(3)]
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("asterisk", "a")
        await ana.sees("─ Assign 3 tickets")
        await ana.writes("ben")
        await ana.sees("3 will be assigned", "nobody", "ben")
        await ana.press("ctrl+g")
        await ana.hears("✓ assign: 3 assigned")
        await ana.press("asterisk", "number_sign")
        await ana.sees("─ Tag 3 tickets")
        await ana.writes("vip")
        await ana.sees("3 will be tagged", "no tags", "vip")
        await ana.press("ctrl+g")
        await ana.hears("✓ tag: 3 tagged")
        await ana.press("asterisk", "p")
        await ana.sees("─ Priority 3 tickets")
        await ana.press("2", "tab", "right", "right", "tab")
        await ana.writes("whole floor")
        await ana.sees("3 will be given another priority", "P3", "P2", "are due earlier")
        await ana.press("ctrl+g")
        await ana.hears("✓ priority: 3 given another priority")
    rows = [desk.row(each) for each in tickets]
    assert {(row.owner, (row.tags or "").strip(), row.priority) for row in rows} == {("ben", "vip", 2)}
    batches = desk.all("select batch, count(distinct call), count(distinct key) from journal where batch is not null"
                       " group by batch order by min(seq)")  # fmt: skip
    assert [(calls, keys) for _, calls, keys in batches] == [(3, 3)] * 3


async def test_one_answer_names_what_differs_and_is_refused_where_that_is_not_known(desk: StoryDesk) -> None:
    desk.ticket("VPN drops", requester="Kim Weber <kim@acme.example>")
    desk.ticket("Mail bounces", requester="Ola")
    nobody = desk.ticket("Door stuck")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("asterisk", "r")
        await ana.sees("─ Reply 3 tickets")
        await ana.writes("Hello ")
        await ana.press("left_curly_bracket")
        await ana.writes("requester")
        await ana.press("right_curly_bracket")
        await ana.sees("2 will be answered    1 refused    1 told, no address: INC-10002")
        await ana.sees("✗ INC-10003", "nothing is known of {requester}", "no undo: what is said has left the house")
        await ana.press("ctrl+g")
        await ana.hears("✓ reply: 2 answered, 1 refused")
    texts = desk.all("select text from private_text where text like 'Hello%' order by id")
    assert texts == [("Hello Kim Weber <kim@acme.example>",), ("Hello Ola",)]
    assert SAID not in desk.kinds(nobody)


async def test_a_name_that_no_template_knows_is_refused_by_its_name(desk: StoryDesk) -> None:
    for n in range(2):
        desk.ticket(f"VPN {n}")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("asterisk", "i")
        await ana.sees("─ Note 2 tickets")
        await ana.press("left_curly_bracket")
        await ana.writes("nam")
        await ana.press("right_curly_bracket")
        await ana.sees("0 will be noted    2 refused", "{nam} is not known, there are requester, number")
        await ana.press("ctrl+g")
        assert ana.queue.calls.form is not None
    assert desk.scalar("select count(*) from journal where kind = :k", k=SAID) == 0


async def test_what_is_about_one_ticket_is_not_asked_of_many(desk: StoryDesk) -> None:
    for n in range(2):
        desk.ticket(f"VPN {n}")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("asterisk", "R", "s")
        await ana.hears("split: one ticket at a time; \\ selects none")


async def test_all_that_match_are_meant_also_those_beyond_what_was_read(desk: StoryDesk) -> None:
    for n in range(70):
        desk.ticket(f"VPN {n}")
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("asterisk", "m")
        await ana.sees("─ Take 70 tickets", "70 will be taken")
        await ana.press("ctrl+g")
        await ana.hears("✓ take: 70 taken")
    assert desk.scalar("select count(*) from ticket where owner = 'ana'") == 70
