"""What the desk knows of the ticket under the cursor: the page behind `K`, and an article, read."""

from __future__ import annotations

from collections.abc import Sequence

from deskconsole.console.background import answers
from deskconsole.console.pages import articlepage
from deskconsole.console.painting.lines import Line, fit
from deskconsole.console.screens.base import DeskScreen
from deskconsole.console.screens.jumping import Spot, on_page
from deskconsole.console.screens.pages import PageScreen
from deskconsole.features.knowledge.rules import Hit
from deskconsole.features.knowledge.views import ArticleRow, Hits


class KnowledgeScreen(PageScreen):
    """Articles that fit the ticket, the best first; it is read anew when the ticket changes."""

    TITLE_WORD = "Knowledge"

    def __init__(self, above: DeskScreen, ticket: int, number: str, found: Hits) -> None:
        super().__init__(above)
        self.reads = above.desk.reads(self)
        self.ticket, self.number, self.found = ticket, number, found
        self._chosen = 0

    def on_mount(self) -> None:
        self.call_after_refresh(self.frame)  # once the page has its size

    def on_unmount(self) -> None:
        self.reads.close()

    # What it says of itself.

    def path(self) -> Sequence[str]:
        return [self.above.path()[0], self.number, self.TITLE_WORD]

    def noun(self) -> str:
        return self.number

    def ticket_number(self) -> str:
        return self.number

    def spots(self) -> Sequence[Spot]:
        return on_page(self.page, range(len(self.found.hits)), self._choose)

    @property
    def chosen(self) -> Hit | None:
        """The article under the cursor."""
        hits = self.found.hits
        return hits[min(self._chosen, len(hits) - 1)] if hits else None

    # Reading.

    def touched(self, tickets: set[int]) -> None:
        if self.ticket in tickets:
            self.reads.knowledge(self.ticket, self.number)

    def on_knowledge_read(self, event: answers.KnowledgeRead) -> None:
        self.found = event.found
        self.frame()

    def on_article_read(self, event: answers.ArticleRead) -> None:
        if event.row is None:
            self.say("failed", "that article is gone")
        elif self.app.screen is self:
            self.app.push_screen(ArticleScreen(self, event.row))

    # Painting.

    def frame(self) -> None:
        super().frame()
        room = self.size.width
        if not room or not self.is_attached:
            return
        self.heading.show(articlepage.heading(self.found, self.scene, room))
        self.page.show(articlepage.hits(self.found, self._chosen, self.scene, room))
        self.page.in_sight(self._chosen)

    # Keys.

    def moves(self, by: int) -> None:
        self._choose(self._chosen + by)

    def act_list_open(self) -> None:
        """Read the article under the cursor."""
        if self.chosen is not None:
            self.reads.article(self.chosen.number)

    def act_copy_key(self) -> None:
        if self.chosen is not None:
            self.copy(self.chosen.number, self.chosen.number)

    def act_app_messages(self) -> None:
        self.desk.open_messages(self)

    def _choose(self, place: int) -> None:
        self._chosen = max(0, min(place, len(self.found.hits) - 1))
        self.frame()


class ArticleScreen(PageScreen):
    """An article as it was written: its Markdown is text like any other."""

    def __init__(self, above: DeskScreen, row: ArticleRow) -> None:
        super().__init__(above)
        self.row = row
        self._lines: list[Line] = []

    def on_mount(self) -> None:
        self.call_after_refresh(self.frame)

    def path(self) -> Sequence[str]:
        return [*self.above.path(), self.row.number]

    def frame(self) -> None:
        super().frame()
        room = self.size.width
        if not room or not self.is_attached:
            return
        self.heading.show(fit(articlepage.title(self.row, self.scene), room, self.scene.g))
        self._lines = articlepage.article(self.row, self.scene, room)
        self.page.show(self._lines)

    def act_copy_key(self) -> None:
        self.copy(self.row.number, self.row.number)

    def act_copy_text(self) -> None:
        self.copy_lines(self._lines, self.row.number)

    def act_app_messages(self) -> None:
        self.desk.open_messages(self)
