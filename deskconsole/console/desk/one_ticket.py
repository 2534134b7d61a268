"""One ticket as it is read: what the pane, its own screen and `deskconsole show ticket` have to say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.desk.mailed import MAIL, Mailed, posted_of
from deskconsole.console.desk.source import TOP, ClockRow, Entry, TicketDetail, Workspace
from deskconsole.console.painting.clockface import clock_row
from deskconsole.core.desk import Event, Query
from deskconsole.features.agreements.views import AGREEMENTS, CLOCKS_OF, AgreementRow
from deskconsole.features.alarms.views import LIVE_OF
from deskconsole.features.mail.views import MAILS_OF
from deskconsole.features.people.views import KEYED_BY, PERSON, PersonRow
from deskconsole.features.tickets.relations import RELATIONS_OF
from deskconsole.features.tickets.views import (
    TEXTS,
    TEXTS_BETWEEN,
    TICKET_BY_ID,
    TIMELINE,
    TicketRow,
    TimelineRow,
    queue_page,
    timeline_before,
    timeline_since,
)
from deskconsole.store.driver import Reader

if TYPE_CHECKING:
    from deskconsole.console.desk.escalations import Live
    from deskconsole.features.tickets.timeline import Told

PAGE = 64
"""Entries of a timeline that are read at once."""


class Unsent(NamedTuple):
    """Something that I have begun to write, by the ticket it is on."""

    ticket: int
    kind: str
    number: str


UNSENT = Query(
    "select d.ticket, d.kind, t.number from draft d join ticket t on t.id = d.ticket where d.operator = :operator"
    " and substr(d.kind, 1, 9) <> 'handover '"
    " order by d.saved_at desc, d.kind",
    Unsent,
)

_EVER = Entry(1 << 62, "", "", seq=1 << 62)  # type: ignore[arg-type]


def detail(desk: Reader, ticket: int, *, timeline: bool = True) -> TicketDetail | None:
    """Everything about a ticket; its whole timeline, or none."""
    row = desk.maybe(TICKET_BY_ID, ticket=ticket)
    place = {"ticket": ticket, "limit": 1} | dict(zip(("standing", "breaches_at", "id"), TOP, strict=True))
    line = next(iter(desk.all(queue_page("t.id = :ticket"), **place)), None)
    if row is None or line is None:
        return None
    told = _whole(desk, ticket) if timeline else []
    relations, running = desk.all(RELATIONS_OF, ticket=ticket), _running(desk, ticket)
    return TicketDetail(line, _facts(desk, row), clocks(desk, ticket), told, relations, running)


def _running(desk: Reader, ticket: int) -> Sequence[Live]:
    """Its escalations that are under way; most tickets have none."""
    if not desk.all(LIVE_OF, ticket=ticket):
        return ()
    from deskconsole.console.desk.ringing import of_ticket

    return of_ticket(desk, ticket)


def workspace(desk: Reader, ticket: int, part: str = "all", since: Entry | None = None) -> Workspace | None:
    """A ticket for its own screen: the last page of (a part of) its timeline, or all from an entry on."""
    from deskconsole.console.pages.sections import SECTIONS

    found = detail(desk, ticket, timeline=False)
    if found is None:
        return None
    if since is None:
        timeline, more = page(desk, ticket, part)
    else:
        lines = desk.all(timeline_since(part), ticket=ticket, at=since.at, seq=since.seq)
        timeline, more = _entries(desk, ticket, lines), True
    told = {section.title: section.read(desk, ticket) for section in SECTIONS}
    return Workspace(found, timeline, more, told)


def page(desk: Reader, ticket: int, part: str = "all", before: Entry | None = None) -> tuple[list[Entry], bool]:
    """A page of the timeline before an entry, oldest first, and whether there are older ones."""
    place = before or _EVER
    while True:
        lines = desk.all(timeline_before(part), ticket=ticket, at=place.at, seq=place.seq, limit=PAGE + 1)
        entries, more = _entries(desk, ticket, lines[:PAGE]), len(lines) > PAGE
        if entries or not more:
            return entries, more
        place = place._replace(at=lines[PAGE - 1].occurred_at, seq=lines[PAGE - 1].seq)  # all of that is told elsewhere


def _entries(desk: Reader, ticket: int, lines: Sequence[TimelineRow]) -> list[Entry]:
    """Lines of the journal, the latest first, as entries, the oldest first, with the private texts they need."""
    if not lines:
        return []
    # Reading events needs all their kinds; the first page has been painted by now.
    from deskconsole.features.tickets.timeline import told
    from deskconsole.store.journal import read_event

    numbers = [line.seq for line in lines]
    texts = dict(desk.all(TEXTS_BETWEEN, ticket=ticket, first=min(numbers) * 8, last=max(numbers) * 8 + 7))
    happened = [read_event(*x[1:6]) for x in reversed(lines)]
    made = [told(x.seq, event, x.actor, x.behind, texts) for x, event in zip(reversed(lines), happened, strict=True)]
    made = _arrived(desk, ticket, made, happened)
    mails = desk.all(MAILS_OF, ticket=ticket) if any(x.way or x.kind in MAIL for x in made) else []
    mail = posted_of(made, mails, lambda person: desk.maybe(KEYED_BY, person=person))
    alone = (x for x in made if x.seq not in mail.in_it and x.kind not in _SUMMED)
    return [_entry(x, mail) for x in alone]


_STEP = "escalation.step_taken"


def _arrived(desk: Reader, ticket: int, made: list[Told], happened: Sequence[Event]) -> list[Told]:
    """Steps of an escalation say whether it arrived, and by which way."""
    if not any(x.kind == _STEP for x in made):
        return made
    from deskconsole.console.desk.ringing import told_by_step, words
    from deskconsole.features.escalation.events import EscalationStepTaken

    notices = told_by_step(desk, ticket)
    found = []
    for x, event in zip(made, happened, strict=True):
        if isinstance(event, EscalationStepTaken) and (told := notices.get((event.run, event.step, event.at))):
            x = x._replace(what=x.what.replace(f"{', '.join(event.told)} told", words(told), 1))
        found.append(x)
    return found


def _entry(x: Told, mail: Mailed) -> Entry:
    """An entry in the name of who wrote it, where it came as mail."""
    posted = mail.by.get(x.seq)
    way = "in" if posted and posted.state == "in" else x.way
    return Entry(x.at, mail.writers.get(x.seq, x.actor), *brief(x), x.seq, way, posted)


_SUMMED = frozenset({"touch.recorded"})
"""What is told as one figure beside the conversation."""


def brief(entry: Told) -> tuple[str, str | None]:
    """What happened and what was written; why each routing rule did not fit is for `show timeline`."""
    if entry.kind == "ticket.created":
        return entry.what, None  # its title stands above all this
    if entry.kind != "ticket.routed" or not entry.text:
        return entry.what, entry.text
    others = entry.text.count("; ")
    return entry.what + (f", {others} other{'s' * (others > 1)} not" if others else ""), None


def _whole(desk: Reader, ticket: int) -> list[Entry]:
    """All of a timeline, newest first."""
    from deskconsole.features.tickets.timeline import told
    from deskconsole.store.journal import read_event

    texts = dict(desk.all(TEXTS, ticket=ticket))
    lines = desk.all(TIMELINE, ticket=ticket)
    happened = [read_event(*x[1:6]) for x in lines]
    entries = [told(x.seq, event, x.actor, x.behind, texts) for x, event in zip(lines, happened, strict=True)]
    entries = _arrived(desk, ticket, entries, happened)
    return [Entry(x.at, x.actor, x.what, x.text, x.seq, x.way) for x in reversed(entries)]


def _facts(desk: Reader, row: TicketRow) -> list[tuple[str, str | None]]:
    customer_says = f", customer says P{row.stated_priority}" if row.stated_priority else ""
    return [
        *_asks(desk.maybe(PERSON, person=row.person) if row.person else None, row),
        ("service", row.service),
        ("category", row.category),
        ("team", row.team),
        ("priority", f"impact {row.impact} × urgency {row.urgency}{customer_says}" if row.impact else None),
        ("seen as", row.label),
        ("held for", f"{row.held_for} and {row.also_held.replace(' ', ' and ')}" if row.also_held else None),
        ("vendor", ", ".join(filter(None, (row.vendor, row.vendor_reference))) or None),
        ("not believed", f"{row.clamped}, as its source says it" if row.clamped else None),
        ("resolved", f"{row.resolution_code}, {row.cause or '(erased)'}" if row.resolution_code else None),
        ("tags", row.tags.strip() if row.tags else None),
        ("outage", f"known; say: {row.outage_say or '(erased)'}" if row.outage_at is not None else None),
    ]


def _asks(person: PersonRow | None, row: TicketRow) -> list[tuple[str, str | None]]:
    """`Priya Nair (VIP), Acme, Hamburg` and `mail · +49 40 555 0142 · de`: who asks, and how they are reached."""
    vip = " (VIP)" if person and person.vip and row.requester else ""
    where = (f"{row.requester or ''}{vip}", row.customer, person.site if person else None)
    how = (row.channel, person.phone or person.mail if person else None, person.language if person else None)
    return [("requester", ", ".join(filter(None, where)) or None), ("contact", " · ".join(filter(None, how)) or None)]


def clocks(desk: Reader, ticket: int) -> list[ClockRow]:
    """A ticket's clocks, what breaches next first."""
    versions: dict[int, AgreementRow] = {version.id: version for version in desk.all(AGREEMENTS)}
    made = []
    for stored in desk.all(CLOCKS_OF, ticket=ticket):
        by = versions[stored.agreement]
        made.append(clock_row(stored, by.calendar, f"{by.name} v{by.version}"))
    live = {"running": 0, "paused": 1}
    return sorted(made, key=lambda c: (live.get(c.state, 2), c.due or 1 << 62))
