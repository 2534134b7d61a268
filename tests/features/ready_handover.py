"""How the commands on a handover are made ready to be tried by somebody."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.desk import Call
from deskconsole.core.instants import HOUR
from deskconsole.features.handover import commands as h
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from tests.features.desks import START, TestDesk, call

SIGNER = "max"
AGENT = "ana"


def _drafted(desk: TestDesk) -> str:
    """A draft of the whole desk, opened by a manager."""
    desk.do(SIGNER, h.open_(START - HOUR, "", 2 * 3600, "lea"))
    return str(desk.scalar("select number from handover order by id desc limit 1"))


def _signed(desk: TestDesk) -> str:
    number = _drafted(desk)
    desk.do(SIGNER, h.headline(number, "Calm."))
    desk.do(SIGNER, h.sign(number))
    return number


def _of(desk: TestDesk, agent: str, to: str, **kind: str) -> str:
    """A draft of an agent's tickets: what an agent does with a handover they do with such."""
    ticket = desk.new(by=SIGNER, **kind)
    desk.do(SIGNER, c.assign(ticket, agent))
    desk.do(SIGNER, h.leave(to, of=agent))
    number = str(desk.scalar("select number from handover order by id desc limit 1"))
    desk.do(SIGNER, h.action(number, ticket, "restart it"))
    return number


def _draft_of(desk: TestDesk, who: str) -> str:
    return _of(desk, AGENT, "ben") if who == AGENT else _drafted(desk)


def _to_agent(desk: TestDesk, **kind: str) -> str:
    """Signed, and for the agent to accept."""
    number = _of(desk, "ben", AGENT, **kind)
    desk.do(SIGNER, h.headline(number, "Calm."))
    desk.do(SIGNER, h.sign(number))
    return number


def _accepting(desk: TestDesk, who: str) -> str:
    """Signed, and not by whoever is to accept it."""
    if who == AGENT:
        return _to_agent(desk)
    number = _signed(desk)
    if who == SIGNER:
        desk.do(SIGNER, h.withdraw(number, "another signs"))
        desk.do("lea", h.sign(number))
    return number


def _unstable(desk: TestDesk, who: str) -> str:
    if who == AGENT:
        return _to_agent(desk, impact="1", urgency="1")
    number = _drafted(desk)
    ticket = desk.new(by=SIGNER, impact="1", urgency="1")
    desk.do(SIGNER, h.headline(number, "Watch it."))
    desk.do(SIGNER, h.action(number, ticket, "restart it"))
    desk.do("lea" if who == SIGNER else SIGNER, h.sign(number))
    return number


def _asked(desk: TestDesk) -> str:
    number = _signed(desk)
    desk.do(SIGNER, h.ask(number, "Does Acme know?"))
    return number


def _with_room(desk: TestDesk) -> str:
    desk.do(SIGNER, w.declare("Lyon is dark"))
    return _drafted(desk)


def _foreseen(desk: TestDesk) -> int:
    """A ticket of which a handover that was accepted says an if/then."""
    number, ticket = _drafted(desk), desk.new(by=SIGNER)
    desk.do(SIGNER, h.headline(number, "Calm."))
    desk.do(SIGNER, h.action(number, ticket, "restart it", if_then="that does not help: swap it"))
    desk.do(SIGNER, h.sign(number))
    desk.do("lea", h.accept(number))
    return ticket


def _over(desk: TestDesk) -> str:
    number = _signed(desk)
    desk.pass_("2h")
    return number


HANDED: dict[str, Callable[[TestDesk, str], Call]] = {
    "handover.open": lambda desk, who: h.open_(START - HOUR, "", 8 * 3600),
    "handover.headline": lambda desk, who: h.headline(_draft_of(desk, who), "Calm."),
    "handover.action": lambda desk, who: h.action(_drafted(desk), desk.new(by=SIGNER), "restart it"),
    "handover.room_action": lambda desk, who: h.room_action(_with_room(desk), "WR-1", "keep the bridge open"),
    "handover.used": lambda desk, who: h.used(_foreseen(desk)),
    "handover.note": lambda desk, who: h.note(_drafted(desk), "the printer smells"),
    "handover.defer": lambda desk, who: h.defer(_drafted(desk), "clean the list of vendors"),
    "handover.leaving": lambda desk, who: h.dispose(_drafted(desk), "pool", ticket=desk.new(by=SIGNER)),
    "handover.sign": lambda desk, who: _written(desk, who),
    "handover.withdraw": lambda desk, who: h.withdraw(_by(desk, who), "one more thing"),
    "handover.read_back": lambda desk, who: h.read_back(_unstable(desk, who), _hot(desk), "I restart it"),
    "handover.ask": lambda desk, who: h.ask(_signed(desk), "Does Acme know?"),
    "handover.answer": lambda desk, who: h.answer(_asked(desk), 1, "yes"),
    "handover.accept": lambda desk, who: h.accept(_accepting(desk, who)),
    "handover.take_desk": lambda desk, who: h.take(_over(desk), "nobody came"),
    "handover.leave": lambda desk, who: _leaving(desk, who),
    "handover.drop": lambda desk, who: h.drop(_of(desk, AGENT, "ben")),
    "handover.plan": lambda desk, who: call("handover.plan"),
    "handover.go_on": lambda desk, who: (_drafted(desk), call("handover.go_on", 1, int(desk.now)))[1],
}
"""By the name of the command."""


def _hot(desk: TestDesk) -> str:
    return str(desk.scalar("select number from ticket where priority = 1 order by id desc limit 1"))


def _written(desk: TestDesk, who: str) -> Call:
    number = _draft_of(desk, who)
    desk.do(SIGNER, h.headline(number, "Calm."))
    return h.sign(number)


def _leaving(desk: TestDesk, who: str) -> Call:
    agent = who if who in (AGENT, SIGNER) else "ben"
    desk.do(SIGNER, c.assign(desk.new(by=SIGNER), agent))
    return h.leave("lea", of=agent)


def _by(desk: TestDesk, who: str) -> str:
    """Signed by whoever is to take it back, where they may sign."""
    if who == AGENT:
        number = _of(desk, AGENT, "ben")
        desk.do(who, h.headline(number, "Calm."))
        desk.do(who, h.sign(number))
        return number
    number = _signed(desk)
    if who == "lea":
        desk.do(SIGNER, h.withdraw(number, "another signs"))
        desk.do(who, h.sign(number))
    return number
