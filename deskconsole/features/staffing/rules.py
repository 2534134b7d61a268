"""Who fits a ticket, who has least to do, and when a ticket that nobody takes goes elsewhere: pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.staffing.events import UnclaimedWatched
from deskconsole.features.staffing.views import STATUSES
from deskconsole.features.tickets.events import TicketAssigned, TicketRouted

LONGEST_TOUCH = 24 * 60 * 60
"""Seconds: nobody has one ticket open before them for longer without leaving it."""


# --- skills ----------------------------------------------------------------------------------------------------------


class Need(NamedTuple):
    """What a service, or a branch of the categories, asks of who takes its tickets."""

    kind: str
    """service · category"""
    key: str
    id: int
    skills: frozenset[str]


def path(category: str | None) -> list[str]:
    """A category and all that it lies in: `network/vpn` lies in `network`."""
    parts = [part.strip() for part in (category or "").casefold().split("/") if part.strip()]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def needed(needs: Iterable[Need], service: int | None, category: str | None) -> frozenset[str]:
    """The skills that a ticket asks for: those of its service and of every category it lies in."""
    branches = set(path(category))
    found = [
        need.skills
        for need in needs
        if (need.kind == "service" and need.id == service) or (need.kind == "category" and need.key in branches)
    ]
    return frozenset().union(*found)


def beyond(needs: Iterable[Need], skills: frozenset[str]) -> list[Need]:
    """The services and categories whose tickets ask for something that these skills do not hold."""
    return [need for need in needs if not need.skills <= skills]


# --- load, and who gets it -------------------------------------------------------------------------------------------


class Person(NamedTuple):
    """Somebody who might get a ticket."""

    handle: str
    status: str | None
    """None: has never said."""
    skills: frozenset[str]
    load: int
    on: bool | None = None
    """Whether the roster has them on; None: it says nothing of that time."""


class Chosen(NamedTuple):
    """Who gets a ticket, and what is to be said of each in turn."""

    handle: str | None
    why: tuple[str, ...]


def weight(priority: int | None) -> int:
    """What an open ticket weighs: P1 five, P5 one."""
    return 6 - min(max(priority or 5, 1), 5)


def choose(people: Sequence[Person], skills: frozenset[str]) -> Chosen:
    """The least loaded of those who are available and have the skills; of equals the first by name."""
    against = {person.handle: unfit(person, skills) for person in people}
    fit = sorted((p.load, p.handle) for p in people if not against[p.handle])
    chosen = fit[0][1] if fit else None
    why = [f"{p.handle}: {_for(p, skills)}" for p in people if p.handle == chosen]
    why += [
        f"{p.handle}: {against[p.handle] or f'has more to do, load {p.load}'}" for p in people if p.handle != chosen
    ]
    if not why:
        why = ["nobody works for that team"]
    return Chosen(chosen, tuple(why))


def _for(person: Person, skills: frozenset[str]) -> str:
    able = f", has {' '.join(sorted(skills))}" if skills else ""
    return f"{person.status or 'on'}{able}, least to do, load {person.load}"


def unfit(person: Person, skills: frozenset[str]) -> str:
    """Why somebody does not get it; empty where they may."""
    if person.on is False:
        return "is not on now, by the roster"
    if person.status != "available" and not (person.on and person.status is None):
        return STATUSES.get(person.status or "", "has not said that they are here")
    if lacks := skills - person.skills:
        return f"lacks {' '.join(sorted(lacks))}"
    return ""


# --- the next one ----------------------------------------------------------------------------------------------------


class Passed(NamedTuple):
    """A ticket that breaches earlier and is not given to somebody."""

    number: str
    lacks: frozenset[str]
    given_back: bool
    offered: bool
    held: bool


def given(metric: str | None, passed: Sequence[Passed]) -> tuple[str, ...]:
    """Why somebody gets this ticket, and not those that breach earlier."""
    first = "breaches next of what fits you" + (f", {metric}" if metric else "")
    return (first, *(f"not {each.number}: {why_not(each)}" for each in passed))


def why_not(each: Passed) -> str:
    if each.lacks:
        return f"it needs {' '.join(sorted(each.lacks))}"
    if each.given_back:
        return "you gave it back"
    if each.offered:
        return "it is offered to others"
    return "it is held" if each.held else "it is not of your customers"


# --- unclaimed -------------------------------------------------------------------------------------------------------


def watched(events: Iterable[Event]) -> tuple[UnclaimedWatched, Instant] | None:
    """What is to happen to a ticket that nobody owns, and since when nobody does; None where somebody does, or where
    it has been routed again since. `events` stand, and are in order."""
    watch: UnclaimedWatched | None = None
    owner: str | None = None
    since = Instant(0)
    for x in events:
        if isinstance(x, UnclaimedWatched):
            watch = x
        elif isinstance(x, TicketRouted):
            watch = None
        elif isinstance(x, TicketAssigned):
            owner, since = x.owner, x.at
    return (watch, since) if watch and not owner else None


def tried(events: Iterable[Event]) -> frozenset[str]:
    """The rules by which a ticket has been routed: each of them moves it once."""
    return frozenset(x.rule for x in events if isinstance(x, TicketRouted) and x.rule)


def rerouted_at(share_at: Instant | None, watch: UnclaimedWatched, since: Instant) -> Instant | None:
    """When it goes to the other team. A share that was used before it came is not held against those it came to."""
    if share_at is None or share_at <= watch.at:
        return None
    return Instant(max(share_at, since))
