"""JSON from outside, read key by key: whatever is wrong is named with its place in the file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from typing import Any

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import SECOND, Instant, from_iso

_MUST: Any = object()
_NAMES = {dict: "an object", list: "a list", str: "a text", int: "a whole number", bool: "true or false"}


class Node:
    """A JSON object and where it stands: `glpi.json: “glpi-add-001”, input`."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, Mapping):
            raise BadInput(f"{where} is {said(value)}; it has to be an object")
        self.value: Mapping[str, Any] = value
        self.where = where

    def wrong(self, key: str, what: str) -> BadInput:
        return BadInput(f"{self.where}, {key}: {what}")

    def has(self, key: str) -> bool:
        """Whether it is there and not null."""
        return self.value.get(key) is not None

    def of(self, kind: type, key: str, default: Any = _MUST) -> Any:
        """A value of one type; null counts as missing."""
        found = self.value.get(key)
        if found is None and default is not _MUST:
            return default
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            raise self.wrong(key, f"is {said(found)}; it has to be {_NAMES[kind]}")
        return found

    def node(self, key: str, default: Any = _MUST) -> Node:
        return Node(self.of(dict, key, default), f"{self.where}, {key}")

    def nodes(self, key: str) -> Iterator[Node]:
        """The objects of a list; none where it is missing."""
        for place, item in enumerate(self.of(list, key, [])):
            yield Node(item, f"{self.where}, {key}[{place + 1}]")

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        found = self.of(list, key, list(default))
        for item in found:
            if not isinstance(item, str):
                raise self.wrong(key, f"{said(item)} is no text")
        return tuple(found)

    def instant(self, key: str, zone: tzinfo) -> Instant:
        """An instant; local time of the zone where it has no offset."""
        try:
            return from_iso(self.of(str, key), zone)
        except (ValueError, OverflowError) as trouble:
            raise self.wrong(key, str(trouble)) from None

    def moment(self, key: str, zone: tzinfo) -> Instant | date:
        """An instant, or a date where nothing else is written."""
        text = self.of(str, key)
        if len(text) > len("2016-04-05"):
            return self.instant(key, zone)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.wrong(key, f"“{text}” is no date; write 2016-04-05") from None

    def micros(self, key: str) -> int:
        """Seconds, as µs."""
        found = self.value.get(key)
        if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
            raise self.wrong(key, f"is {said(found)}; it has to be a number of seconds")
        return found * SECOND if isinstance(found, int) else round(found * SECOND)


def said(value: object) -> str:
    """A value as people know it from the file, not too long."""
    if value is None:
        return "missing"
    if isinstance(value, str):
        return f"“{value[:40]}”"
    return f"{value}" if isinstance(value, int | float) else _NAMES.get(type(value), type(value).__name__)
