"""Files beside the store, each under the digest of its bytes: written once, never changed, never executed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from deskconsole.core.errors import NotFound, StoreTrouble


class Files:
    """A folder `<store>-files`: `ab/abcd…`. A file is safe on the disk before anything names it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, url: str) -> Files:
        """The folder that belongs to a store; of one on a server `$DESKCONSOLE_FILES`, or one in the data folder."""
        if "://" not in url or url.startswith("sqlite:///"):
            return cls(Path(f"{url.removeprefix('sqlite:///')}-files"))
        data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
        return cls(Path(os.environ.get("DESKCONSOLE_FILES") or Path(data) / "deskconsole" / "files"))

    def place(self, digest: str) -> Path:
        """Where a file lies. Raises NotFound for what is no digest: it never leaves the folder."""
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise NotFound(f"“{digest[:80]}” is no digest of a file")
        return self.folder / digest[:2] / digest

    def keep(self, data: bytes) -> str:
        """Write a file and wait until it is on the disk; its digest."""
        digest = sha256(data).hexdigest()
        place = self.place(digest)
        try:
            if place.exists() and place.stat().st_size == len(data):
                os.utime(place)  # somebody is about to name it again: it is no leftover
                return digest
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            number, name = tempfile.mkstemp(dir=place.parent, prefix=".")  # only its owner may read it, nobody runs it
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, place)
            for folder in (place.parent, self.folder, self.folder.parent):
                _settle(folder)
        except OSError as trouble:
            raise StoreTrouble(f"{place}: cannot be written: {trouble.strerror}") from trouble
        return digest

    def read(self, digest: str, most: int | None = None) -> bytes:
        """The bytes of a file, or the first of them."""
        place = self.place(digest)
        try:
            with place.open("rb") as file:
                return file.read() if most is None else file.read(most)
        except FileNotFoundError:
            raise NotFound(f"{place}: the file is gone") from None
        except OSError as trouble:
            raise StoreTrouble(f"{place}: cannot be read: {trouble.strerror}") from trouble

    def forget(self, digest: str) -> bool:
        """Remove a file for good; whether there was one."""
        place = self.place(digest)
        try:
            size = place.stat().st_size
            with place.open("r+b") as file:  # what the disk still holds of it is no longer what it was
                file.write(bytes(size))
                file.flush()
                os.fsync(file.fileno())
            place.unlink()
            _settle(place.parent)
        except FileNotFoundError:
            return False
        except OSError as trouble:
            raise StoreTrouble(f"{place}: cannot be removed: {trouble.strerror}") from trouble
        return True

    def age(self, digests: Iterable[str]) -> None:
        """Make files look as if they had been laid here long ago: what names them is all that keeps them."""
        for digest in digests:
            with suppress(OSError):
                os.utime(self.place(digest), (1, 1))

    def older(self, than: float) -> list[str]:
        """Digests of the files that were laid here before an instant (seconds of the machine's clock)."""
        places = self.folder.glob("[0-9a-f][0-9a-f]/*") if self.folder.exists() else ()
        return sorted(place.name for place in places if len(place.name) == 64 and place.stat().st_mtime < than)


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
