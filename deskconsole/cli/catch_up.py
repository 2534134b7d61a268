"""`deskconsole catch-up`: what was done on paper, entered afterwards; looked at first, then agreed to."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from deskconsole import world
from deskconsole.cli.common import add_actor, open_store, parser, who, write
from deskconsole.core.errors import BadInput, Refused
from deskconsole.core.instants import to_iso
from deskconsole.core.text import safe_text
from deskconsole.core.when import say_instant
from deskconsole.house import House
from deskconsole.offline.catching_up import CatchUp, Line, check
from deskconsole.offline.paper import HEADS, WHATS, read_paper

EXAMPLES = f"""  deskconsole catch-up paper.txt
  deskconsole catch-up - --yes < paper.csv

lines      {" | ".join(HEADS)}      (or CSV with these heads)
           14:05 | INC-10442 | called | told her that it takes until 15:00
           14:10 | Rosa Vale | new 2 1 | Mailbox full since noon
what       {", ".join(WHATS)}

Each line is entered by the command that it stands for, as of when it was, on the evidence of the paper; that needs the
permission ticket.backdate, and goes as far back as [intake] backdate says. The same line is entered once."""

COLUMNS = ("line", "at", "ticket", "what", "becomes", "why")
BIGGEST = 1_000_000


def run(argv: list[str]) -> int:
    made = parser("catch-up", "Enter afterwards what was written on paper while the desk was down.", EXAMPLES)
    made.add_argument("file", metavar="FILE", help="the lines; - reads them from a pipe")
    made.add_argument("--preview", action="store_true", help="only say what would come of each line")
    made.add_argument("--yes", action="store_true", help="enter them without asking")
    made.add_argument("--part", action="store_true", help="enter what can be, though some lines cannot")
    made.add_argument("--format", choices=("text", "json"), default="text")
    add_actor(made)
    args = made.parse_args(argv)
    store = open_store(args)
    house, zone = House(store, who(store, args.as_)), world.zone(store)
    entries = read_paper(_read(args.file), store.now(), zone)
    if not entries:
        raise BadInput(f"{args.file}: nothing is written there: a line is {' | '.join(HEADS)}")
    name = "paper" if args.file == "-" else safe_text(Path(args.file).name)[:80]
    found = CatchUp(house, entries, name, zone)
    looked = found.preview()
    fresh = sum(not line.before and not line.why for line in looked)
    if args.preview:
        _print(looked, args.format, f"{fresh} would be entered; nothing was written", house)
        return Refused.code if any(line.why for line in looked) else 0
    if not args.part and any(line.why for line in looked):
        _print(looked, args.format, "nothing was written", house)
        check(looked)
    if not args.yes and fresh:
        _print(looked, "text", "nothing is written yet", house)
        if not _agreed(fresh):
            print("nothing was written")
            return 0
    batch = secrets.token_hex(8)
    done = found.enter(batch)
    entered = sum(not line.before and not line.why for line in done)
    _print(done, args.format, f"{entered} entered, batch {batch}", house)
    return Refused.code if any(line.why for line in done) else 0


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read(BIGGEST + 1) if file == "-" else Path(file).read_bytes()
    except OSError as trouble:
        raise BadInput(f"{file}: cannot be read: {trouble.strerror}") from trouble
    if len(data) > BIGGEST:
        raise BadInput(f"{file}: over {BIGGEST // 1_000_000} MB is no paper; `deskconsole import` takes over logs")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadInput(f"{file}: byte {wrong.start} is no UTF-8: save it as UTF-8") from wrong


def _agreed(many: int) -> bool:
    if not sys.stdin.isatty():
        raise BadInput("nobody can be asked here: --yes enters without asking, --preview only looks")
    try:
        return input(f"Enter {many} {'line' if many == 1 else 'lines'}? Write yes to go on: ").strip().lower() == "yes"
    except EOFError:
        return False


def _print(lines: Sequence[Line], form: str, last: str, house: House) -> None:
    if form == "json":
        rows: list[dict[str, object]] = [
            {"line": each.entry.line, "at": to_iso(each.entry.at), "ticket": each.ticket, "what": each.entry.what,
             "becomes": each.becomes or None, "why": each.why or ("entered before" if each.before else None)}
            for each in lines
        ]  # fmt: skip
        write(rows, COLUMNS, form)
        return
    store = house.store
    zone, now = world.zone(store), store.now()
    for each in lines:
        sign = "✗" if each.why else "=" if each.before else "○" if "written" in last or "would" in last else "✓"
        says = each.why or ("entered before" if each.before else each.becomes)
        when = say_instant(each.entry.at, now, zone)
        print(f"{sign} {each.entry.line:>3}  {when}  {safe_text(each.ticket)}  {each.entry.what}: {safe_text(says)}")
    print(last)
