"""What is decided about telling people: when to try again, when another way is due, what is said together. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.instants import MINUTE, SECOND, Instant, from_datetime, to_datetime

PAUSES = (5, 15, 45, 120, 300)
"""Seconds before the next attempt, by how many there were; then always the last."""
JITTER = 0.2
ATTEMPTS = 8
"""After so many failures of the last way it is a dead letter."""
BEFORE_FALLBACK = 2
"""Attempts on a channel that has a fallback."""
PATIENCE = MINUTE
"""How long such a channel is tried at most."""
PROBE = MINUTE
"""How long a channel that does not work is passed over before it is tried again."""

WINDOW = MINUTE
"""What warns and informs a person within this becomes one message."""
RATE, SPAN = 5, 5 * MINUTE
"""Pages that a person gets one by one within this time; further ones come together."""
NAMED = 12
"""Tickets that the title of such a message names; its text names all."""
CHUNK = 100
"""Notifications looked at in one transaction."""
LATE = 10 * MINUTE
"""What is older when it is first looked at was held up, by a downtime or by quiet hours."""


def idempotency(notification: int, channel: str) -> str:
    """The key that is the same at every attempt, for whoever receives it twice."""
    return f"notification {notification} {channel}"


def own_id(notification: int, channel: str, salt: bytes, host: str) -> str:
    """The Message-ID of a notification by mail: the same at every attempt, and nobody guesses another one."""
    secret = sha256(salt + idempotency(notification, channel).encode()).hexdigest()[:20]
    return f"<notification.{notification}.{secret}@{host}>"


def number_in(message_id: str) -> int | None:
    """The notification that a Message-ID names."""
    found = re.match(r"<notification\.(\d{1,15})\.", message_id)
    return int(found[1]) if found else None


def pause(attempt: int, key: str) -> int:
    """Microseconds before the next attempt: longer each time, and not for all at once."""
    share = int.from_bytes(sha256(f"{key} {attempt}".encode()).digest()[:4], "big") / 0xFFFFFFFF
    return int(PAUSES[min(attempt, len(PAUSES)) - 1] * SECOND * (1 + JITTER * (2 * share - 1)))


class Attempt(NamedTuple):
    """An attempt that came to nothing. `kind`: refused (for good) · delayed · unknown · hung · down."""

    kind: str
    number: int
    since: int
    """When the channel was first tried with this."""
    key: str


def next_at(failed: Attempt, now: int, by: int | None, timeout: int, another: bool) -> int | None:
    """When the channel is tried again; None: not any more, the next way is due, or there is none.

    Where another way is left, it is taken at once for good reasons, and soon for others: before `by` anyway.
    """
    if failed.kind == "refused":
        return None
    again = now + pause(failed.number, failed.key)
    if another:
        worn = failed.number >= BEFORE_FALLBACK or now - failed.since >= PATIENCE
        late = by is not None and again > by
        return None if worn or late or failed.kind in ("hung", "down") else again
    if failed.number >= ATTEMPTS:
        return None
    last = 0 if by is None else by - timeout
    return min(again, last) if last > now + SECOND else again


# --- what is said when, and together ---------------------------------------------------------------------------------


class Waiting(NamedTuple):
    """Something that a person is still to be told, not tried yet."""

    id: int
    at: Instant
    severity: str
    by: int | None = None
    stale: str = ""
    """Why nobody needs to hear it any more."""


class Arranged(NamedTuple):
    """What becomes of what waits for a person."""

    dropped: list[tuple[int, str]]
    bundles: list[tuple[int, ...]]
    """Each becomes one message."""
    now: list[int]
    held: dict[int, Instant]
    """Until when the others wait."""


def arranged(
    waiting: Iterable[Waiting], sent: Sequence[tuple[int, str]], now: Instant, quiet: Instant | None
) -> Arranged:
    """What is dropped, bundled, sent and held of what waits for a person.

    `sent` are when and how severe their last messages were, `quiet` is when their quiet hours end, if it is one. A page
    is never held back; beyond the rate further ones come together, and so does what a downtime held up.
    """
    known = list(waiting)
    found = Arranged([(each.id, each.stale) for each in known if each.stale], [], [], {})
    until, ready = _held_until(sent, now, quiet), []
    for each in known:
        if each.stale:
            continue
        if each.severity == "page" or _due(each, until, now) <= now:
            ready.append(each)
        else:
            found.held[each.id] = _due(each, until, now)
    late = [each for each in ready if now - each.at > LATE]
    prompt = [each for each in ready if each not in late]
    pages = sorted((each for each in prompt if each.severity == "page"), key=lambda each: (each.by or each.at, each.id))
    left = max(RATE - sum(at > now - SPAN and severity == "page" for at, severity in sent), 0)
    found.now.extend(each.id for each in pages[:left])
    for together in (late, pages[left:], [each for each in prompt if each.severity != "page"]):
        if len(together) > 1:
            found.bundles.append(tuple(sorted(each.id for each in together)))
        else:
            found.now.extend(each.id for each in together)
    return found


def _held_until(sent: Sequence[tuple[int, str]], now: Instant, quiet: Instant | None) -> Instant:
    """Until when what is no page waits."""
    last = max((at for at, _ in sent), default=None)
    return Instant(max(quiet or now, now if last is None else last + WINDOW))


def _due(each: Waiting, until: Instant, now: Instant) -> Instant:
    """When one of them may be said: nothing is held until it is too late."""
    return until if each.by is None else Instant(max(now, min(until, each.by - 2 * WINDOW)))


def quiet_until(hours: str | None, zone: ZoneInfo, now: Instant) -> Instant | None:
    """When the quiet hours end that it is now, such as 22:00-06:00; None: it is none."""
    if not hours:
        return None
    begin, end = (minutes(part) for part in hours.split("-"))
    local = to_datetime(now, zone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    of_day = local.hour * 60 + local.minute
    if begin <= end:
        inside, days = begin <= of_day < end, 0
    else:
        inside, days = of_day >= begin or of_day < end, int(of_day >= begin)
    if not inside:
        return None
    return from_datetime(today + timedelta(days=days, minutes=end))  # by the clock on the wall


def minutes(text: str) -> int:
    """Minutes of the day in 22:00."""
    hour, _, minute = text.strip().partition(":")
    return int(hour) * 60 + int(minute)


def severest(severities: Iterable[str]) -> str:
    """The severity of what is said together."""
    return min(severities, key=("page", "warn", "info").index)


def named(numbers: Sequence[str | None], count: int) -> str:
    """The title of a message that stands for several: how many, and the first of their tickets."""
    tickets = list(dict.fromkeys(filter(None, numbers)))
    more = ", …" if len(tickets) > NAMED else ""
    return f"{count} notices" + (f": {', '.join(tickets[:NAMED])}{more}" if tickets else "")
