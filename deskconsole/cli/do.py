"""`deskconsole do`: any command of the desk by its name, on one ticket or several."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Callable, Sequence
from inspect import Parameter, signature
from typing import Any

from deskconsole import world
from deskconsole.bulk import GOES_BACK, LEADS, WRITES, spread
from deskconsole.cli.common import add_actor, open_store, parser, progress, who
from deskconsole.cli.do_many import preview_lines, previewed, template, went_back, worded
from deskconsole.console.forms import WITHIN, Extra, Form, Surroundings, fields_of
from deskconsole.core.desk import Call, Command
from deskconsole.core.errors import BadInput, DeskError
from deskconsole.features.changes.views import CHANGE_BY_ID
from deskconsole.features.tickets.views import TICKET_BY_ID
from deskconsole.house import House, Receipt
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole do                                         what there is to do
  deskconsole do new --title 'VPN drops' --customer acme --impact 1 --urgency 1
  deskconsole do hold INC-10001 --reason vendor --until '+2h'
  deskconsole do resolve INC-10001 INC-10002 --code fixed --cause 'cable' --format json
  deskconsole do ticket.priority INC-10001 --priority 2 --why change --reason 'whole floor'
  deskconsole do hold INC-10001 INC-10002 --reason vendor --preview
  deskconsole do reply INC-10001 INC-10002 --template received
  deskconsole do undo
  deskconsole do redo
  deskconsole do plan --title 'Patch night' --service mail --begin 'Tue 22:00' --end 'Tue 23:00'
  deskconsole do approve EX-12
  deskconsole do person.add --name 'Kim Weber' --customer acme --mail kim@acme.example --phone '+49 30 1234'
  deskconsole do new --title 'VPN drops' --caller 'kim w'

NAME is a command's name; what stands before its dot may be left out. Behind it stands what it is about: a ticket, a
maintenance window (MW-3), an exclusion (EX-12), a person (P-7), a change (CHG-7), a war room (WR-3). With --key a call
happens once, however often it is sent. undo takes back all that was meant together last; redo does it again.
Exit code 3: refused, with the reason; of several tickets the others are done."""


def run(argv: list[str]) -> int:
    made = parser("do", "Carry out a command of the desk.", EXAMPLES)
    made.add_argument("name", nargs="?", metavar="NAME")
    made.add_argument("ticket", nargs="*", metavar="NUMBER")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("--preview", action="store_true", help="say what it would do to each ticket, and write nothing")
    made.add_argument("--part", action="store_true", help="undo and redo: do what can be, where not all can")
    made.add_argument("--key", help="an idempotency key: a repeated call returns the first receipt")
    add_actor(made)
    ours, rest = _parted(argv)
    args = made.parse_args(ours)
    if args.name is None:
        _list()
        return 0
    command = _command(args.name)
    store = open_store(args)
    given = _options(command, rest, store)
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


_OURS = ("--store", "--config", "--format", "--preview", "--part", "--key", "--as", "--help")


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
    "start": "ticket.work", "contact": "contact.log", "address": "person.address", "delegate": "person.delegate",
    "promise": "promise.make", "decide": "change.decide", "move": "promise.move",
}  # fmt: skip
"""Other words for the same."""


def _options(command: Command[...], rest: Sequence[str], store: Store) -> dict[str, str]:
    made = argparse.ArgumentParser(prog=f"deskconsole do {command.name}", description=command.decide.__doc__)
    names = [each.name for each in fields_of(command, {}, Surroundings(store.now, extras=_extras(store)))]
    names = [name for name in names if name != _subject(command)]
    if command.name in WRITES:
        made.add_argument("--template", metavar="KEY", help="the text of a template, filled in for each ticket")
    for name in names:
        option = name.rpartition(WITHIN)[2].replace("_", "-")
        made.add_argument(f"--{option}", dest=name, metavar="TEXT")
    return {name: text for name, text in vars(made.parse_args(rest)).items() if text is not None}


def _subject(command: Command[...]) -> str | None:
    """The argument that says what a command is about, where that has a number; rather one that must be given."""
    about = [name for name in signature(command.decide).parameters if name in _ABOUT]
    needed = [name for name in _ABOUT if name in about and _needs(command, name)]
    return next(iter(needed or about), None)


def _needs(command: Command[...], name: str) -> bool:
    """Whether an argument must be given."""
    return signature(command.decide).parameters[name].default is Parameter.empty


def _each(house: House, command: Command[...], args: argparse.Namespace, texts: dict[str, str]) -> int:
    about = _subject(command)
    if about and not args.ticket and _needs(command, about):
        raise BadInput(f"{command.name}: which {about}? write its number behind the name")
    if not about and args.ticket:
        raise BadInput(f"{command.name} is about no ticket: {args.ticket[0]} is too much")
    if command.name in GOES_BACK:
        results = went_back(house, command, _number(texts), args.key, part=args.part)
        _print(results, args.format)
        return max(int(result["code"]) for result in results)
    if args.preview:
        return _previewed(house, command, args, texts)
    many = len(args.ticket) > 1
    batch = secrets.token_hex(8) if many or command.name in LEADS else None
    results = []
    for number in args.ticket or [None]:
        key = args.key and (f"{args.key} {number}" if many else args.key)
        results += _one(house, command, number, texts, key, batch)
    if any(result.keys() & _MOVES and not result["code"] for result in results):
        _remeasure(house.store)
    _print(results, args.format)
    return max(int(result["code"]) for result in results)


