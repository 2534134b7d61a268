"""`deskconsole journal`: the record itself, and the proof that it is whole."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from deskconsole.cli.common import FORMATS, open_store, parser_of_acts, progress, write
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import to_iso
from deskconsole.store.driver import Driver, Reader
from deskconsole.store.journal import COLUMNS, is_private
from deskconsole.store.store import Store
from deskconsole.store.verify import Head, Proof, head, prove, verify

EXAMPLES = """  deskconsole journal show --ticket INC-10001
  deskconsole journal show --kind ticket.prioritised --actor kim --format json
  deskconsole journal verify                          every line is the one that was written, none is missing
  deskconsole journal verify --rebuild                … and every row is what the journal says
  deskconsole journal head                            write this digest down somewhere else …
  deskconsole journal verify --head 3f0c…             … and nobody can rewrite what was before it
  deskconsole journal export > journal.jsonl
  deskconsole journal verify --file journal.jsonl     without the store

Exit codes: 0 it holds, 1 it does not, 2 bad input, 4 not found, 5 store trouble."""

_WAY_OUT = (
    "keep this store as it is, restore a backup beside it, and compare what `deskconsole journal export` prints of both"
)

SHOWN = 50
"""Lines shown on a terminal unless somebody asks for more."""


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    if args.act == "verify" and args.file:
        return _verify_file(args)
    return _ACTS[args.act](open_store(args), args)


def _parser() -> argparse.ArgumentParser:
    about = "The record of everything that happened here, and the proof that it is whole."
    acts = {
        "show": "print lines, the latest last",
        "verify": "check every line, block and private text",
        "head": "print where the journal ends, its digest, and one of all rows",
        "export": "print the journal, one JSON line an event, to be kept or checked elsewhere",
    }
    made, act = parser_of_acts("journal", about, EXAMPLES, acts, "WHAT")
    show, check, head, export = act.values()
    show.add_argument("--format", choices=FORMATS, default="table")
    for each in (check, head):
        each.add_argument("--format", choices=("text", "json"), default="text")
    show.add_argument("--ticket", metavar="NUMBER", help="only what is about this ticket")
    show.add_argument("--kind", metavar="KIND", help="only events of this kind, or of a family: ticket. or ticket.held")
    show.add_argument("--actor", metavar="HANDLE", help="only in the name of this operator, or who sat behind it")
    show.add_argument("--since", type=int, default=0, metavar="SEQ", help="only after this line")
    show.add_argument(
        "--limit", type=int, metavar="N", help=f"the last N (on a terminal {SHOWN}, elsewhere all; 0: all)"
    )
    check.add_argument("--head", metavar="DIGEST", help="a digest that `journal head` printed before: still in it?")
    check.add_argument("--rebuild", action="store_true", help="replay it all and compare every row that is stored")
    check.add_argument("--file", metavar="FILE", help="check an exported file instead of a store")
    export.add_argument("--since", type=int, default=0, metavar="SEQ", help="only after this line")
    export.add_argument("--texts", action="store_true", help="with private texts: titles, comments, names")
    return made


def _show(store: Store, args: argparse.Namespace) -> int:
    rows = (_line(store.read, row) for row in _chosen(store.read, args))
    columns = ("seq", "at", "actor", "kind", "subject", "what") if args.format == "table" else _SHOW_COLUMNS
    if args.format == "table":
        rows = (row | {"subject": f"{row['about']} {row['subject']}", "what": _told(row)} for row in rows)
    if args.format == "csv":
        rows = (row | {"body": orjson.dumps(row["body"]).decode()} for row in rows)
    write(rows, columns, args.format)
    return 0


_SHOW_COLUMNS = ("seq", "at", "known_at", "recorded_at", "actor", *COLUMNS[9:15], *COLUMNS[1:5], "body")


def _chosen(desk: Reader, args: argparse.Namespace) -> Iterator[tuple[object, ...]]:
    """The lines asked for; with a limit the last ones, in the order of the journal."""
    where, values = ["seq > :since"], {"since": args.since}
    if args.ticket:
        found = desk.driver.select("select id from ticket where number = :number", {"number": args.ticket})
        if not found:
            raise NotFound(f"there is no ticket {args.ticket}")
        where, values = [*where, "about = 'ticket' and subject = :ticket"], {**values, "ticket": found[0][0]}
    if args.kind:
        family = args.kind.endswith(".")
        where.append("substr(kind, 1, length(:kind)) = :kind" if family else "kind = :kind")
        values["kind"] = args.kind
    if args.actor:
        where.append("(actor = :actor or behind = :actor)")
        values["actor"] = args.actor
    sql = f"select {', '.join(COLUMNS)} from journal where {' and '.join(where)} order by seq"
    limit = SHOWN if args.limit is None and sys.stdout.isatty() else args.limit
    if not limit:
        return desk.driver.each(sql, values)
    return reversed(desk.driver.select(f"{sql} desc limit :limit", {**values, "limit": limit}))


def _line(desk: Reader, row: tuple[object, ...]) -> dict[str, object]:
    """A line as it is shown: instants written out, private texts where they still are."""
    line = dict(zip(COLUMNS, row, strict=True))
    line["at"] = to_iso(line.pop("occurred_at"))  # type: ignore[arg-type]
    line["known_at"], line["recorded_at"] = to_iso(line["known_at"]), to_iso(line["recorded_at"])  # type: ignore[arg-type]
    body = orjson.loads(line["body"])  # type: ignore[arg-type]
    private = {name: value["private"] for name, value in body.items() if isinstance(value, dict) and is_private(value)}
    if private:
        sql = "select id, text from private_text where id between :first and :last"
        texts: dict[int, str] = dict(
            desk.driver.select(sql, {"first": min(private.values()), "last": max(private.values())})
        )
        body |= {name: texts.get(number, "(erased)") for name, number in private.items()}
    line["body"] = body
    return line


def _told(row: dict[str, object]) -> str:
    body = row["body"]
    assert isinstance(body, dict)
    said = " ".join(f"{name}={_word(value)}" for name, value in body.items())
    return said + (f" (for {row['behind']})" if row["behind"] else "")


def _word(value: object) -> str:
    return value if isinstance(value, str) and value.isalnum() else orjson.dumps(value).decode()


def _digest(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        digest = bytes.fromhex(text)
    except ValueError:
        digest = b""
    if len(digest) != 32:
        raise BadInput(f"--head “{text}”: a digest has 64 hexadecimal digits, as `deskconsole journal head` prints it")
    return digest


def _verify(store: Store, args: argparse.Namespace) -> int:
    kept = _digest(args.head)
    with store.backend.looking() as driver:
        last = driver.select("select max(seq) from journal")[0][0]
        with progress("verifying the journal", last) as step:
            proof = verify(driver, kept, step)
    said = _said(proof)
    troubles = [trouble.what for trouble in proof.troubles]
    if args.rebuild and not troubles:
        more, troubles = _rebuild(store)
        said |= more
    return _conclude(said, troubles, proof.more, args.format)


def _rebuild(store: Store) -> tuple[dict[str, object], list[str]]:
    from deskconsole.derive import RULES
    from deskconsole.record import RECORD
    from deskconsole.store.compare import rebuild

    damage = [f"the file itself: {what}" for what in store.backend.damage()]
    with progress("comparing rows", None):
        rebuilt = rebuild(store, RULES, RECORD)
    said: dict[str, object] = {"rows": rebuilt.rows, "timers": rebuilt.timers}
    if rebuilt.stale:
        said["to_be_folded_anew"] = rebuilt.stale
    return said, damage + rebuilt.differences


def _verify_file(args: argparse.Namespace) -> int:
    from deskconsole.store.export import Streams

    if args.rebuild:
        raise BadInput("--rebuild compares rows, a file has none: leave out --file or --rebuild")
    kept = _digest(args.head)
    path = Path(args.file)
    streams = Streams(path)
    with progress(f"verifying {path.name}", None) as step:
        proof = prove(streams.lines, streams.blocks, streams.texts, kept=kept, since=streams.since, step=step)
    said = _said(proof) | ({"since": streams.since} if streams.since else {})
    return _conclude(said, [trouble.what for trouble in proof.troubles], proof.more, args.format)


def _said(proof: Proof) -> dict[str, object]:
    return {
        "lines": proof.lines, "blocks": proof.blocks, "private_texts": proof.texts, "erased": proof.erased,
        "head": proof.head._asdict(),
    }  # fmt: skip


def _count(name: str, count: int) -> str:
    words = name.replace("_", " ")
    if name == "since":
        return f"from line {count + 1:,} on"
    return f"{count:,} {words.removesuffix('s') if count == 1 else words}"


def _conclude(said: dict[str, object], troubles: list[str], more: int, form: str) -> int:
    if form == "json":
        print(orjson.dumps({"holds": not troubles, **said, "troubles": troubles, "more": more}).decode())
        return 1 if troubles else 0
    counts = [_count(name, value) for name, value in said.items() if isinstance(value, int)]
    if not troubles:
        end = said["head"]
        assert isinstance(end, dict)
        print(f"the journal holds: {', '.join(counts)}")
        print(f"head: line {end['seq']}, block {end['block']}, {end['digest']}")
        return 0
    for what in troubles:
        print(f"deskconsole: {what}", file=sys.stderr)
    rest = f" and {more} more" if more else ""
    print(f"deskconsole: the journal does not hold, {len(troubles)}{rest} troubles: {_WAY_OUT}", file=sys.stderr)
    return 1


def _head(store: Store, args: argparse.Namespace) -> int:
    from deskconsole.record import RECORD
    from deskconsole.store.compare import state

    with store.backend.looking() as driver:
        end: Head = head(driver)
        digest = state(Reader(driver), store.backend.tables(), RECORD.private)
    said = {**end._asdict(), "state": digest}
    if args.format == "json":
        print(orjson.dumps(said).decode())
    else:
        print("\n".join(f"{name:6} {value}" for name, value in said.items()))
    return 0


def _export(store: Store, args: argparse.Namespace) -> int:
    from deskconsole.store.export import exported

    with store.backend.looking() as driver:
        last = _last(driver)
        with progress("exporting", last) as step:
            for count, line in enumerate(exported(driver, args.since, texts=args.texts)):
                sys.stdout.buffer.write(line)
                if count % 4096 == 0:
                    step(args.since + count)
    return 0


def _last(driver: Driver) -> int:
    return int(driver.select("select coalesce(max(seq), 0) from journal")[0][0])


_ACTS = {"show": _show, "verify": _verify, "head": _head, "export": _export}
