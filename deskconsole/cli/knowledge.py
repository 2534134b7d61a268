"""`deskconsole knowledge`: articles and procedures, from files and to files, listed, read and found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path

from deskconsole import world
from deskconsole.cli.common import FORMATS, add_actor, instant, open_store, parser_of_acts, who, write
from deskconsole.core.errors import BadInput, NotFound, StoreTrouble
from deskconsole.core.instants import Instant, to_iso
from deskconsole.core.text import safe_lines
from deskconsole.features.knowledge.commands import take_over, wanted_of
from deskconsole.features.knowledge.files import Wanted, read, written
from deskconsole.features.knowledge.rules import STATES, Hit
from deskconsole.features.knowledge.views import ARTICLE, ARTICLES, ArticleRow, hits_for, search
from deskconsole.house import House
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole knowledge import articles/            all *.md below; again, only what has changed
  deskconsole knowledge import SOP-31.md
  deskconsole knowledge list --overdue
  deskconsole knowledge show SOP-31
  deskconsole knowledge search 'vpn gate'           all of the words, the last as a beginning
  deskconsole knowledge search --ticket INC-10001   what fits a ticket, by its words, service and category
  deskconsole knowledge export articles/
  deskconsole do article.publish --article KB-12

A file is Markdown, its properties in front as TOML:

  +++
  number = "SOP-31"             # else the name of the file says it
  title = "Fail over the VPN gateway"
  kind = "sop"                  # or article
  state = "published"           # draft published retired; left out: stays as it is
  owner = "ana"
  review = 2026-09-01
  services = ["vpn"]
  categories = ["network"]
  +++"""

COLUMNS = (
    "number", "title", "kind", "state", "owner", "review", "overdue", "used", "solved", "version", "services",
    "categories", "revised_at", "revised_by", "published_at", "retired_at",
)  # fmt: skip
SHORT = ("number", "title", "kind", "state", "owner", "review", "overdue", "used", "solved")
FOUND = ("number", "title", "kind", "used", "solved", "insists")


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    return _ACTS[args.act](args)


def _parser() -> argparse.ArgumentParser:
    about = "Articles and procedures: from files and to files, listed, read and found."
    acts = {
        "import": "take articles over from files",
        "list": "list articles",
        "show": "print an article",
        "search": "find published articles",
        "export": "write articles to files",
    }
    made, found = parser_of_acts("knowledge", about, EXAMPLES, acts)
    for name, act in found.items():
        _arguments(name, act)
    return made


def _arguments(name: str, act: argparse.ArgumentParser) -> None:
    if name == "import":
        add_actor(act)
        act.add_argument("path", nargs="+", metavar="DIR|FILE.md")
    elif name == "list":
        act.add_argument("--overdue", action="store_true", help="only what somebody should have read again by now")
        act.add_argument("--state", metavar="STATE", choices=STATES, help=f"only these: {', '.join(STATES)}")
        act.add_argument("--all", action="store_true", help="retired ones too")
        act.add_argument("--at", metavar="INSTANT", help="overdue by then (default: now)")
    elif name == "show":
        act.add_argument("number", metavar="NUMBER", help="such as SOP-31")
    elif name == "search":
        act.add_argument("words", nargs="*", metavar="WORD")
        act.add_argument("--ticket", metavar="NUMBER", help="what fits a ticket")
        act.add_argument("--limit", type=int, default=10, metavar="N")
    else:
        act.add_argument("folder", metavar="DIR")
    if name in ("list", "show", "search"):
        act.add_argument("--format", choices=FORMATS, default="table")


# --- files -----------------------------------------------------------------------------------------------------------


def _import(args: argparse.Namespace) -> int:
    store = open_store(args)
    actor = who(store, args.as_)
    wanted = list(_read([Path(path) for path in args.path], world.zone(store)))
    before = {row.number for row in store.read.all(ARTICLES)}
    receipt = House(store, actor).do(take_over(wanted))
    new = len({each.number for each in wanted} - before)
    print(f"{len(wanted)} files: {new} new articles, {len(receipt.events)} events")
    return 0


