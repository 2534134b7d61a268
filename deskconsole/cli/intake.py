"""`deskconsole intake mail`: a message from a pipe, as a mail server runs it."""

from __future__ import annotations

import argparse
import sys
from typing import BinaryIO

from deskconsole.cli.common import add_actor, instant, open_store, parser, who
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole intake mail < message
  deskconsole intake mail --received 2026-03-03T09:00Z < message

A mail server runs it for each message, as the account of an operator with the role integration. Postfix:
  desk: "|/usr/local/bin/deskconsole intake mail --store /srv/desk/desk.db"

Each message has its effect once, however often it is delivered. Exit codes are those that mail servers know
(sysexits): 0 taken in, 64 bad arguments, 65 no message at all, 75 anything else: it is kept and tried again."""

OK, USAGE, BAD_DATA, TEMPORARY = 0, 64, 65, 75


def run(argv: list[str]) -> int:
    made = parser("intake", "Take in a message from standard input.", EXAMPLES)
    made.add_argument("what", choices=("mail",))
    made.add_argument("--received", metavar="INSTANT", help="when it reached the server; empty: as its header says")
    add_actor(made)
    args = made.parse_args(argv)
    try:
        at = instant(args.received)
    except BadInput as wrong:
        return _said(USAGE, wrong)
    try:
        return _mail(args, sys.stdin.buffer, at)
    except BadInput as wrong:
        return _said(BAD_DATA, wrong)
    except Exception as trouble:  # whatever it is: the mail server keeps the message and tries again
        return _said(TEMPORARY, trouble)


def _mail(args: argparse.Namespace, stream: BinaryIO, at: Instant | None) -> int:
    store = open_store(args)
    try:
        return _take(store, args, stream, at)
    finally:
        store.close()


def _take(store: Store, args: argparse.Namespace, stream: BinaryIO, at: Instant | None) -> int:
    from deskconsole.engine.intake import settings_of, take_in
    from deskconsole.features.mail.views import MB
    from deskconsole.house import House

    house = House(store, who(store, args.as_))
    raw, size = _read(stream, settings_of(house).size_mb * MB)
    if not raw.strip():
        raise BadInput("there is no message on standard input")
    taken = take_in(house, raw, at, size)
    print(f"{'taken in before' if taken.receipt.repeated else 'taken in'}: {_became(store, taken.receipt.events[0])}")
    return OK


def _read(stream: BinaryIO, most: int) -> tuple[bytes, int]:
    """A message, and how large it is; what is beyond the limit is counted and not kept."""
    raw = stream.read(most + 1)
    size = len(raw)
    while more := stream.read(1 << 20):
        size += len(more)
    return raw, size


def _became(store: Store, first: int) -> str:
    """What a message has become, in a word."""
    rows = store.read.driver.select(
        "select j.about, j.subject, t.number, q.reason from journal j"
        " left join ticket t on j.about = 'ticket' and t.id = j.subject"
        " left join quarantine q on j.about = 'quarantine' and q.id = j.subject where j.seq = :first",
        {"first": first},
    )
    about, subject, number, reason = rows[0]
    return f"Q-{subject}, held back: {reason}" if about == "quarantine" else str(number)


def _said(code: int, why: BaseException) -> int:
    print(f"deskconsole: {why}", file=sys.stderr)
    return code
