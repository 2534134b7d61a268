"""`deskconsole demo`: a desk to look around in."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from deskconsole.cli.common import account, make_room, parser, progress
from deskconsole.core.errors import StoreTrouble

if TYPE_CHECKING:
    from deskconsole.demo.play import Play

EXAMPLES = """  deskconsole demo                              ten desk minutes pass in a minute
  deskconsole demo --theme day
  deskconsole demo --keep                       leave the store behind, say where
  deskconsole demo --headless --store desk.db   only fill a store
  deskconsole demo | less                       without a terminal: the first screen as text

You are ana, on the early shift of an EMEA desk. Others answer, callers call back; nothing leaves this machine."""


_LEAVING = (signal.SIGTERM, signal.SIGHUP)


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    if args.headless:
        url = args.store or str(Path(tempfile.mkdtemp(prefix="deskconsole-demo-")) / "demo.db")
        with _made(url, args.seed):
            print(_summary(url))
        return 0
    with _place(args.store, args.keep) as url, _made(url, args.seed) as play:
        if not (sys.stdout.isatty() and sys.stdin.isatty()):
            sys.stdout.write(first_screen(url, *shutil.get_terminal_size((120, 40)), plain_ascii=args.ascii))
        else:
            _look(url, play, args)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = parser("demo", "Make a believable desk on a simulated clock, and look around in it.", EXAMPLES)
    made.add_argument("--headless", action="store_true", help="fill the store without a screen, print where it is")
    made.add_argument("--keep", action="store_true", help="do not remove the store at the end")
    made.add_argument("--seed", type=int, metavar="N", help="another desk, the same each time")
    made.add_argument("--theme", default="night", help="night, day, contrast, cobalt, coral, terminal or one of yours")
    made.add_argument("--keys", choices=("default", "vim", "function"), default="default", help="the key map")
    made.add_argument("--ascii", action="store_true", help="plain ASCII instead of glyphs")
    return made


@contextmanager
def _place(store: str | None, keep: bool) -> Iterator[str]:
    """Where the store goes; a folder of its own is removed afterwards unless it is to be kept."""
    if store is not None:
        yield store
        return
    folder = Path(tempfile.mkdtemp(prefix="deskconsole-demo-"))
    for number in _LEAVING:
        signal.signal(number, _leave)
    try:
        yield str(folder / "demo.db")
    finally:
        if keep:
            print(f"the demo’s store stays at {folder / 'demo.db'}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _leave(number: int, frame: FrameType | None) -> None:
    """The window was closed: tidy up all the same."""
    for each in _LEAVING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


@contextmanager
def _made(url: str, seed: int | None) -> Iterator[Play]:
    """The store, made whole or not at all."""
    _refuse_existing(url)
    from deskconsole.demo.make import SEED, make

    try:
        with progress("a desk works for two days", 100) as step:
            play = make(url, SEED if seed is None else seed, account(), step)
    except BaseException:
        if not url.startswith("postgresql"):
            for part in ("", "-wal", "-shm", "-lock", "-next"):
                Path(url.removeprefix("sqlite:///") + part).unlink(missing_ok=True)
        raise
    yield play


def _refuse_existing(url: str) -> None:
    """The demo only fills what is empty."""
    if url.startswith("postgresql"):
        from deskconsole.store.store import backend

        with closing(backend(url)) as server:
            if server.schema() is not None:
                raise StoreTrouble(f"{url} holds a desk already; nothing was changed")
        return
    make_room(Path(url.removeprefix("sqlite:///")))


def _summary(url: str) -> str:
    from deskconsole.store.store import Store

    with closing(Store(url)) as store:
        select = store.read.driver.select
        tickets, still_open = select("select count(*), sum(is_open) from ticket")[0]
        events = select("select count(*) from journal")[0][0]
    held = f"{tickets} tickets, {still_open} of them open, {events} events"
    return f"made {url} with a simulated clock: {held}; `deskconsole --store {url}` opens it"


def _look(url: str, play: Play, args: argparse.Namespace) -> None:
    """Open the console on it, and let life go on."""
    from deskconsole.cli.console import open_console
    from deskconsole.core.actors import Actor
    from deskconsole.demo.make import direct
    from deskconsole.demo.people import PLAYER
    from deskconsole.store.store import Store

    with closing(Store(url)) as store:
        director = direct(play, store)
        open_console(
            store, Actor(PLAYER), life=director.start, theme=args.theme, plain_ascii=args.ascii, preset=args.keys
        )


def first_screen(url: str, room: int, height: int, *, plain_ascii: bool = False) -> str:
    """What one sees on sitting down, as text."""
    from deskconsole.console import show
    from deskconsole.console.chrome import Tab
    from deskconsole.console.desk_source import DeskSource
    from deskconsole.console.glyphs import ASCII, UNICODE
    from deskconsole.console.lines import Scene
    from deskconsole.console.source import TOP
    from deskconsole.core.actors import Actor
    from deskconsole.demo.opening import ANCHOR
    from deskconsole.demo.people import PLAYER
    from deskconsole.store.desk_time import DeskTime
    from deskconsole.store.store import Store

    with closing(Store(url, time=DeskTime(ANCHOR, ANCHOR))) as store:
        source = DeskSource(store, Actor(PLAYER))
        views = source.views()
        tabs = [Tab(view.name, source.counts(*source.compile_filter(view.filter), ANCHOR)) for view in views]
        rows = source.page(*source.compile_filter(views[0].filter), TOP, height)
        scene = Scene(ANCHOR, source.zone, ASCII if plain_ascii else UNICODE, PLAYER)
        detail = source.detail(rows[0].id)
        lines = show.queue_screen(rows, tabs, views[0].filter, source.calendar, scene, room, height, detail=detail)
    return show.text(lines)
