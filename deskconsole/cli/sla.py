"""`deskconsole sla`: clocks and the figures made of them."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module

from deskconsole.core.errors import BadInput

COMMANDS: dict[str, tuple[str, str, str]] = {
    "report": ("sla_report", "run_report", "a month: raw, contractual, internal, with the list behind each"),
    "freeze": ("sla_report", "run_freeze", "freeze a month: its figures and its list, for ever"),
    "restate": ("sla_report", "run_restate", "accept what later knowledge changed in a frozen month"),
    "recompute": ("sla_recompute", "run_recompute", "fold clocks anew and compare them with those stored"),
}
"""Module, function and what it is for, by name."""

HELP = """usage: deskconsole sla COMMAND [--help]

Clocks, and the figures made of them.

{commands}

`deskconsole sla COMMAND --help` says more, with examples.
"""


def run(argv: list[str]) -> int:
    if argv[:1] in ([], ["--help"], ["-h"]):
        listed = "\n".join(f"  {name:10} {what}" for name, (_, _, what) in COMMANDS.items())
        print(HELP.format(commands=listed), end="", file=sys.stdout if argv else sys.stderr)
        return 0 if argv else 2
    name, *rest = argv
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, 1)
        hint = f"did you mean “{near[0]}”?" if near else f"there is {', '.join(COMMANDS)}"
        raise BadInput(f"there is no command “sla {name}”; {hint}")
    module, function, _ = COMMANDS[name]
    code: int = getattr(import_module(f"deskconsole.cli.{module}"), function)(rest)
    return code
