"""Screens that are one long page: the help, and everything the console has said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from deskconsole.console.desk.source import Counts
from deskconsole.console.pages import helptext
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.pages.helptext import Group, HelpKey
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, apart, fit
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.scrolling import Scrolling
from deskconsole.console.widgets.field import Field
from deskconsole.console.widgets.lines import Lines, Page


class PageScreen(Scrolling, DeskScreen):
    """A title, a page, and the keys to scroll it."""

    CHAIN = "list"
    TITLE_WORD = ""

    def __init__(self, above: DeskScreen) -> None:
        super().__init__()
        self.above = above
        self.page = Page(called="page")
        self.heading = Lines(called="heading")

    def body(self) -> ComposeResult:
        yield self.heading
        yield from self.above_page()
        yield self.page

    def above_page(self) -> ComposeResult:
        """What else stands between the heading and the page."""
        yield from ()

    def first_focus(self) -> Widget:
        """What takes the keys at first."""
        return self.page

    def on_mount(self) -> None:  # Textual calls that of the base by itself
        self.first_focus().focus()

    def path(self) -> Sequence[str]:
        return [*self.above.path(), self.TITLE_WORD]

    def trouble(self) -> Counts | None:
        return self.above.trouble()

    def noun(self) -> str:
        return self.above.noun()

    def moves(self, by: int) -> None:
        self.page.step(by)

    def sight(self) -> int:
        return self.page.size.height

    def act_app_messages(self) -> None:
        """Listed already, or one step back."""


class FieldScreen(PageScreen):
    """A field above the page: letters type, so the arrows and the page keys scroll."""

    SIGN = ""
    DEFAULT_CSS = "FieldScreen #field-row { height: 1; }"

    def __init__(self, above: DeskScreen) -> None:
        super().__init__(above)
        self.field = Field(called="field")
        self._sign = Lines(called="sign")

    def above_page(self) -> ComposeResult:
        self._sign.styles.width = len(self.SIGN)
        self._sign.show([(self.SIGN, "dim")])
        with Horizontal(id="field-row"):
            yield self._sign
            yield self.field

    def first_focus(self) -> Widget:
        return self.field

    def on_key(self, event: events.Key) -> None:
        scrolls = {
            "up": self.act_list_up,
            "down": self.act_list_down,
            "pageup": self.act_list_page_up,
            "pagedown": self.act_list_page_down,
        }
        if scroll := scrolls.get(event.key):
            event.stop()
            event.prevent_default()
            scroll()

    def act_form_leave(self) -> None:
        self.app.pop_screen()


class MessagesScreen(PageScreen):
    """All results and refusals of this session, newest first."""

    TITLE_WORD = "Messages"

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room:
            return
        self.heading.show(fit([(" All messages of this session", "head"), ("   newest first", "dim")], room, scene.g))
        lines: list[Line] = []
        for at, message in self.desk.said.all:
            when = figures.clock(at, scene.zone)
            sign = getattr(scene.g, message.kind, " ")
            line: Line = [(f" {when} ", "dim"), (f"{sign} ", "head"), (scene.g.outside(message.words), "")]
            lines.append(fit(line, room, scene.g))
        self.page.show(lines)


class HelpScreen(FieldScreen):
    """The keys of the screen below: type to find one, enter does it."""

    TITLE_WORD = "Help"
    SIGN = " find "
    FOOTER: ClassVar = {"form.step": "do it", "form.next": "next", "form.leave": "back"}
    DEFAULT_CSS = "HelpScreen Field { max-width: 40; }"

    def __init__(self, above: DeskScreen) -> None:
        super().__init__(above)
        self._chosen = 0

    def groups(self) -> list[Group]:
        """What the key map knows of the screen below, as far as it fits what was typed."""
        every = []
        for group in self.desk.keys.help(self.above.CHAIN):
            rows = [row for row in group.rows if self.above.can(row.id)]
            spelled = self.scene.g.keys
            keys = [HelpKey(spelled(row.keys), row.label.strip("–"), row.what, row.id) for row in rows]
            every.append(Group(group.title, keys))
        return helptext.found(every, self.field.value)

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room:
            return
        own = self.desk.keys.preset
        title: Line = [(" Keys on this screen", "strong"), ("  type to find a key, enter does it", "dim")]
        self.heading.show(apart(title, [(f"yours: {own} " if room >= WIDE else "", "dim")], room, scene.g))
        groups = self.groups()
        ids = [name for group in groups for *_, name in group.keys]
        self._chosen = min(self._chosen, max(len(ids) - 1, 0))
        chosen = ids[self._chosen] if ids and self.field.value else ""
        lines = helptext.help_page(groups, self.desk.filter_words(), room, scene, chosen) if groups else []
        self.page.show(lines or [fit([(" no key does that", "dim")], room, scene.g)])
        if chosen:
            marked = (y for y, line in enumerate(lines) if any(text.startswith(scene.g.cursor) for text, _ in line))
            self.page.in_sight(next(marked, 0))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._chosen = 0
        self.page.home()
        self.frame()

    def act_list_up(self) -> None:
        self._choose(-1)

    def act_list_down(self) -> None:
        self._choose(+1)

    def _choose(self, step: int) -> None:
        """Among the keys that were found; where nothing is sought there is only the page to scroll."""
        if not self.field.value:
            self.page.step(step)
            return
        self._chosen = max(self._chosen + step, 0)
        self.frame()

    def act_form_step(self) -> None:
        """Enter does what was found, on the screen below."""
        ids = [name for group in self.groups() for *_, name in group.keys]
        if ids and self.field.value:
            self.app.pop_screen()
            self.above.call_after_refresh(self.above.act, ids[min(self._chosen, len(ids) - 1)])

    def act_form_next(self) -> None:
        self._chosen += 1
        self.frame()
