"""Making a store and bringing an older one up to date. Imports Alembic; nothing else does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from deskconsole.core.errors import NotFound, StoreTrouble
from deskconsole.core.shipped import shipped
from deskconsole.store.desk_time import DeskTime
from deskconsole.store.fulltext import MARK
from deskconsole.store.revision import REVISION, fit, standing
from deskconsole.store.sqlite import explained


class Upgraded(NamedTuple):
    """What an upgrade did: from where to where, the backup made first (of a file), and how many rows were kept."""

    before: str | None
    after: str | None
    backup: Path | None
    rows: int


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    return config


def revisions() -> list[str]:
    """All revisions that there are migrations for, the first one first."""
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in script.walk_revisions()][::-1]


def _file(url: str) -> Path | None:
    return None if url.startswith("postgresql") else Path(url.removeprefix("sqlite:///"))


def _engine(url: str) -> Engine:
    path = _file(url)
    if path is None:
        return create_engine("postgresql+psycopg://" + url.split("://", 1)[1])
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _wal(raw: object, _: object) -> None:
        # A batch rename of a parent with foreign keys on would empty its children without an error.
        raw.isolation_level = None  # type: ignore[attr-defined]
        raw.execute("pragma foreign_keys = off")  # type: ignore[attr-defined]
        raw.execute("pragma journal_mode = wal")  # type: ignore[attr-defined]
        raw.execute("pragma synchronous = full")  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate")

    return engine


@contextmanager
def _one_transaction(url: str) -> Iterator[Connection]:
    """All of what a migration does, or nothing; the schema too."""
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as trouble:
        if isinstance(trouble.orig, sqlite3.Error):
            raise explained(trouble.orig, url) from trouble
        raise StoreTrouble(f"{url}: {trouble.orig}") from trouble
    finally:
        engine.dispose()


def _migrate(connection: Connection, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def create(url: str, time: DeskTime, at: str = REVISION) -> None:
    """Make a new store with its clock; it holds nothing else yet. A file appears under its name when it is whole."""
    path = _file(url)
    if path is None:
        _create(url, time, at)
        return
    making = path.with_name(f"{path.name}.making")
    _remove(making)
    try:
        _create(str(making), time, at)
        making.replace(path)
    except OSError as trouble:
        raise StoreTrouble(f"{path}: cannot be made: {trouble.strerror}") from trouble
    finally:
        _remove(making)


def _create(url: str, time: DeskTime, at: str) -> None:
    with _one_transaction(url) as connection:
        _migrate(connection, at)
        connection.execute(
            text("insert into desk_clock (id, anchor, started, speed) values (1, :anchor, :started, :speed)"),
            {"anchor": time.anchor, "started": time.started, "speed": time.speed},
        )


def _remove(path: Path) -> None:
    for beside in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + beside).unlink(missing_ok=True)


def _counts(connection: Connection) -> dict[str, int]:
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version" and MARK not in name]
    return {name: connection.execute(text(f'select count(*) from "{name}"')).scalar_one() for name in names}


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found


def upgrade(url: str, to: str = REVISION) -> Upgraded:
    """Bring a store's schema up to date: all rows kept and checked, or nothing changed. A file is backed up first."""
    path = _file(url)
    if path is not None and not path.exists():
        raise NotFound(f"there is no store at {path}: `deskconsole init --store {path}` makes one")
    backup = None
    with _one_transaction(url) as connection:
        before = _revision(connection)
        if standing(before) in ("none", "newer"):
            fit(before, url)  # raises, with the way out
        counts = _counts(connection)
        if before == to:
            return Upgraded(before, to, None, sum(counts.values()))
        if path is not None:
            backup = _back_up(path, to)
        _migrate(connection, to)
        _check(connection, counts)
        return Upgraded(before, _revision(connection), backup, sum(counts.values()))


def _back_up(path: Path, to: str) -> Path:
    """Copy the store as it is now; nobody else can write meanwhile."""
    target = path.with_name(f"{path.name}.before-{to}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.before-{to}.{number}")
    try:
        here, there = sqlite3.connect(path), sqlite3.connect(target)
        try:
            here.backup(there)
        finally:
            here.close()
            there.close()
    except sqlite3.Error as trouble:
        _remove(target)
        raise explained(trouble, f"the backup {target}") from trouble
    return target


def _check(connection: Connection, before: dict[str, int]) -> None:
    """Raises where rows were lost or refer to nothing; then the whole upgrade is taken back."""
    after = _counts(connection)
    # A table that goes must have handed its rows on: the migration that drops it says so by emptying it first.
    lost = [
        f"{name} ({count} before, {after.get(name, 0)} now)"
        for name, count in before.items()
        if after.get(name, 0) < count
    ]
    if lost:
        raise StoreTrouble(f"the upgrade would lose rows of {', '.join(lost)}: it was taken back, nothing was changed")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("pragma foreign_key_check").all()
        if broken:
            said = ", ".join(f"{table} {number} → {parent}" for table, number, parent, _ in broken[:5])
            raise StoreTrouble(f"the upgrade would break references ({said}): it was taken back, nothing was changed")
