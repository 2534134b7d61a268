"""`deskconsole db`: what it says about stores of other versions, and what it does to them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from deskconsole.core.shipped import shipped
from deskconsole.schema import metadata
from deskconsole.store import migrate, revision
from deskconsole.store.desk_time import written
from deskconsole.store.fulltext import MARK
from tests.features.desks import Door, TestDesk

OLDER = "0000"
"""A revision before the first one, for as long as there is none to upgrade from."""


@pytest.fixture
def older(desk_door: Door, desk: TestDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The door at a store of an older version, with a ticket in it; the newest migration adds a table."""
    desk.new("kept")
    folder = tmp_path / "shipped"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((shipped("migrations") / "env.py").read_text())
    for name, before, does in (
        (OLDER, None, "pass"),
        (revision.REVISION, OLDER, "op.execute('create table more (id integer primary key)')"),
    ):
        (folder / "versions" / f"{name}.py").write_text(
            f"from alembic import op\nrevision = {name!r}\ndown_revision = {before!r}\ndef upgrade():\n    {does}\n"
        )
    monkeypatch.setattr(migrate, "shipped", lambda name: folder)
    monkeypatch.setattr(revision, "REVISIONS", (OLDER, revision.REVISION))
    _said_to_be(desk.path, OLDER)
    return desk_door


def _said_to_be(path: Path, found: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("update alembic_version set version_num = ?", (found,))
    connection.close()


def test_an_older_store_is_refused_with_the_way_out_and_upgraded(older: Door) -> None:
    for words in (["show", "queue"], ["journal", "head"], ["do", "new", "--title", "x"]):
        said = older(*words)
        assert (said.code, said.out) == (5, ""), words
        assert f"run `deskconsole db upgrade --store {older.path}`" in said.err
    said = older("db", "status")
    assert (said.code, said.err) == (1, "")
    assert said.out == (
        f"{older.path}: older than this version: stop what has it open and run `deskconsole db upgrade`\n"
        f"schema {OLDER}, this version works on {revision.REVISION}\n"
    )
    assert older("db", "status", "--format", "json").json["standing"] == "older"
    said = older("db", "upgrade")
    assert (said.code, said.err) == (0, "")
    done, backup = said.out.splitlines()
    assert f"schema {OLDER} → {revision.REVISION}, all " in done
    assert done.endswith(" rows kept and their references checked")
    kept = older.path.with_name(f"{older.path.name}.before-{revision.REVISION}")
    assert backup == f"the store as it was before is {kept}"
    assert kept.exists()
    assert older("db", "status").code == 0
    assert [line["title"] for line in older("show", "queue", "--format", "jsonl").jsonl] == ["kept"]
    assert older("journal", "verify").code == 0
    again = older("db", "upgrade")
    assert (again.code, "nothing was changed" in again.out) == (0, True)


def test_what_was_erased_before_erasures_were_recorded_is_no_damage(older: Door) -> None:
    connection = sqlite3.connect(older.path, isolation_level=None)
    connection.execute("delete from private_text where text = 'kept'")
    assert "1 private texts had been erased before: the record says so from now on" in older("db", "upgrade").out
    assert older("journal", "verify").code == 0
    connection.execute("delete from private_text where about = 'operator'")
    assert older("journal", "verify").code == 1


def test_the_backup_is_a_store_of_the_older_version(older: Door) -> None:
    assert older("db", "upgrade").code == 0
    older.path = older.path.with_name(f"{older.path.name}.before-{revision.REVISION}")
    assert older("db", "status").code == 1
    assert older("db", "upgrade").code == 0
    assert older("show", "queue").code == 0


def test_a_newer_store_is_refused_and_says_what_to_do(desk_door: Door) -> None:
    _said_to_be(desk_door.path, "7777")
    for words in (["show", "queue"], ["do", "new", "--title", "x"], ["db", "upgrade"]):
        said = desk_door(*words)
        assert (said.code, said.out) == (5, ""), words
        assert f"was made by a newer version (schema 7777, this one works on {revision.REVISION})" in said.err
        assert "install that one" in said.err
    said = desk_door("db", "status")
    assert (said.code, "made by a newer version: install that one" in said.out) == (1, True)


def test_a_file_without_a_desk_says_how_to_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    door = Door(tmp_path / "empty.db", capsys)
    door.path.touch()
    for words in (["db", "upgrade"], ["show", "queue"]):
        said = door(*words)
        assert (said.code, f"`deskconsole init --store {door.path}` makes one" in said.err) == (5, True), words


def _schema(path: Path) -> tuple[dict[str, set[tuple[object, ...]]], dict[str, str]]:
    """Columns of each table (in any order: later ones come last), and how each index is made.

    Indexes of full text are tables of SQLite's own, which no model declares.
    """
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    columns = {
        name: {row[1:] for row in connection.execute(f"pragma table_info({name})")}
        for name in tables
        if name != "alembic_version" and MARK not in name
    }
    indexes = connection.execute("select name, sql from sqlite_master where type = 'index' and sql is not null")
    made = {name: " ".join(sql.split()) for name, sql in indexes}
    connection.close()
    return columns, made


def test_an_upgraded_store_and_the_models_have_the_same_columns_and_indexes(tmp_path: Path) -> None:
    """Also what autogenerate does not see: conditions of indexes, defaults, keys."""
    migrate.create(str(tmp_path / "migrated.db"), written("2016-04-05T09:00Z"))
    engine = create_engine(f"sqlite:///{tmp_path / 'models.db'}")
    metadata.create_all(engine)
    engine.dispose()
    assert _schema(tmp_path / "migrated.db") == _schema(tmp_path / "models.db")
