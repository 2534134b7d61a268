"""A bad day in war rooms in the sample journal: proposed, worked in, spoken from, merged, split, and looked back at."""

from __future__ import annotations

from pathlib import Path

from deskconsole.core.instants import HOUR, MINUTE
from deskconsole.features.reviews import commands as r
from deskconsole.features.room_updates import commands as u
from deskconsole.features.surge import commands as s
from deskconsole.features.war_room import commands as w
from tests.features.desks import TestDesk
from tests.journals.alarms import apply_text

MORE = """
[services.tills]
name = "Tills"
criticality = 1

[items.till-server]
name = "Till server"

[war_rooms.services]
clocks = 2
priority = "1-2"
at = "100 %"
per = "service"
within = "30m"
again = "8h"

[war_rooms.vendors]
clocks = 9
per = "vendor"

[updates]
approval = ["customers"]
first = "5m"
escalate = "3m"

[updates.contacts]
acme = ["duty@acme.example"]

[surge]
answer = "5m"

[reviews]
due = { p1 = "4h", p2 = "4h", p3 = "4h", p4 = "4h", p5 = "4h" }
remind = "1h"
"""
CHANGED = {
    "clocks = 2\n": "clocks = 3\n",
    '[war_rooms.vendors]\nclocks = 9\nper = "vendor"\n': "",
}
SKILLED = ("net", "glo")


def rooms(desk: TestDesk, folder: Path, text: str) -> str:
    """All of it, at a desk of whose file `text` is; the file as it is then."""
    text += MORE
    for handle in SKILLED:
        text = text.replace(f"[operators.{handle}]\n", f'[operators.{handle}]\nskills = ["tills"]\n')
    apply_text(desk, folder, text)
    room = _proposed(desk)
    _led(desk, room)
    _written(desk, room)
    _spoken(desk, room)
    _called(desk, room)
    _over(desk, room)
    _by_hand(desk)
    _looked_back(desk, room)
    for old, new in CHANGED.items():
        text = text.replace(old, new)
    apply_text(desk, folder, text)
    return text


def _turn(desk: TestDesk, after: str) -> None:
    desk.pass_(after)
    desk.tick()


def _last(desk: TestDesk) -> str:
    """The number of the room that came last."""
    return str(desk.scalar("select number from war_room order by id desc limit 1"))


def _entry(desk: TestDesk, kind: str) -> int:
    """The number of what was written last of a kind."""
    return int(desk.scalar("select max(id) from war_room_entry where kind = :kind", kind=kind))


def _proposed(desk: TestDesk) -> str:
    """A rule proposes a room for two clocks that broke; a lead opens it, and nobody commands it in time."""
    for level in ("1", "1", "3"):
        desk.new("Till is off", customer="acme", service="tills", impact=level, urgency=level)
    _turn(desk, "31m")
    room = _last(desk)
    desk.do("lea", w.confirm(room))
    _turn(desk, "6m")
    return room


def _led(desk: TestDesk, room: str) -> None:
    """Roles: taken, asked for, handed over with a read-back, declined."""
    desk.do("ana", w.take_role(room))
    desk.do("ana", w.ask_role(room, "comms", "ben"))
    desk.do("ben", w.take_role(room, "comms"))
    desk.do("ana", w.ask_role(room, "scribe", "max"))
    desk.do("max", w.renounce_role(room, "scribe"))
    desk.do("ana", w.hand_over_role(room, "commander", "lea", "Rollback runs; Acme was told."))
    desk.do("lea", w.take_role(room, "commander", "I wait for the rollback, and tell Acme."))
    above = desk.new("Tills are off everywhere", service="tills", impact="1", urgency="1")
    desk.do("lea", w.describe(room, cause="the new firmware", bridge="+49 30 5550", parent=desk.row(above).number))


