"""A promise is about to be broken while engines die, or while many run: one run, every step once and in order."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant
from deskconsole.demo import breach
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from deskconsole.engine.tick import catch_up
from deskconsole.features.escalation import commands as x
from deskconsole.features.tickets import commands as c
from deskconsole.store.store import Store
from tests.faults.killing import Child, die_at, ended, proven
from tests.features.desks import START, TestDesk, copied, made
from tests.features.escalation.worlds import FILE

KILLS = [pytest.param(23, id="some"), pytest.param(1, id="all", marks=pytest.mark.soak)]
"""Each so-manieth boundary of a commit."""
TICKETS = [pytest.param(4, id="few"), pytest.param(150, id="many", marks=pytest.mark.soak)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desk of the breach, before anything has happened."""
    path = tmp_path_factory.mktemp("breach") / "breach.db"
    breach.made(str(path))
    return path


def engine(path: Path, later: int = 0, at: int | None = None) -> Callable[[], None]:
    """The story from where it stands; the process dies by itself at the boundary `at` of a commit.

    Boundaries come in pairs: right before a commit, and right after it. `later`: by then, leases of the dead are over.
    """

    def body() -> None:
        if at is not None:
            die_at(at)
        played = breach.Breach(str(path), lambda: Instant(played.at + later))
        played.play()
        played.close()

    return body


def told(path: Path) -> list[tuple[Any, ...]]:
    """Steps in the order of recording, and who was told: by which key, and whether it may have come twice."""
    store = Store(str(path))
    select = store.read.driver.select
    lines = select("select body from journal where kind = 'escalation.step_taken' order by seq")
    steps = [(said["step"], said["round"], *said.get("told", ())) for said in (json.loads(body) for (body,) in lines)]
    runs = select("select count(*) from escalation_run")[0][0]
    notices = select(
        "select n.step, o.handle, n.state from notification n join operator o on o.id = n.operator"
        " where n.purpose = 'escalation' order by n.id"
    )
    store.close()
    return [(runs,), *steps, *notices]


@pytest.mark.parametrize("each", KILLS)
def test_an_engine_that_dies_at_a_commit_leaves_out_nothing_and_tells_nobody_under_two_keys(
    story: Path, tmp_path: Path, each: int
) -> None:
    whole = copied(story, tmp_path / "whole.db")
    assert ended(Child(engine(whole), tmp_path / "errors")) == 0
    right = told(whole)
    assert right == [
        (1,), (1, 1, "ana"), (2, 1, "mia"), (3, 1, "sofia"),
        (1, "ana", "sent"), (2, "mia", "read"), (3, "sofia", "sent"),
    ]  # fmt: skip
    died = 0
    for at in range(1, 10_000, each):
        path = copied(story, tmp_path / f"{at}.db")
        code = ended(Child(engine(path, at=at), tmp_path / "errors"))
        if code == 0:
            break  # beyond the last one
        died += 1
        assert ended(Child(engine(path, later=DAY), tmp_path / "errors")) == 0
        assert told(path) == right, f"killed at boundary {at}"
        proven(path)
        for part in tmp_path.glob(f"{at}.db*"):
            part.unlink()
    print(f"\nkilled at {died} boundaries, each {each}.")
    assert died > 60 // each


@pytest.mark.parametrize("tickets", TICKETS)
def test_eight_engines_take_every_step_once(tmp_path: Path, tickets: int) -> None:
    desk = TestDesk(copied(made(tmp_path, FILE), tmp_path / "desk.db"))
    for _ in range(tickets):
        desk.do("ana", c.new("Gateway drops", customer="acme", service="vpn", impact="1", urgency="2"))
        desk.do("ana", c.claim(int(desk.scalar("select max(id) from ticket"))))
    desk.pass_("9h")
    desk.store.close()

    def body() -> None:
        store = desk.open()
        outbox = Outbox(store, [Notices(store)])
        while catch_up(store) + outbox.run():
            pass
        store.close()

    children = [Child(body, tmp_path / f"errors-{number}") for number in range(8)]
    assert [ended(child) for child in children] == [0] * 8
    desk.store = desk.open()
    taken = "select count(*), count(distinct subject) from journal where kind = 'escalation.{}'"
    assert desk.all(taken.format("started")) == [(tickets, tickets)]
    assert desk.all(taken.format("step_taken")) == [(4 * tickets, tickets)]
    lines = desk.all("select subject, body from journal where kind = 'escalation.step_taken' order by seq")
    for ticket in {subject for subject, _ in lines}:
        assert [json.loads(body)["step"] for subject, body in lines if subject == ticket] == [1, 2, 2, 3]
    once = (
        "select count(*), count(distinct ticket || ' ' || step || ' ' || at) from notification where ticket is not null"
    )
    assert desk.all(once) == [(4 * tickets, 4 * tickets)]
    assert desk.scalar("select count(*) from notification where state = 'queued'") == 0
    desk.store.close()
    proven(desk.path)


def muted_until(path: Path, ends: str) -> Path:
    """A desk two of whose runs are withheld by a mute: it ends by itself at seven hours, or was ended just now."""
    desk = TestDesk(made(path.parent, FILE))
    for _ in range(2):
        desk.do("ana", c.new("Gateway drops", customer="acme", service="vpn", impact="1", urgency="2"))
        desk.do("ana", c.claim(int(desk.scalar("select max(id) from ticket"))))
    desk.do("mia", x.mute("gold", Instant(START + 7 * HOUR), "a drill"))
    desk.pass_("6h30m")
    desk.tick()
    assert desk.scalar("select count(*) from escalation_withheld") == 2
    if ends == "sooner":
        desk.do("mia", x.unmute("gold"))
    desk.store.close()
    return desk.path


def going_on(path: Path, at: int | None = None) -> Callable[[], None]:
    """An hour of an engine from six hours and a half on, a tick each ten minutes."""

    def body() -> None:
        desk = TestDesk(path)
        if at is not None:
            die_at(at)
        for minutes in range(390, 460, 10):
            desk.clock.passed = minutes * MINUTE
            catch_up(desk.store)
        desk.store.close()

    return body


@pytest.mark.parametrize("ends", ["by itself", "sooner"])
@pytest.mark.parametrize("each", [pytest.param(3, id="some"), pytest.param(1, id="all", marks=pytest.mark.soak)])
def test_a_mute_that_ends_while_engines_die_has_every_run_go_on_once(tmp_path: Path, ends: str, each: int) -> None:
    story = muted_until(tmp_path / "story.db", ends)
    whole = copied(story, tmp_path / "whole.db")
    assert ended(Child(going_on(whole), tmp_path / "errors")) == 0
    right = told(whole)
    assert [step for step in right if len(step) == 3 and step[2] == "ana"][:2] == [(1, 1, "ana")] * 2  # once each
    died = 0
    for at in range(1, 10_000, each):
        path = copied(story, tmp_path / f"{at}.db")
        if ended(Child(going_on(path, at), tmp_path / "errors")) == 0:
            break
        died += 1
        assert ended(Child(going_on(path), tmp_path / "errors")) == 0
        assert told(path) == right, f"killed at boundary {at}"
        proven(path)
    print(f"\nkilled at {died} boundaries, each {each}.")
    assert died
