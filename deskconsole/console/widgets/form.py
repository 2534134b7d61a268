"""The inline form: it grows from the bottom, and says the effect before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from deskconsole.console.desk.source import Effect
from deskconsole.console.forms import Field, Form
from deskconsole.console.keys import Hit, KeyMap
from deskconsole.console.pages import formlines, meeting
from deskconsole.console.pages.formlines import NOTHING_YET
from deskconsole.console.painting.lines import Line, Scene, fit, rule, width
from deskconsole.console.widgets.choice import ChoiceRow
from deskconsole.console.widgets.editors import Area, Blank, Button
from deskconsole.console.widgets.lines import Lines
from deskconsole.core.desk import Call
from deskconsole.core.errors import BadInput, Meanwhile
from deskconsole.core.instants import Instant

_SHORT = ("choice", "instant", "duration", "integer", "person", "ticket")
_NOTE_ROOM = 45
_ROW = 9
_AREA = 4
"""Lines of a field for text of several lines."""


def _in_a_row(each: Field) -> bool:
    """A few words are chosen from a row; of more, one is typed as far as it is certain."""
    return each.kind == "choice" and len(each.choices) <= _ROW


class FormDone(Message):
    """Somebody means it: this is the call."""

    def __init__(self, form: InlineForm, call: Call) -> None:
        super().__init__()
        self.form, self.call = form, call


class FormLeft(Message):
    """Left without a call; `texts` are what was in it, to come back to."""

    def __init__(self, form: InlineForm, texts: Mapping[str, str]) -> None:
        super().__init__()
        self.form, self.texts = form, texts


class FormChanged(Message):
    """The texts are others now."""

    def __init__(self, form: InlineForm) -> None:
        super().__init__()
        self.form = form


class InlineForm(Vertical, inherit_bindings=False):
    """Mount it to open it; remove it once it has said `FormDone` or `FormLeft`.

    `effect` says what the form would do as it stands; where that takes longer, leave it out, listen to `FormChanged`
    and hand the answer to `show_effect`. With `bars` it has a message line and a footer of its own. `met` is what
    others did since it was opened before, which the press that brought it up does not commit: it is still `unread`.
    """

    DEFAULT_CSS = """
    InlineForm { dock: bottom; height: auto; width: 1fr; background: $background; }
    InlineForm #form-fields { height: auto; width: 1fr; scrollbar-size: 0 0; background: $background; }
    InlineForm .field { height: auto; width: 1fr; }
    InlineForm .label { height: 1; }
    InlineForm .note { width: 1fr; margin-left: 3; }
    InlineForm #form-press { height: 1; width: 1fr; }
    """

    def __init__(
        self,
        form: Form,
        title: str | Line,
        verb: str,
        *,
        keys: KeyMap,
        scene: Callable[[], Scene],
        effect: Callable[[Form], Effect] | None = None,
        bars: bool = True,
        met: Sequence[Meanwhile] = (),
        unread: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(id="form")
        self.form, self.verb, self.keys, self.bars = form, verb, keys, bars
        self._met, self._unread = met, unread
        self._scene, self._effect = scene, effect
        self._title: Line = [(title, "head")] if isinstance(title, str) else title
        self._shown = Effect()
        self._insisted = False
        self._done = False
        self.saved_at: Instant | None = None
        """When what is in it was saved, of those that are while somebody types."""
        self._editors: dict[str, Widget] = {}
        self._wide: dict[str, int] = {}
        self._lines = {name: Lines(f"form-{name}") for name in ("title", "met", "rule", "effect", "message", "footer")}
        self._notes = {each.name: Lines() for each in form.fields}
        self._labels = {each.name: Lines() for each in form.fields}
        self._button = Button(verb)
        self.can_focus = not form.fields
        """Where it only asks whether to, the keys are with it also while the answer can only be no."""

    @property
    def allowed(self) -> bool:
        """Whether, as far as anybody knows, it may be done."""
        return not self._shown.refused

    # Building.

    def compose(self) -> ComposeResult:
        yield self._lines["title"]
        if self._met:
            yield self._lines["met"]
        yield from self.compose_fields()
        yield self._lines["rule"]
        yield self._lines["effect"]
        yield from self.compose_press()

    def compose_fields(self) -> ComposeResult:
        """The fields, each with its label and what is said of it."""
        with VerticalScroll(id="form-fields", can_focus=False):
            for each in self.form.fields:
                with Horizontal(classes="field"):
                    self._editors[each.name] = editor = self._editor(each)
                    self._notes[each.name].add_class("note")
                    self._labels[each.name].add_class("label")
                    yield self._labels[each.name]
                    yield editor
                    yield self._notes[each.name]

    def compose_press(self) -> ComposeResult:
        """The button, and where they are not the screen's the message line and the footer."""
        with Horizontal(id="form-press"):
            yield self._button
        if self.bars:
            yield self._lines["message"]
            yield self._lines["footer"]

    def _editor(self, each: Field) -> Widget:
        text = self.form.texts[each.name]
        if _in_a_row(each):
            name = f"field-{each.name}"
            return ChoiceRow(list(each.choices), text, self._scene, required=each.required, called=name)
        if each.kind == "lines":
            return Area(text, called=f"field-{each.name}")
        return Blank(text, list(each.choices), called=f"field-{each.name}")

    def on_mount(self) -> None:
        self._fit()
        first = next((each.name for each in self.form.fields if self.form.answer(each.name).problem), None)
        self._focus(self._editors[first] if first else next(iter(self._order()), self._button))
        self._reconsider()

    def on_resize(self) -> None:
        self._fit()
        self.paint()

    def _fit(self) -> None:
        """Widths and heights by the room there is: the list above stays in sight."""
        room, high = self.screen.size.width, self.screen.size.height
        label = formlines.label_room(self.form, self._scene())
        for each in self.form.fields:
            self._labels[each.name].styles.width = label
            styles = self._editors[each.name].styles
            short = 26 if room > 100 else 22
            if not _in_a_row(each):
                wide = short if each.kind in _SHORT else max(room - label - _NOTE_ROOM, short)
                styles.width = self._wide[each.name] = min(wide, room - label)
            if each.kind == "lines":
                styles.height = _AREA
        self.query_one("#form-fields").styles.max_height = max(high // 2 - 3, 1)
        self.styles.max_height = max(high * 3 // 4, 6)

    # Painting.

    def paint(self) -> None:
        """Say again what is in the fields, what it would do, and which keys work."""
        if not self.is_attached or not self.screen.size.width:
            return
        room, scene, form = self.screen.size.width, self._scene(), self.form
        at = 0
        for number, each in enumerate(form.fields, 1):
            focused = self._editors[each.name].has_focus
            at = number if focused else at
            self._labels[each.name].show([(" " + scene.g.outside(each.label), "strong" if focused else "")])
            self._show_note(each, formlines.note(form, each, self._shown, self._insisted, scene), room)
        high = max(self.screen.size.height * 3 // 4 - len(form.fields) - 5, 1)
        self._lines["title"].show(formlines.title(self._title, form, at, room, scene, self.saved_at))
        self._lines["met"].show(*(fit(line, room, scene.g) for line in meeting.versions(self._met, scene, room)))
        self._lines["rule"].show(rule([("What it does", "head")], [], room, scene.g))
        self._lines["effect"].show(*formlines.effects(form, self._shown, high, room, scene))
        self._button.display = self.allowed
        if self.can_focus and self.screen.focused in (None, self, self._button):
            (self._button if self.allowed else self).focus(scroll_visible=False)
        if self.bars:
            self._lines["message"].show([(f" {NOTHING_YET}", "dim")])
            self._lines["footer"].show(formlines.footer(self.keys, self.verb, self.allowed, room, scene))

    def _show_note(self, each: Field, line: Line, room: int) -> None:
        note, scene = self._notes[each.name], self._scene()
        free = room - formlines.label_room(self.form, scene) - self._wide.get(each.name, 0) - 3
        if _in_a_row(each):  # the words to choose from have the row, but for what must be said
            note.styles.width = free = min(width(line), room // 3)
            note.display = free > 0
        note.show(fit(line, max(free, 0), scene.g))

    # What is typed.

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._write(event.input, event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._write(event.text_area, event.text_area.text)

    def on_choice_row_chosen(self, event: ChoiceRow.Chosen) -> None:
        event.stop()
        self._write(event.row, event.word)

    def _write(self, editor: Widget, text: str) -> None:
        name = next((name for name, each in self._editors.items() if each is editor), None)
        if name is not None and self.form.texts[name] != text:
            self.form.write(name, text)
            self._reconsider()

    def _reconsider(self) -> None:
        if self._effect and not self.form.problems():
            self._shown = self._effect(self.form)
        elif self._effect:
            self._shown = Effect()
        self.post_message(FormChanged(self))
        self.paint()

    def show_effect(self, effect: Effect) -> None:
        """What was found out about the form as it stands."""
        self._shown = effect
        self.paint()

    # Keys.

    def on_key(self, event: events.Key) -> None:
        found = self.keys.press((), event.key, "form")
        if isinstance(found, Hit) and (act := getattr(self, "act_" + found.id.replace(".", "_"), None)):
            event.stop()
            event.prevent_default()
            act()
        elif not isinstance(self.screen.focused, Input | TextArea):
            event.stop()  # a choice or the button has the keys: nothing behind the form hears them

    def on_descendant_focus(self) -> None:
        self.paint()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.act_form_commit()

    def act_form_next(self) -> None:
        self._step(1)

    def act_form_previous(self) -> None:
        self._step(-1)

    def act_form_step(self) -> None:
        """Enter: the next field, then the button, and only there it commits."""
        if self._button.has_focus:
            self.act_form_commit()
        else:
            self._step(1)

    def act_form_leave(self) -> None:
        if not self._done:
            self._done = True
            self.post_message(FormLeft(self, self.form.typed))

    def act_form_commit(self) -> None:
        if self._done or not self.allowed or self._unread():
            return
        try:
            call = self.form.call()
        except BadInput:
            self._insisted = True
            self._focus(self._editors[next(iter(self.form.problems()))])
            self.paint()
            return
        self._done = True
        self.post_message(FormDone(self, call))

    def _order(self) -> list[Widget]:
        return list(self._editors.values())

    def _step(self, by: int) -> None:
        stops = [*self._order(), *([self._button] if self.allowed else [])]
        at = next((at for at, each in enumerate(stops) if each.has_focus), -1 if by > 0 else 0)
        if stops:
            self._focus(stops[(at + by) % len(stops)])

    def _focus(self, widget: Widget) -> None:
        widget.focus(scroll_visible=False)
        self.query_one("#form-fields").scroll_to_widget(widget, animate=False, immediate=True)
