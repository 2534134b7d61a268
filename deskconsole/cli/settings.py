"""`deskconsole settings`: what holds here, where it comes from, and whether config.toml is in order."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from deskconsole.cli.common import Parser, add_config, write
from deskconsole.core.toml.problems import BadFile, Problem, nearest
from deskconsole.settings.reading import file_of, folder, of_file
from deskconsole.settings.schema import printed
from deskconsole.settings.table import SETTINGS, Setting, Settings

EXAMPLES = """  deskconsole settings show                        each value, and where it comes from
  deskconsole settings show --format toml          the same as a config.toml to begin with
  deskconsole settings check                       name everything that is wrong with it, by file, line and key
  deskconsole settings schema > config.json        what editors check and complete it by

A flag goes before the environment, that before config.toml, that before the default. The file is in
{folder}, or where --config or $DESKCONSOLE_CONFIG says."""

COLUMNS = ("key", "value", "from", "what")


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    if args.act == "schema":
        sys.stdout.write(printed())
        return 0
    return _check(args.file) if args.act == "check" else _show(args.settings, args.format)


def _parser() -> argparse.ArgumentParser:
    made = Parser(
        prog="deskconsole settings",
        description="What is set once: show, check, or print the schema of config.toml.",
        epilog=f"examples\n{EXAMPLES.format(folder=folder(os.environ))}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = made.add_subparsers(
        dest="act", required=True, metavar="show|check|schema", parser_class=argparse.ArgumentParser
    )
    show = acts.add_parser("show", help="each value, and where it comes from")
    show.add_argument("--format", choices=("table", "json", "jsonl", "csv", "toml"), default="table")
    add_config(show)
    # What is to be checked must not be read before: nothing would be left to say.
    acts.add_parser("check", help="name everything that is wrong with the file").add_argument(
        "file", nargs="?", metavar="FILE", help="instead of config.toml of your folder"
    )
    acts.add_parser("schema", help="print the JSON schema of the file")
    return made


def _show(settings: Settings, form: str) -> int:
    if form == "toml":
        sys.stdout.write("".join(_as_toml(settings)))
        return 0
    write((_row(each, settings) for each in SETTINGS), COLUMNS, form)
    return 0


def _row(each: Setting, settings: Settings) -> dict[str, object]:
    value = getattr(settings, each.name)
    if each.kind == "seconds":
        value = f"{value}s"
    return {"key": each.key, "value": value, "from": settings.origin(each.key), "what": each.what}


def _as_toml(settings: Settings) -> list[str]:
    """Every key with what it does; defaults are commented out."""
    lines = ["# Settings of deskconsole; `deskconsole settings check` reads it through.\n"]
    for each in SETTINGS:
        value = _row(each, settings)["value"]
        written = json.dumps(value if value is not None else "", ensure_ascii=False)
        mark = "# " if settings.origin(each.key) == "default" else ""
        lines.append(
            f"\n# {each.what}{f'; else {each.otherwise}' if each.otherwise else ''}\n{mark}{each.key} = {written}\n"
        )
    return lines


def _check(given: str | None) -> int:
    file, named = file_of(given, os.environ)
    if not named and not file.exists():
        print(f"{file} is not there: the defaults hold")
        return 0
    said = of_file(file)
    problems = [*_of_theme(file, said.get("theme")), *_of_keys(file, said.get("keys_file"))]
    if problems:
        raise BadFile(problems)
    print(f"{file}: nothing is wrong; it sets {', '.join(said) or 'nothing'}")
    return 0


def _of_theme(file: Path, said: tuple[object, int] | None) -> Sequence[Problem]:
    from deskconsole.console.painting.themes import load

    if said is None:
        return []
    known = load(folder(os.environ) / "themes").loaded
    name, line = str(said[0]), said[1]
    wrong = f"there is no theme “{name}”{nearest(name, known)}"
    return [] if name in known else [Problem(str(file), line, "theme", wrong)]


def _of_keys(file: Path, said: tuple[object, int] | None) -> Sequence[Problem]:
    if said is None or Path(str(said[0])).is_file():
        return []
    return [Problem(str(file), said[1], "keys_file", f"there is no file {said[0]}")]
