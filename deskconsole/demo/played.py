"""A story on a clock of its own: people act, and between that everything happens that is due.

Each act has a key of its own: whoever begins anew after a power cut goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from deskconsole.bulk import spread
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call, Event
from deskconsole.core.instants import Instant
from deskconsole.core.shipped import shipped
from deskconsole.demo.founding import seated
from deskconsole.engine.letters import Letters
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox, Outcome
from deskconsole.engine.tick import advance
from deskconsole.features.delivery import events as d
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.house import House
from deskconsole.store.desk_time import DeskTime, real_now
from deskconsole.store.migrate import create
from deskconsole.store.store import Store

_NEXT = (
    "select min(at) from (select min(fire_at) as at from timer where parked = 0"
    " union all select min(due_at) from outbox where channel <> '' and lease_until <= :now) x"
)


class Act(NamedTuple):
    """What somebody does; or how the call is made once it is known what there is."""

    at: Instant
    who: str
    call: Call | Callable[[Store], Call]


def made(url: str, file: str, begin: Instant, before: Instant, speed: int, account: str | None = None) -> None:
    """A store with the desk of an example; on a screen its clock begins `before` something happens."""
    create(url, DeskTime(before, real_now(), speed))
    store = Store(url, time=DeskTime(begin, begin, 1, lambda: begin), draft=True)
    try:
        wanted = seated(read(shipped("examples") / file), account)
        House(store, Actor(DESK)).do(apply(plan(wanted, current(store.read), 2026)))
        while advance(store):
            pass
    finally:
        store.close()


class Played:
    """A story under way: its clock stands where the journal ends and only ever goes on.

    `real` is the time in which leases of deliveries pass.
    """

    def __init__(
        self,
        url: str,
        span: tuple[Instant, Instant],
        acts: Sequence[Act],
        real: Callable[[], Instant] = real_now,
        *,
        draft: bool = False,
    ) -> None:
        begin, self.end = span
        self.at, self.acts = begin, acts
        self.store = Store(url, time=DeskTime(begin, begin, 1, lambda: self.at), draft=draft)
        self.at = Instant(max(begin, self._select("select coalesce(max(recorded_at), 0) from journal")))
        letters = Letters(self.store, lambda mail: Outcome("delivered", "sandbox", where="sandbox"))
        self.outbox = Outbox(self.store, [Notices(self.store), letters], real)

    def play(self, until: Instant | None = None, *, alone: bool = False) -> None:
        """All that happens by an instant, or to the end; `alone`: what people do is left to somebody else."""
        until = self.end if until is None else until
        for number, act in enumerate(() if alone else self.acts):
            if act.at > until:
                break
            self._pass_to(act.at)
            call = act.call if isinstance(act.call, Call) else act.call(self.store)
            for each in spread(self.store.read, call, act.who):
                House(self.store, Actor(act.who)).do(each, source="story", key=f"act {number} {each.ticket or ''}")
        self._pass_to(until)

    def _pass_to(self, at: Instant) -> None:
        while (due := self._due()) is not None and due <= at:
            self.at = Instant(max(self.at, due))
            if not advance(self.store) + self.outbox.run():
                break
        self.at = Instant(max(self.at, at))
        self.outbox.run()

    def _due(self) -> Instant | None:
        found: Instant | None = self._select(_NEXT, now=self.outbox.real())
        return found

    def _select(self, sql: str, **values: object) -> Any:
        return self.store.backend.reader().select(sql, values)[0][0]

    def close(self) -> None:
        self.store.close()


def delivery(event: Event, whom: str) -> str:
    """What came of telling somebody, in a line; that they are to be told stands elsewhere."""
    match event:
        case d.NotificationDelayed(channel=channel, status=status):
            return f"✗ {whom} by {channel}: {status}, tried again"
        case d.NotificationFellBack(channel=channel, to=to, status=status):
            return f"✗ {whom} by {channel}: {status} › {to} takes over"
        case d.NotificationSent(channel=channel, attempt=attempt, again=again):
            twice = ", may be a second one" if again else ""
            return f"✓ {whom} told by {channel}, attempt {attempt}{twice}"
        case d.NotificationFailed(status=status):
            return f"✗ nothing reached {whom}: {status}"
        case d.NotificationDropped(why=why):
            return f"{whom} is not told any more: {why}"
    return ""
