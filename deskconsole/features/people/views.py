"""What is asked about people: one of them, those like a fragment, and what is held of them."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import Instant
from deskconsole.features.people import rules

R = TypeVar("R")


class PersonRow(NamedTuple):
    """A person with all that is told about them beside their addresses; an erased text is None."""

    id: int
    name: str | None
    customer: str | None
    """Its key."""
    customer_name: str | None
    site: str | None
    zone: str | None
    language: str | None
    vip: int
    delegate: int | None
    delegate_name: str | None
    active: int
    erased_at: Instant | None
    mail: str | None
    """The first of each."""
    phone: str | None

    @property
    def number(self) -> str:
        return f"P-{self.id}"

    @property
    def said(self) -> str:
        """Who it is, in a few words; text from outside, not yet made safe for a screen."""
        vip = ", VIP" if self.vip else ""
        return (
            f"{self.name or '(erased)'}{', ' + self.customer_name if self.customer_name else ''}{vip} ({self.number})"
        )


def _first(kind: str) -> str:
    return (
        "(select x.text from person_address a join private_text x on x.id = a.value where a.person = p.id"
        f" and a.kind = '{kind}' order by a.id limit 1)"
    )


_PERSON = (
    "select p.id, n.text, c.key, c.name, s.text, p.zone, p.language, p.vip, p.delegate, d.text, p.active, p.erased_at,"
    f" {_first('mail')}, {_first('phone')} from {{of}} left join private_text n on n.id = p.name"
    " left join private_text s on s.id = p.site left join customer c on c.id = p.customer"
    " left join person o on o.id = p.delegate left join private_text d on d.id = o.name where {where}"
)


def _people(where: str, of: str = "person p") -> Query[PersonRow]:
    return Query(_PERSON.format(of=of, where=where), PersonRow)


_KEYED = "person_key k join person p on p.id = k.person"

PERSON = _people("p.id = :person")
PERSON_BY_MAIL = _people("k.kind = 'mail' and k.key = :address order by p.active desc, p.id limit 1", _KEYED)
"""By a whole mail address as `rules.mail_key` writes it: in lower case."""
PEOPLE = _people("p.id > :after order by p.id limit :limit")
"""All of them, a page at a time."""
LAST_PERSON = Query("select coalesce(max(id), 0) from person", int)
PEOPLE_LIKE = _people(
    "k.kind = :kind and k.key >= :low and k.key < :high and p.active = 1 and exists (select 1 from person_key o"
    " where o.person = k.person and o.kind = :also and o.key >= :also_low and o.key < :also_high)"
    " order by k.key, k.person limit :limit",
    _KEYED,
)
"""By the beginning of a key (see `rules.sought`); the index gives them in order, so that it stops early."""
BY_KEY = _people("k.kind = :kind and k.key = :key order by p.active desc, p.id", _KEYED)


SALT = Query("select digest from journal order by seq limit 1", bytes)
"""What no other store has: its first line tells when it was made, and holds salted digests."""
ANY_ERASED = Query("select 1 from person_key where kind = 'erased' limit 1", int)


class AddressRow(NamedTuple):
    """How a person is reached; None: erased."""

    id: int
    kind: str
    value: str | None


ADDRESSES = Query(
    "select a.id, a.kind, p.text from person_address a left join private_text p on p.id = a.value"
    " where a.person = :person order by a.id",
    AddressRow,
)

KEYED_BY = Query("select p.text from person join private_text p on p.id = person.name where person.id = :person", str)
"""The name that a person's keys follow from."""


class OpenTicketRow(NamedTuple):
    """A ticket of a person that is not done."""

    id: int
    number: str
    title: str | None
    state: str | None
    priority: int | None
    owner: str | None
    team: str | None
    service: str | None
    opened_at: Instant | None
    standing: int
    breaches_at: int


OPEN_TICKETS_OF = Query(
    "select t.id, t.number, p.text, t.state, t.priority, t.owner, team.name, service.name, t.opened_at, t.standing,"
    " t.breaches_at from ticket t left join private_text p on p.id = t.title left join team on team.id = t.team"
    " left join service on service.id = t.service where t.person = :person and t.is_open = 1"
    " order by t.standing, t.breaches_at, t.id",
    OpenTicketRow,
)


