"""What goes with a reply, in its transaction: promises that it keeps and makes, articles that were put into it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from deskconsole.console.finding import Candidate
from deskconsole.console.pages import promising
from deskconsole.console.pages.promising import Promising
from deskconsole.console.pages.sections import PROMISES
from deskconsole.console.painting.lines import Line
from deskconsole.core.desk import Call

if TYPE_CHECKING:
    from deskconsole.console.background.writing import ArticlesRead
    from deskconsole.console.screens.ticket import TicketScreen
    from deskconsole.features.knowledge.views import ArticleRow
    from deskconsole.features.promises.views import PromiseRow
    from deskconsole.store.drafts import Draft


class TicketAdding:
    """Looks at what is being written on the ticket of a screen."""

    def __init__(self, screen: TicketScreen) -> None:
        self.screen = screen
        self._ways: list[Promising] = []
        self._way = 0
        """Which of them is meant; the last does nothing to promises."""
        self._inserting = ""
        """Number of the article that is being read, to be put into the text."""

    # Promises.

    @property
    def chosen(self) -> Promising:
        """What sending it would do to promises."""
        return self._ways[self._way] if self._ways else Promising()

    def begin(self) -> None:
        """Something else is written from here on."""
        self._ways, self._way = [], 0
        self.look()

    def look(self) -> None:
        """Look for promises in the text as it stands; what its writer said of them holds while they are there."""
        text, before = self.screen.text, self._ways[0] if self._ways else Promising()
        if text.kind != "reply":
            self._ways = []
            return
        may = "promise.make" in self.screen.desk.commands and self.screen.desk.may("promise.make")
        self._ways = promising.ways(self._owed(), text.text, self.screen.scene, may_make=may)
        now = self._ways[0] if self._ways else Promising()
        if [x is None for x in now] != [x is None for x in before]:
            self._way = 0

    def _owed(self) -> Sequence[PromiseRow]:
        found = self.screen.found
        owed = found.told.get(PROMISES.title) if found else None
        return owed if isinstance(owed, list) else []

    def other_way(self) -> None:
        """The next of what sending it may do to promises."""
        if self._ways:
            self._way = (self._way + 1) % len(self._ways)
        else:
            self.screen.say("", "this keeps no promise, and none is found in it")
        self.screen.frame()

    def lines(self, room: int) -> list[Line]:
        keys = self.screen.desk.key_words
        shown = bool(self._ways and self.screen.text.text.strip())
        both = (keys("form.commit"), keys("form.promise"))
        return promising.lines(self.chosen, both, self.screen.scene, room) if shown else []

    # Articles.

    def ask(self) -> None:
        """Which article shall be put in; hits come first."""
        self.screen.desk_reads.articles(self.screen.row.id)

    def offer(self, event: ArticlesRead) -> None:
        screen, g = self.screen, self.screen.scene.g
        if event.ticket != screen.row.id or not screen.text.display or screen.app.screen is not screen:
            return
        if not event.found:
            screen.say("", "no article is published yet: `article.draft` writes one")
            return
        candidates = [
            Candidate(g.outside(f"{x.number} {x.title}"), g.outside(x.record), "", partial(self._read, x.number))
            for x in event.found
        ]
        screen.finder.open(">", "Article", candidates, tickets=False)
        screen.frame()

    def _read(self, number: str) -> None:
        self._inserting = number
        self.screen.reads.article(number)

    def insert(self, row: ArticleRow | None) -> None:
        """Put an article that was read into the text, at the cursor."""
        screen, number = self.screen, self._inserting
        self._inserting = ""
        if row is None or row.number != number or not screen.text.display or screen.text.busy:
            if row is None and number:
                screen.say("failed", "that article is gone")
            return
        screen.text.put(row.body.strip())
        screen.desk.kept.articles.setdefault((screen.row.id, screen.text.kind), {})[row.number] = _telling(row.body)
        screen.text.area.focus()
        screen.say("", f"{row.number} is in it, as far as you leave it there: sending says that it was used")

    # What goes with it.

    def calls(self) -> list[Call]:
        """The calls that are carried out with it."""
        screen, chosen, ticket = self.screen, self.chosen, self.screen.row.id
        calls = []
        if makes := chosen.makes:
            calls.append(screen.desk.commands["promise.make"](ticket=ticket, what=makes.what, by=makes.by))
        if "article.use" in screen.desk.commands and screen.desk.may("article.use"):
            use = screen.desk.commands["article.use"]
            calls += [use(ticket=ticket, article=number) for number in self._used()]
        return calls

    def _used(self) -> list[str]:
        """Numbers of the articles that were put in, and of which something is still there."""
        text = self.screen.text
        put = self.screen.desk.kept.articles.get((self.screen.row.id, text.kind), {})
        return [number for number, lines in put.items() if any(line in text.text for line in lines)]

    def articles(self) -> str | None:
        """Those that were put in, as a draft keeps them."""
        put = self.screen.desk.kept.articles.get((self.screen.row.id, self.screen.text.kind))
        return json.dumps(put, ensure_ascii=False) if put else None

    def remember(self, kind: str, draft: Draft | None) -> None:
        """A draft is gone on with, perhaps one of a console that died: what was put into it is known again."""
        put = json.loads(draft.articles) if draft and draft.articles else {}
        if put:
            self.screen.desk.kept.articles.setdefault((self.screen.row.id, kind), put)

    def sent(self) -> None:
        self.screen.desk.kept.articles.pop((self.screen.row.id, self.screen.text.kind), None)


def _telling(body: str) -> list[str]:
    """The longest lines of an article: one of them says that it is still there."""
    lines = sorted({line.strip() for line in body.splitlines()}, key=len)
    return [line for line in lines[-5:] if line]
