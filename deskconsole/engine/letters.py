"""Mail of tickets as the outbox delivers it: one at a time, since answers of a ticket leave in their order."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.instants import Instant
from deskconsole.engine.outbox import DONE, LATER, Attempt, Claim, Outbox, Outcome
from deskconsole.features.mail.commands import confirm
from deskconsole.features.mail.rules import ATTEMPTS, due_again
from deskconsole.house import House
from deskconsole.mailroom import fail
from deskconsole.store.desk_time import real_now
from deskconsole.store.store import Store

PATIENCE_S = 175.0
"""Longer than any delivery may take."""

Deliver = Callable[[int], Outcome | Attempt]
"""Composes a message by its number; what is left to do for it may hang."""

_IDLE = "select 1 from mail where state = 'queued' limit 1"
_GONE = (
    "delete from outbox where what = 'mail' and not exists"
    " (select 1 from mail where mail.id = outbox.item and mail.state = 'queued')"
)
_FRESH = (
    "insert into outbox (id, channel, item, recipient, key, attempt, due_at, lease_until, doubtful, what)"
    " select m.id, 'mail', m.id, m.address, 'mail ' || m.id, 0, :now, 0, 0, 'mail' from mail m"
    " where m.state = 'queued' and not exists (select 1 from outbox o where o.key = 'mail ' || m.id)"
)


class Letters:
    """Mail of tickets."""

    what, slots, lane = "mail", 1, 1

    def __init__(self, store: Store, deliver: Deliver) -> None:
        self.store, self.deliver = store, deliver
        self.house = House(store, Actor(DESK))

    def idle(self) -> bool:
        return not self.store.backend.reader().select(_IDLE, {})

    def fill(self, holder: str, pace: Instant) -> None:
        """A row for each message that is to leave, and none for those that are not any more."""
        with self.store.backend.writing() as driver:
            driver.change(_GONE)
            driver.change(_FRESH, {"now": pace})

    def patience(self, claim: Claim) -> float:
        return PATIENCE_S

    def prepare(self, claim: Claim) -> Outcome | Attempt:
        return self.deliver(claim.item)

    def settle(self, claim: Claim, outcome: Outcome, pace: Instant) -> None:
        """Record what came of an attempt; what is delayed is tried again, at last it is parked, in sight."""
        mail, work = claim.item, {"id": claim.id, "holder": claim.holder}
        if outcome.kind == "delivered":
            call = confirm(mail, outcome.where, claim.doubtful)
        elif outcome.kind == "refused":
            call = fail(mail, outcome.status, outcome.why, False)
        elif claim.attempt >= ATTEMPTS:
            call = fail(mail, outcome.status, outcome.why, True)
        else:
            doubt = claim.doubtful or outcome.unsure
            with self.store.backend.writing() as driver:
                driver.change(LATER, {
                    **work, "due": due_again(claim.attempt, pace), "doubtful": int(doubt),
                    "first": claim.first or (outcome.status if outcome.unsure else None),
                    "trouble": f"{outcome.status} {outcome.why}".strip()[:300],
                })  # fmt: skip
            return
        self.house.do(call, beside=lambda driver: driver.change(DONE, work))


def mail_outbox(store: Store, deliver: Deliver, real: Callable[[], Instant] = real_now) -> Outbox:
    """An outbox for mail of tickets and nothing else."""
    return Outbox(store, [Letters(store, deliver)], real)
