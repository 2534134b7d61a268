"""Journal lines and private texts as the bytes that were digested, as fast as a database can give them."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from deskconsole.core.errors import StoreTrouble
from deskconsole.store.driver import Driver, Row
from deskconsole.store.journal import COLUMNS, LINES
from deskconsole.store.sqlite import SqliteDriver

Form = tuple[int, bytes, bytes]
"""A line: its number, its columns as the JSON that was digested, its digest."""

# SQLite writes the same compact JSON as orjson does, and saves us from making an object of each column.
_WRITTEN = (
    f"select seq, cast(json_array({', '.join(COLUMNS)}) as blob), digest from journal where seq > :since order by seq"
)
_TEXTS = "select id, about, subject, salt, {text} from private_text where id >= :from order by id"
_AS_BYTES = "case typeof(text) when 'text' then cast(text as blob) end"
_AS_TEXT = "text"


def forms(driver: Driver, since: int = 0) -> Iterator[Form]:
    """All lines after `since`. One that cannot even be read as text comes without its bytes."""
    last = since
    if isinstance(driver, SqliteDriver):
        try:
            for form in driver.each(_WRITTEN, {"since": since}):
                yield form
                last = form[0]
            return
        except StoreTrouble as trouble:
            # Not every SQLite writes JSON, and none writes a blob where text should be.
            if "json" not in str(trouble).lower():
                raise
    while True:
        try:
            for line in driver.each(LINES, {"since": last}):
                yield line[0], form_of(line[:-1]), line[-1]
                last = line[0]
            return
        except StoreTrouble as trouble:
            if "decode" not in str(trouble):
                raise
            last = driver.select("select min(seq) from journal where seq > :last", {"last": last})[0][0]
            yield last, b"", b""


def form_of(columns: Row) -> bytes:
    """The bytes of a line; none where a column is of a type that no event writes."""
    try:
        return orjson.dumps(columns)
    except TypeError:
        return b""


def form_again(driver: Driver, seq: int) -> bytes:
    """The bytes of one line, as they were made when it was written."""
    try:
        return form_of(driver.select(f"select {', '.join(COLUMNS)} from journal where seq = :seq", {"seq": seq})[0])
    except (StoreTrouble, IndexError):
        return b""


def texts(driver: Driver, since: int = 0) -> Iterator[Row]:
    """All private texts of lines after `since`: number, subject's kind and number, salt, text as bytes."""
    values = {"from": (since + 1) * 8}
    if isinstance(driver, SqliteDriver):
        yield from driver.each(_TEXTS.format(text=_AS_BYTES), values)
        return
    for *row, text in driver.each(_TEXTS.format(text=_AS_TEXT), values):
        yield (*row, text.encode())
