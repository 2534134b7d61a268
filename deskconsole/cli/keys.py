"""`deskconsole keys`: the key map, as it is with your own keys in it."""

from __future__ import annotations

import argparse

from deskconsole import world
from deskconsole.cli.console import config
from deskconsole.console.app import BUILT
from deskconsole.console.keys import KeyMap
from deskconsole.console.keys.table import main as table

EXAMPLES = """  deskconsole keys                     the key table, as Markdown
  deskconsole keys --check             what is wrong with your keys.toml
  deskconsole keys --write README.md   put the table between its markers"""


def run(argv: list[str]) -> int:
    made = argparse.ArgumentParser(
        prog="deskconsole keys",
        description="The key map. Your own keys are in keys.toml of your configuration folder.",
        epilog=f"examples\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--check", action="store_true", help="report what is wrong with your keys")
    made.add_argument("--write", nargs="+", metavar="FILE", help="renew the table in these files")
    args = made.parse_args(argv)
    if args.check:
        return _check()
    return table(args.write or [], BUILT, world.offered())


def _check() -> int:
    own = config() / "keys.toml"
    text = own.read_text(encoding="utf-8") if own.exists() else None
    _, problems = KeyMap.load(world.offered(), "default", text, str(own))
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{own}: nothing is wrong" if own.exists() else f"{own} is not there: the default keys hold")
    return 1 if any(not problem.note for problem in problems) else 0
