"""Two people at two consoles meet in one ticket: each learns what the other did, and nothing either wrote is lost."""

from __future__ import annotations

from deskconsole.features.tickets import commands as c
from tests.stories.desk import MEDIUM, SMALL, Seat, StoryDesk, sitting


def told(desk: StoryDesk, ticket: int) -> list[str]:
    rows = desk.all("select text from private_text where about = 'ticket' and subject = :t order by id", t=ticket)
    return [row[0] for row in rows]


async def replies(seat: Seat, ticket: int, text: str) -> None:
    await seat.opens(ticket)
    await seat.press("r")
    await seat.writing()
    await seat.writes(text)


def later(seat: Seat, seconds: float = 60.0) -> None:
    """Long enough to have read something; from here on this person's own time stands still."""
    now = seat.app.double.clock() + seconds
    seat.app.double.clock = lambda: now


async def test_two_replies_at_once_the_second_is_read_before_it_is_sent(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana, sitting(desk, "ben", size=SMALL) as ben:
        await replies(ana, ticket, "try again")
        await replies(ben, ticket, "restart it")
        await ben.sends()
        await ana.sees("ben replied 09:42, after you began", "restart it")
        later(ana, 0)
        await ana.press("ctrl+g")
        await ana.sees("ben replied 09:42: read it first; ^g again sends", "try again")
        await ana.hears("✗ reply: ben replied since you began")
        await ana.press("ctrl+g")  # the same press once more: nobody has read that yet
        await ana.pilot.pause()
        assert "try again" not in told(desk, ticket)
        later(ana)
        await ana.sends()
    assert told(desk, ticket)[-2:] == ["restart it", "try again"]
    assert desk.kinds(ticket).count("ticket.commented") == 2


async def test_a_draft_of_yesterday_knows_what_its_writer_had_seen(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await replies(ana, ticket, "try again")
        await ana.press("escape")
        await ana.until(lambda: desk.all("select seen from draft where text = 'try again'"))
    desk.pass_("24h")
    desk.do("ben", c.receive(ticket, "It works again!"))
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.opens(ticket)
        await ana.press("r")
        await ana.writing("try again", "the customer wrote 09:42, after you began")
        await ana.press("ctrl+g")
        await ana.sees("the customer wrote 09:42: read it first; ^g again sends")
        await ana.press("escape")
    assert desk.all("select text from draft") == [("try again",)]


async def test_the_same_field_opens_the_form_again_with_both_versions(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("a")
        await ana.form("Assign INC-10001")
        await ana.writes("lea")
        desk.do("ben", c.claim(ticket))
        await ana.press("ctrl+g")
        await ana.sees("owner when you began: –", "ben 09:42: ben", "you: lea", "Assign INC-10001")
        await ana.form()
        assert desk.row(ticket).owner == "ben"
        later(ana)
        await ana.press("ctrl+g")
        await ana.until(
            lambda: desk.row(ticket).owner == "lea"
        )  # what is said of it may share the line with the refusal


async def test_other_fields_go_together_and_a_form_learns_what_can_be_no_more(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana:
        await ana.press("number_sign")
        await ana.form()
        await ana.writes("vip")
        desk.do("ben", c.tag(ticket, "site"))
        desk.do("ben", c.claim(ticket))
        await ana.commit()
        await ana.hears("✓")
        assert (desk.row(ticket).owner, desk.row(ticket).tags) == ("ben", " site vip ")
        await ana.press("h")
        await ana.form()
        await ana.press("v", "tab", "tab")
        await ana.writes("ordered")
        desk.do("ben", c.resolve(ticket, "fixed", "cable"))
        await ana.sees("✗ INC-10001 is resolved")  # while the form is open, before anybody commits
        await ana.press("escape")
        await ana.hears("nothing has happened; what you typed is kept")


async def test_two_press_the_same_key_and_both_see_who_has_it(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    async with sitting(desk, size=MEDIUM) as ana, sitting(desk, "ben", size=MEDIUM) as ben:
        await ana.on(ticket)
        await ben.on(ticket)
        await ana.press("m")
        await ben.press("m")
        await ana.until(lambda: ana.message() and "INC-10001" in ana.message())
        await ben.until(lambda: ben.message() and "INC-10001" in ben.message())
        owner = desk.row(ticket).owner
        winner, loser = (ana, ben) if owner == "ana" else (ben, ana)
        await winner.hears("✓ INC-10001 is yours")
        await loser.hears(f"✗ take: {owner} has INC-10001")
        for each in (ana, ben):
            await each.until(lambda seat=each: f" {owner} " in seat.row(ticket))  # type: ignore[misc]
    assert desk.kinds(ticket).count("ticket.assigned") == 1
