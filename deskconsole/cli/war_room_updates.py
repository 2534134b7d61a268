"""`deskconsole war-room update` and `updates`: tell an audience how things are; what was said to whom, what is due."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from deskconsole import world
from deskconsole.cli.common import add_actor, open_store, parser, who
from deskconsole.cli.war_room_telling import Moments, Section, add_format, iso, print_json, print_sections
from deskconsole.core.errors import NotFound
from deskconsole.features.room_updates.status_page import KINDS, Said, payload
from deskconsole.features.room_updates.views import (
    NEXT_OF,
    OUTCOMES_OF,
    SENTENCE_OF,
    SERVICES_OF,
    TOLD_OF,
    UPDATES_OF,
    Outcomes,
    UpdateRow,
    comms,
    the_room,
)
from deskconsole.features.war_room.views import RoomRow
from deskconsole.house import House
from deskconsole.store.store import Store

UPDATE = """  deskconsole war-room update WR-3 customers
  deskconsole war-room update WR-3 internal --phase identified --text 'The firmware of EMEA-2. We roll it back.'
  echo 'News at 10:15.' | deskconsole war-room update WR-3 customer:acme --text -

Audiences: internal (whoever works here and has not left), customers (their contacts in [updates.contacts] of the desk
file, else whoever asked for an attached ticket), customer:KEY (one of them), status page (`updates --payload` prints
it). Without --text it says what the template of audience and phase says."""

UPDATES = """  deskconsole war-room updates WR-3
  deskconsole war-room updates WR-3 --told
  deskconsole war-room updates WR-3 --payload atlassian | curl -d @- -H 'Content-Type: application/json' https://…"""


def run_update(argv: list[str]) -> int:
    from deskconsole.features.room_updates.commands import update

    made = parser("war-room update", "Tell an audience how things are.", UPDATE)
    made.add_argument("room", metavar="WR-N")
    made.add_argument("to", metavar="AUDIENCE", nargs="+")
    made.add_argument("--text", default="", help="- reads standard input; empty: as its template says")
    made.add_argument("--phase", default="", help="investigating, identified, monitoring, resolved")
    add_actor(made)
    args = made.parse_args(argv)
    store = open_store(args)
    text = sys.stdin.read() if args.text == "-" else args.text
    House(store, who(store, args.as_)).do(update(args.room, " ".join(args.to), text, args.phase))
    last = store.read.all(UPDATES_OF, room=the_room(store.read, args.room).id)[-1]
    print(f"message {last.place} to {last.audience}: {last.state}")
    print(f"  {last.text}")
    return 0


def run_updates(argv: list[str]) -> int:
    made = parser("war-room updates", "What a room has said to whom, and what is due next.", UPDATES)
    made.add_argument("room", metavar="WR-N")
    made.add_argument("--told", action="store_true", help="everybody whom each message went to, and what became of it")
    made.add_argument("--payload", choices=KINDS, help="the last message to the status page, as that page takes it")
    made.add_argument("--message", type=int, metavar="N", help="with --payload: another message than the last")
    add_format(made)
    args = made.parse_args(argv)
    store = open_store(args)
    row = the_room(store.read, args.room)
    if args.payload:
        print_json(_payload(store, row, args))
    elif args.format == "json":
        print_json(_json(store, row))
    else:
        print_sections(_sections(store, row, args.told), args.format)
    return 0


def _payload(store: Store, row: RoomRow, args: argparse.Namespace) -> dict[str, Any]:
    sent = [each for each in store.read.all(UPDATES_OF, room=row.id) if each.state == "sent"]
    wanted = [each for each in sent if (each.place == args.message if args.message else each.audience == "status page")]
    if not wanted:
        hint = f"`deskconsole war-room update {row.number} status page` sends one, --message N takes another"
        raise NotFound(f"{row.number} has said nothing to the status page: {hint}")
    last, settings = wanted[-1], comms(store.read)
    said = Said(
        row.number, last.place, row.title or row.number, last.phase, last.severity, last.text or "",
        tuple(each.key for each in store.read.all(SERVICES_OF, room=row.id)),
    )  # fmt: skip
    return payload(args.payload, said, settings.page, dict(settings.components))


