"""A day of one agent, from their status in the morning to the last promise, by keys alone; and what the store holds."""

from __future__ import annotations

import pytest

from deskconsole import world
from deskconsole.console.screens.call import CallScreen
from deskconsole.core.instants import MINUTE
from deskconsole.derive import RULES
from deskconsole.features.people import commands as people
from deskconsole.features.promises.views import PROMISE
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.stories import desk as stories
from tests.stories.desk import LARGE, START, Seat, StoryDesk, sitting
from tests.stories.tickets.promised import promises


@pytest.fixture
def morning(desk: StoryDesk, monkeypatch: pytest.MonkeyPatch) -> StoryDesk:
    """What is there when Ana comes: Jonas Weber is known (P-1), mail is down and known to be, a printer waits."""
    monkeypatch.setattr(stories, "KNOWN", world.offered())
    desk.do("ben", people.add("Jonas Weber", "acme", "jonas@acme.example", "+49 177 5550199", site="Hamburg"))
    desk.ticket("Label printer jammed", by="ben", requester="Kim <kim@acme.example>", impact="2", urgency="2")
    outage = desk.ticket("Mail is down", by="ben", service="mail", impact="1", urgency="1")
    desk.do("ben", c.claim(outage))
    desk.do("ben", c.reply(outage, "We are on it."))
    desk.do("lea", c.declare_outage(outage, "We know, mail is back by noon."))
    return desk


def status(desk: StoryDesk) -> str:
    return str(
        desk.scalar("select s.status from operator_status s join operator o on o.id = s.id and o.handle = 'ana'")
    )


def state(desk: StoryDesk, promise: int) -> str:
    return desk.store.read.one(PROMISE, promise=promise).state


async def calls_in(ana: Seat) -> None:
    await ana.press("n")
    await ana.until(lambda: isinstance(ana.app.screen, CallScreen) and ana.app.screen.fields.caller.has_focus)
    await ana.writes("weber 0177")
    await ana.sees("✓ Jonas Weber", "⚑    attach to INC-10002", "say: “We know, mail is back by noon.”")


@pytest.mark.long
async def test_a_day_of_an_agent_from_status_to_last_promise(morning: StoryDesk) -> None:
    desk = morning
    printer, scanner, mail = 1, 3, 4
    async with sitting(desk, size=LARGE) as ana:
        # Here I am, and what is next?
        await ana.press("comma", "a")
        await ana.hears("✓ you are available")
        await ana.press("N")
        await ana.hears("✓ INC-10001 is yours: breaches next of what fits you")

        # It is answered with a question, and waits for the answer.
        await ana.opens(printer)
        await ana.press("r")
        await ana.writing("─ Reply to Kim")
        await ana.writes("Which printer is it")
        await ana.sends()
        await ana.hears("✓ answered INC-10001")
        await ana.press("h")
        await ana.until(lambda: ana.workspace.calls.form is not None)
        await ana.press("c")
        await ana.sees("[caller]", "pauses with")
        await ana.press("ctrl+g")
        await ana.hears("held for caller, to Thu 09")
        await ana.press("q")

        # The phone rings: a ticket while he talks, answered when it rang.
        desk.pass_("20m")
        rang = desk.now
        await calls_in(ana)
        await ana.press("enter")
        await ana.writes("Scanner prints nothing")
        await ana.press("tab", "tab", "tab", "tab", "tab", "3", "tab", "1", "tab", "m")
        await ana.sees("mine")
        desk.pass_("40s")
        await ana.press("ctrl+g")
        await ana.hears("✓ INC-10003 written", "answered")

        # He is promised a call back, and gets it in time.
        await ana.until(lambda: ana.row(scanner))
        await ana.on(scanner)
        await promises(ana, "call back", "+30m")
        await ana.hears("promised on INC-10003")
        desk.pass_("16m")
        desk.tick()
        await ana.hears("promise due soon: PR-1 call back")
        await ana.press("l")
        await ana.form("reached")
        await ana.press("y", "tab", "tab", "tab", "tab", "tab")
        await ana.writes("PR-1")
        await ana.commit()
        await ana.until(lambda: state(desk, 1) == "kept")

        # He calls again, about what is known: one key attaches it.
        await calls_in(ana)
        await ana.press("down", "enter")
        await ana.until(lambda: not isinstance(ana.app.screen, CallScreen))
        await ana.hears("✓ INC-10004 written")
        await ana.until(lambda: ana.row(mail))

        # The scanner is for the network team; it stays mine until they accept it.
        await ana.until(lambda: ana.row(scanner))
        await ana.on(scanner)
        await ana.press("T")
        await ana.form("─ Transfer INC-10003")
        await ana.writes("network")
        await ana.commit()
        await ana.hears("✓ INC-10003 is offered, ours until they accept")

        # What is left of my shift, on one page.
        await ana.press("g", "s")
        await ana.sees("[● available]", "“We know, mail is back by noon.”", "2 yours", "1 attached")
        await ana.press("q")

        # Kim answers; the last thing of the day is promised in the reply, and kept by the next.
        desk.do("ben", c.receive(printer, "The one at gate B."))
        await ana.until(lambda: " open " in ana.row(printer))
        await ana.opens(printer, "The one at gate B.")
        await ana.press("r")
        await ana.writing()
        await ana.writes("We change the roller. Next news by 11:00.")
        await ana.sees("promise found: next news by 11:00")
        await ana.sends()
        await ana.hears("answered INC-10001, promised by 11:00")
        desk.pass_("10m")
        await ana.press("r")
        await ana.writing("─ Reply to Kim ─")
        await ana.writes("It prints again")
        await ana.sees("keeps PR-2")
        await ana.sends()
        await ana.hears("answered INC-10001, PR-2 kept")
        await ana.press("q")

        # A break, and home.
        await ana.press("comma", "b")
        await ana.until(lambda: "ana on a break" in ana.lines()[0])
        assert status(desk) == "break"
        await ana.press("comma", "o")
        await ana.hears("✓ you are off")
        await ana.press("N")
        await ana.hears("✗ next: you are off: say first that you are available (, a)")

    assert status(desk) == "off"
    assert [state(desk, each) for each in (1, 2)] == ["kept", "kept"]
    assert [kind for kind in desk.kinds(printer) if kind != "touch.recorded"] == [
        "ticket.created", "ticket.routed", "ticket.pulled", "ticket.assigned", "ticket.commented", "ticket.held",
        "ticket.commented", "ticket.resumed", "ticket.commented", "ticket.commented",
    ]  # fmt: skip
    row = desk.row(scanner)
    assert (row.owner, row.person, row.responded_at, row.team) == ("ana", 1, rang, "EMEA desk")
    assert desk.all("select direction, reached from contact where ticket = :t order by id", t=scanner) == [
        ("in", 1), ("out", 1)
    ]  # fmt: skip
    assert desk.all("select ticket, to_team, stage from transfer") == [(scanner, 2, "pending")]
    assert desk.all("select parent from ticket_parent where id = :t", t=mail) == [(2,)]
    assert (desk.row(printer).owner, desk.row(printer).responded_at) == ("ana", START)
    assert desk.clocks(printer)["resolution"][0] == "running"
    assert [who for who, _ in desk.refusals()] == ["ana"]
    assert desk.store.read.one(PROMISE, promise=1).due_at - rang == 30 * MINUTE + 40_000_000
    assert rebuild(desk.store, RULES, RECORD).differences == []
