"""`deskconsole report notices`: who is owed a notice, who was told, when, and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from deskconsole import record, world  # noqa: F401 - the evidence is in the journal, whose events it must know
from deskconsole.cli.common import FORMATS, instant, open_store, parser, write
from deskconsole.core.instants import DAY, Instant, to_iso
from deskconsole.core.when import say_instant
from deskconsole.features.notices.listing import STATES, Line, listed
from deskconsole.store.looking import Looking

EXAMPLES = """  deskconsole report notices
  deskconsole report notices --late
  deskconsole report notices --from 2026-03-01 --to 2026-04-01 --format csv
  deskconsole do notice INC-10001 --which authority
  deskconsole do notice.receipt INC-10001 --way portal --reference BR-2026-118

All that are owed now, and those that ended in the span (usually the last 31 days). `sent` is what a mail server took
over or a receipt says; only what a server reported is `delivered`. What came back is owed again, and says so."""

SHORT = ("ticket", "notice", "to", "state", "late", "owed", "due", "sent", "evidence")
COLUMNS = (
    "ticket", "customer", "notice", "word", "to", "contact", "agreement", "cycle", "state", "late", "owed", "due",
    "sent", "breached_at", "late_evidence", "evidence", "sha256",
)  # fmt: skip


def run(argv: Sequence[str]) -> int:
    made = parser("report notices", "List notices: due, sent and late, each with its evidence.", EXAMPLES)
    made.add_argument("--from", dest="since", metavar="INSTANT", help="those that ended from then on")
    made.add_argument("--to", dest="until", metavar="INSTANT", help="and before then (default: now)")
    made.add_argument("--state", choices=STATES, help="only these")
    made.add_argument("--late", action="store_true", help="only those that are or were late")
    made.add_argument("--format", choices=FORMATS, default="table")
    args = made.parse_args(argv)
    store = open_store(args)
    zone, now = world.zone(store), store.now()
    until = instant(args.until, zone) or Instant(now + 1)
    since = instant(args.since, zone) or Instant(until - 31 * DAY)
    lines = listed(Looking(store.read.driver), since, until, now)
    lines = [each for each in lines if args.state in (None, each.state) and (each.late or not args.late)]
    if args.format == "table":
        write((_short(each, now, zone) for each in lines), SHORT, "table")
    else:
        write(map(_row, lines), COLUMNS, args.format)
    return 0


def _short(line: Line, now: Instant, zone: ZoneInfo) -> dict[str, object]:
    clock = line.owed.clock
    return {
        "ticket": line.number, "notice": clock.metric, "to": line.owed.notice.whom, "state": line.state,
        "late": line.late, "owed": _say(clock.start, now, zone), "due": _say(clock.due, now, zone),
        "sent": _say(clock.stopped, now, zone), "evidence": line.told or None,
    }  # fmt: skip


def _say(at: Instant | None, now: Instant, zone: ZoneInfo) -> str | None:
    return None if at is None else say_instant(at, now, zone)


def _row(line: Line) -> dict[str, object]:
    clock, notice = line.owed.clock, line.owed.notice
    late = any(each.late and each.back is None for each in line.proofs)
    return {
        "ticket": line.number, "customer": line.customer, "notice": clock.metric, "word": line.owed.metric.word,
        "to": notice.whom, "contact": notice.contact, "agreement": line.agreement, "cycle": clock.cycle,
        "state": line.state, "late": line.late, "owed": to_iso(clock.start), "due": _iso(clock.due),
        "sent": _iso(clock.stopped), "breached_at": _iso(clock.breached_at), "late_evidence": late,
        "evidence": line.told, "sha256": " ".join(line.digests),
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)
