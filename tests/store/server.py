"""A real PostgreSQL for tests: its own cluster in a folder of its own, reached over a socket there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

_PLACES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin")]
_OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=80"


class Server:
    """Makes databases, each a copy of one that was migrated."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = count(1)
        self._template: str | None = None

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self, sql: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.encode())

    def empty(self) -> str:
        """The URL of a new database that holds nothing."""
        name = f"desk{next(self._number)}"
        self.run(f"create database {name} template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'")
        return self.url(name)

    def store(self) -> str:
        """The URL of a new store: the schema and a clock that stands at 2016-04-05."""
        from deskconsole.store.desk_time import written
        from deskconsole.store.migrate import create

        url = self.empty()
        create(url, written("2016-04-05T09:00Z"))
        return url


def _programs() -> Path | None:
    return next((place for place in _PLACES if (place / "initdb").exists()), None)


def missing(what: str) -> None:
    """Skip, in sight; where CI is to see everything it is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI is set")
    pytest.skip(what)


@contextmanager
def running() -> Iterator[Server]:
    """A server as the postgres account (initdb refuses root), gone afterwards."""
    programs = _programs()
    if programs is None:
        missing("PostgreSQL is not installed: apt-get install postgresql")
        return
    folder = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    as_: dict[str, str] = {}
    if os.geteuid() == 0:
        as_ = {"user": "postgres", "group": "postgres"}
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")

    def call(*command: str) -> None:
        # The server keeps what it is given open: no pipe.
        with (folder / "said.txt").open("ab") as out:
            subprocess.run(command, check=True, stdout=out, stderr=out, cwd=folder, **as_)  # type: ignore[call-overload]

    control = str(programs / "pg_ctl")
    try:
        call(str(programs / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        call(control, "-D", data, "-w", "-o", f"{_OPTIONS} -k {folder}", "-l", str(folder / "log.txt"), "start")
        try:
            yield Server(folder)
        finally:
            call(control, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
