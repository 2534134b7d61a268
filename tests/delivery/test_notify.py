"""`deskconsole notify` at a desk whose channels do not all work; and a simulated desk, which sends nothing out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.core.instants import SECOND
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from tests.delivery.conftest import CHANNELS
from tests.delivery.world import desk_text, tell
from tests.features.desks import Door, TestDesk, at_the_door, copied, made

SANDBOX = '[channels.mail]\nkind = "mail"\nsandbox = ["451", "dead"]'


@pytest.fixture(scope="session")
def simulated_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated")
    file = folder / "desk.toml"
    text = CHANNELS.format(port=25, pager='["/bin/false"]').replace('[channels.mail]\nkind = "mail"', SANDBOX)
    text = text.replace("[channels.pager]\n", '[channels.pager]\nsandbox = ["550"]\n')
    file.write_text(desk_text(text, ana='contacts = { mail = "ana@desk.example", phone = "1234567" }'))
    return made(folder, file)


@pytest.fixture
def desk(simulated_template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    found = TestDesk(copied(simulated_template, tmp_path / "desk.db"))
    yield found
    found.store.close()


def told(desk: TestDesk, **more: object) -> int:
    ana = desk.scalar("select id from operator where handle = 'ana'")
    desk.do("desk", tell(ana, ["INC-1 breaches in 12 min"], **more))  # type: ignore[arg-type]
    return int(desk.scalar("select max(id) from notification"))


def test_a_simulated_desk_delivers_to_a_sandbox_that_may_fail_as_the_file_says(desk: TestDesk) -> None:
    outbox = Outbox(desk.store, [Notices(desk.store, {})], lambda: desk.now)
    number = told(desk)
    for _ in range(12):
        outbox.run()
        desk.pass_("1s")
    rows = desk.all("select kind, occurred_at from journal where about = 'notification' and subject = :n", n=number)
    assert [kind for kind, _ in rows] == [f"notification.{kind}" for kind in ("queued", "delayed", "fell_back", "sent")]
    assert rows[-1][1] - rows[0][1] <= 11 * SECOND
    assert desk.all("select place, channel from notification") == [("sandbox", "hook")]


def test_dead_letters_and_channels_are_listed_and_sent_again(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door(monkeypatch, "lea")
    door = Door(desk.path, capsys)
    outbox = Outbox(desk.store, [Notices(desk.store, {})], lambda: desk.now)
    number = told(desk, channels=("pager",))
    outbox.run()
    desk.show_time()
    (letter,) = door("notify", "list", "--format", "json").json
    assert (letter["notification"], letter["state"], letter["status"], letter["operator"]) == (
        number, "failed", "550", "ana"
    )  # fmt: skip
    shown = door("notify", "show", f"{number}")
    assert "INC-1 breaches in 12 min" in shown.out
    ways = {way["channel"]: way for way in door("notify", "channels", "--format", "json").json}
    assert (ways["pager"]["works"], ways["pager"]["status"]) == (False, "550")
    assert ways["mail"]["fallback"] == "hook"
    assert door("notify", "redrive", f"{number}", "--as", "lea").code == 0
    assert [row["state"] for row in door("notify", "list", "--queued", "--format", "json").json] == ["queued"]
    assert door("notify", "check", "hook", "--as", "lea").code == 0
    assert "a check goes through" not in door("notify", "check", "fax", "--as", "lea").out
    outbox.run()
    assert len(door("notify", "list", "--last", "5", "--format", "json").json) == 2
    missing = door("notify", "show", "99")
    assert (missing.code, "there is no notification 99" in missing.err) == (4, True)
    refused = door("notify", "redrive", f"{number}", "--as", "ana")
    assert (refused.code, "delivery.manage" in refused.err) == (3, True)
