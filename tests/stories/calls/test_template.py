"""What a call begins with: a template of its type, which fills in what is empty and takes nothing away."""

from __future__ import annotations

from deskconsole.console.screens.call import CallScreen
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.people import commands as p
from tests.stories.desk import FILE, SMALL, StoryDesk, sitting

TEMPLATES = """
[templates.chair]
name = "A chair"
type = "request"
text = "How high?"

[templates.vpn]
name = "VPN down"
type = "incident"
title = "VPN:"
service = "vpn"
impact = "2"
urgency = "1"
text = "{requester} was asked by {agent}: since when? {due}"

[templates.answer]
name = "An answer"
text = "We are on it."
"""


async def test_ctrl_t_begins_with_a_template_of_its_type(desk: StoryDesk) -> None:
    desk.do("desk", apply(plan(parse(FILE.read_text() + TEMPLATES), current(desk.store.read), 2026)))
    desk.do("ana", p.add("Jonas Weber", "acme", "jonas@acme.example"))
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("n")
        await ana.until(lambda: isinstance(ana.app.screen, CallScreen) and ana.app.screen.fields.caller.has_focus)
        await ana.writes("jonas")
        await ana.sees("✓ Jonas Weber", "^t template")
        await ana.press("enter")
        await ana.writes("Tunnel drops")
        await ana.press("ctrl+t")
        await ana.sees("─ What it begins with", "▌      VPN down  incident  {requester} was asked", "A chair  request")
        assert "An answer" not in ana.text()
        await ana.press("enter")
        await ana.sees("Jonas Weber was asked by Ana: since when? {due}", "template: VPN down", "rule: 2 × 1")
        await ana.hears("not known here, and still to be written: {due}")
        await ana.press("ctrl+g")
        await ana.hears("✓ INC-10001 written")
    row = desk.row(1)
    assert (row.title, row.service, row.impact, row.urgency) == ("Tunnel drops", "Remote access", 2, 1)
