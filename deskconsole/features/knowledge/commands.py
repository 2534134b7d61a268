"""Writing articles, putting them before the desk, keeping them right, and saying where they were used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Annotated, Literal

from deskconsole.core.actors import OPERATOR
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, Instant
from deskconsole.features.directory.views import HANDLES, SERVICE, SERVICE_KEYS
from deskconsole.features.knowledge import events as e
from deskconsole.features.knowledge.files import Wanted
from deskconsole.features.knowledge.rules import Kind
from deskconsole.features.knowledge.views import ARTICLE, NUMBERS, PUBLISHED, USE, ArticleRow
from deskconsole.features.tickets.views import TICKET_BY_ID

Number = Annotated[str, Ask("article", kind="text", choices=NUMBERS, hint="KB-12")]
Review = Annotated[int | None, Ask("review", kind="instant", hint="when it is to be read again; empty: in half a year")]

HALF_A_YEAR = 182 * DAY


def article_row(desk: Desk, number: str) -> ArticleRow:
    """The article that a number names. Raises NotFound."""
    row = desk.maybe(ARTICLE, number=number.strip().upper())
    if row is None:
        raise NotFound(f"there is no article {number}: `deskconsole knowledge list --all` lists them")
    return row


@command("article.draft", needs="knowledge.write", label="draft article")
def draft(
    desk: Desk,
    title: Annotated[str, Ask("title")],
    body: Annotated[str, Ask("text", kind="lines", hint="Markdown")],
    kind: Kind = "article",
    owner: Annotated[str | None, Ask("owner", choices=HANDLES, hint="empty: you")] = None,
    service: Annotated[str | None, Ask("service", choices=SERVICE_KEYS)] = None,
    category: Annotated[str, Ask("category")] = "",
    review: Review = None,
) -> Iterator[Event]:
    """Write a new article or procedure; nobody is offered it before it is published."""
    branches = (category.strip(),) if category.strip() else ()
    number, inner = _free(desk, kind), desk.next_id("article")
    wanted = Wanted(number, title, body, kind, owner or desk.actor, review, (service,) if service else (), branches)
    yield _revised(desk, inner, 1, checked(desk, wanted))


@command("article.revise", needs="knowledge.write", label="revise article")
def revise(
    desk: Desk,
    article: Number,
    body: Annotated[str, Ask("text", kind="lines", hint="Markdown; empty: stays")] = "",
    title: Annotated[str, Ask("title", hint="empty: stays")] = "",
    owner: Annotated[str | None, Ask("owner", choices=HANDLES, hint="empty: stays")] = None,
) -> Iterator[Event]:
    """Let an article read otherwise; of one that is published everybody sees it at once."""
    row = article_row(desk, article)
    wanted = wanted_of(row)._replace(title=title or row.title, body=body or row.body, owner=owner or row.owner)
    if (change := _changed(desk, row, checked(desk, wanted))) is None:
        raise Refused(f"{row.number} reads so already")
    yield change


@command("article.publish", needs="knowledge.publish", label="publish article")
def publish(desk: Desk, article: Number, review: Review = None) -> Iterator[Event]:
    """Have an article offered on tickets; until when it is to be read again goes with it."""
    row = article_row(desk, article)
    if row.state == "published":
        raise Refused(f"{row.number} is published already")
    yield e.ArticlePublished(at=desk.now, article=row.id, by=desk.actor)
    if review is not None or row.review_at is None or row.review_at <= desk.now:
        yield e.ArticleReviewed(at=desk.now, article=row.id, by=desk.actor, review_at=_next(desk, review))


@command("article.retire", needs="knowledge.publish", label="retire article")
def retire(desk: Desk, article: Number, reason: Annotated[str, Ask("reason")]) -> Iterator[Event]:
    """Offer an article no more; it can still be read."""
    row = article_row(desk, article)
    if row.state == "retired":
        raise Refused(f"{row.number} is retired already")
    if not (why := " ".join(reason.split())):
        raise BadInput("the reason is empty")
    yield e.ArticleRetired(at=desk.now, article=row.id, by=desk.actor, reason=why)


@command("article.review", needs="knowledge.publish", label="article reviewed")
def review(desk: Desk, article: Number, review: Review = None) -> Iterator[Event]:
    """Say that an article was read and is still right, and when that is due again."""
    row = article_row(desk, article)
    if row.state != "published":
        raise Refused(f"{row.number} is {row.state}: what is published is reviewed")
    yield e.ArticleReviewed(at=desk.now, article=row.id, by=desk.actor, review_at=_next(desk, review))


@command("article.use", needs="ticket.comment", label="use article")
def use(
    desk: Desk,
    ticket: Annotated[int, Ask("ticket", kind="ticket")],
    article: Annotated[str, Ask("article", kind="text", choices=PUBLISHED, hint="KB-12")],
) -> Iterator[Event]:
    """Say that an article was put into an answer on a ticket; said again it is still one use."""
    row, on = article_row(desk, article), desk.maybe(TICKET_BY_ID, ticket=ticket)
    if on is None:
        raise NotFound(f"there is no ticket with the inner number {ticket}")
    if row.state == "draft":
        raise Refused(f"{row.number} is a draft: `article.publish` puts it before the desk")
    if desk.maybe(USE, article=row.id, ticket=ticket) is None:
        number = desk.next_id("article_use")
        yield e.ArticleUsed(at=desk.now, article=row.id, use=number, ticket=ticket, by=desk.actor)


@command("article.import", needs="knowledge.write")
def take_over(desk: Desk, wanted: Sequence[Wanted]) -> Iterator[Event]:
    """Make articles what files say of them; the same files again change nothing."""
    fresh = desk.next_id("article")
    for each in wanted:
        each = checked(desk, each)
        row = desk.maybe(ARTICLE, number=each.number)
        change = _revised(desk, fresh, 1, each) if row is None else _changed(desk, row, each)
        fresh += row is None
        if change is not None:
            yield change
        inner = row.id if row else fresh - 1
        yield from _stated(desk, inner, row.state if row else "draft", each)


def _stated(desk: Desk, inner: int, state: str, wanted: Wanted) -> Iterator[Event]:
    if wanted.state in (None, state):
        return
    _may_publish(desk, wanted.number)
    if wanted.state == "published":
        yield e.ArticlePublished(at=desk.now, article=inner, by=desk.actor)
    elif wanted.state == "retired":
        yield e.ArticleRetired(at=desk.now, article=inner, by=desk.actor, reason="its file says so")
    else:
        raise Refused(f"{wanted.where}: {wanted.number} is {state}: what is not to be offered any more is retired")


def checked(desk: Desk, wanted: Wanted) -> Wanted:
    """What is wanted, if all that it names is there."""
    title, body = " ".join(wanted.title.split()), wanted.body.strip()
    for what, text in (("title", title), ("text", body)):
        if not text:
            raise BadInput(f"{wanted.where}: the {what} of {wanted.number} is empty")
    if wanted.owner is not None and desk.maybe(OPERATOR, handle=wanted.owner) is None:
        raise NotFound(f"{wanted.where}: there is no operator {wanted.owner}: `deskconsole desk export` lists them")
    for word in wanted.services:
        if desk.maybe(SERVICE, word=word) is None:
            near = get_close_matches(word, desk.all(SERVICE_KEYS), 1)
            hint = f"did you mean {near[0]}?" if near else "`deskconsole desk export` lists them"
            raise NotFound(f"{wanted.where}: there is no service {word}: {hint}")
    services = tuple(dict.fromkeys(desk.one(SERVICE, word=word).key for word in wanted.services))
    return wanted._replace(title=title, body=body, services=services, number=wanted.number.strip().upper())


def wanted_of(row: ArticleRow) -> Wanted:
    """An article as a file would say it."""
    return Wanted(
        row.number, row.title, row.body, row.kind, row.owner, row.review_at, row.services, row.categories, row.state
    )


def _changed(desk: Desk, row: ArticleRow, wanted: Wanted) -> Event | None:
    """What makes an article read as wanted; None where it does."""
    if wanted.review_at is None:
        wanted = wanted._replace(review_at=row.review_at)
    if wanted_of(row)._replace(state=None) == wanted._replace(state=None, where=""):
        return None
    if row.state == "published":
        _may_publish(desk, row.number)
    return _revised(desk, row.id, row.version + 1, wanted)


def _revised(desk: Desk, inner: int, version: int, wanted: Wanted) -> e.ArticleRevised:
    return e.ArticleRevised(
        at=desk.now, article=inner, version=version, number=wanted.number, kind_of=wanted.kind, title=wanted.title,
        body=wanted.body, by=desk.actor, owner=wanted.owner, services=wanted.services, categories=wanted.categories,
        review_at=wanted.review_at,
    )  # fmt: skip


def _may_publish(desk: Desk, number: str) -> None:
    if not desk.may("knowledge.publish"):
        raise Refused(f"{number}: what is published changes only by who has the permission knowledge.publish")


def _next(desk: Desk, review: int | None) -> Instant:
    at = Instant(review if review is not None else desk.now + HALF_A_YEAR)
    if at <= desk.now:
        raise BadInput("the next review is to come: give a later day")
    return at


_PREFIX: dict[str, Literal["KB", "SOP"]] = {"article": "KB", "sop": "SOP"}


def _free(desk: Desk, kind: str) -> str:
    """A number that no article has; files may have brought any."""
    number = desk.next_id("article")
    while desk.maybe(ARTICLE, number=f"{_PREFIX[kind]}-{number}") is not None:
        number += 1
    return f"{_PREFIX[kind]}-{number}"
