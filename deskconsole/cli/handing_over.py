"""Commands that are several, each a module of its own that is imported once it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module

from deskconsole.core.errors import BadInput


def hand_over(group: str, commands: Mapping[str, tuple[str, str, str]], told: str, argv: list[str]) -> int:
    """Run one of them; its exit code. `commands` are module, function and what it is for by name, `told` the help."""
    if argv[:1] in ([], ["--help"], ["-h"]):
        listed = "\n".join(f"  {name:10} {what}" for name, (_, _, what) in commands.items())
        print(told.format(commands=listed), end="", file=sys.stdout if argv else sys.stderr)
        return 0 if argv else 2
    name, *rest = argv
    if name not in commands:
        near = get_close_matches(name, commands, 1)
        hint = f"did you mean “{near[0]}”?" if near else f"there is {', '.join(commands)}"
        raise BadInput(f"there is no command “{group} {name}”; {hint}")
    module, function, _ = commands[name]
    code: int = getattr(import_module(f"deskconsole.cli.{module}"), function)(rest)
    return code
