"""The screens there are, a line each. A new one: `Shown("wall", "g w", ("words", "on it"))`, then look at what

    DESKCONSOLE_GOLDEN=write pytest tests/stories/frames

has written to tests/golden/screens/<name>, and add it to the commit.
"""

from __future__ import annotations

import re

from deskconsole.console.desk.room import Abroad, Live
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.queue import QueueScreen
from deskconsole.console.screens.room import RoomScreen
from deskconsole.features.knowledge import commands as knowledge
from deskconsole.features.people import commands as people
from deskconsole.features.tickets import commands as c
from deskconsole.world import offered
from tests.console import alarm_story, room_story, story
from tests.console.alarm_story import foretold
from tests.console.alarm_story import ringing as ringing_loudly
from tests.console.clock_story import explanation
from tests.console.cover_story import of_a_week
from tests.console.fake_source import FakeSource
from tests.console.handover_story import accepted, drafted, signed, without_roster
from tests.console.test_app_ticket import WRITE
from tests.console.test_app_ticket import source as of_ticket
from tests.driver import Driver
from tests.stories.desk import KNOWN, StoryDesk
from tests.stories.frames.harness import Shown, at_desk, drawn
from tests.stories.shift.morning import overnight
from tests.stories.wall.walls import morning


def ringing_quietly() -> FakeSource:
    made = FakeSource()
    made.running = alarm_story.escalations()
    return made


def empty() -> FakeSource:
    return FakeSource([])


def stale() -> FakeSource:
    made = FakeSource()
    made.old = 12
    return made


def explained() -> FakeSource:
    made = FakeSource()
    made.explanations = {10398: explanation()}
    return made


IN_ROOMS = WRITE | {name: made for name, made in KNOWN.items() if name.startswith(("room.", "update.", "surge."))}
"""What is done in war rooms, too."""

HANDING = WRITE | {name: made for name, made in offered().items() if name.startswith("handover.")}
"""What is done to handovers, too."""


def crisis() -> FakeSource:
    """10:06:30: one room is open, another one is proposed."""
    made = FakeSource()
    made.seconds = 24 * 60 + 23
    over = room_story.HEAD._replace(id=2, number="WR-2", state="stood down", ended_at=story.at(9, 50), tickets=4)
    made.rooms.heads, made.rooms.situations = [room_story.HEAD, over], {3: room_story.situation()}
    living = [
        Live(3, "WR-3", "open", "VPN gateway EMEA drops all sessions"),
        Live(4, "WR-4", "proposed", "4 clocks of P1–P2 on SAP within 15 minutes"),
    ]
    made.rooms.moved = Abroad(living, {10442: "WR-3", 10448: "WR-3"})
    return made


def ringing(desk: StoryDesk) -> None:
    """A caller whom the desk knows, and an outage that it knows too."""
    desk.do("ana", people.add("Jonas Weber", "acme", "jonas@acme.example", "+49 177 5550199", site="Hamburg"))
    desk.ticket("Add shared mailbox for returns team", caller="P-1", impact="3", urgency="2")
    outage = desk.ticket("VPN gateway EMEA", service="vpn", impact="1", urgency="1")
    desk.do("lea", c.declare_outage(outage, "VPN is down since 05:30. Next news at 10:00."))
    desk.pass_("7m")


def known(desk: StoryDesk) -> None:
    """A ticket on which an article was used."""
    for title, body in (
        ("Fail over the badge readers", "# Before\n\n1. Drain them.\n\n    $ reboot now\n"),
        ("Chairs", "No."),
    ):
        desk.do("lea", knowledge.draft(title, body, kind="sop"))
        desk.do("lea", knowledge.publish(str(desk.scalar("select number from article order by id desc limit 1"))))
    ticket = desk.ticket("Badge readers offline", customer="acme", impact="1", urgency="2")
    desk.do("ana", knowledge.use(ticket, str(desk.scalar("select number from article order by id limit 1"))))


async def article(seat: Driver) -> None:
    await seat.shows("Fail over the badge readers", "the best first")
    await seat.press("enter")


async def reply(seat: Driver) -> None:
    await seat.shows("Conversation", "rebooted node 2")
    await seat.press("r")
    await seat.shows("Reply to Priya Nair")
    await seat.press(*"Dear")
    await seat.shows("next update")
    await saved(seat)


async def saved(seat: Driver) -> None:
    """A second has passed, and what was written is safe."""
    screen = seat.app.screen
    assert isinstance(screen, DeskScreen)
    screen.tick()
    await seat.until(lambda: re.search(r"draft (saved )?09:4\d:\d\d", seat.text()))


async def clock(seat: Driver) -> None:
    await seat.shows("Answer")


async def hold(seat: Driver) -> None:
    await seat.shows("nothing has happened yet")
    await seat.press("v")


async def said(seat: Driver) -> None:
    await seat.until(lambda: bool(seat.app.said.all))
    await seat.press("M")


