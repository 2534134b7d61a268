"""Reading a message, whatever was sent: what it says, who sent it, what it answers, and what is attached.

Nothing in here trusts what it reads: headers that cannot be parsed are read as they stand, letters in a wrong charset
are guessed, and where nothing can be made of a message it says why.
"""

from __future__ import annotations

import email
import email.utils
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC
from email import policy
from email.header import decode_header, make_header
from email.message import Message as Part
from hashlib import sha256
from typing import NamedTuple

from deskconsole.core.instants import Instant, from_datetime
from deskconsole.features.mail.bodies import Attached, Unreadable, body_of
from deskconsole.features.mail.rules import Bounce, address_in, is_address, one_line

LONGEST_HEAD = 64_000
"""Bytes of a header that are read of a message that is too large."""
MOST_HEADERS = 1_000

_ID = re.compile(r"<[^<>\s]{1,250}>")
_MBOX = re.compile(rb"\AFrom [^\r\n]*\r?\n")
_ROBOTS = ("mailer-daemon", "postmaster")
_PRECEDENCE = ("bulk", "junk", "auto_reply")
_SUBMITTED = ("auto-generated", "auto-replied", "auto-notified")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_MARKS = ("X-Autoreply", "X-Auto-Reply", "X-Autorespond", "X-Autoresponder", "X-Auto-Response-Suppress")


class Read(NamedTuple):
    """What a message says, and the files in it."""

    key: str
    """The same however often and by whatever way it is delivered."""
    message_id: str
    references: tuple[str, ...]
    address: str
    name: str
    subject: str
    text: str
    hops: int
    automatic: str
    bounce: Bounce | None
    received: Instant | None
    """When a host of ours says that it took it."""
    attached: tuple[Attached, ...] = ()
    unreadable: str = ""


def read_message(raw: bytes, trusted: frozenset[str] = frozenset(), ours: str = "") -> Read:
    """Read a message; `trusted` are our hosts, `ours` is the domain of our Message-IDs."""
    raw = _MBOX.sub(b"", raw, count=1)
    try:
        if not raw.strip():
            raise Unreadable("it is empty")
        message = email.message_from_bytes(raw, policy=policy.default)
        if not message.keys():
            raise Unreadable("it has no header")
        if len(message.keys()) > MOST_HEADERS:
            raise Unreadable(f"its header has more than {MOST_HEADERS} lines")
        return _read(message, raw, trusted, ours)
    except RecursionError:
        return _unreadable(raw, "its parts are nested too deep")
    except Unreadable as wrong:
        return _unreadable(raw, str(wrong))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as wrong:
        # The standard parser has its own bad days with what nobody should send; what it says may quote that.
        return _unreadable(raw, f"the parser gave up: {type(wrong).__name__}")


def head_of(raw: bytes) -> bytes:
    """The header of a message that is too large to be read."""
    found = re.search(rb"\r?\n\r?\n", raw[:LONGEST_HEAD])
    return raw[: found.end() if found else LONGEST_HEAD]


def _unreadable(raw: bytes, why: str) -> Read:
    digest = sha256(raw.replace(b"\r\n", b"\n").strip()).hexdigest()
    return Read(f"unreadable {digest}", "", (), "", "", "", "", 0, "", None, None, (), why)


def _read(message: Part, raw: bytes, trusted: frozenset[str], ours: str) -> Read:
    name, address = _sender(message)
    body = body_of(message)
    subject = one_line(header(message, "Subject"))
    ids = _ID.findall(header(message, "Message-ID"))
    automatic = _automatic(message, address)
    found = Read(
        key=_key(message, raw),
        message_id=ids[0] if ids else "",
        references=_references(message),
        address=address,
        name=name,
        subject=subject,
        text=body.text,
        hops=len(message.get_all("Received", ())),
        automatic=automatic,
        bounce=None,
        received=_received(message, trusted),
        attached=body.attached,
    )
    return found._replace(bounce=_bounce(message, found, ours))


def header(part: Part, name: str) -> str:
    """A header’s first value as text; one that cannot be parsed as it stands."""
    with suppress(Exception):  # the structured headers of the standard library raise whatever comes to hand
        value = part.get(name)
        return "" if value is None else _letters(str(value))
    for key, value in part.raw_items():
        if key.lower() == name.lower():
            with suppress(Exception):
                return _letters(str(make_header(decode_header(str(value)))))
            return _letters(str(value))
    return ""


