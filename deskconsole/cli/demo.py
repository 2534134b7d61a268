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
from deskconsole.cli.console import add_look
from deskconsole.core.errors import StoreTrouble

if TYPE_CHECKING:
    from deskconsole.demo.outage import Outage
    from deskconsole.demo.play import Play

EXAMPLES = """  deskconsole demo                              ten desk minutes pass in a minute
  deskconsole demo --theme day
  deskconsole demo --keep                       leave the store behind, say where
  deskconsole demo --headless --store desk.db   only fill a store
  deskconsole demo | less                       without a terminal: the first screen as text
  deskconsole demo --scenario breach            a P1 that nobody answers for: who hears of it, when, by which way
  deskconsole demo --scenario breach | cat      the same to its end, as text
  deskconsole demo --scenario outage            sixty calls in ten minutes: a war room is proposed, you lead it
  deskconsole demo --scenario outage | cat      the same until its review is published, as text

You are ana, on the early shift of an EMEA desk. Others answer, callers call back; nothing leaves this machine."""


_LEAVING = (signal.SIGTERM, signal.SIGHUP)


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    if args.scenario == "breach":
        return _breach(args)
    if args.scenario == "outage":
        return _outage(args)
    if args.headless:
        url = args.store or str(Path(tempfile.mkdtemp(prefix="deskconsole-demo-")) / "demo.db")
        with _made(url, args.seed):
            print(_summary(url))
        return 0
    with _place(args.store, args.keep) as url, _made(url, args.seed) as play:
        if not (sys.stdout.isatty() and sys.stdin.isatty()):
            sys.stdout.write(first_screen(url, *shutil.get_terminal_size((120, 40)), plain_ascii=args.settings.ascii))
        else:
            _look(url, play, args)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = parser("demo", "Make a believable desk on a simulated clock, and look around in it.", EXAMPLES)
    made.add_argument("--headless", action="store_true", help="fill the store without a screen, print where it is")
    made.add_argument("--keep", action="store_true", help="do not remove the store at the end")
    made.add_argument(
        "--scenario", choices=("day", "breach", "outage"), default="day", help="which story; day unless said"
    )
    made.add_argument("--seed", type=int, metavar="N", help="another desk, the same each time")
    add_look(made)
    return made


def _breach(args: argparse.Namespace) -> int:
    """A promise is broken, on a desk of its own: looked at, or told as text."""
    from deskconsole.demo import breach

    told = args.headless or not (sys.stdout.isatty() and sys.stdin.isatty())
    with _place(args.store, args.keep) as url:
        with _whole(url):
            breach.made(url, account())
            with closing(breach.Breach(url, draft=True)) as story:
                story.play(breach.END if told else breach.BEFORE)
                lines = list(breach.timeline(story.store))
        if told:
            sys.stdout.writelines(f"{line}\n" for line in lines)
        else:
            _watch(url, args)
    return 0


def _outage(args: argparse.Namespace) -> int:
    """Many promises are at risk at once, on a desk of their own: worked on by whoever looks, or told as text."""
    from deskconsole.demo import outage

    told = args.headless or not (sys.stdout.isatty() and sys.stdin.isatty())
    with _place(args.store, args.keep) as url:
        with _whole(url):
            outage.made(url, account())
            with closing(outage.Outage(url, calling=not told, draft=True)) as story:
                lines = _told(story) if told else []
                story.play(None if told else outage.BEFORE)
        if told:
            sys.stdout.writelines(f"{line}\n" for line in lines)
        else:
            _watch(url, args)
    return 0


def _told(story: Outage) -> list[str]:
    """The outage to its end; when somebody has to choose, what each choice would come to."""
    from deskconsole.cli.war_room_stakes import choice
    from deskconsole.demo import outage, outage_told

    story.play(outage.CHOICE)
    lines = list(outage_told.timeline(story.store, outage.BEGIN, outage.CHOICE))
    lines += ["", *choice(story.store, outage.ROOM), ""]
    story.play()
    lines += outage_told.timeline(story.store, outage.CHOICE, outage.END)
    return [*lines, "", *outage_told.review(story.store)]


def _watch(url: str, args: argparse.Namespace) -> None:
    """Open the console on a desk whose clock goes on, and where nobody acts but whoever looks."""
    from deskconsole.cli.console import open_console
    from deskconsole.core.actors import Actor
    from deskconsole.demo.people import PLAYER
    from deskconsole.store.store import Store

    with closing(Store(url)) as store:
        open_console(store, Actor(PLAYER), args.settings)


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
    """The store with the desk of two days."""
    from deskconsole.demo.make import SEED, make

    with _whole(url), progress("a desk works for two days", 100) as step:
        play = make(url, SEED if seed is None else seed, account(), step)
    yield play


@contextmanager
def _whole(url: str) -> Iterator[None]:
    """The store is made whole, or not at all."""
    _refuse_existing(url)
    try:
        yield
    except BaseException:
        if not url.startswith("postgresql"):
            for part in ("", "-wal", "-shm", "-lock", "-next"):
                Path(url.removeprefix("sqlite:///") + part).unlink(missing_ok=True)
            shutil.rmtree(url.removeprefix("sqlite:///") + "-files", ignore_errors=True)
        raise


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
        open_console(store, Actor(PLAYER), args.settings, life=director.start)


def first_screen(url: str, room: int, height: int, *, plain_ascii: bool = False) -> str:
    """What one sees on sitting down, as text."""
    from deskconsole.console.desk.live import DeskSource
    from deskconsole.console.desk.source import TOP
    from deskconsole.console.pages import show
    from deskconsole.console.pages.chrome import Tab
    from deskconsole.console.painting.glyphs import ASCII, UNICODE
    from deskconsole.console.painting.lines import Scene, as_text
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
    return as_text(lines)
