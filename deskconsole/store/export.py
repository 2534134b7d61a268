"""The journal as a file: one JSON line an event, with what is needed to prove it elsewhere, without the store.

A line holds every column as stored, its digest and the number of its block; the last line of a block also holds the
digest that seals it. Private texts travel only where they are asked for, each with its number and salt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path
from typing import Any, TextIO

import orjson

from deskconsole.core.errors import BadInput, NotFound
from deskconsole.store.driver import Driver
from deskconsole.store.forms import Form, form_of
from deskconsole.store.forms import texts as texts_of
from deskconsole.store.journal import COLUMNS, LINES
from deskconsole.store.verify import BLOCKS, BlockRow, TextRow

Exported = dict[str, Any]


def exported(driver: Driver, since: int = 0, *, texts: bool = False) -> Iterator[bytes]:
    """The lines of a file, from the line after `since` on; `driver` looks at one moment of the store."""
    blocks = iter(driver.each(BLOCKS, {"since": since}))
    block = BlockRow(0, 0, since, b"")
    private = (TextRow(*row) for row in texts_of(driver, since)) if texts else iter(())
    text = next(private, None)
    for *columns, digest in driver.each(LINES, {"since": since}):
        line: Exported = dict(zip(COLUMNS, columns, strict=True))
        seq = columns[0]
        while block.last < seq:
            block = BlockRow(*next(blocks, (None, seq, seq, b"")))
        line["digest"], line["block"] = bytes(digest).hex(), block.id
        if seq == block.last:
            line["sealed"] = bytes(block.digest).hex()
        held = []
        while text is not None and text.id >> 3 <= seq:
            held.append([text.id, bytes(text.salt).hex(), text.text.decode()])
            text = next(private, None)
        if held:
            line["texts"] = held
        yield orjson.dumps(line) + b"\n"


def _parsed(file: TextIO, path: Path) -> Iterator[Exported]:
    count = 0
    try:
        for count, text in enumerate(file, 1):
            line = orjson.loads(text)
            if not isinstance(line, dict) or not line.keys() >= {*COLUMNS, "digest", "block"}:
                raise BadInput(f"{path}, line {count}: this is no line of an exported journal")
            line["digest"] = bytes.fromhex(line["digest"])
            yield line
    except (orjson.JSONDecodeError, UnicodeDecodeError, ValueError, TypeError, AttributeError) as wrong:
        raise BadInput(f"{path}, line {count + 1}: cannot be read as JSON ({wrong}); the file is damaged") from wrong


class Streams:
    """A file as the three streams that a proof wants, read once. `since` is the line before its first."""

    def __init__(self, path: Path) -> None:
        try:
            file = path.open(encoding="utf-8")
        except FileNotFoundError:
            raise NotFound(f"there is no file {path}") from None
        except OSError as trouble:
            raise BadInput(f"{path}: cannot be read: {trouble.strerror}") from trouble
        first, *rest = tee(_parsed(file, path), 4)
        start = next(first, None)
        if start is not None and not isinstance(start["seq"], int):
            raise BadInput(f"{path}, line 1: its seq is no number")
        self.since: int = start["seq"] - 1 if start else 0
        del first
        lines, blocks, texts = rest
        self.lines: Iterable[Form] = (
            (line["seq"], form_of(tuple(map(line.get, COLUMNS))), line["digest"]) for line in lines
        )
        self.blocks = _blocks(blocks, self.since)
        self.texts = _texts(texts) if start and self._has_texts(path) else None

    @staticmethod
    def _has_texts(path: Path) -> bool:
        with path.open("rb") as file:
            return any(b',"texts":[[' in line for line in file)


def _blocks(lines: Iterable[Exported], since: int) -> Iterator[BlockRow]:
    first = since + 1
    for line in lines:
        if "sealed" in line:
            yield BlockRow(line["block"], first, line["seq"], bytes.fromhex(line["sealed"]))
            first = line["seq"] + 1


def _texts(lines: Iterable[Exported]) -> Iterator[TextRow]:
    for line in lines:
        for number, salt, text in line.get("texts", ()):
            yield TextRow(number, line["about"], line["subject"], bytes.fromhex(salt), text.encode())
