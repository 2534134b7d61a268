"""What subcommands share: the store, who is at the door, instants, tables, progress."""

from __future__ import annotations

import argparse
import csv
import json
import os
import pwd
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskconsole.core.actors import BY_ACCOUNT, OPERATOR, Actor
from deskconsole.core.errors import BadInput, NotFound, Refused, StoreTrouble
from deskconsole.core.instants import Instant, from_iso
from deskconsole.core.text import safe_text
from deskconsole.settings.reading import read
from deskconsole.settings.table import Settings
from deskconsole.store.sqlite import there
from deskconsole.store.store import Store

FORMATS = ("table", "json", "jsonl", "csv")


class Parser(argparse.ArgumentParser):
    """What a command line leaves open comes from the settings, read here and nowhere else."""

    def parse_args(self, args: Sequence[str] | None = None, namespace: None = None) -> argparse.Namespace:  # type: ignore[override]
        found = super().parse_args(args, namespace)
        if "config" in found:
            found.settings = settings(vars(found), found.config)
            if "as_" in found:
                found.as_ = found.settings.as_
        return found


def settings(flags: Mapping[str, object], config: str | None = None) -> Settings:
    """The settings of this process, with what its command line says."""
    return read(flags, os.environ, config)


def parser(name: str, about: str, examples: str = "", *, store: bool = True) -> argparse.ArgumentParser:
    """A subcommand's parser, with its examples, and the store option where it needs one."""
    made = Parser(
        prog=f"deskconsole {name}",
        description=about,
        epilog=f"examples\n{examples}" if examples else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if store:
        add_store(made)
    return made


def parser_of_acts(
    name: str, about: str, examples: str, acts: Mapping[str, str], metavar: str | None = None
) -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """The parser of a subcommand with acts of its own, and theirs: each with the store option and all examples."""
    made = parser(name, about, examples, store=False)
    kinds = made.add_subparsers(dest="act", required=True, metavar=metavar or "|".join(acts))
    found = {
        act: kinds.add_parser(
            act,
            help=what,
            description=what.capitalize() + ".",
            epilog=made.epilog,
            formatter_class=made.formatter_class,
        )
        for act, what in acts.items()
    }
    for each in found.values():
        add_store(each)
    return made, found


def joined(argv: Sequence[str], *options: str) -> list[str]:
    """Arguments in which the text of these options may begin with a minus, as in `--filter -team:emea`."""
    made: list[str] = []
    for word in argv:
        if made and made[-1] in options:
            made[-1] += f"={word}"
        else:
            made.append(word)
    return made


def add_store(to: argparse.ArgumentParser) -> None:
    to.add_argument(
        "--store", default=None, metavar="URL", help="a file, sqlite:///file or postgresql://user@host/name"
    )
    add_config(to)


def add_config(to: argparse.ArgumentParser) -> None:
    to.add_argument("--config", default=None, metavar="FILE", help="settings, instead of config.toml of your folder")


def add_actor(to: argparse.ArgumentParser) -> None:
    to.add_argument("--as", dest="as_", metavar="HANDLE", help="act as this operator; only for the owner of the store")


def open_store(args: argparse.Namespace) -> Store:
    """The store that is meant, checked to be one of this version."""
    store = Store(args.settings.store)
    _ = store.time
    return store


def make_room(path: Path) -> None:
    """A folder for a store to be made. Raises StoreTrouble where it cannot be, or the store is there already."""
    if there(path) and path.stat().st_size:
        raise StoreTrouble(f"{path} exists already; nothing was changed")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise StoreTrouble(f"{path.parent}: cannot be made: {trouble.strerror}") from trouble


def account() -> str:
    """The OS account at the door."""
    return pwd.getpwuid(os.getuid()).pw_name


def who(store: Store, as_: str | None) -> Actor:
    """The operator that the OS account stands for, or the one named by the owner of the store."""
    mine = store.read.maybe(BY_ACCOUNT, account=account())
    if as_ is None:
        if mine is None:
            raise Refused(f"account {account()} is no operator of this desk: add it to [operators] in the desk file")
        return Actor(mine.handle)
    if not owns(store):
        raise Refused("--as is for the owner of the store, and so are `as` in config.toml and $DESKCONSOLE_AS")
    if store.read.maybe(OPERATOR, handle=as_) is None:
        raise NotFound(f"there is no operator {as_}: `deskconsole desk export` lists them")
    behind = mine.handle if mine else account()
    return Actor(as_, behind if behind != as_ else None)


def owns(store: Store) -> bool:
    """Whether the store is this account's own file, or a server it has the password of."""
    path = Path(store.url.removeprefix("sqlite:///"))
    return not path.exists() or path.stat().st_uid == os.getuid()


def instant(text: str | None, zone: tzinfo = UTC) -> Instant | None:
    """Read `--at`; without an offset it is UTC unless the desk says otherwise."""
    if text is None:
        return None
    try:
        return from_iso(text, zone)
    except ValueError as wrong:
        raise BadInput(str(wrong)) from None


def zone(name: str) -> tzinfo:
    """A zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError, PermissionError):
        raise BadInput(f"there is no time zone “{name}”: write Europe/Berlin, America/New_York, UTC …") from None


def write(rows: Iterable[dict[str, object]], columns: Sequence[str], form: str) -> None:
    """Print rows in a format; JSON in one list, JSON lines as they come."""
    out = sys.stdout
    if form == "jsonl":
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    elif form == "json":
        json.dump(list(rows), out, ensure_ascii=False, indent=2)
        out.write("\n")
    elif form == "csv":
        table = csv.writer(out, lineterminator="\n")
        table.writerow(columns)
        table.writerows([row.get(name) for name in columns] for row in rows)
    else:
        _table(list(rows), columns)


def write_json(shown: Mapping[str, object], form: str) -> bool:
    """Print one thing as JSON, where that is the format; whether it was."""
    if form not in ("json", "jsonl"):
        return False
    print(json.dumps(shown, ensure_ascii=False, indent=2 if form == "json" else None))
    return True


def write_fields(shown: Mapping[str, object], form: str, gap: str = ", ") -> None:
    """Print one thing, a field a line; what is empty is left out, and of what there are several stand in one line."""
    write(
        (
            {"field": name, "value": gap.join(map(str, value)) if isinstance(value, list) else value}
            for name, value in shown.items()
            if value not in (None, [], "")
        ),
        ("field", "value"),
        form,
    )


def _table(rows: list[dict[str, object]], columns: Sequence[str]) -> None:
    from rich.cells import cell_len, set_cell_size

    cells = [[_cell(row.get(name)) for name in columns] for row in rows]
    widths = [max([cell_len(name), *(cell_len(line[i]) for line in cells)]) for i, name in enumerate(columns)]
    if sys.stdout.isatty():
        widths = [min(width, 60) for width in widths]
    for line in [list(columns), *cells]:
        text = "  ".join(set_cell_size(cell, width) for cell, width in zip(line, widths, strict=True))
        print(text.rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe_text(str(value))


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, silence elsewhere; call it with how much is done."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def steps() -> Iterator[Callable[[str], object]]:
    """What is being done just now, on a terminal, silence elsewhere; call it with each step."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield status.update
