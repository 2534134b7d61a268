"""A morning's work at the test desk: tickets in many states, texts, a refusal, an undo, thresholds passed."""

from __future__ import annotations

from contextlib import suppress

from deskconsole.core.errors import Refused
from deskconsole.features.tickets import commands as c
from tests.features.desks import TestDesk


def work(desk: TestDesk) -> None:
    first, second, third = desk.new("VPN drops"), desk.new("[urgent] Drucker ist aus\n\u202ePC"), desk.new("no mail")
    desk.do("ana", c.claim(first))
    desk.do("ana", c.reply(first, "Which office?"), source="http", key="k1")
    desk.do("ana", c.hold(first, "caller"))
    desk.pass_("20m")
    desk.tick()
    desk.do("ben", c.receive(first, "Berlin"))
    desk.do("lea", c.prioritise(second, "1", "correction", "whole office"), batch="b1")
    desk.do("ben", c.claim(third))
    desk.do("ben", c.undo())
    with suppress(Refused):
        desk.do("aud", c.claim(third))
    desk.by("ana", behind="root").do(c.note(second, "Zwölf Plätze"))
    desk.pass_("2h")
    desk.tick()
    desk.do("ben", c.reply(third, "Try again"))
    desk.do("ben", c.link(third, desk.row(second).number))
