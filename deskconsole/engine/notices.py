"""Notifications as the outbox delivers them: by one channel after the other, until somebody has been told.

What waits for a person is first arranged: dropped where nobody needs it any more, said together, or held. The row of
one that waits names no channel yet; that of one that is tried has the key of its channel.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import Call
from deskconsole.core.instants import HOUR, Instant
from deskconsole.core.masking import masked
from deskconsole.engine.message import Message
from deskconsole.engine.outbox import DONE, LATER, Attempt, Claim, Outcome
from deskconsole.engine.senders import SENDERS, Environment, sandboxed
from deskconsole.engine.smtp import handed_over
from deskconsole.features.delivery import commands as c
from deskconsole.features.delivery.channels import CONSOLE, IN_CONSOLE, TIMEOUT_S, ChannelSpec, after
from deskconsole.features.delivery.rules import PROBE, idempotency, next_at, own_id
from deskconsole.features.delivery.rules import Attempt as Failed
from deskconsole.features.delivery.views import (
    CHANNEL_NAMED,
    CHANNELS,
    MEMBERS,
    NOTICE,
    NOTICE_SALT,
    OPEN_DIGEST,
    OPERATORS,
    NoticeRow,
    contacts_of,
    tried,
)
from deskconsole.features.directory.views import DESK as DESK_NAME
from deskconsole.features.mail.composing import notice
from deskconsole.features.mail.rules import address_in, is_address, one_line
from deskconsole.features.mail.views import MAIL, WHOSE
from deskconsole.features.people.views import PERSON
from deskconsole.house import House
from deskconsole.store.driver import Driver
from deskconsole.store.store import Store

AT_ONCE = 16
"""Attempts on their way at once."""
LANE = 8
"""Those by one channel."""
LOOKED_AT = 1000
"""Notifications looked at in one turn."""

_BUSY = (
    "select 1 from notification where state = 'queued'"
    " union all select 1 from outbox where what = 'notification' limit 1"
)
_GONE = (
    "delete from outbox where what = 'notification' and not exists"
    " (select 1 from notification n where n.id = outbox.item and n.state = 'queued')"
)
_FRESH = (
    "select n.id, case when n.attempts = 0 and n.status is null and n.purpose <> 'digest' then n.operator end"
    " from notification n"
    " where n.state = 'queued' and not exists (select 1 from outbox o where o.id = -n.id) order by n.id limit :most"
)
_RIPE = (
    "select o.item, n.operator from outbox o join notification n on n.id = o.item"
    " where o.what = 'notification' and o.channel = '' and o.due_at <= :pace order by o.due_at limit :most"
)
# Mail of tickets counts upwards, notifications downwards: no two are ever the same row.
_PUT = (
    "insert into outbox (id, channel, item, key, attempt, due_at, lease_until, doubtful, what)"
    " select -n.id, :channel, n.id, :key, 0, :due, 0, 0, 'notification' from notification n"
    " where n.id = :item and n.state = 'queued'"
    " on conflict (id) do update set channel = excluded.channel, key = excluded.key, due_at = excluded.due_at"
    " where outbox.channel = ''"
)


class Put(NamedTuple):
    """A row of the outbox; without a channel it waits for others."""

    item: int
    channel: str
    due: int

    def write(self, driver: Driver) -> None:
        key = idempotency(self.item, self.channel) if self.channel else f"notification {self.item}"
        driver.change(_PUT, {"item": self.item, "channel": self.channel, "due": self.due, "key": key})


class Notices:
    """Notifications."""

    what, slots, lane = "notification", AT_ONCE, LANE

    def __init__(self, store: Store, environ: Environment = os.environ) -> None:
        self.store, self.environ = store, environ
        self.house = House(store, Actor(DESK))
        self.pace = Instant(0)
        self._specs: dict[str, ChannelSpec] = {}

    def idle(self) -> bool:
        return not self.store.backend.reader().select(_BUSY, {})

    # --- what waits ---

    def fill(self, holder: str, pace: Instant) -> None:
        """A row for each notification: on its first channel, or until it is said with others."""
        self.pace = pace
        self._specs = {row.spec.key: row.spec for row in self.store.read.all(CHANNELS)} | {CONSOLE: IN_CONSOLE}
        read = self.store.backend.reader()
        found = read.select(_FRESH, {"most": LOOKED_AT}) + read.select(_RIPE, {"pace": pace, "most": LOOKED_AT})
        puts = [put for number, operator in found if operator is None for put in self._addressed(number, pace)]
        for operator in dict.fromkeys(operator for _, operator in found if operator is not None):
            puts += self._arranged(operator)
        with self.store.backend.writing() as driver:
            driver.change(_GONE)
            for put in puts:
                put.write(driver)

    def _arranged(self, operator: int) -> Iterable[Put]:
        """What waits for a person, after what is stale was dropped and what comes at once was put together."""
        now, read = self.store.now(), self.store.read
        found, rows = c.arrangement(read, operator, now)
        together = bool(found.bundles)
        while found.dropped or found.bundles:
            # So many at a time that nobody who writes waits for long.
            if not self.house.do(c.arrange(operator)).events:
                break  # the record's time is ahead of ours: it sees it otherwise
            found, rows = c.arrangement(read, operator, now)
        if together and (digest := read.maybe(OPEN_DIGEST, person=operator)):
            yield from self._addressed(digest.id, self.pace)
        for number in (*found.now, *(each for bundle in found.bundles for each in bundle)):
            first = rows[number].severity == "page"
            yield from self._addressed(number, self.pace - HOUR if first else self.pace)
        for number, until in found.held.items():
            yield Put(number, "", self.pace + (until - now))

    def _addressed(self, number: int, due: int) -> Iterable[Put]:
        row = self.store.read.one(NOTICE, notification=number)
        tried = self.tried(row)
        if tried:
            yield Put(number, row.channel if row.channel in tried else tried[0], due)
        else:
            self.house.do(c.give_up(number, "", "no way", "no channel of the desk file reaches anybody", broken=False))

    def tried(self, row: NoticeRow) -> list[str]:
        """The channels that are tried for a notification, one after the other."""
        return tried(self.store.read, row, list(self._specs.values()))

    # --- an attempt ---

    def patience(self, claim: Claim) -> float:
        spec = self._specs.get(claim.channel)
        return float(spec.timeout if spec else TIMEOUT_S)

    def prepare(self, claim: Claim) -> Outcome | Attempt:
        """Compose what is said; what is left may hang."""
        row = self.store.read.one(NOTICE, notification=claim.item)
        if row.state != "queued":
            return Outcome("gone", row.state)
        if why := c.stale(self.store.read, row):
            return Outcome("stale", why)
        spec = self._specs.get(claim.channel)
        if spec is None:
            return Outcome("refused", "no channel", "the desk file has no such channel any more")
        if spec.kind == CONSOLE:
            return Outcome("delivered", "shown", where=CONSOLE)
        if self._broken(claim.channel) and after(claim.channel, self.tried(row)):
            return Outcome("down", c.DOWN, "it did not work a moment ago")
        message = self.message(row, spec, claim)
        if spec.needs and not message.contact:
            return Outcome(
                "refused", "no contact", f"{row.handle or 'the outside'} has no contact of kind {spec.needs}"
            )
        if self.store.time.simulated:
            return sandboxed(spec, claim.attempt)
        if spec.kind == "mail":
            return self._mail(spec, message)
        return SENDERS[spec.kind](spec, message, self.environ)

    def _broken(self, channel: str) -> bool:
        """Whether a channel did not work a moment ago."""
        way = self.store.read.maybe(CHANNEL_NAMED, key=channel)
        return bool(way and way.healthy == 0 and way.failed_at and self.store.now() - way.failed_at < PROBE)

    def message(self, row: NoticeRow, spec: ChannelSpec, claim: Claim) -> Message:
        """What is said by a channel, in its words."""
        text = masked(row.text or "(the text has been erased)")
        members = self.store.read.all(MEMBERS, notification=row.id)
        name = self.store.read.one(DESK_NAME).name
        lines = [line for each in members for line in masked(each.text or each.number or "…").splitlines()[:3]]
        return Message(
            key=claim.key, notification=row.id, desk=name, purpose=row.purpose, severity=row.severity,
            title=one_line(text.partition("\n")[0]), lines=(*text.splitlines(), *lines), at=row.at,
            operator=row.handle, contact=self._contact(row, spec), ticket=row.number, by=row.by,
            attempt=claim.attempt, again=claim.doubtful or bool(row.again),
        )  # fmt: skip

    def _contact(self, row: NoticeRow, spec: ChannelSpec) -> str | None:
        """Where it goes: a person's contact, the channel's own address, who asked for the ticket; a check to the first
        operator who can be reached so."""
        if spec.to or not spec.needs:
            return spec.to
        if row.operator is not None:
            return contacts_of(self.store.read, row.operator).get(spec.needs)
        if row.purpose == "check":
            operators = self.store.read.all(OPERATORS)
            known = (contacts_of(self.store.read, each.id).get(spec.needs) for each in operators)
            return next(filter(None, known), None)
        return self._requester(row.ticket) if spec.kind == "mail" and row.ticket else None

    def _requester(self, ticket: int) -> str | None:
        _, requester, _, person = self.store.read.one(WHOSE, ticket=ticket)
        known = self.store.read.maybe(PERSON, person=person) if person else None
        return (known and known.mail) or address_in(requester or "")

    def _mail(self, spec: ChannelSpec, message: Message) -> Outcome | Attempt:
        settings = self.store.read.maybe(MAIL)
        if settings is None or settings.smtp is None:
            return Outcome("down", "no server", "the desk file names no [mail.smtp]")
        to = message.contact or ""
        if not is_address(to):
            return Outcome("refused", "no address", "the contact is no mail address")
        salt = self.store.read.maybe(NOTICE_SALT, notification=message.notification) or b""
        own = own_id(message.notification, spec.key, salt, settings.host)
        name, urgent = settings.name or message.desk, message.severity == "page"
        made = notice(own, settings.address, name, to, message.title, message.text, message.at, urgent)
        return partial(
            handed_over, settings.smtp, settings.host, settings.address, to, bytes(made), float(spec.timeout)
        )

    # --- what came of it ---

    def settle(self, claim: Claim, outcome: Outcome, pace: Instant) -> None:
        """Record what came of an attempt: it is done, tried again, goes another way, or is a dead letter."""
        self.pace = pace
        item, channel = claim.item, claim.channel
        if outcome.kind == "gone":
            with self.store.backend.writing() as driver:
                self._done(driver, claim)
        elif outcome.kind == "stale":
            self._do(c.drop(item, outcome.status), claim)
        elif outcome.kind == "delivered":
            first = claim.first or "" if claim.doubtful else ""
            self._do(c.confirm(item, channel, outcome.where, claim.attempt, claim.doubtful, first), claim)
        else:
            self._failed(claim, outcome)

    def _failed(self, claim: Claim, outcome: Outcome) -> None:
        row, now = self.store.read.one(NOTICE, notification=claim.item), self.store.now()
        spec = self._specs.get(claim.channel)
        to = after(claim.channel, self.tried(row))
        kind = "hung" if outcome.status == "timeout" else outcome.kind
        by = None if row.by is None else self.pace + (row.by - now)
        failed = Failed(kind, claim.attempt, claim.since, claim.key)
        again = next_at(failed, self.pace, by, spec.timeout if spec else TIMEOUT_S, to is not None)
        first = claim.first or (outcome.status if outcome.unsure else "") or ""
        told = (claim.item, claim.channel)
        # What a mail server has against an address is not the server's fault.
        broken = not (outcome.kind == "refused" and spec is not None and spec.kind == "mail")
        if again is not None:
            later = {
                "id": claim.id, "holder": claim.holder, "due": again, "doubtful": int(bool(first)),
                "first": first or None, "trouble": f"{outcome.status} {outcome.why}".strip()[:300],
            }  # fmt: skip
            self.house.do(
                c.delay(*told, claim.attempt, outcome.status, outcome.why, outcome.unsure),
                beside=lambda driver: driver.change(LATER, later),
            )
        elif to is not None:
            self._do(
                c.fall_back(*told, to, outcome.status, outcome.why, first, broken), claim, Put(row.id, to, self.pace)
            )
        else:
            self._do(c.give_up(*told, outcome.status, outcome.why, first, broken), claim)

    def _do(self, call: Call, claim: Claim, then: Put | None = None) -> None:
        """Carry out a call; in the same transaction the row goes, and that of the next channel comes."""

        def work(driver: Driver) -> None:
            self._done(driver, claim)
            if then is not None:
                then.write(driver)

        self.house.do(call, beside=work)

    def _done(self, driver: Driver, claim: Claim) -> None:
        driver.change(DONE, {"id": claim.id, "holder": claim.holder})
