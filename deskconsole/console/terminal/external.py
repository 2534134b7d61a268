"""A text in somebody’s own editor: written to a file that only they can read, read back, and gone."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from deskconsole.core.errors import BadInput
from deskconsole.core.text import safe_lines
from deskconsole.settings.table import Settings

if TYPE_CHECKING:
    from deskconsole.console.screens.base import DeskScreen

LONGEST = 1_000_000
"""Characters that are read back."""

USUAL = ("nano", "vim", "vi")


def editor(settings: Settings) -> list[str]:
    """The command that opens a file: the one that was set, or what there is. Raises BadInput where there is none."""
    if words := settings.editor:
        try:
            return shlex.split(words)
        except ValueError as why:
            raise BadInput(f"{settings.origin('editor')} is no command: {words}: {why}") from why
    for program in USUAL:
        if found := shutil.which(program):
            return [found]
    raise BadInput("there is no editor: say which in $EDITOR")


def edited(text: str, name: str, command: list[str]) -> str:
    """The text as the editor leaves it. Raises BadInput where it could not be run, or says that it failed."""
    with TemporaryDirectory(prefix="deskconsole-") as folder:  # nobody else may look into it
        file = Path(folder, name)
        file.write_text(text if text.endswith("\n") or not text else f"{text}\n", encoding="utf-8")
        try:
            done = subprocess.run([*command, str(file)], check=False)
        except OSError as why:
            raise BadInput(f"{command[0]} cannot be run: {why.strerror}; say another one in $EDITOR") from why
        if done.returncode:
            raise BadInput(f"{command[0]} ended with {done.returncode}: the text is as it was before")
        try:
            back = file.read_bytes().decode("utf-8", errors="replace")
        except OSError as why:
            raise BadInput(f"{command[0]} left no file: the text is as it was before") from why
    return safe_lines(back[:LONGEST]).rstrip("\n")


def in_editor(screen: DeskScreen, text: str, name: str) -> str | None:
    """The text as somebody's own editor leaves it, while the screen stands back; None where there was none."""
    from textual.app import SuspendNotSupported

    try:
        command = editor(screen.desk.settings)
        with screen.app.suspend():
            back = edited(text, name, command)
    except (BadInput, SuspendNotSupported) as why:
        screen.say("failed", f"editor: {why}")
        return None
    screen.refresh(repaint=True, layout=True)
    return back
