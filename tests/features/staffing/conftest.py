"""A desk with three teams, people who can do different things, and rules that choose among them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.features.desks import FILE, TestDesk, copied, made

SKILLED = """
[operators.ana]
name = "Ana"
account = "ana-os"
roles = ["agent"]
skills = ["vpn", "network"]

[operators.ben]
name = "Ben"
roles = ["agent"]
skills = ["sap"]

[operators.lea]
name = "Lea"
roles = ["lead"]

[operators.net]
name = "Net"
roles = ["agent"]
teams = ["network"]
skills = ["network", "vpn"]

[operators.nia]
name = "Nia"
roles = ["agent"]
teams = ["network"]
skills = ["network", "vpn"]

[operators.glo]
name = "Glo"
roles = ["agent"]
customers = ["globex"]

[operators.aud]
name = "Aud"
roles = ["auditor"]

[customers.acme]
name = "Acme"
tier = "gold"

[customers.globex]
name = "Globex"

[services.vpn]
name = "Remote access"
criticality = 1
team = "network"
skills = ["vpn"]

[services.sap]
name = "SAP"
criticality = 2
skills = ["sap"]

[services.mail]
name = "Mail"
criticality = 3
"""

ROUTED = """
[teams.oncall]
name = "On call"

[staffing]
unstarted = 2

[[routing]]
name = "network things"
when = { service = ["vpn"] }
team = "network"

[[routing]]
name = "outages to a person"
when = { words = ["outage"] }
team = "network"
to = "person"

[[routing]]
name = "the rest"
team = "emea"

[[routing]]
name = "nobody took mail"
unclaimed_after = "80%"
when = { service = ["mail"] }
team = "oncall"

[[routing]]
name = "nobody took it"
unclaimed_after = "50%"
when = { team = ["network"] }
team = "emea"
"""


def desk_file() -> str:
    """The desk that tests work at, with other people and rules; what pauses and who is promised what is the same."""
    text = FILE.read_text()
    before, rest = text[: text.index("[operators.ana]")], text[text.index("[vendors.fibre]") :]
    return before + SKILLED + rest[: rest.index("[[routing]]")] + ROUTED


@pytest.fixture(scope="session")
def skilled_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skilled")
    file = folder / "desk.toml"
    file.write_text(desk_file())
    return made(folder, file)


@pytest.fixture
def desk(skilled_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    made = TestDesk(copied(skilled_template, tmp_path / "desk.db"))
    yield made
    made.store.close()
