"""Journal lines: what an event looks like on disk, and the digests that hold it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

import orjson

from deskconsole.core.desk import KINDS, Event, Private, Recorded
from deskconsole.core.errors import StoreTrouble
from deskconsole.core.instants import Instant

COLUMNS = (
    "seq", "kind", "v", "about", "subject", "occurred_at", "known_at", "recorded_at", "actor", "behind",
    "source", "key", "batch", "call", "cause", "body",
)  # fmt: skip
"""Every column of a line but its digest, in the order in which the digest covers them."""

LINES = f"select {', '.join(COLUMNS)}, digest from journal where seq > :since order by seq"
"""All lines after `since`, ready to be digested again."""

HISTORY = "select seq, kind, v, subject, occurred_at, body from journal where about = :about and subject = :subject"

GENESIS = bytes(32)
"""The digest before the first block."""

_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS

Line = tuple[Any, ...]


def _plain(value: object) -> object:
    if isinstance(value, Private):
        return {"private": value.id, "digest": value.digest}
    raise TypeError(f"an event cannot hold {type(value).__name__}")


def body_of(happened: Event) -> str:
    """Canonical JSON of what an event holds beside its subject and instant; empty fields are left out."""
    about = happened.about
    body = {k: v for k, v in happened.__dict__.items() if v is not None and k != "at" and k != about}
    return orjson.dumps(body, default=_plain, option=_CANONICAL).decode()


def is_private(value: dict[str, Any]) -> bool:
    """Whether a field of a body stands for private text; a log may have columns of these names, but they hold text."""
    return "private" in value and value.keys() == {"private", "digest"} and isinstance(value["private"], int)


def _value(value: Any) -> Any:
    if value.__class__ is list:
        return tuple(value)
    if is_private(value):
        made = object.__new__(Private)  # as in `read_event`
        made.__dict__.update(text=None, id=value["private"], digest=value["digest"])
        return made
    return value


def read_event(kind: str, v: int, subject: int, occurred_at: int, body: str) -> Event:
    """The event of a line. Private text stays where it is: the event holds its number and digest."""
    try:
        cls = KINDS[kind]
    except KeyError:
        raise StoreTrouble(
            f"the journal holds “{kind}”, which this version does not know: use the one that wrote it, or a newer one"
        ) from None
    fields: dict[str, Any] = orjson.loads(body)
    if v != cls.v:
        fields = cls.up(fields, v)
    for name, value in fields.items():
        if value.__class__ in (list, dict):
            fields[name] = _value(value)
    made = object.__new__(cls)
    # It was checked when it was recorded; a frozen dataclass sets its fields one by one, which takes twice as long.
    made.__dict__.update(fields, at=Instant(occurred_at))
    made.__dict__[cls.about] = subject
    return made


def read_history(rows: Iterable[Line]) -> list[Recorded]:
    """Events of the rows of `HISTORY`."""
    return [Recorded(row[0], read_event(*row[1:])) for row in rows]


def digest_of(columns: Sequence[object]) -> bytes:
    """SHA-256 over every column of a line, as a JSON list: no two lines are written alike."""
    return sha256(orjson.dumps(columns)).digest()


def digested(line: Line) -> Line:
    """A line as it is inserted: its columns and their digest."""
    return (*line, digest_of(line))


def seal(before: bytes, digests: Iterable[bytes]) -> bytes:
    """The digest of a block: of the block before it and of its lines."""
    return sha256(before + b"".join(digests)).digest()


def private_digest(salt: bytes, text: str) -> str:
    """What an event keeps of a private text: proof for who holds text and salt, nothing for who does not."""
    return sha256(salt + text.encode()).hexdigest()
