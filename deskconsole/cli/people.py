"""`deskconsole people`: who asks the desk; taking them over, handing out what is held of them, forgetting them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from deskconsole.cli.common import (
    FORMATS,
    add_actor,
    open_store,
    parser_of_acts,
    steps,
    who,
    write,
    write_json,
)
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.text import safe_text
from deskconsole.features.people.views import (
    ADDRESSES,
    CONTACTS_OF,
    OPEN_TICKETS_OF,
    PEOPLE,
    PersonRow,
    people_like,
    person_of,
)
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole people import staff.csv --dry-run
  deskconsole people import contacts.vcf --customer acme
  deskconsole people list --like 'kim w'
  deskconsole people show P-12 --format json
  deskconsole people export P-12 > kim.json
  deskconsole people erase P-12
  deskconsole do person.add --name 'Kim Weber' --customer acme --mail kim@acme.example --phone '+49 30 1234'
  deskconsole do person.change P-12 --vip yes
  deskconsole do address P-12 --kind phone --value '+49 30 1235'
  deskconsole do delegate P-12 --to 'ada lovelace'

PERSON is P-12, or a part of phone, name or mail that only one person has."""

COLUMNS = (
    "number", "name", "customer", "mail", "phone", "site", "zone", "language", "vip", "delegate", "active", "erased",
)  # fmt: skip
SHORT = ("number", "name", "customer", "mail", "phone", "site", "vip")
_PAGE = 500


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    if args.act == "import":
        from deskconsole.cli.people_import import take_over

        return take_over(args)
    return _ACTS[args.act](args)


def _parser() -> argparse.ArgumentParser:
    about = "The people who ask the desk, and what is held of them."
    acts = {
        "list": "list people",
        "show": "print a person with their addresses, open tickets and contacts",
        "import": "take over people from a table or from cards",
        "export": "print all that is held of a person as JSON: record, tickets, messages, contacts",
        "erase": "forget a person: their record, and every text of their tickets; it cannot be undone",
    }
    made, act = parser_of_acts("people", about, EXAMPLES, acts)
    listed = act["list"]
    listed.add_argument("--like", metavar="TEXT", help="those with this part of a phone, name or mail")
    listed.add_argument("--all", action="store_true", help="also who left or was erased")
    listed.add_argument("--format", choices=FORMATS, default="table")
    shown = act["show"]
    shown.add_argument("person", metavar="PERSON")
    shown.add_argument("--format", choices=FORMATS, default="table")
    taken = act["import"]
    taken.add_argument("file", type=Path, metavar="FILE.csv|FILE.vcf")
    taken.add_argument("--customer", metavar="KEY", help="whose people they are, where the file does not say")
    taken.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
    taken.add_argument("--rejects", metavar="FILE", help="where rejected rows go (default: FILE.rejects.csv)")
    taken.add_argument("--format", choices=("text", "json"), default="text")
    add_actor(taken)
    handed = act["export"]
    handed.add_argument("person", metavar="PERSON")
    erased = act["erase"]
    erased.add_argument("person", metavar="PERSON")
    erased.add_argument("--yes", action="store_true", help="do not ask")
    add_actor(erased)
    return made


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    rows = iter(people_like(store.read, args.like, 100)) if args.like else _everybody(store.read)
    chosen = (_row(row) for row in rows if args.all or row.active)
    write(chosen, SHORT if args.format == "table" else COLUMNS, args.format)
    return 0


def _everybody(read: Reader) -> Iterator[PersonRow]:
    after = 0
    while page := read.all(PEOPLE, after=after, limit=_PAGE):
        yield from page
        after = page[-1].id


