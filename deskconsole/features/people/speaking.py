"""Who speaks for whom, as a directory says it: by mail, uid, number or whole name. Known once all its people are in."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from deskconsole.core.desk import Reads
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.features.people import rules
from deskconsole.features.people.taking import Unread, Wanted, known
from deskconsole.features.people.views import BY_KEY, PersonRow, numbered


class Spoken(NamedTuple):
    """A person, and who speaks for them from now on."""

    person: int
    delegate: int


def spoken_for(desk: Reads, cards: Iterable[Wanted], *, coming: Container[str] = ()) -> Iterator[Spoken | Unread]:
    """The delegates of cards that are news, each by its person; of two cards of somebody the first one says it.

    `coming` are keys of people who are not in yet, where a file is only tried.
    """
    told: set[int] = set()
    for card in cards:
        try:
            row = known(desk, card)
        except BadInput:
            continue  # the card made no person: that is told already
        if not card.delegate or (row and row.id in told):
            continue
        try:
            delegate = meant(desk, card.delegate)
            if delegate is None and not coming_of(card.delegate, coming):
                raise BadInput(_NOBODY)
            if row and delegate and row.id == delegate.id:
                raise BadInput(f"{row.number} speaks for themselves as it is")
        except (BadInput, NotFound) as why:
            yield Unread(card.line, f"taken over without the delegate “{card.delegate}”: {why}", card.name)
            continue
        if row and delegate:
            told.add(row.id)
            if row.delegate != delegate.id:
                yield Spoken(row.id, delegate.id)


_NOBODY = "nobody here has that mail, uid or whole name; P-12 names one by number"


def meant(desk: Reads, text: str) -> PersonRow | None:
    """The one person whose mail, uid, number or whole name that is. Raises BadInput where that are several."""
    if (number := rules.number_of(text)) is not None:
        row = numbered(desk, number)
        if row.erased_at is not None:
            raise BadInput(f"{row.number} was erased")
        return row
    for kind, key in _ways(text):
        found = desk.all(BY_KEY, kind=kind, key=key)
        if len(found) > 1:
            several = " and ".join(row.number for row in found[:3])
            raise BadInput(f"{several} are called so: say it by their mail")
        if found:
            return found[0]
    return None


def coming_of(text: str, coming: Container[str]) -> bool:
    """Whether somebody of these keys is meant."""
    return any(f"{kind} {key}" in coming for kind, key in _ways(text))


def keys(cards: Iterable[Wanted]) -> set[str]:
    """What the people of cards will be known by."""
    found = {f"name {rules.folded(card.name)}" for card in cards}
    return found | {f"{kind} {rules.key(kind, value)}" for card in cards for kind, value in card.addresses}


def _ways(text: str) -> Iterator[tuple[str, str]]:
    plain = text[7:] if text[:7].lower() == "mailto:" else text
    yield "mail", rules.mail_key(plain)
    yield "uid", rules.key("uid", text)
    yield "name", rules.folded(text)
