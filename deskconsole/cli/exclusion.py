"""`deskconsole exclusion`: what shall not count, who asked, who decided, and how it stands."""

from __future__ import annotations

import argparse
import re
from zoneinfo import ZoneInfo

from deskconsole import world
from deskconsole.cli.common import (
    FORMATS,
    instant,
    open_store,
    parser_of_acts,
    write,
    write_fields,
    write_json,
)
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.when import say_instant
from deskconsole.features.exclusions.rules import STATES
from deskconsole.features.exclusions.views import ALL, BY_NUMBER, ExclusionRow

EXAMPLES = """  deskconsole exclusion list
  deskconsole exclusion list --state requested,active --format json
  deskconsole exclusion list --at 2026-03-31T22:00Z          as they stood then
  deskconsole exclusion show EX-12
  deskconsole do exclusion.request --kind waiver --for-ticket INC-10001 --begin 'Mon 09:00' --end 'Mon 11:00' \\
      --basis customer --agreed-by 'K. Weber' --agreed-at 'Mon 14:00' --evidence 'mail of Mon 14:02' \\
      --justification 'their firewall was down'
  deskconsole do approve EX-12
  deskconsole do refuse EX-12 --reason 'our fault'
  deskconsole do revoke EX-12 --reason 'a mistake' --whole yes

Who asked never approves. What the customer agreed to is in the contractual figure, what is internal in ours only."""

SHORT = ("number", "state", "kind", "for", "span", "basis", "asked", "decided", "justification")
COLUMNS = (
    "number", "state", "kind", "scope", "ticket", "service", "customer", "agreement", "metrics", "from", "to", "ends",
    "basis", "justification", "agreed_by", "agreed_at", "evidence", "requested_by", "requested_behind", "requested_at",
    "approved_at", "refused_at", "decided_by", "note", "revoked_at", "revoked_by", "reason",
)  # fmt: skip


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    return _show(args) if args.act == "show" else _list(args)


def _parser() -> argparse.ArgumentParser:
    about = "What shall not count: who asked, who decided, and how it stands."
    acts = {"list": "list exclusions", "show": "print one with all that is known of it"}
    made, act = parser_of_acts("exclusion", about, EXAMPLES, acts)
    for each in act.values():
        each.add_argument("--at", metavar="INSTANT", help="as it stood then (default: now)")
        each.add_argument("--format", choices=FORMATS, default="table")
    act["list"].add_argument("--state", metavar="STATES", help=f"only these: {', '.join(STATES)}")
    act["show"].add_argument("number", metavar="NUMBER", help="such as EX-12")
    return made


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    zone = world.zone(store)
    now = instant(args.at, zone)
    now = store.now() if now is None else now
    states = set(re.split(r"[,\s]+", args.state.strip())) if args.state else set(STATES)
    if unknown := sorted(states - set(STATES)):
        raise BadInput(f"there is no state {unknown[0]}: {', '.join(STATES)}")
    rows = [row.known(now) for row in store.read.all(ALL, now=now) if row.state(now) in states]
    if args.format == "table":
        write((_short(row, now, zone) for row in rows), SHORT, "table")
    else:
        write((_row(row, now) for row in rows), COLUMNS, args.format)
    return 0


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    now = instant(args.at, world.zone(store))
    found = re.fullmatch(r"(?:ex-?)?(\d{1,15})", args.number.strip(), re.IGNORECASE)
    row = store.read.maybe(BY_NUMBER, exclusion=int(found[1])) if found else None
    if row is None:
        raise NotFound(f"there is no exclusion {args.number}: `deskconsole exclusion list` lists them")
    now = store.now() if now is None else now
    shown = _row(row.known(now), now)
    if write_json(shown, args.format):
        return 0
    write_fields(shown, args.format, " ")
    return 0


def _row(row: ExclusionRow, now: Instant) -> dict[str, object]:
    return {
        "number": row.number, "state": row.state(now), "kind": row.kind, "scope": row.scope,
        "ticket": row.ticket_number, "service": row.service, "customer": row.customer, "agreement": row.agreement,
        "metrics": row.metrics.split(), "from": to_iso(row.from_at), "to": to_iso(row.to_at), "ends": _iso(row.ends_at),
        "basis": row.basis, "justification": row.justification, "agreed_by": row.agreed_by,
        "agreed_at": _iso(row.agreed_at), "evidence": row.evidence, "requested_by": row.requested_by,
        "requested_behind": row.requested_behind, "requested_at": to_iso(row.requested_at),
        "approved_at": _iso(row.approved_at), "refused_at": _iso(row.refused_at), "decided_by": row.decided_by,
        "note": row.note, "revoked_at": _iso(row.revoked_at), "revoked_by": row.revoked_by, "reason": row.reason,
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)


def _short(row: ExclusionRow, now: Instant, zone: ZoneInfo) -> dict[str, object]:
    span = f"{say_instant(row.from_at, None, zone)} to {say_instant(row.ends_at or row.to_at, row.from_at, zone)}"
    agreed = f"customer, {row.agreed_by or '(erased)'}" if row.basis == "customer" else row.basis
    return {
        "number": row.number, "state": row.state(now), "kind": row.kind, "for": row.scope, "span": span,
        "basis": agreed, "asked": row.requested_by, "decided": row.decided_by, "justification": row.justification,
    }  # fmt: skip
