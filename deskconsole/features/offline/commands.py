"""What the desk records of its offline sheet: when it is due, that it was put or could not be, who hears of that."""

from __future__ import annotations

from collections.abc import Iterator

from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.delivery.views import NEXT_NOTIFICATION
from deskconsole.features.directory.views import LEADS_AND_ADMINS
from deskconsole.features.offline.events import SheetDue, SheetFailed, SheetPlanned, SheetPut
from deskconsole.features.offline.shifts import began, begins
from deskconsole.features.offline.views import OFFLINE, SHEET, OfflineSpec


@command("offline.plan", needs="desk")
def plan(desk: Desk) -> Iterator[Event]:
    """Have a sheet put whenever a shift begins, as the roster says it now; at once for the one that is on."""
    row, now = desk.maybe(SHEET), desk.now
    if not (desk.maybe(OFFLINE) or OfflineSpec()).anywhere:
        if row is not None and row.next_at is not None:
            yield SheetPlanned(at=now, offline_sheet=1)
        return
    shift, next_at = began(desk, now), begins(desk, now)
    if row is None or row.shift < shift:
        yield SheetDue(at=now, offline_sheet=1, shift=shift, next_at=next_at)
    elif row.next_at != next_at:
        yield SheetPlanned(at=now, offline_sheet=1, next_at=next_at)


@command("offline.go_on", needs="desk")
def go_on(desk: Desk, sheet: int, until: int) -> Iterator[Event]:
    """Have the sheet of a shift put that has begun by an instant."""
    row = desk.maybe(SHEET)
    if row is None or row.next_at is None or row.next_at > min(until, desk.now):
        return
    begun = row.next_at
    yield SheetDue(at=begun, offline_sheet=sheet, shift=begun, next_at=begins(desk, begun))


@command("offline.put", needs="desk")
def put(desk: Desk, shift: int, text: str, digest: str) -> Iterator[Event]:
    """Record that the sheet of a shift lies in its second place, and send it as mail where the desk file says so.

    Nothing, where that has been done: of two engines the other was first.
    """
    row = desk.maybe(SHEET)
    if row is None or row.state == "put" or row.shift != shift:
        return
    yield SheetPut(at=desk.now, offline_sheet=1, shift=shift, digest=digest)
    number = desk.one(NEXT_NOTIFICATION)
    for place, channel in enumerate((desk.maybe(OFFLINE) or OfflineSpec()).mail):
        yield NotificationQueued(
            at=desk.now, notification=number + place, purpose="note", severity="info", text=Private(text),
            channels=(channel,),
        )  # fmt: skip


@command("offline.fail", needs="desk")
def fail(desk: Desk, shift: int, why: str) -> Iterator[Event]:
    """Record that the sheet of a shift could not be put; leads are told once, until one could be put again."""
    before = desk.maybe(SHEET)
    if before is None or before.state == "put" or before.shift != shift:
        return
    if before.state == "failed" and before.why == why:
        return
    yield SheetFailed(at=desk.now, offline_sheet=1, shift=shift, why=Private(why))
    if before.why is not None:
        return
    number = desk.one(NEXT_NOTIFICATION)
    for place, operator in enumerate(desk.all(LEADS_AND_ADMINS)):
        yield NotificationQueued(
            at=desk.now, notification=number + place, purpose="note", severity="warn", operator=operator.id,
            text=Private(f"There is no new offline sheet: {why}. Print one: deskconsole sheet"),
        )  # fmt: skip
