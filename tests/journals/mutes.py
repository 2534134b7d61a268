"""Muted rules in the sample journal: a step and a room that were withheld, and what came of them."""

from __future__ import annotations

from deskconsole.core.instants import HOUR, Instant
from deskconsole.features.escalation import commands as x
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk


def mutes(desk: TestDesk) -> None:
    """A policy is muted and unmuted; a rule of war rooms until its time is over."""
    _mute(desk, "chain", 8)
    desk.do("lea", c.undo())
    desk.do("lea", c.redo())
    _new(desk, "Scanner is dead")
    desk.pass_("90m")
    desk.tick()
    desk.do("lea", x.unmute("chain"))
    desk.tick()
    _mute(desk, "services", 3)
    for number in range(3):
        _new(desk, f"Scale {number} is off")
    desk.pass_("150m")
    desk.tick()
    desk.pass_("1h")
    desk.tick()


def _mute(desk: TestDesk, rule: str, hours: int) -> None:
    desk.do("lea", x.mute(rule=rule, until=Instant(desk.now + hours * HOUR), why="it is being repaired"))


def _new(desk: TestDesk, title: str) -> None:
    ticket = desk.new(title, customer="initech", service="vpn", impact="2", urgency="1")
    desk.do("lea", c.assign(ticket, "ana"))
