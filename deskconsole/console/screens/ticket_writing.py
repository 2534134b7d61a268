"""Writing on a ticket: what was begun is kept each second, goes on where it was left, and is sent once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deskconsole.console.desk.source import Offered
from deskconsole.console.finding import Candidate
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line
from deskconsole.console.repeating import last_of
from deskconsole.console.screens.ticket_adding import TicketAdding
from deskconsole.console.screens.ticket_meeting import TicketMeeting
from deskconsole.core.desk import Call
from deskconsole.store.drafts import Draft

if TYPE_CHECKING:
    from deskconsole.console.background.answers import EffectRead
    from deskconsole.console.background.writing import DraftKept, OfferedRead, Sent
    from deskconsole.console.screens.ticket import TicketScreen
    from deskconsole.console.widgets.compose import Compose

COMMANDS = {"reply": "ticket.reply", "note": "ticket.note"}


class TicketWriting:
    """What is being written on the ticket of a screen, and the drafts that are there already."""

    def __init__(self, screen: TicketScreen) -> None:
        self.screen = screen
        self.adding = TicketAdding(screen)
        self.met = TicketMeeting(screen)
        self._wants: str | None = None
        """What somebody wants to write as soon as the drafts are read."""
        self._meant: tuple[Call, str] | None = None
        """What was meant last, under which key: meant once more, it is still the same."""

    @property
    def _compose(self) -> Compose:
        return self.screen.text

    @property
    def drafts(self) -> list[Draft]:
        """What is not sent yet, by its kind: as it was read, or as it was written here since."""
        screen = self.screen
        if screen.desk.looks_back:
            return []  # they are of now
        read = {draft.kind: draft for draft in (screen.found.drafts if screen.found else ())}
        here = {kind: draft for (ticket, kind), draft in screen.desk.kept.texts.items() if ticket == screen.row.id}
        return [draft for _, draft in sorted({**read, **here}.items(), reverse=True) if draft is not None]

    def idle(self) -> Line:
        """What is not sent yet, and how to go on."""
        screen, zone = self.screen, self.screen.scene.zone
        left = [draft for draft in self.drafts if not (self._compose.display and self._compose.kind == draft.kind)]
        if not left:
            return []
        words = " and ".join(f"a {draft.kind} of {figures.clock(draft.saved_at, zone)}" for draft in left)
        keys = [screen.desk.key_words(COMMANDS[draft.kind]) for draft in left if draft.kind in COMMANDS]
        return [(f" {words} is not sent; {' or '.join(filter(None, keys))} goes on", "head")]

    # Beginning and going on.

    def act_ticket_reply(self) -> None:
        self.begin("reply")

    def act_ticket_note(self) -> None:
        self.begin("note")

    def begin(self, kind: str) -> None:
        """Write, or go on with what was written; who may not is told, and that is on record."""
        screen, name = self.screen, COMMANDS[kind]
        if name not in screen.desk.commands or not screen.desk.may(name):
            screen.calls.begin(name)
            return
        self._wants = kind
        if screen.found is not None:
            self._open()

    def _open(self) -> None:
        screen, kind = self.screen, self._wants
        if kind is None or screen.found is None or (self._compose.display and self._compose.kind == kind):
            self._wants = None
            screen.home()
            return
        self.save()
        self._wants = None
        draft = next((each for each in self.drafts if each.kind == kind), None)
        text, macro, at = (draft.text, draft.macro, draft.saved_at) if draft else ("", None, None)
        seen = draft.seen if draft else None
        screen.tab = 0
        self.adding.remember(kind, draft)
        self._compose.open(kind, self._title(kind), text, macro, at, seen or screen.found.seen)
        self.met.begin()
        self.adding.begin()
        screen.frame()
        if macro:
            screen.desk_reads.offered(screen.row.id)  # which steps those are
        if text:
            self._ask_effect()

    def _title(self, kind: str) -> str:
        found = self.screen.found
        requester = found.detail.requester if found else None
        number = self.screen.row.number
        if kind == "note":
            return f"Note on {number}, internal"
        return f"Reply to {requester}" if requester else f"Reply on {number}"

    def found(self, *, first: bool) -> None:
        """The ticket has been read, with what I had begun to write on it."""
        if self.screen.desk.looks_back:
            return
        kept = self.screen.desk.kept.drafts
        kept -= {place for place in kept if place[0] == self.screen.row.id}
        kept |= {(draft.ticket, draft.kind) for draft in self.drafts}
        if first and self._wants:
            self._open()
        elif self._compose.display and not self._compose.busy:
            self.met.look()
            self.adding.look()
            self._ask_effect()  # it may be another one now

    # Keeping it.

    def changed(self) -> None:
        self.adding.look()
        if self._compose.change == 1 and not self._compose.effect.lines:
            self._ask_effect()
        self.screen.frame()

    def tick(self) -> None:
        """A second has passed: what was written is saved, and what it would do is asked anew."""
        if self._compose.display and self._compose.dirty and not self._compose.busy:
            self.save()
            self._ask_effect()

    def save(self) -> None:
        """Have the text as it stands saved, where it is not."""
        text, screen = self._compose, self.screen
        if text.kind and text.dirty and not text.busy:  # not where it is displayed: a screen that closes shows nothing
            text.kept = text.change
            at, articles = text.saved_at or screen.scene.now, self.adding.articles()
            draft = Draft(screen.row.id, text.kind, text.text, text.macro, at, articles, text.seen)
            screen.desk.kept.texts[draft.ticket, draft.kind] = draft if draft.text.strip() else None
            screen.desk_reads.keep(text.change, draft)

    def kept(self, event: DraftKept) -> None:
        screen, place = self.screen, (event.ticket, event.kind)
        if event.empty:
            screen.desk.kept.drafts.discard(place)
        else:
            screen.desk.kept.drafts.add(place)
            if (draft := screen.desk.kept.texts.get(place)) is not None:
                screen.desk.kept.texts[place] = draft._replace(saved_at=event.at)
        if event.ticket == screen.row.id and self._compose.kind == event.kind:
            self._compose.saved_at = None if event.empty else event.at
        screen.frame()

    def troubled(self) -> None:
        """Something went wrong: what is written may not be safe, and is saved again."""
        self._compose.kept = -1

    def left(self) -> None:
        """Escape: nothing happened, nothing is lost."""
        written = bool(self._compose.text.strip())
        self.leave()
        self.screen.say("", "nothing has happened; what you wrote is kept" if written else "nothing has happened")
        self._go_back()

    def leave(self) -> None:
        """Close what is being written; it is kept, and goes on later."""
        if not self._compose.display:
            return
        self.save()
        self._compose.close()
        self.screen.conversation.focus()
        self.screen.frame()

    def _go_back(self) -> None:
        if self.screen.passing:
            self.screen.app.pop_screen()

    # What it would do, and doing it.

    def _call(self) -> Call:
        command = self.screen.desk.commands[COMMANDS[self._compose.kind]]
        keeps = {"keeps": row.number} if (row := self.adding.chosen.keeps) else {}
        return command(ticket=self.screen.row.id, text=self._compose.text, **keeps)

    def _ask_effect(self) -> None:
        if self._compose.text.strip():
            self.screen.reads.effect(self._compose.change, self._call())

    def effect(self, event: EffectRead) -> None:
        if self._compose.display and event.change <= self._compose.change:
            self._compose.effect = event.effect
            self.screen.frame()

    def meant(self) -> None:
        """Send it as it stands, and what its macro says after it."""
        text, screen = self._compose, self.screen
        if screen.desk.double.unread():
            return
        if not text.text.strip():
            screen.say("", f"{text.kind}: there is nothing written")
            return
        self.save()
        self.adding.look()
        text.hold(True)
        call, also = self._call().on(text.seen), self.adding.calls()
        if self._meant is None or self._meant[0] != call:
            self._meant = (call, screen.desk.double.key_for(call))
        screen.calls.acting.add(screen.row.id)
        screen.above.calls.acting.add(screen.row.id)
        screen.desk_reads.send(call, self._meant[1], text.kind, text.macro, also)
        screen.frame()

    def sent(self, event: Sent) -> None:
        """It is a draft no more; or it was refused, and stands there as it was."""
        screen, text = self.screen, self._compose
        if event.ticket != screen.row.id or text.kind != event.kind:
            return
        text.hold(False)
        if event.why:
            self.met.told(event.stale)
            text.area.focus()
            screen.frame()
            return
        screen.desk.kept.drafts.discard((event.ticket, event.kind))
        screen.desk.kept.texts[event.ticket, event.kind] = None
        if self._meant:
            screen.desk.kept.last = last_of(self._meant[0], {"text": f"{self._meant[0].kwargs['text']}"})
        self._meant = None
        self.adding.sent()
        text.kept = text.change
        text.close()
        screen.conversation.focus()
        screen.frame()

    def done(self) -> None:
        """Everything that was meant has been done."""
        if not self._compose.display:
            self._go_back()

    # Templates, and one's own editor.

    def asked(self, what: str) -> None:
        screen, text = self.screen, self._compose
        if what == "template":
            screen.desk_reads.offered(screen.row.id)
        elif what == "article":
            self.adding.ask()
        elif what == "promise":
            self.adding.other_way()
        elif what == "editor":
            self.save()
            back = screen.actions.in_editor(text.text, f"{screen.row.number}-{text.kind}.md")
            if back is not None and back != text.text:
                text.take(back)
            text.area.focus()
        elif what in ("next", "previous"):
            screen.actions.step(+1 if what == "next" else -1)

    def offer(self, event: OfferedRead) -> None:
        """Choose one of the templates; or learn what the macro of a draft does."""
        screen, text = self.screen, self._compose
        if event.ticket != screen.row.id or not text.display or screen.app.screen is not screen:
            return
        fitting = [each for each in event.offered if each.writes in ("", text.kind)]
        if text.macro and not text.then:
            text.then = next((each.then for each in fitting if each.key == text.macro and each.writes), ())
            screen.frame()
            return
        if not fitting:
            screen.say("", "there are no templates: [templates] and [macros] of the desk file say them")
            return
        g = screen.scene.g
        candidates = [
            Candidate(
                g.outside(each.name), g.outside(_says(each)), "", partial(self._insert, each), g.outside(each.key)
            )
            for each in fitting
        ]
        screen.finder.open(">", "Template", candidates, tickets=False)
        screen.frame()

    def _insert(self, chosen: Offered) -> None:
        text, screen = self._compose, self.screen
        text.put(chosen.text)
        if chosen.writes:
            text.macro, text.then = chosen.key, chosen.then
        text.area.focus()
        if chosen.missing:
            names = ", ".join(f"{{{name}}}" for name in chosen.missing)
            screen.say("", f"not known here, and still to be written: {names}")
        screen.frame()


def _says(offered: Offered) -> str:
    """The first words of a template, and what follows it."""
    first = " ".join(offered.text.split())
    return f"then {', '.join(offered.then)}: {first}" if offered.then else first
