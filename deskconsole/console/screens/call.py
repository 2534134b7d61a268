"""A new ticket while the caller talks: who it is, what they have, what it is about, and what it does (frame 04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from deskconsole.console.background import answers, calling
from deskconsole.console.background.answers import CallsDone
from deskconsole.console.desk.alike import Alike
from deskconsole.console.desk.board import Already, CallDraft, Caller, Choices, Told, argument
from deskconsole.console.desk.source import Counts
from deskconsole.console.pages import callpage
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, rule
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.call_fields import CallFields, Said
from deskconsole.console.terminal import external
from deskconsole.console.widgets.call_list import CallList
from deskconsole.console.widgets.choice import ChoiceRow
from deskconsole.console.widgets.sheet import Part, Row, Sheet
from deskconsole.core.desk import COMMANDS, Call
from deskconsole.core.instants import Instant
from deskconsole.features.people.views import OpenTicketRow
from deskconsole.features.templates.views import NewTemplate
from deskconsole.features.tickets.relations import OutageRow

if TYPE_CHECKING:
    from deskconsole.console.screens.queue import QueueScreen
    from deskconsole.console.screens.working import WorkScreen

ADDS = "person.edit"
"""The permission to write down who is not known yet."""


class CallScreen(DeskScreen):
    """One call, from its ring to its ticket. What is typed is kept each second."""

    CHAIN = "form"
    FOOTER: ClassVar = {
        "form.next": "next field", "form.previous": "back", "form.commit": "save", "form.another": "another call",
        "form.editor": "editor", "form.template": "template", "form.leave": "keep draft",
    }  # fmt: skip

    def __init__(self, above: WorkScreen) -> None:
        super().__init__()
        self.above = above
        self.queue = cast("QueueScreen", getattr(above, "above", above))
        self.reads = above.desk.tracked(calling.CallReads(above.desk.source.board(), self))
        self.rang: Instant = above.scene.now
        self.drafts: list[CallDraft] = []
        """Other calls that are not saved."""
        self.already = Already((), ())
        self.people: Sequence[Caller] = ()
        self.caller: Caller | None = None
        self.stranger = False
        self.told = Told()
        self.alike = Alike()
        self.choices = Choices((), (), (), ())
        self._choosing = False
        """A template is being chosen, in the list."""
        self._begun = ""
        """The name of the template that it was begun with."""
        self._sought = ""
        """What the people are like that were found last."""
        self._wants = ""
        """What is to be done as soon as it is known who calls: next · commit."""
        self._outage = ""
        self._change = self._kept = 0
        self._saved_at: Instant | None = None
        self._key: tuple[Call, str] | None = None
        self._busy = False
        self.sheet = Sheet(called="call")
        self.list = CallList(lambda: self.scene)
        self.fields = CallFields(lambda: self.scene)

    def body(self) -> ComposeResult:
        with self.sheet:
            yield self.list
            yield from self.fields.all()

    def on_mount(self) -> None:
        self.fields.caller.focus()
        self.reads.begin()
        self.reads.already(None)

    def on_unmount(self) -> None:
        self.save()
        self.reads.close()

    # What it says of itself.

    def path(self) -> Sequence[str]:
        return [*self.above.path()[:1], "New ticket"]

    def trouble(self) -> Counts | None:
        return self.above.trouble()

    def chain(self) -> str:
        return "form"

    def idle(self) -> Line:
        saved = figures.clock(self._saved_at, self.scene.zone) if self._saved_at else ""
        words = f" draft saved {saved}" if saved else ""
        others = len(self.drafts)
        if others:
            count = "another call" if others == 1 else f"{others} other calls"
            words += f"{self.scene.g.dot if words else ' '}{count} not saved, {self.desk.key_words('form.another')}"
        missing = self.missing()
        return [(words, "head"), *([(f"   required: {', '.join(missing)}", "dim")] if missing else [])]

    def missing(self) -> list[str]:
        need = {"caller": self.fields.caller.value, "title": self._outage or self.fields.text("title")}
        return [name for name, text in need.items() if not text.strip()]

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, high = self.size.width, self.size.height
        if room and self.is_attached:
            self.sheet.lay(self._rows(room, high), room, self.scene.g)

    def _rows(self, room: int, high: int) -> list[Row]:
        """Who calls and what they have already, then what is written of it."""
        scene, fields, text, many = self.scene, self.fields, self.fields.caller.value, len(self.people)
        who = callpage.found(self.caller, many, text, self.stranger, scene)
        may_add = self.desk.source.may(ADDS)
        said = Said(
            callpage.priority(self.told, room, scene), callpage.route(self.told, scene.me, scene),
            callpage.clocks(self.told, self.rang, room, scene), callpage.alike(self.alike, scene),
        )  # fmt: skip
        return [
            _line(callpage.since(self.rang, room, scene)),
            _line([]),
            fields.caller_row(who, room),
            _line(callpage.person(self.caller, many, text, self.stranger, may_add, scene)),
            _line(self._list(room)),
            Row([Part(field=self.list)], {24: 4}.get(high, max(high // 5, 3))),
            _line(self._heading(room)),
            *fields.rows(said, room, high),
        ]

    def _list(self, room: int) -> Line:
        """What stands in the list now, and what that is."""
        g, text = self.scene.g, self.fields.caller.value
        there = callpage.items(self.people, self.caller, self.already, text, self.stranger)
        title = "What this caller already has"
        if self._choosing:
            there = callpage.templates(self.choices.templates, self.fields.text("type"))
            title = "What it begins with"
        elif self.people and not (self.caller or self.stranger):
            title = "Who is calling"
        self.list.show(there, text, "no outage is known" + ("; nothing is open of theirs" if self.caller else ""))
        hint = [(f"{g.mail_in} then enter", "dim")] if there else []
        return rule([(title, "head")], hint, room, g)

    def _heading(self, room: int) -> Line:
        g = self.scene.g
        template: Line = [(f"template: {g.outside(self._begun)}", "dim")] if self._begun else []
        if not template and self.choices.templates:
            template = [(self.desk.key_words("form.template"), "key"), (" template", "dim")]
        return rule([(f"New {self.fields.text('type')}", "head")], template, room, g)

    def tick(self) -> None:
        """A second has passed: what was typed is saved."""
        self.save()
        super().tick()

    def touched(self, tickets: set[int]) -> None:
        self.reads.already(self.caller.person.id if self.caller else None)
        self._compare()
        self._try()

    def _compare(self) -> None:
        """What else is like it?"""
        fields = self.fields
        service = fields.given().get("service")
        self.reads.alike(fields.text("title"), fields.text("says"), str(service) if service else None)

    # What is typed.

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is self.fields.caller:
            self._seek(event.value)
        self._changed()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._changed()

    def on_choice_row_chosen(self, event: ChoiceRow.Chosen) -> None:
        event.stop()
        self._changed()

    def _changed(self) -> None:
        self._change += 1
        self._compare()
        self._try()
        self.frame()

    def _try(self) -> None:
        if not self.missing() and (self.caller or self.stranger or not self.people):
            self.reads.told(self._change, self.call())
        else:
            self.told = Told()

    def _seek(self, text: str) -> None:
        """Somebody else may be meant now."""
        if self.caller is not None and text.strip() == self.caller.person.number:
            return
        if self.caller is not None:
            self.reads.already(None)
        self.caller, self.stranger = None, False
        self._sought = "" if text.strip() else text
        self.people = self.people if text.strip() else ()
        self.reads.callers(text)

    @property
    def _seeking(self) -> bool:
        return self._sought != self.fields.caller.value

    def on_callers_read(self, event: calling.CallersRead) -> None:
        if event.text != self.fields.caller.value:
            return
        self._sought = event.text
        self.people = event.found
        if len(event.found) == 1 and not self.stranger:
            self._is(event.found[0])
        wanted, self._wants = self._wants, ""
        if wanted == "next":
            self._sure()
        elif wanted == "commit":
            self.act_form_commit()
        self._try()
        self.frame()

    def _is(self, caller: Caller | None) -> None:
        """It is them; or somebody new."""
        self.caller, self.stranger = caller, caller is None
        self.reads.already(caller.person.id if caller else None)
        self._change += 1
        self._try()
        self.frame()

    def _sure(self) -> None:
        """Leaving the field takes the first of those who are like that."""
        if self._seeking:
            self._wants = self._wants or "next"
        elif self.people and self.caller is None and not self.stranger:
            self._is(self.people[0])

    def on_already_read(self, event: calling.AlreadyRead) -> None:
        if event.person == (self.caller.person.id if self.caller else None):
            self.already = event.found
            self.frame()

    def on_choices_read(self, event: calling.ChoicesRead) -> None:
        self.choices = event.choices
        self.sheet.mount_all(self.fields.offer(event.choices))
        self.drafts = [draft for draft in event.drafts if draft.rang != self.rang]
        if self.drafts and not self._change:
            self._go_on(self.drafts.pop(0))
        self.frame()

    def on_alike_read(self, event: calling.AlikeRead) -> None:
        self.alike = event.found
        self.frame()

    def on_call_told(self, event: calling.CallTold) -> None:
        if event.change <= self._change:
            self.told = event.told
            self.frame()

    def on_trouble(self, event: answers.Trouble) -> None:
        self._kept = -1

    # The list.

    def on_key(self, event: events.Key) -> None:
        if event.key == "down" and self.fields.caller.has_focus and self.list.items:
            event.stop()
            self.list.focus()
            self.frame()
        elif not event.is_forwarded:
            super().on_key(event)

    def on_call_list_left(self) -> None:
        self._choosing = False
        self.fields.caller.focus()
        self.frame()

    def on_call_list_chosen(self, event: CallList.Chosen) -> None:
        of = event.item.of
        if isinstance(of, NewTemplate):
            self._begin(of)
        elif of is None or isinstance(of, Caller):
            self._is(of)
            if of is None:
                self.fields.focus("title")
        elif isinstance(of, OutageRow):
            self._outage = of.number
            self.act_form_commit()
        elif isinstance(of, OpenTicketRow):
            self.reads.row(of.id)

    def on_row_read(self, event: calling.RowRead) -> None:
        """The call is about a ticket that is there: it is logged on it, and no other is written."""
        if event.row is None:
            self.say("failed", "that ticket is gone")
            return
        from deskconsole.console.screens.ticket import TicketScreen

        said = {"reached": "yes", "direction": "in", "note": self.fields.text("says")}
        self.desk.kept.forms["contact.log"] = {name: text for name, text in said.items() if text}
        self._forget()
        opened = TicketScreen(self.queue, event.row)
        self.app.switch_screen(opened)
        opened.call_after_refresh(opened.calls.begin, "contact.log")

    # Keeping it.

    def texts(self) -> Mapping[str, str]:
        texts = self.fields.written()
        if self.caller:
            texts["caller"] = self.caller.person.number
        return texts

    def draft(self) -> CallDraft:
        return CallDraft(self.rang, self.scene.now, self.texts())

    def keep(self) -> None:
        self.save()

    def save(self) -> None:
        if self._change != self._kept and not self._busy:
            self._kept = self._change
            draft = self.draft()
            self._count(draft)
            self.reads.keep(draft)

    def on_call_kept(self, event: calling.CallKept) -> None:
        self._saved_at = None if event.empty else event.at
        self.frame()

    def _count(self, draft: CallDraft) -> None:
        """Whoever quits is told of what is not saved."""
        kept = self.desk.kept.drafts
        (kept.add if draft.texts else kept.discard)((0, draft.kind))

    def _forget(self) -> None:
        """It is none any more."""
        self._kept = self._change
        none = CallDraft(self.rang, self.scene.now, {})
        self._count(none)
        self.reads.keep(none)

    def _go_on(self, draft: CallDraft) -> None:
        """A call that was begun before, as it was left."""
        self.rang, self._saved_at = draft.rang, draft.saved_at
        self.caller, self.stranger, self.people, self.told, self._outage = None, False, (), Told(), ""
        self._choosing, self._begun = False, ""
        self.fields.put(draft.texts)
        self._change += 1
        self._kept = self._change
        self._seek(self.fields.caller.value)
        self._compare()
        self._try()
        self.fields.caller.focus()
        self.frame()

    def act_form_another(self) -> None:
        """A call that comes in meanwhile; this one is kept, and has its turn again."""
        self.save()
        if texts := self.texts():
            self.drafts.append(CallDraft(self.rang, self.scene.now, texts))
            self._go_on(CallDraft(self.scene.now, self.scene.now, {}))
            self._saved_at = None
        elif self.drafts:
            self._go_on(self.drafts.pop(0))
        self.frame()

    # Beginning with a template.

    def act_form_template(self) -> None:
        """Choose what it begins with; those of its type come first."""
        if not self.choices.templates:
            self.say("", "there are no templates of new tickets: [templates] of the desk file with a type say them")
            return
        self._choosing = True
        self.list.focus()
        self.frame()

    def _begin(self, template: NewTemplate) -> None:
        self._choosing, self._begun = False, template.name
        name = self.caller.person.name if self.caller else None
        missing = self.fields.begin(template, {**self.choices.said, "requester": name})
        self.fields.focus("title" if self.caller or self.stranger else "caller")
        if missing:
            names = ", ".join(f"{{{each}}}" for each in missing)
            self.say("", f"not known here, and still to be written: {names}")
        self._changed()

    def act_form_editor(self) -> None:
        """What was said, in one's own editor; what is typed so far is kept before."""
        self.save()
        says = self.fields.says
        back = external.in_editor(self, says.text, "call.md")
        if back is not None and back != says.text:
            says.load_text(back)
        says.focus()

    def act_form_leave(self) -> None:
        """Nothing happened, nothing is lost."""
        if self._choosing:
            self.on_call_list_left()
            return
        self.save()
        written = bool(self.texts())
        self.app.pop_screen()
        key = self.desk.key_words("ticket.new")
        kept = f"nothing has happened; the call is kept, {key} goes on with it"
        self.above.say("", kept if written else "nothing has happened")

    # Doing it.

    def call(self) -> Call:
        """What would be done as it stands."""
        given = self.fields.given() | argument(self.caller and self.caller.person, self.fields.caller.value)
        if self._outage:
            given["outage"] = self._outage
        return COMMANDS["ticket.take_call"](rang=self.rang, **given)

    def act_form_commit(self) -> None:
        """Save it: all of it happens, or nothing."""
        if self._busy:
            return
        if self._seeking:
            self._wants = "commit"
            return
        self._sure()
        if missing := self.missing():
            self._outage = ""
            self.say("failed", f"save: {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
            self.fields.focus(missing[0])
            return
        call = self.call()
        if self._key is None or self._key[0] != call:
            self._key = (call, self.desk.double.key_for(call))
        self._busy = True
        self._kept = self._change
        self.reads.take(call, self._key[1], self.rang)

    def on_call_taken(self, event: calling.CallTaken) -> None:
        self._busy = False
        if event.done is None:
            self._outage, self._kept = "", -1
            self.say("failed", f"save: {event.why}")
            return
        self._kept = self._change
        self._count(CallDraft(self.rang, self.scene.now, {}))
        if event.done.ticket is not None:
            self.above.calls.acting.add(event.done.ticket)
        self.app.pop_screen()
        self.above.calls.done(CallsDone("call", [event.done]))

    # From field to field.

    def act_form_next(self) -> None:
        self._step(+1)

    act_form_step = act_form_next

    def act_form_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        if self.fields.caller.has_focus:
            self._sure()
        stops = self.fields.stops()
        at = next((n for n, stop in enumerate(stops) if stop.has_focus), 0)
        stops[(at + by) % len(stops)].focus()
        self.frame()


def _line(line: Line) -> Row:
    return Row([Part(line=line)])