async def call(seat: Driver) -> None:
    await seat.shows("on a call")
    await seat.press(*"weber")
    await seat.shows("Jonas Weber", "Acme gold")
    await saved(seat)


async def past(seat: Driver) -> None:
    await seat.shows("42m ago")
    await seat.press("enter")
    await seat.until(lambda: "reading" not in seat.text() and "ana  09:00:07" in seat.text())
    then = seat.app.screen
    assert isinstance(then, QueueScreen)
    await seat.until(lambda: then.detail is not None and all(tab.counts for tab in then.tabs))


async def filtered(seat: Driver) -> None:
    await seat.press(*"nosuchthing", "enter")


async def panel(seat: Driver) -> None:
    await seat.shows("INC-10461  1 of 2", "wifi-oncall")
    await seat.press("j")


async def looked(seat: Driver) -> None:
    await seat.shows("INC-10442", "u write")


async def tasks(seat: Driver) -> None:
    await seat.shows("INC-10442")
    screen = seat.app.screen
    assert isinstance(screen, RoomScreen)
    while screen.looked.part != "Tasks":
        await seat.press("tab")
    await seat.press("j")


async def alarms(seat: Driver) -> None:
    await seat.shows("look", "80 % of next response")


SCREENS = (
    Shown("queue", words=("INC-10442", "due 09:30", "help")),
    Shown("queue-selected", "space space v j", ("of 28 selected",)),
    Shown("queue-stale", words=("12s old",), opened=drawn(stale)),
    Shown("queue-leader", "s", ("state of INC-10442",)),
    Shown("empty-desk", words=("This desk is new and empty.", "write the first ticket"), opened=drawn(empty)),
    Shown("nothing-matches", "slash", ("Nothing matches this filter.",), then=filtered),
    Shown("command", "colon h o l", ("hold",)),
    Shown("help", "question_mark", ("Keys on this screen",)),
    Shown("messages", "m", ("All messages of this session", "done"), then=said),
    Shown("detail", "d", ("VPN gateway drops all sessions", "Clocks")),
    Shown("workspace", "enter", ("Reply to Priya Nair", "Dear"), drawn(of_ticket, WRITE), reply),
    Shown("clock", "j j j x", ("INC-10398", "Answer"), drawn(explained), clock),
    Shown("form", "h", ("Hold INC-10442", "What it does"), then=hold),
    Shown("knowledge", "K", ("Fail over the badge readers", "the best first"), at_desk(known)),
    Shown("article", "K", ("Drain them.", "$ reboot now"), at_desk(known), article),
    Shown("shift", "g s", ("Answered since you left", "Label printer jammed"), at_desk(overnight)),
    Shown("rooms", "g r", ("WR-3", "WR-2"), drawn(crisis, IN_ROOMS)),
    Shown("rooms-none", "g r", ("No war room is open",), drawn(empty, IN_ROOMS)),
    Shown("room", "g r enter", ("OPEN 29m", "INC-10442"), drawn(crisis, IN_ROOMS), looked),
    Shown("room-tasks", "g r enter", ("roll back EMEA-2", "task"), drawn(crisis, IN_ROOMS), tasks),
    Shown("room-proposed", words=("WR-4 proposed", "! look"), opened=drawn(crisis, IN_ROOMS)),
    Shown("figures", "g f", ("Today", "Oldest open"), at_desk(overnight)),
    Shown("wall", "g w", ("INC-10001 VPN", "INC-10003"), at_desk(morning)),
    Shown("number", "g t 1 0 4 4", ("INC-10442", "INC-10448")),
    Shown("as-of", "at minus 4 2 m", ("Tue 14 Apr 2026 09:00:07 CEST, 42m ago",)),
    Shown("past", "at minus 4 2 m", ("returns to now", "INC-10442", "ana  09:00:07"), then=past),
    Shown("escalations", "g e", ("wifi-oncall", "reached nobody: 1"), drawn(ringing_quietly), panel),
    Shown("alarm", words=("+1", "! look"), opened=drawn(ringing_loudly), then=alarms),
    Shown("preflight", "j j j e p", ("If nobody acts", "as of now"), drawn(foretold)),
    Shown("call", "n", ("Jonas Weber", "What this caller already has"), at_desk(ringing), call),
    Shown("handover", "g h", ("Handover", "HO-209", "Projected"), drawn(drafted, HANDING)),
    Shown("handover-signed", "g h", ("Read back the unstable", "Questions"), drawn(signed, HANDING)),
    Shown("handover-accepted", "g h", ("[accepted]", "Projected"), drawn(accepted, HANDING)),
    Shown("handover-none", "g h", ("This desk has no roster",), drawn(without_roster)),
    Shown("cover", "g c", ("Cover of", "Gaps", "tickets an hour"), drawn(of_a_week)),
    Shown("cover-hour", "g c enter", ("Early", "leads", "ben"), drawn(of_a_week)),
    Shown("handover-archive", "g h slash", ("Handovers", "HO-208"), drawn(drafted)),
)