def _written(desk: TestDesk, room: str) -> None:
    """Notes, a decision and what speaks against it, tasks, questions, hypotheses."""
    desk.do("ana", w.note(room, "Prüfsumme stimmt nicht"))
    desk.do("lea", w.decide(room, "Roll back", "ana ben", "ben: drops the day's receipts"))
    desk.do("ana", w.object_to(room, _entry(desk, "decision"), "nobody has tried it"))
    desk.do("lea", w.task(room, "Roll back", "ben", desk.now + 20 * MINUTE))
    desk.do("lea", w.move(room, _entry(desk, "task"), "ana"))
    desk.do("ana", w.task_done(room, _entry(desk, "task"), "all but two"))
    desk.do("lea", w.ask(room, "Since when?"))
    desk.do("ana", w.answer(room, _entry(desk, "question"), "since nine"))
    desk.do("lea", w.hypothesis(room, "the line", "ana"))
    desk.do("ana", w.rule_out(room, _entry(desk, "hypothesis"), "others are online"))


def _spoken(desk: TestDesk, room: str) -> None:
    """Messages: too late, inside, approved, discarded, to one customer; and the sentence for the phone."""
    _turn(desk, "10m")
    desk.do("ben", u.update(room, "internal"))
    desk.do("ben", u.update(room, "customers", "It is the firmware, Mr Müller."))
    desk.do("lea", u.discard(room, "no names"))
    desk.do("ben", u.update(room, "customers", "It is the firmware.", "identified"))
    desk.do("lea", u.countersign(room))
    desk.do("ben", u.every(room, "customers", 3600))
    desk.do("ben", u.sentence(room, "We know; tills are back by noon.", "Cash only."))


def _called(desk: TestDesk, room: str) -> None:
    """Of those who can do it one does not answer, one cannot; somebody else comes, and is let go."""
    desk.do("lea", s.call_in(room, needs="tills", note="bring the old image"))
    _turn(desk, "6m")
    asked = str(desk.scalar("select handle from surge_call where state = 'asked'"))
    desk.do(asked, s.decline(room))
    desk.do("lea", s.call_in(room, "ana"))
    desk.do("ana", s.accept(room))
    desk.do("lea", s.let_go(room, "ana"))


def _over(desk: TestDesk, room: str) -> None:
    """Better, worse, better again, restored, stood down: its tickets leave it."""
    desk.do("lea", w.mitigated(room))
    desk.do("lea", w.worse(room))
    _turn(desk, "20m")
    desk.do("lea", w.restored(room))
    desk.do("ben", u.update(room, "internal"))
    desk.do("lea", w.stand_down(room, "Firmware 7 does not print."))
    desk.tick()


def _by_hand(desk: TestDesk) -> None:
    """One that was none; one that two were made of, which then are one again."""
    desk.do("ana", w.declare("Doors are open", "hand", "a drill?"))
    desk.do("lea", w.reject(_last(desk), "a drill"))
    door, light, lamp = (desk.new(title, impact="3", urgency="2") for title in ("Door", "Light", "Lamp"))
    desk.do("lea", w.declare("No power", "hand", "a fuse", tickets=f"{desk.row(door).number} {desk.row(light).number}",
                             since=desk.now - HOUR))  # fmt: skip
    room = _last(desk)
    desk.do("ana", w.attach(lamp, room))
    desk.do("ana", w.detach(lamp, "its bulb"))
    desk.do("lea", w.split(room, desk.row(light).number, "Another fuse"))
    desk.do("lea", w.merge(_last(desk), room))
    desk.tick()
    desk.do("lea", w.stand_down(room))
    desk.tick()


def _looked_back(desk: TestDesk, room: str) -> None:
    """A review: given back, late, published; one of its actions is late too."""
    desk.do("ana", r.take_up(room))
    desk.do("ana", r.submit(room, "Tills were off."))
    desk.do("lea", r.return_(room, "Why?"))
    desk.do("ana", r.submit(room, "Tills were off.", "Firmware 7", "the rollback", "nobody tried it before"))
    desk.do("ana", r.act(room, "Try firmware on one till first", "ben", desk.now + 3 * HOUR))
    for _ in range(2):
        _turn(desk, "3h")
    desk.do("lea", r.issue(room))
    desk.do("ben", r.done(room, int(desk.scalar("select max(id) from review_action"))))
    desk.do("lea", r.close(room))
