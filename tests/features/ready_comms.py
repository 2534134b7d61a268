"""How the commands of messages from war rooms, of call-ins and of reviews are made ready to be tried."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call
from deskconsole.core.instants import DAY
from deskconsole.derive import RULES
from deskconsole.features.reviews import commands as r
from deskconsole.features.room_updates import commands as u
from deskconsole.features.room_updates import dispatching
from deskconsole.features.room_updates.events import CommsRuled
from deskconsole.features.surge import commands as s
from deskconsole.features.war_room import commands as w
from tests.features.desks import TestDesk


def opened(desk: TestDesk, tickets: int = 0) -> str:
    """A room for the service vpn, with so many tickets of it, confirmed by a lead; what follows has happened."""
    for place in range(tickets):
        asker = f"Kim <kim{place}@acme.example>"
        desk.new(f"VPN {place}", customer="acme", service="vpn", impact="1", urgency="2", requester=asker)
    desk.do("lea", w.declare("VPN drops", "service", "vpn"))
    desk.tick()
    return "WR-1"


def _waiting(desk: TestDesk, who: str) -> str:
    """A message that waits, written by somebody else than who tries."""
    with desk.store.writing(Actor(DESK), RULES) as tx:
        tx.record(CommsRuled(at=tx.now, comms_rules=1, body={"approval": ["internal"]}))
    room = opened(desk)
    desk.do("max" if who == "lea" else "lea", u.update(room, "internal", "We know."))
    return room


def _called(desk: TestDesk, who: str) -> str:
    """Whoever tries was called in, where they work on tickets; else somebody was."""
    room = opened(desk)
    works = who in ("ana", "lea", "max")
    desk.do("max" if who == "lea" else "lea", s.call_in(room, who if works else "ana"))
    return room


def stood_down(desk: TestDesk) -> str:
    room = opened(desk)
    desk.do("lea", w.stand_down(room))
    desk.tick()
    return room


def _submitted(desk: TestDesk, who: str) -> str:
    room = stood_down(desk)
    desk.do("max" if who == "lea" else "lea", r.submit(room, "It fell over."))
    return room


def _with_action(desk: TestDesk) -> str:
    room = stood_down(desk)
    desk.do("lea", r.act(room, "two gateways", "ben", desk.now + DAY))
    return room


def _published(desk: TestDesk) -> str:
    room = _submitted(desk, "lea")
    desk.do("lea", r.issue(room))
    return room


SAID: dict[str, Callable[[TestDesk, str], Call]] = {
    "room.update": lambda desk, who: u.update(opened(desk), "internal", "We know."),
    "room.sentence": lambda desk, who: u.sentence(opened(desk), "VPN is unstable.", "use the other gateway"),
    "update.countersign": lambda desk, who: u.countersign(_waiting(desk, who)),
    "update.discard": lambda desk, who: u.discard(_waiting(desk, who), "it is over"),
    "update.every": lambda desk, who: u.every(opened(desk), "internal", 900),
    "update.begin": lambda desk, who: (opened(desk), u.begin(1, desk.now))[1],
    "update.notice": lambda desk, who: (opened(desk), u.notice(1, desk.now))[1],
    "update.dispatch": lambda desk, who: (_waiting(desk, who), dispatching.dispatch(1, 1))[1],
    "surge.call_in": lambda desk, who: s.call_in(opened(desk)),
    "surge.accept": lambda desk, who: s.accept(_called(desk, who)),
    "surge.decline": lambda desk, who: s.decline(_called(desk, who)),
    "surge.let_go": lambda desk, who: s.let_go(_called(desk, who)),
    "surge.go_on": lambda desk, who: (_called(desk, "ana"), s.go_on(1, desk.now))[1],
    "surge.end": lambda desk, who: (_called(desk, "ana"), s.end(1, desk.now))[1],
    "surge.hear": lambda desk, who: (_called(desk, "ana"), s.hear(1, True))[1],
    "review.take_up": lambda desk, who: r.take_up(stood_down(desk), "ben"),
    "review.submit": lambda desk, who: r.submit(stood_down(desk), "It fell over."),
    "review.return": lambda desk, who: r.return_(_submitted(desk, who), "why did it?"),
    "review.issue": lambda desk, who: r.issue(_submitted(desk, who)),
    "review.act": lambda desk, who: r.act(stood_down(desk), "two gateways", "ben", desk.now + DAY),
    "review.done": lambda desk, who: r.done(_with_action(desk), 1),
    "review.close": lambda desk, who: r.close(_published(desk)),
    "review.owe": lambda desk, who: (opened(desk), r.owe(1, desk.now, 0, 0))[1],
    "review.notice": lambda desk, who: (stood_down(desk), r.notice(1, desk.now))[1],
}
