"""What the change feed brings of alarms: whether anybody was told something, and what of it I have not looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deskconsole.features.alarms.views import TOLD_ABOUT

if TYPE_CHECKING:
    from deskconsole.console.desk.alarms import Alarm
    from deskconsole.house import House
    from deskconsole.store.feed import Change
    from deskconsole.store.store import Store


class Heard:
    """Reads what is unread only when something happened to it; what is shown here for the first time has arrived."""

    def __init__(self, store: Store, handle: str, house: Callable[[], House]) -> None:
        self._store, self._handle, self._house = store, handle, house
        self._rang = True
        """Whether anybody has been told anything since one asked last; at first nobody has asked."""
        self._about: set[int] = set()
        self._unread: Sequence[Alarm] = ()
        self.degraded: tuple[str, ...] = ()
        """Ways of telling people that do not work."""
        self._channels = True

    def news(self, news: Sequence[Change]) -> None:
        """Lines of the journal: somebody was told something, or what I was told of has moved on."""
        if any(line.about == "notification" for line in news):
            self._rang = True
            self._about |= set(self._store.read.all(TOLD_ABOUT, first=news[0].seq, last=news[-1].seq))
        self._rang = self._rang or any(line.about == "escalation_mute" for line in news)  # what is said of runs moves
        mine = {alarm.ticket for alarm in self._unread}
        self._rang = self._rang or any(line.about == "ticket" and line.subject in mine for line in news)
        self._channels = self._channels or any(line.about == "channel" for line in news)

    def alarms(self) -> tuple[Sequence[Alarm], set[int]] | None:
        """What I have not looked at, and of which tickets somebody was told; None: nothing of that has moved."""
        if self._channels:
            from deskconsole.features.delivery.views import DEGRADED

            self._channels = False
            self.degraded = tuple(row.spec.key for row in self._store.read.all(DEGRADED))
        if not self._rang:
            return None
        from deskconsole.console.desk.ringing import unread

        self._unread = unread(self._store.read, self._handle)
        if fresh := tuple(alarm.id for alarm in self._unread if alarm.fresh):
            from deskconsole.features.delivery.commands import show

            self._house().do(show(fresh))
        self._rang, about, self._about = False, self._about, set()
        return self._unread, about

    def looked(self, alarm: Alarm) -> None:
        """Somebody looked at it."""
        from deskconsole.features.delivery.commands import read

        self._house().do(read((alarm.id,)))
