"""What happens to an article.

Its text is no private text: it is written for everybody at the desk, tells of services and not of people, and each of
its versions stays readable. What is about somebody belongs on their ticket.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from deskconsole.core.desk import Event, Set, event
from deskconsole.core.instants import Instant


@event("article.revised", about="article")
class ArticleRevised(Event):
    """It reads so from now on, in all its parts; `version` 1 makes it, as a draft."""

    at: Instant
    article: int
    version: int
    number: str
    kind_of: str
    title: str
    body: str
    by: str
    owner: str | None = None
    services: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    review_at: int | None = None

    def changes(self) -> Iterator[Set]:
        values: dict[str, object] = {
            "number": self.number, "kind": self.kind_of, "title": self.title, "body": self.body, "owner": self.owner,
            "services": json.dumps(self.services, ensure_ascii=False),
            "categories": json.dumps(self.categories, ensure_ascii=False), "version": self.version,
            "review_at": self.review_at, "revised_at": self.at, "revised_by": self.by,
        }  # fmt: skip
        yield Set("article", self.article, values | ({"state": "draft"} if self.version == 1 else {}))


@event("article.published", about="article")
class ArticlePublished(Event):
    """It is offered on tickets from now on."""

    at: Instant
    article: int
    by: str

    def changes(self) -> Iterator[Set]:
        values = {"state": "published", "published_at": self.at, "retired_at": None}
        yield Set("article", self.article, values)


@event("article.retired", about="article")
class ArticleRetired(Event):
    """It is offered no more, and can still be read."""

    at: Instant
    article: int
    by: str
    reason: str

    def changes(self) -> Iterator[Set]:
        yield Set("article", self.article, {"state": "retired", "retired_at": self.at})


@event("article.reviewed", about="article")
class ArticleReviewed(Event):
    """Somebody read it and says that it is still right; when that is due again."""

    at: Instant
    article: int
    by: str
    review_at: int

    def changes(self) -> Iterator[Set]:
        yield Set("article", self.article, {"review_at": self.review_at})


@event("article.used", about="article")
class ArticleUsed(Event):
    """It was put into an answer on a ticket. That it solved one, the ticket's resolution says (`ticket.resolved`)."""

    at: Instant
    article: int
    use: int
    ticket: int
    by: str

    def changes(self) -> Iterator[Set]:
        values = {"article": self.article, "ticket": self.ticket, "used_at": self.at, "used_by": self.by}
        yield Set("article_use", self.use, values)
