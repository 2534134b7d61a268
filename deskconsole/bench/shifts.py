"""How good drafts would have been: every change of shift of a month of a real log, drafted from what was on record.

`python -m deskconsole.bench.shifts` prints for each shift how many tickets were open, how many were projected, how
many of those that then broke were among them (recall), how many did not break (noise), and what else was listed.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from deskconsole import record  # noqa: F401 - whoever replays meets events of every feature
from deskconsole.bench import logs
from deskconsole.bench.running import run
from deskconsole.bench.sizes import FULL
from deskconsole.core.desk import Query
from deskconsole.core.instants import HOUR, Instant, from_iso, to_iso
from deskconsole.derive import RULES
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.sheet import PROJECTED, Change, Draft
from deskconsole.store.rolling import Rolling
from deskconsole.store.store import Store

FIRST = from_iso("2016-04-01T00:00Z")
SHIFTS, LENGTH = 90, 8 * HOUR

DESK = """
[desk]
name = "Incident log"
zone = "UTC"

[operators.demo]
name = "Demo"
account = "{account}"
roles = ["manager"]

[calendars.office]
zone = "UTC"
hours = {{ weekdays = ["09:00-18:00"] }}

[holds.caller]
open_ended = true

[holds.vendor]
open_ended = true

[holds.problem]
open_ended = true

[holds.evidence]
open_ended = true

# Monday to Friday 09–18, no holidays; waiting for the caller or a vendor pauses.
[agreements.D]
calendar = "office"

[agreements.D.resolution]
targets = {{ p1 = "4h", p2 = "9h", p3 = "27h", p4 = "45h" }}
pause = ["caller", "vendor"]
stop = "resolved"
reopen = "through"
priority = "final"
"""

BROKEN = Query("select ticket, breached_at from clock where breached_at is not null", lambda *row: row)
"""When each ticket broke, by all that was known in the end."""


class Judged(NamedTuple):
    """A draft, and what came of it in the shift that it was for."""

    draft: Draft
    broke: int
    foreseen: int
    projected: int

    @property
    def others(self) -> int:
        """How many items other rules list."""
        return sum(len(section.items) for section in self.draft.sections if section.name != PROJECTED)


def judged(
    store: Store,
    first: Instant = FIRST,
    shifts: int = SHIFTS,
    length: int = LENGTH,
) -> Iterator[Judged]:
    """Every change of shift, drafted at its instant. A ticket counts in the shift in which its target was used up."""
    broke: Mapping[int, Instant] = dict(store.read.all(BROKEN))
    desk = Rolling(store, Instant(first + length), RULES)
    try:
        for number in range(shifts):
            begin = Instant(first + number * length)
            change = Change(
                None, f"{begin // HOUR % 24:02}", begin, Instant(begin + length), Instant(begin + 2 * length)
            )
            desk.advance(change.end)
            made = draft(desk, change, change.end)
            then = {ticket for ticket, at in broke.items() if change.end <= at < change.until}
            listed = {item.ticket for item in made.section(PROJECTED).items}
            yield Judged(made, len(then), len(listed & then), len(listed))
    finally:
        desk.close()


def table(found: Iterator[Judged]) -> Iterator[str]:
    """A line a shift, and one for all of them together."""
    yield "shift             open  ledger  projected  broke  foreseen  recall   noise  other items  counted"
    shifts = []
    for each in found:
        shifts.append(each)
        counted = sum(section.left_out for section in each.draft.sections) + each.draft.left_out.total
        balances = "✓" if each.draft.ledger.balances else "✗"
        yield (
            f"{to_iso(each.draft.of.begin)[:16]}  {each.draft.ledger.closing:4}  {balances:>6}  {each.projected:9}"
            f"  {each.broke:5}  {each.foreseen:8}  {_share(each.foreseen, each.broke)}"
            f"  {_share(each.projected - each.foreseen, each.projected)}  {each.others:11}  {counted:7}"
        )
    broke, foreseen = sum(each.broke for each in shifts), sum(each.foreseen for each in shifts)
    projected = sum(each.projected for each in shifts)
    balanced = sum(each.draft.ledger.balances for each in shifts)
    yield (
        f"all {len(shifts)}: {balanced} ledgers balance, recall {_share(foreseen, broke).strip()} of {broke},"
        f" noise {_share(projected - foreseen, projected).strip()} of {projected},"
        f" at most {max(each.others for each in shifts)} other items"
    )


def _share(some: int, of: int) -> str:
    return f"{100 * some / of:5.1f} %" if of else "      –"


def made(path: Path, log: Path) -> Store:
    """A new store with the history of a log, measured by one agreement."""
    file = path.with_suffix(".toml")
    file.write_text(DESK.format(account=getpass.getuser()), encoding="utf-8")
    run("init", "--store", str(path), "--desk", str(file))
    run("import", "servicenow-log", str(log), "--zone", "UTC", "--store", str(path))
    return Store(str(path))


def main() -> int:
    """Take over the log where it is, else one of the same shape, and print the table."""
    with TemporaryDirectory() as room:
        log, whence = logs.file(room, FULL)
        print(f"taking over {whence} …", file=sys.stderr)
        store = made(Path(room, "desk.db"), log)
        for line in table(judged(store)):
            print(line, flush=True)
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
