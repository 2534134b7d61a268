"""Who works here, for whom, and who helps. Rows are set by the events of the desk file."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from deskconsole.store.tables import big, number


class Desk(SQLModel, table=True):
    """What the desk is called, its zone, and what its ticket numbers begin with: one row."""

    id: int = Field(sa_column=number())
    name: str
    zone: str
    prefix: str


class Team(SQLModel, table=True):
    """A team that owns tickets; `key` is how people and files name it. `managed`: the desk file says so.

    `assign` is how its tickets get an owner: `skills`, or nothing where people take them.
    """

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    active: int = 1
    managed: int = 1
    assign: str | None = None


class Operator(SQLModel, table=True):
    """Somebody who works at the desk; `account` is their OS account; roles, teams, skills are parted by spaces."""

    id: int = Field(sa_column=number())
    handle: str = Field(unique=True)
    name: int | None = Field(default=None, sa_column=big())
    account: str | None = Field(default=None, index=True)
    roles: str
    teams: str = ""
    customers: str = ""
    active: int = 1
    skills: str | None = None
    quiet: str | None = None


class Customer(SQLModel, table=True):
    """A party that promises are made to; `zone` is where its months begin, where that is not the desk's."""

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    tier: str | None = None
    active: int = 1
    zone: str | None = None


class Service(SQLModel, table=True):
    """What the desk keeps running; its criticality (1 highest … 4) can derive impact."""

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    criticality: int | None = None
    team: str | None = None
    active: int = 1
    skills: str | None = None
    owner: str | None = None
    needs: str | None = None


class Item(SQLModel, table=True):
    """What services run on; `needs` are keys of services and items, parted by spaces, `alike` what it shares."""

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    needs: str = ""
    alike: str | None = None
    active: int = 1


class Vendor(SQLModel, table=True):
    """A party that works for us under a contract; `key` is how people, files and agreements name it."""

    id: int = Field(sa_column=number())
    key: str = Field(unique=True)
    name: str
    active: int = 1