def _outcomes(store: Store, row: RoomRow) -> dict[int, Outcomes]:
    return {each.update: each for each in store.read.all(OUTCOMES_OF, room=row.id)}


def _sections(store: Store, row: RoomRow, told: bool) -> list[Section]:
    when, outcomes = Moments(store.now(), world.zone(store)), _outcomes(store, row)
    updates = store.read.all(UPDATES_OF, room=row.id)
    due = [(each.audience, when.say(each.due_at), _due(when, each.due_at, each.waiting)) for each in
           store.read.all(NEXT_OF, room=row.id)]  # fmt: skip
    said = [
        (str(each.place), when.say(each.sent_at or each.written_at), each.audience, each.phase, each.state,
         each.written_by, _went(each, outcomes.get(each.id)), each.text) for each in updates
    ]  # fmt: skip
    made = [
        Section(
            f"{row.number} {row.title or ''}: next messages", ("to", "due", ""), due, [] if due else ["none is owed"]
        ),
        Section(
            "Said", ("", "at", "to", "phase", "state", "by", "went to", "text"), said, [] if said else ["nothing yet"]
        ),
    ]
    if sentence := store.read.maybe(SENTENCE_OF, room=row.id):
        lines = [each for each in (sentence.text, sentence.workaround and f"workaround: {sentence.workaround}") if each]
        made.append(Section("On the phone", lines=lines or ["nothing"]))
    if told:
        places = {each.id: str(each.place) for each in updates}
        rows = [
            (places[each.update], each.who, each.customer, each.way, each.state, when.say(each.at), each.status)
            for each in store.read.all(TOLD_OF, room=row.id)
        ]
        made.append(Section("To whom", ("", "who", "customer", "by", "state", "at", "status"), rows))
    return made


def _due(when: Moments, at: int, waiting: int) -> str:
    return when.left(at) + (", one waits for approval" if waiting else "")


def _went(row: UpdateRow, found: Outcomes | None) -> str:
    parts = []
    if found:
        parts.append(f"{found.told}" + (f" of {found.customers} customers" if found.customers else ""))
        parts += [f"{count} {word}" for count, word in ((found.arrived, "sent"), (found.read, "read")) if count]
        parts += [f"{found.failed} failed"] if found.failed else []
    if row.nobody:
        parts.append(f"nobody to write to at {row.nobody.replace(' ', ', ')}")
    if row.late_s:
        parts.append(f"{row.late_s // 60}m late")
    return ", ".join(parts)


def _json(store: Store, row: RoomRow) -> dict[str, Any]:
    told, outcomes = store.read.all(TOLD_OF, room=row.id), _outcomes(store, row)
    sentence = store.read.maybe(SENTENCE_OF, room=row.id)
    return {
        "room": row.number,
        "next": [
            {"to": each.audience, "due": iso(each.due_at), "late_since": iso(each.missed), "told": each.step,
             "waiting": each.waiting} for each in store.read.all(NEXT_OF, room=row.id)
        ],
        "said": [
            {
                "message": each.place, "to": each.audience, "phase": each.phase, "severity": each.severity,
                "state": each.state, "text": each.text, "written_by": each.written_by,
                "written": iso(each.written_at), "sent": iso(each.sent_at), "late_s": each.late_s,
                "decided_by": each.decided_by, "reason": each.reason, "next": iso(each.next_at),
                "nobody": (each.nobody or "").split(), "outcome": _counted(outcomes.get(each.id)),
                "told": [
                    {"who": one.who, "customer": one.customer, "by": one.way, "state": one.state, "at": iso(one.at),
                     "status": one.status} for one in told if one.update == each.id
                ],
            } for each in store.read.all(UPDATES_OF, room=row.id)
        ],
        "phone": {"sentence": sentence.text, "workaround": sentence.workaround} if sentence else None,
    }  # fmt: skip


def _counted(found: Outcomes | None) -> dict[str, int] | None:
    return None if found is None else {name: value for name, value in found._asdict().items() if name != "update"}
