"""A desk with mail: the test desk, its addresses, and tickets that messages may be about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.conftest import desk_door, desk_template
from tests.features.desks import FILE, TestDesk, copied, made

__all__ = ["desk_door", "desk_template"]

MAIL = """
[mail]
address = "desk@desk.example"
name = "Test desk"
trusted = ["mx.desk.example"]
{more}

[mail.teams]
network = "network@desk.example"
"""


def desk_file(folder: Path, more: str = "") -> Path:
    """The desk file of the test desk with mail."""
    file = folder / "mail.toml"
    file.write_text(FILE.read_text() + MAIL.format(more=more))
    return file


@pytest.fixture(scope="session")
def mail_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail")
    return made(folder, desk_file(folder, "new = 1000\nautomatic = 1000\nsize_mb = 1"))


@pytest.fixture
def desk(mail_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    made = TestDesk(copied(mail_template, tmp_path / "desk.db"))
    yield made
    made.store.close()
