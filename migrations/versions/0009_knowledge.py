"""Full text of what was said on tickets; articles, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TOKENS = "tokenize = 'unicode61 remove_diacritics 2'"

_SAID = (
    "create view search_said_fts as select s.text as id, coalesce(h.text, '') as title, p.text as text"
    " from search_text s join private_text p on p.id = s.text left join private_text h on h.id = s.title"
    " where p.text <> ''"
)
"""A text beside its ticket's title, as both are found together; what was erased is not there."""
_PUT = "insert into text_fts (rowid, title, text) select id, title, text from search_said_fts where id"
_TAKE = (
    "insert into text_fts (text_fts, rowid, title, text) select 'delete', id, title, text from search_said_fts where id"
)
_TITLED = "(select text from search_text where title = old.id)"

ON_SQLITE = (
    _SAID,
    "create virtual table text_fts"
    f" using fts5(title, text, content = 'search_said_fts', content_rowid = 'id', {_TOKENS})",
    f"create trigger search_text_said after insert on search_text begin {_PUT} = new.text; end",
    f"create trigger search_text_unsaid before delete on search_text begin {_TAKE} = old.text; end",
    f"create trigger search_text_otherwise before update on search_text begin {_TAKE} = old.text; end",
    f"create trigger search_text_so after update on search_text begin {_PUT} = new.text; end",
    "create trigger search_text_erased before delete on private_text begin"
    f" {_TAKE} = old.id; {_TAKE} in {_TITLED}; end",
    f"create trigger search_text_kept after delete on private_text begin {_PUT} in {_TITLED}; end",
    f"create virtual table article_fts using fts5(title, body, content = 'article', content_rowid = 'id', {_TOKENS})",
    "insert into article_fts (article_fts, rank) values ('rank', 'bm25(4.0, 1.0)')",
    "create virtual table article_fts_words using fts5vocab(article_fts, row)",
    "create trigger article_written after insert on article begin"
    " insert into article_fts (rowid, title, body) values (new.id, new.title, new.body); end",
    "create trigger article_rewritten after update of title, body on article begin"
    " insert into article_fts (article_fts, rowid, title, body) values ('delete', old.id, old.title, old.body);"
    " insert into article_fts (rowid, title, body) values (new.id, new.title, new.body); end",
    "create trigger article_gone after delete on article begin"
    " insert into article_fts (article_fts, rowid, title, body) values ('delete', old.id, old.title, old.body); end",
)
"""FTS5 over the tables that hold the texts: the indexes keep no copy of them. SQLite 3.40 is enough."""

_FROM = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįĵķĺļľńņňñòóôõöōŏőŕŗřśŝşšţťùúûüũūŭůűųŵýÿŷźżžß"
_TO = "aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiijklllnnnnoooooooorrrssssttuuuuuuuuuuwyyyzzzß"
# Marks are taken off on PostgreSQL as FTS5 does by itself.

_PUT_WORDS = (
    "insert into text_words_fts select id, to_tsvector('simple', plain_words_fts(title))"
    " || to_tsvector('simple', plain_words_fts(text)) from search_said_fts where id"
)

