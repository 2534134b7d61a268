"""How the commands of the offline sheet, and the mail of a handover, are made ready to be tried."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call, Private
from deskconsole.core.instants import HOUR, Instant
from deskconsole.derive import RULES
from deskconsole.features.handover import events as h
from deskconsole.features.offline import commands as offline
from deskconsole.features.offline.events import OfflineRuled, SheetDue
from deskconsole.handovers.mailing import mail
from tests.features.desks import START, TestDesk


def _over(desk: TestDesk) -> int:
    """A handover that is over."""
    with desk.store.writing(Actor(DESK), RULES) as tx:
        end = tx.now + HOUR
        tx.record(h.HandoverPlanned(tx.now, 1, "HO-1", "early", START, end, end + HOUR, tx.now, end))
        tx.record(h.HandoverDrafted(tx.now, 1))
        tx.record(h.HandoverTaken(tx.now, 1, "max", Private("nobody came")))
    return 1


def _due(desk: TestDesk) -> Instant:
    """The shift whose sheet is due."""
    with desk.store.writing(Actor(DESK), RULES) as tx:
        tx.record(OfflineRuled(tx.now, 1, {"folder": "/mnt/usb", "mail": []}))
        tx.record(SheetDue(tx.now, 1, START, START))
    return START


OFFLINE: dict[str, Callable[[TestDesk, str], Call]] = {
    "offline.put": lambda desk, who: offline.put(_due(desk), "all of it", "0" * 64),
    "offline.fail": lambda desk, who: offline.fail(_due(desk), "no such folder"),
    "offline.plan": lambda desk, who: (_due(desk), offline.plan())[1],
    "offline.go_on": lambda desk, who: offline.go_on(1, _due(desk)),
    "handover.mail": lambda desk, who: mail(_over(desk)),
}
