"""Rows of a file that could not be taken over: the first are said, all are written beside it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from deskconsole.core.errors import BadInput
from deskconsole.core.text import safe_text

_SHOWN = 3


class Rejected(Protocol):
    """Its line in the file, why, and how it was written; a tuple of the three."""

    @property
    def line(self) -> int: ...

    @property
    def why(self) -> str: ...

    @property
    def text(self) -> str: ...


def report(rejects: Sequence[Rejected], source: str | Path, target: str | None, *, dry_run: bool) -> None:
    """Say the first of them and write all to `target`, else beside the file they are of; a dry run writes nothing."""
    for reject in rejects[:_SHOWN]:
        print(f"line {reject.line}: {safe_text(reject.why)}", file=sys.stderr)
    if not rejects or dry_run:
        return
    path = Path(target or f"{source}.rejects.csv")
    try:
        with path.open("w", newline="", encoding="utf-8", errors="replace") as file:
            rows = csv.writer(file)
            rows.writerow(["line", "why", "row"])
            rows.writerows((reject.line, reject.why, reject.text) for reject in rejects)
    except OSError as trouble:
        raise BadInput(f"{path} cannot be written: {trouble.strerror}; --rejects names another place") from trouble
    print(f"{len(rejects)} rejected rows are in {path}", file=sys.stderr)
