"""Damaged logs: each bad row is set aside with its line and the reason, and the rest is taken over."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.features.imports.cases import Log
from deskconsole.features.imports.records import LONGEST, records
from deskconsole.features.imports.servicenow import read
from tests.features.desks import Door
from tests.features.logs import COLUMNS, DATA, log, row

UTC = ZoneInfo("UTC")


def good(number: int) -> list[str]:
    return row(number=f"INC{number}", sys_updated_at=f"{number}/3/2016 10:00")


def read_text(tmp_path: Path, text: str | bytes) -> Log:
    path = tmp_path / "a.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, UTC)


def numbers(made: Log) -> list[str]:
    return [case.number for case in made.cases]


BAD_ROWS: list[tuple[list[str], str]] = [
    (["INC9", "New"], "2 cells, the header has 36"),
    ([*row(number="INC9"), "more"], "37 cells, the header has 36"),
    (row(number=""), "no number"),
    (row(number="?"), "no number"),
    (row(number="  "), "no number"),
    (row(number="INC9", sys_updated_at="?"), "sys_updated_at “?” is no time: day/month/year hour:minute"),
    (row(number="INC9", sys_updated_at="31/2/2016 10:00"), "sys_updated_at “31/2/2016 10:00” is no time"),
    (row(number="INC9", opened_at="2016-03-01 10:00"), "opened_at “2016-03-01 10:00” is no time"),
    (row(number="INC9", resolved_at="1/3/2016 25:00"), "resolved_at “1/3/2016 25:00” is no time"),
    (row(number="INC9", closed_at="soon"), "closed_at “soon” is no time"),
    (row(number="INC9", category="a\0b"), "it holds a NUL"),
    (row(number="INC9", category="x" * (LONGEST + 1)), f"a cell has more than {LONGEST} characters"),
]


@pytest.mark.parametrize(("cells", "why"), BAD_ROWS, ids=[why[:30] for _, why in BAD_ROWS])
def test_a_bad_row_is_set_aside_and_the_rest_is_taken_over(
    door: Door, tmp_path: Path, cells: list[str], why: str
) -> None:
    path = log(tmp_path / "a.csv", [good(1), cells, good(2)])
    said = door("import", "servicenow-log", path, "--zone", "UTC")
    assert said.code == 0
    assert "2 incidents with 2 rows, 5 new events, 1 rejected" in said.out
    assert f"line 3: {why}" in said.err
    with path.with_name("a.csv.rejects.csv").open(newline="") as file:
        header, reject = csv.reader(file)
    assert header == ["line", "why", "row"]
    assert (reject[0], reject[1].startswith(why), len(reject[2]) <= 2_000) == ("3", True, True)


def test_rejects_go_where_they_are_told_to(door: Door, tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [good(1), ["short"]])
    door("import", "servicenow-log", path, "--zone", "UTC", "--rejects", tmp_path / "bad.csv")
    assert (tmp_path / "bad.csv").read_text().splitlines()[1] == '3,"1 cells, the header has 36",short'
    said = door("import", "servicenow-log", path, "--zone", "UTC", "--rejects", tmp_path / "no" / "bad.csv")
    assert (said.code, "--rejects" in said.err) == (2, True)


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    text = [",".join(cells) for cells in (list(COLUMNS), good(1), good(2), good(3))]
    text[2] = text[2].replace("Category 1", '"Category 1')
    made = read_text(tmp_path, "\n".join(text) + "\n")
    assert numbers(made) == ["INC1", "INC3"]
    assert [(reject.line, reject.why) for reject in made.rejects] == [(3, "a quote in it is never closed")]


def test_a_cell_may_go_over_lines_where_it_is_closed(tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [row(number="INC1", category="two\nlines"), good(2), ["short"]])
    made = read(path, UTC)
    assert numbers(made) == ["INC1", "INC2"]
    assert [reject.line for reject in made.rejects] == [5]


def test_a_log_that_was_cut_off_is_taken_over_as_far_as_it_goes(door: Door, tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv.gz", [row(number=f"INC{n}", cmdb_ci=f"{n * n * 7919:x}") for n in range(4000)])
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    said = door("import", "servicenow-log", path, "--zone", "UTC", "--dry-run")
    assert said.code == 0
    assert "the file is damaged or cut off here" in said.err
    assert said.out.endswith(", 1 rejected; nothing was written\n")
    assert 1000 < int(said.out.split()[3]) < 3000
    path.write_bytes(data[: len(data) // 2] + b"\xff" * 50 + data[len(data) // 2 + 50 :])
    made = read(path, UTC)
    assert "damaged or cut off" in made.rejects[-1].why
    assert 1000 < len(made.cases) < 3000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n", "this is no ServiceNow log, it has no column number"),
        (b"a,b,c\n1,2,3\n", "this is no ServiceNow log, it has no column number"),
        ("\ufeff".encode("utf-16") + "number".encode("utf-16"), "line 1: "),
        (b"x" * 40_000, "line 1: a cell has more than"),
        (",".join([*COLUMNS, "priority"]).encode(), "the column priority is there twice"),
    ],
)
def test_what_is_no_log_is_refused_and_nothing_happens(door: Door, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    said = door("import", "servicenow-log", path, "--zone", "UTC")
    assert (said.code, said.out) == (2, "")
    assert says in said.err
    assert "Traceback" not in said.err


def test_no_gzip_in_spite_of_its_name(door: Door, tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_text("number\n")
    said = door("import", "servicenow-log", path, "--zone", "UTC")
    assert (said.code, "damaged or cut off" in said.err) == (2, True)


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="the real logs are not here: set DESKCONSOLE_DATA")
def test_a_log_of_another_system_is_refused_by_a_clear_message(door: Door) -> None:
    said = door("import", "servicenow-log", DATA / "itsm-abc-sample" / "ITSM_data.csv", "--zone", "UTC")
    assert said.code == 2
    assert "this is no ServiceNow log, it has no column number, incident_state, priority" in said.err


def test_a_mark_at_the_beginning_and_line_ends_of_windows_do_not_matter(tmp_path: Path) -> None:
    text = "\ufeff" + "\r\n".join(",".join(cells) for cells in (list(COLUMNS), good(1), good(2))) + "\r\n"
    assert numbers(read_text(tmp_path, text)) == ["INC1", "INC2"]


def test_times_at_the_end_of_all_zones_are_refused_not_fatal(tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [row(opened_at="1/1/1 00:00"), row(opened_at="31/12/9999 23:59"), good(1)])
    for name in ("Asia/Tokyo", "America/Los_Angeles"):
        made = read(path, ZoneInfo(name))
        assert len(made.rejects) + sum(len(case.rows) for case in made.cases) == 3


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150, deadline=None
)
@given(st.data())
def test_any_damage_leaves_every_line_a_row_or_a_reject(tmp_path: Path, data: st.DataObject) -> None:
    """Bytes are exchanged at random: the log is refused as a whole, or every row of it is accounted for."""
    path = log(tmp_path / "a.csv", [good(n) for n in range(1, 6)])
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.sampled_from(b'",\n\r\0?\xff1/'))
    path.write_bytes(bytes(content))
    try:
        made = read(path, UTC)
    except BadInput:
        return
    lines = len([line for line in content.decode("utf-8", "replace").replace("\r", "\n").split("\n") if line]) - 1
    held = sum(len(case.rows) for case in made.cases)
    assert held + len(made.rejects) >= lines - 4  # a line end in a quoted cell is part of it
    assert held >= 5 - 2 * 4


@given(st.lists(st.lists(st.text(alphabet='ab",\n\r ', max_size=4), min_size=2, max_size=2), min_size=1, max_size=6))
def test_what_was_written_well_is_read_back(rows: list[list[str]]) -> None:
    table = _Kept()
    csv.writer(table).writerows(rows)
    # What stands in a file is split at its line ends, also within quotes.
    found = [record.cells for record in records("".join(table.text).splitlines(keepends=True))]
    assert found == rows


class _Kept:
    def __init__(self) -> None:
        self.text: list[str] = []

    def write(self, text: str) -> None:
        self.text.append(text)


def test_a_compressed_log_is_read_alike(tmp_path: Path) -> None:
    plain = log(tmp_path / "a.csv", [good(1), good(2)])
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert read(plain, UTC) == read(packed, UTC)