def _row(row: PersonRow) -> dict[str, object]:
    name = row.name if row.name is not None or row.erased_at is None else "(erased)"
    return {
        "number": row.number, "name": name, "customer": row.customer, "mail": row.mail, "phone": row.phone,
        "site": row.site, "zone": row.zone, "language": row.language, "vip": bool(row.vip),
        "delegate": f"P-{row.delegate}" if row.delegate else None, "active": bool(row.active),
        "erased": _iso(row.erased_at),
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    row = person_of(store.read, args.person)
    addresses = [{"kind": each.kind, "value": each.value} for each in store.read.all(ADDRESSES, person=row.id)]
    tickets = [
        {"number": each.number, "title": each.title, "state": each.state, "priority": each.priority,
         "owner": each.owner, "team": each.team, "service": each.service, "opened_at": _iso(each.opened_at)}
        for each in store.read.all(OPEN_TICKETS_OF, person=row.id)
    ]  # fmt: skip
    shown = {**_row(row), "addresses": addresses, "open_tickets": tickets, "contacts": _contacts(store.read, row.id)}
    if write_json(shown, args.format):
        return 0
    write(_fields(shown), ("field", "value"), args.format)
    return 0


def _fields(shown: dict[str, object]) -> Iterator[dict[str, object]]:
    """One line a field; of what there are several, one line each."""
    for name, value in shown.items():
        for each in value if isinstance(value, list) else [value]:
            words = " ".join(str(v) for v in each.values() if v is not None) if isinstance(each, dict) else each
            if words not in (None, ""):
                yield {"field": name, "value": words}


def _contacts(read: Reader, person: int) -> list[dict[str, object]]:
    return [
        {"at": to_iso(each.at), "ticket": each.ticket, "channel": each.channel, "direction": each.direction,
         "reached": bool(each.reached), "duration_s": each.duration, "note": each.note}
        for each in read.all(CONTACTS_OF, person=person)
    ]  # fmt: skip


def _export(args: argparse.Namespace) -> int:
    from deskconsole.cli.people_held import held

    store = open_store(args)
    row = person_of(store.read, args.person)
    print(json.dumps({"person": _row(row), **held(store, row.id)}, ensure_ascii=False, indent=2))
    return 0


# --- forgetting ------------------------------------------------------------------------------------------------------


def _erase(args: argparse.Namespace) -> int:
    from deskconsole.engine.erasing import forget
    from deskconsole.house import House

    store = open_store(args)
    row = person_of(store.read, args.person)
    house = House(store, who(store, args.as_))
    if not args.yes and not _agreed(store, row):
        print("nothing was erased")
        return 1
    with steps() as store.tell:
        held, removed = forget(house, row)
    drafts = f", {len(held.drafts)} drafts" * bool(held.drafts)
    beside = f" and {removed} files" if removed else ""
    print(
        f"{row.number} is erased: {len(held.texts)} texts{drafts}{beside} are gone, and nothing of them is left in the"
        " store"
    )
    return 0


def _agreed(store: Store, row: PersonRow) -> bool:
    """Say what goes, and ask."""
    from deskconsole.engine.erasing import held_of

    held = held_of(store.read, row.id)
    named = [each.number + (" (open)" if each.is_open else "") for each in held.tickets]
    many = f" … {len(named)} in all" if len(named) > 20 else ""
    beside = "".join(f", {len(what)} {name}" for what, name in ((held.drafts, "drafts"), (held.files, "files")) if what)
    print(
        f"{safe_text(row.said)}: {len(held.texts)} texts{beside} go for ever.\n"
        f"The record of the person: name, site, addresses.\n"
        f"All texts of {len(named)} tickets they asked for or had a part in: titles, what they wrote, what we"
        " answered, and our own notes, since they may quote them" + (":" if named else ".")
    )
    if named:
        print(f"  {' '.join(named[:20])}{many}")
    print(
        "With them go promises, exclusions, transfers, mail, attached files, and drafts on those tickets.\n"
        "Times, states, clocks and reports stay as they are, and so do tags and categories. Texts that only mention\n"
        "the person elsewhere stay too, and so do backups and files exported before. The whole store is written anew;\n"
        "who writes waits for it."
    )
    if not sys.stdin.isatty():
        raise BadInput("nobody can be asked here: --yes erases without asking")
    try:
        return input(f"Erase {row.number}? Write its number to go on: ").strip().upper() == row.number
    except EOFError:
        return False


_ACTS = {"list": _list, "show": _show, "export": _export, "erase": _erase}
