"""`deskconsole`: the queue, live."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from deskconsole.cli.common import add_actor, open_store, parser, who
from deskconsole.core.actors import Actor
from deskconsole.core.errors import BadInput
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.console.desk_source import DeskSource
    from deskconsole.console.themes import Palette

EXAMPLES = """  deskconsole
  deskconsole console --store desk.db --theme day
  deskconsole console --ascii --keys vim

? lists the keys. Own keys: keys.toml, own themes: themes/*.toml, in {config}"""


def config() -> Path:
    """Where a person's own keys and themes are."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "deskconsole"


def run(argv: list[str]) -> int:
    made = parser("console", "Work the queue.", EXAMPLES.format(config=config()))
    made.add_argument("--theme", default="night", help="night, day, contrast, cobalt, coral, terminal or one of yours")
    made.add_argument("--keys", choices=("default", "vim", "function"), default="default", help="the key map")
    made.add_argument("--ascii", action="store_true", help="plain ASCII instead of glyphs")
    add_actor(made)
    args = made.parse_args(argv)
    store = open_store(args)
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        raise BadInput("the console needs a terminal; `deskconsole show queue` prints the queue as text")
    open_console(store, who(store, args.as_), theme=args.theme, plain_ascii=args.ascii, preset=args.keys)
    return 0


def open_console(
    store: Store,
    actor: Actor,
    *,
    life: Callable[[], Callable[[], None]] | None = None,
    theme: str = "night",
    plain_ascii: bool = False,
    preset: str = "default",
) -> None:
    """Run the console until its person quits.

    `life` is called once the first page is painted and starts what else is to happen; what it returns ends that.
    """
    from deskconsole.console.desk_source import DeskSource
    from deskconsole.console.prepaint import colours_for, prepaint
    from deskconsole.console.themes import load

    source = DeskSource(store, actor)
    themes = load(config() / "themes").loaded
    colours = colours_for((themes.get(theme) or themes["night"]).colors)
    with prepaint(source, colours, plain_ascii=plain_ascii):
        _run_console(source, themes, life=life, theme=theme, plain_ascii=plain_ascii, preset=preset)


def _run_console(
    source: DeskSource,
    themes: Mapping[str, Palette],
    *,
    life: Callable[[], Callable[[], None]] | None,
    theme: str,
    plain_ascii: bool,
    preset: str,
) -> None:
    from deskconsole import world
    from deskconsole.console.app import Console

    store = source.store
    ends: list[Callable[[], None]] = []

    def begin() -> None:
        """What the first page did not need: the engine, if no other ticks, and whatever brings life."""
        from deskconsole.engine.service import Engine, engine_alive

        engine = Engine(store, "console", when=lambda: not engine_alive(store))
        engine.start()
        ends.append(engine.stop)
        if life is not None:
            ends.append(life())

    own = config() / "keys.toml"
    app = Console(
        source,
        world.offered(),
        plain_ascii=plain_ascii,
        theme=theme,
        themes=themes,
        preset=preset,  # type: ignore[arg-type]
        own_keys=own.read_text(encoding="utf-8") if own.exists() else None,
        keys_file=str(own),
        after_paint=begin,
    )
    try:
        app.run()
    finally:
        for end in ends:
            end()
