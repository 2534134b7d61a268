"""What else happens to a room in the words of the floor: messages, the sentence for the phone, call-ins."""

from __future__ import annotations

from collections.abc import Callable

from deskconsole.core.desk import Event, Private
from deskconsole.features.room_updates import events as u
from deskconsole.features.surge import events as s

Words = tuple[str, Private | str | None]


def _written(x: u.UpdateWritten) -> Words:
    return f"message {x.place} to {x.audience}, {x.phase}" + (", waits for approval" if x.waits else ""), x.text


def _sent(x: u.UpdateSent) -> Words:
    late = f", {max(x.late_s // 60, 1)} minutes late" if x.late_s else ""
    return f"✓ message sent{f', approved by {x.by}' if x.by else ''}{late}", None


def _told(x: u.UpdateTold) -> Words:
    inside = _count(x.first_notification, x.last_notification)
    outside = _count(x.first_mail, x.last_mail) if x.mails is None else x.mails
    parts = [f"{inside} people here"] * bool(inside) + [f"{outside} outside by mail"] * bool(outside)
    missing = f"; nobody to write to at {', '.join(x.nobody)}" if x.nobody else ""
    return f"message goes to {' and '.join(parts) or 'nobody'}{missing}", None


def _count(first: int | None, last: int | None) -> int:
    return 0 if first is None or last is None else last - first + 1


def _missed(x: u.UpdateMissed) -> Words:
    return f"▲ a message is late: {' '.join(x.told) or 'nobody'} paged", None


BESIDE: dict[type[Event], Callable[..., Words]] = {
    u.UpdateOwed: lambda x: (f"{x.audience}: a message every {x.every_s // 60} minutes", None),
    u.UpdateWritten: _written,
    u.UpdateSent: _sent,
    u.UpdateTold: _told,
    u.UpdateWithdrawn: lambda x: ("message withdrawn", x.reason),
    u.UpdateMissed: _missed,
    u.SentenceSaid: lambda x: ("agents say" if x.text else "agents say nothing of it any more", x.text or x.workaround),
    s.SurgeCalled: lambda x: (f"{x.handle} called in ({x.why})", x.note),
    s.SurgeAnswered: lambda x: (f"{x.handle} {'comes' if x.comes else 'cannot come'} ({x.how})", None),
    s.SurgeUnanswered: lambda x: (f"{x.handle} did not answer in time", None),
    s.SurgeExhausted: lambda x: (f"▲ nobody comes: {' '.join(x.told) or 'nobody'} told", None),
    s.SurgeStoodDown: lambda x: (f"{x.handle} may go", None),
}
