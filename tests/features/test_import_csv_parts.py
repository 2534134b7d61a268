"""Any split of a log into exports leads to the same desk and the same figures as the whole log at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import alive
from deskconsole.core.instants import MINUTE, Instant, from_iso, to_datetime
from deskconsole.derive import RULES
from deskconsole.features.imports.commands import import_csv, import_read
from deskconsole.features.imports.figures import LogFigures
from deskconsole.features.imports.mapping import parse_map
from deskconsole.features.imports.table import read
from deskconsole.features.imports.views import LOGS, TEAM_NAMES, known_logs
from deskconsole.features.tickets.figures import Figures
from deskconsole.house import House
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from deskconsole.store.replay import Cut, histories
from deskconsole.store.store import Store
from tests.features.logs import TOOL, TOOL_COLUMNS, log, tickets_of, tool_row

MAP = parse_map(TOOL.read_text())
START = from_iso("2016-03-26T23:00Z")
"""An hour before the clocks of Berlin go forward."""

Cells = tuple[str, ...]


def when(minute: int) -> str:
    return to_datetime(Instant(START + minute * MINUTE)).isoformat()


def rows(minutes: st.SearchStrategy[int]) -> st.SearchStrategy[Cells]:
    """Rows of two tickets, with every word of the map."""
    words = [*sorted({*MAP.states.values} - {"Work/*"}), "Work/x"]
    return st.builds(
        lambda number, minute, status, prio, team, owner, subject, via, product, secret: tuple(
            tool_row(when(minute), status, id=number, prio=prio, team=team, owner=owner, subject=subject, via=via,
                     product=product, secret=secret)
        ),
        st.sampled_from(["T-1", "T-2"]), minutes, st.sampled_from(words), st.sampled_from(["High", "Low", "NA"]),
        st.sampled_from(["A", "B", ""]), st.sampled_from(["ana", "robot"]), st.sampled_from(["one", "two"]),
        st.sampled_from(["mail", ""]), st.sampled_from(["P1", "P2", ""]), st.sampled_from(["", "x"]),
    )  # fmt: skip


@contextmanager
def desk(template: Path) -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        path.write_bytes(template.read_bytes())
        with closing(Store(str(path))) as store:
            yield store


def take(store: Store, folder: Path, export: Sequence[Cells]) -> int:
    """Take an export over as the door does; how many events were new."""
    found = read(log(folder / "a.csv", export, TOOL_COLUMNS), MAP)
    house = House(store, Actor(DESK, "tests"))
    house.do(import_read(MAP, found))
    return house.learn(import_csv(found.feed, found.cases), found.feed.source)


def told(store: Store) -> tuple[object, ...]:
    """Tickets with their clocks, and all figures but those of the last file alone."""
    log = known_logs(store.read.all(LOGS))["tool"]
    own, figures = Figures(UTC), LogFigures(log, dict(store.read.all(TEAM_NAMES)))
    for _, _, history in histories(store.read, Cut(), "ticket"):
        events = [recorded.event for recorded in alive(history)]
        own.add(events)
        figures.add(events)
    shown: dict[str, Any] = own.as_dict() | figures.as_dict()
    return tickets_of(store), {name: value for name, value in shown.items() if "file_order" not in name}


def same_as_at_once(
    template: Path, tmp_path: Path, exports: Sequence[Sequence[Cells]], whole: Sequence[Cells], *, again: int
) -> None:
    """Exports one after the other come to the whole log; the last so many of them add nothing when they come again."""
    with desk(template) as parts, desk(template) as once:
        for export in exports:
            take(parts, tmp_path, export)
        take(once, tmp_path, whole)
        assert told(parts) == told(once)
        assert {take(parts, tmp_path, export) for export in exports[-again:]} == {0}
        assert told(parts) == told(once)
        found = rebuild(parts, RULES, RECORD)
        assert (found.differences, found.stale) == ([], 0)


quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],
)


@quick
@given(data=st.data())
def test_exports_that_hold_all_before_and_more(log_template: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Each export holds the rows of the one before, more between and after them; instants and whole rows may recur."""
    whole = data.draw(st.lists(rows(st.integers(0, 4)), min_size=1, max_size=10))
    steps = data.draw(st.lists(st.integers(0, 2), min_size=len(whole), max_size=len(whole)))
    exports = [[row for row, step in zip(whole, steps, strict=True) if step <= now] for now in range(3)]
    same_as_at_once(log_template, tmp_path, [export for export in exports if export], whole, again=1)


@quick
@given(data=st.data())
def test_pieces_in_any_order(log_template: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Each row comes in one piece only; no two rows of a ticket are of one instant."""
    whole = data.draw(st.lists(rows(st.integers(0, 90)), min_size=1, max_size=10, unique_by=lambda row: row[:2]))
    places = data.draw(st.lists(st.integers(0, 2), min_size=len(whole), max_size=len(whole)))
    pieces = [[row for row, place in zip(whole, places, strict=True) if place == now] for now in range(3)]
    same_as_at_once(log_template, tmp_path, [piece for piece in pieces if piece], whole, again=3)


@quick
@given(data=st.data())
def test_a_file_cut_anywhere(log_template: Path, tmp_path: Path, data: st.DataObject) -> None:
    """Cut pieces in the order of their file: rows may share instants, not all that they are known by."""
    whole = data.draw(st.lists(rows(st.integers(0, 4)), min_size=1, max_size=10, unique_by=lambda row: row[:6]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=2)))
    pieces = [whole[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    same_as_at_once(log_template, tmp_path, [piece for piece in pieces if piece], whole, again=3)


@quick
@given(data=st.data())
def test_tickets_that_are_interleaved(log_template: Path, tmp_path: Path, data: st.DataObject) -> None:
    """The order of a file matters among rows of one ticket and instant only."""
    whole = data.draw(st.lists(rows(st.integers(0, 90)), min_size=2, max_size=10, unique_by=lambda row: row[:2]))
    mixed = data.draw(st.permutations(whole))
    with desk(log_template) as one, desk(log_template) as other:
        take(one, tmp_path, whole)
        take(other, tmp_path, mixed)
        assert told(one) == told(other)
        assert take(other, tmp_path, whole) == 0


EVERY = (
    test_exports_that_hold_all_before_and_more,
    test_pieces_in_any_order,
    test_a_file_cut_anywhere,
    test_tickets_that_are_interleaved,
)


@pytest.mark.soak
@pytest.mark.parametrize("of", EVERY, ids=lambda of: of.__name__)
@settings(quick, max_examples=400)
@given(data=st.data())
def test_however_often(of: Any, log_template: Path, tmp_path: Path, data: st.DataObject) -> None:
    of.hypothesis.inner_test(log_template, tmp_path, data)