class TicketOfRow(NamedTuple):
    """A ticket that a person has a part in."""

    id: int
    number: str
    is_open: int | None


class ContactRow(NamedTuple):
    """A contact with a person; a note that was erased is None."""

    id: int
    ticket: str
    at: Instant
    channel: str
    direction: str
    reached: int
    duration: int | None
    """Seconds."""
    note: str | None


CONTACTS_OF = Query(
    "select c.id, t.number, c.contacted_at, c.channel, c.direction, c.reached, c.duration, p.text from contact c"
    " join ticket t on t.id = c.ticket left join private_text p on p.id = c.note where c.person = :person"
    " order by c.contacted_at, c.id",
    ContactRow,
)


class TextRow(NamedTuple):
    """A private text that goes with a person."""

    id: int
    about: str
    subject: int


_OWN = "lower(a.text) in (select lower(text) from private_text where about = 'person' and subject = :person)"
"""Whether a mail address (`a`) is one that they have, or once had."""
TICKETS_WITH = (
    "select subject from private_text where person = :person and about = 'ticket'"
    " union select id from ticket where person = :person"
    f" union select m.ticket from mail m join private_text a on a.id = m.address where {_OWN}"
)
"""Tickets that a person asked for or had a part in: also by what was taken back, whose texts are still there, and by
mail of before the desk knew them."""
HELD_BACK_FROM = (
    "select subject from private_text where person = :person and about = 'quarantine'"
    f" union select q.id from quarantine q join private_text a on a.id = q.address where {_OWN}"
    f" union select q.id from quarantine q where q.ticket in ({TICKETS_WITH})"
)
"""Messages of theirs that the desk held back."""
_PASSED_ON = (
    "select p.id, p.about, p.subject from journal o cross join private_text s cross join journal c"
    " cross join private_text p where o.about = 'ticket' and o.subject in (select ticket from part)"
    " and o.kind = 'ticket.commented' and s.id >= o.seq * 8 and s.id < o.seq * 8 + 8"
    " and c.seq >= o.seq - 500 and c.seq <= o.seq + 500 and c.call + 0 = o.call and c.kind || '' = o.kind"
    " and p.id >= c.seq * 8 and p.id < c.seq * 8 + 8 and p.text || '' = s.text"
)
"""What one call said on several tickets (rule 24): the same answer, on tickets that were merged with theirs. Written so
that SQLite goes from line to line, and makes no index of the whole journal first."""


def _beside(table: str) -> str:
    """Texts of what was recorded about those tickets, and has a number of its own."""
    return (
        f" union select id, about, subject from private_text where about = '{table}'"
        f" and subject in (select id from {table} where ticket in (select ticket from part))"
    )


TICKETS_OF = Query(f"select id, number, is_open from ticket where id in ({TICKETS_WITH}) order by id", TicketOfRow)
TEXTS_OF = Query(
    f"with part(ticket) as materialized ({TICKETS_WITH})"
    " select id, about, subject from private_text where person = :person"
    " union select id, about, subject from private_text where about = 'ticket'"
    f" and subject in (select ticket from part){_beside('promise')}{_beside('exclusion')}{_beside('notification')}"
    " union select id, about, subject from private_text where about = 'quarantine'"
    f" and subject in ({HELD_BACK_FROM}) union {_PASSED_ON} order by 1",
    TextRow,
)
"""All that is erased with a person: their own texts, and every text of those tickets, since it may quote them; with
what was promised on them, asked not to count, held back, and passed on from or to tickets merged with them."""


class DraftRow(NamedTuple):
    """What somebody is writing on a ticket and has not sent."""

    ticket: str
    operator: str
    kind: str
    text: str


DRAFTS_OF = Query(
    "select t.number, d.operator, d.kind, d.text from draft d join ticket t on t.id = d.ticket"
    f" where d.ticket in ({TICKETS_WITH}) order by d.ticket, d.operator, d.kind",
    DraftRow,
)
"""Drafts of every operator on those tickets: they go too."""


