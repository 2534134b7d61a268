"""What comes of telling somebody: queued, sent, delayed, fallen back, arrived, read; and channels, as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant

PURPOSES = ("escalation", "customer", "digest", "check", "note", "room", "role", "update", "surge", "review")
SEVERITIES = ("page", "warn", "info")
"""A page rings and overrides quiet hours; what warns may wait for others; what informs never rings."""


@event("notification.queued", about="notification")
class NotificationQueued(Event):
    """Somebody is to be told something. Nobody in `operator`: it goes to the outside, and `channels` say to whom.

    `channels` are tried in this order; none: what the person's contacts and the desk file say. After `by` it is too
    late (the clock is due): no attempt waits longer than that where another way is left.
    """

    at: Instant
    notification: int
    purpose: str
    severity: str
    text: Private
    operator: int | None = None
    ticket: int | None = None
    run: int | None = None
    step: int | None = None
    channels: tuple[str, ...] = ()
    by: int | None = None
    room: int | None = None

    def changes(self) -> Iterator[Set]:
        room = {} if self.room is None else {"room": self.room}
        yield Set("notification", self.notification, room | {
            "operator": self.operator, "purpose": self.purpose, "severity": self.severity, "ticket": self.ticket,
            "run": self.run, "step": self.step, "text": self.text, "channels": " ".join(self.channels) or None,
            "channel": self.channels[0] if self.channels else None, "state": "queued", "by_at": self.by,
            "at": self.at, "attempts": 0, "again": 0,
        })  # fmt: skip


@event("notification.sent", about="notification")
class NotificationSent(Event):
    """A channel has taken it over, at the how-manieth attempt; `where` is the channel's kind, or sandbox.

    `again`: it may be a second one, since an attempt before ended without an answer; `first` is how that one ended.
    """

    at: Instant
    notification: int
    channel: str
    where: str
    attempt: int
    again: bool = False
    first: str | None = None

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {
            "state": "sent", "channel": self.channel, "place": self.where, "attempts": self.attempt,
            "again": int(self.again), "sent_at": self.at, "ended_at": self.at,
        }  # fmt: skip
        yield Set("notification", self.notification, values | ({"first": self.first} if self.first else {}))


@event("notification.grown", about="notification")
class NotificationGrown(Event):
    """It says more together than before, since it was not on its way yet."""

    at: Instant
    notification: int
    severity: str
    text: Private
    ticket: int | None = None
    by: int | None = None

    def changes(self) -> Iterator[Set]:
        values = {"severity": self.severity, "text": self.text, "ticket": self.ticket, "by_at": self.by}
        yield Set("notification", self.notification, values)


@event("notification.delayed", about="notification")
class NotificationDelayed(Event):
    """An attempt came to nothing, and there will be another; `unsure`: it may have arrived all the same."""

    at: Instant
    notification: int
    channel: str
    attempt: int
    status: str
    why: Private | None = None
    unsure: bool = False

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {
            "channel": self.channel, "attempts": self.attempt, "status": self.status, "why": self.why,
        }  # fmt: skip
        first = {"again": 1, "first": self.status} if self.unsure else {}
        yield Set("notification", self.notification, values | first)


@event("notification.delivered", about="notification")
class NotificationDelivered(Event):
    """It has arrived: a console shows it, or a channel says so."""

    at: Instant
    notification: int
    channel: str

    def changes(self) -> Iterator[Set]:
        values = {"state": "delivered", "delivered_at": self.at, "ended_at": self.at}
        yield Set("notification", self.notification, values)


@event("notification.read", about="notification")
class NotificationRead(Event):
    """Whom it is for has seen it."""

    at: Instant
    notification: int
    channel: str

    def changes(self) -> Iterator[Set]:
        yield Set("notification", self.notification, {"state": "read", "read_at": self.at, "ended_at": self.at})


@event("notification.fell_back", about="notification")
class NotificationFellBack(Event):
    """A channel failed, and another one is tried; `first`: an attempt before may have arrived, and how it ended."""

    at: Instant
    notification: int
    channel: str
    to: str
    status: str
    why: Private | None = None
    first: str | None = None

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {
            "state": "queued", "channel": self.to, "status": self.status, "why": self.why, "ended_at": None,
        }  # fmt: skip
        yield Set("notification", self.notification, values | ({"again": 1, "first": self.first} if self.first else {}))


@event("notification.failed", about="notification")
class NotificationFailed(Event):
    """All ways failed: it lies among the dead letters until somebody has it tried again."""

    at: Instant
    notification: int
    status: str
    why: Private | None = None
    first: str | None = None

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {"state": "failed", "ended_at": self.at, "status": self.status, "why": self.why}
        yield Set("notification", self.notification, values | ({"again": 1, "first": self.first} if self.first else {}))


@event("notification.dropped", about="notification")
class NotificationDropped(Event):
    """Nobody is told any more: the ticket was resolved meanwhile, or another one (`bundle`) says it with others."""

    at: Instant
    notification: int
    why: str
    bundle: int | None = None

    def changes(self) -> Iterator[Set]:
        values = {"state": "dropped", "ended_at": self.at, "status": self.why, "bundle": self.bundle}
        yield Set("notification", self.notification, values)


@event("notification.redriven", about="notification")
class NotificationRedriven(Event):
    """Somebody has a dead letter tried again, from its first channel on."""

    at: Instant
    notification: int

    def changes(self) -> Iterator[Set]:
        values = {"state": "queued", "channel": None, "ended_at": None}
        yield Set("notification", self.notification, values)


@event("channel.defined", about="channel")
class ChannelDefined(Event):
    """A way of telling people is so from now on, as the desk file states it."""

    at: Instant
    channel: int
    key: str
    body: dict[str, Any]
    active: int = 1

    def changes(self) -> Iterator[Set]:
        body = json.dumps(self.body, sort_keys=True, ensure_ascii=False)
        yield Set("channel", self.channel, {"key": self.key, "body": body, "active": self.active})


@event("channel.failed", about="channel")
class ChannelFailed(Event):
    """A channel does not work, since `since`: while another one is left it is tried once a minute."""

    at: Instant
    channel: int
    since: int
    status: str
    why: Private | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("channel", self.channel, {
            "healthy": 0, "since": self.since, "failed_at": self.at, "status": self.status, "why": self.why,
        })  # fmt: skip


@event("channel.recovered", about="channel")
class ChannelRecovered(Event):
    """A channel that did not work has taken something over."""

    at: Instant
    channel: int

    def changes(self) -> Iterator[Set]:
        values = {"healthy": 1, "since": self.at, "failed_at": None, "status": None, "why": None}
        yield Set("channel", self.channel, values)


@event("channel.check_begun", about="channel")
class ChannelCheckBegun(Event):
    """A check is on its way through a channel: a notification like any other."""

    at: Instant
    channel: int
    notification: int


@event("channel.checked", about="channel")
class ChannelChecked(Event):
    """A check went through a channel, or (`status`) did not."""

    at: Instant
    channel: int
    status: str | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("channel", self.channel, {"checked_at": self.at, "check_status": self.status})


@event("contact.defined", about="operator_contact")
class ContactDefined(Event):
    """An operator is reached so; `place` is where it stands among their contacts, the first is tried first."""

    at: Instant
    operator_contact: int
    operator: int
    kind_of: str
    place: int
    value: Private | None = None
    active: int = 1

    def changes(self) -> Iterator[Set]:
        yield Set("operator_contact", self.operator_contact, {
            "operator": self.operator, "kind": self.kind_of, "place": self.place, "value": self.value,
            "active": self.active,
        })  # fmt: skip
