"""Handovers there were, narrowed by words, each opened as it was; and the tickets behind a figure of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from deskconsole.console.background import answers
from deskconsole.console.desk.handovers import SHOWN, Listed, Numbered
from deskconsole.console.pages import rows
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import fit as fit_text
from deskconsole.console.painting.lines import Line, apart, fit
from deskconsole.console.screens.found import FoundScreen
from deskconsole.console.screens.pages import PageScreen

if TYPE_CHECKING:
    from deskconsole.console.screens.handover import HandoverScreen


class ArchiveScreen(FoundScreen[Listed]):
    """A field for words, and below it the handovers that have them, the latest first."""

    TITLE_WORD = "Archive"
    HEADING = "Handovers"
    FOOTER: ClassVar = {"form.step": "open", "form.leave": "back"}

    def __init__(self, above: HandoverScreen) -> None:
        super().__init__(above)
        self._queue = above.above

    def on_mount(self) -> None:
        self.seek("")

    def path(self) -> Sequence[str]:
        return ["Handover", self.TITLE_WORD]

    # Reading.

    def seek(self, words: str) -> None:
        self.reads.archive(words)

    def on_archive_read(self, event: answers.ArchiveRead) -> None:
        if event.words == self.field.value:
            self.found = event.found
            self.frame()

    # Painting.

    def many(self) -> str:
        return f"the last {SHOWN}" if len(self.found or ()) == SHOWN else super().many()

    def nothing(self) -> str:
        return f"no handover {'has these words' if self.field.value.strip() else 'was drafted yet'}"

    def line(self, each: Listed, here: bool, room: int) -> Line:
        g, scene = self.scene.g, self.scene
        when = f"{figures.date(each.begin, scene.now, scene.zone)} {figures.clock(each.begin, scene.zone)[:5]}"
        whose = f"of {each.agent}" if each.agent else each.team or each.shift
        left: Line = [*self.cursor(here), (f"{g.outside(each.number):8}", "strong")]
        left += [(f"{when:22}", ""), (f"{fit_text(g.outside(whose), 10, g.cut)} ", "dim")]
        who = f"{g.outside(each.outgoing or '?')} {g.to} {g.outside(each.incoming or '?')}"
        left += [(fit_text(who, 18, g.cut), ""), ("  ", ""), (" ".join(g.lines(each.headline or ""))[:200], "dim")]
        missed = [(f"{g.failed} {each.omitted} not listed  ", "sla-breach")] if each.omitted else []
        return apart(left, [*missed, (f"{each.state} ", "")], room, g, gap=2)

    # Keys.

    def act_form_step(self) -> None:
        """Enter opens the chosen one, as it was."""
        if self.choice is not None:
            from deskconsole.console.screens.handover import HandoverScreen

            chosen = self.choice.id
            self.app.pop_screen()
            self.app.push_screen(HandoverScreen(self._queue, chosen))


class FigureScreen(PageScreen):
    """The tickets behind a figure; enter opens one."""

    def __init__(self, above: HandoverScreen, found: answers.FigureRead) -> None:
        super().__init__(above)
        self.found = found
        self._chosen = 0

    def path(self) -> Sequence[str]:
        return [*self.above.path(), self.found.key.capitalize()]

    def noun(self) -> str:
        return self.ticket_number()

    def ticket_number(self) -> str:
        return self.found.tickets[self._chosen].number if self.found.tickets else ""

    # Painting.

    def frame(self) -> None:
        super().frame()
        room, scene = self.size.width, self.scene
        if not room or not self.is_attached:
            return
        many = f"{len(self.found.tickets)}{' and more' if self.found.more else ''} "
        title: Line = [(f" {self.found.key.capitalize()}", "head")]
        self.heading.show(apart(title, [(many, "dim")], room, scene.g))
        lines = [self._line(each, n == self._chosen, room) for n, each in enumerate(self.found.tickets)]
        self.page.show([fit(line, room, scene.g) for line in lines] or [[(" none", "dim")]])
        self.page.in_sight(self._chosen)

    def _line(self, each: Numbered, here: bool, room: int) -> Line:
        g, scene = self.scene.g, self.scene
        title = "(erased)" if each.title is None else g.outside(each.title[: rows.LONGEST])
        line: Line = [(f" {g.cursor if here else ' '} ", "key"), (fit_text(g.outside(each.number), 10, g.cut), "head")]
        line += [(" ", ""), *rows.priority(each.priority, scene), ("  ", ""), (title, "")]
        right = f"{each.state or ''}  {g.outside(each.owner or g.nobody)} "
        return apart(line, [(right, "dim")], room, g, gap=2)

    # Keys.

    def moves(self, by: int) -> None:
        self._chosen = max(min(self._chosen + by, len(self.found.tickets) - 1), 0)
        self.frame()

    def sight(self) -> int:
        return self.page.size.height

    def act_list_open(self) -> None:
        if number := self.ticket_number():
            self.open_numbered(number)
