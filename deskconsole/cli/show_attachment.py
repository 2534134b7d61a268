"""`deskconsole show attachment`: what a file is, and the beginning of it where it is text; it is never run."""

from __future__ import annotations

import json

from deskconsole.cli.common import write
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import to_iso
from deskconsole.core.masking import masked
from deskconsole.core.text import safe_lines
from deskconsole.features.mail.previewing import previewed
from deskconsole.features.mail.views import ATTACHMENT
from deskconsole.store.files import Files
from deskconsole.store.store import Store

PREVIEW = 64_000
"""Bytes of a file that are shown."""


def shown(store: Store, number: str | None, form: str) -> int:
    """Print a file by its number."""
    row = store.read.maybe(ATTACHMENT, attachment=int(number)) if number and number.isdecimal() else None
    if row is None:
        raise NotFound(f"there is no file {number or ''}: `deskconsole mail files INC-10001` numbers them")
    if row.file is None:
        raise NotFound(f"file {row.id} was erased")
    kept = Files.of(store.url)
    text = previewed(row.type, kept.read(row.file, PREVIEW))
    told = {"file": row.id, "name": row.name, "type": row.type, "size": row.size, "at": to_iso(row.at),
            "place": str(kept.place(row.file))}  # fmt: skip
    if form in ("json", "jsonl"):
        print(json.dumps(told | {"text": None if text is None else masked(text)}, ensure_ascii=False))
        return 0
    write(({"field": name, "value": value} for name, value in told.items()), ("field", "value"), form)
    print("\n" + ("not shown: this is no text" if text is None else safe_lines(masked(text))))
    if text is not None and row.size > PREVIEW:
        print(f"… the first {PREVIEW // 1000} kB of {row.size // 1000}")
    return 0
