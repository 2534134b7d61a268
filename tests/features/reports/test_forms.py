"""Forms of a report: eighty columns, Markdown, CSV that no spreadsheet runs, JSON whose hash anybody can check."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import StringIO

import pytest
from rich.cells import cell_len

from deskconsole.features.reports.as_csv import CLOCKS, as_csv, harmless
from deskconsole.features.reports.as_json import as_json
from deskconsole.features.reports.as_markdown import as_markdown, escaped
from deskconsole.features.reports.as_text import as_text
from deskconsole.features.reports.commands import freeze
from deskconsole.features.reports.listing import Listed
from deskconsole.features.reports.words import span, target
from tests.features.desks import TestDesk
from tests.features.reports.march import Ticket, empty, read, write

TITLES = (
    "=1+1", "+49 30 1234", "-2+3", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "plain", 'a "quoted", text\r\nof two lines',
    "\x1b[31mred", "\u202eevil", "会議室の画面が映らない、" * 12, "| a <b>x</b> [y](z)", "",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk() -> Iterator[TestDesk]:
    with empty() as desk:
        write(desk, [
            Ticket(place, "03-10 09:00", title=title).reply("03-10 09:30").resolve("03-12 09:00")
            for place, title in enumerate(TITLES, 1)
        ] + [Ticket(30, "03-12 09:00", customer="globex").resolve("03-12 09:00:00")])  # fmt: skip
        yield desk


def test_text_is_eighty_columns_wide(desk: TestDesk) -> None:
    for who in ("acme", None):
        for line in as_text(read(desk, who)).splitlines():
            assert cell_len(line) <= 80, line
            assert line.isprintable(), line


def test_text_names_what_was_excluded_and_what_is_owed(desk: TestDesk) -> None:
    """A cause is owed within days (rule 35)."""
    text = as_text(read(desk, "acme"))
    assert "   cause owed since 16 Mar · excluded: none\n" in text
    assert "cause owed until 1 Mar" not in text
    late = as_text(read(desk, "acme", owed_days=60))
    assert "cause owed until 10 May · excluded" in late
    assert " T-01         standard · resolution           due 11 Mar 09:00  +24h00m\n   =1+1\n" in text


def test_a_small_figure_is_said_to_be_small(desk: TestDesk) -> None:
    assert " * under the minimum volume of 10 clocks" not in as_text(read(desk, "acme"))
    assert "standard · resolution       0/14 0.0 %*" in as_text(read(desk, "acme", minimum=15))
    assert "under the minimum volume of 15 clocks" in as_markdown(read(desk, "acme", minimum=15))


def test_brief_leaves_out_the_list(desk: TestDesk) -> None:
    assert "─ The list: 28 clocks ─" in as_text(read(desk, "acme"))
    assert "─ The list" not in as_text(read(desk, "acme"), brief=True)
    assert "## The list" not in as_markdown(read(desk, "acme"), brief=True)
    assert json.loads(as_json(read(desk, "acme"), brief=True))["clocks"] is None


def test_csv_is_as_the_standard_says_and_no_cell_is_a_formula(desk: TestDesk) -> None:
    text = as_csv(read(desk, "acme"))
    assert text.count("\r\n") == len(text.splitlines()) == 29
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert tuple(rows[0]) == CLOCKS
    titles = [row["title"] for row in rows if row["metric"] == "response"]
    assert titles[:4] == ["'=1+1", "'+49 30 1234", "'-2+3", "'@SUM(A1)"]
    assert titles[8] == 'a "quoted", text  of two lines'
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d")) for row in rows for cell in row.values())
    assert {(row["raw_verdict"], row["raw_elapsed_s"]) for row in rows if row["metric"] == "resolution"} == {
        ("failed", "172800")
    }


@pytest.mark.parametrize("cell", ["=x", "+x", "-x", "@x", "\t=x", "\r=x", "\n=x", " =x", "\uff1dx", "\xa0-1"])
def test_a_cell_that_a_spreadsheet_would_run(cell: str) -> None:
    assert str(harmless(cell)).startswith("'")
    assert harmless(-5) == -5
    assert harmless("x=1") == "x=1"


def test_figures_as_csv(desk: TestDesk) -> None:
    rows = list(csv.DictReader(StringIO(as_csv(read(desk, "acme"), brief=True), newline="")))
    assert [(row["metric"], row["basis"], row["met"], row["judged"], row["percent"]) for row in rows[::3]] == [
        ("response", "raw", "14", "14", "100.0"), ("resolution", "raw", "0", "14", "0.0"), 
        ("", "raw", "14", "28", "50.0"),
    ]  # fmt: skip


def test_markdown_shows_titles_as_they_are(desk: TestDesk) -> None:
    text = as_markdown(read(desk, "acme"))
    assert r"| \| a &lt;b&gt;x&lt;/b&gt; \[y\]\(z\) |" in text
    assert "<b>" not in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert len({line.replace(r"\|", "").count("|") for line in tables[:2]}) == 1
    assert "\x1b" not in text
    assert escaped("a_b *c* #d `e`\nf") == r"a\_b \*c\* \#d \`e\` f"


def test_json_has_the_hash_that_was_frozen(desk: TestDesk) -> None:
    with empty() as other:
        write(other, [Ticket(1, "03-10 09:00", title="ü").resolve("03-12 09:00"),
                      Ticket(2, "03-10 09:00", customer="globex").resolve("03-10 09:30")])  # fmt: skip
        other.do("max", freeze("2026-03"))
        for who in ("acme", "globex"):
            said = json.loads(as_json(read(other, who)))
            canonical = json.dumps(said["clocks"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert said["frozen"][0]["sha256"] == sha256(canonical.encode()).hexdigest()
            assert said["status"] == "frozen"
        everybody = json.loads(as_json(read(other)))
        for freeze_ in everybody["frozen"]:
            clocks = [each for each in everybody["clocks"] if each["customer"] == freeze_["customer"]]
            canonical = json.dumps(clocks, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert freeze_["sha256"] == sha256(canonical.encode()).hexdigest()


def test_json_keys_are_stable(desk: TestDesk) -> None:
    said = json.loads(as_json(read(desk, "acme")))
    assert list(said) == [
        "month", "customer", "desk", "zone", "other_zones", "begins", "ends", "status", "as_of", "as_known",
        "agreement", "metric", "intake", "minimum", "owed_days", "formulas", "figures", "total", "customers", "missed",
        "out", "counted_before", "clocks", "frozen", "restated", "known_since", "total_by_what_is_known_now",
        "unsettled", "hint",
    ]  # fmt: skip
    assert said["total"]["contractual"] == {
        "numerator": 14, "denominator": 28, "percent": "50.0", "late_evidence": 0, "below_minimum": False,
    }  # fmt: skip
    assert set(said["clocks"][0]["raw"]) == {
        "verdict", "target_s", "elapsed_us", "due", "stopped", "broke", "reason", "late_evidence",
    }  # fmt: skip
    assert said["missed"][0]["cause_overdue"] is True


def test_an_empty_month_says_what_to_do(desk: TestDesk) -> None:
    text = as_text(read(desk, "acme", month="2026-02"))
    assert " no clocks in this month: no figure\n clocks stopped in 2026-03: ask for one of these months" in text
    assert json.loads(as_json(read(desk, "acme", month="2026-02")))["total"] is None
    assert "No clocks in this month: no figure." in as_markdown(read(desk, "acme", month="2026-02"))
    assert "none has stopped in any other month either" in as_text(read(desk, "quiet"))


def test_a_running_month_says_so_and_as_of_when(desk: TestDesk) -> None:
    text = as_text(read(desk, "acme", month="2026-04"))
    assert text.splitlines()[0].endswith("not over: so far")
    assert " as of 3 Apr 2026 10:00\n" in text


def test_what_others_record_beside_a_clock_is_shown(desk: TestDesk) -> None:
    """Causes, layers, exclusions and late evidence come from elsewhere; where they are known they are printed."""
    made = read(desk, "acme")
    first = next(each for each in made.missed if each.number == "T-01")
    said = first._replace(cause="CB-7", responsible="uc", exclusions=("waiver EX-1, agreed by K. Weber",),
                          contractual=first.raw._replace(outcome="met"), internal=first.raw._replace(
                              outcome="met", late=True))  # fmt: skip
    text = as_text(replace(made, listed=(said,)))
    assert "CB-7, uc · excluded: waiver EX-1, agreed by K. Weber · raw failed," in text
    assert "raw failed, contractual met, internal met on late evidence" in " ".join(text.split())
    assert " of those met, on late evidence: raw 0, contractual 0, internal 1\n" in text
    assert "◆  ✓  ✓*" in text
    pages, sheet = as_markdown(replace(made, listed=(said,))), as_csv(replace(made, listed=(said,)))
    assert "CB-7, uc | waiver EX-1, agreed by K. Weber" in pages
    assert 'CB-7,uc,,"waiver EX-1, agreed by K. Weber"' in sheet
    bare: Listed = said._replace(exclusions=())
    assert "excluded: none" in as_text(replace(made, listed=(bare,)))


def test_objectives_are_measured_on_the_contractual_figure(desk: TestDesk) -> None:
    made = replace(read(desk, "acme"), objectives={("standard", 1): 950})
    text = as_text(made)
    assert "   objective 95.0 %, contractual: reached\n" in text
    assert "   objective 95.0 %, contractual: missed\n" in text
    assert "| 95.0 % **missed** |" in as_markdown(made)


@pytest.mark.parametrize(
    ("micros", "said"),
    [(0, "0s"), (400_000, "0.4s"), (5, "<0.1s"), (59_999_999, "59s"), (533_000_000, "8m53s"), (1_860_000_000, "31m"),
     (3_840_000_000, "1h04m"), (403_200_000_000, "112h"), (None, "–")],
)  # fmt: skip
def test_durations_are_cut(micros: int | None, said: str) -> None:
    assert span(micros) == said


def test_targets_are_as_agreements_write_them() -> None:
    assert [target(seconds) for seconds in (900, 3600, 5400, 86_400, 90)] == ["15m", "1h", "1h30m", "24h", "1m30s"]