def _number(texts: dict[str, str]) -> int | None:
    """The call that is named."""
    text = texts.get("call", "").strip()
    if text and not text.isdecimal():
        raise BadInput(f"--call {text}: write the number of its first event, as `do --format json` gives it")
    return int(text) if text else None


def _previewed(house: House, command: Command[...], args: argparse.Namespace, texts: dict[str, str]) -> int:
    """What it would do to each ticket, and why not to some."""
    if _subject(command) != "ticket" or not args.ticket:
        raise BadInput(f"--preview: {command.name} is about no ticket that is there already")
    calls = [_meant(house, command, number, texts) for number in args.ticket]
    results = previewed(house, calls)
    if args.format == "json":
        _print(results, args.format)
    else:
        print("\n".join(preview_lines(results)))
    return max(int(result["code"]) for result in results)


def _meant(house: House, command: Command[...], number: str | None, texts: dict[str, str]) -> Call:
    """The call on one ticket, in its own words where those are of a template."""
    about = _subject(command)
    given: dict[str, object] = {} if about is None or number is None else {about: number}
    if about == "ticket" and number is not None:
        given = {"ticket": world.ticket_id(house.store, number)}
    if TEMPLATE not in texts:
        return Form(command, given, _surroundings(house.store), texts).call()
    said = {name: text for name, text in texts.items() if name != TEMPLATE}
    said[WRITES[command.name]] = template(house.store, texts[TEMPLATE])
    return worded(house, Form(command, given, _surroundings(house.store), said).call())


TEMPLATE = "template"
"""Instead of a text: the key of one that the desk file has."""


def _one(
    house: House, command: Command[...], number: str | None, texts: dict[str, str], key: str | None, batch: str | None
) -> list[dict[str, Any]]:
    """What became of a call, and of those it comes to (`bulk`): a result each."""
    about = _subject(command)
    told: dict[str, Any] = {"command": command.name, "ticket": None, "code": 0} | ({about: number} if about else {})
    try:
        call = _meant(house, command, number, texts)
        calls = spread(house.store.read, call)
    except DeskError as error:
        return [told | {"code": error.code, "error": str(error)}]
    results: list[dict[str, Any]] = []
    with progress(command.name, len(calls)) as step:
        for part in calls:
            own = key if part is call or key is None else f"{key} {part.ticket}"
            results.append(_carried_out(house, part, told, own, batch))
            if results[-1]["code"] and part is call:
                break  # nothing follows what was refused
            step(len(results))
    return results


def _carried_out(house: House, call: Call, told: dict[str, Any], key: str | None, batch: str | None) -> dict[str, Any]:
    own = told | {"command": call.command.name}
    try:
        receipt = house.do(call, source="do" if key else None, key=key, batch=batch)
        return own | {"events": list(receipt.events), "repeated": receipt.repeated} | _made(house.store, receipt)
    except DeskError as error:
        number = house.store.read.one(TICKET_BY_ID, ticket=call.ticket).number if call.ticket else own["ticket"]
        return own | {"ticket": number, "code": error.code, "error": str(error)}


def _surroundings(store: Store) -> Surroundings:
    return Surroundings(
        store.now, world.zone(store), lambda query: world.words(store, query),
        {"ticket": lambda number: world.ticket_id(store, number)}, extras=_extras(store),
    )  # fmt: skip


def _extras(store: Store) -> Callable[[str, int | None], list[Extra]]:
    """The fields of the desk's own, as options of a command."""
    return lambda step, ticket: [Extra(*each) for each in world.own_fields(store, step, ticket)]


def _made(store: Store, receipt: Receipt) -> dict[str, Any]:
    """How the ticket stands that a call made or changed."""
    rows = store.read.driver.select(
        "select about, subject from journal where seq = :seq", {"seq": receipt.events[0] if receipt.events else 0}
    )
    if rows and rows[0][0] == "change":
        return {"change": store.read.one(CHANGE_BY_ID, change=rows[0][1]).number}
    if rows and (sign := _SIGNS.get(rows[0][0])):
        return {rows[0][0]: f"{sign}-{rows[0][1]}"}
    if not rows or rows[0][0] != "ticket":
        return {}
    row = store.read.one(TICKET_BY_ID, ticket=rows[0][1])
    return {"ticket": row.number, "state": row.state, "priority": row.priority, "owner": row.owner, "team": row.team}


_MOVES = frozenset({"maintenance", "exclusion"})
"""Subjects for which many tickets may have to be measured anew."""
_NUMBERED = {"maintenance": "MW", "exclusion": "EX", "person": "P"}
"""Subjects beside tickets, with what their numbers begin with."""
_SIGNS = _NUMBERED | {"roster_booking": "RB", "roster_swap": "SW", "absence": "LV"}
_ABOUT = ("handover", "ticket", *_NUMBERED, "change", "swap", "booking", "absence", "room")
"""What a command may be about."""


def _remeasure(store: Store) -> None:
    from deskconsole.engine.tick import advance

    while advance(store):
        pass


def _print(results: list[dict[str, Any]], form: str) -> None:
    if form == "json":
        print(json.dumps(results if len(results) > 1 else results[0], ensure_ascii=False, indent=2))
        return
    for result in results:
        number = next((result[name] for name in _ABOUT if result.get(name)), "")
        what = f"{result['command']} {number}".strip()
        if result["code"]:
            print(f"✗ {what}: {result['error']}", file=sys.stderr)
        else:
            again = ", as before" if result["repeated"] else ""
            state = f": {result['state']}, P{result['priority']}" if "state" in result else ""
            print(f"✓ {what}{state}{again}")
