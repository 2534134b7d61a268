"""A screen from which commands are carried out: it says what on, and what follows for what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from deskconsole.console.background import answers
from deskconsole.console.desk.source import Done
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.calls import Calls
from deskconsole.console.screens.foretelling import Foretelling
from deskconsole.console.screens.going_back import Act, Undone
from deskconsole.console.screens.room_verbs import MEANS, FromTickets
from deskconsole.features.tickets.views import QueueRow
from deskconsole.store.presence import READING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from deskconsole.console.app import Console
    from deskconsole.console.background import bulking
    from deskconsole.console.repeating import Last
    from deskconsole.console.widgets.bulk_form import BulkList, BulkMeant
    from deskconsole.console.widgets.form import FormChanged, FormDone, FormLeft
    from deskconsole.store.drafts import Draft


@dataclass
class Kept:
    """What outlives a screen: what can be taken back, what was typed into forms, which drafts are not sent."""

    done: list[Act] = field(default_factory=list)
    """What was done in this session, the last at the end; what was undone is with `undone`."""
    undone: list[Undone] = field(default_factory=list)
    last: Last | None = None
    """What was done to a ticket last, and can be done again to another."""
    forms: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Texts of forms that were left, by their command."""
    drafts: set[tuple[int, str]] = field(default_factory=set)
    """Ticket and kind of what was begun to be written; the store has the texts."""
    articles: dict[tuple[int, str], dict[str, list[str]]] = field(default_factory=dict)
    """Articles that were put into what is being written, by their number: the lines that tell one is still there."""
    texts: dict[tuple[int, str], Draft | None] = field(default_factory=dict)
    """What was written here last, whether or not it has reached the store yet; None: it was sent, or is empty."""
    wall: str = "service"
    """What the wall is grouped by."""


class Whereabouts(NamedTuple):
    """What is before somebody; `passing`: they may be on their way to something else."""

    ticket: int | None = None
    doing: str = READING
    passing: bool = False


