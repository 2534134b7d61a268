"""`deskconsole notify`: who was told what, what did not arrive, and whether the ways of telling people work."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from deskconsole.cli.common import (
    FORMATS,
    add_actor,
    open_store,
    parser_of_acts,
    who,
    write,
    write_fields,
    write_json,
)
from deskconsole.core.desk import Call
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.text import safe_lines
from deskconsole.features.delivery.views import (
    CHANNELS,
    DEAD_LETTERS,
    LAST_NOTICES,
    MEMBERS,
    NOTICE,
    QUEUED,
    NoticeRow,
    smtp_host,
)

EXAMPLES = """  deskconsole notify list                        dead letters: what nobody was told, and why
  deskconsole notify list --queued               what is still on its way
  deskconsole notify list --last 50 --format json
  deskconsole notify show 12                     what it says, and what came of it
  deskconsole notify redrive 12 13               try dead letters again, under the same keys
  deskconsole notify channels                    ways of telling people: do they work, when were they checked
  deskconsole notify check sms                   send a check through a channel now"""

NOTICES = (
    "notification", "state", "severity", "purpose", "operator", "ticket", "channel", "at", "ended_at", "status",
    "attempts", "doubtful", "why",
)  # fmt: skip
WAYS = ("channel", "kind", "works", "since", "status", "checked_at", "check", "fallback", "fails_with", "why")


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    code: int = _ACTS[args.act](args)
    return code


def _parser() -> argparse.ArgumentParser:
    acts = {
        "list": "dead letters, what is on its way, or the last notifications",
        "show": "print a notification and what came of it",
        "redrive": "try dead letters again",
        "channels": "the channels of the desk, and whether they work",
        "check": "send a check through a channel",
    }
    made, act = parser_of_acts("notify", "Notifications: who was told what, and what did not arrive.", EXAMPLES, acts)
    for name in ("list", "show", "channels"):
        act[name].add_argument("--format", choices=FORMATS, default="table")
    which = act["list"].add_mutually_exclusive_group()
    which.add_argument("--queued", action="store_true", help="what is still on its way")
    which.add_argument("--last", type=int, metavar="COUNT", help="the last ones, whatever came of them")
    act["show"].add_argument("notification", type=int, metavar="NUMBER")
    act["redrive"].add_argument("notifications", type=int, nargs="+", metavar="NUMBER")
    act["check"].add_argument("channel", metavar="CHANNEL")
    for name in ("redrive", "check"):
        add_actor(act[name])
    return made


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)


def _list(args: argparse.Namespace) -> int:
    read = open_store(args).read
    if args.last is not None:
        rows = read.all(LAST_NOTICES, limit=args.last)
    else:
        rows = read.all(QUEUED if args.queued else DEAD_LETTERS)
    write((_notice(row) for row in rows), NOTICES, args.format)
    return 0


def _notice(row: NoticeRow) -> dict[str, object]:
    return {
        "notification": row.id, "state": row.state, "severity": row.severity, "purpose": row.purpose,
        "operator": row.handle, "ticket": row.number, "channel": row.channel, "at": to_iso(row.at),
        "ended_at": _iso(row.ended_at), "status": row.status, "attempts": row.attempts, "doubtful": bool(row.again),
        "why": row.why,
    }  # fmt: skip


def _show(args: argparse.Namespace) -> int:
    read = open_store(args).read
    row = read.maybe(NOTICE, notification=args.notification)
    if row is None:
        raise NotFound(f"there is no notification {args.notification}: `deskconsole notify list --last 50` lists some")
    members = [each.text or "" for each in read.all(MEMBERS, notification=row.id)]
    shown = _notice(row) | {
        "sent_at": _iso(row.sent_at), "delivered_at": _iso(row.delivered_at), "read_at": _iso(row.read_at),
        "first": row.first, "bundle": row.bundle, "channels": row.channels, "by": _iso(row.by),
        "text": "\n".join([row.text or "(erased)", *members]),
    }  # fmt: skip
    if write_json(shown, args.format):
        return 0
    text = shown.pop("text")
    write_fields(shown, args.format)
    print(f"\n{safe_lines(str(text))}")
    return 0


def _redrive(args: argparse.Namespace) -> int:
    from deskconsole.features.delivery.commands import redrive

    for number in args.notifications:
        _do(args, redrive(number))
        print(f"notification {number} is tried again")
    return 0


def _check(args: argparse.Namespace) -> int:
    from deskconsole.features.delivery.commands import check

    _do(args, check(args.channel))
    print(f"a check goes through {args.channel}: `deskconsole notify channels` says what came of it")
    return 0


def _do(args: argparse.Namespace, call: Call) -> None:
    from deskconsole.house import House

    store = open_store(args)
    House(store, who(store, args.as_)).do(call)


def _channels(args: argparse.Namespace) -> int:
    read = open_store(args).read
    smtp = smtp_host(read)
    rows: Iterable[dict[str, object]] = (
        {"channel": row.spec.key, "kind": row.spec.kind, "works": row.works, "since": _iso(row.since),
         "status": row.status, "checked_at": _iso(row.checked_at),
         "check": None if row.checked_at is None else row.check_status or "went through",
         "fallback": row.spec.fallback, "fails_with": row.spec.fails_with(smtp), "why": row.why}
        for row in read.all(CHANNELS)
    )  # fmt: skip
    write(rows, WAYS, args.format)
    return 0


_ACTS = {"list": _list, "show": _show, "redrive": _redrive, "channels": _channels, "check": _check}
