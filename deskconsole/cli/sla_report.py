"""`deskconsole sla report`, `freeze` and `restate`: the figure of a month, and making it one for ever."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from deskconsole.cli.common import add_actor, instant, open_store, parser, progress, who
from deskconsole.core.desk import Call, Reads
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.reports.files import file_names
from deskconsole.features.reports.freezing import Prepared, prepare
from deskconsole.features.reports.months import Month
from deskconsole.features.reports.population import customer_of
from deskconsole.features.reports.report import MINIMUM, OWED_DAYS, Asked, Report, report
from deskconsole.features.reports.rules import INTAKES
from deskconsole.features.reports.views import CUSTOMERS, FROZEN, LATEST, CustomerRow
from deskconsole.store.driver import Reader
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole sla report --month 2026-03
  deskconsole sla report --month 2026-03 --customer acme --format md --out acme.md
  deskconsole sla report --month 2026-03 --agreement standard --metric response --brief
  deskconsole sla report --month 2026-03 --each-customer --format csv --out march/
  deskconsole sla report --month 2026-03 --as-known 2026-04-02T09:00Z
  deskconsole sla report --month 2026-03 --verify
  deskconsole sla report --month 2026-03 --format json | jq -cjS .clocks | sha256sum

A file for a customer shows no other customer, and not what teams and vendors promised us. A frozen month prints the
figures it was frozen with; what has become known since follows below them. CSV is the list of clocks, with --brief
the figures. Exit codes: 0 done, 1 a frozen month does not hold (--verify), 2 bad input, 4 not found, 5 store."""

FREEZING = """  deskconsole sla freeze --month 2026-03
  deskconsole sla freeze --month 2026-03 --customer acme

A frozen month is one for ever: its list and its hash are kept, freezing it twice is refused. It needs the permission
report.freeze, which a manager has. Exit codes: 0 done, 2 bad input, 3 refused, 4 not found, 5 store."""

RESTATING = """  deskconsole sla restate --month 2026-03 --customer acme --accepted-by 'K. Weber' --reason 'late log'

The frozen figures stay as they are; what is accepted is printed below them with the name. It needs the permission
report.restate, which a manager has. Exit codes: 0 done, 2 bad input, 3 refused, 4 not found, 5 store."""

_SUFFIXES = {"text": "txt", "md": "md", "csv": "csv", "json": "json"}
_FORMS = {"text": "as_text", "md": "as_markdown", "csv": "as_csv", "json": "as_json"}


def run_report(argv: Sequence[str]) -> int:
    args = _report_parser().parse_args(argv)
    month = Month.read(args.month)
    _agree(args)
    store = open_store(args)
    customer = customer_of(store.read, args.customer) if args.customer else None
    if args.verify:
        return _verify(store, month, customer)
    asked = Asked(
        month, customer, args.agreement, args.metric, _intakes(args.intake), args.minimum, args.owed_days
    )  # fmt: skip
    form = _form(args)
    with _sight(store, args) as (desk, now, known):
        if args.each_customer:
            return _each_customer(desk, asked, now, known, form, args)
        with progress(f"counting {month.name}", None) as step:
            made = report(desk, asked, now, as_known=known, step=step)
        _put(_printed(made, form, args.brief), args.out)
    return 0


