"""`deskconsole desk`: the desk file, from text to what the desk holds and back."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import orjson

from deskconsole.cli.common import account, add_actor, add_store, open_store, parser, progress, who, write
from deskconsole.core.actors import DESK, Actor
from deskconsole.core.instants import to_iso
from deskconsole.core.shipped import shipped
from deskconsole.engine.tick import advance
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse, read
from deskconsole.features.deskfile.plan import Step, held_file
from deskconsole.features.deskfile.proposal import changes, reviewed
from deskconsole.features.deskfile.spec import DeskFile
from deskconsole.features.deskfile.starter import fill_in
from deskconsole.features.deskfile.views import current
from deskconsole.house import House
from deskconsole.preflight.files import unheard
from deskconsole.preview import Move, preview
from deskconsole.store.desk_time import real_now
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole desk check desk.toml
  deskconsole desk diff desk.toml
  deskconsole desk apply desk.toml --preview
  deskconsole desk apply desk.toml
  deskconsole desk export > desk.toml

A section that a file does not have is left alone; what is missing from a section it has is retired.
An edited calendar or agreement is a new version, for tickets opened from then on; existing = "move" in an agreement
lets open tickets go over to it, and --preview says which clocks that moves.
A note is nothing wrong: an agreement that never wins a ticket, an OLA or UC that leaves no buffer below a promise,
hours of the next two weeks in which a step of an escalation reaches nobody."""


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    return int(_ACTS[args.act](args))


def _parser() -> argparse.ArgumentParser:
    about = "Check, apply, compare or print the desk file: calendars, teams, people, agreements, triage."
    made = parser("desk", about, EXAMPLES, store=False)
    acts = made.add_subparsers(dest="act", required=True, metavar="check|diff|apply|export")
    for name, about in (
        ("check", "name everything that is wrong, with file, line and key; note what cannot be meant"),
        ("diff", "say what would change"),
        ("apply", "change it: all of it or nothing"),
        ("export", "print what the desk holds as a desk file"),
    ):
        act = acts.add_parser(name, help=about)
        if name != "export":
            act.add_argument("file", type=Path, metavar="FILE")
        if name != "check":
            add_store(act)
        if name in ("diff", "apply"):
            act.add_argument("--format", choices=("text", "json"), default="text")
        if name == "apply":
            add_actor(act)
            act.add_argument("--preview", action="store_true", help="only say which open clocks would move, and how")
    return made


def _check(args: argparse.Namespace) -> int:
    _, notes = reviewed(args.file, real_now(), unheard)
    for note in notes:
        print(f"note: {note}")
    more = f", {len(notes)} note{'' if len(notes) == 1 else 's'} to look at" if notes else ""
    print(f"{args.file}: nothing is wrong{more}")
    return 0


def _diff(args: argparse.Namespace) -> int:
    store = open_store(args)
    _print(changes(read(args.file), store.read, store.now()), args.format)
    return 0


def _apply(args: argparse.Namespace) -> int:
    store = open_store(args)
    file, notes = reviewed(args.file, store.now(), unheard)
    for note in notes:
        print(f"deskconsole: note: {note}", file=sys.stderr)
    steps = changes(file, store.read, store.now())
    if args.preview:
        return _preview(store, steps, args.format)
    actor = who(store, args.as_)
    if steps:
        House(store, actor).do(apply(steps))
    remeasure(store)
    _print(steps, args.format)
    return 0


_SHOWN = 40
"""Clocks that a preview lists one by one; JSON has them all."""


def _preview(store: Store, steps: list[Step], form: str) -> int:
    """Which open clocks an edited file moves, before it is applied; nothing is written."""
    with store.backend.looking() as driver, progress("measuring open clocks", None) as step:
        found = preview(driver, steps, store.now(), step)
    if form == "json":
        moves = [_moved(move) for move in found.moves]
        told = [{"act": s.act, "kind": s.kind, "key": s.key, "version": s.version, "text": s.text} for s in steps]
        report = {"steps": told, "looked_at": found.looked_at, "moved": len(moves), "moves": moves}
        print(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
        return 0
    _print(steps, form)
    print(found.summary)
    if found.moves:
        write([_moved(move) for move in found.moves[:_SHOWN]], _MOVED, "table")
    if (more := len(found.moves) - _SHOWN) > 0:
        print(f"and {more:,} more; --format json lists them all")
    return 0


_MOVED = ("ticket", "agreement", "metric", "due", "becomes", "target_s", "becomes_s", "breached")


def _moved(move: Move) -> dict[str, object]:
    becomes = "no promise" if move.becomes_s is None else move.becomes and to_iso(move.becomes)
    return {
        "ticket": move.ticket, "agreement": move.agreement, "metric": move.metric,
        "due": move.due and to_iso(move.due), "becomes": becomes,
        "target_s": move.target_s, "becomes_s": move.becomes_s, "breached": move.breaks,
    }  # fmt: skip


def _export(args: argparse.Namespace) -> int:
    sys.stdout.write(export(held_file(current(open_store(args).read))))
    return 0


def _print(steps: list[Step], form: str) -> None:
    if form == "json":
        told = [{"act": s.act, "kind": s.kind, "key": s.key, "version": s.version, "text": s.text} for s in steps]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for step in steps:
        print(step.text)
    if not steps:
        print("nothing changes: the desk is as the file says")


def remeasure(store: Store) -> None:
    """Let new agreements measure the tickets that are there already, and whatever else is due."""
    with progress("measuring tickets", None) as step:
        done = 0
        while handled := advance(store):
            done += handled
            step(done)


def first(file: Path | None) -> DeskFile:
    """A new store's first desk file; without one, the starter desk with whoever makes the store in it."""
    if file is not None:
        return read(file)
    starter = (shipped("examples") / "starter.toml").read_text(encoding="utf-8")
    return parse(fill_in(starter, account(), account()), "starter.toml")


def found(store: Store, wanted: DeskFile) -> None:
    """Apply a new store's first desk file, in the name of the desk: nobody works here yet."""
    House(store, Actor(DESK, account())).do(apply(changes(wanted, store.read, store.now())))


_ACTS = {"check": _check, "diff": _diff, "apply": _apply, "export": _export}
