"""`deskconsole serve`: the console in a browser."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from deskconsole.cli.common import open_store, owns, parser, who
from deskconsole.cli.console import add_look
from deskconsole.core.actors import OPERATOR
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.settings.reading import folder
from deskconsole.settings.table import SETTINGS, Settings
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.gateway.server import Plan
    from deskconsole.gateway.tokens import Tokens

EXAMPLES = """  deskconsole serve                              for you, at http://127.0.0.1:8765, on this machine only
  deskconsole serve --as ana --as bruno          a token each; they are in {tokens}
  deskconsole serve --token-file /etc/desk/tokens --theme day --port 9000
  deskconsole serve --host 0.0.0.0 --exposed --public-url https://desk.example     behind a proxy that encrypts

A token says who one is: the journal shows their name, and yours as the one whose account it is. Taking a line out of
the file closes that console within seconds. Needs pip install 'deskconsole[serve]'."""

NEEDS = "a browser needs more than is installed: pip install 'deskconsole[serve]'"


def run(argv: list[str]) -> int:
    args = _parser().parse_args(argv)
    _only_as_meant(args)
    store = open_store(args)
    if not owns(store):
        raise Refused("serve is for the owner of the store, in whose account the consoles run")
    try:
        from deskconsole.gateway.server import Gateway, serve
    except ModuleNotFoundError as missing:
        raise BadInput(f"{NEEDS} ({missing.name} is missing)") from missing
    plan = _plan(args, store)
    try:
        asyncio.run(serve(Gateway(plan, store), lambda url: _ready(url, plan)))
    except OSError as trouble:
        raise BadInput(f"{args.host} port {args.port}: {trouble.strerror or trouble}") from trouble
    finally:
        store.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    tokens = folder(os.environ) / "serve-tokens"
    made = parser("serve", "Let people work the queue in a browser.", EXAMPLES.format(tokens=tokens))
    made.add_argument(
        "--as",
        dest="handles",
        metavar="HANDLE",
        action="append",
        default=[],
        help="make a token for them, unless they have one",
    )
    made.add_argument("--token-file", type=Path, default=tokens, metavar="FILE", help="HANDLE TOKEN a line, mode 600")
    made.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
    made.add_argument("--port", type=int, default=8765, help="0: any that is free")
    made.add_argument("--exposed", action="store_true", help="other machines may reach it")
    made.add_argument("--public-url", metavar="URL", help="what people type, where that is another address")
    made.add_argument("--sessions", type=int, default=16, metavar="N", help="consoles at the same time (16)")
    made.add_argument("--font-size", type=int, default=16, metavar="PX", help="pixels of a letter (16)")
    add_look(made)
    return made


def _only_as_meant(args: argparse.Namespace) -> None:
    """What would open a door that somebody did not mean to open. Raises BadInput."""
    from deskconsole.gateway.doors import is_loopback, origin_of

    if args.public_url:
        args.public_url = origin_of(args.public_url)
    if not is_loopback(args.host) and not (args.exposed and args.public_url):
        raise BadInput(
            f"--host {args.host} can be reached from other machines: say so with --exposed, and with --public-url"
            " https://… what people type; the proxy there encrypts, the gateway does not"
        )
    for name, least, most in (("port", 0, 65535), ("sessions", 1, 1000), ("font_size", 6, 60)):
        if not least <= getattr(args, name) <= most:
            raise BadInput(f"--{name.replace('_', '-')} {getattr(args, name)}: between {least} and {most}")


def _plan(args: argparse.Namespace, store: Store) -> Plan:
    from deskconsole.console.terminal.served import DRIVER
    from deskconsole.gateway.server import Plan

    return Plan(
        # -P: what lies in this folder is not imported.
        argv=[sys.executable, "-P", "-m", "deskconsole", "console", "--confined", *_looks(args)],
        tokens=_tokens(args, store),
        host=args.host.strip("[]"),
        port=args.port,
        public_url=args.public_url,
        most=args.sessions,
        colours=_colours(args.settings),
        # In the environment, not in the command: a URL may hold a password, and everybody may list processes.
        environment={**DRIVER, **_found_by(args.config), "DESKCONSOLE_STORE": _placed(store.url)},
        font_size=args.font_size,
    )


def _placed(url: str) -> str:
    return url if "://" in url else os.path.abspath(url)


def _found_by(config: str | None) -> Mapping[str, str]:
    """The settings that the gateway was given are those of its consoles."""
    return {"DESKCONSOLE_CONFIG": os.path.abspath(os.path.expanduser(config))} if config else {}


def _tokens(args: argparse.Namespace, store: Store) -> Tokens:
    """The file of tokens, with one for each who was named; for yourself where there would be none."""
    from deskconsole.gateway.tokens import Tokens

    tokens = Tokens(args.token_file.expanduser())
    for handle in args.handles:
        if store.read.maybe(OPERATOR, handle=handle) is None:
            raise NotFound(f"there is no operator {handle}: `deskconsole desk export` lists them")
    wanted = args.handles or ([] if tokens.file.exists() else [who(store, None).handle])
    for handle, token in tokens.make(wanted).items():
        seen = f": {token}" if sys.stderr.isatty() else ""  # what is no terminal may be a log
        print(f"a token for {handle} has been made, in {tokens.file}{seen}", file=sys.stderr)
    if not tokens.names():
        raise BadInput(f"{tokens.file} holds no token: --as HANDLE makes one")
    return tokens


def _looks(args: argparse.Namespace) -> list[str]:
    """What was said here of how a console looks is said to each; the rest they read for themselves."""
    said = {each.flag: getattr(args, each.name, None) for each in SETTINGS if each.flag not in ("", "--store", "--as")}
    return [flag if isinstance(value, bool) else f"{flag}={value}" for flag, value in said.items() if value is not None]


def _colours(settings: Settings) -> Mapping[str, str]:
    """The colours of the pages around the console; those of a terminal are its own, so that night's stand in."""
    from deskconsole.console.painting.themes import load
    from deskconsole.console.painting.wardrobe import PLAIN, Wardrobe

    worn = Wardrobe(load(folder(os.environ) / "themes"), settings.theme, settings.origin("theme"))
    found = (worn.themes.loaded[PLAIN] if worn.worn.ansi else worn.worn).colors
    names = {"input": "input-bg", "risk": "sla-risk"}
    wanted = ("background", "text", "panel", "line", "strong", "key", *names)
    return {name: found[names.get(name, name)] for name in wanted}


def _ready(url: str, plan: Plan) -> None:
    print(f"deskconsole is at {url} for {', '.join(plan.tokens.names())}; ctrl+c stops it", file=sys.stderr, flush=True)
    if plan.public_url and plan.public_url.startswith("http:"):
        print(
            f"deskconsole: {plan.public_url} is not encrypted: tokens and tickets can be read on the way",
            file=sys.stderr, flush=True,
        )  # fmt: skip
