"""How the commands of delivery are made ready to be tried."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call, Private
from deskconsole.derive import RULES
from deskconsole.features.delivery import commands as d
from deskconsole.features.delivery.events import ChannelDefined, NotificationQueued
from tests.features.desks import TestDesk


def _told(desk: TestDesk, who: str, *, failed: bool = False, run: int | None = None) -> int:
    """Somebody is to be told something; or it is a dead letter."""
    operator = desk.scalar("select id from operator where handle = :h", h=who)
    with desk.store.writing(Actor(DESK), RULES) as tx:
        tx.record(
            NotificationQueued(
                at=tx.now, notification=1, operator=operator, purpose="note", severity="warn", text=Private("Hello"),
                run=run,
            )
        )  # fmt: skip
    if failed:
        desk.do(DESK, d.give_up(1, "hook", "404", "not found"))
    return 1


def _sent(desk: TestDesk, who: str) -> int:
    number = _told(desk, who)
    desk.do(DESK, d.confirm(number, "console", "console", 1))
    return number


def _channel(desk: TestDesk) -> str:
    with desk.store.writing(Actor(DESK), RULES) as tx:
        body = {"kind": "webhook", "url_env": "U", "secret_env": "S", "check": 60}
        tx.record(ChannelDefined(at=tx.now, channel=1, key="hook", body=body))
    return "hook"


def _operator(desk: TestDesk, who: str) -> int:
    _told(desk, who)
    return int(desk.scalar("select id from operator where handle = :h", h=who))


TOLD: dict[str, Callable[[TestDesk, str], Call]] = {
    "notification.confirm": lambda desk, who: d.confirm(_told(desk, who), "hook", "webhook", 1),
    "notification.delay": lambda desk, who: d.delay(_told(desk, who), "hook", 1, "503", "busy"),
    "notification.fall_back": lambda desk, who: d.fall_back(_told(desk, who), "hook", "console", "404", "not found"),
    "notification.give_up": lambda desk, who: d.give_up(_told(desk, who), "hook", "404", "not found"),
    "notification.drop": lambda desk, who: d.drop(_told(desk, who), "resolved meanwhile"),
    "notification.arrange": lambda desk, who: d.arrange(_operator(desk, who)),
    "notification.show": lambda desk, who: d.show((_sent(desk, who),)),
    "notification.read": lambda desk, who: d.read((_told(desk, who),)),
    "notification.read_of_run": lambda desk, who: (_told(desk, who, run=1), d.read_of_run(1))[1],
    "notification.redrive": lambda desk, who: d.redrive(_told(desk, who, failed=True)),
    "channel.check": lambda desk, who: d.check(_channel(desk)),
    "channel.check_due": lambda desk, who: d.check_due((_channel(desk), 1)[1]),
}
