"""A notification as it leaves: to whom, its words, and the event that programs read (CloudEvents 1.0, structured)."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from typing import NamedTuple

from deskconsole.core.instants import Instant, to_iso

SIGNATURE = "Deskconsole-Signature"
"""Header of a webhook: `sha256=` and the HMAC of the body, in hex, with the secret that both sides know."""


class Message(NamedTuple):
    """What is said, to whom; the same at every attempt but for `attempt` and `again`."""

    key: str
    notification: int
    desk: str
    purpose: str
    severity: str
    title: str
    lines: tuple[str, ...]
    at: Instant
    operator: str | None = None
    contact: str | None = None
    """Where the person is reached, or where the channel always goes."""
    ticket: str | None = None
    by: Instant | None = None
    attempt: int = 1
    again: bool = False
    """Whether an attempt before may have arrived."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def cloud_event(message: Message) -> bytes:
    """The bytes that a webhook and a command get: the same at every attempt, so that a second one is known."""
    event = {
        "specversion": "1.0",
        "id": message.key,
        "source": "/deskconsole/notifications",
        "type": f"deskconsole.notification.{message.purpose}.v1",
        "subject": message.ticket or f"notification {message.notification}",
        "time": to_iso(message.at),
        "datacontenttype": "application/json",
        "data": {
            "notification": message.notification, "desk": message.desk, "purpose": message.purpose,
            "severity": message.severity, "ticket": message.ticket, "operator": message.operator,
            "contact": message.contact, "title": message.title, "lines": list(message.lines),
            "by": None if message.by is None else to_iso(message.by),
        },
    }  # fmt: skip
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def signature(body: bytes, secret: str) -> str:
    """What a receiver computes too, and compares."""
    return f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}"
