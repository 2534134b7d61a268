"""A desk that owes notices: to an authority, to its customers, after a breach, and once it was resolved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.conftest import desk_door, desk_template
from tests.features.desks import FILE, Door, TestDesk, copied, made
from tests.stories.promises.asking import Asked

__all__ = ["desk_door", "desk_template"]

NOTICES = """
[templates.personal-data]
text = "{desk} gives notice of incident {number}: {title}."

[templates.late]
text = "Dear {customer}, {number} is late. {agent}, {desk}"

[notices.authority]
word = "notice to the authority"
from = "tag"
tag = "personal-data"
to = "authority"
name = "Data protection authority"
contact = "breaches@dpa.example"
template = "personal-data"

[notices.outage]
from = "p1"
to = "customer"
contact = "duty@acme.example"
template = "late"

[notices.late]
from = "breach"
metric = "resolution"
to = "customer"
template = "late"

[notices.regulator]
from = "resolved"
to = "authority"
name = "The regulator"
contact = "the portal at https://regulator.example"
template = "personal-data"

[agreements.law]
calendar = "always"
match = { customer = "acme" }

[agreements.law.authority]
within = "72h"

[agreements.law.outage]
within = "30m"

[agreements.law.late]
within = "1h"
thresholds = [50, 100]

[agreements.law.regulator]
within = "2 working days, end of day"
"""

MAIL = """
[mail]
address = "desk@desk.example"
name = "Test desk"
"""


def desk_file(folder: Path, more: str = "") -> Path:
    """The desk file of the test desk, with mail and notices."""
    file = folder / "notices.toml"
    file.write_text(FILE.read_text() + MAIL + more + NOTICES)
    return file


@pytest.fixture(scope="session")
def notices_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notices")
    return made(folder, desk_file(folder))


@pytest.fixture
def desk(notices_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    made = TestDesk(copied(notices_template, tmp_path / "desk.db"))
    yield made
    made.store.close()


@pytest.fixture
def asked(desk: TestDesk, desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Ana at a terminal of this width: pages break their lines where it ends."""
    monkeypatch.setenv("COLUMNS", "200")
    return Asked(desk, desk_door)
