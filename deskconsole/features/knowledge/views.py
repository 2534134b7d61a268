"""What is asked about articles: lists, one of them, what a text or a ticket finds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.knowledge.rules import Hit, Titled, counted, insists, ranked, telling, words_of
from deskconsole.store.fulltext import all_of, any_of, sought

R = TypeVar("R")


class ArticleRow(NamedTuple):
    """An article with all that is told about it."""

    id: int
    number: str
    kind: str
    state: str
    title: str
    body: str
    owner: str | None
    services: tuple[str, ...]
    categories: tuple[str, ...]
    version: int
    revised_at: Instant
    revised_by: str
    published_at: Instant | None
    retired_at: Instant | None
    review_at: Instant | None
    used: int
    solved: int

    def overdue(self, now: Instant) -> bool:
        """Whether somebody should have read it again by now."""
        return self.state == "published" and self.review_at is not None and self.review_at <= now


def _article(*row: Any) -> ArticleRow:
    return ArticleRow._make((*row[:7], _list(row[7]), _list(row[8]), *row[9:]))


def _list(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


_USED = (
    "(select count(*) from article_use u where u.article = a.id) + (select count(*) from ticket t"
    " where t.article = a.id and not exists"
    " (select 1 from article_use u where u.article = a.id and u.ticket = t.id))"
)
_SOLVED = "(select count(*) from ticket t where t.article = a.id and t.resolved_at is not null)"


def _articles(where: str, order: str = "a.number") -> Query[ArticleRow]:
    return Query(
        "select a.id, a.number, a.kind, a.state, a.title, a.body, a.owner, a.services, a.categories, a.version,"
        f" a.revised_at, a.revised_by, a.published_at, a.retired_at, a.review_at, {_USED}, {_SOLVED}"
        f" from article a where {where} order by {order}",
        _article,
    )


ARTICLE = _articles("a.number = :number")
ARTICLES = _articles("1 = 1")
OVERDUE = _articles("a.state = 'published' and a.review_at <= :now", "a.review_at, a.number")
"""Articles that somebody should have read again by now, the longest overdue first."""
NUMBERS = Query("select number from article where state <> 'retired' order by number", str)
PUBLISHED = Query("select number from article where state = 'published' order by number", str)
TITLES = Query("select number, title from article where state = 'published' order by number", Titled)
USED_ON = Query(
    "select a.number from article_use u join article a on a.id = u.article where u.ticket = :ticket order by u.used_at",
    str,
)
"""Numbers of the articles that were used on a ticket."""
USE = Query("select id from article_use where article = :article and ticket = :ticket", int)


def _hit(*row: Any) -> Hit:
    return Hit._make((*row[:4], _list(row[4]), _list(row[5]), *row[6:]))


FOUND = Query(
    "select a.id, a.number, a.kind, a.title, a.services, a.categories, a.rank, "
    f"{_USED}, {_SOLVED} from (select a.*, f.rank as rank from article_fts(:sought) f join article a on a.id = f.rowid"
    " where a.state = 'published' order by f.rank, a.id limit :limit) a order by a.rank, a.id",
    _hit,
)
"""Published articles that have what is sought, the best first."""

PUBLISHED_COUNT = Query("select count(*) from article where state = 'published'", int)


class Subject(NamedTuple):
    """What a ticket tells of itself when articles are looked for."""

    title: str
    category: str | None
    service: str | None
    resolved: bool
    risk_at: Instant | None
    """From when the first of its running clocks is at risk."""


SUBJECT = Query(
    "select coalesce(p.text, ''), t.category, service.key, t.resolved_at is not null,"
    " (select min(c.risk_at) from clock c where c.ticket = t.id and c.state = 'running')"
    " from ticket t left join private_text p on p.id = t.title left join service on service.id = t.service"
    " where t.id = :ticket",
    lambda title, category, service, resolved, risk: Subject(title, category, service, bool(resolved), risk),
)
TEXTS = Query(
    "select p.text from search_text s join private_text p on p.id = s.text join ticket t on t.id = s.ticket"
    " where s.ticket = :ticket and s.text <> t.title order by s.text limit 50",
    str,
)
"""What was said on a ticket beside its title; what comes after so much of it tells nothing new."""

CANDIDATES = 40
"""So many articles are weighed; those that have less of a ticket's words cannot come first any more."""


def known(words: Sequence[str]) -> Query[tuple[str, int]]:
    """In how many articles each of some words stands; values are `w0`, `w1` …"""
    places = ", ".join(f":w{place}" for place in range(len(words)))
    return Query(f"select term, doc from article_fts_words where term in ({places})", lambda term, doc: (term, doc))


def search(desk: Reads, text: str, limit: int = 20) -> list[Hit]:
    """Published articles that have all of these words, the last as a beginning; what fits best first."""
    words = words_of(text)
    if not words:
        return []
    parts = [sought(word, begins=place == len(words) - 1) for place, word in enumerate(words)]
    return ranked(desk.all(FOUND, sought=all_of(parts), limit=limit))


def suggested(
    desk: Reads,
    title: str,
    texts: Iterable[str] = (),
    service: str | None = None,
    category: str | None = None,
    limit: int = 5,
) -> list[Hit]:
    """Published articles for what a ticket says, whether or not there is such a ticket yet; the best first."""
    counts = counted(title, texts)
    words = [word for word, _ in counts.most_common(_ASKED)]
    if not words:
        return []
    stands = dict(desk.all(known(words), **{f"w{place}": word for place, word in enumerate(words)}))
    chosen = telling(counts, stands, max(desk.one(PUBLISHED_COUNT), *stands.values(), 1))
    if not chosen:
        return []
    found = desk.all(FOUND, sought=any_of(map(sought, chosen)), limit=CANDIDATES)
    return ranked(found, service, category)[:limit]


_ASKED = 400
"""Different words of a ticket that are looked up; a longer one repeats itself."""


class Hits(NamedTuple):
    """Articles for a ticket, the best first, and whether the first is to be pressed on whoever works on it."""

    hits: list[Hit]
    insists: bool


def hits_of(desk: Reads, ticket: int, subject: Subject, limit: int = 5) -> list[Hit]:
    """Articles for a ticket that tells this of itself, the best first."""
    texts = desk.all(TEXTS, ticket=ticket)
    return suggested(desk, subject.title, texts, subject.service, subject.category, limit)


def hits_for(desk: Reads, ticket: int, now: Instant, limit: int = 5) -> Hits:
    """Articles for a ticket, by its words, its service and its category."""
    subject = desk.maybe(SUBJECT, ticket=ticket)
    if subject is None:
        return Hits([], False)
    hits = hits_of(desk, ticket, subject, limit)
    return Hits(hits, bool(hits) and insists(subject.risk_at, subject.resolved, now))
