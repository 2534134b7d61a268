"""Handover: what one shift passes on to the next, being drafted (frame 13), or being read back and accepted (14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

from deskconsole.console.background import answers
from deskconsole.console.background.pacing import Paced
from deskconsole.console.desk.handovers import Nothing
from deskconsole.console.desk.source import Counts
from deskconsole.console.history import Visit
from deskconsole.console.pages import handoverempty, handoverpage, readbackpage
from deskconsole.console.pages.handoverpage import SIDE, TWO_COLUMNS, Place
from deskconsole.console.painting.lines import Line, fit
from deskconsole.console.screens.jumping import Spot, on_page
from deskconsole.console.screens.scrolling import END, Scrolling
from deskconsole.console.screens.working import WorkScreen
from deskconsole.console.terminal import external
from deskconsole.console.widgets.lines import Divider, Lines, MarkedPage, Page, placed
from deskconsole.core.instants import MINUTE
from deskconsole.core.when import say_instant
from deskconsole.features.tickets.views import QueueRow
from deskconsole.handovers.told import Item, Told, missing
from deskconsole.store.half_said import HalfSaid

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen
    from deskconsole.console.widgets.form import FormLeft

_ABOUT_ONE = ("list.open", "text.editor", "pane.next", "ticket.assign")
_FITS = {
    ("draft",): (
        "text.editor", "ticket.assign", "handover.headline", "handover.action", "handover.note", "handover.defer",
        "handover.leaving", "handover.sign", "handover.room_action",
    ),
    ("signed",): ("handover.read_back", "handover.accept", "handover.accept_except", "handover.withdraw"),
    ("draft", "signed"): ("handover.ask", "handover.answer", "handover.take_desk", "handover.drop"),
    ("accepted", "accepted with exceptions", "taken"): ("handover.used",),
}  # fmt: skip
"""What can be done to a handover, by how far it has come."""
PAUSE = 3.0
"""Seconds between two readings while much happens: a draft asks the whole desk."""


LEADS = "handover.sign"
"""The permission without which nobody hands a desk over."""
OF_LEADS = frozenset(
    f"handover.{verb}" for verb in ("headline", "sign", "withdraw", "read_back", "accept", "accept_except", "take_desk")
)
"""What they do with a desk; with an agent's tickets the agent does it, or who is to have them."""


