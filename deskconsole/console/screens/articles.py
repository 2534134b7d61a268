"""What the desk knows: all published articles, narrowed by words; enter reads one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from deskconsole.console.background import answers
from deskconsole.console.painting.lines import Line, apart
from deskconsole.console.screens.found import FoundScreen
from deskconsole.console.screens.knowledge import ArticleScreen

if TYPE_CHECKING:
    from deskconsole.features.knowledge.rules import Titled


class ArticlesScreen(FoundScreen["Titled"]):
    """A field for words, and below it the articles that have them."""

    TITLE_WORD = "Knowledge"
    HEADING = "Published articles"
    FOOTER: ClassVar = {"form.step": "read", "form.leave": "back"}

    def on_mount(self) -> None:
        self.seek("")

    def path(self) -> Sequence[str]:
        return [self.TITLE_WORD]

    # Reading.

    def seek(self, words: str) -> None:
        self.reads.articles_with(words)

    def on_articles_found(self, event: answers.ArticlesFound) -> None:
        if event.words == self.field.value:
            self.found = event.found
            self.frame()

    def on_article_read(self, event: answers.ArticleRead) -> None:
        if event.row is None:
            self.say("failed", "that article is gone")
        elif self.app.screen is self:
            self.app.push_screen(ArticleScreen(self, event.row))

    # Painting.

    def line(self, each: Titled, here: bool, room: int) -> Line:
        g = self.scene.g
        left: Line = [*self.cursor(here), (f"{g.outside(each.number)}  ", "strong"), (g.outside(each.title), "")]
        return apart(left, [(f"{g.outside(each.record)} ", "dim")], room, g)

    def nothing(self) -> str:
        return "no published article has these words"

    # Keys.

    def act_form_step(self) -> None:
        """Enter reads the chosen one."""
        if self.choice is not None:
            self.reads.article(self.choice.number)
