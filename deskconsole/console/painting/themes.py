"""Themes: one TOML file each, shipped or the operator's own; every colour on a screen is one of their variables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from deskconsole.core.errors import BadInput, StoreTrouble
from deskconsole.core.shipped import shipped
from deskconsole.core.text import listed
from deskconsole.core.toml.problems import BadFile, nearest

if TYPE_CHECKING:
    from textual.theme import Theme

GROUNDS = ("background", "panel", "cursor-bg", "select-bg", "input-bg")
_DECORATION = ("line", "war-bg", "p1-bg")
TEXTS = (
    *("text", "dim", "strong", "head", "key", "link", "me"),
    *("sla-ok", "sla-risk", "sla-breach", "sla-held", "sla-night", "sla-met", "stale", "war"),
    *("p1", "p2", "p3", "p4", "p5"),
)
VARIABLES = (*GROUNDS, *_DECORATION, *TEXTS)

ENOUGH = 4.5
"""Contrast that text needs (WCAG 2, AA)."""

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SIXTEEN = listed("black red green yellow blue magenta cyan white")
_ANSI = {"ansi_default", *(f"ansi_{name}" for name in _SIXTEEN), *(f"ansi_bright_{name}" for name in _SIXTEEN)}


@dataclass(frozen=True)
class Palette:
    """A theme as its file says it, whole: what was missing has been filled in."""

    name: str
    dark: bool
    colors: Mapping[str, str]
    ansi: bool = False
    """The terminal's own sixteen colours: cursor and selected lines are drawn reversed, they have no ground."""
    file: Path | None = None

    def variables(self) -> dict[str, str]:
        """What style sheets may use: every role, and the white that goes on the war room's ground."""
        return {**self.colors, "war-text": "ansi_bright_white" if self.ansi else "#ffffff"}


@dataclass(frozen=True)
class Problem:
    """Something about a theme that its owner should know."""

    file: Path
    line: int
    text: str
    note: bool = False
    """The theme is as it was meant; it may be hard to read, or not whole."""

    def __str__(self) -> str:
        where = self.file.name if self.note else f"{self.file.name}:{self.line}"
        return f"{where}: {self.text}"


@dataclass
class Themes:
    """All themes that could be read, by name, shipped ones first; and what was wrong with any."""

    loaded: dict[str, Palette] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load(own: Path | None = None) -> Themes:
    """Read the shipped themes and those in the operator's folder, which may replace a shipped one by name."""
    themes = Themes()
    for file in _files(shipped("themes")):
        _add(themes, file, themes.loaded)
    base = dict(themes.loaded)  # what is missing never comes from another theme of theirs
    for file in _files(own) if own else ():
        _add(themes, file, base)
    return themes


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"), key=lambda file: (file.stem != "night", file.stem))


def _add(themes: Themes, file: Path, base: Mapping[str, Palette]) -> None:
    try:
        text = file.read_text("utf-8")
        written = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        themes.problems.append(_unreadable(file))
        return
    reader = _Reader(base, file, text)
    palette = reader.palette(written)
    themes.loaded[palette.name] = palette
    themes.problems += reader.problems


def _unreadable(file: Path) -> Problem:
    """Why a file is no theme, as of all files that people write."""
    from deskconsole.core.toml.reading import sections, text_of  # most themes are in order

    try:
        sections(text_of(file), file.name)
    except BadFile as wrong:
        return Problem(file, wrong.problems[0].line, f"not read: {wrong.problems[0].text}")
    except BadInput as wrong:
        return Problem(file, 1, f"not read: {wrong}", note=True)
    return Problem(file, 1, "not read: it was being written; save it again", note=True)


