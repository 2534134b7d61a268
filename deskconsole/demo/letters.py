"""Messages as they reach the desk of the demo: what people write, and what machines and mail servers do."""

from __future__ import annotations

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Literal

from deskconsole.core.instants import Instant, to_datetime
from deskconsole.demo.people import ZONE


@dataclass(frozen=True)
class Letter:
    """A message on its way to the desk."""

    name: str
    address: str
    subject: str
    text: str
    answers: str | None = None
    """The Message-ID of ours that it is about."""
    wrote: Literal["person", "away", "list", "server"] = "person"
    """Who wrote it: a person, a machine for somebody who is away, a mailing list, a mail server that refuses ours."""
    log: str | None = None
    """A text file that comes with it."""

    def raw(self, number: str, at: Instant) -> bytes:
        """The message, as a server would pass it on."""
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = formataddr((self.name, self.address))
        message["To"] = "desk@emea.example"
        message["Subject"] = self.subject
        message["Date"] = format_datetime(to_datetime(at, ZONE))
        message["Message-ID"] = f"<{number}@{self.address.partition('@')[2]}>"
        if self.answers and self.wrote != "server":
            message["In-Reply-To"] = message["References"] = self.answers
        if self.wrote == "away":
            message["Auto-Submitted"] = "auto-replied"
        if self.wrote == "list":
            message["Precedence"] = "bulk"
        message.set_content(self.text)
        if self.log is not None:
            message.add_attachment(self.log, filename="system.log")
        return _refused(message, self.answers or "") if self.wrote == "server" else bytes(message)


def _refused(message: EmailMessage, ours: str) -> bytes:
    """A delivery report (RFC 3464), written out: it says of one of our messages that nobody has it."""
    head = "".join(
        f"{name}: {value}\r\n" for name, value in message.items() if not name.startswith(("Content", "MIME"))
    )
    return (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\n{message.get_content().strip()}\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.tessella.example\r\n\r\n"
        "Final-Recipient: rfc822; orders@tessella.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {ours}\r\n--b--\r\n"
    ).encode()
