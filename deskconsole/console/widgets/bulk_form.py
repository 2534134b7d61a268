"""The inline form for many tickets: above its fields what it would do to each, seen before anything happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from deskconsole.console.desk.source import Foreseen
from deskconsole.console.forms import Form
from deskconsole.console.keys import KeyMap
from deskconsole.console.pages import bulkpage, chrome
from deskconsole.console.pages.bulkpage import Plan, Widths
from deskconsole.console.pages.chrome import Key
from deskconsole.console.painting.lines import Line, Scene, fit, rule
from deskconsole.console.painting.paint import CURSOR, GROUND
from deskconsole.console.widgets.editors import Area
from deskconsole.console.widgets.form import InlineForm
from deskconsole.console.widgets.lines import Lines, paint_of
from deskconsole.core.desk import Call

LEAST = 3
"""Tickets that are always in sight."""


class BulkMeant(Message):
    """Somebody means it, for these tickets."""

    def __init__(self, form: BulkForm, call: Call, tickets: Sequence[int]) -> None:
        super().__init__()
        self.form, self.call, self.tickets = form, call, tickets


class BulkStopped(Message):
    """What is being done is to end after the call that is under way."""


class BulkList(ScrollView, can_focus=True, inherit_bindings=False):
    """A ticket a line; space leaves one out, or takes it back in."""

    DEFAULT_CSS = "BulkList { scrollbar-size: 0 0; overflow-x: hidden; width: 1fr; }"

    class Dropped(Message):
        """Other tickets are left out now."""

    class Moved(Message):
        """The cursor stands on another ticket."""

    class Opened(Message):
        """Somebody wants to see the ticket for themselves."""

        def __init__(self, number: str) -> None:
            super().__init__()
            self.number = number

    def __init__(self, plan: Plan, scene: Callable[[], Scene]) -> None:
        super().__init__(id="bulk-list")
        self.plan, self._scene = plan, scene
        self.cursor = 0
        self.moved = False
        self._rows = plan.rows
        self._wide = Widths(self._rows, 80)

    @property
    def under(self) -> Foreseen | None:
        """What is under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def renew(self) -> None:
        """What is known has changed: the cursor stays on its ticket."""
        under = self.under
        self._rows = self.plan.rows
        at = next((n for n, each in enumerate(self._rows) if under and each.ticket == under.ticket), self.cursor)
        self.cursor = max(min(at, len(self._rows) - 1), 0)
        self._wide = Widths(self._rows, self.size.width)
        self.virtual_size = Size(self.size.width, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        paint, at, room = paint_of(self), y + self.scroll_offset.y, self.size.width
        if at >= len(self._rows):
            return Strip.blank(room, paint.style(""))
        each, on = self._rows[at], self.has_focus and at == self.cursor
        dropped = each.ticket in self.plan.dropped
        line = bulkpage.row(each, self._wide, room, self._scene(), dropped=dropped, cursor=on)
        return paint.strip(line, CURSOR if on else GROUND).adjust_cell_length(room, paint.style(""))

    def on_resize(self) -> None:
        self.renew()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        page = max(self.size.height - 1, 1)
        steps = {"up": -1, "k": -1, "down": 1, "j": 1, "pageup": -page, "pagedown": page}
        steps |= {"home": -len(self._rows), "end": len(self._rows)}
        if event.key == "space":
            self._drop()
        elif event.key == "enter" and self.under is not None:
            self.post_message(self.Opened(self.under.number))
        elif event.key in steps:
            self.move(steps[event.key])
        else:
            return
        event.stop()
        event.prevent_default()

    def move(self, by: int) -> None:
        self.moved = True
        self.cursor = max(min(self.cursor + by, len(self._rows) - 1), 0)
        top, high = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= self.cursor < top + high:
            to = self.cursor if self.cursor < top else self.cursor - high + 1
            self.scroll_to(y=to, animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def _drop(self) -> None:
        if self.plan.applied is None and self._rows:
            self.plan.dropped ^= {self._rows[self.cursor].ticket}
            self.move(+1)
            self.post_message(self.Dropped())

    def on_click(self, event: events.Click) -> None:
        self.focus()
        self.move(self.scroll_offset.y + event.y - self.cursor)


class BulkForm(InlineForm):
    """Fields once for all tickets; what they come to is looked at anew whenever one changes."""

    DEFAULT_CSS = """
    BulkForm #bulk-list { height: auto; }
    BulkForm #form-fields { max-height: 12; }
    """

    def __init__(
        self,
        form: Form,
        plan: Plan,
        title: str,
        verb: str,
        *,
        keys: KeyMap,
        scene: Callable[[], Scene],
        wordings: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(form, title, verb, keys=keys, scene=scene)
        self.plan, self._words, self._wordings = plan, title, wordings
        self._wording = -1
        self.list = BulkList(plan, scene)
        self._more = {name: Lines(f"bulk-{name}") for name in ("counts", "heads", "back")}

    @property
    def allowed(self) -> bool:
        """Whether it can be meant: it is known what it would do, and there is something to do."""
        return self.plan.applied is None and self.plan.complete and bool(self.plan.accepted)

    # Building.

    def compose(self) -> ComposeResult:
        yield self._lines["title"]
        yield self._more["counts"]
        yield self._more["heads"]
        yield self.list
        yield from self.compose_fields()
        yield self._more["back"]
        yield from self.compose_press()

    def _fit(self) -> None:
        super()._fit()
        high = self.screen.size.height
        fields = min(sum(4 if each.kind == "lines" else 1 for each in self.form.fields), max(high // 2 - 8, 2))
        self.query_one("#form-fields").styles.max_height = fields
        around = 7 + fields  # title, counts, heads, undo, button, message, footer
        self.list.styles.height = max(min(len(self.plan.tickets), high * 3 // 4 - around), LEAST)

    # What is known.

    def known(self) -> None:
        """More is known of what it would do."""
        self.list.renew()
        self.paint()

    def paint(self) -> None:
        if not self.is_attached or not self.screen.size.width:
            return
        super().paint()
        room, scene, plan = self.screen.size.width, self._scene(), self.plan
        hint = scene.g.outside(bulkpage.hint(plan))
        self._lines["title"].show(rule([(scene.g.outside(self._words), "head")], [(hint, "dim")], room, scene.g))
        problems = self.form.problems()
        first = [each.label for each in self.form.fields if each.name in problems]
        self._more["counts"].show(bulkpage.counts(plan, first, room, scene))
        self._more["heads"].show(bulkpage.heads(plan.rows, room, scene))
        self._more["back"].show(fit([(f" {bulkpage.way_back(plan)}", "dim")], room, scene.g))
        self._button.verb = f"{self.verb} {len(plan.accepted)}"
        self._button.refresh(layout=True)
        self._lines["message"].show(fit([(f" {scene.g.outside(self._said())}", "dim")], room, scene.g))
        self._lines["footer"].show(self._footer(room, scene))

    def _said(self) -> str:
        if 0 <= self._wording < len(self._wordings):
            name = self._wordings[self._wording][0]
            return f"template {name}, {self._wording + 1} of {len(self._wordings)}: filled in for each ticket"
        if self.plan.applied is not None:
            return "what is done is done; the rest can still be stopped"
        looked_at = self.list.under if self.list.has_focus and self.list.moved else None
        return bulkpage.said(looked_at or next(iter(self.plan.refused), None))

    def _footer(self, room: int, scene: Scene) -> Line:
        verbs = {"form.commit": f"{self.verb} {len(self.plan.accepted)}", "form.next": "next field"}
        words = {name: scene.g.outside(word) for name, word in verbs.items()}
        words["form.leave"] = "stops" if self.plan.applied is not None else "nothing happens"
        built = {"form.commit": self.allowed, "form.template": bool(self._wordings)}
        here = built | {"form.next": True, "form.leave": True}
        found = self.keys.footer("form", room, "write", may=lambda name: here.get(name, False), words=words)
        first = [Key(key.text, key.label) for key in found if key.id != "form.leave"]
        last = [Key(key.text, key.label) for key in found if key.id == "form.leave"]
        if self.list.has_focus:
            first += [Key("space", "drop one"), Key("enter", "open it"), Key("↑↓", "look")]
        return chrome.footer([Key(scene.g.outside(key.key), key.word) for key in first], last, room, scene)

    def on_bulk_list_dropped(self, event: BulkList.Dropped) -> None:
        event.stop()
        self.known()

    def on_bulk_list_moved(self, event: BulkList.Moved) -> None:
        event.stop()
        self.paint()

    # Keys.

    def _order(self) -> list[Widget]:
        return [*super()._order(), self.list]

    def act_form_commit(self) -> None:
        if self.form.problems():
            super().act_form_commit()
        elif self.allowed and not self._done:
            self._done = True
            self.post_message(BulkMeant(self, self.form.call(), [each.ticket for each in self.plan.accepted]))

    def act_form_leave(self) -> None:
        if self.plan.applied is not None:
            self.post_message(BulkStopped())
        else:
            super().act_form_leave()

    def act_form_template(self) -> None:
        """The next template, in place of the one before; what somebody wrote themselves is kept before it."""
        area = next((each for each in self._editors.values() if isinstance(each, Area)), None)
        if area is None or not self._wordings:
            return
        before = self._wordings[self._wording][1] if self._wording >= 0 else ""
        self._wording = (self._wording + 1) % len(self._wordings)
        own = area.text.removesuffix(before)
        area.text = own + self._wordings[self._wording][1]
        area.move_cursor(area.document.end)
        area.focus()
        self.paint()
