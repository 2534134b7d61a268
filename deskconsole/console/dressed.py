"""An app in the colours of its wardrobe: put on at start, by name, and again when their files are written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from textual.app import App
from textual.filter import LineFilter, NoColor

from deskconsole.console.background.answers import ThemesRead
from deskconsole.console.keys import Problem
from deskconsole.console.painting.paint import Paint
from deskconsole.console.painting.themes import textual_theme
from deskconsole.console.painting.wardrobe import Wardrobe
from deskconsole.console.screens.base import DeskScreen

_dresses = count()


class Dressed(App[None]):
    """What is worn, and how it is changed."""

    wardrobe: Wardrobe
    paint: Paint
    key_problems: list[Problem]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Where no colour is wanted there is none: shades of grey are colours, and the terminal's own become black."""
        return [NoColor()] if self.no_color else super().get_line_filters()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The style sheet names our roles before any theme is on."""
        return self.wardrobe.worn.variables()

    def wear(self, name: str) -> None:
        """Put a theme on, for as long as this console runs."""
        self.wardrobe.wear(name)
        self.dress()
        screen = self.screen
        if isinstance(screen, DeskScreen):
            screen.say("", f'theme {name}, until you quit; theme = "{name}" in config.toml keeps it')

    def on_themes_read(self, event: ThemesRead) -> None:
        """Somebody wrote a theme file."""
        if self.wardrobe.renewed(event.themes):
            self.dress()
        self.say_problems()

    def say_problems(self) -> None:
        """What is wrong with keys and themes."""
        wrong = [str(each) for each in self.key_problems if not each.note]
        wrong += [f"theme {each}" for each in self.wardrobe.problems]
        self.key_problems, self.wardrobe.problems = [], []
        for words in wrong:
            if isinstance(self.screen, DeskScreen):
                self.screen.say("failed", words)

    def dress(self) -> None:
        """Everything in the colours that are worn."""
        palette = self.wardrobe.themes.loaded["terminal"] if self.no_color else self.wardrobe.worn
        self.paint = Paint(palette.variables(), plain=palette.ansi, colour=not self.no_color)
        made = textual_theme(palette, called=f"{palette.name} {next(_dresses)}")
        self.register_theme(made)
        self.theme = made.name  # another name each time: else Textual would not look
        for screen in self.screen_stack if self.is_running else ():
            screen.refresh(repaint=True, layout=True)
