"""`deskconsole keys`: the key map, as it is with your own keys in it."""

from __future__ import annotations

from pathlib import Path

from deskconsole import world
from deskconsole.cli.common import add_config, parser
from deskconsole.console.doable import BUILT
from deskconsole.console.keys import KeyMap, Problem
from deskconsole.console.keys.names import written
from deskconsole.console.keys.table import main as table
from deskconsole.settings.table import Settings

EXAMPLES = """  deskconsole keys                     the key table, as Markdown, and what your keys.toml makes of it
  deskconsole keys --check             what is wrong with your keys.toml
  deskconsole keys --write README.md   put the table between its markers"""


def run(argv: list[str]) -> int:
    about = "The key map. Your own keys are in keys.toml of your configuration folder, or where config.toml says."
    made = parser("keys", about, EXAMPLES, store=False)
    made.add_argument("--check", action="store_true", help="report what is wrong with your keys")
    made.add_argument("--write", nargs="+", metavar="FILE", help="renew the table in these files")
    add_config(made)
    args = made.parse_args(argv)
    if args.check:
        return _check(args.settings)
    code = table(args.write or [], BUILT, world.offered())
    if not args.write:
        print("\n" + "\n".join(_yours(args.settings)))
    return code


def _own(settings: Settings) -> tuple[Path, KeyMap, list[Problem]]:
    """The file of one's own keys, the map that it makes, and what is wrong with it."""
    own = Path(settings.keys_file)
    text = own.read_text(encoding="utf-8") if own.is_file() else None
    return own, *KeyMap.load(world.offered(), settings.keys, text, str(own), BUILT)


def _yours(settings: Settings) -> list[str]:
    """What one's own file makes of the map above."""
    own, mine, problems = _own(settings)
    if not own.exists():
        return [f"yours: {own} is not there: the {mine.preset} keys hold"]
    default, _ = KeyMap.load(world.offered(), mine.preset, built=BUILT)
    lines = [f"yours: {own}, preset {mine.preset}"]
    for name, action in mine.actions.items():
        before = default.keys_of(name)
        if before != action.keys:
            was, now = (" ".join(map(written, keys)) or "none" for keys in (before, action.keys))
            lines.append(f"  {name:24} {was} → {now}")
    return [*lines, *(f"  {problem}" for problem in problems)]


def _check(settings: Settings) -> int:
    own, mine, problems = _own(settings)
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{own}: nothing is wrong" if own.exists() else f"{own} is not there: the {mine.preset} keys hold")
    return 1 if any(not problem.note for problem in problems) else 0