class _Reader:
    def __init__(self, base: Mapping[str, Palette], file: Path, text: str) -> None:
        self.base, self.file, self.text = base, file, text
        self.problems: list[Problem] = []

    def say(self, text: str) -> None:
        """Something to know of the theme as a whole."""
        self.problems.append(Problem(self.file, 1, text, note=True))

    def wrong(self, key: str, text: str) -> None:
        """Something to put right, in its line."""
        from deskconsole.core.toml.lines import key_lines  # most themes are in order

        line = key_lines(self.text.replace("\r\n", "\n")).get(("colors", key), 1)
        self.problems.append(Problem(self.file, line, f"{key}: {text}"))

    def palette(self, written: Mapping[str, object]) -> Palette:
        name = written.get("name", self.file.stem)
        ansi = written.get("ansi") is True
        given = self._given(written.get("colors", {}), ansi)
        dark = written.get("dark")
        if not isinstance(dark, bool):
            dark = ansi or luminance(given.get("background", "#000000")) < 0.5
        colors = self._filled(given, dark, ansi)
        made = Palette(name if isinstance(name, str) and name else self.file.stem, dark, colors, ansi, self.file)
        if pale := [f"${role} {cut(contrast)}" for role, contrast in contrasts(made).items() if contrast < ENOUGH]:
            self.say(f"hard to read on its worst ground, text needs {ENOUGH}: {', '.join(pale)}")
        return made

    def _given(self, colors: object, ansi: bool) -> dict[str, str]:
        given = {}
        for role, color in colors.items() if isinstance(colors, dict) else ():
            if role not in VARIABLES:
                self.wrong(role, f"no such variable{nearest(role, VARIABLES)}")
            elif not isinstance(color, str) or not (color in _ANSI if ansi else _HEX.fullmatch(color)):
                wanted = "ansi_default, ansi_red, ansi_bright_red …" if ansi else "#rrggbb"
                self.wrong(role, f"{color!r} is no colour here: write {wanted}")
            else:
                given[role] = color
        return given

    def _filled(self, given: dict[str, str], dark: bool, ansi: bool) -> dict[str, str]:
        """What is missing comes from a shipped theme on the same ground, and one message names it."""
        missing = [role for role in VARIABLES if role not in given]
        if not missing:
            return given
        like = "terminal" if ansi else "night" if dark else "day"
        source = self.base.get(like) or self.base.get("night")
        if source is None:
            raise StoreTrouble(f"{self.file.name} did not come whole with this installation: install it again")
        self.say(f"{source.name}’s value is used for {', '.join(missing)}")
        return given | {role: source.colors[role] for role in missing}


def luminance(color: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb`, as WCAG 2 defines it."""
    digits = color.lstrip("#")
    pairs = [digits[at] * 2 for at in range(3)] if len(digits) == 3 else [digits[at : at + 2] for at in (0, 2, 4)]
    shares = [int(pair, 16) / 255 for pair in pairs]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_of(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def cut(contrast: float) -> float:
    """To one decimal, never rounded up: 4.49 does not hold 4.5."""
    return int(contrast * 10) / 10


def contrasts(palette: Palette) -> dict[str, float]:
    """How readable each text is on the worst ground it may stand on; nothing where the terminal chooses."""
    if palette.ansi:
        return {}
    colors = palette.colors
    found = {
        role: min(contrast_of(colors[role], colors[ground]) for ground in GROUNDS) for role in TEXTS if role != "p1"
    }
    found["p1"] = contrast_of(colors["p1"], colors["p1-bg"])
    found["war-bg"] = contrast_of("#ffffff", colors["war-bg"])
    return found


def textual_theme(palette: Palette, called: str = "") -> Theme:
    """The theme as Textual takes it. Its own widgets get their colours from the same roles."""
    from textual.theme import Theme  # the rest of this file is read where Textual is not

    role = palette.colors
    own = {
        "border": role["line"],
        "border-blurred": role["line"],
        "scrollbar": role["line"],
        "scrollbar-hover": role["dim"],
        "scrollbar-active": role["key"],
        "scrollbar-background": role["background"],
        "scrollbar-background-hover": role["background"],
        "scrollbar-background-active": role["background"],
        "scrollbar-corner-color": role["background"],
        "input-cursor-background": role["text"],
        "input-cursor-foreground": role["input-bg"],
        "input-selection-background": role["cursor-bg"],
        "screen-selection-background": role["cursor-bg"],
        "block-cursor-background": role["cursor-bg"],
        "block-cursor-foreground": role["strong"],
        "link-color": role["link"],
        "footer-key-foreground": role["key"],
    }
    if palette.ansi:  # here these are reversed instead: they have no ground of their own
        own = {name: color for name, color in own.items() if not name.startswith(("input-", "screen-", "block-"))}
        black, white = ("ansi_black", "ansi_white") if palette.dark else ("ansi_white", "ansi_black")
        own |= {"ansi-background": black, "ansi-foreground": white}
    return Theme(
        name=called or palette.name,
        primary=role["key"],
        secondary=role["link"],
        warning=role["sla-risk"],
        error=role["sla-breach"],
        success=role["sla-met"],
        accent=role["me"],
        foreground=role["text"],
        background=role["background"],
        surface=role["background"],
        panel=role["panel"],
        dark=palette.dark,
        ansi=palette.ansi,
        variables={**own, **palette.variables()},
    )


Stamps = Mapping[Path, tuple[int, int]]


def stamps(folders: Iterable[Path | None]) -> Stamps:
    """When each theme file was written, and how long it is; to be asked again and compared."""
    found = {}
    for folder in folders:
        for file in folder.glob("*.toml") if folder else ():
            try:
                state = file.stat()
            except OSError:  # gone between listing and looking
                continue
            found[file] = (state.st_mtime_ns, state.st_size)
    return found


def changed(before: Stamps, now: Stamps) -> list[Path]:
    """The theme files that were written, that came, or that went."""
    return sorted(file for file in before.keys() | now.keys() if before.get(file) != now.get(file))
