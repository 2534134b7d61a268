"""`deskconsole sla layers`: what operational agreements and contracts leave of what customers are promised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from deskconsole.cli.common import FORMATS, open_store, parser, write
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import SECOND, Instant, to_datetime
from deskconsole.core.toml.problems import nearest
from deskconsole.explain.times import length
from deskconsole.features.agreements.rules import written_target
from deskconsole.features.deskfile.layers import Layered, layers
from deskconsole.features.deskfile.parse import read
from deskconsole.features.deskfile.plan import held_file
from deskconsole.features.deskfile.spec import DeskFile
from deskconsole.features.deskfile.views import current
from deskconsole.store.desk_time import real_now

EXAMPLES = """  deskconsole sla layers
  deskconsole sla layers --agreement gold
  deskconsole sla layers --file desk.toml --format json

For each promise of work to a customer (restore, resolution, fulfilment, closure) and each priority: the operational
agreements (OLA) and contracts (UC) that may measure the same ticket, each by itself, and the buffer they leave in the
customer's business time when they take all of theirs from the worst full hour of a week on, in summer and in winter,
without holidays. `takes` is that time, `begins` that hour. A buffer of nothing or less means that everybody can keep
their word and the customer's is broken; `deskconsole desk check` says so too."""

SHORT = ("agreement", "metric", "P", "target", "layer", "below", "whose", "promises", "takes", "buffer", "begins")
COLUMNS = (
    "agreement", "metric", "priority", "target", "layer", "below", "party", "promises", "target_s", "takes_s",
    "buffer_s", "begins",
)  # fmt: skip


def run(argv: Sequence[str]) -> int:
    made = parser("sla layers", "List SLAs, OLAs and UCs side by side, with the buffer between them.", EXAMPLES)
    made.add_argument("--file", type=Path, metavar="DESK", help="of this desk file; no store is needed")
    made.add_argument("--agreement", metavar="NAME", help="only below this promise to customers")
    made.add_argument("--format", choices=FORMATS, default="table")
    args = made.parse_args(argv)
    if args.file:
        file, now = read(args.file), real_now()
    else:
        store = open_store(args)
        file, now = held_file(current(store.read)), store.now()
    if args.agreement:
        _known(file, args.agreement)
    found = layers(file, to_datetime(now, UTC).year)
    rows = [row for row in found if args.agreement in (None, row.promise.agreement.name)]
    if args.format == "table":
        write([_short(row, file) for row in rows], SHORT, "table")
    else:
        write((_row(row, file) for row in rows), COLUMNS, args.format)
    return 0


def _known(file: DeskFile, name: str) -> None:
    """Raises NotFound where no promise to customers is called so."""
    names = [spec.name for spec in file.agreements if spec.layer == "sla"]
    if name not in names:
        raise NotFound(f"there is no agreement “{name}” with customers{nearest(name, names)}")


def _local(at: Instant, row: Layered, file: DeskFile) -> datetime:
    """By the customer's clock."""
    return to_datetime(at, ZoneInfo(file.calendars[row.promise.agreement.calendar].zone))


def _row(row: Layered, file: DeskFile) -> dict[str, object]:
    promise, below, left = row.promise, row.below, row.buffer
    return {
        "agreement": promise.agreement.name,
        "metric": promise.target.metric,
        "priority": row.priority,
        "target": written_target(promise.target, row.priority),
        "layer": below and below.agreement.layer,
        "below": below and below.agreement.name,
        "party": below and below.agreement.party,
        "promises": below and written_target(below.target, row.priority),
        "target_s": left and left.target // SECOND,
        "takes_s": left and left.used // SECOND,
        "buffer_s": left and left.left // SECOND,
        "begins": left and _local(left.begin, row, file).isoformat(),
    }


def _short(row: Layered, file: DeskFile) -> dict[str, object]:
    told, left = _row(row, file), row.buffer
    return {
        **told,
        "P": row.priority,
        "whose": told["party"],
        "takes": left and length(left.used),
        "buffer": left and length(left.left),
        "begins": left and f"{_local(left.begin, row, file):%a %H:%M}",
    }
