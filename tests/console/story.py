"""The story of the drawn frames as data: Tuesday 14 April 2026, 09:42:07 at the EMEA desk."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from deskconsole.console.desk.source import ClockRow, Entry, TicketDetail
from deskconsole.console.pages.rows import Mark
from deskconsole.console.painting.glyphs import UNICODE, Glyphs
from deskconsole.console.painting.lines import Scene
from deskconsole.core.instants import HOUR, MINUTE, SECOND, Instant, duration, from_iso
from deskconsole.features.tickets.views import NO_FIGURE, PAUSED, RUNNING, QueueRow

ZONE = ZoneInfo("Europe/Paris")
NOW = from_iso("2026-04-14T09:42:07", ZONE)
ALWAYS, CLOSED = 1, 2
"""Calendar versions: one that never closes, one that is closed in the whole story."""

# number, title, priority, customer, state, owner, waits, metric, left of the clock, cells of its bar, due, hold's end
_ROWS = """
10442 | VPN gateway drops all sessions | 1 | Acme | open | ana | 2m | resolution | -12m | 6 | 09:30
10461 | Scanners in hall 3 lose Wi-Fi | 2 | Acme | new | | 38m | response | -8m | 6 | 09:34
10379 | Invoice PDF shows wrong VAT rate | 3 | Borealis | open | ben | 1h12m | resolution | -3m | 6 | 09:39
10398 | Payroll export stuck at 62 % | 2 | Civita | open | | 36m | next | 8m53s | 5 | 09:51
10468 | Mail to supplier bounces with 550 | 3 | Borealis | new | | 49m | response | 11m | 5 | 09:53
10417 | Badge readers offline at gate B | 2 | Acme | held vendor | ben | 14m | resolution | 31m | 5 | 10:13
10430 | SAP logon slow from Lyon | 2 | Civita | open | chidi | 9m | resolution | 38m | 5 | 10:20
10455 | Label printer queue blocked, dock 4 | 2 | Acme | open | ana | 16m | update | 44m | 5 | 10:26
10401 | Room microphone dead, Oslo 4.12 | 3 | Nordlys | open | dana | 1h05m | resolution | 52m | 5 | 10:34
10388 | Shared drive S: is read-only | 3 | Borealis | open | chidi | 27m | resolution | 58m | 5 | 10:40
10470 | Request: second monitor for desk 7 | 4 | Acme | new | | 36m | response | 1h24m | 2 | 11:06
10462 | ⚑ [urgent] VPN not connecting from Berlin | 2 | Acme | open | | 33m | resolution | 1h41m | 3 | 11:23
10465 | ⚑ VPN drops every two minutes | 2 | Acme | open | | 29m | resolution | 1h52m | 3 | 11:34
10440 | Outlook search returns nothing | 3 | Civita | open | ana | 41m | resolution | 2h05m | 4 | 11:47
10436 | 会議室の画面が映らない (Osaka, room 3) | 3 | Nordlys | open | dana | 52m | resolution | 2h30m | 3 | 12:12
10448 | Cannot print duplex on floor 2 | 3 | Acme | open | ben | 1h20m | resolution | 3h10m | 3 | 12:52
10451 | Softphone loses audio after transfer | 3 | Borealis | open | ana | 24m | resolution | 4h02m | 2 | 13:44
10405 | Add shared mailbox for returns team | 4 | Civita | open | chidi | 3h | resolution | 4h40m | 3 | 14:22
10457 | Outlook signature template outdated | 4 | Acme | open | ben | 1h50m | resolution | 5h45m | 2 | 15:27
10426 | Till 7 prints blank receipts | 3 | Halden US | open | | 16h | resolution | 2h10m | 3 | 17:10
10459 | Store Wi-Fi voucher page blank | 3 | Halden US | open | | 2h | resolution | 3h30m | 1 | 18:30
10463 | New starter, accounts for 4 May | 4 | Nordlys | open | dana | 48m | resolution | 8h20m | 1 | 15 10:02
10467 | Move two phones to room 3.08 | 4 | Acme | new | | 55m | resolution | 14h20m | 1 | 15 16:02
10352 | Laptop battery swelling, replacement | 3 | Acme | held caller | ana | 18h | resolution | 1h18m | 4 | to 15 09:00
10411 | Which cost centre for licence? | 3 | Civita | held caller | ben | 20h | resolution | 2h44m | 2 | to 15 12:00
10360 | Old scanner collection date | 4 | Borealis | held caller | chidi | 2d | resolution | 6h05m | 1 | to 16 09:00
10343 | Archive mailbox of leaver | 4 | Nordlys | held caller | dana | 3d | resolution | 11h02m | 3 | to 17 12:00
10311 | Imported: stop before start, see timeline | 3 | Civita | open | ben | 5d | resolution | n/m | 0 |
"""
MARKS = {"INC-10468": Mark(fresh="arrived"), "INC-10470": Mark(fresh="arrived")}


class Always:
    """Open day and night."""

    def elapsed(self, a: Instant, b: Instant) -> int:
        return b - a

    def is_open(self, at: Instant) -> bool:
        return True


class Closed:
    """Never open while the story lasts."""

    def elapsed(self, a: Instant, b: Instant) -> int:
        return 0

    def is_open(self, at: Instant) -> bool:
        return False


HOURS: dict[int, Always | Closed] = {ALWAYS: Always(), CLOSED: Closed()}


def local(text: str) -> Instant:
    """`09:30` of the story's day, `15 10:02` of its month."""
    day, _, hour = text.strip().rpartition(" ")
    return from_iso(f"2026-04-{day or '14'}T{hour}", ZONE)


