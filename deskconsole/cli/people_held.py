"""All that is held of a person, to be handed out to them: whatever their texts are about, line by line."""

from __future__ import annotations

import deskconsole.record  # noqa: F401 - declares the events of every feature
from deskconsole.core.desk import Private
from deskconsole.core.instants import to_iso
from deskconsole.engine.erasing import held_of
from deskconsole.features.people.views import CONTACTS_OF, HISTORY_OF, TEXTS_OF_SUBJECT
from deskconsole.features.tickets.timeline import told
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.store.driver import Reader
from deskconsole.store.files import Files
from deskconsole.store.journal import read_event
from deskconsole.store.store import Store

_COLUMNS = ("number", "type", "title", "requester", "channel", "category", "state", "priority", "customer", "service")
_TIMES = ("opened_at", "responded_at", "resolved_at", "closed_at")


def held(store: Store, person: int) -> dict[str, object]:
    """The history of a person, their tickets with every message and note, their contacts; drafts and files of these.

    What is listed here is what an erasure takes away: both ask `held_of`.
    """
    read, all_of = store.read, held_of(store.read, person)
    tickets = {each.id for each in all_of.tickets}
    whole = {("person", person)} | {("ticket", ticket) for ticket in tickets}
    beside: dict[tuple[str, int], set[int]] = {}
    for text in all_of.texts:
        if (place := (text.about, text.subject)) not in whole:
            beside.setdefault(place, set()).add(text.id)
    return {
        "history": _history(read, "person", person),
        "tickets": [_ticket(read, ticket) for ticket in sorted(tickets)],
        "contacts": [
            {**each._asdict(), "at": to_iso(each.at), "reached": bool(each.reached)}
            for each in read.all(CONTACTS_OF, person=person)
        ],
        "other": [
            {"about": about, "number": subject, "history": _history(read, about, subject, only)}
            for (about, subject), only in sorted(beside.items())
        ],
        "drafts": [each._asdict() for each in all_of.drafts],
        "files": [str(Files.of(store.url).place(digest)) for digest in all_of.files],
    }


def _ticket(read: Reader, ticket: int) -> dict[str, object]:
    row = read.one(TICKET_BY_ID, ticket=ticket)
    times = {name: None if (at := getattr(row, name)) is None else to_iso(at) for name in _TIMES}
    return {name: getattr(row, name) for name in _COLUMNS} | times | {"history": _history(read, "ticket", ticket)}


def _history(read: Reader, about: str, subject: int, only: set[int] | None = None) -> list[dict[str, object]]:
    """Each line of the record about a subject, in words, with the texts it holds; or the lines with some of these."""
    texts = dict(read.all(TEXTS_OF_SUBJECT, about=about, subject=subject))
    lines: list[dict[str, object]] = []
    for line in read.all(HISTORY_OF, about=about, subject=subject):
        happened = read_event(line.kind, line.v, subject, line.occurred_at, line.body)
        holds = {name: of.id for name, of in vars(happened).items() if isinstance(of, Private)}
        if only is not None and not only & set(holds.values()):
            continue
        said = {name: texts.get(number, "(erased)") for name, number in holds.items()}
        words = told(line.seq, happened, line.actor, line.behind, texts)
        lines.append({"at": to_iso(words.at), "by": words.actor, "kind": words.kind, "what": words.what, **said})
    return lines
