"""`deskconsole do`: any command of the desk by its name, on one ticket or several."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Sequence
from typing import Any

from deskconsole import world
from deskconsole.cli.common import add_actor, open_store, parser, who
from deskconsole.console.forms import Form, Surroundings, fields_of
from deskconsole.core.desk import Command
from deskconsole.core.errors import BadInput, DeskError
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.house import House, Receipt
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole do                                         what there is to do
  deskconsole do new --title 'VPN drops' --customer acme --impact 1 --urgency 1
  deskconsole do hold INC-10001 --reason vendor --until '+2h'
  deskconsole do resolve INC-10001 INC-10002 --code fixed --cause 'cable' --format json
  deskconsole do ticket.priority INC-10001 --priority 2 --why change --reason 'whole floor'
  deskconsole do undo
  deskconsole do plan --title 'Patch night' --service mail --begin 'Tue 22:00' --end 'Tue 23:00'
  deskconsole do approve EX-12

NAME is a command's name; what stands before its dot may be left out. Behind it stands what it is about: a ticket, a
maintenance window (MW-3), an exclusion (EX-12). With --key a call happens once, however often it is sent.
Exit code 3: refused, with the reason; of several tickets the others are done."""


def run(argv: list[str]) -> int:
    made = parser("do", "Carry out a command of the desk.", EXAMPLES)
    made.add_argument("name", nargs="?", metavar="NAME")
    made.add_argument("ticket", nargs="*", metavar="NUMBER")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("--key", help="an idempotency key: a repeated call returns the first receipt")
    add_actor(made)
    ours, rest = _parted(argv)
    args = made.parse_args(ours)
    if args.name is None:
        _list()
        return 0
    command = _command(args.name)
    store = open_store(args)
    given = _options(command, rest)
    house = House(store, who(store, args.as_))
    return _each(house, command, args, given)


def _parted(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """What every command understands, and the options of the one called: each takes a text, also `-old`."""
    ours: list[str] = []
    theirs: list[str] = []
    words = iter(argv)
    for word in words:
        if not word.startswith("--") or word.partition("=")[0] in _OURS:
            ours.append(word)
        else:
            theirs.append(word if "=" in word else f"{word}={next(words, '')}")
    return ours, theirs


_OURS = ("--store", "--format", "--key", "--as", "--help")


def _list() -> None:
    for name, made in sorted(world.offered().items()):
        print(f"  {name:22} {made.key or '':4} {(made.decide.__doc__ or '').splitlines()[0]}")


def _command(name: str) -> Command[...]:
    known = world.offered()
    for full in (name, f"ticket.{name}", f"call.{name}", _SHORT.get(name, "")):
        if full in known:
            return known[full]
    verbs = [full for full in known if full.partition(".")[2] == name]
    if len(verbs) == 1:
        return known[verbs[0]]
    from difflib import get_close_matches

    near = get_close_matches(name, [*known, *(k.partition(".")[2] for k in known), *_SHORT], 1)
    raise BadInput(
        f"there is no command “{name}”" + (f"; did you mean “{near[0]}”?" if near else "; `deskconsole do` lists them")
    )


_SHORT = {
    "create": "ticket.new", "claim": "ticket.assign_to_me", "take": "ticket.assign_to_me", "comment": "ticket.note",
    "start": "ticket.work", "contact": "contact.log",
}  # fmt: skip
"""Other words for the same."""


def _options(command: Command[...], rest: Sequence[str]) -> dict[str, str]:
    made = argparse.ArgumentParser(prog=f"deskconsole do {command.name}", description=command.decide.__doc__)
    names = [each.name for each in fields_of(command, {}, Surroundings(now=lambda: 0))]  # type: ignore[arg-type, return-value]
    names = [name for name in names if name != _subject(command)]
    for name in names:
        made.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="TEXT")
    return {name: text for name, text in vars(made.parse_args(rest)).items() if text is not None}


def _subject(command: Command[...]) -> str | None:
    """The argument that says what a command is about, where that has a number."""
    code = command.decide.__code__
    return next((name for name in ("ticket", *_MOVES) if name in code.co_varnames[: code.co_argcount]), None)


def _each(house: House, command: Command[...], args: argparse.Namespace, texts: dict[str, str]) -> int:
    about = _subject(command)
    if about and not args.ticket:
        raise BadInput(f"{command.name}: which {about}? write its number behind the name")
    if not about and args.ticket:
        raise BadInput(f"{command.name} is about no ticket: {args.ticket[0]} is too much")
    batch = secrets.token_hex(8) if len(args.ticket) > 1 else None
    results = [
        _one(house, command, number, texts, args.key and (f"{args.key} {number}" if batch else args.key), batch)
        for number in (args.ticket if about else [None])
    ]
    if any(result.keys() & _MOVES and not result["code"] for result in results):
        _remeasure(house.store)
    _print(results, args.format)
    return max(int(result["code"]) for result in results)


def _one(
    house: House, command: Command[...], number: str | None, texts: dict[str, str], key: str | None, batch: str | None
) -> dict[str, Any]:
    about = _subject(command)
    told: dict[str, Any] = {"command": command.name, "ticket": None, "code": 0} | ({about: number} if about else {})
    try:
        given: dict[str, object] = {} if about is None else {about: number}
        if about == "ticket":
            given = {"ticket": world.ticket_id(house.store, number or "")}
        call = Form(command, given, _surroundings(house.store), texts).call()
        receipt = house.do(call, source="do" if key else None, key=key, batch=batch)
        return told | {"events": list(receipt.events), "repeated": receipt.repeated} | _made(house.store, receipt)
    except DeskError as error:
        return told | {"code": error.code, "error": str(error)}


def _surroundings(store: Store) -> Surroundings:
    return Surroundings(store.now, world.zone(store), lambda query: world.words(store, query))


def _made(store: Store, receipt: Receipt) -> dict[str, Any]:
    """How the ticket stands that a call made or changed."""
    rows = store.read.driver.select(
        "select about, subject from journal where seq = :seq", {"seq": receipt.events[0] if receipt.events else 0}
    )
    if rows and rows[0][0] in _MOVES:
        return {rows[0][0]: f"{_MOVES[rows[0][0]]}-{rows[0][1]}"}
    if not rows or rows[0][0] != "ticket":
        return {}
    row = store.read.one(TICKET_BY_ID, ticket=rows[0][1])
    return {"ticket": row.number, "state": row.state, "priority": row.priority, "owner": row.owner, "team": row.team}


_MOVES = {"maintenance": "MW", "exclusion": "EX"}
"""Subjects of which many tickets may have to be measured anew, with what their numbers begin with."""


def _remeasure(store: Store) -> None:
    from deskconsole.engine.tick import advance

    while advance(store):
        pass


def _print(results: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        print(json.dumps(results if len(results) > 1 else results[0], ensure_ascii=False, indent=2))
        return
    for result in results:
        number = next((result[name] for name in ("ticket", *_MOVES) if result.get(name)), "")
        what = f"{result['command']} {number}".strip()
        if result["code"]:
            print(f"✗ {what}: {result['error']}", file=sys.stderr)
        else:
            again = ", as before" if result["repeated"] else ""
            state = f": {result['state']}, P{result['priority']}" if "state" in result else ""
            print(f"✓ {what}{state}{again}")