def at(hour: int, minute: int, second: int = 0) -> Instant:
    moment = datetime(2026, 4, 14, hour, minute, second, tzinfo=ZONE)
    return Instant(int(moment.timestamp()) * SECOND)


def _clock(left: str, cells: int, due: str, customer: str) -> tuple[int, str, int, int, Instant | None]:
    """Standing, state, target in seconds, counted, due."""
    if left == "n/m":
        return NO_FIGURE, "unmeasurable", 4 * 3600, 0, None
    if left.startswith("-"):
        over = (duration(left[1:]) + 7) * SECOND
        return RUNNING, "running", 4 * 3600, 4 * HOUR + over, local(due)
    seconds = duration(left)
    target = round(seconds / (1 - cells / 6))
    counted = (target - seconds) * SECOND
    if due.startswith("to"):
        return PAUSED, "paused", target, counted, None
    return RUNNING, "running", target, counted, local(due)


def _row(line: str) -> QueueRow:
    number, title, priority, customer, state, owner, waits, metric, left, cells, due = map(str.strip, line.split("|"))
    standing, clock, target, counted, due_at = _clock(left, int(cells), due, customer)
    held_until = local(due[3:]) if due.startswith("to") else None
    calendar = CLOSED if customer == "Halden US" else ALWAYS
    return QueueRow(
        standing, due_at or held_until or 0, int(number), f"INC-{number}", title, int(priority),
        state.split()[0], state.partition(" ")[2] or None, held_until, owner or None, "EMEA desk", customer,
        None, None,
        Instant(NOW - 5 * HOUR), Instant(NOW - duration(waits) * SECOND), calendar, metric, clock, target,
        Instant(NOW - counted), NOW, counted, due_at,
        due_at if left.startswith("-") else None,
        Instant(NOW + target * 4 * SECOND // 5 - counted) if clock == "running" else None,
    )  # fmt: skip


def rows() -> list[QueueRow]:
    """The 28 tickets of the queue, in its order."""
    return [_row(line) for line in _ROWS.strip().splitlines()]


def scene(g: Glyphs = UNICODE, later: int = 0, old: int = 0) -> Scene:
    """The story's moment, `later` seconds on, read by ana."""
    return Scene(Instant(NOW + later * SECOND), ZONE, g, "ana", old)


def detail() -> TicketDetail:
    """The ticket everybody looks at."""
    row = rows()[0]
    clocks = [
        ClockRow("resolution", "running", 14_400, at(5, 30), NOW, 4 * HOUR + 12 * MINUTE + 7 * SECOND, at(9, 30),
                 at(9, 30), at(8, 42), ALWAYS, agreement="Acme gold v3"),
        ClockRow("update", "running", 3600, at(9, 0), NOW, 42 * MINUTE, at(10, 0), None, at(9, 48), ALWAYS,
                 agreement="Acme gold v3"),
        ClockRow("response", "stopped", 900, at(5, 30), None, 4 * MINUTE, None, None, None, ALWAYS,
                 agreement="Acme gold v3"),
    ]  # fmt: skip
    timeline = [
        Entry(at(9, 40), "ana", "internal", "rebooted node 2, sessions still drop after 90 s"),
        Entry(at(9, 30), "desk", "resolution breached"),
        Entry(at(9, 12), "ana", "public to Priya Nair", "“Node 2 is being restarted, next news by 10:00.”"),
        Entry(at(7, 5), "ana", "took it from the pool"),
        Entry(Instant(at(5, 34) - 24 * HOUR), "eli", "called back, reached, 3m"),
        Entry(Instant(at(5, 30) - 24 * HOUR), "desk", "created from a call, P1 (site × now)"),
    ]
    facts = [
        ("requester", "Priya Nair (VIP), Acme gold, Hamburg"),
        ("contact", "+49 40 555 0142 · mail · German, English"),
        ("service", "VPN & remote access › gateway EMEA-2"),
        ("category", None),
    ]
    return TicketDetail(row, facts, clocks, timeline)
