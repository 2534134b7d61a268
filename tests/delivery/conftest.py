"""A desk whose people are reached by mail, by a webhook and by a command, and the servers on the other side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from deskconsole.derive import RULES
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.delivery.world import SECRET, Telling, Web, desk_text, program, real_desk, web_server
from tests.features.desks import copied
from tests.mail.world import World, mail_server

PAGER = """import json, os, sys
event = json.load(sys.stdin)
with open(os.environ["PAGED"], "a") as paged:
    paged.write(json.dumps(event) + "\\n")
sys.exit(int(os.environ.get("PAGER_EXIT", "0")))
"""

CHANNELS = """
[mail]
address = "desk@desk.example"
name = "Test desk"

[mail.smtp]
host = "127.0.0.1"
port = {port}
tls = "none"

[channels.mail]
kind = "mail"
fallback = "hook"
timeout = "2s"

[channels.hook]
kind = "webhook"
url_env = "HOOK_URL"
secret_env = "HOOK_SECRET"
contact = "phone"
timeout = "2s"
fallback = "pager"

[channels.pager]
kind = "command"
command = {pager}
contact = "phone"
timeout = "2s"

[channels.chat]
kind = "apprise"
url_env = "CHAT_URL"
contact = "chat"
"""
ANA = 'contacts = { mail = "ana@desk.example", phone = "+49 30 1234567" }'
MAX = 'contacts = { chat = "max power" }'
LEA = 'contacts = { mail = "lea@desk.example" }\nquiet = "22:00-06:00"'


class Outside(NamedTuple):
    """Who is on the other side."""

    mail: World
    web: Web
    port: int
    url: str


@pytest.fixture(scope="session")
def servers() -> Iterator[Outside]:
    mail, web = World(), Web()
    with mail_server(mail) as port, web_server(web) as url:
        yield Outside(mail, web, port, url)


@pytest.fixture
def outside(servers: Outside) -> Outside:
    servers.mail.__init__()  # type: ignore[misc]
    servers.web.begin_anew()
    return servers


@pytest.fixture(scope="session")
def template(servers: Outside, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("delivery")
    pager = program(folder, "pager", PAGER)
    real_desk(folder / "desk.db", desk_text(CHANNELS.format(port=servers.port, pager=pager), ana=ANA, lea=LEA, max=MAX))
    return folder / "desk.db"


@pytest.fixture
def telling(template: Path, outside: Outside, tmp_path: Path) -> Iterator[Telling]:
    environ = {"HOOK_URL": outside.url, "HOOK_SECRET": SECRET, "PAGED": str(tmp_path / "paged")}
    made = Telling(copied(template, tmp_path / "desk.db"), environ)
    yield made
    assert rebuild(made.store, RULES, RECORD).differences == []
    made.store.close()


def paged(telling: Telling) -> list[str]:
    """What the pager was told."""
    file = Path(telling.environ["PAGED"])
    return file.read_text().splitlines() if file.exists() else []
