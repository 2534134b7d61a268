"""Every setting there is: its type, its default, its names, what it does. Options, schema and reader follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Kind = Literal["text", "path", "choice", "flag", "number", "seconds"]


class Settings(NamedTuple):
    """What holds in this process, from its start to its end. No dataclass: making one costs each start milliseconds."""

    store: str = ""
    as_: str | None = None
    theme: str = "night"
    colour: bool = True
    ascii: bool = False
    density: Literal["compact", "airy"] = "compact"
    motion: Literal["reduced", "none"] = "reduced"
    mouse: bool = True
    keys: Literal["default", "vim", "function"] | None = None
    keys_file: str = ""
    message_time: int = 20
    bell: bool = True
    copy_limit: int = 74_994
    editor: str | None = None
    origins: Mapping[str, str] = MappingProxyType({})
    """Where values come from, by key, as one would write it down; those left out are defaults."""

    def origin(self, key: str) -> str:
        return self.origins.get(key, "default")


class Setting(NamedTuple):
    """One key of config.toml."""

    key: str
    kind: Kind
    what: str
    flag: str = ""
    """The option that says it on the command line."""
    otherwise: str = ""
    """What holds where nobody says anything, where that is not one value for all."""
    choices: tuple[str, ...] = ()
    within: tuple[int, int] = (0, 0)
    """The least and the most."""
    variables: tuple[str, ...] = ()
    """Environment variables, the first that is set counts."""

    @property
    def name(self) -> str:
        """Of its field: `as` is a word of Python's."""
        return "as_" if self.key == "as" else self.key

    @property
    def default(self) -> Any:
        return Settings._field_defaults[self.name]

    @property
    def asked(self) -> tuple[str, ...]:
        return self.variables or (f"DESKCONSOLE_{self.key.upper()}",)


SETTINGS = (
    Setting("store", "path", "a file, sqlite:///file or postgresql://user@host/name", "--store",
            "deskconsole/desk.db in the data folder"),
    Setting("as", "text", "act as this operator; only for the owner of the store", "--as",
            "the operator of the account"),
    Setting("theme", "text", "night, day, contrast, cobalt, coral, terminal or one of yours", "--theme"),
    Setting("colour", "flag", "false leaves out all colour", "--no-colour", variables=("NO_COLOR",)),
    Setting("ascii", "flag", "true: plain ASCII instead of glyphs", "--ascii"),
    Setting("density", "choice", "airy: a blank line below each row of the queue", "--density",
            choices=("compact", "airy")),
    Setting("motion", "choice", "none: figures move once a minute outside the last ten minutes", "--motion",
            choices=("reduced", "none")),
    Setting("mouse", "flag", "false leaves the mouse to the terminal", "--no-mouse"),
    Setting("keys", "choice", "the key map to begin with", "--keys", "what keys.toml says, or the default one",
            choices=("default", "vim", "function")),
    Setting("keys_file", "path", "a file that moves, adds and removes keys", "",
            "keys.toml in the configuration folder"),
    Setting("message_time", "seconds", "how long a message stays in its line", within=(1, 3600)),
    Setting("bell", "flag", "false: no bell; alarms are shown all the same"),
    Setting("copy_limit", "number", "bytes that the terminal takes for its clipboard at once",
            within=(100, 10_000_000)),
    Setting("editor", "text", "the command that opens a text", "", "nano, vim or vi, whichever is there",
            variables=("DESKCONSOLE_EDITOR", "VISUAL", "EDITOR")),
)  # fmt: skip
