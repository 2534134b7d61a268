"""Taking people over from a directory: who of them is known, and what of them is news. A file again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Protocol

from deskconsole.core.desk import Event, Private, Query, Reads
from deskconsole.core.errors import BadInput, DeskError
from deskconsole.core.instants import Instant
from deskconsole.features.directory.views import CUSTOMER, Customer
from deskconsole.features.people import events as e
from deskconsole.features.people import rules
from deskconsole.features.people.views import ADDRESSES, ANY_ERASED, BY_KEY, SALT, PersonRow

NEXT_LINE = Query("select coalesce(max(seq), 0) + 1 from journal", int)
"""A number that no address ever had: addresses may go."""


class Card(NamedTuple):
    """What a row of a file, or a card, says of a person, as it was written; `line` is where it begins."""

    line: int
    name: str
    mails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    uid: str = ""
    customer: str = ""
    site: str = ""
    zone: str = ""
    language: str = ""
    vip: bool | None = None
    delegate: str = ""
    """Who speaks for them: a mail, a uid, a number or a whole name."""


class Unread(NamedTuple):
    """A row or a card that makes no person, why, and how it was written."""

    line: int
    why: str
    text: str


class Wanted(NamedTuple):
    """A card, checked: addresses as they are kept, the customer it is of."""

    line: int
    name: str
    addresses: tuple[tuple[str, str], ...]
    customer: Customer | None
    site: str
    zone: str
    language: str
    vip: bool | None
    delegate: str

    @property
    def by_name_alone(self) -> bool:
        """Whether nothing but the name and the customer tells who it is of."""
        return all(kind == "phone" for kind, _ in self.addresses)

    @property
    def keys(self) -> set[tuple[str, str]]:
        """What tells that two cards may be of one person."""
        whole = f"{rules.folded(self.name)} {self.customer.key if self.customer else ''}"
        return {(kind, rules.key(kind, value)) for kind, value in self.addresses if kind != "phone"} | {("name", whole)}

    def further(self, row: PersonRow) -> Wanted:
        """What a second card of the same file may say of somebody: how else they are reached, no more."""
        name = row.name or self.name
        return self._replace(name=name, customer=None, site="", zone="", language="", vip=None, delegate="")


class Step(NamedTuple):
    """What becomes of a card: who it is, where they are known, and why nothing does."""

    act: Literal["new", "change", "same", "reject"]
    wanted: Wanted
    row: PersonRow | None = None
    why: str = ""
    news: e.PersonChanged | None = None
    addresses: tuple[tuple[str, str], ...] = ()
    """Those that are not known yet."""


class Customers:
    """Customers by the words that a file has for them."""

    def __init__(self, desk: Reads, otherwise: str | None) -> None:
        self.desk = desk
        self.known: dict[str, Customer | None] = {}
        self.otherwise = self.of(otherwise) if otherwise else None
        if otherwise and self.otherwise is None:
            raise BadInput(f"--customer {otherwise}: there is no such customer: `deskconsole desk export` lists them")

    def of(self, word: str) -> Customer | None:
        if word not in self.known:
            self.known[word] = self.desk.maybe(CUSTOMER, word=word)
        return self.known[word]

    def meant(self, word: str) -> Customer | None:
        """Whose a person is. Raises BadInput where the file names somebody that nobody here knows."""
        found = self.of(word) if word else None
        if word and found is None and self.otherwise is None:
            raise BadInput(f"there is no customer “{word}”; --customer KEY says whose people they are")
        return found or self.otherwise


def wanted(card: Card, customers: Customers) -> Wanted:
    """A card, checked. Raises BadInput with what is wrong with it."""
    name = rules.line(card.name, "the name")
    if not rules.folded(name):
        raise BadInput("it has no name")
    addresses = [("mail", rules.kept("mail", each)) for each in card.mails]
    addresses += [("phone", rules.kept("phone", each)) for each in card.phones]
    addresses += [("uid", rules.kept("uid", card.uid))] if card.uid.strip() else []
    return Wanted(
        card.line,
        name,
        tuple({(kind, rules.key(kind, value)): (kind, value) for kind, value in addresses}.values()),
        customers.meant(rules.line(card.customer, "the customer")),
        rules.line(card.site, "the site"),
        rules.zone(card.zone) if card.zone.strip() else "",
        rules.language(card.language) if card.language.strip() else "",
        card.vip,
        rules.line(card.delegate, "the delegate", 254),
    )


def step(desk: Reads, card: Wanted, now: Instant) -> Step:
    """What is to become of a card: by mail, else by uid, else by name and customer it is somebody we know, or not."""
    try:
        row = known(desk, card)
    except DeskError as why:
        return Step("reject", card, why=str(why))
    if row is None:
        return Step("new", card, addresses=card.addresses)
    have = {(each.kind, rules.key(each.kind, each.value or "")) for each in desk.all(ADDRESSES, person=row.id)}
    more = tuple((kind, value) for kind, value in card.addresses if (kind, rules.key(kind, value)) not in have)
    news = e.PersonChanged(
        at=now, person=row.id,
        name=Private(card.name) if card.name != row.name else None,
        customer=card.customer.id if card.customer and card.customer.key != row.customer else None,
        site=Private(card.site) if card.site and card.site != row.site else None,
        zone=card.zone if card.zone and card.zone != row.zone else None,
        language=card.language if card.language and card.language != row.language else None,
        vip=card.vip if card.vip is not None and card.vip != bool(row.vip) else None,
    )  # fmt: skip
    changed = news if news.columns() else None
    return Step("change" if changed or more else "same", card, row, "", changed, more)


def known(desk: Reads, card: Wanted) -> PersonRow | None:
    """Who a card is of. Raises BadInput where that are several."""
    found: dict[int, PersonRow] = {}
    for kind, value in card.addresses:
        if kind != "phone":
            found |= {row.id: row for row in desk.all(BY_KEY, kind=kind, key=rules.key(kind, value))}
    if not found and (gone := _erased(desk, card)):
        raise BadInput(
            f"they were {gone.number} and asked to be forgotten: leave them out of the file; whoever asks the desk"
            " again is written down by person.add"
        )
    if not found:
        named = desk.all(BY_KEY, kind="name", key=rules.folded(card.name))
        customer = card.customer.key if card.customer else None
        alike = [row for row in named if row.customer == customer]
        if not card.by_name_alone:
            # Somebody else may be called so: only who was known by name alone is meant.
            alike = [row for row in alike if all(a.kind == "phone" for a in desk.all(ADDRESSES, person=row.id))]
        found = {row.id: row for row in alike}
    if len(found) > 1:
        said = " and ".join(row.number for row in found.values())
        raise BadInput(f"it is of {said} alike: put them right first, or say more of it in the file")
    return next(iter(found.values()), None)


def _erased(desk: Reads, card: Wanted) -> PersonRow | None:
    """Who a card was of and is no more: no directory brings back somebody who was erased."""
    if not (desk.all(ANY_ERASED) and (salt := desk.maybe(SALT))):
        return None
    customer = card.customer.key if card.customer else None
    marks = [*rules.marks_of(salt, None, None, card.addresses), *rules.marks_of(salt, card.name, customer, ())]
    return next((row for mark in marks for row in desk.all(BY_KEY, kind=rules.ERASED, key=mark)), None)


class Numbers(Reads, Protocol):
    """Where the numbers of new rows come from."""

    def next_id(self, table: str) -> int: ...


class Taking:
    """The events of cards that go in together; none of them is of the same person as another."""

    def __init__(self, desk: Numbers, now: Instant) -> None:
        self.now = now
        self.person, self.line = desk.next_id("person"), desk.one(NEXT_LINE)

    def all(self, steps: Sequence[Step]) -> Iterator[Event]:
        for each in steps:
            if each.act in ("new", "change"):
                for happened in self._events(each):
                    yield happened
                    self.line += 1

    def _events(self, made: Step) -> Iterator[Event]:
        card, person = made.wanted, made.row.id if made.row else self.person
        if made.row is None:
            self.person += 1
            yield e.PersonAdded(
                at=self.now, person=person, name=Private(card.name), customer=card.customer and card.customer.id,
                site=Private(card.site) if card.site else None, zone=card.zone or None,
                language=card.language or None, vip=bool(card.vip),
            )  # fmt: skip
        if made.news:
            yield made.news
        for kind, value in made.addresses:
            yield e.PersonAddressed(at=self.now, person=person, address=self.line, kind_of=kind, value=Private(value))
