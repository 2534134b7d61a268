"""`deskconsole war-room`: list rooms, show one with its whole timeline, and all that one can do with them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import open_store, parser_of_acts
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.text import safe_text
from deskconsole.core.when import say_instant
from deskconsole.features.war_room.said import Line, timeline
from deskconsole.features.war_room.views import (
    ALL_ENTRIES_OF,
    COUNTS_OF,
    ROLES_OF,
    ROOM,
    ROOMS,
    ROOMS_OPEN,
    TICKETS_OF_ROOM,
    LineRow,
    RoomRow,
)
from deskconsole.store.journal import read_event
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole war-room list
  deskconsole war-room show WR-3 --format md
  deskconsole war-room declare --title 'VPN gateway EMEA' --kind service --cause vpn --since 'today 05:30'
  deskconsole war-room confirm WR-3
  deskconsole war-room take-role WR-3 --role commander
  deskconsole war-room attach INC-10001 INC-10002 --room WR-3
  deskconsole war-room task WR-3 --text 'roll back EMEA-2' --owner ana --due '+20m'
  deskconsole war-room stand-down WR-3 --summary 'firmware 9.1.4'
  deskconsole war-room update WR-3 customers --text 'We are replacing the firmware. News at 10:15.'
  deskconsole war-room updates WR-3
  deskconsole war-room call-in WR-3 --needs vpn
  deskconsole war-room stakes WR-3 --hands 6
  deskconsole war-room review WR-3 --format md
  deskconsole war-room tradeoff --since 2016-04-01 --until 2016-05-01 --agreement D

update and updates, stakes, surge, call-in and answer-call, review and reviews say more with --help. Whatever else
stands there is a command of rooms and takes what `deskconsole do room.NAME` takes."""

BESIDE = {
    "update": ("war_room_updates", "run_update"), "updates": ("war_room_updates", "run_updates"),
    "surge": ("war_room_surge", "run_surge"), "call-in": ("war_room_surge", "run_call_in"),
    "answer-call": ("war_room_surge", "run_answer"), "review": ("war_room_review", "run_review"),
    "reviews": ("war_room_review", "run_reviews"), "stakes": ("war_room_stakes", "run_stakes"),
}  # fmt: skip
"""Module and function of what rooms say, whom they call in, what they leave behind, and what is at stake in them."""

FORMS = ("text", "md", "json")
MOST = 200
"""Rooms that `list --all` shows."""


def run(argv: list[str]) -> int:
    """List or show rooms, or carry out one of their commands."""
    if argv and argv[0] == "tradeoff":
        from deskconsole.cli.war_room_tradeoff import run as tradeoff

        return tradeoff(argv[1:])
    if argv and argv[0] in BESIDE:
        module, function = BESIDE[argv[0]]
        code: int = getattr(import_module(f"deskconsole.cli.{module}"), function)(argv[1:])
        return code
    if argv and not argv[0].startswith("-") and argv[0] not in ("list", "show"):
        from deskconsole.cli.do import run as do

        about, options = _parted(argv[1:])
        return do([f"room.{argv[0].replace('-', '_')}", *about, *options])
    args = _parser().parse_args(argv)
    return _list(args) if args.act == "list" else _show(args)


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """What a command is about, and its options: each of those takes a text."""
    about: list[str] = []
    options: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("--"):
            about.append(word)
        elif "=" in word or word in ("--preview", "--help"):
            options.append(word)
        else:
            options += [word, *(value for value in [next(rest, None)] if value is not None)]
    return about, options


def _parser() -> argparse.ArgumentParser:
    acts = {"list": "list the rooms that are live", "show": "print one with all that is in it and its timeline"}
    about = "War rooms: many promises at risk at once, one place."
    made, act = parser_of_acts(
        "war-room", about, EXAMPLES, acts, "list|show|update|updates|stakes|surge|call-in|review|tradeoff|COMMAND"
    )
    act["list"].add_argument("--all", action="store_true", help="also those that are over, the latest first")
    act["show"].add_argument("number", metavar="NUMBER", help="such as WR-3")
    for each in act.values():
        each.add_argument("--format", choices=FORMS, default="text")
    return made


# --- list ------------------------------------------------------------------------------------------------------------


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    now, zone = store.now(), world.zone(store)
    rows = store.read.all(ROOMS, before=1 << 62, limit=MOST) if args.all else store.read.all(ROOMS_OPEN)
    if args.format == "json":
        print(json.dumps([_room(store, row, now) for row in rows], ensure_ascii=False, indent=2))
        return 0
    if not rows:
        print("No war room." if args.all else "No war room is live.")
        return 0
    if args.format == "md":
        print("| room | state | title | cause | since | tickets | breached |\n|---|---|---|---|---|---|---|")
    for row in rows:
        counts = store.read.one(COUNTS_OF, room=row.id, now=now)
        since = say_instant(row.since, now, zone)
        said = (row.number, row.state, _safe(row.title), _cause(row), since, counts.tickets, counts.breached)
        if args.format == "md":
            print(f"| {' | '.join(_cell(each) for each in said)} |")
        else:
            print(f"{row.number:6} {row.state:11} {said[2]}  ({said[3]})  since {since}  {counts.tickets} tickets"
                  f"  ◆ {counts.breached}")  # fmt: skip
    return 0


def _cause(row: RoomRow) -> str:
    return _safe(row.cause_said) if row.cause_kind == "hand" else f"{row.cause_kind} {_safe(row.cause_name)}"


def _safe(text: str | None) -> str:
    return "(erased)" if text is None else safe_text(text)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


