"""Telling people: what came of each attempt, what is said together, what was read, what is tried again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, Reads, command
from deskconsole.core.errors import NotFound, Refused
from deskconsole.core.instants import Instant
from deskconsole.features.delivery import events as e
from deskconsole.features.delivery.channels import CONSOLE, after
from deskconsole.features.delivery.rules import (
    CHUNK,
    NAMED,
    SPAN,
    Arranged,
    Waiting,
    arranged,
    named,
    number_in,
    own_id,
    quiet_until,
    severest,
)
from deskconsole.features.delivery.views import (
    CHANNEL,
    CHANNEL_NAMED,
    CHANNELS,
    FIRST_NAMED,
    MEMBERS,
    NEWS_OF,
    NEXT_NOTIFICATION,
    NOTICE,
    NOTICE_SALT,
    OPEN_DIGEST,
    OPERATOR,
    OPERATOR_NAMED,
    SAID_TOGETHER,
    SENT_TO,
    WAITING_FOR,
    ChannelRow,
    NoticeRow,
    tried,
)
from deskconsole.features.directory.views import DESK

Number = Annotated[int, Ask("notification", kind="integer", hint="its number among the dead letters")]
LIVE = ("queued", "sent", "delivered", "failed")
"""States in which somebody can still read it."""


def the_notice(desk: Reads, notification: int) -> NoticeRow:
    """A notification. Raises NotFound where there is none of that number."""
    row = desk.maybe(NOTICE, notification=notification)
    if row is None:
        raise NotFound(f"there is no notification {notification}: `deskconsole notify list` lists what did not arrive")
    return row


def stale(desk: Reads, row: NoticeRow) -> str:
    """Why nobody needs to hear of it any more; empty: they do."""
    if row.purpose == "escalation" and row.open == 0:
        return "resolved meanwhile"
    if row.rings_from is not None and row.at < row.rings_from:
        return "history from elsewhere"
    if row.purpose == "digest":
        members = desk.all(MEMBERS, notification=row.id)
        if members and all(each.open == 0 for each in members):
            return "resolved meanwhile"
    return ""


# --- what came of an attempt -----------------------------------------------------------------------------------------


@command("notification.confirm", needs="desk")
def confirm(
    desk: Desk, notification: int, channel: str, where: str, attempt: int, again: bool = False, first: str = ""
) -> Iterator[Event]:
    """Record that a channel has taken a notification over; a channel that did not work works again."""
    row = the_notice(desk, notification)
    if row.state != "queued":
        return
    yield e.NotificationSent(
        at=desk.now, notification=notification, channel=channel, where=where, attempt=attempt,
        again=again or bool(row.again), first=row.first or first or None,
    )  # fmt: skip
    way = desk.maybe(CHANNEL_NAMED, key=channel)
    if way and way.healthy == 0:
        yield e.ChannelRecovered(at=desk.now, channel=way.id)
    if way and row.purpose == "check":
        yield e.ChannelChecked(at=desk.now, channel=way.id)


@command("notification.delay", needs="desk")
def delay(
    desk: Desk, notification: int, channel: str, attempt: int, status: str, why: str, unsure: bool = False
) -> Iterator[Event]:
    """Record that an attempt came to nothing and that there will be another."""
    if the_notice(desk, notification).state == "queued":
        yield e.NotificationDelayed(
            at=desk.now, notification=notification, channel=channel, attempt=attempt, status=status,
            why=_private(why), unsure=unsure,
        )  # fmt: skip


@command("notification.fall_back", needs="desk")
def fall_back(
    desk: Desk, notification: int, channel: str, to: str, status: str, why: str, first: str = "", broken: bool = True
) -> Iterator[Event]:
    """Go on to another channel. `broken`: the channel failed, not what was sent by it; then it shows as degraded."""
    if the_notice(desk, notification).state != "queued":
        return
    yield e.NotificationFellBack(
        at=desk.now, notification=notification, channel=channel, to=to, status=status, why=_private(why),
        first=first or None,
    )  # fmt: skip
    yield from _failed(desk, channel, status, why, broken)


@command("notification.give_up", needs="desk")
def give_up(
    desk: Desk, notification: int, channel: str, status: str, why: str, first: str = "", broken: bool = True
) -> Iterator[Event]:
    """Lay a notification among the dead letters: all ways failed."""
    row = the_notice(desk, notification)
    if row.state != "queued":
        return
    yield e.NotificationFailed(
        at=desk.now, notification=notification, status=status, why=_private(why), first=first or None
    )
    yield from _failed(desk, channel, status, why, broken or row.purpose == "check")
    way = desk.maybe(CHANNEL_NAMED, key=channel)
    if way and row.purpose == "check":
        yield e.ChannelChecked(at=desk.now, channel=way.id, status=status)


def _failed(desk: Desk, channel: str, status: str, why: str, broken: bool) -> Iterator[Event]:
    way = desk.maybe(CHANNEL_NAMED, key=channel)
    if way and broken and status != DOWN:
        since = way.since if way.healthy == 0 and way.since is not None else desk.now
        yield e.ChannelFailed(at=desk.now, channel=way.id, since=since, status=status, why=_private(why))


DOWN = "passed over"
"""Status of what was not even tried on a channel, since that does not work."""


@command("notification.drop", needs="desk")
def drop(desk: Desk, notification: int, why: str) -> Iterator[Event]:
    """Leave a notification unsaid, for a reason."""
    if the_notice(desk, notification).state == "queued":
        yield e.NotificationDropped(at=desk.now, notification=notification, why=why)


def _private(why: str) -> Private | None:
    return Private(why[:500]) if why else None


# --- what is said together -------------------------------------------------------------------------------------------


def arrangement(desk: Reads, operator: int, now: Instant) -> tuple[Arranged, dict[int, NoticeRow]]:
    """What becomes of what waits for an operator, as many as are looked at together, and the rows that do."""
    rows = desk.all(WAITING_FOR, person=operator, limit=CHUNK)
    person, where = desk.maybe(OPERATOR, person=operator), desk.maybe(DESK)
    quiet = quiet_until(person.quiet if person else None, ZoneInfo(where.zone if where else "UTC"), now)
    waiting = (Waiting(row.id, row.at, row.severity, row.by, stale(desk, row)) for row in rows)
    sent = desk.all(SENT_TO, person=operator, since=now - SPAN)
    return arranged(waiting, sent, now, quiet), {row.id: row for row in rows}


@command("notification.arrange", needs="desk")
def arrange(desk: Desk, operator: int) -> Iterator[Event]:
    """Drop what is stale of what waits for somebody, and say together what comes at once."""
    found, rows = arrangement(desk, operator, desk.now)
    for number, why in found.dropped:
        yield e.NotificationDropped(at=desk.now, notification=number, why=why)
    open_, number = desk.maybe(OPEN_DIGEST, person=operator), desk.one(NEXT_NOTIFICATION)
    for together in found.bundles:
        members = [rows[each] for each in together]
        bundle = open_.id if open_ else number
        yield _grown(desk, open_, members) if open_ else _bundle(desk, number, operator, members)
        for each in together:
            yield e.NotificationDropped(at=desk.now, notification=each, why="said with others", bundle=bundle)
        open_, number = None, number + (bundle == number)


def _bundle(desk: Desk, number: int, operator: int, members: Sequence[NoticeRow]) -> Event:
    tickets, given = {row.ticket for row in members}, {row.channels for row in members}
    return e.NotificationQueued(
        at=desk.now, notification=number, operator=operator, purpose="digest",
        severity=severest(row.severity for row in members), ticket=tickets.pop() if len(tickets) == 1 else None,
        text=Private(named([row.number for row in members], len(members))),
        channels=members[0].tried if len(given) == 1 else (), by=_by(members),
    )  # fmt: skip


def _grown(desk: Desk, open_: NoticeRow, members: Sequence[NoticeRow]) -> Event:
    numbers = [*desk.all(FIRST_NAMED, notification=open_.id, limit=5 * NAMED), *(row.number for row in members)]
    count = desk.one(SAID_TOGETHER, notification=open_.id) + len(members)
    return e.NotificationGrown(
        at=desk.now, notification=open_.id, severity=severest(row.severity for row in (open_, *members)),
        text=Private(named(numbers, count)), by=_by([open_, *members]),
        ticket=open_.ticket if all(row.ticket == open_.ticket for row in members) else None,
    )  # fmt: skip


def _by(members: Sequence[NoticeRow]) -> int | None:
    return min((row.by for row in members if row.by is not None), default=None)


# --- receipts --------------------------------------------------------------------------------------------------------


@command("notification.show", needs="ticket.read")
def show(desk: Desk, notifications: tuple[int, ...]) -> Iterator[Event]:
    """Say that a console shows somebody what they are told: it has arrived."""
    for number in notifications:
        row = _own(desk, number)
        if row.state == "sent":
            yield e.NotificationDelivered(at=desk.now, notification=number, channel=CONSOLE)


@command("notification.read", needs="ticket.read")
def read(desk: Desk, notifications: tuple[int, ...]) -> Iterator[Event]:
    """Say that one has seen what one is told; what was still on its way is not sent any more."""
    for number in notifications:
        row = _own(desk, number)
        if row.state in LIVE:
            yield e.NotificationRead(at=desk.now, notification=number, channel=CONSOLE)


def _own(desk: Desk, number: int) -> NoticeRow:
    row = the_notice(desk, number)
    if row.handle != desk.actor:
        raise Refused(f"notification {number} is for {row.handle or 'the outside'}: only they can have seen it")
    return row


@command("notification.read_of_run", needs="desk")
def read_of_run(desk: Desk, run: int) -> Iterator[Event]:
    """Whoever does something about a run of an escalation has seen what they were told in it."""
    person = desk.maybe(OPERATOR_NAMED, handle=desk.actor)
    for number in desk.all(NEWS_OF, person=person.id, run=run) if person else ():
        yield e.NotificationRead(at=desk.now, notification=number, channel=CONSOLE)


def reported(desk: Desk, ids: Iterable[str], action: str, status: str, why: str) -> list[Event] | None:
    """What a mail server's report means (RFC 3464): arrived, or not, and then it goes on to the next channel.

    None where none of these Message-IDs is that of a notification as it was last sent.
    """
    row = next(filter(None, (mailed(desk, each) for each in ids)), None)
    if row is None:
        return None
    if action == "delivered" and row.state == "sent":
        return [e.NotificationDelivered(at=desk.now, notification=row.id, channel=row.channel or "")]
    if action != "failed" or row.state not in ("sent", "delivered"):
        return []
    specs = [each.spec for each in desk.all(CHANNELS)]
    if to := after(row.channel or "", tried(desk, row, specs)):
        return [
            e.NotificationFellBack(
                at=desk.now, notification=row.id, channel=row.channel or "", to=to, status=status, why=_private(why)
            )
        ]
    return [e.NotificationFailed(at=desk.now, notification=row.id, status=status, why=_private(why))]


def mailed(desk: Desk, message_id: str) -> NoticeRow | None:
    """The notification of a Message-ID of ours; nobody guesses one."""
    number = number_in(message_id)
    row = None if number is None else desk.maybe(NOTICE, notification=number)
    if row is None or row.channel is None:
        return None
    own = own_id(row.id, row.channel, desk.maybe(NOTICE_SALT, notification=row.id) or b"", "")
    return row if message_id.partition("@")[0] == own.partition("@")[0] else None


# --- what people do about it -----------------------------------------------------------------------------------------


@command("notification.redrive", needs="delivery.manage", label="redrive")
def redrive(desk: Desk, notification: Number) -> Iterator[Event]:
    """Have a dead letter tried again, from its first channel on; it has the same keys as before."""
    row = the_notice(desk, notification)
    if row.state != "failed":
        raise Refused(f"notification {notification} is {row.state}: only a dead letter is sent again")
    yield e.NotificationRedriven(at=desk.now, notification=notification)


@command("channel.check", needs="delivery.manage", label="check channel")
def check(desk: Desk, channel: Annotated[str, Ask("channel", hint="as the desk file calls it")]) -> Iterator[Event]:
    """Send a check through a channel now: a notification that says what it is."""
    row = desk.maybe(CHANNEL_NAMED, key=channel.strip())
    if row is None:
        raise NotFound(f"there is no channel “{channel}”: `deskconsole notify channels` lists them")
    yield from _check(desk, row)


@command("channel.check_due", needs="desk")
def check_due(desk: Desk, channel: int) -> Iterator[Event]:
    """Send the check that is due through a channel that others fall back on."""
    row = desk.maybe(CHANNEL, channel=channel)
    if row and row.active and row.spec.check:
        yield from _check(desk, row)


def _check(desk: Desk, row: ChannelRow) -> Iterator[Event]:
    number, name = desk.one(NEXT_NOTIFICATION), desk.one(DESK).name
    yield e.NotificationQueued(
        at=desk.now, notification=number, purpose="check", severity="info", channels=(row.spec.key,),
        text=Private(f"Check of the channel {row.spec.key} of {name}: nothing is to be done."),
    )  # fmt: skip
    yield e.ChannelCheckBegun(at=desk.now, channel=row.id, notification=number)
