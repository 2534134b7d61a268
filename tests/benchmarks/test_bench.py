"""The benchmarks run and print what they promise. How fast this machine is, no test asks."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from deskconsole.bench import bounds, others
from deskconsole.bench.figure import Figure, compared, skipped
from deskconsole.bench.groups import GROUPS
from deskconsole.bench.sizes import QUICK
from deskconsole.cli.bench import run

KEYS = {"name", "value", "unit", "floor", "ratio", "n", "spread", "bound", "note", "holds"}


def rows(capsys: pytest.CaptureFixture[str], *args: str) -> list[dict[str, Any]]:
    assert run([*args, "--quick", "--format", "json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.long
def test_every_group_measures_and_every_bound_belongs_to_a_figure(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys)
    assert {row["name"].partition(".")[0] for row in found} == set(GROUPS)
    assert bounds.BOUNDS.keys() <= {row["name"] for row in found}
    assert len({row["name"] for row in found}) == len(found)
    for row in found:
        assert row.keys() == KEYS
        if row["note"].startswith("skipped"):
            continue
        assert row["value"] >= 0
        assert row["unit"]
        assert row["n"] > 0
        assert (row["ratio"] is None) == (row["floor"] is None)
        assert row["bound"] == bounds.BOUNDS.get(row["name"])


@pytest.mark.long
def test_nothing_is_lost_and_the_plan_is_the_index(capsys: pytest.CaptureFixture[str]) -> None:
    found = {row["name"]: row for row in rows(capsys, "store", "writers")}
    assert found["store.queue_sorts"]["value"] == 0
    assert "ticket_queue" in found["store.queue_sorts"]["note"]
    assert found["writers.lost_updates"]["value"] == found["writers.lock_errors"]["value"] == 0


def test_check_fails_where_a_bound_is_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in bounds.BOUNDS:
        monkeypatch.setitem(bounds.BOUNDS, name, 1e9)
    assert run(["start", "--quick", "--check"]) == 0
    monkeypatch.setitem(bounds.BOUNDS, "start.version", 1e-9)
    assert run(["start", "--quick", "--check"]) == 1
    said = capsys.readouterr()
    assert "MISSED" in said.out
    assert "start.version" in said.err


def test_a_bound_is_on_the_ratio_or_else_on_the_value() -> None:
    assert Figure("a", 8.0, "s", floor=4.0, ratio=2.0, bound=2.0).holds is True
    assert Figure("a", 8.0, "s", floor=3.0, ratio=2.7, bound=2.0).holds is False
    assert Figure("a", 8.0, "s", bound=7.0).holds is False
    assert Figure("a", 8.0, "s").holds is None
    assert skipped("a", "no terminal").holds is None


def test_floor_and_work_are_measured_in_turn() -> None:
    order: list[str] = []
    made = compared("a", lambda: order.append("floor"), lambda: order.append("work"), unit="µs", rounds=4)
    assert order[2:] == ["floor", "work", "work", "floor"] * 2
    assert made.n == 4
    assert made.ratio is not None


def test_other_libraries_answer_the_same_and_those_that_are_absent_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {figure.name: figure for figure in others.figures(QUICK)}
    assert len(found) == 4
    for name in ("sla.against_businesstimedelta", "sla.against_pandas"):
        assert ", 0 answers differ" in found[name].note
        assert found[f"{name}_datetimes"].bound is None
    monkeypatch.setitem(sys.modules, "pandas", None)
    absent = {figure.name: figure for figure in others.figures(QUICK)}["sla.against_pandas"]
    assert (absent.value, absent.holds) == (None, None)
    assert "not measured: pip install deskconsole[bench]" in absent.note


def test_an_unknown_group_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["storr"])
    assert "storr" in capsys.readouterr().err
