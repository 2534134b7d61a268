"""Articles as they stand, and the tickets that they were used on. Their full-text index is told of them by triggers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class Article(SQLModel, table=True):
    """An article or procedure. `services` and `categories` are what it belongs to, as JSON lists."""

    __table_args__ = (Index("article_review", "state", "review_at"),)

    id: int = Field(sa_column=number())
    number: str = Field(unique=True)
    kind: str
    state: str
    title: str = Field(sa_column=Column(Text, nullable=False))
    body: str = Field(sa_column=Column(Text, nullable=False))
    owner: str | None = None
    services: str
    categories: str
    version: int
    revised_at: int = Field(sa_column=big(nullable=False))
    revised_by: str
    published_at: int | None = Field(default=None, sa_column=big())
    retired_at: int | None = Field(default=None, sa_column=big())
    review_at: int | None = Field(default=None, sa_column=big())


class ArticleUse(SQLModel, table=True):
    """An article was put into an answer on a ticket: once for each of the two."""

    __tablename__ = "article_use"
    __table_args__ = (Index("article_use_once", "article", "ticket", unique=True),)

    id: int = Field(sa_column=number())
    article: int = Field(sa_column=Column(BigInteger, ForeignKey("article.id"), nullable=False))
    ticket: int = Field(sa_column=Column(BigInteger, ForeignKey("ticket.id"), nullable=False, index=True))
    used_at: int = Field(sa_column=big(nullable=False))
    used_by: str
