"""An answer as the message that leaves: the same bytes at every attempt, and no header that a text could break."""

from __future__ import annotations

from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from deskconsole.core.instants import Instant, to_datetime
from deskconsole.core.masking import masked
from deskconsole.features.mail.rules import one_line, thread
from deskconsole.features.mail.views import MailRow


class Enclosed(NamedTuple):
    """A file that goes with an answer."""

    name: str
    type: str
    data: bytes


def composed(
    row: MailRow, number: str, title: str, sender_name: str, before: Sequence[MailRow], files: Sequence[Enclosed] = ()
) -> EmailMessage:
    """The message of a row of ours; `before` are the messages of its ticket. Raises ValueError where it is erased."""
    if row.text is None or row.address is None or row.own is None:
        raise ValueError("what was to be said, or to whom, has been erased")
    made = EmailMessage(policy=SMTP)
    made["From"] = _address(row.sender or "", sender_name)
    made["To"] = _address(row.address, "")
    made["Subject"] = f"[{number}] {one_line(masked(row.subject or title))}"
    made["Date"] = format_datetime(to_datetime(row.at))
    made["Message-ID"] = row.own
    earlier = [] if row.notice is not None else [each for each in before if each.id < row.id and each.notice is None]
    ids = thread(each.own or _id(each.message_id) for each in earlier)
    theirs = [known for each in earlier if each.direction == "in" and (known := _id(each.message_id))]
    if ids:
        made["In-Reply-To"] = theirs[-1] if theirs else ids[-1]
        made["References"] = " ".join(ids)
    if row.automatic:
        made["Auto-Submitted"] = "auto-generated"
        made["Precedence"] = "bulk"
    made.set_content(masked(row.text) + "\n", cte="quoted-printable")
    for file in files:
        main, _, sub = ("application/octet-stream" if file.type == "message/rfc822" else file.type).partition("/")
        made.add_attachment(file.data, maintype=main, subtype=sub or "octet-stream", filename=file.name)
    return _fixed_boundaries(made, row.own)


def notice(own: str, sender: str, name: str, to: str, title: str, text: str, at: Instant, urgent: bool) -> EmailMessage:
    """The message that tells somebody of the desk something; the same bytes at every attempt."""
    made = EmailMessage(policy=SMTP)
    made["From"] = _address(sender, name)
    made["To"] = _address(to, "")
    made["Subject"] = one_line(title)
    made["Date"] = format_datetime(to_datetime(at))
    made["Message-ID"] = own
    made["Auto-Submitted"] = "auto-generated"
    if urgent:
        made["Importance"] = "high"
    made.set_content(text + "\n", cte="quoted-printable")
    return made


def _address(address: str, name: str) -> Address:
    user, _, host = address.rpartition("@")
    return Address(one_line(name, 100), user, host)


def _id(text: str | None) -> str | None:
    """A foreign Message-ID, where it may stand in a header of ours."""
    return text if text and text.isascii() and text.isprintable() and " " not in text and len(text) < 250 else None


def _fixed_boundaries(made: EmailMessage, own: str) -> EmailMessage:
    """Boundaries by the Message-ID, not by chance: an attempt is like the one before it."""
    for place, part in enumerate(each for each in made.walk() if each.is_multipart()):
        part.set_boundary(f"=-{place}-{own.strip('<>').partition('@')[0]}-=")
    return made
