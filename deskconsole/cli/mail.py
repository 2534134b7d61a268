"""`deskconsole mail`: what is held back, what has not left, and the files of tickets."""

from __future__ import annotations

import argparse
import mimetypes
import re
from collections.abc import Iterable
from pathlib import Path

from deskconsole import world
from deskconsole.cli.common import (
    FORMATS,
    add_actor,
    open_store,
    parser_of_acts,
    who,
    write,
    write_fields,
    write_json,
)
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.masking import masked
from deskconsole.core.text import safe_lines
from deskconsole.features.mail.views import (
    ALL_QUARANTINED,
    ATTACHMENTS,
    HELD_BACK,
    MAIL,
    MAILS_OF,
    MB,
    QUARANTINED,
    UNSENT,
    MailRow,
    MailSpec,
    QuarantineRow,
)

EXAMPLES = """  deskconsole mail quarantine                    what is held back, and why
  deskconsole mail quarantine --all --format json
  deskconsole mail show Q-3                      what a message of it says
  deskconsole mail outbox                        what has not left: queued, parked, refused
  deskconsole mail list INC-10001                the messages of a ticket
  deskconsole mail files INC-10001               its files
  deskconsole mail attach INC-10001 log.txt --public
  deskconsole do mail.release --entry 3          let a message in, as a new ticket
  deskconsole do mail.release --entry 3 --into INC-10001
  deskconsole do mail.drop --entry 3 --reason spam
  deskconsole do mail.retry --mail 12            try again what was parked

`deskconsole show attachment 5` prints the beginning of a file, if it is text."""

QUARANTINE = ("number", "state", "reason", "detail", "from", "subject", "arrived", "size", "ticket", "note")
MAILS = ("mail", "direction", "state", "address", "at", "ended_at", "status", "why", "doubtful")
FILES = ("file", "name", "type", "size", "public", "mail", "at")


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    code: int = _ACTS[args.act](args)
    return code


def _parser() -> argparse.ArgumentParser:
    acts = {
        "quarantine": "messages that are held back",
        "show": "print a message of the quarantine",
        "outbox": "messages that have not left",
        "list": "the messages of a ticket",
        "files": "the files of a ticket",
        "attach": "add a file to a ticket",
    }
    made, act = parser_of_acts("mail", "Mail: what is held back, what has not left, and files.", EXAMPLES, acts)
    for name in acts.keys() - {"attach"}:
        act[name].add_argument("--format", choices=FORMATS, default="table")
    act["quarantine"].add_argument("--all", action="store_true", help="also those released and dropped")
    act["show"].add_argument("entry", metavar="Q-NUMBER")
    for name in ("list", "files", "attach"):
        act[name].add_argument("ticket", metavar="NUMBER")
    attach = act["attach"]
    attach.add_argument("file", type=Path)
    attach.add_argument("--public", action="store_true", help="it goes out with the next answer")
    add_actor(attach)
    return made


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)


# --- the quarantine --------------------------------------------------------------------------------------------------


def _quarantine(args: argparse.Namespace) -> int:
    store = open_store(args)
    rows = store.read.all(ALL_QUARANTINED if args.all else HELD_BACK)
    write((_entry(row) for row in rows), QUARANTINE, args.format)
    return 0


def _entry(row: QuarantineRow) -> dict[str, object]:
    return {
        "number": row.number, "state": row.state, "reason": row.reason, "detail": row.detail, "from": row.address,
        "subject": row.subject, "arrived": _iso(row.arrived), "size": row.size, "ticket": row.ticket,
        "note": row.note,
    }  # fmt: skip


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    found = re.fullmatch(r"(?:q-?)?(\d{1,15})", args.entry.strip(), re.IGNORECASE)
    row = store.read.maybe(QUARANTINED, quarantine=int(found[1])) if found else None
    if row is None:
        raise NotFound(f"there is no entry {args.entry}: `deskconsole mail quarantine` lists them")
    shown = _entry(row) | {"text": masked(row.text or "")}
    if write_json(shown, args.format):
        return 0
    text = shown.pop("text")
    write_fields(shown, args.format)
    print(f"\n{safe_lines(str(text))}")
    return 0


# --- messages --------------------------------------------------------------------------------------------------------


def _outbox(args: argparse.Namespace) -> int:
    write((_mail(row) for row in open_store(args).read.all(UNSENT)), MAILS, args.format)
    return 0


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    rows = store.read.all(MAILS_OF, ticket=world.ticket_id(store, args.ticket))
    write((_mail(row) for row in rows), MAILS, args.format)
    return 0


def _mail(row: MailRow) -> dict[str, object]:
    return {
        "mail": row.id, "direction": row.direction, "state": row.state, "address": row.address, "at": _iso(row.at),
        "ended_at": _iso(row.ended_at), "status": row.status, "why": row.why,
        "doubtful": bool(row.again) if row.direction == "out" else None,
    }  # fmt: skip


# --- files -----------------------------------------------------------------------------------------------------------


def _files(args: argparse.Namespace) -> int:
    store = open_store(args)
    rows = store.read.all(ATTACHMENTS, ticket=world.ticket_id(store, args.ticket))
    shown: Iterable[dict[str, object]] = (
        {"file": row.id, "name": row.name, "type": row.type, "size": row.size, "public": bool(row.public),
         "mail": row.mail, "at": to_iso(row.at)}
        for row in rows
    )  # fmt: skip
    write(shown, FILES, args.format)
    return 0


def _attach(args: argparse.Namespace) -> int:
    from deskconsole.features.mail.commands import attach
    from deskconsole.house import House
    from deskconsole.store.files import Files

    store = open_store(args)
    house, ticket = House(store, who(store, args.as_)), world.ticket_id(store, args.ticket)
    data = _bytes(args.file, (store.read.maybe(MAIL) or MailSpec("")).size_mb * MB)
    kind = mimetypes.guess_type(args.file.name)[0] or "application/octet-stream"
    house.do(attach(ticket, args.file.name, Files.of(store.url).keep(data), len(data), kind, args.public))
    print(f"{args.file.name} is attached to {args.ticket.upper()}" + (", for the next answer" if args.public else ""))
    return 0


def _bytes(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as trouble:
        raise BadInput(f"{file}: cannot be read: {trouble.strerror}") from None
    if len(data) > most:
        raise BadInput(f"{file} is larger than {most // MB} MB, more than mail takes: share it in another way")
    return data


_ACTS = {
    "quarantine": _quarantine, "show": _show, "outbox": _outbox, "list": _list, "files": _files, "attach": _attach,
}  # fmt: skip
