"""What people are writing and have not sent: kept as they type, so that nothing that ends a console loses a word.

A draft is work, not a fact: it is not journalled, only its writer reads it, and it goes in the transaction that sends
it, so that no crash sends it twice.

Somebody may sit at two consoles. What the other one saved, and this one never showed, is put aside under `reply 2`
before anything is saved over it, and goes on with the next text of its kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.store.driver import Driver
from deskconsole.store.store import Store


class Draft(NamedTuple):
    """A text on a ticket that shall become a reply or a note, and the macro whose steps shall follow it.

    `articles` were put into it: by number the lines that tell whether one is still there, as JSON.
    """

    ticket: int
    kind: str
    text: str
    macro: str | None
    saved_at: Instant
    articles: str | None = None
    seen: int | None = None
    """The last line of the journal that its writer had seen when they began."""


DRAFTS_ON = Query(
    "select ticket, kind, text, macro, saved_at, articles, seen from draft"
    " where operator = :operator and ticket = :ticket and substr(kind, 1, 9) <> 'handover '"
    " order by saved_at desc, kind",
    Draft,
)
"""What shall become a word on a ticket; what is said of it in a handover is kept there too (`store.half_said`)."""

_KEEP = (
    "insert into draft (operator, ticket, kind, text, macro, saved_at, articles, seen)"
    " values (:operator, :ticket, :kind, :text, :macro, :at, :articles, :seen)"
    " on conflict (operator, ticket, kind)"
    " do update set text = excluded.text, macro = excluded.macro, saved_at = excluded.saved_at,"
    " articles = excluded.articles, seen = excluded.seen"
)
_DROP = "delete from draft where operator = :operator and ticket = :ticket and kind = :kind"
_SAVED = (
    "select kind, text from draft where operator = :operator and ticket = :ticket and (kind = :kind or kind like :more)"
)
_ASIDE = "update draft set kind = :aside where operator = :operator and ticket = :ticket and kind = :kind"


def keep(
    store: Store,
    operator: str,
    ticket: int,
    kind: str,
    text: str,
    macro: str | None = None,
    articles: str | None = None,
    seen: int | None = None,
    shown: Collection[str] | None = None,
) -> Instant:
    """Save a draft as it stands, and say when that was; an empty one is none.

    `shown` are the texts that its writer had before them here: any other that is saved stays. None: there is but one
    console.
    """
    at = store.now()
    with store.backend.writing() as driver:
        place = {"operator": operator, "ticket": ticket, "kind": kind}
        if shown is not None:
            _put_aside(driver, place, text, shown)
        if text.strip():
            values = {"text": text, "macro": macro, "at": at, "articles": articles, "seen": seen}
            driver.change(_KEEP, {**place, **values})
        else:
            gone(operator, ticket, kind)(driver)
    return at


def _put_aside(driver: Driver, place: Mapping[str, object], text: str, shown: Collection[str]) -> None:
    """Keep what another console saved, where this text does not hold it; what it holds or has replaced goes."""
    left = _drop(driver, place, text, shown)
    if place["kind"] in left:
        free = next(n for n in count(2) if f"{place['kind']} {n}" not in left)
        driver.change(_ASIDE, {**place, "aside": f"{place['kind']} {free}"})


def _drop(driver: Driver, place: Mapping[str, object], text: str, shown: Collection[str]) -> set[str]:
    """Take away what this text holds or has replaced; the kinds of what is left."""
    saved = driver.select(_SAVED, {**place, "more": f"{place['kind']} %"})
    left = {kind for kind, before in saved if before not in shown and not _holds(text, before)}
    for kind, _ in saved:
        if kind not in left:
            driver.change(_DROP, {**place, "kind": kind})
    return left


def _holds(text: str, before: str) -> bool:
    """Whether a text goes on with another one, or has it as lines of its own."""
    return text.startswith(before) or f"\n{before}\n" in f"\n{text}\n"


def together(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of a kind as one: what was put aside stands below."""
    found: dict[str, Draft] = {}
    for draft in sorted(drafts, key=lambda each: each.kind):
        kind = draft.kind.partition(" ")[0]
        first = found.get(kind)
        found[kind] = _below(first, draft) if first else draft._replace(kind=kind)
    return sorted(found.values(), key=lambda each: each.saved_at, reverse=True)


def _below(first: Draft, draft: Draft) -> Draft:
    put = {number: lines for each in (draft, first) for number, lines in json.loads(each.articles or "{}").items()}
    articles = json.dumps(put, ensure_ascii=False) if put else None
    return first._replace(text=f"{first.text}\n\n{draft.text}", articles=articles)


def gone(
    operator: str, ticket: int, kind: str, text: str = "", shown: Collection[str] | None = None
) -> Callable[[Driver], object]:
    """What takes a draft away, for the transaction that sends `text`; what another console saved stays (see `keep`)."""
    place = {"operator": operator, "ticket": ticket, "kind": kind}
    if shown is None:
        return lambda driver: driver.change(_DROP, place)
    return lambda driver: _drop(driver, place, text, shown)
