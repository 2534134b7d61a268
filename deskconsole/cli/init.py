"""`deskconsole init`: make a store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from deskconsole.cli.common import make_room, parser
from deskconsole.store.desk_time import written
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole init
  deskconsole init --store desk.db --clock 2016-04-05T09:00Z      a simulated desk whose clock stands still
  deskconsole init --store desk.db --clock 2016-04-05T09:00Z+x60  … or runs sixty times as fast"""


def run(argv: list[str]) -> int:
    made = parser("init", "Make a store: an empty desk with one team, one calendar and you.", EXAMPLES)
    made.add_argument("--clock", help="a simulated clock, for ever: INSTANT stands still, INSTANT+ runs, +x60 faster")
    made.add_argument("--desk", metavar="FILE", help="a desk file to apply instead of the starter desk")
    args = made.parse_args(argv)
    url = args.settings.store
    print(make(url, args.clock, args.desk))
    return 0


def make(url: str, clock: str | None, desk: str | None = None) -> str:
    """Make a store with its first desk applied; a sentence about it."""
    time = written(clock)
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("postgresql"):
        make_room(path)
    from deskconsole.cli.desk import first, found
    from deskconsole.store.migrate import create

    wanted = first(Path(desk) if desk else None)  # before there is a store that a wrong file would leave half made
    create(url, time)
    with closing(Store(url)) as store:  # the last to close folds the WAL into the file
        found(store, wanted)
    said = "a simulated clock" if time.simulated else "the real time"
    return f"made {url} with {said}; `deskconsole` opens it, `deskconsole desk export` prints its desk file"
