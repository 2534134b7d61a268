"""All that belong to a ticket are resolved with it."""

from __future__ import annotations

from tests.stories.desk import LARGE, MEDIUM, StoryDesk, sitting


async def test_a_p1_with_forty_attached_calls_is_resolved_once(desk: StoryDesk) -> None:
    outage = desk.ticket("Mail is down", impact="1", urgency="1", requester="ops@acme.example")
    calls = [desk.ticket(f"no mail {n}", requester=f"caller{n}@acme.example", channel="phone") for n in range(40)]
    async with sitting(desk, "lea", MEDIUM) as lea:
        await lea.on(outage)
        await lea.press("R", "d")
        await lea.form("─ Known outage INC-10001")
        await lea.writes("We know; mail is back by 18:00.")
        await lea.commit()
        await lea.hears("✓ INC-10001")
    last = desk.ticket("no mail either", requester="somebody on the phone")
    async with sitting(desk, size=LARGE) as ana:
        await ana.on(last)
        await ana.press("R", "o")
        await ana.hears("✓ INC-10042 attached", "z undo")
        await ana.press("slash", "ctrl+u")
        await ana.writes("'no mail' -either")
        await ana.press("enter")
        await ana.until(lambda: ana.queue.total == 40)
        await ana.press("*")
        await ana.sees("40 of 40 selected")
        await ana.press("R", "o")
        await ana.sees("─ Attach 40 tickets", "40 will be attached")
        await ana.commit()
        await ana.hears("✓ attach: 40 attached", "z undo")
        await ana.press("backslash")
        await ana.until(lambda: ana.queue.total == 42)
        await ana.on(outage)
        await ana.press("d")
        await ana.sees("known; say: We know; mail is back by 18:00.", "─ Relations ", "and 21 more")
        await ana.press("R", "a")
        await ana.form("─ Resolve all INC-10001")
        await ana.press("f", "tab")
        await ana.writes("a switch")
        await ana.press("tab")
        await ana.writes("Mail works again.")
        await ana.sees("41 with it: 40 told, no address: INC-10042, they still wait")
        await ana.commit()
        await ana.hears("✓ resolve all: 42 done; not told, no address: INC-10042", "no undo, only reopening")
        await ana.until(lambda: not ana.queue.calls.acting)
        await ana.press("z")
        await ana.hears("no undo: resolve all 42", "z takes back the one before: attach 40")
        await ana.until(lambda: ana.queue.total == 1)  # who was not told waits, in sight
    assert {desk.row(each).state for each in (outage, *calls, last)} == {"resolved"}
    told = "from journal where kind = 'ticket.commented' and batch is not null"
    reached = f"select count(*) {told} and subject != :t and body not like :nowhere"
    assert desk.scalar(reached, t=outage, nowhere='%"undelivered":true%') == 40
    assert desk.scalar(f"select count(distinct batch) {told}") == 1
    resolved = "select count(*), count(distinct subject) from journal where kind = 'ticket.resolved'"
    assert desk.all(resolved) == [(42, 42)]
    assert [desk.clocks(each)["response"][0] for each in (calls[0], last)] == ["stopped", "running"]
