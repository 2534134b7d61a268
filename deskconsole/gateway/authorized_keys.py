"""`authorized_keys`: lines that let a key sit down at the console as its operator, and do nothing else."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from deskconsole.core.errors import BadInput
from deskconsole.gateway.private_file import put
from deskconsole.gateway.public_keys import KINDS, PublicKey

BEGIN, END = "# deskconsole: begin; what stands up to the end is written anew each time", "# deskconsole: end"


class Pass(NamedTuple):
    """Whose key it is, and where it was found."""

    handle: str
    key: PublicKey
    place: str


def lines(passes: Iterable[Pass], argv: Sequence[str]) -> list[str]:
    """A line for each key. `restrict` forbids all that a later sshd may learn, too. Raises BadInput."""
    seen: dict[str, Pass] = {}
    made = []
    for each in passes:
        first = seen.setdefault(each.key.line, each)
        if first.handle != each.handle:
            raise BadInput(
                f"{each.place}: the key of {each.handle} is that of {first.handle} ({first.place}):"
                " whoever comes with it would be somebody else"
            )
        if first is each:
            command = quoted(shlex.join([*argv, f"--as={each.handle}"]))
            made.append(f"restrict,pty,command={command} {each.key.line} {each.handle} {each.key.comment}".rstrip())
    return made


def quoted(command: str) -> str:
    """A command as sshd reads it: a quotation mark is written `\\"`, nothing else is special. Raises BadInput."""
    if not command.isprintable():
        raise BadInput(f"a command of authorized_keys is one line of letters: {command!r}")
    return '"' + command.replace('"', '\\"') + '"'


def write(file: Path, made: Sequence[str]) -> tuple[int, int]:
    """Put our lines between their marks, and leave all others as they are; how many are new, and how many went.

    Raises BadInput where a line of somebody else's would let one of these keys in without the console.
    """
    before = file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else ""
    head, ours, tail = _parts(before, file)
    _no_way_round([*head, *tail], made, file)
    put(file, "".join(f"{line}\n" for line in [*head, BEGIN, *made, END, *tail]))
    return len(set(made) - set(ours)), len(set(ours) - set(made))


def _parts(text: str, file: Path) -> tuple[list[str], list[str], list[str]]:
    """The lines before ours, ours, and those after."""
    all_lines = text.removesuffix("\n").split("\n") if text else []  # what else ends a line stays within it
    begins = [n for n, line in enumerate(all_lines) if line.startswith("# deskconsole: begin")]
    ends = [n for n, line in enumerate(all_lines) if line.strip() == END]
    if not begins and not ends:
        return all_lines, [], []
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise BadInput(f"{file}: “{BEGIN[:20]}” and “{END}” do not stand there once each, in this order")
    return all_lines[: begins[0]], all_lines[begins[0] + 1 : ends[0]], all_lines[ends[0] + 1 :]


def _no_way_round(others: Sequence[str], made: Sequence[str], file: Path) -> None:
    """sshd takes the first line of a key, whatever stands after it."""
    ours = {_data(line) for line in made}
    for line in others:
        if not line.lstrip().startswith("#") and (data := _data(line)) and data in ours:
            raise BadInput(f"{file}: a line that is not ours has a key of these too: {line[:60]} … Take it out first")


def _data(line: str) -> str | None:
    """The bytes of a line's key: what follows its kind."""
    words = line.split()
    return next((after for word, after in pairwise(words) if word in KINDS), None)
