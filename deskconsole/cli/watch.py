"""`deskconsole watch`: what changes at the desk, as sentences for a screen reader or as JSON lines for a script."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskconsole.cli.common import account, joined, open_store, parser
from deskconsole.core.actors import BY_ACCOUNT
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import SECOND, to_iso
from deskconsole.features.tickets.filters import Filter, compile_filter
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.console.pages.plain import Change, Watch

EXAMPLES = """  deskconsole watch --plain                                 until ctrl+c
  deskconsole watch --plain --filter 'team:emea p:1-2'
  deskconsole watch --since 4711 --once --format json       what came after that line of the record, and end

One sentence a line, nothing else: no colours, no signs, no cursor that moves. A ticket that leaves the filter is told
of once more. Each JSON line has the number (seq) from which the next call goes on."""

AT_ONCE = 1000
"""Lines of the journal that are read together while catching up."""

PATIENCE = 0.5
"""Seconds after which it is looked whether somebody wants it to end."""


def run(argv: list[str]) -> int:
    made = parser("watch", "Print what changes at the desk, as it changes.", EXAMPLES)
    made.add_argument("--plain", action="store_true", help="sentences, one a line; there is no other way of showing it")
    made.add_argument("--filter", metavar="Q", default="", help="only tickets that match; as in the queue")
    made.add_argument("--me", metavar="HANDLE", help="who owner:me is; else the operator of the account")
    made.add_argument("--since", type=int, metavar="SEQ", help="first what came after this line of the journal")
    made.add_argument("--once", action="store_true", help="end after that")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("--ascii", action="store_const", const=True, help="plain ASCII")
    args = made.parse_args(joined(argv, "--filter"))
    if args.once and args.since is None:
        raise BadInput("--once needs to know from where on: --since SEQ; `deskconsole journal show` has the numbers")
    try:
        _follow(open_store(args), args)
    except KeyboardInterrupt:
        sys.stdout.flush()  # this is how it ends: nothing more is said
    return 0


class _Over:
    """Whether control C was pressed. It is only noted: an exception in the middle of anything may be lost there."""

    def __init__(self) -> None:
        self._said = False
        signal.signal(signal.SIGINT, self._noted)

    def _noted(self, number: int, frame: object) -> None:
        self._said = True
        signal.signal(signal.SIGINT, signal.default_int_handler)  # who presses it again need not wait

    def __bool__(self) -> bool:
        return self._said


def _follow(store: Store, args: argparse.Namespace) -> None:
    from deskconsole import flow, world  # noqa: F401 - all kinds of events
    from deskconsole.console.pages.plain import Watch, sentence
    from deskconsole.console.painting.glyphs import ASCII, UNICODE
    from deskconsole.features.agreements.views import CALENDAR, calendar_of
    from deskconsole.sla.calendars import Calendar

    me, zone = _me(store, args), world.zone(store)
    glyphs = ASCII if args.settings.ascii else UNICODE
    calendars: dict[int, Calendar] = {}

    def chosen() -> Filter:
        return compile_filter(args.filter, me, store.now())

    def hours(version: int) -> Calendar:
        if version not in calendars:
            calendars[version] = calendar_of(store.read.one(CALENDAR, id=version))
        return calendars[version]

    watch = Watch(lambda: store.read, chosen, hours)
    chosen()  # a filter that is none is said before anything is waited for
    for change in _changes(store, watch, args):
        said = sentence(change, store.now(), zone, glyphs)
        print(
            json.dumps(_as_json(change, said), ensure_ascii=args.settings.ascii) if args.format == "json" else said,
            flush=True,
        )


def _me(store: Store, args: argparse.Namespace) -> str:
    if args.me or args.settings.as_:
        return str(args.me or args.settings.as_)
    mine = store.read.maybe(BY_ACCOUNT, account=account())
    return mine.handle if mine else ""


def _changes(store: Store, watch: Watch, args: argparse.Namespace) -> Iterator[Change]:
    """What came after a line of the journal, then what comes."""
    from deskconsole.store.feed import Feed

    head = int(store.read.driver.select("select coalesce(max(seq), 0) from journal", {})[0][0])
    done = head if args.since is None else args.since
    while done < head:
        upto = min(done + AT_ONCE, head)
        yield from watch.between(done + 1, upto, store.now())
        done = upto
    if args.once:
        return
    feed = Feed(store, head)
    many = watch.begin()
    what = f"{many} ticket{'s' * (many != 1)}" if args.filter else "all tickets"
    over = _Over()
    print(f"Watching {what} from line {head} of the record on. Control C ends it.", file=sys.stderr, flush=True)
    try:
        while not over:
            if news := feed.wait(PATIENCE):
                yield from watch.between(news[0].seq, news[-1].seq, store.now())
    finally:
        feed.close()


def _as_json(change: Change, said: str) -> dict[str, object]:
    row, clock = change.row, change.clock
    return {
        "seq": change.seq, "at": to_iso(change.at), "ticket": row.number, "title": row.title,
        "priority": row.priority, "state": row.state, "team": row.team, "owner": row.owner, "actor": change.actor,
        "events": [{"kind": each.kind, "what": each.what, "text": each.text} for each in change.entries],
        "matches": change.matches, "metric": clock and clock.metric, "clock": clock and clock.state,
        "due": to_iso(clock.due) if clock and clock.due is not None else None,
        "left_s": clock.left // SECOND if clock and clock.left is not None else None, "says": said,
    }  # fmt: skip