ON_POSTGRES = (
    # As FTS5 reads: letters and digits, in lower case, without marks. What is longer than a tsvector may be is cut.
    "create function plain_words_fts(said text) returns text language sql immutable parallel safe as $$"
    f" select regexp_replace(translate(lower(left(said, 200000)), '{_FROM}', '{_TO}'), '[^[:alnum:]]+', ' ', 'g') $$",
    "create function sought_fts(sought text) returns tsquery language sql immutable parallel safe as $$"
    " select string_agg('(' || words || more || ')',"
    """ case when sought ~ '"( \\*)? OR "' then ' | ' else ' & ' end)::tsquery"""
    " from (select phraseto_tsquery('simple', plain_words_fts(m[1]))::text as words,"
    " case when m[2] is null then '' else ':*' end as more"
    """ from regexp_matches(sought, '"([^"]*)"( \\*)?', 'g') m) parts where words <> '' $$""",
    _SAID,
    "create table text_words_fts (id bigint primary key, words tsvector not null)",
    "create index text_words_fts_words on text_words_fts using gin (words)",
    "create function text_fts(sought text) returns table (rowid bigint, rank real) language sql stable as $$"
    " select w.id, -ts_rank(w.words, q) from sought_fts(sought) q join text_words_fts w on w.words @@ q $$",
    "create function search_text_so() returns trigger language plpgsql as $$ begin"
    " delete from text_words_fts where id = old.text; if tg_op = 'DELETE' then return null; end if;"
    f" {_PUT_WORDS} = new.text; return null; end $$",
    "create trigger search_text_so after insert or update or delete on search_text for each row"
    " execute function search_text_so()",
    "create function search_text_erased() returns trigger language plpgsql as $$ begin"
    f" delete from text_words_fts where id = old.id or id in {_TITLED};"
    f" {_PUT_WORDS} in {_TITLED}; return null; end $$",
    "create trigger search_text_erased after delete on private_text for each row execute function search_text_erased()",
    "create table article_texts_fts (id bigint primary key, words tsvector not null)",
    "create index article_texts_fts_words on article_texts_fts using gin (words)",
    "create function article_fts(sought text) returns table (rowid bigint, rank real) language sql stable as $$"
    " select w.id, -ts_rank(w.words, q) from sought_fts(sought) q join article_texts_fts w on w.words @@ q $$",
    "create view article_fts_words as select word as term, ndoc as doc"
    " from ts_stat('select words from article_texts_fts')",
    "create function article_written() returns trigger language plpgsql as $$ begin"
    " delete from article_texts_fts where id = old.id; if tg_op = 'DELETE' then return null; end if;"
    " insert into article_texts_fts values (new.id, setweight(to_tsvector('simple', plain_words_fts(new.title)), 'A')"
    " || to_tsvector('simple', plain_words_fts(new.body))); return null; end $$",
    "create trigger article_written after insert or delete or update of title, body on article for each row"
    " execute function article_written()",
    # Numbers are looked up by how they begin, which an index of another collation cannot do.
    'alter table ticket alter column number type varchar collate "C"',
)
"""The same as functions over tsvectors."""


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_text",
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("text", number, autoincrement=False, nullable=False),
        sa.Column("title", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("text"),
    )
    op.create_index("ix_search_text_ticket", "search_text", ["ticket"])
    titled = sa.text("title is not null")
    op.create_index("search_text_title", "search_text", ["title"], sqlite_where=titled, postgresql_where=titled)
    op.create_table(
        "article",
        sa.Column("id", number, autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("services", sa.String(), nullable=False),
        sa.Column("categories", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.BigInteger(), nullable=False),
        sa.Column("revised_by", sa.String(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("review_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("article_review", "article", ["state", "review_at"])
    op.create_table(
        "article_use",
        sa.Column("id", number, autoincrement=False, nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.id"]),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("article_use_once", "article_use", ["article", "ticket"], unique=True)
    op.create_index("ix_article_use_ticket", "article_use", ["ticket"])
    op.add_column("ticket", sa.Column("article", sa.BigInteger(), nullable=True))
    named = sa.text("article is not null")
    op.create_index("ticket_article", "ticket", ["article"], sqlite_where=named, postgresql_where=named)
    connection = op.get_bind()
    for sql in ON_SQLITE if connection.dialect.name == "sqlite" else ON_POSTGRES:
        connection.exec_driver_sql(sql)
    _find_what_was_said(connection)


# What was said until now is found by how this version finds it: frozen here, whatever later versions do.
_FIELDS = ("note", "reason", "text", "title")
_TAKEN_BACK = ("ticket.reverted", "ticket.report_withdrawn")


def _find_what_was_said(connection: Connection) -> None:
    rows = connection.execute(
        sa.text(
            "select j.subject, j.seq, j.kind, j.occurred_at, j.body from journal j join ticket t on t.id = j.subject"
            " where j.about = 'ticket' and (j.body like '%\"private\"%' or j.kind in"
            " ('ticket.reverted', 'ticket.report_withdrawn')) order by j.subject, j.seq desc"
        )
    )
    for ticket, lines in groupby(rows, key=lambda row: row[0]):
        if found := [{"ticket": ticket, **each} for each in _found(lines)]:
            said = sa.text("insert into search_text (ticket, text, title) values (:ticket, :text, :title)")
            connection.execute(said, found)


def _found(lines: Iterable[Any]) -> list[dict[str, int | None]]:
    """The texts of a ticket's events that stand, which come the last first, each with the title that is its last."""
    dead: set[int] = set()
    texts: list[tuple[int, int, str, int]] = []
    for _, seq, kind, at, body in lines:
        if seq in dead:
            continue
        told = json.loads(body)
        if kind in _TAKEN_BACK:
            dead.update(told["of"])
        for name in _FIELDS:
            value = told.get(name)
            if isinstance(value, dict) and value.keys() == {"private", "digest"}:
                texts.append((at, seq, name, value["private"]))
    title = max((text for text in texts if text[2] == "title"), default=(0, 0, "", None))[3]
    return [{"text": text, "title": None if name == "title" else title} for _, _, name, text in texts]


def downgrade() -> None:
    """A store is not taken back: restore the backup that `db upgrade` made."""
    raise NotImplementedError("restore the backup that `deskconsole db upgrade` made")
