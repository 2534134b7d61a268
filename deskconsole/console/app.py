"""The console: one theme, one key map, one source, and the screens. What they do is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import ClassVar

from textual.app import App

from deskconsole.console.finding import Candidate
from deskconsole.console.glyphs import ASCII, UNICODE
from deskconsole.console.keys import DoublePress, KeyMap, Preset, Problem, shown
from deskconsole.console.lines import Scene
from deskconsole.console.paint import Paint
from deskconsole.console.said import Said
from deskconsole.console.screens.base import DeskScreen, built
from deskconsole.console.screens.pages import HelpScreen, MessagesScreen, PageScreen
from deskconsole.console.screens.queue import QueueScreen
from deskconsole.console.screens.queue_actions import Actions
from deskconsole.console.screens.queue_calls import Calls
from deskconsole.console.source import PREVIEW_NEEDS, Source
from deskconsole.console.themes import Palette, load, textual_theme
from deskconsole.console.widgets.filter_bar import FilterBar
from deskconsole.console.widgets.finder import Finder
from deskconsole.console.widgets.form import InlineForm
from deskconsole.core.desk import Command

BUILT = built(DeskScreen, Actions, Calls, Finder, FilterBar, InlineForm, HelpScreen, PageScreen)
"""Every id that some key can do; no other has a key, a footer or a line in the help."""

_UNFINDABLE = ("form.", "list.", "view.", "app.command", "app.palette", "pane.", "ticket.following", "ticket.preceding")

_NEEDS = {"desk.preview": PREVIEW_NEEDS}
"""Permissions of actions that are no commands."""


class Console(App[None], inherit_bindings=False):
    """Modes, theme, and what all screens share."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []
    CSS = "Screen { background: $background; color: $text; }"

    def __init__(
        self,
        source: Source,
        commands: Mapping[str, Command[...]],
        *,
        plain_ascii: bool = False,
        theme: str = "night",
        themes: Mapping[str, Palette] | None = None,
        preset: Preset = "default",
        own_keys: str | None = None,
        keys_file: str = "keys.toml",
        after_paint: Callable[[], None] | None = None,
    ) -> None:
        self._palettes = themes if themes is not None else load().loaded
        super().__init__()
        self.source, self.commands = source, commands
        self.glyphs = ASCII if plain_ascii else UNICODE
        self.said = Said()
        self.double = DoublePress(monotonic)
        self.keys, self.key_problems = KeyMap.load(commands, preset, own_keys, keys_file, BUILT)
        self._after_paint = after_paint
        self.animation_level = "none"
        self.use("terminal" if self.no_color else theme)  # before the style sheet is read: it is read once

    # What screens ask for.

    @property
    def scene(self) -> Scene:
        """This very second, for these eyes."""
        source = self.source
        return Scene(source.now(), source.zone, self.glyphs, source.who(), source.late())

    def may(self, name: str) -> bool:
        """Whether the operator may do what an id stands for."""
        needs = self.commands[name].needs if name in self.commands else _NEEDS.get(name)
        return needs is None or self.source.may(needs)

    def key_words(self, name: str) -> str:
        """The key of an id as people write it; empty where it has none."""
        keys = self.keys.keys_of(name)
        return shown(keys[0]) if keys else ""

    def candidates(self, screen: DeskScreen) -> list[Candidate]:
        """All that can be done by name on a screen."""
        return [
            Candidate(action.label, action.what, self.key_words(name), partial(screen.act, name), name)
            for name, action in self.keys.actions.items()
            if (screen.CHAIN in action.chains or name in self.commands)
            and not name.startswith(_UNFINDABLE)
            and screen.can(name)
        ]

    def filter_words(self) -> Sequence[tuple[str, str]]:
        return self.source.filter_words()

    # Screens.

    def get_default_screen(self) -> QueueScreen:
        return QueueScreen(self.source)

    def open_help(self, above: DeskScreen) -> None:
        self.push_screen(HelpScreen(above))

    def open_messages(self, above: DeskScreen) -> None:
        self.push_screen(MessagesScreen(above))

    def on_mount(self) -> None:
        for problem in self.key_problems:
            self._say_problem(problem)
        if self._after_paint is not None:
            self.call_after_refresh(self.run_worker, self._after_paint, thread=True)

    def on_unmount(self) -> None:
        self.source.close()

    def _say_problem(self, problem: Problem) -> None:
        screen = self.screen
        if isinstance(screen, DeskScreen) and not problem.note:
            screen.say("failed", str(problem))

    # Themes.

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The style sheet names our roles before any theme is on."""
        return self._palettes["night"].variables()

    def use(self, theme: str) -> None:
        """Put a theme on."""
        palette = self._palettes.get(theme) or self._palettes["night"]
        self.paint = Paint(palette.variables(), plain=palette.ansi, colour=not self.no_color)
        self.register_theme(textual_theme(palette))
        self.theme = palette.name
        for screen in self.screen_stack if self.is_running else ():
            screen.refresh(repaint=True)
