"""The story of `demo --scenario outage`: a gateway fails, sixty call in ten minutes, and one room is worked in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from deskconsole.core.actors import DESK
from deskconsole.core.desk import Call
from deskconsole.core.instants import DAY, MINUTE, Instant, from_iso
from deskconsole.demo import played
from deskconsole.demo.people import ZONE
from deskconsole.demo.played import Act, Played
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.plan import held_file, plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.notices import commands as n
from deskconsole.features.reviews import commands as r
from deskconsole.features.room_updates import commands as u
from deskconsole.features.staffing import commands as me
from deskconsole.features.surge import commands as s
from deskconsole.features.tickets import commands as c
from deskconsole.features.war_room import commands as w
from deskconsole.store.desk_time import real_now
from deskconsole.store.store import Store

BEGIN = from_iso("2026-04-14T09:00", ZONE)
BEFORE = Instant(BEGIN + 10 * MINUTE)
"""On a screen the calls are in, and a room is proposed."""
CHOICE = Instant(BEGIN + 14 * MINUTE)
"""When somebody has to choose what is worked on first."""
DONE = Instant(BEGIN + 65 * MINUTE)
"""When the major incident is resolved, and all that belong to it."""
END = Instant(BEGIN + 180 * MINUTE)
SPEED = 10
FILE = "outage.toml"
ROOM, MAJOR = "WR-1", 1
"""The room, and the inner number of the major incident."""
CALLS = 60

_SERVICES = ("vpn", "vpn", "softphone", "vpn", "vpn", "sap", "vpn", "vpn", "softphone", "vpn")
_CUSTOMERS = ("acme", "acme", "civita", "acme", "borealis", "acme", "acme", "civita", "acme", "nordlys")
_TITLES = {
    "vpn": "VPN drops every two minutes", "softphone": "Softphone silent at home", "sap": "SAP from home does not load",
}  # fmt: skip


def calls() -> Iterator[Act]:
    """What monitoring says, then a call every ten seconds."""
    yield Act(BEGIN, "farah", me.off())
    yield Act(BEGIN, "goran", me.off())
    yield from (Act(BEGIN, who, me.available()) for who in ("ana", "mia", "jon", "ben"))
    first = c.new(
        "Gateway EMEA-2 drops all sessions", customer="acme", service="vpn", impact="1", urgency="1",
        requester="it@acme.example",
    )  # fmt: skip
    yield Act(BEGIN, "ben", first)
    for number in range(CALLS):
        service, customer = _SERVICES[number % 10], _CUSTOMERS[number % 10]
        call = c.new(
            _TITLES[service], customer=customer, service=service, impact="1", urgency="2", channel="phone",
            requester=f"caller{number + 1}@{customer}.example",
        )  # fmt: skip
        yield Act(Instant(BEGIN + (number + 1) * MINUTE // 6), "ben", call)


def acts() -> Sequence[Act]:
    """The whole morning: calls, the room, what is said, who comes, and how it ends."""
    said: list[tuple[float, str, Call | Callable[[Store], Call]]] = [
        (6.5, "ana", w.confirm(ROOM)),
        (7, "ana", w.take_role(ROOM, "commander")),
        (7.2, "ana", c.declare_outage(MAJOR, "VPN is unstable since nine. We are working on one gateway.")),
        (7.5, "ana", w.describe(ROOM, title="VPN gateway EMEA-2", parent="INC-10001", bridge="+49 40 555 0100")),
        (8, "jon", w.take_role(ROOM, "comms")),
        (8.5, "jon", u.sentence(ROOM, "VPN is unstable since nine, we are on it.", "use gateway EMEA-1")),
        (9, "jon", u.update(ROOM, "internal")),
        (9.5, "jon", u.update(ROOM, "customers")),
        (10.5, "mia", w.take_role(ROOM, "network")),
        (11, "mia", w.hypothesis(ROOM, "firmware 9.1, rolled out last night")),
        *((max(6.6, _called(ticket)) + 0.1, "ben", w.attach(ticket, ROOM)) for ticket in _beside()),
        *((10.5 + place / 8, "ben", c.reply(_call(place), "We know, and are on it.")) for place in range(CALLS)),
        (14, "ana", w.decide(ROOM, "Roll EMEA-2 back to firmware 9.0", "mia", "ben: drops all sessions once more")),
        (14.5, "ana", w.task(ROOM, "roll back EMEA-2", "mia", BEGIN + 40 * MINUTE)),
        (15, "ana", s.call_in(ROOM, "farah", "vpn", "Two gateways to watch.")),
        (22, "goran", s.accept(ROOM)),
        (27, "jon", u.update(ROOM, "internal", phase="identified")),
        (28, DESK, mail_dies),
        (36, "jon", u.update(ROOM, "customers", phase="identified")),
        (38, "mia", lambda store: w.task_done(ROOM, _task(store), "EMEA-2 is on 9.0")),
        (40, "ana", w.mitigated(ROOM)),
        (41, "jon", n.notice(MAJOR)),
        (44, "jon", u.update(ROOM, "internal")),
        (46, "jon", u.update(ROOM, "customers")),
        (60, "ana", w.restored(ROOM)),
        (61, "jon", u.update(ROOM, "internal")),
        (62, "jon", u.update(ROOM, "customers")),
        (65, "mia", c.resolve_all(MAJOR, "fixed", "firmware 9.1", "VPN works again. If not for you, please answer.")),
        (75, "ana", w.stand_down(ROOM, "Firmware 9.1 dropped sessions under load; rolled back.")),
        (90, "jon", r.take_up(ROOM)),
        (150, "jon", r.submit(ROOM, "Sixty callers lost their VPN for 40 minutes.", "Firmware 9.1 on all gateways.")),
        (155, "ana", r.act(ROOM, "New firmware goes to one gateway first", "mia", BEGIN + 14 * DAY)),
        (170, "ana", r.issue(ROOM)),
    ]
    deeds = (Act(Instant(BEGIN + int(minutes * MINUTE)), who, call) for minutes, who, call in said)
    return sorted([*calls(), *deeds], key=lambda act: act.at)


def _beside() -> list[int]:
    """Calls about what hangs on the VPN: no rule sees that they are the same matter."""
    return [_call(place) for place in range(CALLS) if _SERVICES[place % 10] != "vpn"]


def _call(place: int) -> int:
    """The inner number of a call: they come after the major incident."""
    return MAJOR + 1 + place


def _called(ticket: int) -> float:
    """The minute in which a call comes."""
    return (ticket - MAJOR) / 6


def _task(store: Store) -> int:
    found: Any = store.read.driver.select("select max(id) from war_room_entry where kind = 'task'", {})
    return int(found[0][0])


def mail_dies(store: Store) -> Call:
    """From now on the mail server of the story says “later” once, and then answers no more."""
    now = current(store.read)
    file = held_file(now)
    dead = [replace(each, sandbox=("451", "dead")) if each.key == "mail" else each for each in file.channels]
    return apply(plan(replace(file, channels=tuple(dead)), now))


def made(url: str, account: str | None = None) -> None:
    """A store with the desk of the story."""
    played.made(url, FILE, BEGIN, BEFORE, SPEED, account)


class Outage(Played):
    """The story on its own clock; `calling`: only the calls come, the rest is left to somebody else."""

    def __init__(
        self, url: str, real: Callable[[], Instant] = real_now, *, calling: bool = False, draft: bool = False
    ) -> None:
        super().__init__(url, (BEGIN, END), list(calls()) if calling else acts(), real, draft=draft)


__all__ = ["BEFORE", "BEGIN", "CALLS", "CHOICE", "DONE", "END", "MAJOR", "ROOM", "Outage", "acts", "made"]
