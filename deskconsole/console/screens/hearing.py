"""Part of every screen: what was told to me is looked at by one key, wherever I am."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen

LOOK = "alarm.acknowledge"


class Hearing:
    """The gravest first, a room that is proposed after what was told to me; looked at, it stands in the banner no
    longer, and is marked as read."""

    def act_alarm_acknowledge(self) -> None:
        screen = cast("DeskScreen", self)
        desk = screen.desk
        alarm = desk.alarms.first
        if (room := desk.rooms.first) is not None and (alarm is None or not alarm.stands):
            screen.open_room(room.id)
            return
        if desk.rooms.say and (alarm is None or not alarm.stands):
            desk.rooms.read()
            screen.frame()
            return
        if alarm is None:
            screen.say("", "nothing was told to you that you have not looked at")
            return
        if desk.looks_back:
            desk.back.end()  # it is of now
        desk.alarms.looked(alarm)
        queue = screen.queue_below()
        queue.reads.look(alarm)
        queue.frame()
        screen.frame()
