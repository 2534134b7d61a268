"""A file that only its owner reads, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def put(file: Path, text: str) -> None:
    """Put a text in a file's place, whole, for its owner alone; whose it was stays whose it is."""
    file = file.resolve()  # a link stays one
    place = file if file.exists() else file.parent
    owner = place.stat()
    number, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # made with 0600
    try:
        with open(number, "wb") as new:
            if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()) and os.geteuid() == 0:
                os.fchown(number, owner.st_uid, owner.st_gid)
            new.write(text.encode("utf-8", "surrogateescape"))
            new.flush()
            os.fsync(number)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
