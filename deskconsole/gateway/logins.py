"""Who has come in: kept in memory, so that a gateway that is started anew knows nobody."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

SHIFT_S = 12 * 3600
"""Seconds for which somebody stays in."""

MOST = 1000


class Login(NamedTuple):
    """Somebody who showed a token, and until when that counts."""

    handle: str
    token: bytes
    """Its digest."""
    until: float


class Logins:
    """By the random word that a browser shows in its cookie."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._in: dict[str, Login] = {}

    def begin(self, handle: str, token: bytes) -> str:
        """Let somebody in; the word that they show from now on. Past the most, the first who came goes."""
        word = secrets.token_urlsafe(32)
        while len(self._in) >= MOST:
            del self._in[next(iter(self._in))]
        self._in[word] = Login(handle, token, self._now() + SHIFT_S)
        return word

    def of(self, word: str | None) -> Login | None:
        """Whose word it is, if it still counts."""
        login = self._in.get(word or "")
        if login is not None and login.until <= self._now():
            self.end(word)
            return None
        return login

    def end(self, word: str | None) -> None:
        self._in.pop(word or "", None)
