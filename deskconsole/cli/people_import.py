"""`deskconsole people import`: people from a table or from cards."""

from __future__ import annotations

import argparse
import codecs
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

from deskconsole.cli.common import open_store, progress, who
from deskconsole.cli.rejects import report
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant
from deskconsole.core.text import safe_text
from deskconsole.features.imports.records import header_of, opened, records
from deskconsole.features.people.columns import columns
from deskconsole.features.people.commands import speak, take
from deskconsole.features.people.speaking import Spoken, keys, spoken_for
from deskconsole.features.people.taking import Card, Customers, Step, Unread, Wanted, step, wanted
from deskconsole.features.people.vcards import cards
from deskconsole.features.people.views import LAST_PERSON
from deskconsole.house import House
from deskconsole.store.driver import Reader

CHUNK = 25
"""People a transaction: others who write wait about 20 ms."""


def take_over(args: argparse.Namespace) -> int:
    """Take over the people of a file; whoever is known already is only brought up to date."""
    store = open_store(args)
    house = House(store, who(store, args.as_))
    customers = Customers(store.read, args.customer)
    rejects: list[Unread] = []
    with _file(args.file) as file:
        chosen = _surest_first(_checked(_read(file, args.file), customers, rejects))
    count = Counter[str]()
    with progress("taking over", len(chosen)) as bar:
        told = _Told(store.read)
        for chunk in _chunks(chosen):
            steps = [told.once(step(store.read, each, store.now()), store.now()) for each in chunk]
            if not args.dry_run and any(each.act in ("new", "change") for each in steps):
                house.learn(take([each.wanted for each in steps]), "people")
            count.update(each.act for each in steps)
            rejects += [Unread(each.wanted.line, each.why, each.wanted.name) for each in steps if each.act == "reject"]
            bar(sum(count.values()))
    rejected = len(rejects)
    count["delegates"] = _speakers(house, chosen, rejects, dry_run=args.dry_run)
    report(sorted(rejects), args.file, args.rejects, dry_run=args.dry_run)
    _say(args, count, rejected)
    return 0


def _speakers(house: House, chosen: Sequence[Wanted], rejects: list[Unread], *, dry_run: bool) -> int:
    """Say who speaks for whom, now that all are in; how many that is news of."""
    if not any(each.delegate for each in chosen):
        return 0
    found: list[Spoken] = []
    for each in spoken_for(house.store.read, chosen, coming=keys(chosen) if dry_run else ()):
        (found if isinstance(each, Spoken) else rejects).append(each)  # type: ignore[arg-type]
    for at in range(0, 0 if dry_run else len(found), CHUNK):
        house.learn(speak(found[at : at + CHUNK]), "people")
    return len(found)


class _Told:
    """Of whom this file has told already: where it tells of somebody twice, the first card says who they are."""

    def __init__(self, read: Reader) -> None:
        self.read = read
        self.last = read.one(LAST_PERSON)
        self.known: set[int] = set()

    def once(self, made: Step, now: Instant) -> Step:
        row = made.row
        if row and (row.id in self.known or row.id > self.last):
            made = step(self.read, made.wanted.further(row), now)
        elif row:
            self.known.add(row.id)
        return made


def _file(path: Path) -> TextIO:
    """The file as text: UTF-8 or UTF-16 as it says, else as Windows writes it here."""
    return opened(path, _encoding(path))


def _encoding(path: Path) -> str:
    if path.suffix == ".gz" or not path.exists():
        return "utf-8-sig"
    try:
        with path.open("rb") as file:
            if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                return "utf-16"
            file.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            while piece := file.read(1 << 20):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror}") from trouble
    return "utf-8-sig"


def _read(file: TextIO, path: Path) -> Iterator[Card | Unread]:
    names = [suffix.lower() for suffix in path.suffixes]
    return cards(file) if ".vcf" in names or ".vcard" in names else _rows(file, path)


def _rows(file: TextIO, path: Path) -> Iterator[Card | Unread]:
    first = file.readline()
    delimiter = max(",;\t|", key=first.count)
    rows = records(chain([first] if first else [], file), delimiter)
    known = columns(header_of(next(rows, None), path), str(path))
    if known.unused:
        said = ", ".join(safe_text(name) for name in known.unused)
        print(f"columns that are not taken over: {said}", file=sys.stderr)
    for row in rows:
        if row.why:
            yield Unread(row.line, row.why, row.text)
        elif any(cell.strip() for cell in row.cells):
            try:
                yield known.card(row.line, row.cells)
            except BadInput as wrong:
                yield Unread(row.line, str(wrong), delimiter.join(row.cells))


def _checked(read: Iterable[Card | Unread], customers: Customers, rejects: list[Unread]) -> Iterator[Wanted]:
    for each in read:
        if isinstance(each, Unread):
            rejects.append(each)
            continue
        try:
            yield wanted(each, customers)
        except BadInput as wrong:
            rejects.append(Unread(each.line, str(wrong), " ".join((each.name, *each.mails, *each.phones))[:500]))


def _surest_first(checked: Iterable[Wanted]) -> list[Wanted]:
    """Cards with a mail or a uid, then those with a name alone.

    The first may give somebody another name: whom a name means must not depend on whether that has been read yet, or
    the same file would change something the second time.
    """
    return sorted(checked, key=lambda card: card.by_name_alone)


def _chunks(chosen: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """Cards that go in together. Two that may be of one person do not: the second is compared with the first."""
    chunk: list[Wanted] = []
    keys: set[tuple[str, str]] = set()
    for each in chosen:
        if chunk and (len(chunk) == CHUNK or keys & each.keys or chunk[-1].by_name_alone != each.by_name_alone):
            yield chunk
            chunk, keys = [], set()
        chunk.append(each)
        keys |= each.keys
    if chunk:
        yield chunk


def _say(args: argparse.Namespace, count: Counter[str], rejected: int) -> None:
    if args.format == "json":
        told = {"new": count["new"], "changed": count["change"], "same": count["same"], "rejected": rejected}
        told["delegates"] = count["delegates"]
        print(json.dumps(told | {"written": not args.dry_run}))
        return
    said = f"{count['new']} new, {count['change']} changed, {count['same']} as they were, {rejected} rejected"
    said += f", {count['delegates']} delegates" * bool(count["delegates"])
    print(said + ("; nothing was written" if args.dry_run else ""))
