"""Taking in a message: its files are laid beside the store, then one call decides what it leads to.

Whoever delivers may deliver again: the same message, by whatever way, has its effect once.
"""

from __future__ import annotations

from typing import NamedTuple

from deskconsole.core.desk import Query
from deskconsole.core.instants import Instant
from deskconsole.features.mail.parsing import Read, head_of, read_message
from deskconsole.features.mail.rules import File, Incoming
from deskconsole.features.mail.views import MAIL, MB, MailSpec
from deskconsole.house import House, Receipt
from deskconsole.mailroom import receive
from deskconsole.store.files import Files

SOURCE = "mail"
_ABOUT = Query("select about from journal where seq = :seq", str)


class TakenIn(NamedTuple):
    """What became of a message."""

    receipt: Receipt
    key: str


def settings_of(house: House) -> MailSpec:
    """The desk's rules for mail; a desk without any takes mail in all the same."""
    return house.store.read.maybe(MAIL) or MailSpec("")


def take_in(house: House, raw: bytes, arrived: Instant | None = None, size: int | None = None) -> TakenIn:
    """Take in a message as it was delivered. `size` is what it really has, where only the beginning is given."""
    settings = settings_of(house)
    whole = max(size or 0, len(raw))
    too_large = whole > settings.size_mb * MB
    if too_large:
        raw = head_of(raw)
    read = read_message(raw, frozenset(host.lower() for host in settings.trusted), settings.host)
    message = _laid_down(house, read, raw, whole, files=not too_large)
    at = arrived if arrived is not None else read.received
    receipt = house.do(receive(message, at), source=SOURCE, key=read.key)
    if house.store.read.maybe(_ABOUT, seq=receipt.events[0]) == "quarantine":
        # Only the message itself is held back with it; its parts are named by nothing, and go when it is swept.
        Files.of(house.store.url).age(file.digest for file in message.files)
    return TakenIn(receipt, read.key)


def _laid_down(house: House, read: Read, raw: bytes, size: int, *, files: bool) -> Incoming:
    """The message with its files where they stay; nothing names one that is not on the disk."""
    kept = Files.of(house.store.url)
    attached = [File(each.name, each.type, len(each.data), kept.keep(each.data)) for each in read.attached if files]
    return Incoming(
        message_id=read.message_id, references=read.references, address=read.address, name=read.name,
        subject=read.subject, text=read.text, size=size, hops=read.hops,
        raw=File("message.eml", "message/rfc822", len(raw), kept.keep(raw)), files=tuple(attached),
        automatic=read.automatic, bounce=read.bounce, unreadable=read.unreadable,
    )  # fmt: skip