def _report_parser() -> argparse.ArgumentParser:
    about = "Print a month: how many clocks were met of those judged; raw, contractual and internal side by side."
    made = parser("sla report", about, EXAMPLES)
    made.add_argument("--month", required=True, metavar="YYYY-MM")
    made.add_argument("--customer", metavar="KEY", help="only this one’s, and nothing that shows another")
    made.add_argument("--each-customer", action="store_true", help="a file for each customer, in the folder of --out")
    made.add_argument("--agreement", metavar="NAME")
    made.add_argument("--metric", metavar="NAME", help="response, resolution …")
    made.add_argument("--intake", metavar="CLASSES", help=f"only tickets that came by these: {','.join(INTAKES)}")
    made.add_argument("--format", choices=tuple(_FORMS), help="text, or what the name of --out ends in")
    made.add_argument("--out", metavar="FILE", help="write it there; with --each-customer a folder")
    made.add_argument("--brief", action="store_true", help="without the list of every clock; csv: the figures")
    made.add_argument("--minimum", type=_count, default=MINIMUM, metavar="N", help=f"minimum volume, usually {MINIMUM}")
    made.add_argument(
        "--owed-days", type=_count, default=OWED_DAYS, metavar="N",
        help=f"days in which the cause of a breach is owed, usually {OWED_DAYS}",
    )  # fmt: skip
    made.add_argument("--as-known", metavar="INSTANT", help="by what was known then, whatever was frozen")
    made.add_argument("--verify", action="store_true", help="prove what is frozen: count it again as it was known then")
    return made


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number")
    return int(text)


def _agree(args: argparse.Namespace) -> None:
    """Refuse options that contradict each other."""
    if args.each_customer and not args.out:
        raise BadInput("--each-customer writes files: say into which folder with --out")
    if args.each_customer and args.customer:
        raise BadInput("--each-customer or --customer, not both")
    if args.verify and (args.as_known or args.out or args.each_customer or args.agreement or args.metric):
        raise BadInput("--verify proves whole frozen months: it goes with --month and --customer alone")


def _intakes(text: str | None) -> frozenset[str]:
    if text is None:
        return frozenset(INTAKES)
    named = frozenset(word.strip() for word in text.split(","))
    if wrong := named - set(INTAKES):
        raise BadInput(f"--intake {', '.join(sorted(wrong))}: there is {', '.join(INTAKES)}")
    return named


def _form(args: argparse.Namespace) -> str:
    """The format asked for, else the one that the name of the file says."""
    if args.format:
        return str(args.format)
    suffix = Path(args.out).suffix.lstrip(".") if args.out and not args.each_customer else ""
    return next((form for form, ending in _SUFFIXES.items() if suffix == ending), "text")


@contextmanager
def _sight(store: Store, args: argparse.Namespace) -> Iterator[tuple[Reads, Instant, Instant | None]]:
    """The desk as it is known now, or as it was known once; the instant; and that again where it is a past one."""
    known = instant(args.as_known)
    if known is None:
        yield store.read, Instant(max(store.now(), store.read.one(LATEST))), None
        return
    from deskconsole import record  # noqa: F401 - whoever replays meets events of every feature
    from deskconsole.derive import RULES
    from deskconsole.store.replay import Cut, Snapshot

    with progress("replaying the journal", None):
        snapshot = Snapshot(store, Cut(known=known), RULES)
        snapshot.derive("ticket")
    try:
        yield snapshot, known, known
    finally:
        snapshot.close()


def _printed(made: Report, form: str, brief: bool) -> str:
    from importlib import import_module

    write: Callable[..., str] = getattr(import_module(f"deskconsole.features.reports.{_FORMS[form]}"), _FORMS[form])
    return write(made, brief=brief)


def _put(text: str, out: str | None) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    path = Path(out)
    _write(path, text)
    print(f"{path} written", file=sys.stderr)


def _write(path: Path, text: str) -> None:
    """A file as a whole, or not at all. Raises BadInput where it cannot be written."""
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        with beside.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
        beside.replace(path)
    except OSError as trouble:
        beside.unlink(missing_ok=True)
        raise BadInput(f"{path} cannot be written: {trouble.strerror}") from trouble


