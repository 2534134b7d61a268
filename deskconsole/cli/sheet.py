"""`deskconsole sheet`: what the desk needs on paper, printed or written to a second place."""

from __future__ import annotations

import sys

from deskconsole import world
from deskconsole.cli.common import add_actor, open_store, parser, who
from deskconsole.core.actors import OPERATOR
from deskconsole.core.errors import Refused
from deskconsole.offline.placing import put
from deskconsole.offline.printed import as_html, as_text
from deskconsole.offline.sheet import read

EXAMPLES = """  deskconsole sheet | lp
  deskconsole sheet --out /mnt/usb
  deskconsole sheet --format html > sheet.html

It holds contacts and titles in the clear: whoever may see every ticket may print it."""


def run(argv: list[str]) -> int:
    made = parser(
        "sheet", "Contacts, open P1 and P2, promises, who is on and who is called: for when the desk is down.", EXAMPLES
    )
    made.add_argument("--out", metavar="DIR", help="write offline-sheet.txt and offline-sheet.html there")
    made.add_argument("--format", choices=("text", "html"), default="text")
    add_actor(made)
    args = made.parse_args(argv)
    store = open_store(args)
    operator = store.read.one(OPERATOR, handle=who(store, args.as_).handle)
    if operator.teams or operator.customers:
        raise Refused("the sheet is about the whole desk: it is for whoever sees all teams and customers")
    zone = world.zone(store)
    sheet = read(store.read, store.now())
    if args.out:
        for file in put(sheet, zone, args.out):
            print(file)
        return 0
    sys.stdout.write(as_html(sheet, zone) if args.format == "html" else as_text(sheet, zone))
    return 0
