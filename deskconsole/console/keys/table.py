"""The key table as Markdown, for the README: written from the map itself, so that it cannot fall behind."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from deskconsole.console.keys.actions import BUILT, GROUPS, Action
from deskconsole.console.keys.keymap import KeyMap
from deskconsole.console.keys.names import Chord, written
from deskconsole.console.keys.presets import ENDS, VIM
from deskconsole.core.desk import COMMANDS, Command
from deskconsole.core.errors import BadInput

BEGIN, END = "<!-- keys -->", "<!-- /keys -->"
_HEAD = "| id | key | footer | what | vim | function |\n|---|---|---|---|---|---|"


def key_table(commands: Mapping[str, Command[...]], built: Collection[str] = BUILT) -> str:
    """All keys, a table for each group; the last columns list what differs under the other presets."""
    default, vim, function = (
        KeyMap.load(commands, preset, built=built)[0] for preset in ("default", "vim", "function")
    )
    parts = []
    for group in GROUPS:
        rows = [
            _row(action, vim.keys_of(action.id), function.keys_of(action.id))
            for action in default.actions.values()
            if action.group is group and (action.keys or vim.keys_of(action.id))
        ]
        if rows:
            parts.append("\n".join([f"### {group.title}", "", _HEAD, *_together(rows)]))
    return "\n\n".join(parts)


def with_keys(text: str, table: str) -> str:
    """A text with the table between its markers.

    Raises BadInput where there are no markers.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise BadInput(f"the keys go between {BEGIN} and {END}, which this text does not have")
    return f"{before}{begin}\n{table}\n{end}{after}"


def _row(action: Action, vim: Iterable[Chord], function: Iterable[Chord]) -> tuple[str, str]:
    what = "" if action.what == action.label else action.what
    if action.id in ENDS:
        what = f"{what}; **ends or sends**" if what else "**ends or sends**"
    label = action.label.replace("|", "\\|")
    added = [f"{key} too" for key in _ticks(chord for chord in function if chord not in action.keys)]
    cells = [
        " ".join(_ticks(action.keys)),
        label,
        what.replace("|", "\\|"),
        " ".join(_ticks(vim)) if action.id in VIM else "",
        " ".join(added),
    ]
    return action.id, " | ".join(cells)


def _ticks(chords: Iterable[Chord]) -> list[str]:
    return [f"`{written(chord)}`" for chord in chords]


def _together(rows: list[tuple[str, str]]) -> list[str]:
    """`view.1` … `view.9` differ in a digit only: one line for all of them."""
    lines = []
    for name, cells in rows:
        if name.endswith(".1") and (name[:-1] + "9", cells.replace("`1`", "`9`", 1)) in rows:
            lines.append(f"| `{name} … {name[:-1]}9` | {cells.replace('`1`', '`1 … 9`', 1)} |")
        elif not re.search(r"\.[2-9]$", name):
            lines.append(f"| `{name}` | {cells} |")
    return lines


def main(arguments: list[str], built: Collection[str] = BUILT, commands: Mapping[str, Command[...]] = COMMANDS) -> int:
    """Print the table, or put it into the files named; with `--check` only say whether they hold it already."""
    table = key_table(commands, built)
    paths = [Path(argument) for argument in arguments if argument != "--check"]
    if not paths:
        print(table)
    behind = [path for path in paths if (text := path.read_text("utf-8")) != with_keys(text, table)]
    for path in behind:
        if "--check" in arguments:
            print(f"{path}: its key table has fallen behind", file=sys.stderr)
        else:
            path.write_text(with_keys(path.read_text("utf-8"), table), "utf-8")
    return 1 if behind and "--check" in arguments else 0
