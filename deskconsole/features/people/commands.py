"""Keeping people: who they are, how they are reached, who speaks for them.

No refusal quotes a private text: refusals are journalled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, NamedTuple

from deskconsole.core.actors import OPERATOR, Scope, outside
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.features.directory.views import CUSTOMER, CUSTOMER_KEYS
from deskconsole.features.people import events as e
from deskconsole.features.people import rules
from deskconsole.features.people.speaking import Spoken
from deskconsole.features.people.taking import NEXT_LINE, Taking, Wanted, step
from deskconsole.features.people.views import (
    ADDRESSES,
    BY_KEY,
    SALT,
    SPOKEN_FOR_BY,
    TEXTS_OF,
    TICKETS_OF,
    PersonRow,
    person_of,
)
from deskconsole.store.events import TextsErased

Who = Annotated[str, Ask("person", kind="caller", hint="P-12, or a part of name, mail or phone")]
Customer = Annotated[str | None, Ask("customer", choices=CUSTOMER_KEYS)]


@command("person.add", needs="person.edit", label="add a person")
def add(
    desk: Desk,
    name: Annotated[str, Ask("name")],
    customer: Customer = None,
    mail: Annotated[str, Ask("mail", hint="several parted by commas")] = "",
    phone: Annotated[str, Ask("phone", hint="several parted by commas")] = "",
    site: Annotated[str, Ask("site")] = "",
    zone: Annotated[str, Ask("zone", hint="Europe/Berlin")] = "",
    language: Annotated[str, Ask("language", hint="de, en, pt-BR")] = "",
    vip: Annotated[bool, Ask("VIP")] = False,
    uid: Annotated[str, Ask("uid", hint="their number in the directory they come from")] = "",
) -> Iterator[Event]:
    """Write down somebody who asks the desk: they are found by a part of name, mail or phone."""
    of = customer_of(desk, customer)
    within(desk, of and of.key)
    addresses = [
        *[("mail", rules.kept("mail", each)) for each in parted(mail)],
        *[("phone", rules.kept("phone", each)) for each in parted(phone)],
        *[("uid", rules.kept("uid", each)) for each in ([uid] if uid.strip() else [])],
    ]
    addresses = [*{(kind, rules.key(kind, value)): (kind, value) for kind, value in addresses}.values()]
    for kind, value in addresses:
        _free(desk, kind, value, None)
    person, line = desk.next_id("person"), desk.one(NEXT_LINE)
    yield e.PersonAdded(
        at=desk.now, person=person, name=Private(_said(name, "the name")), customer=of.id if of else None,
        site=Private(rules.line(site, "the site")) if site.strip() else None,
        zone=rules.zone(zone) if zone.strip() else None,
        language=rules.language(language) if language.strip() else None, vip=vip,
    )  # fmt: skip
    for place, (kind, value) in enumerate(addresses, 1):
        yield e.PersonAddressed(at=desk.now, person=person, address=line + place, kind_of=kind, value=Private(value))


@command("person.change", needs="person.edit", label="change a person")
def change(
    desk: Desk,
    person: Who,
    name: Annotated[str, Ask("name", hint="empty: as it is")] = "",
    customer: Annotated[str, Ask("customer", hint="- for none")] = "",
    site: Annotated[str, Ask("site", hint="- for none")] = "",
    zone: Annotated[str, Ask("zone", hint="- for none")] = "",
    language: Annotated[str, Ask("language", hint="- for none")] = "",
    vip: Annotated[bool | None, Ask("VIP")] = None,
    active: Annotated[bool | None, Ask("active", hint="no: they left")] = None,
) -> Iterator[Event]:
    """Say that a person is otherwise from now on; what is left empty stays."""
    row = standing(desk, person)
    given = {"customer": customer, "site": site, "zone": zone, "language": language}
    cleared = tuple(column for column, text in given.items() if text.strip() == "-" and getattr(row, column))
    said = {column: text.strip() for column, text in given.items() if text.strip() not in ("", "-")}
    of = customer_of(desk, said.get("customer"))
    if of:
        within(desk, of.key)
    made = e.PersonChanged(
        at=desk.now, person=row.id,
        name=_other(name, row.name, "the name"),
        customer=of.id if of and of.key != row.customer else None,
        site=_other(said.get("site", ""), row.site, "the site"),
        zone=_unlike(rules.zone(said["zone"]) if "zone" in said else None, row.zone),
        language=_unlike(rules.language(said["language"]) if "language" in said else None, row.language),
        vip=None if vip is None or vip == bool(row.vip) else vip,
        active=None if active is None or active == bool(row.active) else active,
        cleared=cleared,
    )  # fmt: skip
    if cleared or made.columns():
        yield made


@command("person.address", needs="person.edit", label="phone or mail of a person")
def address(
    desk: Desk,
    person: Who,
    kind: Annotated[Literal["phone", "mail", "uid"], Ask("kind")],
    value: Annotated[str, Ask("phone or mail")],
    drop: Annotated[bool, Ask("drop", hint="yes: they are no longer reached so")] = False,
) -> Iterator[Event]:
    """Say how a person is reached, or no longer is."""
    row = standing(desk, person)
    written = rules.kept(kind, value)
    key = rules.key(kind, written)
    have = [a for a in desk.all(ADDRESSES, person=row.id) if a.kind == kind and rules.key(kind, a.value or "") == key]
    if drop:
        if not have:
            raise NotFound(f"{row.number} has no such {kind}: `deskconsole people show {row.number}` lists them")
        yield from dropped(desk, row.id, {each.id for each in have})
    elif not have:
        _free(desk, kind, written, row.id)
        yield e.PersonAddressed(
            at=desk.now, person=row.id, address=desk.one(NEXT_LINE), kind_of=kind, value=Private(written)
        )


@command("person.delegate", needs="person.edit", label="who speaks for a person")
def delegate(
    desk: Desk,
    person: Who,
    to: Annotated[str, Ask("delegate", kind="caller", hint="who speaks for them; - for nobody")],
) -> Iterator[Event]:
    """Say who speaks for a person, such as an assistant; or that nobody does any more."""
    row = standing(desk, person)
    other = None if to.strip() == "-" else standing(desk, to)
    if other and other.id == row.id:
        raise BadInput(f"{row.number} speaks for themselves as it is: name somebody else, or - for nobody")
    if (other.id if other else None) != row.delegate:
        yield e.PersonDelegated(at=desk.now, person=row.id, delegate=other.id if other else None)


@command("people.take", needs="import.run")
def take(desk: Desk, cards: Sequence[Wanted]) -> Iterator[Event]:
    """Take over people of a directory; who is known is brought up to date, and nothing of them is taken away."""
    steps = [step(desk, card, desk.now) for card in cards]
    yield from Taking(desk, desk.now).all(steps)


@command("people.speak", needs="import.run")
def speak(desk: Desk, pairs: Sequence[Spoken]) -> Iterator[Event]:
    """Take over who speaks for whom."""
    yield from (e.PersonDelegated(at=desk.now, person=each.person, delegate=each.delegate) for each in pairs)


@command("person.erase", needs="person.erase")
def erase(desk: Desk, person: str) -> Iterator[Event]:
    """Forget a person: their record, and every text of the tickets that they asked for or had a part in.

    It has no word by which it is carried out from a screen: `people erase` says what goes, and asks.
    """
    row = person_of(desk, person)
    within(desk, row.customer)
    texts = desk.all(TEXTS_OF, person=row.id)
    tickets = tuple(ticket.id for ticket in desk.all(TICKETS_OF, person=row.id))
    if row.erased_at is None:
        addresses = [(each.kind, each.value) for each in desk.all(ADDRESSES, person=row.id) if each.value]
        marks = rules.marks_of(desk.one(SALT), row.name, row.customer, addresses)
        yield e.PersonErased(at=desk.now, person=row.id, texts=len(texts), tickets=tickets, marks=tuple(marks))
    for other in desk.all(SPOKEN_FOR_BY, person=row.id):
        yield e.PersonDelegated(at=desk.now, person=other, delegate=None)
    # Also where nothing is left: a file that could not be written anew before is written anew now.
    yield TextsErased(
        at=desk.now, erasure=desk.one(NEXT_LINE), texts=tuple(text.id for text in texts), why=f"person {row.number}",
        tickets=tickets,
    )  # fmt: skip


def dropped(desk: Desk, person: int, addresses: set[int]) -> Iterator[e.AddressDropped]:
    """These addresses of a person go."""
    for recorded in alive(desk.history("person", person)):
        said = recorded.event
        if isinstance(said, e.PersonAddressed) and said.address in addresses:
            yield e.AddressDropped(at=desk.now, person=person, address=said.address, of=(recorded.seq,))


def standing(desk: Desk, text: str) -> PersonRow:
    """The person meant, who has not been erased and is within the operator's scope."""
    row = person_of(desk, text)
    if row.erased_at is not None:
        raise Refused(f"{row.number} was erased: nothing is written of them any more")
    within(desk, row.customer)
    return row


