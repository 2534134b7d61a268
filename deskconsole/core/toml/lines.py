"""On which line each key of a TOML text stands.

`tomllib` gives values without positions, and tomlkit keeps every space but no line numbers, so the text is read a
second time here, only for its keys. `tomllib` has accepted it before: nothing is checked twice.
"""

from __future__ import annotations

import re
import tomllib

from deskconsole.core.toml.problems import Path

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")' r"|'''.*?'{3,5}(?!')" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")


def key_lines(text: str) -> dict[Path, int]:
    """Line (from 1) of every table, key and array item, by its path."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}
        """How many tables each `[[array]]` has so far."""
        self._counted = (0, 1)

    def document(self) -> None:
        table: Path = ()
        while self.skip():
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)

    def header(self) -> Path:
        several = self.text.startswith("[[", self.at)
        line = self.line()
        self.at += 2 if several else 1
        keys = self.key()
        self.skip()
        self.at += 2 if several else 1
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            self.lines.setdefault(path, line)
            if several and place == len(keys) - 1:
                self.arrays[path] = self.arrays.get(path, 0) + 1
            if path in self.arrays:
                path = (*path, self.arrays[path] - 1)
                self.lines.setdefault(path, line)
        return path

    def pair(self, table: Path) -> None:
        line = self.line()
        for key in self.key():
            table = (*table, key)
            self.lines.setdefault(table, line)
        self.skip()
        self.at += 1  # the equals sign
        self.skip()
        self.value(table)

    def key(self) -> list[str]:
        """A dotted key."""
        keys: list[str] = []
        while True:
            self.skip()
            if found := _BARE.match(self.text, self.at):
                keys.append(found[0])
            else:
                found = _QUOTED.match(self.text, self.at)
                assert found
                keys.append(tomllib.loads(f"key = {found[0]}")["key"])
            self.at = found.end()
            self.skip()
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def value(self, path: Path) -> None:
        match self.text[self.at]:
            case "[":
                self.array(path)
            case "{":
                self.inline(path)
            case _:
                found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
                assert found
                self.at = found.end()

    def array(self, path: Path) -> None:
        self.at += 1
        item = 0
        while self.skip() and self.text[self.at] != "]":
            self.lines[(*path, item)] = self.line()
            self.value((*path, item))
            item += 1
            self.comma()
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        while self.skip() and self.text[self.at] != "}":
            self.pair(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        if self.skip() and self.text[self.at] == ",":
            self.at += 1

    def skip(self) -> bool:
        """Step over spaces, line ends and comments; whether anything is left."""
        space = _SPACE.match(self.text, self.at)
        assert space
        self.at = space.end()
        return self.at < len(self.text)

    def line(self) -> int:
        """The line one stands on; counted on from the last time it was asked."""
        at, line = self._counted
        line += self.text.count("\n", at, self.at)
        self._counted = (self.at, line)
        return line
