"""What somebody types into a form of a handover: kept as they type, so that nothing that ends a console loses a word.

It is a draft like any other (`store.drafts`): work, not a fact, theirs alone, and gone in the transaction that enters
it. A form about a ticket is kept with that ticket, so that whoever has the ticket forgotten forgets this too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import DAY, Instant
from deskconsole.store import drafts
from deskconsole.store.driver import Driver
from deskconsole.store.store import Store

NO_TICKET = 0
HANDOVER = "handover"
LASTS = 7 * DAY
"""For so long it is kept: the shift that it was meant for is over then."""

_NEEDS = {"headline": "", "note": "", "ask": "", "action": "ticket", "defer": "ticket", "read_back": "item",
          "answer": "question"}  # fmt: skip
"""The forms that hold text, and what each of them is about beside the handover."""


class FormPlace(NamedTuple):
    """Where a form is kept: `handover HO-7 answer 3`, on a ticket or on none."""

    ticket: int
    kind: str


class Kept(NamedTuple):
    """The texts of a form by the names of its fields, and when they were saved."""

    texts: Mapping[str, str]
    at: Instant


class HalfSaid(NamedTuple):
    """That something is begun: the verb, the number of what it is about, when it was saved."""

    verb: str
    about: str
    at: Instant


def place_of(command: str, given: Mapping[str, object]) -> FormPlace | None:
    """Where the form of a command is kept, by the arguments that are known before it is filled in; None: it is not."""
    noun, _, verb = command.partition(".")
    number, needs = given.get(HANDOVER), _NEEDS.get(verb)
    if noun != HANDOVER or needs is None or not isinstance(number, str) or (needs and given.get(needs) is None):
        return None
    ticket = given["ticket"] if needs == "ticket" else NO_TICKET
    about = [str(given[needs])] if needs not in ("", "ticket") else []
    return FormPlace(int(str(ticket)), " ".join([HANDOVER, number, verb, *about]))


_KEPT = Query(
    "select text, saved_at from draft where operator = :operator and ticket = :ticket and kind = :kind",
    lambda text, at: Kept(json.loads(text), Instant(at)),
)


def _half_said(kind: str, number: str | None, at: int) -> HalfSaid:
    _, _, verb, *about = kind.split(" ", 3)
    return HalfSaid(verb, number or "".join(about), Instant(at))


HALF_SAID = Query(
    "select d.kind, t.number, d.saved_at from draft d left join ticket t on t.id = d.ticket"
    " where d.operator = :operator and d.kind like :kinds order by d.saved_at, d.kind",
    _half_said,
)
_OLD = "from draft where operator = :operator and substr(kind, 1, 9) = 'handover ' and saved_at < :before"
HAS_OLD = Query(f"select count(*) {_OLD}", int)


def kept(store: Store, operator: str, place: FormPlace) -> Kept | None:
    """What somebody has begun to type into a form."""
    return store.read.maybe(_KEPT, operator=operator, **place._asdict())


def half_said(store: Store, operator: str, number: str) -> Sequence[HalfSaid]:
    """Everything that somebody has begun to say of a handover, and has not entered."""
    return store.read.all(HALF_SAID, operator=operator, kinds=f"{HANDOVER} {number} %")


def keep(store: Store, operator: str, place: FormPlace, texts: Mapping[str, str]) -> Instant:
    """Save a form as it stands, and say when that was; one without texts is forgotten, and so is what is long over."""
    at = drafts.keep(store, operator, *place, json.dumps(dict(texts), ensure_ascii=False) if texts else "")
    old = {"operator": operator, "before": at - LASTS}
    if store.read.one(HAS_OLD, **old):  # somebody types: each second a second lock, and a wait for the disk
        with store.backend.writing() as driver:
            driver.change(f"delete {_OLD}", old)
    return at


def gone(operator: str, place: FormPlace) -> Callable[[Driver], object]:
    """What takes it away, for the transaction that enters it."""
    return drafts.gone(operator, *place)
