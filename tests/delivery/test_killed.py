"""Whoever is killed, and whatever fails: each is told at least once, under one key, and a second time only labelled."""

from __future__ import annotations

import random
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from deskconsole.core.instants import HOUR, SECOND, Instant
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from deskconsole.engine.tick import catch_up
from deskconsole.store.verify import verify
from tests.delivery.conftest import Outside
from tests.delivery.world import SECRET, Telling, Web, desk_text, real_desk
from tests.faults.killing import Child, moments, proven, wait_for
from tests.store.conftest import server
from tests.store.server import Server

__all__ = ["server"]

ROOMS = """
[channels.room]
kind = "webhook"
url_env = "ROOM_URL"
secret_env = "SECRET"
timeout = "20s"
domain = "one house"
fallback = "other"

[channels.other]
kind = "webhook"
url_env = "OTHER_URL"
secret_env = "SECRET"
timeout = "20s"
domain = "another house"
"""


@pytest.fixture
def rooms(outside: Outside, tmp_path: Path) -> Telling:
    """A desk that tells whoever is outside, by two rooms of two houses."""
    real_desk(tmp_path / "rooms.db", desk_text(ROOMS))
    environ = {"ROOM_URL": f"{outside.url}/room", "OTHER_URL": f"{outside.url}/other", "SECRET": SECRET}
    return Telling(tmp_path / "rooms.db", environ)


def keys(web: Web) -> Counter[str]:
    """How often each key arrived, checks of channels aside."""
    events = [request.event for request in web.requests]
    return Counter(event["id"] for event in events if "check" not in event["type"])


def send_all(path: Path | str, environ: dict[str, str], at: Instant) -> None:
    """An engine that does what is due until nothing is left."""
    telling = Telling(path, environ)
    telling.clock.at = at
    catch_up(telling.store)
    while Outbox(telling.store, [Notices(telling.store, environ)], telling.clock).run():
        pass


@pytest.mark.parametrize("kills", [6, pytest.param(150, marks=pytest.mark.soak)])
def test_an_engine_that_is_killed_again_and_again_tells_everybody_under_one_key(
    rooms: Telling, outside: Outside, kills: int
) -> None:
    count = 5 * kills
    first = rooms.tell(None, *[f"INC-{n} is late" for n in range(count)], purpose="customer", channels=("room",))
    warned = rooms.tell("ana", *[f"INC-{n} is at 80 %" for n in range(kills)], severity="warn")
    begin = rooms.clock.at
    rooms.store.close()
    midway = 0
    for number, moment in enumerate(moments(kills, 20260306, 8, 0.12)):
        body = partial(send_all, rooms.path, rooms.environ, Instant(begin + 60 * number * SECOND))
        child = Child(body, rooms.path.with_suffix(".errors"))
        wait_for(moment, rooms.path, child)
        midway += child.code is None
        child.kill()
    last = Telling(rooms.path, rooms.environ)
    last.clock.at = Instant(begin + 60 * kills * SECOND)
    while last.scalar("select count(*) from notification where state = 'queued'"):
        last.turn("10s")
    rows = [last.row(number) for number in range(1, first + 1)]
    came = keys(outside.web)
    twice = [row for row in rows if came[f"notification {row.id} room"] > 1]
    print(f"{midway} of {kills} kills on the way; {len(twice)} of {count} came twice, each says so")
    assert {row.state for row in rows} == {"sent"}
    assert {f"notification {row.id} room" for row in rows} <= came.keys()
    assert not [key for key in came if key.endswith(" other")]
    assert all(row.again for row in twice)
    bundled = [last.row(number) for number in range(first + 1, warned + 1)]
    assert {row.arrived for row in bundled} == {"sent"}
    assert len({row.bundle for row in bundled}) == 1
    assert midway >= kills // 2
    last.store.close()
    proven(rooms.path)