def _letters(text: str) -> str:
    """Text that can be written: bytes nobody could decode become question marks."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "")


def _sender(message: Part) -> tuple[str, str]:
    """Name and address of who wrote it; the address is empty where there is none that we could answer."""
    for place in ("From", "Sender", "Reply-To", "Return-Path"):
        text = one_line(header(message, place), 1_000)
        found = email.utils.getaddresses([text])[:1] if text else []
        for name, address in found:
            if is_address(address):
                return one_line(name, 100), address.lower()
        if text and (bare := address_in(text)):
            return "", bare
    return "", ""


def _references(message: Part) -> tuple[str, ...]:
    """What it answers, the nearest first."""
    nearest = _ID.findall(header(message, "In-Reply-To"))
    before = _ID.findall(header(message, "References"))[-50:]
    return tuple(dict.fromkeys([*nearest[:5], *reversed(before)]))


def _key(message: Part, raw: bytes) -> str:
    """A digest of what its writer wrote, without the traces that each way of delivery leaves."""
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    told = [" ".join(header(message, name).split()) for name in ("Message-ID", "From", "Date", "Subject")]
    return sha256("\n".join(told).encode() + b"\n\n" + body.strip()).hexdigest()


def _received(message: Part, trusted: frozenset[str]) -> Instant | None:
    """What the topmost trace says, where a host of ours left it; those below it anybody may have written."""
    lines = [str(value) for key, value in message.raw_items() if key.lower() == "received"][:1]
    for line in lines:
        by = re.search(r"\bby\s+([^\s;()]+)", line, re.IGNORECASE)
        if by and by[1].lower() in trusted:
            with suppress(ValueError, TypeError, OverflowError, IndexError):
                moment = email.utils.parsedate_to_datetime(line.rpartition(";")[2].strip())
                return from_datetime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return None


# --- machines --------------------------------------------------------------------------------------------------------


def _automatic(message: Part, address: str) -> str:
    """How one sees that a machine wrote it (RFC 3834 and what came before it)."""
    said = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if said and said != "no":
        return f"Auto-Submitted: {said}" if said in _SUBMITTED else "Auto-Submitted"
    if (said := header(message, "Precedence").strip().lower()) in _PRECEDENCE:
        return f"Precedence: {said}"
    for mark in _MARKS:
        if (value := header(message, mark).strip().lower()) and value != "none":
            return mark
    if message.get_content_type() == "multipart/report":
        return "multipart/report"
    if header(message, "Return-Path").strip() == "<>":
        return "null return path"
    return "sent by the mail system" if address.partition("@")[0] in _ROBOTS else ""


def _bounce(message: Part, read: Read, ours: str) -> Bounce | None:
    """What a mail server reports, in the standard form; or by a message of its own that names one of ours."""
    if message.get_content_type() == "multipart/report":
        kinds = {part.get_content_type(): part for part in _parts(message)}
        status = kinds.get("message/delivery-status")
        if status is not None:
            action, code = _delivery(status)
            return Bounce(_returned(message, ours) + read.references, action, code)
        return None
    daemon = read.address.partition("@")[0] in _ROBOTS or read.automatic == "null return path"
    if daemon and ours:
        named = tuple(each for each in _ID.findall(read.text) if each.endswith(f"@{ours}>"))
        found = named + _returned(message, ours)
        return Bounce(found, "failed", None) if found else None
    return None


def _delivery(part: Part) -> tuple[str, str | None]:
    """Action and status of a report; of several recipients the worst counts."""
    blocks = part.get_payload()
    told = [(header(block, "Action").strip().lower(), header(block, "Status").strip()) for block in _messages(blocks)]
    for wanted in ("failed", "delayed", "delivered", "relayed", "expanded"):
        for action, status in told:
            if action == wanted:
                return action, status if _STATUS.fullmatch(status) else None
    return "failed", None


def _returned(message: Part, ours: str) -> tuple[str, ...]:
    """Message-IDs of the message, or the head of one, that came back."""
    found: list[str] = []
    for part in _parts(message):
        if part.get_content_type() in ("message/rfc822", "message/rfc822-headers"):
            for inner in _messages(part.get_payload()):
                found += _ID.findall(header(inner, "Message-ID"))[:1]
        elif part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            inner = email.message_from_bytes(head if isinstance(head, bytes) else b"", policy=policy.default)
            found += _ID.findall(header(inner, "Message-ID"))[:1]
    return tuple(each for each in found if not ours or each.endswith(f"@{ours}>"))


def _messages(payload: object) -> Iterator[Part]:
    if isinstance(payload, list):
        yield from (each for each in payload[:100] if isinstance(each, Part))


def _parts(message: Part) -> list[Part]:
    """The direct parts of a message."""
    return list(_messages(message.get_payload())) if message.is_multipart() else []
