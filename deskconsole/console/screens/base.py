"""What all screens share: the frame, the key that was pressed, the line above the footer, and the tick."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from deskconsole.console.desk.source import Counts
from deskconsole.console.keys import FooterKey, Hit, Pending
from deskconsole.console.keys.names import Chord
from deskconsole.console.looking_back import READ_ONLY
from deskconsole.console.pages import chrome
from deskconsole.console.pages.chrome import Key, Message
from deskconsole.console.painting.lines import Line, Scene, apart, fit
from deskconsole.console.screens.copying import Copying
from deskconsole.console.screens.going import Going
from deskconsole.console.screens.hearing import LOOK, Hearing
from deskconsole.console.screens.jumping import Jump, Jumping
from deskconsole.console.screens.reading import Reading
from deskconsole.console.terminal.at_once import Painting
from deskconsole.console.terminal.clicking import chord_of, key_at
from deskconsole.console.widgets.lines import Lines

if TYPE_CHECKING:
    from deskconsole.console.app import Console

PREFIX = "act_"


def built(*actors: type) -> frozenset[str]:
    """The ids that classes have a method for: `act_list_page_up` does `list.page_up`."""
    names = (name for actor in actors for name in dir(actor) if name.startswith(PREFIX))
    return frozenset(name.removeprefix(PREFIX).replace("_", ".", 1) for name in names)


class DeskScreen(Copying, Going, Hearing, Jumping, Reading, Painting, inherit_bindings=False):
    """Header, body, message line, footer. Keys are resolved by our own map, never by Textual's bindings."""

    CHAIN = "queue"
    """The focus chain of the key map, and the screen whose footer is shown."""

    WORKS = False
    """Whether commands can be begun here."""

    DEFAULT_CSS = """
    DeskScreen { background: $background; color: $text; layout: vertical; layers: default jump; }
    DeskScreen .jump-label { layer: jump; position: absolute; height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.pending: Chord = ()
        self.jump: Jump | None = None
        """Letters stand on every target, and the next key means one of them."""
        self._warned = False
        self.header = Lines(called="header")
        self.message = Lines(called="message")
        self.footer = Lines(called="footer")

    @property
    def desk(self) -> Console:
        return cast("Console", self.app)

    @property
    def scene(self) -> Scene:
        return self.desk.scene_of(self.desk.back.source_of(self))

    def compose(self) -> ComposeResult:
        yield self.header
        yield from self.body()
        yield self.message
        yield self.footer

    def body(self) -> ComposeResult:
        """What stands between what all screens have."""
        yield from ()

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

    def ticket_number(self) -> str:
        """The ticket that is looked at; empty where there is none."""
        return ""

    # Painting.

    def on_mount(self) -> None:
        self.set_interval(1.0, self.tick)
        self.frame()

    def on_resize(self) -> None:
        self.frame()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        event.refresh_styles = False  # what was mounted was styled then, and a change of theme styles every screen
        self.frame()

    def tick(self) -> None:
        """A second has passed."""
        self.frame()

    def frame(self) -> None:
        """Everything around the body."""
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        self.visited()
        self.above_and_below(room, scene)
        keys = self.footer_keys(room)
        shown = [Key(scene.g.keys(key.text), key.label) for key in keys]
        last = 1 if keys and keys[-1].id == "app.help" else 0
        self.footer.show(chrome.footer(shown[: len(shown) - last], shown[len(shown) - last :], room, scene))

    def above_and_below(self, room: int, scene: Scene) -> None:
        """The lines around the body that time alone may change."""
        self.header.show(chrome.header(self.path(), self.trouble(), room, scene), *self.desk.banner(room))
        self.message.show(self._message_line(room, scene))

    def footer_keys(self, room: int) -> list[FooterKey]:
        words: Mapping[str, str] = {}
        for host in (*self.hosts(), self) if self.chain() == "form" else ():
            words = words or getattr(host, "FOOTER", {})
        keys = self.desk.keys.footer(self.chain(), room, self.footer_of(), may=self.can, words=words)
        return [key for key in keys if key.id in words] if words else keys

    def _message_line(self, room: int, scene: Scene) -> Line:
        if self.jump is not None:
            return fit([(" jump:", "head"), ("  a letter goes there  any other key ends it", "dim")], room, scene.g)
        if self.pending:
            leader = self.desk.keys.leader(self.pending, self.chain())
            told = [Key(scene.g.keys(key.text), key.label) for key in leader.keys if self.can(key.id)]
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
        self.desk.source.presence.sign()
        if self.jump is not None:
            event.stop()
            event.prevent_default()
            self.jump.press(event)
            return
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

    def presses(self, chord: Chord) -> bool:
        """Whether pressing these keys does something here, or lets them lead to something."""
        here = self.desk.keys.chains[self.chain()]
        return any(self.can(name) for keys, name in here.items() if keys[: len(chord)] == chord)

    def press_chord(self, chord: Chord) -> None:
        """As if these keys had been pressed."""
        if (name := self.desk.keys.chains[self.chain()].get(chord)) is not None:
            self.act(name)
        else:
            self.pending = chord
            self.frame()

    def on_click(self, event: events.Click) -> None:
        """On whatever is painted as a key: that key."""
        widget, region = self.get_widget_at(event.screen_x, event.screen_y)
        if not isinstance(widget, Lines):
            return
        text = key_at(widget.line_at(event.screen_y - region.y), event.screen_x - region.x)
        here = self.desk.keys.chains[self.chain()]
        for pending in dict.fromkeys((self.pending, ())):
            if chord := chord_of(here, pending, text, self.scene.g.keys):
                event.stop()
                self.pending = ()
                self.frame()
                self.press_chord(chord)
                return

    def act(self, name: str) -> None:
        """Do what an id means here."""
        if self.desk.looks_back and (name in self.desk.commands or name.startswith("call.")):
            self.say("", f"{READ_ONLY}; {self.desk.key_words('time.as_of')} returns to now")
        elif name == "app.back" and self.CHAIN != "queue" and self.desk.back.where_it_began:
            self.desk.back.end()
        elif (method := self._method(name)) is not None:
            method()
        elif self.WORKS and name in self.desk.commands:
            self.command(name)

    def _method(self, name: str) -> Callable[[], None] | None:
        methods = (getattr(actor, PREFIX + name.replace(".", "_"), None) for actor in self.actors())
        return next((method for method in methods if method is not None), None)

    def can(self, name: str) -> bool:
        """Whether an id does something on this screen, and the operator may do it."""
        if name == LOOK and not (self.desk.alarms.first or self.desk.rooms.first or self.desk.rooms.say):
            return False
        here = self._method(name) is not None or (self.WORKS and name in self.desk.commands)
        return here and self.desk.may(name)

    def command(self, name: str) -> None:
        """Begin a command."""

    def act_app_back(self) -> None:
        self.app.pop_screen()

    def touched(self, tickets: set[int]) -> None:
        """Somebody has changed tickets; the queue below reads that by itself."""

    def rooms_moved(self) -> None:
        """Something happened in a war room; the queue below has told the console."""

    def unsaved(self) -> int:
        """How many drafts would be lost."""
        return 0

    def act_app_quit(self) -> None:
        lost, kept = self.unsaved(), len(self.desk.kept.drafts)
        if (lost or kept) and not self._warned:
            self._warned = True
            count, comes = (lost, "would be lost") if lost else (kept, "not sent, kept for later")
            drafts = "a draft" if count == 1 else f"{count} drafts"
            self.say("", f"{drafts} {comes}: {self.desk.key_words('app.quit')} again quits")
            return
        self.app.exit()

    def act_app_redraw(self) -> None:
        self.refresh(repaint=True, layout=True)

    def act_app_help(self) -> None:
        self.desk.open_help(self)

    def act_app_messages(self) -> None:
        self.desk.open_messages(self)
