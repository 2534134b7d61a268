"""New, resolved, closed, open again; and what its priority does."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import LARGE, MEDIUM, SMALL, StoryDesk, sitting


async def test_n_writes_a_ticket_that_a_rule_sends_to_a_team(desk: StoryDesk) -> None:
    async with sitting(desk, size=LARGE) as ana:
        await ana.sees("This desk is new and empty.")
        await ana.press("n")
        await ana.form("required: title")
        await ana.writes("VPN drops")
        await ana.press("tab", "a", "tab", "v", "tab", "1", "tab", "2")
        await ana.sees("P2: impact 1 × urgency 2 · goes to Network", "starts of 30m, due 10:12")
        assert desk.scalar("select count(*) from ticket") == 0
        await ana.commit()
        await ana.hears("✓ INC-10001 written: P2, Network")
        await ana.sees("INC-10001  VPN drops", "Acme")
        await ana.press("d")
        await ana.sees("routed by rule “network things”", "network things: fits, service is vpn, so it goes")
    row = desk.row(1)
    assert (row.title, row.customer, row.service, row.team, row.priority) == (
        "VPN drops", "Acme", "Remote access", "Network", 2,
    )  # fmt: skip
    assert '"rule":"network things"' in desk.told(1, "ticket.routed")


async def test_a_ticket_without_a_title_is_not_written(desk: StoryDesk) -> None:
    async with sitting(desk) as ana:
        await ana.press("n")
        await ana.form("first: title")
        await ana.press("ctrl+g")
        await ana.sees("✗ is missing")
        assert ana.queue.calls.form is not None
    assert desk.scalar("select count(*) from ticket") == 0


async def test_a_ticket_is_resolved_with_code_and_cause_and_not_without(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked", impact="2", urgency="2")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("s")
        await ana.hears("state of INC-10001:", "r resolve")
        await ana.press("r")
        await ana.form("─ Resolve INC-10001", "required: code, cause")
        await ana.press("f", "ctrl+g")
        await ana.sees("✗ is missing")
        assert desk.row(ticket).state == "new"
        await ana.writes("driver")
        await ana.sees("first response   ✓ stops", "resolution       ✓ stops")
        await ana.commit()
        await ana.hears("✓ INC-10001 resolved: fixed", "z undo")
        await ana.sees("Nothing matches this filter.")
    row = desk.row(ticket)
    assert (row.state, row.resolution_code, row.cause) == ("resolved", "fixed", "driver")
    assert desk.clocks(ticket)["resolution"][0] == "stopped"


async def test_a_resolved_ticket_is_closed_and_an_open_one_is_not(desk: StoryDesk) -> None:
    done, live = desk.ticket("Done"), desk.ticket("Live")
    desk.do("ana", c.resolve(done, "fixed", "driver"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:new,resolved,closed")
        await ana.press("enter")
        await ana.until(lambda: ana.row(done) and ana.row(live))
        await ana.on(done)
        await ana.press("s", "c")
        await ana.hears("✓ INC-10001 closed")
        await ana.until(lambda: " closed " in ana.row(done))
        await ana.on(live)
        await ana.press("s", "c")
        await ana.hears("✗ close: INC-10002 is new: one can close only from resolved")
    assert (desk.row(done).state, desk.row(live).state) == ("closed", "new")
    assert "only from resolved" in desk.refusals()[0][1]


async def test_what_was_not_fixed_is_opened_again(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked", impact="2", urgency="2")
    desk.do("ana", c.resolve(ticket, "fixed", "driver"))
    desk.pass_("1h")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:resolved,open")
        await ana.press("enter")
        await ana.until(lambda: "resolved" in ana.row(ticket))
        await ana.press("s", "o")
        await ana.form("─ Reopen INC-10001", "required: why, reason")
        await ana.press("n", "tab")
        await ana.writes("still jams")
        await ana.sees("runs again")
        await ana.commit()
        await ana.hears("✓ INC-10001 reopened")
        await ana.until(lambda: " open " in ana.row(ticket))
    row = desk.row(ticket)
    assert (row.state, row.reopened, row.resolved_at, row.cause) == ("open", 1, None, None)
    assert desk.clocks(ticket)["resolution"][0] == "running"


async def test_a_new_question_is_a_new_ticket_and_the_way_out_is_said(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked")
    desk.do("ana", c.resolve(ticket, "fixed", "driver"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:resolved")
        await ana.press("enter")
        await ana.until(lambda: ana.row(ticket))
        await ana.press("s", "o")
        await ana.form()
        await ana.press("e", "tab")
        await ana.sees("[new-question]")
        await ana.writes("and toner")
        await ana.sees("✗ a new question is a new ticket (rule 22): ticket.follow_up writes it, linked to INC-10001")
        await ana.press("ctrl+g")
        assert ana.queue.calls.form is not None
    assert desk.row(ticket).state == "resolved"


async def test_a_higher_priority_shows_its_new_due_before_it_is_meant(desk: StoryDesk) -> None:
    ticket = desk.ticket("Payroll export stuck", impact="2", urgency="2")
    desk.pass_("10m")
    async with sitting(desk, size=MEDIUM) as ana:
        assert "▄P3" in ana.row(ticket)
        await ana.press("p")
        await ana.form("required: priority, why, reason")
        await ana.press("2", "tab", "right", "right", "tab")
        await ana.sees("[change]")
        await ana.writes("whole floor")
        await ana.sees("first response   target 2h00m → 30m, due 11:42 → 10:22")
        assert desk.row(ticket).priority == 3
        await ana.commit()
        await ana.hears("✓ INC-10001 is P2")
        await ana.until(lambda: "▆P2" in ana.row(ticket))
    assert desk.row(ticket).priority == 2
    assert '"why":"change"' in desk.told(ticket, "ticket.prioritised")


async def test_a_correction_counts_from_the_start(desk: StoryDesk) -> None:
    ticket = desk.ticket("Payroll export stuck", impact="2", urgency="2")
    desk.pass_("10m")
    async with sitting(desk, "lea", size=MEDIUM) as lea:
        await lea.press("p")
        await lea.form()
        await lea.press("2", "tab", "right", "tab")
        await lea.sees("[correction]")
        await lea.writes("read wrongly")
        await lea.sees("first response   target 2h00m → 30m, due 11:42 → 10:12")
        await lea.commit()
        await lea.hears("✓ INC-10001 is P2")
    assert '"why":"correction"' in desk.told(ticket, "ticket.prioritised")


async def test_a_late_downgrade_is_refused_for_an_agent_and_allowed_for_a_lead(desk: StoryDesk) -> None:
    ticket = desk.ticket("Payroll export stuck", impact="1", urgency="2")
    desk.pass_("25m")
    for who in ("ana", "lea"):
        async with sitting(desk, who, size=MEDIUM) as seat:
            await seat.press("p")
            await seat.form()
            await seat.press("3", "tab", "right", "right", "tab")
            await seat.writes("one user only")
            if who == "ana":
                await seat.sees("✗ a lower priority from 75 % used needs the permission ticket.override (rule 8)")
                await seat.press("ctrl+g", "escape")
                await seat.hears("nothing has happened")
                assert desk.row(ticket).priority == 2
            else:
                await seat.sees("target 30m → 2h00m")
                await seat.commit()
                await seat.hears("✓ INC-10001 is P3")
    assert desk.row(ticket).priority == 3


async def test_escape_leaves_a_form_and_keeps_what_was_typed(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("i")
        await ana.form()
        await ana.writes("half a thou")
        await ana.press("escape")
        await ana.hears("nothing has happened; what you typed is kept")
        assert ana.footer().startswith("n new")
        await ana.press("i")
        await ana.form("half a thou")
        await ana.press("end")
        await ana.writes("ght")
        await ana.commit()
        await ana.hears("✓ note written")
    texts = desk.all("select text from private_text where about = 'ticket' and subject = :t", t=ticket)
    assert ("half a thought",) in texts


async def test_a_follow_up_is_written_from_the_ticket_it_follows(desk: StoryDesk) -> None:
    ticket = desk.ticket("Printer queue blocked", customer="acme")
    desk.do("ana", c.resolve(ticket, "fixed", "driver"))
    desk.pass_("30d")
    async with sitting(desk, size=LARGE) as ana:
        await ana.press("slash", "ctrl+u")
        await ana.writes("state:resolved,new")
        await ana.press("enter")
        await ana.until(lambda: ana.row(ticket))
        await ana.press("s", "o")
        await ana.form()
        await ana.press("n", "tab")
        await ana.writes("jams")
        await ana.sees("✗ INC-10001 was resolved over 7 days ago, that is a new ticket (rule 22): ticket.follow_up")
        await ana.press("escape")
        await ana.press("colon")
        await ana.writes("follow up")
        await ana.press("enter")
        await ana.form("─ Follow up INC-10001", "required: what was said")
        await ana.writes("It jams again")
        await ana.sees("P5: impact 3 × urgency 3 · goes to EMEA desk")
        await ana.commit()
        await ana.hears("✓ INC-10002 written: P5, EMEA desk")
        await ana.until(lambda: "Acme" in ana.row(2) and " new " in ana.row(2))
    assert desk.row(2).title == "Printer queue blocked"
