"""A new ticket needs a title, and a rule may send it to a team."""

from __future__ import annotations

from tests.stories.desk import LARGE, StoryDesk, sitting


async def test_n_writes_a_ticket_that_a_rule_sends_to_a_team(desk: StoryDesk) -> None:
    async with sitting(desk, size=LARGE) as ana:
        await ana.sees("This desk is new and empty.")
        await ana.press("n")
        await ana.sees("required: caller, title")
        await ana.writes("Kim Berg")
        await ana.press("enter")
        await ana.writes("VPN drops")
        await ana.press("tab", "tab", "v", "tab", "tab", "a", "tab", "1", "tab", "2")
        await ana.sees("P2  rule: impact 1 × urgency 2", "Network, because rule network things")
        await ana.sees("response ✓ at 09:42:00", "resolution 8h00m, due 17:42")
        assert desk.scalar("select count(*) from ticket") == 0
        await ana.press("ctrl+g")
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
        await ana.sees("required: caller, title")
        await ana.press("ctrl+g")
        await ana.hears("✗ save: caller and title are missing")
        await ana.press("escape", "colon")
        await ana.writes("ticket.new")
        await ana.press("enter")
        await ana.form("first: title")
        await ana.press("ctrl+g")
        await ana.sees("✗ is missing")
        assert ana.queue.calls.form is not None
    assert desk.scalar("select count(*) from ticket") == 0
