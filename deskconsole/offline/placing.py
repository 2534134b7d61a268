"""The sheet in a second place: two files, each whole or not there."""

from __future__ import annotations

import os
import tempfile
from datetime import tzinfo
from pathlib import Path

from deskconsole.core.errors import BadInput
from deskconsole.offline.printed import as_html, as_text
from deskconsole.offline.sheet import Sheet

NAME = "offline-sheet"


def put(sheet: Sheet, zone: tzinfo, folder: str) -> list[Path]:
    """Write it as text and as a page, over the one before. Raises BadInput where that cannot be."""
    where = Path(folder)
    texts = {f"{NAME}.txt": as_text(sheet, zone), f"{NAME}.html": as_html(sheet, zone)}
    try:
        where.mkdir(parents=True, exist_ok=True)
        return [_whole(where / name, text) for name, text in texts.items()]
    except OSError as trouble:
        raise BadInput(f"{where}: the offline sheet cannot be written there: {trouble.strerror}") from trouble


def _whole(file: Path, text: str) -> Path:
    """Whoever opens it finds the old one or the new one; only this account and its group read what is private."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, 0o640)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return file
