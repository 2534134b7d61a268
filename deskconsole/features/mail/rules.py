"""What is decided about messages: keys, threads, tokens, when to try again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from deskconsole.core.instants import HOUR, SECOND

WITHIN = HOUR
"""The span in which messages of one sender are counted."""
ATTEMPTS = 8
"""After so many failures in a row a message is parked, in sight."""
PAUSES = (5, 15, 45, 120, 300, 900, 1800)
"""Seconds before the next attempt, by how many there were."""
LONGEST_TITLE = 200

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_AGAIN = re.compile(r"^\s*(?:(?:re|aw|sv|antw|fw|fwd|wg|tr|rv)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


class File(NamedTuple):
    """A file that lies beside the store already: its name as sent, its kind, its size and its digest."""

    name: str
    type: str
    size: int
    digest: str


class Bounce(NamedTuple):
    """What a mail server says became of a message (RFC 3464): of which, and what."""

    of: tuple[str, ...]
    """Message-IDs it may be about."""
    action: str
    status: str | None


class Incoming(NamedTuple):
    """A message as it is decided on: read, its files laid beside the store."""

    message_id: str
    references: tuple[str, ...]
    """What it answers, the nearest first."""
    address: str
    """Who sent it; empty where nobody knows."""
    name: str
    subject: str
    text: str
    size: int
    hops: int
    raw: File
    files: tuple[File, ...] = ()
    automatic: str = ""
    """How one sees that a machine wrote it; empty: a person did."""
    bounce: Bounce | None = None
    unreadable: str = ""
    """Why nothing can be made of it."""

    @property
    def token(self) -> str:
        return token(self.message_id)


def token(message_id: str) -> str:
    """A digest of a Message-ID, to find it by: the id of somebody else's message may hold their name."""
    return sha256(message_id.strip().strip("<>").encode("utf-8", "replace")).hexdigest()[:32]


def address_in(text: str) -> str | None:
    """The first mail address in a text, in lower case."""
    found = _ADDRESS.search(text)
    return found[0].lower() if found else None


def is_address(text: str) -> bool:
    """Whether a text is a mail address as we send to: plain ASCII, nothing that a header could break on."""
    return _ADDRESS.fullmatch(text) is not None


def one_line(text: str, longest: int = LONGEST_TITLE) -> str:
    """A text for a header or a title: controls become spaces, so that no line ends where it should not."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    line = _SPACE.sub(" ", plain).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"


def file_name(name: str) -> str:
    """A name without folders, controls, or a dot in front."""
    plain = name.encode("utf-8", "replace").decode("utf-8", "replace")
    return one_line(re.split(r"[/\\]", plain)[-1], 120).lstrip(".").replace(":", "_").strip()


def title_of(subject: str) -> str:
    """A subject without what mail programs put before it."""
    return _AGAIN.sub("", subject).strip() or "(no subject)"


def numbers_in(subject: str, prefix: str) -> list[str]:
    """Ticket numbers in a subject, each once."""
    found = re.findall(rf"(?<![A-Z0-9-]){re.escape(prefix)}-\d{{1,15}}(?!\d)", subject.upper())
    return list(dict.fromkeys(found))


def own_id(number: str, answer: int, salt: bytes, host: str) -> str:
    """The Message-ID of an answer of ours: the same at every attempt, and nobody guesses that of another ticket."""
    secret = sha256(salt + f"{number} {answer}".encode()).hexdigest()[:20]
    return f"<{number}.{answer}.{secret}@{host}>"


def due_again(attempt: int, now: int) -> int:
    """When to try again after so many attempts."""
    return now + PAUSES[min(attempt, len(PAUSES)) - 1] * SECOND


def thread(ids: Iterable[str | None]) -> list[str]:
    """What an answer refers to: the first message and the last nine, oldest first."""
    known = [each for each in dict.fromkeys(ids) if each]
    return known if len(known) <= 10 else [known[0], *known[-9:]]