def _each_customer(
    desk: Reads, asked: Asked, now: Instant, known: Instant | None, form: str, args: argparse.Namespace
) -> int:
    folder = Path(args.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise BadInput(f"{folder}: cannot be made: {trouble.strerror}") from trouble
    customers = [row for row in desk.all(CUSTOMERS) if row.active or _has_clocks(desk, asked, row, now, known)]
    if not customers:
        raise NotFound("this desk has no customers: [customers] in the desk file names them")
    names = file_names([row.key for row in customers], f"{asked.month}-", f".{_SUFFIXES[form]}")
    with progress("writing", len(customers)) as step:
        for done, row in enumerate(customers, 1):
            made = report(desk, replace(asked, customer=row), now, as_known=known)
            _write(folder / names[row.key], _printed(made, form, args.brief))
            step(done)
    print(f"{len(customers)} files in {folder}; tickets without a customer are in none of them", file=sys.stderr)
    return 0


def _has_clocks(desk: Reads, asked: Asked, row: CustomerRow, now: Instant, known: Instant | None) -> bool:
    return bool(report(desk, replace(asked, customer=row), now, as_known=known).listed)


def _verify(store: Store, month: Month, customer: CustomerRow | None) -> int:
    from deskconsole import record  # noqa: F401 - whoever replays meets events of every feature
    from deskconsole.derive import RULES
    from deskconsole.features.reports.proof import prove

    with progress(f"counting {month.name} again", None):
        proved = prove(store, RULES, month, customer)
    if not proved:
        raise NotFound(f"{month} is not frozen: `deskconsole sla freeze --month {month}` freezes it")
    for each in proved:
        whose = each.row.scope or "tickets without a customer"
        again = f", {each.restated} times restated" if each.restated else ""
        if each.troubles:
            print(f"deskconsole: {month} {whose}: does not hold", file=sys.stderr)
            print(*(f"  {trouble}" for trouble in each.troubles), sep="\n", file=sys.stderr)
        else:
            print(f"{month} {whose}: holds, {each.row.clocks} clocks counted again{again}")
            print(f"  frozen {to_iso(each.row.frozen_at)}, sha256 {each.row.digest}")
    return 1 if any(each.troubles for each in proved) else 0


def run_freeze(argv: Sequence[str]) -> int:
    made = parser("sla freeze", "Freeze a month of a customer, or of all: its list, its figures, its hash.", FREEZING)
    made.add_argument("--month", required=True, metavar="YYYY-MM")
    made.add_argument("--customer", metavar="KEY", help="only this one’s; the others stay open")
    add_actor(made)
    args = made.parse_args(argv)
    from deskconsole.features.reports.commands import freeze

    store, month = open_store(args), Month.read(args.month)
    before = {row.id for row in store.read.all(FROZEN, month=str(month))}
    with progress(f"freezing {month.name}", None):
        _do(store, args, freeze(args.month, args.customer, _prepared(store, args)))
    for row in store.read.all(FROZEN, month=str(month)):
        if row.id not in before:
            print(f"{month} {row.scope or 'tickets without a customer'}: {row.clocks} clocks, sha256 {row.digest}")
    return 0


def _prepared(store: Store, args: argparse.Namespace) -> Prepared | None:
    """The month counted before anybody waits; None where it is refused, which the command says and journals."""
    with suppress(Refused), store.backend.looking() as driver:
        desk = Reader(driver)
        return prepare(desk, args.month, args.customer, Instant(max(store.now(), desk.one(LATEST))))
    return None


def run_restate(argv: Sequence[str]) -> int:
    made = parser("sla restate", "Accept what later knowledge changed in a frozen month.", RESTATING)
    made.add_argument("--month", required=True, metavar="YYYY-MM")
    made.add_argument("--customer", metavar="KEY", help="only this one’s")
    made.add_argument("--accepted-by", required=True, metavar="NAME", help="the person who accepts it")
    made.add_argument("--reason", required=True, metavar="TEXT")
    add_actor(made)
    args = made.parse_args(argv)
    from deskconsole.features.reports.commands import restate

    store = open_store(args)
    with progress("restating", None):
        events = _do(store, args, restate(args.month, args.accepted_by, args.reason, args.customer))
    print(f"✓ {args.month} restated in {events} record{'' if events == 1 else 's'}; the frozen figures stand beside it")
    return 0


def _do(store: Store, args: argparse.Namespace, call: Call) -> int:
    from deskconsole.house import House

    return len(House(store, who(store, args.as_)).do(call).events)