def _read(paths: Sequence[Path], zone: tzinfo) -> Iterator[Wanted]:
    seen: dict[str, str] = {}
    for path in _files(paths):
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as trouble:
            raise BadInput(f"{path} cannot be read: {trouble.strerror}") from None
        except UnicodeDecodeError as trouble:
            raise BadInput(f"{path} is not UTF-8 text at byte {trouble.start}") from None
        each = read(text, str(path), zone)
        if each.number in seen:
            raise BadInput(f"{path}: {each.number} is in {seen[each.number]} too: keep one of them")
        seen[each.number] = str(path)
        yield each


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(path.rglob("*.md"))
            if not found:
                raise NotFound(f"{path} holds no *.md file")
            yield from found
        elif path.exists():
            yield path
        else:
            raise NotFound(f"there is no {path}")


def _export(args: argparse.Namespace) -> int:
    store, folder = open_store(args), Path(args.folder)
    zone, rows = world.zone(store), store.read.all(ARTICLES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for row in rows:
            (folder / f"{row.number}.md").write_text(written(wanted_of(row), zone), encoding="utf-8")
    except OSError as trouble:
        raise StoreTrouble(f"{folder}: cannot be written: {trouble.strerror}") from None
    print(f"{len(rows)} articles in {folder}")
    return 0


# --- reading ---------------------------------------------------------------------------------------------------------


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    at = instant(args.at, world.zone(store))
    now = store.now() if at is None else at
    rows = store.read.all(ARTICLES)
    if args.overdue:
        rows = sorted((row for row in rows if row.overdue(now)), key=lambda row: row.review_at or 0)
    elif args.state:
        rows = [row for row in rows if row.state == args.state]
    elif not args.all:
        rows = [row for row in rows if row.state != "retired"]
    write((_row(row, now) for row in rows), SHORT if args.format == "table" else COLUMNS, args.format)
    return 0


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    row = store.read.maybe(ARTICLE, number=args.number.strip().upper())
    if row is None:
        raise NotFound(f"there is no article {args.number}: `deskconsole knowledge list --all` lists them")
    if args.format == "table":
        sys.stdout.write(safe_lines(written(wanted_of(row), world.zone(store))))
        return 0
    write([{**_row(row, store.now()), "body": row.body}], (*COLUMNS, "body"), args.format)
    return 0


def _search(args: argparse.Namespace) -> int:
    store = open_store(args)
    if bool(args.words) == bool(args.ticket):
        raise BadInput("what is to be found? write words, or --ticket and its number")
    hits, insists = _found(store, args)
    rows = ({"insists": insists and not place, **_hit(hit)} for place, hit in enumerate(hits))
    write(rows, FOUND, args.format)
    return 0


def _found(store: Store, args: argparse.Namespace) -> tuple[list[Hit], bool]:
    if not args.ticket:
        return search(store.read, " ".join(args.words), args.limit), False
    ticket = world.ticket_id(store, args.ticket)
    return hits_for(store.read, ticket, store.now(), args.limit)


def _hit(hit: Hit) -> dict[str, object]:
    return {"number": hit.number, "title": hit.title, "kind": hit.kind, "used": hit.used, "solved": hit.solved}


def _row(row: ArticleRow, now: Instant) -> dict[str, object]:
    return {
        "number": row.number, "title": row.title, "kind": row.kind, "state": row.state, "owner": row.owner,
        "review": _iso(row.review_at), "overdue": row.overdue(now), "used": row.used, "solved": row.solved,
        "version": row.version, "services": " ".join(row.services), "categories": ", ".join(row.categories),
        "revised_at": to_iso(row.revised_at), "revised_by": row.revised_by, "published_at": _iso(row.published_at),
        "retired_at": _iso(row.retired_at),
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)


_ACTS = {"import": _import, "list": _list, "show": _show, "search": _search, "export": _export}
