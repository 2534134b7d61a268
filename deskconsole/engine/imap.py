"""Reading a mailbox: each message is taken in, then moved away. Whoever dies in between reads it again; its effect is
once."""

from __future__ import annotations

import imaplib
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import BadInput, StoreTrouble
from deskconsole.core.instants import Instant, from_datetime
from deskconsole.engine.intake import take_in
from deskconsole.engine.passwords import password_of
from deskconsole.features.mail.parsing import LONGEST_HEAD
from deskconsole.features.mail.views import MAIL, MB, ImapSpec, MailSpec
from deskconsole.house import House
from deskconsole.store.store import Store

PATIENCE_S = 30.0
AT_ONCE = 200
"""Messages read in one turn."""

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def poll(store: Store) -> int:
    """Take in what lies in the mailbox of a desk; how many messages were read. Raises DeskError where it cannot."""
    settings = store.read.maybe(MAIL)
    if settings is None or settings.imap is None:
        return 0
    with mailbox(settings.imap) as box:
        return sum(1 for _ in _taken(store, settings, settings.imap, box))


@contextmanager
def mailbox(server: ImapSpec) -> Iterator[imaplib.IMAP4]:
    """A session with a mailbox, its folder selected."""
    where = f"the mailbox at {server.host}:{server.port}"
    try:
        box = _connected(server)
        try:
            if server.user:
                box.login(server.user, password_of(server))
            _agree(box.select(_quoted(server.folder)), f"there is no folder {server.folder}")
            yield box
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                box.logout()
    except (imaplib.IMAP4.error, OSError) as trouble:
        raise BadInput(f"{where}: {trouble}") from trouble


def _connected(server: ImapSpec) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if server.tls == "tls":
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=PATIENCE_S)
    box = imaplib.IMAP4(server.host, server.port, timeout=PATIENCE_S)
    if server.tls == "starttls":
        box.starttls(context)
    return box


def _taken(store: Store, settings: MailSpec, server: ImapSpec, box: imaplib.IMAP4) -> Iterator[bytes]:
    """Take message after message in; one that cannot be stays where it is, in nobody's way, and is told of at last."""
    house = House(store, Actor(DESK))
    found = _agree(box.uid("SEARCH", "UNDELETED"), "the folder cannot be searched")
    left: list[str] = []
    taken = 0
    for uid in (found[0] or b"").split():
        if taken == AT_ONCE:
            break
        raw, at, size = _fetched(box, uid.decode(), settings.size_mb * MB)
        if raw is None:
            continue  # somebody else has moved it meanwhile
        try:
            take_in(house, raw, at, size)
        except StoreTrouble:
            raise  # the next turn finds it again
        except Exception as wrong:
            left.append(f"message {uid.decode()}: {type(wrong).__name__}: {wrong}")
            continue
        _moved(box, uid.decode(), server.done)
        taken += 1
        yield uid
    if left:
        raise BadInput(f"{len(left)} messages could not be taken in and stay in {server.folder}; {left[0]}")


def _fetched(box: imaplib.IMAP4, uid: str, most: int) -> tuple[bytes | None, Instant | None, int]:
    """A message, when it reached the server, and its size; of one that is too large only the beginning."""
    told = _agree(box.uid("FETCH", uid, "(RFC822.SIZE)"), "a message cannot be read")
    match = _SIZE.search(told[0] if isinstance(told[0], bytes) else b"")
    if match is None:
        return None, None, 0
    size = int(match[1])
    part = "BODY.PEEK[]" if size <= most else f"BODY.PEEK[]<0.{LONGEST_HEAD}>"
    for line in _agree(box.uid("FETCH", uid, f"(INTERNALDATE {part})"), "a message cannot be read"):
        if isinstance(line, tuple):
            return line[1], _internal(line[0]), size
    return None, None, 0


def _internal(line: bytes) -> Instant | None:
    """INTERNALDATE as an instant."""
    found = imaplib.Internaldate2tuple(line)
    return from_datetime(datetime.fromtimestamp(time.mktime(found), UTC)) if found else None


def _moved(box: imaplib.IMAP4, uid: str, folder: str) -> None:
    """Move a message away: by MOVE where the server has it, else by copy and removal (RFC 6851)."""
    if "MOVE" in box.capabilities:
        answer = box.uid("MOVE", uid, _quoted(folder))
        if answer[0] == "OK":
            return
        box.create(_quoted(folder))
        _agree(box.uid("MOVE", uid, _quoted(folder)), f"it cannot be moved to {folder}")
        return
    if box.uid("COPY", uid, _quoted(folder))[0] != "OK":
        box.create(_quoted(folder))
        _agree(box.uid("COPY", uid, _quoted(folder)), f"it cannot be copied to {folder}")
    box.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")
    box.expunge()


def _agree(answer: tuple[str, list[Any]], what: str) -> list[Any]:
    if answer[0] != "OK":
        raise BadInput(f"{what}: {answer[1]!r}")
    return answer[1]


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
