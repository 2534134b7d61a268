"""`deskconsole sla explain`: a ticket's clocks, told segment by segment, with the rules that made them."""

from __future__ import annotations

import argparse
import json
from shutil import get_terminal_size
from typing import Any

from deskconsole.cli.common import open_store, parser
from deskconsole.console.pages.clockpage import printed
from deskconsole.console.painting.lines import Scene, plain
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import SECOND, Instant, to_iso
from deskconsole.explain.gather import RULES_VERSION, Explained, Ticket, explained
from deskconsole.explain.text import holder
from deskconsole.features.tickets.views import TICKET
from deskconsole.sla.effects import RULES
from deskconsole.store.looking import Looking
from deskconsole.world import zone

EXAMPLES = """  deskconsole sla explain INC-10001
  deskconsole sla explain INC-10001 resolution
  deskconsole sla explain INC-10001 --format json"""

WIDTH, WIDEST = 120, 160
"""Cells of a line without a terminal, and at most."""


def run(argv: list[str]) -> int:
    """Explain the clocks of a ticket."""
    args = _parser().parse_args(argv)
    store = open_store(args)
    with store.backend.looking() as driver:
        desk = Looking(driver)
        row = desk.maybe(TICKET, number=args.ticket.strip().upper())
        if row is None:
            raise NotFound(f"there is no ticket {args.ticket}")
        now = store.now()
        ticket = explained(desk, row, now, args.metric)
        if args.format == "json":
            print(json.dumps(as_json(ticket, now), ensure_ascii=False, indent=2))
        else:
            print(as_text(ticket, Scene(now, zone(store))))
    return 0


def _parser() -> argparse.ArgumentParser:
    made = parser("sla explain", "Explain why a clock stands where it does, and what it was measured by.", EXAMPLES)
    made.add_argument("ticket", help="a ticket's number")
    made.add_argument("metric", nargs="?", help="only this promise: response, resolution …")
    made.add_argument("--format", choices=("text", "json"), default="text")
    return made


def as_text(ticket: Ticket, scene: Scene) -> str:
    """The page of the console, all clocks below each other, as wide as the terminal or the page of a letter."""
    room = min(get_terminal_size((WIDTH, 0)).columns, WIDEST)
    return "\n".join(plain(line).rstrip() for line in printed(ticket, scene, room))


def as_json(ticket: Ticket, now: Instant) -> dict[str, Any]:
    """The explanation as plain types; seconds are business seconds of each clock's own calendar."""
    count, first, last = ticket.lines
    return {
        "ticket": ticket.row.number,
        "at": to_iso(now),
        "rules_version": RULES_VERSION,
        "events": {"count": count, "first": first, "last": last},
        "clocks": [_clock(clock) for clock in ticket.clocks],
        "ball": [
            {"from": to_iso(each.begin), "to": to_iso(each.end), "holder": holder(each.holder)}
            for each in ticket.spells
        ],
        "shadowed": [{"metric": each.promise.target.metric, "why": each.why} for each in ticket.shadowed],
    }


def _clock(clock: Explained) -> dict[str, Any]:
    c, version = clock.told.clock, clock.time.version
    return {
        "metric": c.metric, "cycle": c.cycle, "layer": clock.agreement.layer, "party": clock.agreement.party,
        "agreement": clock.agreement.name, "agreement_version": clock.agreement.version,
        "calendar": version.name, "calendar_version": version.version, "zone": version.zone,
        "tzdata": version.tzdata, "state": c.state, "priority": c.priority, "target_s": c.target_s,
        "allowed_s": c.allowed // SECOND, "start": to_iso(c.start), "due": _iso(c.due), "stopped": _iso(c.stopped),
        "breached_at": _iso(c.breached_at), "reason": c.reason,
        "counted_s": {figure: micros // SECOND for figure, micros in clock.counted.items()},
        "same_as_stored": clock.same,
        "segments": [
            {
                "from": to_iso(each.begin), "to": to_iso(each.end), "counted_s": each.counted // SECOND,
                "sum_s": each.total // SECOND, "kind": each.kind, "what": each.what, "rules": list(each.rules),
                "event": event,
            }
            for each, event in zip(clock.told.segments, clock.events, strict=True)
        ],
        "rules": {str(number): RULES[number] for number in clock.told.rules},
        "shares": [
            {"holder": holder(each.holder), "counted_s": each.counted // SECOND, "spells": each.spells}
            for each in clock.shares
        ],
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)
