"""Templates and macros: chosen in the editor, filled in for the ticket, carried out as one."""

from __future__ import annotations

import pytest

from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from tests.stories.desk import FILE, MEDIUM, SMALL, StoryDesk, sitting
from tests.stories.writing.written import drafts, told

TEMPLATES = """
[templates.outage]
name = "Known outage"
text = "Dear {requester}, {number} is part of an outage of {service}, due {due}. {agent}, {desk}"

[macros.ask-logs]
name = "Ask for logs"
text = "Please send us the logs."
steps = [{ do = "hold", reason = "caller", until = "+2h" }, { do = "tag", tags = "logs" }]

[macros.parked]
name = "Parked"
text = "parked"
writes = "note"
steps = [{ do = "assign", to = "ben" }, { do = "hold", reason = "caller" }, { do = "tag", tags = "parked" }]
"""


@pytest.fixture
def desk(desk: StoryDesk) -> StoryDesk:
    desk.do("desk", apply(plan(parse(FILE.read_text() + TEMPLATES), current(desk.store.read), 2026)))
    return desk


async def test_a_template_is_filled_in_and_what_is_not_known_stays_to_be_written(desk: StoryDesk) -> None:
    hostile = "{agent} [red]%s ${desk}"
    ticket = desk.ticket("VPN drops", requester=hostile, impact="1", urgency="1")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing()
        await ana.press("ctrl+t")
        await ana.sees("─ Template ─", "Ask for logs", "then hold caller +2h, tag logs", "Known outage")
        assert "Parked" not in ana.text()  # it writes a note
        await ana.writes("known")
        await ana.press("enter")
        await ana.hears("not known here, and still to be written: {service}")
        await ana.writing(f"Dear {hostile}, INC-10001 is part of")
        await ana.sends()
        await ana.hears("✓ answered INC-10001")
    assert told(desk, ticket)[-1] == (
        f"Dear {hostile}, INC-10001 is part of an outage of {{service}}, due 09:57. Ana, EMEA desk"
    )


async def test_a_macro_says_what_follows_and_does_it_in_one_batch_also_after_a_crash(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops", impact="1", urgency="1")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing()
        await ana.press("ctrl+t")
        await ana.sees("Ask for logs")
        await ana.press("enter")
        await ana.writing("Please send us the logs.", "then hold caller +2h, tag logs")
        await ana.tick()
        await ana.until(lambda: drafts(desk))
    async with sitting(desk, size=SMALL) as ana:
        await ana.press("r")
        await ana.writing("Please send us the logs.", "then hold caller +2h, tag logs")
        await ana.sends()
        await ana.hears("✓ answered INC-10001; held for caller, to 11:42; has tags logs")
        await ana.until(lambda: ana.row(ticket))
    kinds = desk.kinds(ticket)[-3:]
    assert kinds == ["ticket.commented", "ticket.held", "ticket.tagged"]
    batches = desk.all("select distinct batch from journal where subject = :t and about = 'ticket' and seq > 0"
                       " and kind in ('ticket.commented', 'ticket.held', 'ticket.tagged')", t=ticket)  # fmt: skip
    assert len(batches) == 1
    assert batches[0][0]
    assert drafts(desk) == []


async def test_a_step_that_is_refused_ends_a_macro_and_says_so(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("i")
        await ana.writing()
        await ana.press("ctrl+t")
        await ana.sees("Parked")
        await ana.press("enter")
        await ana.sends()
        await ana.hears("note written on INC-10001; is ben’s; then refused: a hold for caller")
    assert desk.row(ticket).owner == "ben"
    assert not desk.row(ticket).tags
