"""The escalation panel: live runs, and their verbs without leaving the queue."""

from __future__ import annotations

from deskconsole.features.escalation import commands as escalation
from tests.stories.alarms.alarming import engine, gateway
from tests.stories.desk import LARGE, MEDIUM, SMALL, Seat, StoryDesk, sitting


def panel(seat: Seat) -> list[str]:
    """Its lines; none while it is closed."""
    lines = seat.lines()
    first = next((y for y, line in enumerate(lines) if line.startswith("─ Escalations")), len(lines))
    return [line.rstrip() for line in lines[first:-2]]


async def test_it_opens_and_closes_and_says_who_was_told_and_who_is_next(desk: StoryDesk) -> None:
    ticket = gateway(desk)
    gateway(desk, title="Another one")
    desk.pass_("1s")
    engine(desk, "3h12m")
    async with sitting(desk, "ben", LARGE) as ben:
        assert panel(ben) == []
        await ben.press("X")
        await ben.sees("2 running", f"{desk.number(ticket)}  1 of 3   lead lea", "ana 12:54 console")
        await ben.press("X")
        await ben.until(lambda: panel(ben) == [])


async def test_each_verb_works_from_it_and_the_list_stays(desk: StoryDesk) -> None:
    one, two, three = (gateway(desk, title=title) for title in ("First", "Second", "Third"))
    engine(desk, "3h12m1s")
    async with sitting(desk, "lea", LARGE) as lea:
        await lea.press("g", "e")
        await on(lea, one)
        await lea.press("e", "k")
        await lea.sees("acknowledged, until then")
        assert "INC-10001" in lea.text()  # the queue is still there
        await on(lea, three)
        await lea.press("e", "t")
        await lea.until(lambda: states(desk)[three] == "taken over")
        await on(lea, two)
        await lea.press("e", "s")
        await lea.sees("Stop", "reason")
        await lea.writes("it is a drill")
        await lea.press("ctrl+g")
        await lea.until(lambda: states(desk)[two] == "stopped")
        assert states(desk) == {one: "acknowledged", two: "stopped", three: "taken over"}
        await lea.until(lambda: lea.queue.panel.on)
        await lea.press("q")
        assert lea.queue.grid.has_focus


async def test_a_rule_is_muted_and_unmuted_from_it_and_says_until_when(desk: StoryDesk) -> None:
    ticket = gateway(desk)
    engine(desk, "3h12m1s")
    async with sitting(desk, "lea", LARGE) as lea:
        await lea.press("g", "e")
        await on(lea, ticket)
        await lea.press("e", "m")
        await lea.sees("Mute", "rule", "until", "why")
        await lea.sees("chain___")  # the rule of the run under the cursor stands there
        await lea.writes("+2h")
        await lea.press("tab")
        await lea.writes("the disk is replaced")
        await lea.press("ctrl+g")
        await lea.hears("chain is muted until 14:54", "z")
        await lea.sees("muted rules: 1 (until 14:54, lea)")
        assert desk.all("select rule, p1 from escalation_mute") == [("chain", 0)]
        await lea.press("e", "u")
        await lea.sees("MU-1")
        await lea.press("ctrl+g")
        await lea.until(lambda: not any("muted" in line for line in panel(lea)))
        await lea.press("z")
        await lea.sees("muted rules: 1 (until 14:54, lea)")


async def on(seat: Seat, ticket: int) -> None:
    """The cursor of the panel goes to the run of a ticket."""
    await seat.until(lambda: seat.queue.panel.chosen is not None)
    await seat.press("home")
    for _ in range(len(panel(seat))):
        if seat.queue.panel.chosen and seat.queue.panel.chosen.ticket == ticket:
            return
        await seat.press("j")
    raise AssertionError("it has no run")


def states(desk: StoryDesk) -> dict[int, str]:
    return dict(desk.all("select ticket, state from escalation_run order by id"))


async def test_skipping_has_the_next_one_come(desk: StoryDesk) -> None:
    gateway(desk)
    engine(desk, "3h12m")
    async with sitting(desk, "lea", MEDIUM) as lea:
        await lea.press("g", "e")
        await lea.sees("1 of 3", "lead lea")
        await lea.press("e", "n")
        await lea.sees("2 of 3")
        await lea.until(lambda: any("nobody" in line for line in panel(lea)))  # no service is named


async def test_a_way_that_failed_is_told_with_the_one_that_did_not(desk: StoryDesk) -> None:
    gateway(desk, owner=None)
    async with sitting(desk, "ana", LARGE) as ana:
        await ana.press("X")
        await ana.sees("waiting for a threshold: 1")
        engine(desk, "3h12m")
        engine(desk, "10s")  # the second attempt, and the other way
        await ana.sees("✗ lea 12:54 mail", "› → sms")


async def test_time_alone_paints_only_the_countdown(desk: StoryDesk) -> None:
    gateway(desk)
    engine(desk, "3h12m")
    async with sitting(desk, "ana", LARGE) as ana:
        await ana.sees("step 2 in 15m lead lea")  # the peek says it too
        await ana.press("X")
        await ana.sees("1 of 3   lead lea")
        desk.pass_("1m")
        before, told = panel(ana), ana.queue.panel.told
        desk.pass_("1m")
        await ana.tick()
        await ana.until(lambda: panel(ana) != before)
        assert sum(a != b for a, b in zip(before, panel(ana), strict=True)) == 1
        assert ana.queue.panel.told is told  # nothing was read for it


async def test_enter_leads_into_the_ticket_which_tells_its_escalation(desk: StoryDesk) -> None:
    ticket = gateway(desk)
    engine(desk, "3h12m")
    desk.do("ana", escalation.acknowledge(ticket))
    async with sitting(desk, "ben", LARGE) as ben:
        await ben.press("g", "e")
        await ben.sees("acknowledged")
        await ben.press("enter")
        await ben.sees("─ Escalation ─", "step 1 of 3", "acknowledged until", "step 1: ana told by console")


async def test_from_my_shift_too(desk: StoryDesk) -> None:
    gateway(desk)
    engine(desk, "3h12m")
    async with sitting(desk, "ana", SMALL) as ana:
        await ana.press("g", "s")
        await ana.sees("My shift")
        await ana.press("g", "e")
        await ana.sees("─ Escalations", "1 of 3")


async def test_the_past_tells_of_it_and_shows_no_panel(desk: StoryDesk) -> None:
    ticket = gateway(desk)
    engine(desk, "3h12m")
    desk.pass_("20m")
    async with sitting(desk, "ben", MEDIUM) as ben:
        await ben.press("@")
        await ben.sees("nothing can be changed there")
        await ben.writes("-10m")
        await ben.press("enter")
        await ben.sees("10m ago", desk.number(ticket))
        await ben.press("X")
        await ben.hears("escalations are of now")
        await ben.press("enter")
        await ben.sees("Conversation", "step 1: ana")
