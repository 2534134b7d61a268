"""The desk that is made: believable, whole, and the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from deskconsole.cli.common import who
from deskconsole.cli.demo import first_screen
from deskconsole.cli.main import main
from deskconsole.console.painting.layout import cells
from deskconsole.demo.make import make
from deskconsole.demo.opening import ANCHOR
from deskconsole.demo.people import CUSTOMERS, PLAYER
from deskconsole.store.store import Store


def head(path: Path) -> bytes:
    """What holds the whole journal."""
    with closing(Store(str(path))) as store:
        return bytes(store.read.driver.select("select digest from block order by id desc limit 1")[0][0])


def counted(store: Store, sql: str) -> dict[Any, int]:
    return {row[0]: row[1] for row in store.read.driver.select(sql)}


def test_there_are_tickets_in_all_states_and_priorities(desk: Store) -> None:
    states = counted(desk, "select state, count(*) from ticket group by state")
    assert set(states) == {"new", "open", "held", "resolved", "closed", "cancelled", "merged"}
    assert 200 <= sum(states.values()) <= 400
    assert 30 <= states["new"] + states["open"] + states["held"] <= 60
    priorities = counted(desk, "select priority, count(*) from ticket group by priority")
    assert {1, 2, 3, 4} <= set(priorities)
    assert 3 <= priorities[1] < priorities[2] < priorities[4]
    held = counted(desk, "select held_for, count(*) from ticket where state = 'held' group by held_for")
    assert set(held) == {"caller", "vendor"}
    reopened = "select state = 'open', count(*) from ticket where reopened > 0 group by 1"
    assert set(counted(desk, reopened)) == {0, 1}


def test_everybody_has_worked_and_every_customer_has_called(desk: Store) -> None:
    actors = counted(desk, "select actor, count(*) from journal where about = 'ticket' group by actor")
    assert set(actors) == {
        "ana", "ben", "chidi", "dana", "mia", "eli", "farah", "goran", "tomas", "intake", "desk",
    }  # fmt: skip
    customers = counted(desk, "select c.key, count(*) from ticket t join customer c on c.id = t.customer group by 1")
    assert set(customers) == set(CUSTOMERS)
    teams = counted(desk, "select m.key, count(*) from ticket t join team m on m.id = t.team where is_open group by 1")
    assert set(teams) == {"emea", "network", "workplace", "apps"}


def test_the_titles_of_the_story_are_there_as_they_were_written(desk: Store) -> None:
    titles = {
        row[0] for row in desk.read.driver.select("select p.text from ticket t join private_text p on p.id = t.title")
    }
    assert {
        "VPN gateway drops all sessions",
        "[urgent] VPN not connecting from Berlin",
        "Report <b>x</b> [red]%s[/]",
        "会議室の画面が映らない (Osaka, room 3)",
    } <= titles


def test_the_past_is_in_order_and_ends_with_the_first_screen(desk: Store) -> None:
    times = [row[0] for row in desk.read.driver.select("select recorded_at from journal order by seq")]
    assert times == sorted(times)
    assert times[-1] <= ANCHOR
    assert not desk.read.driver.select("select 1 from timer where fire_at <= :now or parked = 1", {"now": ANCHOR})
    # What was opened again counts on as if it had never stopped, and a breach may wait for the next opening.
    told = (
        "select count(*), max(j.recorded_at - j.occurred_at) from journal j join ticket t on t.id = j.subject"
        " where j.kind = 'clock.threshold_reached' and t.reopened = 0"
    )
    count, latest = desk.read.driver.select(told)[0]
    assert count > 50
    assert latest <= 1
    assert not desk.read.driver.select("select 1 from journal where kind = 'call.refused'")


def test_the_record_proves_itself(desk: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journal", "verify", "--rebuild", "--store", desk.url]) == 0
    assert "the journal holds" in capsys.readouterr().out


@pytest.mark.long
def test_headless_makes_the_same_desk_again(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "again.db"
    assert main(["demo", "--headless", "--store", str(path)]) == 0
    assert head(path) == head(made)
    assert "simulated clock" in capsys.readouterr().out
    with closing(Store(str(path))) as store:
        assert store.now() >= ANCHOR


def test_another_seed_is_another_desk(tmp_path: Path) -> None:
    heads: list[bytes] = []
    for seed in (1, 1, 2):
        path = tmp_path / f"{len(heads)}.db"
        make(str(path), seed, since=ANCHOR)
        heads.append(head(path))
    assert heads[0] == heads[1] != heads[2]


def test_headless_refuses_a_store_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.db"
    path.write_bytes(b"mine")
    assert main(["demo", "--headless", "--store", str(path)]) == 5
    assert "exists already" in capsys.readouterr().err
    assert path.read_bytes() == b"mine"


def test_what_is_not_made_whole_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        (tmp_path / "half.db").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("deskconsole.demo.make.make", broken)
    assert main(["demo", "--headless", "--store", str(tmp_path / "half.db")]) == 130
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_without_a_terminal_the_first_screen_is_text(tmp_path: Path) -> None:
    """As whoever pipes it sees it; the folder it was made in is gone afterwards."""
    env = {**os.environ, "TMPDIR": str(tmp_path), "COLUMNS": "120", "LINES": "40"}
    command = [sys.executable, "-m", "deskconsole", "demo"]
    run = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert not list(tmp_path.iterdir())
    lines = run.stdout.splitlines()
    assert lines[0].startswith(" Queue › EMEA desk")
    assert "VPN gateway drops all sessions" in lines[4]
    assert "−12m" in lines[4]


@pytest.mark.parametrize(("room", "height"), [(80, 24), (120, 40), (160, 50)])
def test_the_first_screen_fits(desk: Store, room: int, height: int) -> None:
    lines = first_screen(desk.url, room, height).splitlines()
    assert len(lines) <= height
    assert max(map(cells, lines)) <= room
    assert "Report <b>x</b> [red]%s[/]" in "\n".join(lines)
    assert "VPN gateway" in first_screen(desk.url, room, height, plain_ascii=True)


def test_whoever_fills_a_store_may_open_it(desk: Store) -> None:
    assert who(desk, None).handle == PLAYER
