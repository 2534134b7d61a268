"""Who may come in by which token: a file of the account that serves, `HANDLE TOKEN` a line, read by nobody else.

It is read again whenever it has changed: whoever takes a line out has shut that door.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from deskconsole.core.errors import BadInput, StoreTrouble
from deskconsole.gateway.private_file import put

SHORTEST = 24
"""Characters of a token: nobody tries them all."""

_HEAD = "# Who may open deskconsole in a browser: HANDLE TOKEN. Take a line out, and that token is worth nothing.\n"


class Tokens:
    """The tokens of a file, as they are now."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: tuple[int, int, int] | None = None
        self._known: dict[bytes, str] = {}

    def names(self) -> list[str]:
        """Who has a token."""
        return sorted(set(self._read().values()))

    def whose(self, token: str) -> tuple[str, bytes] | None:
        """The operator that a token stands for, and its digest. How long it takes says nothing of what is near it."""
        given, found = _digest(token), None
        for known, handle in self._read().items():
            if compare_digest(given, known):
                found = handle, known
        return found

    def stands(self, digest: bytes, handle: str) -> bool:
        """Whether a token that was taken is still one of the file's."""
        return self._read().get(digest) == handle

    def make(self, handles: Iterable[str]) -> dict[str, str]:
        """Give a token to each who has none; those that were made."""
        there = set(self._read().values()) if self.file.exists() else set()
        made = {handle: secrets.token_urlsafe(32) for handle in handles if handle not in there}
        if made:
            self._add(made)
        return made

    def _add(self, made: Mapping[str, str]) -> None:
        before = self.file.read_text("utf-8") if self.file.exists() else _HEAD
        if not before.endswith("\n"):
            before += "\n"
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            put(self.file, before + "".join(f"{handle} {token}\n" for handle, token in made.items()))
        except OSError as trouble:
            raise StoreTrouble(f"{self.file}: cannot be written: {trouble.strerror}") from trouble

    def _read(self) -> Mapping[bytes, str]:
        try:
            with self.file.open(encoding="utf-8") as file:
                facts = os.fstat(file.fileno())
                seen = (facts.st_ino, facts.st_mtime_ns, facts.st_size)
                if seen != self._seen:
                    if facts.st_mode & 0o077:
                        raise BadInput(f"{self.file}: others may read it: chmod 600 {self.file}")
                    self._known, self._seen = parsed(file.read(), str(self.file)), seen
        except (OSError, UnicodeDecodeError) as trouble:
            self._known, self._seen = {}, None
            raise StoreTrouble(f"{self.file}: cannot be read: {trouble}") from trouble
        return self._known


def parsed(text: str, file: str) -> dict[bytes, str]:
    """Digests of tokens with their operators. Raises BadInput with file and line; it never tells a token."""
    found: dict[bytes, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 2:
            raise BadInput(f"{file}:{number}: write HANDLE TOKEN, and nothing else on the line")
        handle, token = words
        if len(token) < SHORTEST:
            raise BadInput(f"{file}:{number}: the token of {handle} is short: {SHORTEST} characters at least")
        if found.setdefault(digest := _digest(token), handle) != handle:
            raise BadInput(f"{file}:{number}: {handle} and {found[digest]} have the same token")
    return found


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogateescape")).digest()
