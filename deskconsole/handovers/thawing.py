"""What was signed, as the draft that it was: figures and times as they were frozen, words as far as they still are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import from_iso
from deskconsole.features.handover.rooms import with_note
from deskconsole.features.handover.sheet import (
    OWED,
    ROOM,
    Change,
    Draft,
    Item,
    Kpis,
    Ledger,
    LeftOut,
    Line,
    Missing,
    Section,
)
from deskconsole.features.handover.views import NOTES_OF, HandoverRow, NoteRow
from deskconsole.features.war_room.views import ROOM as ROOM_NUMBERED

TITLE = Query(
    "select p.text from ticket t left join private_text p on p.id = t.title where t.id = :ticket", lambda t: t
)
_INSTANTS = ("due", "projected_at", "last_contact", "action_due", "used_at", "begin", "until", "end")


def thawed(desk: Reads, row: HandoverRow) -> Draft:
    """The draft that was signed. Texts were not frozen, only their digests: what was erased since is gone here too."""
    said = row.signed
    assert said is not None
    notes = {note.number: note for note in desk.all(NOTES_OF, handover=row.id) if note.what == "item"}
    before = said.get("before")
    ledger = {name: number for name, number in said["ledger"].items() if name != "balances"}
    return Draft(
        Change(**_read(said["of"], Change._fields)),
        from_iso(said["at"]),
        Ledger(**ledger),
        [_section(each, desk, notes) for each in said["sections"]],
        Kpis(**said["kpis"]),
        Kpis(**before) if before else None,
        [Missing(what) for what in said["missing"]],
        LeftOut(**said["left_out"]),
        0,
        said["risk"],
    )


def _section(said: Mapping[str, Any], desk: Reads, notes: Mapping[str | None, NoteRow]) -> Section:
    return Section(
        said["name"],
        [_item(each, desk, notes) for each in said["items"]],
        said["left_out"],
        said["source"],
        [_line(each, desk, notes) for each in said.get("lines", ())],
        tuple(said.get("oldest", ())),
    )


def _line(said: Mapping[str, Any], desk: Reads, notes: Mapping[str | None, NoteRow]) -> Line:
    line = Line(**_read(said, Line._fields))
    if line.what not in (ROOM, OWED):
        return line
    room, note = desk.maybe(ROOM_NUMBERED, number=line.subject), notes.get(line.subject)
    line = line if room is None else line._replace(why=room.title)
    return line if note is None else with_note(line, note)


def _item(said: Mapping[str, Any], desk: Reads, notes: Mapping[str | None, NoteRow]) -> Item:
    ticket = int(said["id"])
    values = _read(said, Item._fields) | {
        "ticket": ticket,
        "number": said["ticket"],
        "title": desk.maybe(TITLE, ticket=ticket),
    }
    if note := notes.get(said["ticket"]):
        values |= {"next_action": note.text, "if_then": note.then, "hypotheses": note.hypotheses,
                   "ruled_out": note.ruled_out, "used_at": note.used_at}  # fmt: skip
    return Item(**values)


def _read(said: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """Values by the names that a row knows; instants from their words, lists as tuples."""
    values = {name: value for name, value in said.items() if name in known}
    for name, value in values.items():
        if name in _INSTANTS and isinstance(value, str):
            values[name] = from_iso(value)
        elif isinstance(value, list):
            values[name] = tuple(value)
    return values
