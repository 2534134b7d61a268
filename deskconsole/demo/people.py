"""Who works at the demo's desk and when, who calls it, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from deskconsole.core.instants import SECOND, Instant, from_datetime, to_datetime
from deskconsole.demo.ideas import lines

ZONE = ZoneInfo("Europe/Berlin")
INTAKE = "intake"
"""Mail and portal: an integration, which takes in what customers write."""
PLAYER = "ana"
"""Whoever sits before the demo; from the first screen on nobody acts in that name."""

EARLY, LATE = ("ana", "ben", "chidi", "dana"), ("eli", "farah", "goran")
LEADS = {"early": "mia", "late": "tomas"}
ON_CALL = "eli"
"""At night and at weekends, for P1 and P2."""

TEAMS: dict[str, frozenset[str]] = {
    "network": frozenset({"ana", "eli", "goran"}),
    "workplace": frozenset({"ben", "dana", "farah"}),
    "apps": frozenset({"chidi", "farah", "goran"}),
}
"""Agents of the teams behind the desk; everybody is of the desk itself (`examples/demo.toml`)."""

CUSTOMERS = {"acme": 30, "civita": 22, "borealis": 20, "nordlys": 14, "halden-us": 7, "kestrel": 7}
"""How many of a hundred calls come from each."""


class Caller(NamedTuple):
    """Somebody who asks the desk, as the directory of their customer has them."""

    name: str
    customer: str
    mail: str
    phone: str
    site: str
    zone: str
    language: str
    vip: bool
    delegate: str
    """Who speaks for them; empty: nobody."""


def _caller(line: str) -> Caller:
    name, customer, mail, phone, site, zone, language, vip, delegate = (part.strip() for part in line.split("|"))
    return Caller(name, customer, mail, phone, site, zone, language, vip == "vip", delegate)


DIRECTORY = tuple(_caller(line) for line in lines("callers.txt"))
NUMBERS = {caller.name: f"P-{number}" for number, caller in enumerate(DIRECTORY, 1)}
"""As the desk numbers them when it takes the directory over."""
CALLERS = {key: tuple(caller.name for caller in DIRECTORY if caller.customer == key) for key in CUSTOMERS}

TAKEN = (
    "I have it here and am looking into it now.",
    "Thank you, this is with me. Next news within the hour.",
    "I can see it on our side as well. Working on it.",
    "Understood. I am checking the last change first.",
    "Thanks for the details, I will call you back today.",
)
ASKED = (
    "Which device is it, and since when?",
    "Could you send a picture of the message?",
    "May we connect to the computer this afternoon?",
    "Does it also happen on another account?",
)
ANSWERED = (
    "It is the one on my desk, since yesterday evening.",
    "Picture attached. It says 0x80070035.",
    "Yes, any time before four.",
    "A colleague next to me has the same.",
    "Tried what you said, no difference.",
)
NUDGED = ("Any news? We are waiting for it.", "Still the same here.", "My boss asks when this will work again.")
NOTED = (
    "Log collected, nothing unusual before 08:10.",
    "Same as last month, see the problem record.",
    "Remote session done, settings are right.",
    "Rebooted, watching it for an hour.",
    "Spare part is in stock, dock 2.",
)
WITH_VENDOR = ("Case opened with the vendor.", "Vendor asks for a trace, sent.")
BACK_AGAIN = ("Sorry, it is back this morning.", "It worked for an hour, then the same again.")


def local(at: Instant) -> datetime:
    return to_datetime(at, ZONE)


def shift(at: Instant) -> str:
    """early, late or night; the weekend is a long night."""
    now = local(at)
    if now.weekday() >= 5 or not 6 <= now.hour < 22:
        return "night"
    return "early" if now.hour < 14 else "late"


def agents(at: Instant) -> Sequence[str]:
    """Who takes tickets at an instant."""
    return {"early": EARLY, "late": LATE, "night": (ON_CALL,)}[shift(at)]


def lead(at: Instant) -> str | None:
    return LEADS.get(shift(at))


def here(who: str, at: Instant) -> bool:
    return who in agents(at) or who == lead(at)


def begins(hour: int, at: Instant) -> Instant:
    """The next working day's hour from `at` on."""
    now = local(at)
    day = now.date() + timedelta(days=1) if now.hour >= hour else now.date()
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return from_datetime(datetime.combine(day, time(hour), ZONE))


def staffed(at: Instant, priority: int, rng: Random) -> Instant:
    """When somebody looks at it, from `at` on: at night whoever is on call takes P1 and P2 only."""
    if shift(at) != "night" or priority <= 2:
        return at
    return Instant(begins(6, at) + rng.randint(120, 2400) * SECOND)


def back_at_work(who: str, at: Instant, rng: Random) -> Instant:
    """`at` if somebody works then, else a few minutes into their next shift."""
    if here(who, at):
        return at
    hour = 6 if who in EARLY or who == LEADS["early"] else 14
    return Instant(begins(hour, at) + rng.randint(60, 1500) * SECOND)
