"""The console: one theme, one key map, one source, and the screens. What they do is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import ClassVar, Protocol, TypeVar
from weakref import WeakSet

from textual.driver import Driver
from textual.message_pump import MessagePump

from deskconsole.console import leaving
from deskconsole.console.alarms import Alarms
from deskconsole.console.background.answers import ThemesRead
from deskconsole.console.background.reads import Reads
from deskconsole.console.desk.room import NONE
from deskconsole.console.desk.source import Source
from deskconsole.console.doable import BUILT, BY_FORM, NEEDS, UNFINDABLE
from deskconsole.console.dressed import Dressed
from deskconsole.console.finding import Candidate
from deskconsole.console.history import History
from deskconsole.console.keys import DoublePress, KeyMap, shown
from deskconsole.console.looking_back import LookingBack
from deskconsole.console.painting.glyphs import ASCII, UNICODE
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.console.painting.themes import load
from deskconsole.console.painting.wardrobe import ThemeWatch, Wardrobe
from deskconsole.console.roomnews import RoomNews
from deskconsole.console.said import Said
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.pages import HelpScreen, MessagesScreen
from deskconsole.console.screens.queue import QueueScreen
from deskconsole.console.screens.working import Kept
from deskconsole.console.terminal.driver import TerminalDriver
from deskconsole.console.terminal.served import in_browser
from deskconsole.console.terminal.typeahead import InTurn
from deskconsole.core.desk import Command
from deskconsole.settings.table import Settings


class Ending(Protocol):
    """Something that works in threads of its own, and can be asked to end."""

    def close(self) -> None: ...
    def wait(self) -> None: ...


E = TypeVar("E", bound=Ending)


class Console(Dressed, InTurn, inherit_bindings=False):
    """Modes, theme, and what all screens share."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [leaving.SUSPEND]
    CSS = "Screen { background: $background; color: $text; }"

    def __init__(
        self,
        source: Source,
        commands: Mapping[str, Command[...]],
        *,
        settings: Settings | None = None,
        wardrobe: Wardrobe | None = None,
        own_themes: Path | None = None,
        own_keys: str | None = None,
        after_paint: Callable[[], None] | None = None,
        ticket: str = "",
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.settings = settings or Settings()
        self.wardrobe = wardrobe or Wardrobe(load(), self.settings.theme)  # the style sheet names its roles
        super().__init__()
        self.source, self.commands = source, commands
        self.glyphs = ASCII if self.settings.ascii else UNICODE
        self.said = Said(stays=self.settings.message_time)
        self.alarms = Alarms(self.said, bell=self.settings.bell)
        self.rooms = RoomNews(self.said)
        self.kept = Kept()
        self.history = History()
        self.back = LookingBack(self)
        self._reads = WeakSet[Ending]()
        """Those of closed screens are among them for as long as they have something under way."""
        self.double = DoublePress(monotonic)
        self.keys, self.key_problems = KeyMap.load(
            commands, self.settings.keys, own_keys, self.settings.keys_file, BUILT - without
        )
        self._after_paint, self._ticket, self._confined = after_paint, ticket, bool(without)
        self._own_themes = own_themes
        self.animation_level = "none"
        self.no_color = not self.settings.colour
        self.dress()  # before the style sheet is read: it is read once

    def get_driver_class(self) -> type[Driver]:
        return super().get_driver_class() if in_browser() else TerminalDriver

    # What screens ask for.

    @property
    def scene(self) -> Scene:
        """This very second, for these eyes."""
        return self.scene_of(self.source)

    def scene_of(self, source: Source) -> Scene:
        who, past, others = source.who(), self.back.is_past(source), source.presence.others
        steady = self.settings.motion == "none"
        old, status, broken, duty = source.late(), source.status(), tuple(source.degraded()), source.duty()
        abroad = NONE if past else self.rooms.abroad
        now, zone = source.now(), source.zone
        return Scene(now, zone, self.glyphs, who, old, status, past, others, broken, steady, abroad, duty)

    def may(self, name: str) -> bool:
        """Whether the operator may do what an id stands for."""
        if self.looks_back and (name in self.commands or name.startswith("call.")):
            return False
        needs = self.commands[name].needs if name in self.commands else NEEDS.get(name)
        return needs is None or self.source.may(needs)

    def key_words(self, name: str) -> str:
        """The key of an id as people write it; empty where it has none."""
        keys = self.keys.keys_of(name)
        return shown(keys[0]) if keys else ""

    def candidates(self, screen: DeskScreen) -> list[Candidate]:
        """All that can be done by name on a screen."""
        return [
            Candidate(
                action.label,
                action.what,
                self.key_words(name),
                partial(screen.command if name in BY_FORM else screen.act, name),
                name,
            )
            for name, action in self.keys.actions.items()
            if (screen.CHAIN in action.chains or name in self.commands)
            and (name == "list.columns" or not name.startswith(UNFINDABLE))
            and screen.can(name)
        ] + [
            Candidate(f"theme {name}", "put it on, until I quit", "", partial(self.wear, name))
            for name in self.wardrobe.names()
        ]

    def filter_words(self) -> Sequence[tuple[str, str]]:
        return self.source.filter_words()

    # The past.

    @property
    def looks_back(self) -> bool:
        """Whether what is on the screen is of another time than now."""
        return self.back.on

    def banner(self, room: int) -> list[Line]:
        """What must not be overlooked, below the header: one thing, the gravest."""
        scene = self.scene_of(self.back.sources()[-1])  # an alarm is of now
        key = self.key_words("alarm.acknowledge")
        return self.alarms.banner(room, scene, key) or self.rooms.banner(room, scene, key) or self.back.banner(room)

    # Reading.

    def reads(self, to: MessagePump) -> Reads:
        """What a screen reads through."""
        return self.tracked(Reads(self.source, to))

    def tracked(self, made: E) -> E:
        """Something that uses the source in threads of its own: it ends before the source does."""
        self._reads.add(made)
        return made

    def reading(self) -> list[Ending]:
        """What reads at the moment, or has something under way."""
        return list(self._reads)

    def end_reading(self) -> None:
        """Nothing reads the store from here on: it may be closed."""
        under_way = self.reading()
        for each in under_way:
            each.close()
        for source in self.back.sources():
            source.close()
        for each in under_way:
            each.wait()

    # Screens.

    def get_default_screen(self) -> QueueScreen:
        return QueueScreen(self)

    def open_help(self, above: DeskScreen) -> None:
        self.push_screen(HelpScreen(above))

    def open_messages(self, above: DeskScreen) -> None:
        self.push_screen(MessagesScreen(above))

    def on_mount(self) -> None:
        if self._ticket and isinstance(self.screen, QueueScreen):
            self.screen.open_numbered(self._ticket)
        self.call_after_refresh(self.say_problems)  # once there is a line to say it in
        if self._own_themes is not None:
            self.tracked(ThemeWatch(self._own_themes, lambda themes: self.post_message(ThemesRead(themes))))
        if self._after_paint is not None:
            self.call_after_refresh(self.run_worker, self._after_paint, thread=True)

    def action_suspend_process(self) -> None:
        """To the shell, and back by `fg`; nobody is stopped while they write to the store, all others would wait.

        Who is confined has no shell to come to.
        """
        if self._confined:
            return
        leaving.keep(self)

        def stop() -> None:
            with self.back.sources()[-1].resting():
                self.call_from_thread(super(Console, self).action_suspend_process)

        self.run_worker(stop, thread=True)

    def on_unmount(self) -> None:
        self.end_reading()
