"""What else came in within the hour that is like a call: an outage in the making is seen before anybody declares it.

Counted, not guessed: how many tickets are alike, how many of these follow a known outage, and how many of those who
called from the same site did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import HOUR
from deskconsole.features.people.rules import folded

WITHIN = HOUR
MOST = 300
"""Tickets that are looked at, the latest first: a storm of more is known to be one."""
TELLING = 4
"""Letters of a word that may tell something."""
FEW = 3
"""Calls from one site under which a share says nothing."""


class Recent(NamedTuple):
    """A ticket that came in lately."""

    id: int
    number: str
    title: str | None
    service_key: str | None
    outage: str | None
    """The number of the known outage that it is, or follows."""
    site: str | None
    """Where its caller is."""


RECENT = Query(
    "select t.id, t.number, p.text, s.key,"
    " case when t.outage_at is not null then t.number when o.outage_at is not null then o.number end, site.text"
    " from ticket t left join private_text p on p.id = t.title left join service s on s.id = t.service"
    " left join ticket_parent f on f.id = t.id left join ticket o on o.id = f.parent"
    " left join person who on who.id = t.person left join private_text site on site.id = who.site"
    " where t.opened_at >= :since and t.opened_at <= :now order by t.opened_at desc limit :limit",
    Recent,
)


class Alike(NamedTuple):
    """So many are like it; of these so many belong to a known outage, the first of which is named."""

    tickets: int = 0
    known: int = 0
    outage: str | None = None


class Share(NamedTuple):
    """Of so many who called from the same site lately so many belong to an outage."""

    of_it: int
    all: int


def alike(recent: Sequence[Recent], title: str, said: str, service: str | None) -> Alike:
    """Those that share two telling words with what is being written; of the same service, one."""
    words = telling(f"{title} {said[:400]}")
    found = [each for each in recent if _like(each, words, service)]
    outages = [each.outage for each in found if each.outage]
    return Alike(len(found), len(outages), max(outages, key=outages.count) if outages else None)


def _like(each: Recent, words: set[str], service: str | None) -> bool:
    same = service is not None and service == each.service_key
    return len(words & telling(each.title or "")) >= (1 if same else 2)


def telling(text: str) -> set[str]:
    """The words of a text that may tell what it is about: short ones are left out, but for names such as VPN."""
    names = {folded(name) for name in re.findall(r"\b[A-Z0-9]{2,}\b", text)}
    return {word for word in folded(text).split() if len(word) >= TELLING} | names - {""}


def shares(recent: Iterable[Recent], site: str | None) -> dict[str, Share]:
    """By outage: who of those who called from a site belongs to it; nothing where they are too few to say."""
    if not site:
        return {}
    here = [each for each in recent if each.site and folded(each.site) == folded(site)]
    if len(here) < FEW:
        return {}
    outages = [each.outage for each in here if each.outage]
    return {outage: Share(outages.count(outage), len(here)) for outage in outages}