# --- show ------------------------------------------------------------------------------------------------------------


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    row = store.read.maybe(ROOM, number=args.number.strip().upper())
    if row is None:
        raise NotFound(f"there is no war room {args.number}: `deskconsole war-room list --all` lists them")
    now, zone = store.now(), world.zone(store)
    lines = timeline(store.read, row.id, now, _read)
    if args.format == "json":
        print(json.dumps(_whole(store, row, now, lines), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_page(store, row, now, zone, lines, args.format == "md")))
    return 0


def _read(row: LineRow) -> Any:
    return read_event(row.kind, row.v, row.subject, row.at, row.body)


def _page(
    store: Store, row: RoomRow, now: Instant, zone: ZoneInfo, lines: Iterable[Line], marked: bool
) -> Iterator[str]:  # fmt: skip
    """A room as text, or as Markdown: what it is, roles, what was written, tickets, timeline."""

    def head(title: str) -> Iterator[str]:
        yield from ("", f"## {title}" if marked else title, *([""] if marked else []))

    item = "- " if marked else "  "
    yield f"{'# ' if marked else ''}{row.number} {_safe(row.title)}"
    yield from ("",) if marked else ()
    yield f"{item}{row.state}, {_cause(row)}"
    yield from (f"{item}{word} {say_instant(at, now, zone)}{by}" for word, at, by in _moments(row))
    if row.bridge:
        yield f"{item}bridge {_safe(row.bridge)}"
    if row.parent_number:
        yield f"{item}major incident {row.parent_number}"
    if row.reason:
        yield f"{item}{_safe(row.reason)}"
    roles = store.read.all(ROLES_OF, room=row.id)
    if roles:
        yield from head("Roles")
    for each in roles:
        at = each.since or each.asked_at
        double = ", double role" if each.double else ""
        yield f"{item}{each.role:10} {each.operator}  {each.state}{double}" + (
            f"  {say_instant(at, now, zone)}" if at is not None else ""
        )
    yield from _entries(store, row, now, zone, head, item)
    tickets = store.read.all(TICKETS_OF_ROOM, room=row.id)
    if tickets:
        yield from head(f"Tickets ({len(tickets)})")
    for ticket in tickets:
        due = say_instant(ticket.due, now, zone) if ticket.due is not None else "–"
        yield f"{item}{ticket.number}  P{ticket.priority or '–'}  {ticket.state}  due {due}  {_safe(ticket.title)}"
    yield from head("Timeline")
    for line in lines:
        text = f": {_safe(line.text)}" if line.text else ""
        yield f"{item}{say_instant(line.at, now, zone)}  {line.actor}  {line.what}{text}"


def _entries(store: Store, row: RoomRow, now: Instant, zone: ZoneInfo, head: Any, item: str) -> Iterator[str]:
    entries = [each for each in store.read.all(ALL_ENTRIES_OF, room=row.id) if each.kind != "note"]
    if entries:
        yield from head("Decisions, tasks, questions, hypotheses")
    for each in entries:
        late = "◆ " if each.due_at is not None and each.done_at is None and each.due_at <= now else ""
        due = f"  by {say_instant(each.due_at, now, zone)}" if each.due_at is not None else ""
        who = f"  {each.owner or each.by}"
        state = f"  {each.state}" if each.state else ""
        outcome = f": {_safe(each.outcome)}" if each.outcome else ""
        kind = f"objection to {each.of}" if each.of else each.kind
        yield f"{item}{late}{each.id}  {kind}  {_safe(each.text)}{who}{due}{state}{outcome}"


def _moments(row: RoomRow) -> Iterator[tuple[str, Instant, str]]:
    """The instants that a review asks for, those that there are."""
    known = (
        ("impact since", row.since, ""), ("proposed", row.proposed_at, row.proposed_by),
        ("confirmed", row.confirmed_at, row.confirmed_by), ("mitigated", row.mitigated_at, ""),
        ("restored", row.restored_at, ""), ("ended", row.ended_at, row.ended_by),
    )  # fmt: skip
    yield from ((word, at, f" by {by}" if by else "") for word, at, by in known if at is not None)


# --- as data ---------------------------------------------------------------------------------------------------------


def _room(store: Store, row: RoomRow, now: Instant) -> dict[str, Any]:
    counts = store.read.one(COUNTS_OF, room=row.id, now=now)
    moments = {word.replace(" ", "_"): to_iso(at) for word, at, _ in _moments(row)}
    return {
        "number": row.number, "state": row.state, "title": row.title, "cause_kind": row.cause_kind,
        "cause": row.cause or row.cause_said, "rule": row.rule, "why": row.why, **moments,
        "proposed_by": row.proposed_by, "confirmed_by": row.confirmed_by, "bridge": row.bridge,
        "major_incident": row.parent_number, "reason": row.reason, **counts._asdict(),
    }  # fmt: skip


def _whole(store: Store, row: RoomRow, now: Instant, lines: Iterable[Line]) -> dict[str, Any]:
    read = store.read
    return _room(store, row, now) | {
        "roles": [_plain(each) for each in read.all(ROLES_OF, room=row.id)],
        "entries": [_plain(each) for each in read.all(ALL_ENTRIES_OF, room=row.id)],
        "members": [
            {"number": each.number, "priority": each.priority, "state": each.state, "owner": each.owner}
            for each in read.all(TICKETS_OF_ROOM, room=row.id)
        ],
        "timeline": [
            {"at": to_iso(line.at), "actor": line.actor, "kind": line.kind, "what": line.what, "text": line.text}
            for line in lines
        ],
    }


_INSTANTS = {"at", "since", "until", "asked_at", "due_at", "done_at"}


def _plain(row: Any) -> dict[str, Any]:
    return {
        name: to_iso(value) if name in _INSTANTS and value is not None else value
        for name, value in row._asdict().items()
    }
