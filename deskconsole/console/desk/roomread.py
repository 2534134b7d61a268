"""A war room with all that is in it, read at one moment: its tickets and people, what was written, said and asked."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole import flow  # noqa: F401 - whoever reads the journal must know all kinds of events
from deskconsole.console.desk.room import (
    Affected,
    Alike,
    Called,
    Change,
    Due,
    Entry,
    Head,
    Load,
    Order,
    Reached,
    Review,
    Role,
    Sent,
    Sentence,
    Situation,
    Stakes,
    Told,
)
from deskconsole.console.painting import figures
from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.core.money import words
from deskconsole.features.reviews.views import REVIEW_OF
from deskconsole.features.room_updates.views import NEXT_OF, OUTCOMES_OF, SENTENCE_OF, UPDATES_OF
from deskconsole.features.stakes import views as at_stake
from deskconsole.features.surge.views import SURGE_OF, load
from deskconsole.features.war_room.said import Line, timeline
from deskconsole.features.war_room.views import (
    ALL_ENTRIES_OF,
    ROLES_OF,
    TICKETS_OF_ROOM,
    EntryRow,
    LineRow,
    RoleRow,
    RoomRow,
)
from deskconsole.store.journal import read_event
from deskconsole.store.looking import Looking

MOST = 300
"""Tickets of a room that its screen lists; what breaches next is among them."""
LINES = 500
"""Lines of a timeline that its screen shows; the whole of it is for the command line."""
_ORDER = ("commander", "deputy", "scribe", "communications", "customer liaison")


def situation(desk: Looking, row: RoomRow, of: Head, now: Instant) -> Situation:
    """A room with all that is in it."""
    tickets = desk.all(TICKETS_OF_ROOM, room=row.id)
    open_ = [each for each in tickets if each.state in ("new", "open", "held")]
    entries = desk.all(ALL_ENTRIES_OF, room=row.id)
    held = at_stake.stakes(desk, row.id, now)
    changes = _changes(desk, row, now, held)
    return Situation(
        of, open_[:MOST], len(open_[MOST:]), len(tickets) - len(open_), _roles(desk.all(ROLES_OF, room=row.id)),
        _tasks(entries), _decisions(entries), _guesses(entries), _timeline(desk, row, now), changes,
        now, *_said(desk, row), *_surge(desk, row), _review(desk, row), _stakes(desk, row, now, held),
    )  # fmt: skip


def _roles(rows: Sequence[RoleRow]) -> list[Role]:
    """Who has a role, and who was asked for one that nobody has; command first."""
    taken = {row.role: row for row in rows if row.state == "taken"}
    asked = {row.role: row for row in rows if row.state == "asked" and row.role not in taken}
    had = {row.role: row for row in rows if row.role not in taken and row.role not in asked}
    found = [
        *(Role(row.role, row.operator, "taken", row.since or Instant(0), bool(row.double)) for row in taken.values()),
        *(Role(row.role, row.operator, "asked", row.asked_at or Instant(0)) for row in asked.values()),
        *(Role(row.role, None, "open", row.until or Instant(0)) for row in had.values()),
    ]
    places = {name: n for n, name in enumerate(_ORDER)}
    return sorted(found, key=lambda role: (places.get(role.name, len(places)), role.name))


def _entry(row: EntryRow, said: Sequence[str] = ()) -> Entry:
    backers = f"for: {', '.join(row.backers.split())}" if row.backers else ""
    outcome = row.outcome or backers
    return Entry(row.id, row.kind, row.text, row.by, row.at, row.owner, row.due_at, row.done_at, outcome, said)


def _tasks(rows: Sequence[EntryRow]) -> list[Entry]:
    """What is open first, by when it is due; what is done, the latest first."""
    found = [_entry(row) for row in rows if row.kind in ("task", "question")]
    return [
        *sorted((x for x in found if x.done is None), key=lambda x: (x.due is None, x.due or x.at, x.id)),
        *sorted((x for x in found if x.done is not None), key=lambda x: -(x.done or 0)),
    ]


def _decisions(rows: Sequence[EntryRow]) -> list[Entry]:
    against: dict[int | None, list[str]] = {}
    for row in rows:
        if row.kind == "objection":
            against.setdefault(row.of, []).append(f"{row.by}, {row.text or '(erased)'}")
    return [_entry(row, against.get(row.id, ())) for row in reversed(rows) if row.kind == "decision"]


def _guesses(rows: Sequence[EntryRow]) -> list[Entry]:
    found = [_entry(row)._replace(owner=row.done_by or row.owner) for row in rows if row.kind == "hypothesis"]
    return sorted(found, key=lambda x: (x.done is not None, x.id))


def _changes(desk: Looking, row: RoomRow, now: Instant, held: at_stake.Stakes) -> list[Change]:
    """Changes of the day before the impact until now; what touches it stands out."""
    found = at_stake.lately(desk, row.id, now, held)
    return [
        Change(x.change.number, x.change.title, x.change.begin_at, x.change.decided, bool(x.touches)) for x in found
    ]


def _stakes(desk: Looking, row: RoomRow, now: Instant, held: at_stake.Stakes) -> Stakes:
    radius, costs = at_stake.blast_radius(desk, row.id, now, held), at_stake.exposure(desk, row.id, now, held)
    choice = at_stake.orders(desk, row.id, now, None, held)
    pace = choice.pace
    people = f"{pace.hands} {'person' if pace.hands == 1 else 'people'}"
    return Stakes(
        [Reached(x.name or "no service", x.depth, x.tickets, x.breached, x.at_risk) for x in radius.nodes],
        [Alike(x.name, x.like, x.change, x.begin) for x in radius.siblings],
        radius.recorded,
        [
            Affected(x.name if x.key else "nobody", x.tier, x.tickets, x.breached, x.notice_by, words(x.now))
            for x in at_stake.affected(desk, row.id, now, held)
        ],
        words(costs.now), words(costs.if_nothing), costs.recorded,
        [Order(x.label, x.outcome.breaches, words(x.outcome.exposure), x.gives_up) for x in choice.orders],
        choice.tickets,
        f"{people}, {figures.used(pace.work)} a ticket, {pace.work_from}",
    )  # fmt: skip


def _said(desk: Looking, row: RoomRow) -> tuple[Sequence[Due], Sent | None, Sentence | None]:
    """What is to be said next, what was said last and what became of it, and what the phone says."""
    dues = [Due(x.audience, x.due_at, x.missed is not None, x.waiting) for x in desk.all(NEXT_OF, room=row.id)]
    last = next((x for x in reversed(desk.all(UPDATES_OF, room=row.id)) if x.sent_at is not None), None)
    sent = None
    if last is not None and last.sent_at is not None:
        found = next((x for x in desk.all(OUTCOMES_OF, room=row.id) if x.update == last.id), None)
        counts = (found.told, found.arrived, found.read, found.failed, found.customers) if found else (0, 0, 0, 0, 0)
        sent = Sent(last.sent_at, last.audience, last.written_by, *counts)
    phone = desk.maybe(SENTENCE_OF, room=row.id)
    return dues, sent, Sentence(phone.text, phone.workaround) if phone and (phone.text or phone.workaround) else None


def _surge(desk: Looking, row: RoomRow) -> tuple[Sequence[Called], Load | None]:
    found = load(desk, row.id)
    called = [Called(x.handle, x.state, x.asked_at, x.answer_by, x.why) for x in desk.all(SURGE_OF, room=row.id)]
    return called, Load(found.tickets, found.heads, found.coming)


def _review(desk: Looking, row: RoomRow) -> Review | None:
    found = desk.maybe(REVIEW_OF, room=row.id)
    return Review(found.state, found.due_at, found.owner) if found else None


def _timeline(desk: Looking, row: RoomRow, now: Instant) -> list[Told]:
    """The latest first; what somebody wrote stands by itself."""
    lines = timeline(desk, row.id, now, _event)[-LINES:]
    return [Told(x.at, x.actor, _words(x)) for x in reversed(lines)]


def _event(line: LineRow) -> Event:
    return read_event(line.kind, line.v, line.subject, line.at, line.body)


def _words(line: Line) -> str:
    if line.kind == "room.entered" and line.text is not None:
        what = line.what.partition(" ")[0]
        return line.text if what == "note" else f"{what}: {line.text}"
    return f"{line.what}: {line.text}" if line.text else line.what
