"""`deskconsole`: the queue, live."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from deskconsole.cli.common import add_actor, open_store, parser, who
from deskconsole.console.terminal.served import LEADS_OUT, in_browser
from deskconsole.core.actors import Actor
from deskconsole.core.errors import BadInput
from deskconsole.core.links import number_in
from deskconsole.settings.reading import folder
from deskconsole.settings.table import SETTINGS, Settings
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.console.desk.live import DeskSource
    from deskconsole.console.painting.wardrobe import Wardrobe

EXAMPLES = """  deskconsole
  deskconsole console --store desk.db --theme day
  deskconsole console --ascii --keys vim

? lists the keys. What is set once: config.toml (`deskconsole settings`), own keys: keys.toml, own themes:
themes/*.toml, in {config}"""


def run(argv: list[str]) -> int:
    made = parser("console", "Work the queue.", EXAMPLES.format(config=folder(os.environ)))
    add_look(made)
    made.add_argument("--confined", action="store_true", help="no key leads to a program or a file of this account")
    made.add_argument("--ticket", metavar="NUMBER", help="open a ticket at once; a link to it will do (y l copies one)")
    add_actor(made)
    args = made.parse_args(argv)
    store = open_store(args)
    if not in_browser() and not (sys.stdout.isatty() and sys.stdin.isatty()):
        raise BadInput("the console needs a terminal; `deskconsole show queue` prints the queue as text")
    open_console(
        store,
        who(store, args.as_),
        args.settings,
        ticket=number_in(args.ticket or ""),
        without=LEADS_OUT if args.confined else frozenset(),
    )
    return 0


def add_look(to: argparse.ArgumentParser) -> None:
    """The options that say how a console looks and is worked; those left out come from the settings."""
    for each in SETTINGS:
        if not each.flag or each.key in ("store", "as"):
            continue
        if each.kind == "flag":
            said = not each.default
            told = f"{each.what}" if said else f"{each.key} = {each.what}"
            to.add_argument(each.flag, dest=each.name, action="store_const", const=said, help=told)
        else:
            to.add_argument(each.flag, dest=each.name, choices=each.choices or None, help=each.what)


def open_console(
    store: Store,
    actor: Actor,
    settings: Settings,
    *,
    life: Callable[[], Callable[[], None]] | None = None,
    ticket: str = "",
    without: frozenset[str] = frozenset(),
) -> None:
    """Run the console until its person quits. What is in `without` it cannot do.

    `life` is called once the first page is painted and starts what else is to happen; what it returns ends that.
    """
    from deskconsole.console.desk.live import DeskSource
    from deskconsole.console.painting.themes import load
    from deskconsole.console.painting.wardrobe import Wardrobe
    from deskconsole.console.terminal.prepaint import colours_for, prepaint

    source = DeskSource(store, actor)
    wardrobe = Wardrobe(load(_own_themes()), settings.theme, settings.origin("theme"))
    colours = colours_for(wardrobe.worn.colors, settings)
    with nullcontext() if in_browser() else prepaint(source, colours, settings):
        _run_console(source, wardrobe, settings, life=life, ticket=ticket, without=without)


def _own_themes() -> Path:
    return folder(os.environ) / "themes"


def _run_console(
    source: DeskSource,
    wardrobe: Wardrobe,
    settings: Settings,
    *,
    life: Callable[[], Callable[[], None]] | None = None,
    ticket: str = "",
    without: frozenset[str] = frozenset(),
) -> None:
    import asyncio

    from deskconsole import world
    from deskconsole.console import leaving
    from deskconsole.console.app import Console

    store = source.store
    ends = ExitStack()

    def begin() -> None:
        """What the first page did not need: the engine, if no other ticks, and whatever brings life."""
        from deskconsole.engine.service import Engine, engine_alive

        engine = Engine(store, "console", when=lambda: not engine_alive(store))
        engine.start()
        ends.callback(engine.stop)
        if life is not None:
            ends.callback(life())

    keys = Path(settings.keys_file)
    app = Console(
        source,
        world.offered(),
        settings=settings,
        wardrobe=wardrobe,
        own_themes=_own_themes(),
        own_keys=keys.read_text(encoding="utf-8") if keys.is_file() else None,
        after_paint=begin,
        without=without,
        ticket=ticket,
    )
    with ends:
        ends.callback(app.end_reading)  # also where a signal ends it, and no screen is closed
        asyncio.run(leaving.run(app, mouse=settings.mouse))
