"""What becomes of notices: written and on its way as mail, sent by hand with a receipt, not owed after all."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Event, Private, Set, event
from deskconsole.core.instants import Instant

MAIL = "mail"
"""The way of a notice that the desk itself sends; that it was sent is told by the mail's own events."""


@event("notice.written", about="ticket")
class NoticeWritten(Event):
    """A notice is to leave as mail. Nobody has been told by that: what the mail server says is the evidence.

    `metric` is the promise, `word` what people call it, `address` whom it goes to, `digest` the SHA-256 of its text,
    which whoever has the text can compare; `person` is whom it is for, where the desk knows them.
    """

    at: Instant
    ticket: int
    notice: int
    metric: str
    word: str
    text: Private
    address: Private
    digest: Private
    person: int | None = None

    def changes(self) -> Iterator[Set]:
        yield Set("notice", self.notice, {
            "ticket": self.ticket, "metric": self.metric, "way": MAIL, "address": self.address, "text": self.text,
            "digest": self.digest, "at": self.at,
        })  # fmt: skip


@event("notice.recorded", about="ticket")
class NoticeRecorded(Event):
    """Somebody has told them, by a `way` of their own, and has a receipt: `reference` is what proves it.

    `stops_at` is the instant that counts: when it was sent, at the earliest when it was owed. `digest` is the SHA-256
    of what was sent, where that is a text or a file (`attachment`). `late`: entered afterwards (rule 27).
    """

    at: Instant
    ticket: int
    notice: int
    metric: str
    way: str
    stops_at: int
    reference: Private
    text: Private | None = None
    digest: Private | None = None
    attachment: int | None = None
    late: bool = False

    def changes(self) -> Iterator[Set]:
        yield Set("notice", self.notice, {
            "ticket": self.ticket, "metric": self.metric, "way": self.way, "reference": self.reference,
            "text": self.text, "digest": self.digest, "attachment": self.attachment, "at": self.at,
        })  # fmt: skip


@event("notice.waived", about="ticket")
class NoticeWaived(Event):
    """Somebody decided that a notice is not owed, for a reason; what is late by then stays late."""

    at: Instant
    ticket: int
    metric: str
    reason: Private
