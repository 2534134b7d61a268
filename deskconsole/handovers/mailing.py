"""The accepted handover as mail to both leads: what was said stays with them."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.delivery.views import CHANNELS, NEXT_NOTIFICATION, OPERATOR_NAMED, contacts_of
from deskconsole.features.directory.views import DESK
from deskconsole.features.handover.views import HANDOVER_BY_ID


@command("handover.mail", needs="desk")
def mail(desk: Desk, handover: int) -> Iterator[Event]:
    """Have a handover that was accepted sent to who signed it and who accepted it, where they are reached by mail."""
    row, named = desk.one(HANDOVER_BY_ID, handover=handover), desk.maybe(DESK)
    ways = tuple(found.spec.key for found in desk.all(CHANNELS) if found.spec.kind == "mail" and not found.spec.to)
    if not ways or not row.is_over:
        return
    zone = ZoneInfo(named.zone if named else "UTC")
    text, number = "", desk.one(NEXT_NOTIFICATION)
    for handle in dict.fromkeys((row.signed_by, row.accepted_by)):
        person = desk.maybe(OPERATOR_NAMED, handle=handle) if handle else None
        if person is None or "mail" not in contacts_of(desk, person.id):
            continue
        if not text:
            from deskconsole.handovers.aloud import markdown  # only who sends one needs it
            from deskconsole.handovers.reading import told

            found = told(desk, row, desk.now, zone)
            text = markdown(found.written, desk.now, zone, found.signed).removeprefix("# ")
        yield NotificationQueued(
            at=desk.now, notification=number, purpose="note", severity="info", text=Private(text),
            operator=person.id, channels=ways,
        )  # fmt: skip
        number += 1
