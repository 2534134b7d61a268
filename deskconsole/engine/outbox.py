"""The outbox: what is to be delivered is claimed, delivered, and what came of it is an event.

There is one, for all that leaves the house: mail of tickets and notifications are its users. A claim is a lease in
real time. Whoever dies with one leaves it to run out; then somebody else tries again under the same key, and says that
the attempt before may have arrived. The facts are in the journal; rows of the outbox are work.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future
from concurrent.futures import wait as wait_for
from itertools import count
from typing import NamedTuple, Protocol

from deskconsole.core.errors import StoreTrouble
from deskconsole.core.instants import SECOND, Instant
from deskconsole.store.desk_time import real_now
from deskconsole.store.driver import Driver, Row
from deskconsole.store.store import Store

AT_ONCE = 100
"""Attempts begun in one turn."""
LOOKED_AT = 200
"""Rows looked at for one claim: those of a channel that has enough on its way are passed over."""
MARGIN_S = 5.0
"""Seconds between the end of an attempt that hangs and the end of its lease: what came of it is written meanwhile."""

_DUE = (
    "select id, item, channel, key, attempt, doubtful, holder, since, first from outbox where what = :what"
    " and due_at <= :pace and lease_until <= :now and channel <> '' order by due_at, id limit :most"
)
_CLAIM = (
    "update outbox set lease_until = :until, holder = :holder, attempt = :attempt, doubtful = :doubtful,"
    " since = :since, first = :first where id = :id"
)
LATER = (
    "update outbox set lease_until = 0, holder = null, due_at = :due, doubtful = :doubtful, first = :first,"
    " trouble = :trouble where id = :id and holder = :holder"
)
DONE = "delete from outbox where id = :id and holder = :holder"
LOST = "lost"
"""How an attempt ended of which nobody ever heard: whoever made it was killed."""


class Claim(NamedTuple):
    """Something to deliver: what, where to, the how-manieth attempt, and whether one before may have arrived."""

    id: int
    item: int
    channel: str
    key: str
    """The same at every attempt."""
    attempt: int
    doubtful: bool
    since: int
    """When it was first tried there."""
    first: str | None
    """How the attempt ended that may have arrived."""
    holder: str


class Outcome(NamedTuple):
    """What an attempt came to. `status` is what the server said, such as 250 or 4.4.1."""

    kind: str
    """delivered · refused (for good) · delayed · unknown (it may have arrived) · hung (it may, and nobody answers)
    · down (the channel does not work, it was not even tried) · stale (nobody needs it any more) · gone (it is done)"""
    status: str
    why: str = ""
    where: str = "smtp"

    @property
    def unsure(self) -> bool:
        return self.kind in ("unknown", "hung")


Attempt = Callable[[], Outcome]
"""What is to be done for it, on a thread of its own: it touches no store, and it may hang."""


class User(Protocol):
    """Whose things are delivered: `what` is their table, `slots` how many may be on their way at once.

    `lane` is how many by one channel: a server that hangs holds up some of what is to leave, not all of it.
    """

    what: str
    slots: int
    lane: int

    def idle(self) -> bool: ...
    def fill(self, holder: str, pace: Instant) -> None: ...
    def patience(self, claim: Claim) -> float: ...
    def prepare(self, claim: Claim) -> Outcome | Attempt: ...
    def settle(self, claim: Claim, outcome: Outcome, pace: Instant) -> None: ...


_NUMBERS = count(1)


class _Flying(NamedTuple):
    user: User
    claim: Claim
    until: float
    """When it counts as hanging."""


class Outbox:
    """Delivers what is due, each by one process at a time. Leases pass in real time, the rest at the desk's pace."""

    def __init__(self, store: Store, users: Sequence[User], real: Callable[[], Instant] = real_now) -> None:
        self.store, self.users, self.real = store, users, real
        self.holder = f"{socket.gethostname()} {os.getpid()} {next(_NUMBERS)}"
        self._flying: dict[Future[Outcome], _Flying] = {}

    def pace(self) -> Instant:
        """The time by which attempts are spaced: a simulated desk has its own, whatever its speed."""
        return self.store.now() if self.store.time.simulated else self.real()

    def run(self, limit: int = AT_ONCE, patience: float | None = None) -> int:
        """Deliver what is due now; how many attempts were begun. Costs one indexed read a user when nothing is.

        Waits for what is on its way, at most `patience` seconds: then the next turn goes on with it.
        """
        busy = [user for user in self.users if not user.idle()]
        if not busy and not self._flying:
            return 0
        for user in busy:
            user.fill(self.holder, self.pace())
        end = None if patience is None else time.monotonic() + patience
        begun = 0
        while True:
            fresh = sum(self._begin(user, limit - begun) for user in busy)
            begun += fresh
            if end is not None and time.monotonic() >= end:
                return begun
            if self._flying:
                self._land(end)
            elif not fresh:
                return begun

    def _begin(self, user: User, most: int) -> int:
        free = user.slots - sum(each.user is user for each in self._flying.values())
        claims = self.claim(user, min(free, most)) if min(free, most) > 0 else []
        for claim in claims:
            prepared = _prepared(user, claim)
            if isinstance(prepared, Outcome):
                user.settle(claim, prepared, self.pace())
            else:
                self._flying[_begun(prepared)] = _Flying(user, claim, time.monotonic() + user.patience(claim))
        return len(claims)

    def claim(self, user: User, most: int = 1) -> list[Claim]:
        """Claim what is due first. A lease that ran out was somebody's who never told what came of it."""
        now, pace = self.real(), self.pace()
        values = {"what": user.what, "now": now, "pace": pace, "most": LOOKED_AT}
        if not self._free(user, most, self.store.backend.reader().select(_DUE, values)):
            return []
        with self.store.backend.writing() as driver:
            rows = self._free(user, most, driver.select(_DUE, values))
            return [self._claimed(driver, user, now, pace, *row) for row in rows]

    def _free(self, user: User, most: int, rows: Sequence[Row]) -> list[Row]:
        """Those that may leave now, by channels that have not enough on their way."""
        lanes = Counter(each.claim.channel for each in self._flying.values() if each.user is user)
        found: list[Row] = []
        for row in rows:
            channel = row[2]
            if lanes[channel] < user.lane and len(found) < most:
                lanes[channel] += 1
                found.append(row)
        return found

    def _claimed(
        self, driver: Driver, user: User, now: Instant, pace: Instant, number: int, item: int, channel: str, key: str,
        attempt: int, doubtful: int, holder: str | None, since: int | None, first: str | None,
    ) -> Claim:  # fmt: skip
        lost = first or LOST if holder else first
        made = Claim(
            number, item, channel, key, attempt + 1, bool(doubtful or holder), since or pace, lost, self.holder
        )
        driver.change(_CLAIM, {
            "id": number, "until": now + int((user.patience(made) + MARGIN_S) * SECOND), "holder": self.holder,
            "attempt": made.attempt, "doubtful": int(made.doubtful), "since": made.since, "first": made.first,
        })  # fmt: skip
        return made

    def _land(self, end: float | None) -> None:
        """Wait until something has ended, or hangs, and say what came of it."""
        nearest = min([each.until for each in self._flying.values()] + ([] if end is None else [end]))
        done, _ = wait_for(self._flying, max(nearest - time.monotonic(), 0), FIRST_COMPLETED)
        now = time.monotonic()
        for future in [*done, *(each for each, its in self._flying.items() if each not in done and its.until <= now)]:
            flew = self._flying.pop(future)
            flew.user.settle(flew.claim, _outcome(future), self.pace())


def _prepared(user: User, claim: Claim) -> Outcome | Attempt:
    try:
        return user.prepare(claim)
    except StoreTrouble:
        raise  # no fault of the message: the lease runs out, and it is tried again
    except Exception as wrong:
        return Outcome("delayed", type(wrong).__name__, str(wrong))  # it must not stop the others


def _begun(attempt: Attempt) -> Future[Outcome]:
    """An attempt, on its way. A pool of the standard library would wait for one that hangs when the program ends."""
    future: Future[Outcome] = Future()

    def work() -> None:
        try:
            future.set_result(attempt())
        except BaseException as wrong:
            future.set_exception(wrong)

    threading.Thread(target=work, name="deliver", daemon=True).start()
    return future


def _outcome(future: Future[Outcome]) -> Outcome:
    """What came of an attempt; of one that has not ended nobody knows."""
    if not future.done():
        return Outcome("hung", "timeout", "no answer in time")
    if wrong := future.exception():
        return Outcome("unknown", type(wrong).__name__, str(wrong))
    return future.result()
