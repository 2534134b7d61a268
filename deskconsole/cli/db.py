"""`deskconsole db`: the schema of a store."""

from __future__ import annotations

import argparse
import json

from deskconsole.cli.common import add_store, default_store
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
    url: str = args.store or default_store()
    return _upgrade(url) if args.what == "upgrade" else _status(url, args.format)


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="deskconsole db",
        description="The schema of a store: what it is, and bringing it up to date.",
        epilog=f"examples\n{EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = made.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, about in (
        ("status", "say which schema the store has, and what to run"),
        ("upgrade", "bring it up to date"),
    ):
        sub = kinds.add_parser(
            name,
            help=about,
            description=about.capitalize() + ".",
            epilog=f"examples\n{EXAMPLES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add_store(sub)
        if name == "status":
            sub.add_argument("--format", choices=("text", "json"), default="text")
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

    done = upgrade(url)
    if done.before == done.after:
        print(f"{url} is up to date (schema {done.after}); nothing was changed")
        return 0
    print(f"{url}: schema {done.before} → {done.after}, all {done.rows:,} rows kept and their references checked")
    if done.backup:
        print(f"the store as it was before is {done.backup}")
    return 0
