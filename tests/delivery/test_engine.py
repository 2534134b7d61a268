"""A running engine, in real time: what is queued is delivered, and a fallback takes over from who never says a word."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deskconsole.core.actors import DESK, Actor
from deskconsole.engine import service
from deskconsole.features.delivery.views import NOTICE
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.house import House
from deskconsole.store.desk_time import written
from deskconsole.store.migrate import create
from deskconsole.store.store import Store
from tests.delivery.conftest import ANA, CHANNELS, Outside
from tests.delivery.world import SECRET, desk_text, silent_server, tell

PATIENCE_S = 30.0


def until(ready: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < end, "it never comes"
        time.sleep(0.02)


def test_an_engine_takes_the_fallback_within_the_timeout_of_a_server_that_hangs(
    tmp_path: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "SEND_S", 0.2)
    monkeypatch.setenv("HOOK_URL", outside.url)
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    create(str(tmp_path / "desk.db"), written(None))
    store = Store(str(tmp_path / "desk.db"))
    with silent_server() as port:
        text = CHANNELS.format(port=port, pager='["/bin/true"]').replace('"2s"', '"1s"')
        House(store, Actor(DESK)).do(apply(plan(parse(desk_text(text, ana=ANA)), current(store.read), 2026)))
        ana = store.read.driver.select("select id from operator where handle = 'ana'", {})[0][0]
        engine = service.Engine(store, "engine")
        engine.start()
        try:
            House(store, Actor(DESK)).do(tell(ana, ["INC-1 breaches in 12 min"]))
            until(lambda: store.read.one(NOTICE, notification=1).state == "sent")
            assert engine.troubles == {}
        finally:
            engine.stop()
    row = store.read.one(NOTICE, notification=1)
    assert (row.channel, row.status) == ("hook", "timeout")
    assert [request.event["data"]["title"] for request in outside.web.requests] == ["INC-1 breaches in 12 min"]
    store.close()
