"""What all screens share: the frame, the key that was pressed, the line above the footer, and the tick."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, cast

from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from deskconsole.console import chrome
from deskconsole.console.chrome import Key, Message
from deskconsole.console.keys import FooterKey, Hit, Pending
from deskconsole.console.keys.names import Chord
from deskconsole.console.lines import Line, Scene, apart
from deskconsole.console.source import Counts
from deskconsole.console.widgets.lines import Lines

if TYPE_CHECKING:
    from deskconsole.console.app import Console

PREFIX = "act_"

LONGEST_COPY = 74_000
"""Characters that terminals take from a program for their clipboard (OSC 52)."""


def built(*actors: type) -> frozenset[str]:
    """The ids that classes have a method for: `act_list_page_up` does `list.page_up`."""
    names = (name for actor in actors for name in dir(actor) if name.startswith(PREFIX))
    return frozenset(name.removeprefix(PREFIX).replace("_", ".", 1) for name in names)


class DeskScreen(Screen[None], inherit_bindings=False):
    """Header, body, message line, footer. Keys are resolved by our own map, never by Textual's bindings."""

    CHAIN = "queue"
    """The focus chain of the key map, and the screen whose footer is shown."""

    WORKS = False
    """Whether commands can be begun here."""

    DEFAULT_CSS = "DeskScreen { background: $background; color: $text; layout: vertical; }"

    def __init__(self) -> None:
        super().__init__()
        self.pending: Chord = ()
        self._warned = False
        self.header = Lines(called="header")
        self.message = Lines(called="message")
        self.footer = Lines(called="footer")

    @property
    def desk(self) -> Console:
        return cast("Console", self.app)

    @property
    def scene(self) -> Scene:
        return self.desk.scene

    # What a screen says of itself.

    def path(self) -> Sequence[str]:
        """Where I am."""
        return ["Queue"]

    def trouble(self) -> Counts | None:
        """What the header counts."""
        return None

    def noun(self) -> str:
        """What a verb would act on."""
        return ""

    def chain(self) -> str:
        return "form" if isinstance(self.focused, Input) else self.CHAIN

    def hosts(self) -> list[Widget]:
        """What the field that is being typed in belongs to: it may have methods and footer words of its own."""
        above = takewhile(lambda node: node is not self, self.focused.ancestors if self.focused else ())
        return [node for node in above if isinstance(node, Widget)]

    def actors(self) -> Sequence[object]:
        """Who has methods for ids, first come first served."""
        return [self]

    def footer_of(self) -> str:
        """Whose footer is shown, where it is not that of the chain."""
        return ""

    def idle(self) -> Line:
        """What stands in the message line while there is nothing else to say."""
        return []

    # Painting.

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)
        self.frame()

    def on_resize(self) -> None:
        self.frame()

    def on_screen_resume(self) -> None:
        self.frame()

    def tick(self) -> None:
        """A second has passed."""
        self.frame()

    def frame(self) -> None:
        """Everything around the body."""
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        self.header.show(chrome.header(self.path(), self.trouble(), room, scene))
        self.message.show(self._message_line(room, scene))
        keys = self.footer_keys(room)
        shown = [Key(key.text, key.label) for key in keys]
        last = 1 if keys and keys[-1].id == "app.help" else 0
        self.footer.show(chrome.footer(shown[: len(shown) - last], shown[len(shown) - last :], room, scene))

    def footer_keys(self, room: int) -> list[FooterKey]:
        words: Mapping[str, str] = {}
        for host in (*self.hosts(), self) if self.chain() == "form" else ():
            words = words or getattr(host, "FOOTER", {})
        keys = self.desk.keys.footer(self.chain(), room, self.footer_of(), may=self.can, words=words)
        return [key for key in keys if key.id in words] if words else keys

    def _message_line(self, room: int, scene: Scene) -> Line:
        if self.pending:
            leader = self.desk.keys.leader(self.pending, self.chain())
            told = [Key(key.text, key.label) for key in leader.keys if self.can(key.id)]
            words = leader.words.format(noun=scene.g.outside(self.noun()) or "nothing")
            return chrome.which_key(words, told, room, scene)
        every = "M" if self.desk.said.all and self.desk.keys.keys_of("app.messages") else ""
        if every:
            every = self.desk.key_words("app.messages")
        said = self.desk.said.now()
        if not said and (idle := self.idle()):
            return apart(idle, [(every, "key"), (" messages ", "dim")] if every else [], room, scene.g)
        return chrome.message(said, room, scene, every)

    def say(self, kind: str, words: str, hint: str = "") -> None:
        """One sentence in the message line."""
        self.desk.said.say(Message(kind, words, hint), self.scene.now)
        self.frame()

    # Keys.

    def on_key(self, event: events.Key) -> None:
        chain = self.chain()
        if event.key == "ctrl+c" and chain != "form":
            event.stop()
            self.say("", f"{self.desk.key_words('app.quit')} quits")
            return
        waited, found = self.pending, self.desk.keys.press(self.pending, event.key, chain)
        self.pending = found.keys if isinstance(found, Pending) else ()
        if isinstance(found, Hit):
            event.stop()
            event.prevent_default()
            self.act(found.id)
        elif isinstance(found, Pending) or waited or chain != "form":
            event.stop()
        if self.pending or waited:
            self.frame()

    def act(self, name: str) -> None:
        """Do what an id means here."""
        if (method := self._method(name)) is not None:
            method()
        elif self.WORKS and name in self.desk.commands:
            self.command(name)

    def _method(self, name: str) -> Callable[[], None] | None:
        methods = (getattr(actor, PREFIX + name.replace(".", "_"), None) for actor in self.actors())
        return next((method for method in methods if method is not None), None)

    def can(self, name: str) -> bool:
        """Whether an id does something on this screen, and the operator may do it."""
        here = self._method(name) is not None or (self.WORKS and name in self.desk.commands)
        return here and self.desk.may(name)

    def command(self, name: str) -> None:
        """Begin a command."""

    def act_app_back(self) -> None:
        self.app.pop_screen()

    def touched(self, tickets: set[int]) -> None:
        """Somebody has changed tickets; the queue below reads that by itself."""

    def copy(self, text: str, what: str) -> None:
        """Send a text to the terminal's clipboard."""
        if len(text) > LONGEST_COPY:
            self.say("failed", f"{what}: more than a terminal takes, {len(text)} characters")
            return
        self.app.copy_to_clipboard(text)
        self.say("", f"{what} sent to the terminal’s clipboard; not every terminal takes it")

    def unsaved(self) -> int:
        """How many drafts would be lost."""
        return 0

    def act_app_quit(self) -> None:
        kept = self.unsaved()
        if kept and not self._warned:
            self._warned = True
            drafts = "a draft" if kept == 1 else f"{kept} drafts"
            self.say("", f"{drafts} would be lost: {self.desk.key_words('app.quit')} again quits")
            return
        self.app.exit()

    def act_app_redraw(self) -> None:
        self.refresh(repaint=True, layout=True)

    def act_app_help(self) -> None:
        self.desk.open_help(self)

    def act_app_messages(self) -> None:
        self.desk.open_messages(self)
