"""The themes there are, the one that is on, and a look at their files: who edits one sees it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from deskconsole.console.painting.themes import Palette, Problem, Themes, changed, load, stamps
from deskconsole.core.errors import BadInput
from deskconsole.core.shipped import shipped
from deskconsole.core.toml.problems import nearest

EVERY = 1.0
"""Seconds between two looks at the files."""

PLAIN = "night"
"""What is worn where nothing else can be."""


class Wardrobe:
    """All themes that could be read, and the one that is worn."""

    def __init__(self, themes: Themes, name: str, said_by: str = "theme") -> None:
        """Raises BadInput where there is no such theme; one that is there and cannot be read is only told of."""
        self.themes = themes
        self.problems: list[Problem] = list(themes.problems)
        """What has not been told yet."""
        if name not in themes.loaded and not any(each.file.stem == name for each in themes.problems):
            raise BadInput(f"{said_by}: there is no theme “{name}”{nearest(name, themes.loaded)}")
        self.worn: Palette = themes.loaded.get(name) or themes.loaded[PLAIN]

    def names(self) -> list[str]:
        return list(self.themes.loaded)

    def wear(self, name: str) -> Palette:
        self.worn = self.themes.loaded.get(name) or self.worn
        return self.worn

    def renewed(self, themes: Themes) -> bool:
        """The files as they are now; whether what is worn looks otherwise. A theme with a mistake stays as it was."""
        told = set(map(str, self.themes.problems))
        wrong = [each for each in themes.problems if not each.note and each.file == self.worn.file]
        here = themes.loaded.get(self.worn.name)
        if here is None or wrong:
            themes.loaded[self.worn.name] = here = self.worn
        self.problems += [each for each in themes.problems if str(each) not in told]
        self.themes = themes
        before, self.worn = self.worn, here
        return (here.colors, here.ansi, here.dark) != (before.colors, before.ansi, before.dark)


class ThemeWatch:
    """Says how the themes are whenever one of their files was written, came or went; looks in a thread of its own."""

    def __init__(self, own: Path, tell: Callable[[Themes], object], every: float = EVERY) -> None:
        self._own, self._tell, self._every = own, tell, every
        self._shut = Event()
        self._folders = (shipped("themes"), own)
        self._seen = stamps(self._folders)
        self._thread = Thread(target=self._look, name="themes", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        before = self._seen
        while not self._shut.wait(self._every):
            now = stamps(self._folders)
            if now == before and changed(self._seen, now):  # nobody is writing any more
                self._seen = now
                self._tell(load(self._own))
            before = now

    def close(self) -> None:
        self._shut.set()

    def wait(self) -> None:
        self._thread.join()
