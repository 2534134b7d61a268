"""The door of the command line. What a subcommand needs is imported when it is chosen, nothing before."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from deskconsole.core.links import SCHEME

COMMANDS: dict[str, tuple[str, str]] = {
    "console": ("console", "the queue, live (what `deskconsole` alone does)"),
    "init": ("init", "make a store"),
    "demo": ("demo", "a desk to look around in: tickets arrive, timers run"),
    "show": ("show", "queue, ticket, clocks, timeline or figures as text, JSON or CSV, at any instant"),
    "watch": ("watch", "what changes, as it changes: sentences for a screen reader, JSON lines for a script"),
    "do": ("do", "carry out a command on a ticket: hold, resolve, assign …"),
    "mail": ("mail", "what is held back, what has not left, files of tickets"),
    "notify": ("notify", "who was told what, what did not arrive, which ways of telling people work"),
    "intake": ("intake", "take in a message from a pipe, as a mail server hands it over"),
    "import": ("importing", "take over the history of another system"),
    "desk": ("desk", "check, apply, compare or print the desk file: teams, calendars, agreements"),
    "sla": ("sla", "explain clocks, report figures, check and recompute them"),
    "report": ("report", "notices and their evidence; what alarms cost: MTTA, a person and shift, noisy rules"),
    "maintenance": ("maintenance", "maintenance windows: take over a calendar, list, export"),
    "change": ("change", "changes: list, show, take over a calendar"),
    "escalation": ("escalation", "who would hear of a ticket, when and how, if nobody acted"),
    "war-room": ("war_room", "war rooms: list, show with timeline, declare, confirm, tradeoff …"),
    "handover": ("handover", "what one shift passes on to the next: draft, sign, accept, list"),
    "roster": ("roster", "who is on, who is called, who holds the desk; leave, swaps, calendars, cover"),
    "exclusion": ("exclusion", "what shall not count: list, show"),
    "sheet": ("sheet", "contacts, P1 and P2, promises, who is on: on paper, for when the desk is down"),
    "catch-up": ("catch_up", "enter afterwards what was written on paper while the desk was down"),
    "people": ("people", "who asks the desk: take over, find, hand out what is held of them, forget them"),
    "knowledge": ("knowledge", "articles and procedures: import, list, search, export"),
    "journal": ("journal", "show, verify, export the record"),
    "engine": ("engine", "advance the clocks without a screen, as a service"),
    "serve": ("serve", "the console in a browser, for who has a token"),
    "ssh-keys": ("ssh_keys", "lines of authorized_keys: whose key it is sits down at the console, and nowhere else"),
    "db": ("db", "the schema of a store: status, upgrade"),
    "keys": ("keys", "the key map"),
    "settings": ("settings", "what holds here and where it comes from; check config.toml, print its schema"),
    "bench": ("bench", "measure this machine against published bounds"),
}

HELP = """usage: deskconsole [COMMAND] [--help]

A terminal console for service desks.

{commands}

examples
  deskconsole demo                                   look around
  deskconsole init                                   make a store of your own
  deskconsole                                        work the queue
  deskconsole deskconsole:INC-10001                  a link that somebody copied (y l): the queue with that ticket open
  deskconsole show queue --filter 'team:emea is:breached' --format json
  deskconsole import servicenow-log log.csv.gz --zone Europe/Berlin

A store is a file or postgresql://…; --store names it, else $DESKCONSOLE_STORE, else config.toml, else it is the one in
your data folder. `deskconsole settings show` says what else can be set, and where each value comes from.
`deskconsole COMMAND --help` says more. Exit codes: 0 done, 1 failed, 2 bad input, 3 refused, 4 not found, 5 store.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one command; its exit code."""
    args = sys.argv[1:] if argv is None else argv
    if args[:1] == ["--version"]:
        from deskconsole import __version__

        print(f"deskconsole {__version__}")
        return 0
    if args[:1] in (["--help"], ["-h"], ["help"]):
        print(HELP.format(commands="\n".join(f"  {name:11} {what}" for name, (_, what) in COMMANDS.items())), end="")
        return 0
    args = _named_first(args)
    if args and args[0].startswith(SCHEME):
        args = ["console", "--ticket", *args]
    name = args.pop(0) if args and not args[0].startswith("-") else "console"
    if name not in COMMANDS:
        return _unknown(name)
    return _run(COMMANDS[name][0], args)


_FIRST = {"--store": "DESKCONSOLE_STORE", "--config": "DESKCONSOLE_CONFIG"}


def _named_first(args: list[str]) -> list[str]:
    """`deskconsole --store URL COMMAND …` is the same as `deskconsole COMMAND --store URL …`; so is `--config FILE`."""
    while len(args) > 1 and args[0] in _FIRST:
        os.environ[_FIRST[args[0]]] = args[1]
        args = args[2:]
    return args


def _unknown(name: str) -> int:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, 1)
    hint = f"did you mean “{near[0]}”?" if near else "`deskconsole --help` lists them"
    print(f"deskconsole: there is no command “{name}”; {hint}", file=sys.stderr)
    return 2


def _run(module: str, args: list[str]) -> int:
    from deskconsole.core.errors import DeskError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know all letters
    try:
        code: int = import_module(f"deskconsole.cli.{module}").run(args)
        sys.stdout.flush()
        return code
    except DeskError as error:
        print(f"deskconsole: {error}", file=sys.stderr)
        return error.code
    except BrokenPipeError:
        sys.stderr.close()  # who reads us has left; nothing is wrong
        return 0
    except KeyboardInterrupt:
        print("deskconsole: stopped; what was committed stands", file=sys.stderr)
        return 130
    except Exception as wrong:
        said: str | None = import_module("deskconsole.cli.damage").told(args, wrong)
        if said is None:
            raise
        print(f"deskconsole: {said}", file=sys.stderr)
        return 5
