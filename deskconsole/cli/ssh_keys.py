"""`deskconsole ssh-keys`: operators come in by SSH, each with their own key, all in one account."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from deskconsole.cli.common import open_store, owns, parser
from deskconsole.core.actors import OPERATOR
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole ssh-keys ana=ana.pub bruno=bruno.pub            print the lines
  deskconsole ssh-keys keys/                                  of a folder: ana.pub, bruno.pub
  deskconsole ssh-keys ana=- < ana.pub
  deskconsole ssh-keys --write ~/.ssh/authorized_keys keys/   ours are written anew, those of others stay

A line is restrict,pty,command="deskconsole … --confined --as=ana" KEY: whoever has the key gets this console, whatever
command they ask for; no shell, no editor, no forwarding, no files. `ssh desk@host` is all that ana needs. --write
takes out each key of ours that is not named this time. What else the account may do, its other keys may do."""


def run(argv: list[str]) -> int:
    made = parser("ssh-keys", "Let operators in by SSH, each with their own key.", EXAMPLES)
    made.add_argument(
        "keys", nargs="+", metavar="HANDLE=FILE", help="public keys of an operator; or a folder of HANDLE.pub"
    )
    made.add_argument(
        "--write", type=Path, metavar="FILE", help="into this file, between marks, instead of printing them"
    )
    made.add_argument("--program", metavar="PATH", help="the deskconsole that they get; this one")
    args = made.parse_args(argv)
    store = open_store(args)
    if not owns(store):
        raise Refused("ssh-keys is for the owner of the store, in whose account the consoles run")
    from deskconsole.gateway.authorized_keys import Pass, lines, write
    from deskconsole.gateway.public_keys import keys_of

    passes = [
        Pass(handle, key, place)
        for handle, place, text in _named(args.keys)
        for key in keys_of(text, place)
    ]  # fmt: skip
    for handle in dict.fromkeys(each.handle for each in passes):
        if store.read.maybe(OPERATOR, handle=handle) is None:
            raise NotFound(f"there is no operator {handle}: `deskconsole desk export` lists them")
    found = lines(passes, _command(args.program, store))
    if args.write is None:
        print("\n".join(found))
        return 0
    file = args.write.expanduser()
    try:
        new, gone = write(file, found)
    except OSError as trouble:
        raise BadInput(f"{file}: cannot be written: {trouble.strerror}") from trouble
    print(f"{file}: {len(found)} keys, {new} new, {gone} taken out", file=sys.stderr)
    return 0


def _named(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """Handle, place and text of each file of keys."""
    for word in words:
        handle, sign, name = word.partition("=")
        if sign:
            yield (handle, "standard input", sys.stdin.read()) if name == "-" else (handle, name, _text(Path(name)))
        elif (folder := Path(word)).is_dir():
            for file in sorted(folder.glob("*.pub")):
                yield file.stem, str(file), _text(file)
        else:
            raise BadInput(f"{word}: write HANDLE=FILE, or a folder with HANDLE.pub")


def _text(file: Path) -> str:
    try:
        return file.expanduser().read_text("utf-8", "replace")
    except OSError as trouble:
        raise BadInput(f"{file}: cannot be read: {trouble.strerror}") from trouble


def _command(program: str | None, store: Store) -> list[str]:
    """The console on this store; sshd starts it elsewhere, with little environment."""
    parts = urlsplit(store.url)
    if parts.password or "password=" in parts.query:
        raise BadInput("the store's URL holds a password, which would stand in authorized_keys: use ~/.pgpass")
    url = store.url if "://" in store.url else os.path.abspath(store.url)
    return [*_program(program), "console", "--confined", f"--store={url}"]


def _program(named: str | None) -> list[str]:
    """How to start this very program."""
    if named is not None:
        if (found := shutil.which(named)) is None:
            raise BadInput(f"--program {named}: there is no such program")
        return [os.path.abspath(found)]
    own = Path(sys.argv[0])
    if own.name == "deskconsole" and os.access(own, os.X_OK):
        return [os.path.abspath(own)]
    return [sys.executable, "-P", "-m", "deskconsole"]
