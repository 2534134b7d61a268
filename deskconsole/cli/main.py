"""The door of the command line. What a subcommand needs is imported when it is chosen, nothing before."""

from __future__ import annotations

import os
import sys
from importlib import import_module

COMMANDS: dict[str, tuple[str, str]] = {
    "console": ("console", "the queue, live (what `deskconsole` alone does)"),
    "init": ("init", "make a store"),
    "demo": ("demo", "a desk to look around in: tickets arrive, timers run"),
    "show": ("show", "queue, ticket, clocks, timeline or figures as text, JSON or CSV, at any instant"),
    "do": ("do", "carry out a command on a ticket: hold, resolve, assign …"),
    "import": ("importing", "take over the history of another system"),
    "desk": ("desk", "check, apply, compare or print the desk file: teams, calendars, agreements"),
    "sla": ("sla", "a month’s figures, frozen and proved; clocks recomputed"),
    "journal": ("journal", "show, verify, export the record"),
    "engine": ("engine", "advance the clocks without a screen, as a service"),
    "db": ("db", "the schema of a store: status, upgrade"),
    "keys": ("keys", "the key map"),
    "bench": ("bench", "measure this machine against published bounds"),
}

HELP = """usage: deskconsole [COMMAND] [--help]

A terminal console for service desks.

{commands}

examples
  deskconsole demo                                   look around
  deskconsole init                                   make a store of your own
  deskconsole                                        work the queue
  deskconsole show queue --filter 'team:emea is:breached' --format json
  deskconsole import servicenow-log log.csv.gz --zone Europe/Berlin

A store is a file or postgresql://…; --store names it, else $DESKCONSOLE_STORE, else the one in your data folder.
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
        print(HELP.format(commands="\n".join(f"  {name:9} {what}" for name, (_, what) in COMMANDS.items())), end="")
        return 0
    args = _store_first(args)
    name = args.pop(0) if args and not args[0].startswith("-") else "console"
    if name not in COMMANDS:
        return _unknown(name)
    return _run(COMMANDS[name][0], args)


def _store_first(args: list[str]) -> list[str]:
    """`deskconsole --store URL COMMAND …` is the same as `deskconsole COMMAND --store URL …`."""
    if args[:1] == ["--store"] and len(args) > 1:
        os.environ["DESKCONSOLE_STORE"] = args[1]
        return args[2:]
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