class WorkScreen(FromTickets, Foretelling, DeskScreen):
    """Begins commands on what it says, in forms that grow from the bottom."""

    WORKS = True

    def __init__(self, desk: Console) -> None:
        super().__init__()
        self.reads = desk.reads(self)
        self.calls = Calls(self)

    def on_unmount(self) -> None:
        self.reads.close()

    # Where I am.

    def whereabouts(self) -> Whereabouts:
        """The ticket that is before me, and what I write on it; a form counts while it asks about one ticket."""
        ticket, verb = self.calls.filling
        return Whereabouts(ticket, verb)

    def frame(self) -> None:
        super().frame()
        if self.is_attached and self.app.screen is self:
            here = self.whereabouts()
            self.desk.source.presence.at(here.ticket, here.doing, passing=here.passing)

    def tick(self) -> None:
        self.calls.keep()
        super().tick()

    def keep(self) -> None:
        self.calls.keep()
        super().keep()

    # What commands are about.

    def targets(self) -> list[int]:
        """The tickets that a verb acts on."""
        return []

    def cannot(self) -> str:
        """Why there is nothing to act on."""
        return "" if self.targets() else "there is no ticket under the cursor"

    def beyond(self, command: str, texts: Mapping[str, str] | None = None) -> bool:
        """Whether a verb is about more tickets than have been read: then these are read first. `texts` are those that
        its form begins with."""
        return False

    def subject(self) -> QueueRow | None:
        """The ticket that is looked at."""
        return None

    def about(self, name: str, tickets: Sequence[int]) -> tuple[str, str] | None:
        """Number and title of what a form is about, where it stands on this screen."""
        row = self.subject()
        return (row.number, row.title or "") if row is not None and [row.id] == list(tickets[:1]) else None

    def starts(self, name: str) -> Mapping[str, str]:
        """What stands in the form of a command when it is opened, beside what its arguments begin with."""
        row, rooms = self.subject(), self.desk.rooms.abroad.rooms
        if name == "room.declare" and row is not None:
            return {"title": row.title or "", "tickets": row.number}
        return {"room": rooms[-1].number} if name == "room.attach" and rooms else {}

    def can(self, name: str) -> bool:
        means = MEANS.get(name, name)
        return super().can(name) and (means == name or (means in self.desk.commands and self.desk.may(means)))

    def given(self, name: str) -> Mapping[str, object]:
        """Arguments of a command that this screen stands for, and that nobody is asked for here."""
        return {}

    def settled(self) -> None:
        """Calls have been carried out, or refused."""

    def home(self) -> None:
        """The keyboard goes back to where it was before a form was opened."""

    # A call on the phone.

    def act_ticket_new(self) -> None:
        """A screen of its own, where calls are taken here; who may not is told, and that is on record."""
        name = "ticket.take_call" if "ticket.take_call" in self.desk.commands else "ticket.new"
        if name == "ticket.new" or not self.desk.may(name):
            self.calls.begin(name)
            return
        from deskconsole.console.screens.call import CallScreen  # the first rows come without it

        self.app.push_screen(CallScreen(self))

    act_ticket_take_call = act_ticket_new

    # My tickets to somebody else.

    def act_handover_leave(self) -> None:
        """To whom, and when I go; the handover opens once it is drafted."""
        self.calls.confirm("handover.leave")

    # A war room.

    def on_room_found(self, event: answers.RoomFound) -> None:
        if event.room is not None:
            self.open_room(event.room)
        else:
            key = self.desk.key_words("war_room.attach") if self.can("war_room.attach") else ""
            self.say("", f"{event.number} is in no war room", f"{key} attaches it to one" if key else "")

    # What forms and calls say.

    def unsaved(self) -> int:
        return self.calls.drafts

    def chain(self) -> str:
        return "form" if self.calls.form is not None else super().chain()

    def actors(self) -> Sequence[object]:
        return [*self.hosts(), self.calls, self]

    def command(self, name: str) -> None:
        self.calls.begin(name)

    def on_calls_under_way(self, event: answers.CallsUnderWay) -> None:
        self.say("", f"{event.verb}: {event.done} of {event.total}")

    def on_calls_done(self, event: answers.CallsDone) -> None:
        self.calls.done(event)
        begun = [result.handover for result in event.results if isinstance(result, Done) and result.handover]
        if begun:
            self.open_handover(begun[0])

    def on_form_ready(self, event: answers.FormReady) -> None:
        self.calls.ask(event)

    def on_form_kept(self, event: answers.FormKept) -> None:
        self.calls.kept(event)

    def on_effect_read(self, event: answers.EffectRead) -> None:
        self.calls.effect(event)

    def on_form_changed(self, event: FormChanged) -> None:
        self.calls.changed(event)

    def on_form_done(self, event: FormDone) -> None:
        self.calls.meant(event)

    def on_form_left(self, event: FormLeft) -> None:
        self.calls.left(event)

    # What many at once say.

    def on_chosen(self, event: bulking.Chosen) -> None:
        self.calls.bulk.chosen(event)

    def on_bulk_ready(self, event: bulking.BulkReady) -> None:
        self.calls.bulk.ask(event)

    def on_looked(self, event: bulking.Looked) -> None:
        self.calls.bulk.looked(event)
        self.calls.back.looked(event)

    def on_bulk_going(self, event: bulking.BulkGoing) -> None:
        self.calls.bulk.going(event)

    def on_bulk_list_opened(self, event: BulkList.Opened) -> None:
        """Why a ticket is refused is seen on its own screen; back from there, all of them are looked at anew."""
        self.open_numbered(event.number)

    def on_screen_resume(self, event: events.ScreenResume) -> None:  # Textual calls that of the base by itself
        self.calls.bulk.again()

    def on_bulk_meant(self, event: BulkMeant) -> None:
        self.calls.bulk.meant(event)

    def on_bulk_stopped(self) -> None:
        self.calls.bulk.stop()

    def on_bulk_done(self, event: bulking.BulkDone) -> None:
        self.calls.bulk.done(event)
