"""`deskconsole db`: the schema of a store."""

from __future__ import annotations

import argparse
import json

from deskconsole.cli.common import parser_of_acts
from deskconsole.store.revision import REVISION, standing
from deskconsole.store.store import backend

EXAMPLES = """  deskconsole db status
  deskconsole db status --store desk.db --format json
  deskconsole db upgrade                   keeps every row; a file is copied first, to FILE.before-REVISION

Exit codes: 0 the store is of this version, 1 it is not, 5 store trouble."""

_SAID = {
    "none": "holds no desk yet: `deskconsole init` makes one",
    "current": "up to date",
    "older": "older than this version: stop what has it open and run `deskconsole db upgrade`",
    "newer": "made by a newer version: install that one",
}


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    url: str = args.settings.store
    return _upgrade(url) if args.act == "upgrade" else _status(url, args.format)


def _parser() -> argparse.ArgumentParser:
    about = "The schema of a store: what it is, and bringing it up to date."
    acts = {"status": "say which schema the store has, and what to run", "upgrade": "bring it up to date"}
    made, act = parser_of_acts("db", about, EXAMPLES, acts, "WHAT")
    act["status"].add_argument("--format", choices=("text", "json"), default="text")
    return made


def _status(url: str, form: str) -> int:
    store = backend(url)
    try:
        found = store.schema()
        how = standing(found)
        said = {"store": url, "revision": found, "newest": REVISION, "standing": how}
        if how == "current":
            said["lines"] = store.reader().select("select coalesce(max(seq), 0) from journal")[0][0]
    finally:
        store.close()
    if form == "json":
        print(json.dumps(said))
    else:
        print(f"{url}: {_SAID[how]}")
        print(f"schema {found or 'none'}, this version works on {REVISION}")
    return 0 if how == "current" else 1


def _upgrade(url: str) -> int:
    from deskconsole.store.migrate import upgrade
    from deskconsole.upgraded import planned, told

    done = upgrade(url)
    if done.before == done.after:
        print(f"{url} is up to date (schema {done.after}); nothing was changed")
        return 0
    print(f"{url}: schema {done.before} → {done.after}, all {done.rows:,} rows kept and their references checked")
    if gone := told(url, done.before):
        print(f"{gone:,} private texts had been erased before: the record says so from now on")
    planned(url, done.before)
    if done.backup:
        print(f"the store as it was before is {done.backup}")
    return 0
