"""A console that has ended reads no more: its store may be closed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from deskconsole.cli.console import _run_console
from deskconsole.console.app import Console
from deskconsole.console.desk.live import DeskSource
from deskconsole.console.painting.themes import load
from deskconsole.console.painting.wardrobe import Wardrobe
from deskconsole.console.screens.preview import PreviewScreen
from deskconsole.core.actors import Actor
from deskconsole.settings.table import Settings
from tests.stories.desk import StoryDesk, sitting


@pytest.fixture
def under_way(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is being read: it takes until the console ends, and a little longer."""
    reading: list[str] = []
    ending, close = Event(), DeskSource.close

    def slow(name: str) -> Callable[..., Any]:
        read = getattr(DeskSource, name)

        def slowly(*given: Any) -> Any:
            reading.append(name)
            try:
                ending.wait(20)
                time.sleep(0.2)
                return read(*given)
            finally:
                reading.remove(name)

        return slowly

    def closed(source: DeskSource) -> None:
        ending.set()
        close(source)

    for name in ("changes", "preview"):
        monkeypatch.setattr(DeskSource, name, slow(name))
    monkeypatch.setattr(DeskSource, "close", closed)
    monkeypatch.setattr(DeskSource, "may", lambda *_: True)
    return reading


async def test_it_waits_for_what_is_being_read(desk: StoryDesk, under_way: list[str]) -> None:
    async with sitting(desk) as ana:
        await ana.until(lambda: under_way)
    assert under_way == []


async def test_also_where_the_screen_that_asked_is_closed(desk: StoryDesk, under_way: list[str]) -> None:
    async with sitting(desk) as ana:
        await ana.press("colon", *"preview")
        await ana.sees("what a desk file would change")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, PreviewScreen))
        await ana.press("x", "enter")
        await ana.until(lambda: "preview" in under_way)
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.queue)
    assert under_way == []


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch, under_way: list[str]) -> Iterator[None]:
    """A signal ends the console while it reads."""
    apps: list[Console] = []

    def until_reading() -> None:
        while not under_way:
            time.sleep(0.01)

    async def run(app: Console, **how: bool) -> None:
        apps.append(app)
        app.reads(app).watch()
        await asyncio.to_thread(until_reading)
        raise SystemExit(143)

    monkeypatch.setattr(Console, "run_async", run)
    yield
    for app in apps:
        app.end_reading()


@pytest.mark.usefixtures("killed")
def test_also_where_a_signal_ends_it(desk: StoryDesk, under_way: list[str]) -> None:
    source = DeskSource(desk.store, Actor("ana"))
    with pytest.raises(SystemExit):
        _run_console(source, Wardrobe(load(), "night"), Settings())
    assert under_way == []