class HandoverScreen(Scrolling, WorkScreen):
    """The handover that is under way, or one of the archive as it was signed."""

    CHAIN = "handover"
    DEFAULT_CSS = """
    HandoverScreen #sheet { height: 1fr; }
    HandoverScreen #side { width: 33; }
    HandoverScreen #body { width: 1fr; }
    """

    def __init__(self, above: QueueScreen, handover: int | None = None) -> None:
        super().__init__(above.desk)
        self.above, self.handover = above, handover
        self.told: Told | None = None
        self._nothing: Nothing | None = None
        self._at = 0
        """Which of the places the cursor stands on."""
        self._figure = 0
        """Which figure of the ledger enter opens."""
        self._sheet: bool | None = None
        """Whether the sheet is shown, not what came after it was signed; None: as its state asks."""
        self._read_at = 0
        self._places: list[tuple[int, Place]] = []
        self._half_said: Sequence[HalfSaid] = ()
        self.heading = Lines(called="heading")
        self.side = Page(called="side")
        self.divider = Divider(self.scene_sign(), called="divider")
        self.page = MarkedPage(called="body")
        self._reading = Paced(self, self._read, PAUSE)

    def scene_sign(self) -> str:
        return self.above.scene.g.column

    def body(self) -> ComposeResult:
        yield self.heading
        with Horizontal(id="sheet"):
            yield self.side
            yield self.divider
            yield self.page

    def on_mount(self) -> None:
        self.page.focus()
        self._reading.again()
        self.patience(self.page, lambda: self.told is not None or self._nothing is not None)

    # What it says of itself.

    def path(self) -> Sequence[str]:
        return ["Handover", self.noun()] if self.told else ["Handover"]

    def trouble(self) -> Counts | None:
        return self.above.trouble()

    def noun(self) -> str:
        return self.told.stands.number if self.told else ""

    def here(self) -> Visit | None:
        return Visit("handover")

    def given(self, name: str) -> Mapping[str, object]:
        """A verb of handovers is about this one; one of its items about the one under the cursor."""
        if self.told is None:
            return {}
        item = self.item
        about: dict[str, object] = {"handover": self.noun()}
        if name == "handover.read_back" and item is not None:
            about["item"] = item.key
        if name == "handover.room_action" and item is not None and item.is_room:
            about["room"] = item.number
        if name == "handover.answer" and item is not None and item.key.isdecimal():
            about["question"] = int(item.key)
        return about

    def about(self, name: str, tickets: Sequence[int]) -> tuple[str, str] | None:
        item = self.item
        if item is None or not (tickets or name == "handover.read_back"):
            return None
        return item.number or item.key, (item.title if item.ticket is not None else item.words) or ""

    def starts(self, name: str) -> Mapping[str, str]:
        """What was written before stands in its form."""
        item, told = self.item, self.told
        if name == "handover.headline" and told is not None:
            return {"text": told.written.headline, "risk": told.written.risk}
        if name in ("handover.action", "handover.room_action") and item is not None:
            by = say_instant(item.by, None, self.scene.zone) if item.by is not None else ""
            said = {"next_action": item.wrote, "due": by, "if_then": item.if_then, "hypotheses": item.hypotheses,
                    "ruled_out": item.ruled_out, "owner": item.then or ""}  # fmt: skip
            return {key: text for key, text in said.items() if text}
        if name == "handover.leaving" and item is not None:
            return {"of": item.now or ""} if not self.targets() else {}
        if name == "handover.leaving" and told is not None and told.stands.agent:
            return {"of": told.stands.agent}
        if name == "handover.read_back" and item is not None and told is not None and told.signed is not None:
            return next(({"text": each.typed} for each in told.signed.read_back if each.item.key == item.key), {})
        return {}

    @property
    def place(self) -> Place | None:
        """What the cursor stands on."""
        return self._places[min(self._at, len(self._places) - 1)][1] if self._places else None

    @property
    def item(self) -> Item | None:
        place = self.place
        return place.item if place else None

    def targets(self) -> list[int]:
        item = self.item
        return [item.ticket] if item is not None and item.ticket is not None else []

    def ticket_number(self) -> str:
        item = self.item
        return item.number if item is not None and item.ticket is not None else ""

    def subject(self) -> QueueRow | None:
        return None

    def idle(self) -> Line:
        """What is missing before it can be signed, or accepted."""
        if self.told is None or self.told.stands.state not in ("draft", "signed"):
            return []
        g, signed = self.scene.g, self.told.signed
        if begun := handoverpage.half_said(self._half_said, self.scene):
            return begun
        words = missing(self.told.written) if signed is None else ", ".join(signed.hinders)
        verb = "sign" if signed is None else "accept"
        return [(f" {g.failed} ", "sla-breach"), (f"{verb}: {words}", "")] if words else []

    def on_form_left(self, event: FormLeft) -> None:
        super().on_form_left(event)
        self._reading.again()  # what is begun is told

    def settled(self) -> None:
        self._reading.forget()
        self._reading.again()
        self.above.settled()

    def can(self, name: str) -> bool:
        """What fits how far it has come, of a desk for leads; without a handover there is nothing to write in."""
        if self.told is None:
            return super().can(name) and not (name in _ABOUT_ONE or name.startswith("handover."))
        stands = self.told.stands
        if name in OF_LEADS and not stands.agent and not self.desk.source.may(LEADS):
            return False
        fits = next((states for states, names in _FITS.items() if name in names), None)
        return super().can(name) and (fits is None or stands.state in fits)

    def footer_of(self) -> str:
        state = self.told.stands.state if self.told else "draft"
        fits = self.chain() == self.CHAIN and state != "draft"
        return ("read-back" if state == "signed" else "handed-over") if fits else ""

    def home(self) -> None:
        self.page.focus()

    def spots(self) -> Sequence[Spot]:
        return on_page(self.page, (y for y, _ in self._places), self._point)

    # Reading.

    def _read(self) -> None:
        self._read_at = self.scene.now
        self.reads.handover(self.handover)

    def touched(self, tickets: set[int]) -> None:
        self.calls.touched(tickets)
        if self.told is None or not self.told.stands.accepted_at:
            self._reading.again()

    def tick(self) -> None:
        if self.desk.source.handovers.moved() or self._read_at // MINUTE != self.scene.now // MINUTE:
            self._reading.again()
        super().tick()

    def on_handover_read(self, event: answers.HandoverRead) -> None:
        self._reading.over()
        found, self._half_said = event.found, event.half_said
        before = self.place
        if isinstance(found, Nothing):
            self.told, self._nothing = None, found
        else:
            self.told, self._nothing = found, None
            self.handover = event.handover
        self._lay_out()
        if before is not None:
            same = (n for n, (_, place) in enumerate(self._places) if _same(place, before))
            self._at = next(same, min(self._at, max(len(self._places) - 1, 0)))
        self.frame()

    def on_figure_read(self, event: answers.FigureRead) -> None:
        from deskconsole.console.screens.handovers import FigureScreen  # who only looks needs none

        if self.app.screen is self:
            self.app.push_screen(FigureScreen(self, event))

    def on_trouble(self, event: answers.Trouble) -> None:
        self._reading.over()
        self.calls.troubled()

    # Painting.

    @property
    def shows_sheet(self) -> bool:
        """The sheet, or what came after it was signed."""
        if self.told is None or self.told.signed is None:
            return True
        return self._sheet if self._sheet is not None else self.told.stands.state != "signed"

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        wide = room >= TWO_COLUMNS and self.told is not None and self.shows_sheet
        placed(self.side, wide)
        placed(self.divider, wide)
        placed(self.heading, self.told is not None)
        if self.told is None:
            if self._nothing is not None:
                self.page.show(handoverempty.page(self._nothing, self.desk.key_words, scene, room))
            return
        self.heading.show(handoverpage.heading(self.told.stands, scene, room))
        lines = self._lay_out()
        if wide:
            self.side.show(handoverpage.side(self.told.written, scene, self.place.part if self.place else ""))
        self.page.show(lines)
        if self._places:
            self.page.mark(self._places[min(self._at, len(self._places) - 1)][0])

    def _lay_out(self) -> list[Line]:
        """The lines of the body, and the places among them."""
        room, scene = self.size.width, self.scene
        if self.told is None or not room:
            self._places = []
            return []
        if not self.shows_sheet and self.told.signed is not None:
            drawn = readbackpage.page(self.told.signed, scene, room, self._answers())
            self._places = drawn.places
            return drawn.lines
        wide = room >= TWO_COLUMNS
        above = [] if wide else handoverpage.summary(self.told.written, scene, room)
        body = handoverpage.body(self.told.written, scene, room - SIDE - 1 if wide else room, self._figure)
        self._places = [(y + len(above), place) for y, place in body.places]
        return [*(fit(line, room, scene.g) for line in above), *body.lines]

    def _answers(self) -> list[readbackpage.Answer]:
        """What whoever looks can do with what was signed."""
        assert self.told is not None
        outgoing = self.told.stands.outgoing
        told = {"handover.withdraw": "it is a draft again, and can be changed"}
        if self.scene.me != outgoing:
            what = f"{outgoing}’s tickets are yours" if self.told.stands.agent else "the desk is yours"
            told = {
                "handover.accept": f"{what}, and what moves with it",
                "handover.accept_except": f"names what you do not take; that stays with {outgoing} until it is settled",
                "handover.ask": f"a question to {outgoing}, blocking or not",
            }
        words = {"handover.accept_except": "accept with exceptions", "handover.ask": f"ask {outgoing}"}
        return [
            (self.scene.g.keys(key), words.get(name, name.partition(".")[2]), meaning)
            for name, meaning in told.items()
            if self.can(name) and (key := self.desk.key_words(name))
        ]

    # Keys.

    def moves(self, by: int) -> None:
        """Among the places; where there is none in sight, the page scrolls."""
        if not self._places or not 0 <= self._at + by < len(self._places):
            self.page.step(by)
            return
        y = self._places[self._at + by][0]
        top, height = self.page.scroll_offset.y, max(self.page.size.height, 1)
        if not top - height <= y < top + 2 * height:
            self.page.step(by)
            return
        self._point(self._at + by)

    def scrolls(self, by: int) -> None:
        if not self._places:
            self.page.step(by)
        elif abs(by) >= END:
            self._point(0 if by < 0 else len(self._places) - 1)
            self.page.step(by)
        else:
            y = self._places[self._at][0] + by
            near = min(range(len(self._places)), key=lambda n: abs(self._places[n][0] - y))
            self._point(near)

    def sight(self) -> int:
        return self.page.size.height

    def _point(self, place: int) -> None:
        self._at = max(min(place, len(self._places) - 1), 0)
        self.frame()

    def act_list_left(self) -> None:
        self._choose(-1)

    def act_list_right(self) -> None:
        self._choose(+1)

    def _choose(self, by: int) -> None:
        """Among the figures of the ledger."""
        if self.told is not None and self.place is not None and self.place.part == "ledger":
            self._figure = max(min(self._figure + by, len(self.told.written.ledger) - 1), 0)
            self.frame()

    def act_pane_next(self) -> None:
        """To what is missing; once it is signed, between the sheet and what came after."""
        if self.told is not None and self.told.signed is not None:
            self._sheet, self._at = not self.shows_sheet, 0
            self.frame()
            return
        later = [n for n, (_, place) in enumerate(self._places) if place.item is not None and place.item.needs]
        if later:
            self._point(next((n for n in later if n > self._at), later[0]))

    def act_list_open(self) -> None:
        """Enter writes what the cursor stands on, or opens it."""
        told, place = self.told, self.place
        if told is None or place is None:
            return
        if place.part == "ledger":
            if self.handover is not None:
                self.reads.figure(self.handover, told.written.ledger[self._figure].key)
        elif told.stands.accepted_at is not None:
            if self.ticket_number():
                self.open_numbered(self.ticket_number())
        elif place.part == "headline":
            self.calls.begin("handover.headline")
        elif place.part == "read back":
            self.calls.begin("handover.read_back")
        elif place.part == "question":
            self.calls.begin("handover.answer")
        elif self.targets():
            self.calls.begin("handover.action")
        elif place.item is not None and place.item.is_room:
            self.calls.begin("handover.room_action")

    def act_ticket_assign(self) -> None:
        """Who has it next."""
        place = self.place
        if place is not None and place.part == "owner leaving" and self.targets():
            self.calls.confirm("handover.leaving", self.targets())
        else:
            self.calls.begin("handover.action")

    def act_handover_leaving(self) -> None:
        """What becomes of all that somebody who goes home has; of an agent's own, of the one under the cursor."""
        alone = self.told is not None and bool(self.told.stands.agent)
        self.calls.confirm("handover.leaving", self.targets() if alone else ())

    def act_handover_sign(self) -> None:
        self._confirm("handover.sign")

    def act_handover_accept(self) -> None:
        self._confirm("handover.accept")

    def act_handover_accept_except(self) -> None:
        self._confirm("handover.accept")

    def act_handover_withdraw(self) -> None:
        self._confirm("handover.withdraw")

    def act_handover_take_desk(self) -> None:
        self._confirm("handover.take_desk")

    def _confirm(self, name: str) -> None:
        """What ends something is done once its form is committed."""
        if self.told is None:
            self.say("", "there is no handover here")
        else:
            self.calls.confirm(name)

    def act_handover_used(self) -> None:
        """What was foreseen of the item under the cursor came to pass."""
        if self.item is None or not self.item.if_then:
            self.say("", "no if/then is under the cursor")
        elif self.item.is_room:
            command = self.desk.commands["handover.used"]
            self.calls.do([command(room=self.item.number, handover=self.noun())])
        else:
            self.calls.begin("handover.used")

    def act_text_editor(self) -> None:
        """The headline in somebody's own editor; what comes back is saved."""
        if self.told is None or self.told.stands.state != "draft" or "handover.headline" not in self.desk.commands:
            self.say("", "there is nothing to edit here")
            return
        before = self.told.written
        back = external.in_editor(self, before.headline, f"{self.noun()}.txt")
        if back is None or not back.strip() or back.strip() == before.headline:
            return
        command = self.desk.commands["handover.headline"]
        self.calls.do([command(handover=self.noun(), text=back.strip(), risk=before.risk)])

    def act_filter_open(self) -> None:
        """The archive, narrowed by words."""
        from deskconsole.console.screens.handovers import ArchiveScreen  # who only looks needs none

        self.app.push_screen(ArchiveScreen(self))

    def act_copy_key(self) -> None:
        if words := self.ticket_number() or self.noun():
            self.copy(words, words)

    def act_copy_text(self) -> None:
        if self.told is None:
            return
        lines = (
            handoverpage.printed(self.told.written, self.scene, self.size.width)
            if self.shows_sheet
            else self._lay_out()
        )
        self.copy_lines(lines, "this handover")


def _same(one: Place, other: Place) -> bool:
    """Whether two places are about the same thing."""
    keys = [each.item.key if each.item else "" for each in (one, other)]
    return one.part == other.part and keys[0] == keys[1]
