"""A store keeps its rows from the first revision on; one of another version is never touched by accident."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.errors import StoreTrouble
from deskconsole.core.shipped import shipped
from deskconsole.derive import RULES
from deskconsole.schema import metadata
from deskconsole.store import migrate, revision
from deskconsole.store.desk_time import written
from deskconsole.store.fulltext import MARK
from deskconsole.store.store import Store
from tests.features.desks import Door
from tests.store.samples import SAMPLES
from tests.store.server import Server

CLOCK = written("2016-04-05T09:00Z")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    return {name: connection.execute(f"select * from {name}").fetchall() for name in names if MARK not in name}


def test_revisions_are_those_of_the_migrations() -> None:
    assert list(revision.REVISIONS) == migrate.revisions()
    assert SAMPLES.keys() == set(revision.REVISIONS), "each revision has sample rows that must survive (samples.py)"


def test_migrations_make_what_the_models_say(tmp_path: Path, server: Server) -> None:
    path = tmp_path / "new.db"
    migrate.create(str(path), CLOCK)
    for url in (f"sqlite:///{path}", server.store().replace("postgresql:", "postgresql+psycopg:")):
        with create_engine(url).connect() as connection:
            context = MigrationContext.configure(connection, opts={"include_object": ours})
            assert compare_metadata(context, metadata) == []


def ours(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Full-text indexes are made by hand: the models know nothing of them."""
    return not (kind == "table" and name is not None and MARK in name)


@pytest.mark.parametrize("start", revision.REVISIONS)
def test_all_rows_are_kept_from_every_revision_on(start: str, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    migrate.create(str(path), CLOCK, start)
    connection = sqlite3.connect(path)
    connection.execute("pragma foreign_keys = on")
    connection.executescript(SAMPLES[start])
    connection.close()
    before = {name: len(held) for name, held in rows(path).items()}
    empty = [name for name, count in before.items() if not count]
    assert not empty, f"the samples of {start} have no row in {empty}"
    done = migrate.upgrade(str(path))
    after = {name: len(held) for name, held in rows(path).items()}
    assert {name: count for name, count in after.items() if name in before} == before
    assert done.after == revision.REVISION
    assert (done.backup is None) == (start == revision.REVISION)
    assert Store(str(path)).now() == CLOCK.now()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A program with one more revision: what it runs is said by the test."""

    def make(does: str) -> None:
        folder = tmp_path / "shipped"
        here = shipped("migrations")
        for part in ("env.py", "script.py.mako", *[f"versions/{file.name}" for file in here.glob("versions/*.py")]):
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            (folder / part).write_text((here / part).read_text())
        (folder / "versions" / "9999_next.py").write_text(
            f"from alembic import op\nrevision = '9999'\ndown_revision = '{revision.REVISION}'\n"
            f"def upgrade():\n    op.execute('''{does}''')\n"
        )
        monkeypatch.setattr(migrate, "shipped", lambda name: folder)
        monkeypatch.setattr(revision, "REVISIONS", (*revision.REVISIONS, "9999"))
        monkeypatch.setattr(revision, "REVISION", "9999")

    return make


def test_an_older_store_says_what_to_run_and_is_brought_up_to_date(
    worked: Path, next_version: Callable[[str], None]
) -> None:
    before = rows(worked)
    next_version("create table more (id integer primary key)")
    with pytest.raises(StoreTrouble, match="run `deskconsole db upgrade"):
        Store(str(worked)).now()
    assert rows(worked) == before
    done = migrate.upgrade(str(worked), "9999")
    assert done.backup is not None
    assert rows(done.backup) == before
    after = rows(worked)
    assert after.pop("more") == []
    assert after.pop("alembic_version") == [("9999",)]
    before.pop("alembic_version")
    assert after == before
    Store(str(worked)).now()


def test_a_second_upgrade_keeps_the_first_backup(worked: Path, next_version: Callable[[str], None]) -> None:
    next_version("create table more (id integer primary key)")
    kept = worked.with_name(f"{worked.name}.before-9999")
    kept.write_text("of another day")
    assert migrate.upgrade(str(worked), "9999").backup == kept.with_name(f"{kept.name}.2")
    assert kept.read_text() == "of another day"


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("delete from clock", "would lose rows of clock"),
        ("drop table ticket_link", "would lose rows of ticket_link"),
        ("update ticket set team = 77", "would break references"),
        ("create table nonsense (", "syntax error|incomplete input"),
    ],
)
def test_an_upgrade_that_would_lose_something_is_taken_back_whole(
    does: str, said: str, worked: Path, next_version: Callable[[str], None]
) -> None:
    before = rows(worked)
    next_version(does)
    with pytest.raises(StoreTrouble, match=said):
        migrate.upgrade(str(worked), "9999")
    assert rows(worked) == before


def test_a_store_of_a_newer_version_is_left_alone(worked: Path, door: Door) -> None:
    sqlite3.connect(worked, isolation_level=None).execute("update alembic_version set version_num = '7777'")
    before = rows(worked)
    door.path = worked
    for words in (["show", "queue"], ["journal", "verify"], ["do", "new", "title"]):
        said = door(*words)
        assert (said.code, said.err.count("\n")) == (5, 1), words
        assert "made by a newer version" in said.err
    assert "newer" in door("db", "upgrade").err
    assert door("db", "status").code == 1
    assert rows(worked) == before


def test_who_has_a_store_open_while_it_is_upgraded_writes_no_more(worked: Path) -> None:
    store = Store(str(worked))
    store.now()
    sqlite3.connect(worked, isolation_level=None).execute("update alembic_version set version_num = '7777'")
    with pytest.raises(StoreTrouble, match="newer version"), store.writing(Actor(DESK), RULES):
        pass


def test_status_tells_people_and_programs(worked: Path, door: Door, tmp_path: Path) -> None:
    door.path = worked
    assert "up to date" in door("db", "status").out
    said = json.loads(door("db", "status", "--format", "json").out)
    assert (said["standing"], said["revision"]) == ("current", revision.REVISION)
    assert "nothing was changed" in door("db", "upgrade").out
    door.path = tmp_path / "nowhere.db"
    assert door("db", "status").code == 4
    assert door("db", "upgrade").code == 4
    door.path.touch()
    assert door("db", "status").code == 1
    assert door("db", "upgrade").code == 5


def test_a_store_appears_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new.db"

    def breaks(connection: object, to: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "_migrate", breaks)
        with pytest.raises(KeyboardInterrupt):
            migrate.create(str(path), CLOCK)
    assert list(tmp_path.iterdir()) == []
    migrate.create(str(path), CLOCK)
    assert Store(str(path)).now() == CLOCK.now()
