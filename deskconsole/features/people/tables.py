"""People as they stand. A person's keys are derived from their private texts, and are gone with them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, text
from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class Person(SQLModel, table=True):
    """Somebody who asks the desk, or for whom somebody asks; `name` and `site` are private texts."""

    id: int = Field(sa_column=number())
    name: int | None = Field(default=None, sa_column=big())
    customer: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("customer.id"), index=True))
    site: int | None = Field(default=None, sa_column=big())
    zone: str | None = None
    language: str | None = None
    vip: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    delegate: int | None = Field(default=None, sa_column=Column(BigInteger, ForeignKey("person.id"), index=True))
    active: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    erased_at: int | None = Field(default=None, sa_column=big())


class PersonAddress(SQLModel, table=True):
    """How a person is reached (`phone`, `mail`), or known elsewhere (`uid`); `value` is a private text."""

    __tablename__ = "person_address"

    id: int = Field(sa_column=number())
    person: int = Field(sa_column=Column(BigInteger, ForeignKey("person.id"), nullable=False, index=True))
    kind: str
    value: int | None = Field(default=None, sa_column=big())


class PersonKey(SQLModel, table=True):
    """What a person is found by, made from their texts (see `rules.keys_of`): compared byte by byte."""

    __tablename__ = "person_key"
    __table_args__ = (
        Index("person_key_sought", "kind", "key", "person"),
        {"sqlite_with_rowid": False},
    )

    person: int = Field(
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"),
            ForeignKey("person.id"),
            primary_key=True,
            autoincrement=False,
        )
    )
    kind: str = Field(primary_key=True)
    key: str = Field(sa_column=Column(String().with_variant(String(collation="C"), "postgresql"), primary_key=True))