def within(desk: Desk, customer: str | None) -> None:
    """Refuse people of customers beyond the operator's scope."""
    operator = desk.maybe(OPERATOR, handle=desk.actor)
    if operator and (why := outside(operator, Scope("this person", None, customer))):
        raise Refused(why)


class Party(NamedTuple):
    """A customer: number and key."""

    id: int
    key: str


def customer_of(desk: Desk, word: str | None) -> Party | None:
    """The customer of that key or name. Raises NotFound where there is none."""
    if not word:
        return None
    if (found := desk.maybe(CUSTOMER, word=word)) is None:
        raise NotFound(f"there is no customer {word}: `deskconsole desk export` lists them")
    return Party(found.id, found.key)


def parted(text: str) -> list[str]:
    """Several addresses in one text."""
    return [part for part in re.split(r"[,\n]|;(?!ext=)", text) if part.strip()]


def _free(desk: Desk, kind: str, value: str, person: int | None) -> None:
    """A mail address and a uid are one person's; a phone may stand in a room of ten."""
    if kind == "phone":
        return
    have = [row for row in desk.all(BY_KEY, kind=kind, key=rules.key(kind, value)) if row.id != person]
    if have:
        raise BadInput(f"that {kind} is of {have[0].number} already: change them, or drop it there")


def _said(text: str, what: str) -> str:
    if not (made := rules.line(text, what)):
        raise BadInput(f"{what} is empty")
    return made


def _other(text: str, now: str | None, what: str) -> Private | None:
    """A text where it is another one."""
    made = rules.line(text, what)
    return Private(made) if made and made != now else None


def _unlike(made: str | None, now: str | None) -> str | None:
    return made if made != now else None