@pytest.mark.parametrize("count", [40, pytest.param(2000, marks=pytest.mark.soak)])
def test_eight_engines_on_one_store_tell_everybody_exactly_once(rooms: Telling, outside: Outside, count: int) -> None:
    rooms.tell(None, *[f"INC-{n} is late" for n in range(count)], purpose="customer", channels=("room",))
    rooms.tell("ana", *[f"INC-{n} is at 80 %" for n in range(20)], severity="warn")
    at = rooms.clock.at
    rooms.store.close()
    body = partial(send_all, rooms.path, rooms.environ, at)
    children = [Child(body, rooms.path.with_suffix(f".{number}.errors")) for number in range(8)]
    for child in children:
        child.end()
    came = keys(outside.web)
    assert len(came) == count + 1
    assert set(came.values()) == {1}
    proven(rooms.path)


@pytest.mark.parametrize("count", [20, pytest.param(2000, marks=pytest.mark.soak)])
def test_eight_engines_on_one_server_tell_everybody_exactly_once(
    server: Server, outside: Outside, tmp_path: Path, count: int
) -> None:
    url = server.empty()
    real_desk(tmp_path / "rooms", desk_text(ROOMS), url)
    environ = {"ROOM_URL": f"{outside.url}/room", "OTHER_URL": f"{outside.url}/other", "SECRET": SECRET}
    rooms = Telling(url, environ)
    last = rooms.tell(None, *[f"INC-{n} is late" for n in range(count)], purpose="customer", channels=("room",))
    rooms.tell("ana", *[f"INC-{n} is at 80 %" for n in range(20)], severity="warn")
    at = rooms.clock.at
    rooms.store.close()
    body = partial(send_all, url, environ, at)
    children = [Child(body, tmp_path / f"{number}.errors") for number in range(8)]
    while sum(child.ended() for child in children) < len(children):
        time.sleep(0.01)  # each of their transactions has a connection of its own: it takes longer than in a file
    assert {child.code for child in children} == {0}
    came = keys(outside.web)
    assert len(came) == count + 1
    assert {f"notification {number} room" for number in range(1, last + 1)} <= came.keys()
    assert set(came.values()) == {1}
    told = Telling(url, environ)
    states = dict(told.all("select state, count(*) from notification group by state"))
    assert states == {"sent": count + 1, "dropped": 20}  # of twenty warnings one was made
    assert told.all("select 1 from outbox") == []
    with told.store.backend.looking() as driver:
        assert [trouble.what for trouble in verify(driver).troubles] == []
    told.store.close()


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.soak)])
def test_with_random_failures_all_come_to_an_end_and_none_twice_without_a_label(
    rooms: Telling, outside: Outside, count: int
) -> None:
    chance = random.Random(20260307)
    fails = ("500", "503", "429", "404", "cut")
    outside.web.choose = lambda: "200" if chance.random() < 0.8 else chance.choice(fails)
    rooms.tell(None, *[f"INC-{n} is late" for n in range(count)], purpose="customer", channels=("room",))
    turns = 0
    while rooms.scalar("select count(*) from notification where state = 'queued'"):
        rooms.pass_("7s")
        rooms.outbox.run(limit=count)
        turns += 1
        assert turns < 500
    rows = [rooms.row(number) for number in range(1, count + 1)]
    arrived = Counter(
        request.event["data"]["notification"] for request in outside.web.requests if request.answer in ("200", "cut")
    )
    states = Counter(row.state for row in rows)
    twice = [row for row in rows if arrived[row.id] > 1]
    print(f"{dict(states)} in {turns} turns; {len(twice)} came twice, each says so")
    assert states.keys() <= {"sent", "failed"}
    assert states["sent"] > 0.9 * count
    assert all(arrived[row.id] for row in rows if row.state == "sent")
    assert all(row.again and row.first for row in twice)
    assert rooms.all("select 1 from outbox") == []
    assert rooms.clock.at - rows[0].at < 2 * HOUR
    rooms.store.close()
    proven(rooms.path)
