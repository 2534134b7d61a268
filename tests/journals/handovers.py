"""Days whose shifts hand over in the sample journal: a roster that changes, handovers accepted and taken, the sheet."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.instants import DAY, HOUR, Instant, to_iso
from deskconsole.features.handover import commands as h
from deskconsole.features.offline import commands as offline
from deskconsole.features.offline.views import SHEET
from deskconsole.features.promises import commands as p
from deskconsole.features.rosters import commands as c
from deskconsole.features.tickets import commands as t
from deskconsole.house import House
from tests.features.desks import TestDesk
from tests.journals.alarms import apply_text

MORE = """
[teams.sites]
name = "Sites"

[operators.tom]
name = "Tom"
contacts = { mail = "tom@desk.example" }
roles = ["agent", "lead"]

[roster]
rest = "11h"

[shifts.day]
team = "sites"
zone = "UTC"
hours = "06:00-18:00"
people = ["ana", "lea"]
lead = "lea"
duty_manager = "max"

[shifts.night]
team = "sites"
zone = "UTC"
hours = "18:00-06:00"
people = ["ben", "tom"]
lead = "tom"
duty_manager = "max"

[handover]
accept_within = "20m"

[offline]
folder = "/mnt/second-place"
"""
FAR = """
[shifts.far]
team = "emea"
zone = "UTC"
hours = "08:00-16:00"
people = ["glo"]
"""


def handovers(desk: TestDesk, folder: Path, text: str) -> str:
    """All of it, at a desk of whose file `text` is; the file as it is then."""
    desk.until(f"{_morning(desk)}T07:00Z")
    desk.tick()
    apply_text(desk, folder, text + MORE + FAR)
    apply_text(desk, folder, text + MORE)
    _rostered(desk)
    _handed_over(desk)
    later = (text + MORE).replace("20m", "25m")
    _taken(desk, folder, later)
    _printed(desk)
    return later


def _morning(desk: TestDesk) -> str:
    """The day after this one."""
    return to_iso(Instant(desk.now + DAY))[:10]


def _turn(desk: TestDesk, after: str) -> None:
    desk.pass_(after)
    desk.tick()


def _number(desk: TestDesk) -> str:
    """The handover that is a draft."""
    return str(desk.scalar("select number from handover where state = 'draft' order by id desc limit 1"))


def _rostered(desk: TestDesk) -> None:
    """Turns taken, given back, swapped and not; leave that is taken, and that is not."""
    later = desk.now + 2 * DAY
    desk.do("lea", c.take("day", later, "net", "ana", reason="a visit"))
    desk.do("lea", c.give_back("RB-1"))
    desk.do("ana", c.swap("day", later, "net", reason="ein Umzug"))
    desk.do("net", c.accept("SW-1"))
    desk.do("max", c.approve("SW-1"))
    desk.do("ben", c.swap("night", later, "glo"))
    desk.do("glo", c.refuse("SW-2", "not then"))
    for days in (20, 30):
        desk.do("ben", c.leave(desk.now + days * DAY, desk.now + (days + 1) * DAY, note="Familie"))
    desk.do("ben", c.stay("LV-1"))
    desk.tick()


def _handed_over(desk: TestDesk) -> None:
    """A shift is handed over with all that may be said of it; the other lead takes all of it but for one ticket."""
    hot, owed, left = (desk.new(title, impact=impact, urgency=impact) for title, impact in
                       (("Lift is stuck", "1"), ("Badge", "3"), ("Gate", "3")))  # fmt: skip
    for ticket in (hot, owed, left):
        desk.do("lea", t.to_team(ticket, "sites"))
        desk.do("lea", t.assign(ticket, "ana"))
    desk.do("ana", p.make(owed, "call back", desk.now + 15 * HOUR))
    _turn(desk, "10h 40m")
    handover = _number(desk)
    desk.do("lea", h.headline(handover, "The lift is stuck; nobody is in it.", "unstable"))
    desk.do("ana", h.action(handover, hot, "reset it", "ben", desk.now + 3 * HOUR, "if it stays: call Otis",
                            "the door", "the motor"))  # fmt: skip
    desk.do("ana", h.note(handover, "Schlüssel liegt beim Pförtner"))
    desk.do("ana", h.defer(handover, "the list of badges is old", owed))
    desk.do("ana", h.dispose(handover, "give", of="ana", owner="ben"))
    desk.do("ana", h.action(handover, owed, "call them back"))
    desk.do("ana", h.action(handover, left, "wait for the part"))
    desk.do("lea", h.sign(handover))
    desk.do("lea", h.withdraw(handover, "a word on the gate"))
    desk.do("lea", h.sign(handover))
    desk.do("tom", h.ask(handover, "Does Otis know?", True))
    desk.do("ana", h.answer(handover, int(desk.scalar("select max(id) from handover_question")), "yes"))
    desk.do("tom", h.read_back(handover, desk.row(hot).number, "I reset it, else I call Otis"))
    desk.do("tom", h.accept(handover, desk.row(left).number, "the part is not there"))
    desk.do("tom", h.used(hot))
    desk.tick()


def _taken(desk: TestDesk, folder: Path, later: str) -> None:
    """The night signs nothing, who was to come is ill: the duty manager is told, later than was said, and takes the
    desk."""
    _turn(desk, "12h")
    apply_text(desk, folder, later)
    desk.do("lea", c.leave(desk.now, Instant(desk.now + 12 * HOUR)))
    _turn(desk, "1h")
    desk.do("max", h.take(_number(desk), "Tom is ill"))
    _turn(desk, "13h")


def _printed(desk: TestDesk) -> None:
    """The sheet could not be put in its second place, then it could."""
    begun, desk_itself = desk.store.read.one(SHEET).shift, House(desk.store, Actor(DESK))
    desk_itself.do(offline.fail(begun, "/mnt/second-place is not there"))
    desk_itself.do(offline.put(begun, "all of it", "0" * 64))
    desk.tick()
