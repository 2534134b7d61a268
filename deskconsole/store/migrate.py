"""Making a store and bringing an older one up to date. Imports Alembic; nothing else does."""

from __future__ import annotations

import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Connection, Engine

from deskconsole.core.errors import StoreTrouble
from deskconsole.core.shipped import shipped
from deskconsole.store.desk_time import DeskTime


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    return config


def newest() -> str:
    """The revision this version of the program works on."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _engine(url: str) -> Engine:
    if url.startswith("postgresql"):
        return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    engine = create_engine(f"sqlite:///{url.removeprefix('sqlite:///')}")

    @event.listens_for(engine, "connect")
    def _wal(raw: object, _: object) -> None:
        # A batch rename of a parent with foreign keys on would empty its children without an error.
        raw.isolation_level = None  # type: ignore[attr-defined]
        raw.execute("pragma foreign_keys = off")  # type: ignore[attr-defined]
        raw.execute("pragma journal_mode = wal")  # type: ignore[attr-defined]

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate")

    return engine


def _counts(connection: Connection) -> dict[str, int]:
    names = inspect(connection).get_table_names()
    return {name: connection.execute(text(f'select count(*) from "{name}"')).scalar_one() for name in names}


def upgrade(url: str, to: str = "head") -> Path | None:
    """Bring a store's schema up to date, keeping every row. Returns the backup that was made first, if any."""
    backup = None
    path = Path(url.removeprefix("sqlite:///"))
    engine = _engine(url)
    try:
        if engine.name == "sqlite" and path.exists() and path.stat().st_size:
            backup = path.with_name(f"{path.name}.before-upgrade")
            with engine.connect() as connection:
                connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
            shutil.copy2(path, backup)
        with engine.connect() as connection:
            before = _counts(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            connection.commit()
            _check(connection, before)
    finally:
        engine.dispose()
    return backup


def _check(connection: Connection, before: dict[str, int]) -> None:
    after = _counts(connection)
    lost = [name for name, count in before.items() if name != "alembic_version" and after.get(name, count) < count]
    broken = connection.exec_driver_sql("pragma foreign_key_check").all() if connection.dialect.name == "sqlite" else []
    if lost or broken:
        raise StoreTrouble(f"the upgrade lost rows in {lost or broken}: restore the backup beside the store")


def create(url: str, time: DeskTime) -> None:
    """Make a new store with its clock; it holds nothing else yet."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.execute(
                text("insert into desk_clock (id, anchor, started, speed) values (1, :anchor, :started, :speed)"),
                {"anchor": time.anchor, "started": time.started, "speed": time.speed},
            )
            connection.commit()
    finally:
        engine.dispose()