class LineRow(NamedTuple):
    """A line of the journal, as stored."""

    seq: int
    kind: str
    v: int
    occurred_at: Instant
    body: str
    actor: str
    behind: str | None


HISTORY_OF = Query(
    "select seq, kind, v, occurred_at, body, actor, behind from journal where about = :about and subject = :subject"
    " order by occurred_at, seq",
    LineRow,
)
TEXTS_OF_SUBJECT = Query(
    "select id, text from private_text where about = :about and subject = :subject",
    lambda number, text: (int(number), str(text)),
)
SPOKEN_FOR_BY = Query("select id from person where delegate = :person order by id", int)


def people_like(desk: Reads, fragment: str, limit: int = 20) -> list[PersonRow]:
    """People by a fragment of phone, name or mail, the likeliest first."""
    found: dict[int, PersonRow] = {}
    for way in rules.sought(fragment):
        for row in desk.all(PEOPLE_LIKE, **way._asdict(), limit=2 * limit):  # one may have several keys like it
            if way.kind != "word" or rules.fits(fragment, row.name or ""):
                found.setdefault(row.id, row)
    return list(found.values())[:limit]


def callers_like(desk: Reads, text: str, limit: int = 20) -> list[PersonRow]:
    """People by what is typed of a caller, the likeliest first: `weber 0177` is one whose name and phone are so."""
    told = rules.told_of(text)
    reached = told.mail or told.phone
    if (number := rules.number_of(text)) is not None:
        row = desk.maybe(PERSON, person=number)
        return [row] if row and row.erased_at is None else []
    if not (reached and told.name):
        return people_like(desk, text, limit)
    found: dict[int, PersonRow] = {}
    for way in rules.sought_both(told.name, reached):
        for row in desk.all(PEOPLE_LIKE, **way._asdict(), limit=2 * limit):
            if rules.fits(told.name, row.name or ""):
                found.setdefault(row.id, row)
    return list(found.values())[:limit]


def one_like(desk: Reads, text: str) -> PersonRow | None:
    """The one person that a text means: P-12, or a fragment that only one has; None where nobody has it.

    Raises BadInput where several have it, NotFound where there is no person of that number.
    """
    if (number := rules.number_of(text)) is not None:
        return numbered(desk, number)
    found = people_like(desk, text, 6)
    if len(found) > 1 and (whole := _whole(found, text)):
        return whole
    if len(found) > 1:
        some = "; ".join(row.said for row in found[:5]) + (" …" if len(found) > 5 else "")
        raise BadInput(f"several people are like that: {some}; write more of it, or the number")
    return found[0] if found else None


def numbered(desk: Reads, number: int) -> PersonRow:
    """The person of a number. Raises NotFound where there is none."""
    if (row := desk.maybe(PERSON, person=number)) is None:
        raise NotFound(f"there is no person P-{number}: `deskconsole people list` lists them")
    return row


def caller_of(desk: Reads, text: str) -> PersonRow | None:
    """Who a text means of those who can still ask for something. Raises NotFound where they were erased."""
    row = one_like(desk, text) if text.strip() else None
    if row and row.erased_at is not None:
        raise NotFound(f"{row.number} was erased: nothing is written of them any more")
    return row


def _whole(found: list[PersonRow], text: str) -> PersonRow | None:
    """The only one whose whole name, mail or phone it is."""
    name, mail, phone = rules.folded(text), rules.mail_key(text), rules.phone_key(text)
    same = [
        row
        for row in found
        if name == rules.folded(row.name or "")
        or mail == rules.mail_key(row.mail or "")
        or (phone and phone == rules.phone_key(row.phone or ""))
    ]
    return same[0] if len(same) == 1 else None


def person_of(desk: Reads, text: str) -> PersonRow:
    """The one person that a text means. Raises NotFound where it is nobody."""
    row = one_like(desk, text)
    if row is None:
        raise NotFound("nobody is like that: `deskconsole people list` lists all people")
    return row
