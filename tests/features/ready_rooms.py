"""How the commands of war rooms are made ready to be tried."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.actors import ROLES
from deskconsole.core.desk import Call
from deskconsole.features.war_room import commands as w
from deskconsole.features.war_room.commands.opening import Kind
from tests.features.desks import START, TestDesk, call

_MAY = {"ana": "agent", "lea": "lead", "max": "manager"}


def _ticket(desk: TestDesk) -> int:
    return desk.new(customer="acme", impact="2", urgency="2")


def _open(desk: TestDesk, kind: Kind = "hand", cause: str = "cut line", tickets: str = "") -> str:
    desk.do("lea", w.declare("Line cut", kind, cause, tickets=tickets))
    return str(desk.scalar("select number from war_room order by id desc limit 1"))


def _proposed(desk: TestDesk) -> str:
    desk.do("ana", w.declare("Line cut", "hand", "cut line"))
    return "WR-1"


def _with(desk: TestDesk) -> tuple[str, int]:
    """A room and a ticket that is in it."""
    ticket = _ticket(desk)
    return _open(desk, tickets=desk.row(ticket).number), ticket


def _split(desk: TestDesk) -> Call:
    room, ticket = _with(desk)
    return w.split(room, desk.row(ticket).number, "Another matter")


def _commanded(desk: TestDesk, who: str) -> str:
    """A room that somebody commands, where they may."""
    room = _open(desk)
    if "room.work" in ROLES.get(_MAY.get(who, ""), ()):
        desk.do(who, w.take_role(room))
    return room


def _entry(desk: TestDesk, what: str) -> str:
    room = _open(desk)
    desk.do("lea", call(f"room.{what}", room, "Roll back"))
    return room


def _done(desk: TestDesk) -> str:
    room = _open(desk)
    desk.do("lea", w.restored(room))
    return room


ROOMS: dict[str, Callable[[TestDesk, str], Call]] = {
    "room.watch": lambda desk, who: w.watch(_ticket(desk), 100, int(START)),
    "room.propose": lambda desk, who: w.propose(_ticket(desk), "step 2"),
    "room.match": lambda desk, who: w.match(_ticket(desk)),
    "room.gather": lambda desk, who: w.gather(int(_open(desk)[3:])),
    "room.unite": lambda desk, who: w.unite(int(_open(desk)[3:])),
    "room.release": lambda desk, who: w.release(int(_open(desk)[3:])),
    "room.look_after": lambda desk, who: w.look_after(int(_open(desk)[3:]), int(START)),
    "room.declare": lambda desk, who: w.declare("Line cut", "service", "vpn"),
    "room.confirm": lambda desk, who: w.confirm(_proposed(desk)),
    "room.reject": lambda desk, who: w.reject(_proposed(desk), "a drill"),
    "room.describe": lambda desk, who: w.describe(_open(desk), title="Another one"),
    "room.attach": lambda desk, who: w.attach(_ticket(desk), _open(desk)),
    "room.detach": lambda desk, who: w.detach(_with(desk)[1]),
    "room.merge": lambda desk, who: w.merge(_open(desk), _open(desk, "service", "vpn")),
    "room.split": lambda desk, who: _split(desk),
    "room.take_role": lambda desk, who: w.take_role(_open(desk)),
    "room.ask_role": lambda desk, who: w.ask_role(_open(desk), "comms", "ben"),
    "room.hand_over_role": lambda desk, who: w.hand_over_role(
        _commanded(desk, who), "commander", "ben", "Rollback runs"
    ),
    "room.renounce_role": lambda desk, who: w.renounce_role(_commanded(desk, who), "commander"),
    "room.note": lambda desk, who: w.note(_open(desk), "odd"),
    "room.decide": lambda desk, who: w.decide(_open(desk), "Roll back"),
    "room.object": lambda desk, who: w.object_to(_entry(desk, "decide"), 1, "too late"),
    "room.task": lambda desk, who: w.task(_open(desk), "Roll back", "ben"),
    "room.ask": lambda desk, who: w.ask(_open(desk), "Since when?"),
    "room.hypothesis": lambda desk, who: w.hypothesis(_open(desk), "Firmware"),
    "room.move": lambda desk, who: w.move(_entry(desk, "task"), 1, "ben"),
    "room.task_done": lambda desk, who: w.task_done(_entry(desk, "task"), 1),
    "room.answer": lambda desk, who: w.answer(_entry(desk, "ask"), 1, "Since nine"),
    "room.rule_out": lambda desk, who: w.rule_out(_entry(desk, "hypothesis"), 1),
    "room.mitigated": lambda desk, who: w.mitigated(_open(desk)),
    "room.restored": lambda desk, who: w.restored(_open(desk)),
    "room.worse": lambda desk, who: w.worse(_done(desk)),
    "room.stand_down": lambda desk, who: w.stand_down(_commanded(desk, who)),
}
