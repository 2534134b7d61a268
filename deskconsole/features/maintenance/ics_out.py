"""Calendar files (RFC 5545) given out."""

from __future__ import annotations

from collections.abc import Iterable

from deskconsole.core.instants import Instant, to_datetime
from deskconsole.features.maintenance.views import MaintenanceRow


def written(rows: Iterable[MaintenanceRow], name: str) -> bytes:
    """Windows as a calendar file, each by itself, in UTC: what `resolve` reads back as the same windows."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//deskconsole//maintenance//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for row in rows:
        event = Event()
        event.add("uid", row.uid)
        if row.instance:
            event.add("recurrence-id", to_datetime(Instant(row.instance)))
        event.add("dtstamp", to_datetime(row.announced_at))
        event.add("dtstart", to_datetime(row.begin_at))
        event.add("dtend", to_datetime(row.end_at))
        event.add("sequence", row.sequence)
        event.add("summary", row.title or "maintenance")
        event.add("status", "CANCELLED" if row.withdrawn_at is not None else "CONFIRMED")
        event.add("x-deskconsole-number", row.number)
        if row.item:
            event.add("x-deskconsole-item", row.item)
        elif row.service_key:
            event.add("categories", [row.service_key])
            event.add("x-deskconsole-service", row.service_key)
        else:
            event.add("x-deskconsole-all", "TRUE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
