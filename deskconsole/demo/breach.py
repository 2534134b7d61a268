"""The story of `demo --scenario breach`: a P1 that nobody answers for, who hears of it and when, and by which way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Call, Query
from deskconsole.core.instants import MINUTE, Instant, from_iso, to_datetime
from deskconsole.core.text import safe_text
from deskconsole.demo import played
from deskconsole.demo.people import ZONE
from deskconsole.demo.played import Act, Played, delivery
from deskconsole.features.delivery.views import LAST_NOTICES
from deskconsole.features.escalation import commands as x
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.timeline import told
from deskconsole.features.tickets.views import TEXTS
from deskconsole.store.desk_time import real_now
from deskconsole.store.journal import read_event
from deskconsole.store.store import Store

BEGIN = from_iso("2026-04-14T09:00", ZONE)
BEFORE = Instant(BEGIN + 188 * MINUTE)
"""Some minutes before 80 % of the four hours are used."""
BREACH = Instant(BEGIN + 240 * MINUTE)
END = Instant(BEGIN + 300 * MINUTE)
SPEED = 20
"""On a screen a quarter of an hour passes in 45 seconds."""
TITLE = "VPN gateway drops all sessions"
TICKET = 1


def acts() -> Sequence[Act]:
    """The morning, until somebody takes it over and it is solved: long after the promise was broken."""
    news = "The gateway is being restarted, next news at noon."
    late = "Firmware rolled back, sessions hold."
    said: list[tuple[float, str, Call]] = [
        (0, "ana", c.new(TITLE, customer="acme", service="vpn", impact="1", urgency="1", channel="phone")),
        (2, "ana", c.claim(TICKET)),
        (4, "ana", c.reply(TICKET, news)),
        (245, "mia", x.take_over(TICKET)),
        (290, "mia", c.resolve(TICKET, "fixed", "firmware", late)),
    ]
    return [Act(Instant(BEGIN + int(minutes * MINUTE)), who, call) for minutes, who, call in said]


def made(url: str, account: str | None = None) -> None:
    """A store with the desk of the story; on a screen it begins just before 80 %."""
    played.made(url, "breach.toml", BEGIN, BEFORE, SPEED, account)


class Breach(Played):
    """The story on its own clock."""

    def __init__(self, url: str, real: Callable[[], Instant] = real_now, *, draft: bool = False) -> None:
        super().__init__(url, (BEGIN, END), acts(), real, draft=draft)


# --- told as text ----------------------------------------------------------------------------------------------------


class _Line(NamedTuple):
    seq: int
    kind: str
    v: int
    about: str
    subject: int
    at: Instant
    actor: str
    body: str


_LINES = Query(
    "select seq, kind, v, about, subject, occurred_at, actor, body from journal"
    " where (about = 'ticket' and subject = 1) or about = 'notification' order by occurred_at, seq",
    _Line,
)


def timeline(store: Store) -> Iterator[str]:
    """What happened, a line each: the ticket, its clocks, its escalation, and what came of telling people."""
    rows = store.read.all(LAST_NOTICES, limit=1000)
    whose = {row.id: row.handle or "somebody" for row in rows if row.purpose != "check"}
    texts = dict(store.read.all(TEXTS, ticket=TICKET))
    for line in store.read.all(_LINES):
        event = read_event(line.kind, line.v, line.subject, line.at, line.body)
        if line.about == "ticket":
            entry = told(line.seq, event, line.actor, None, texts)
            what, said = entry.what, entry.text
        else:
            what, said = delivery(event, whose[line.subject]) if line.subject in whose else "", None
        if what:
            yield f"{to_datetime(line.at, ZONE):%H:%M:%S}  {line.actor:5}  {safe_text(what)}"
            if said:
                yield f"{'':17}“{safe_text(said)}”"
