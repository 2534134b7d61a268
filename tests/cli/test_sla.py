"""`deskconsole sla`: reports as files, freezing, proving, and clocks that are folded anew."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskconsole.features.agreements.views import ClockRow
from tests.features.desks import Door, TestDesk, at_the_door
from tests.features.reports.march import Ticket, empty, write


@pytest.fixture
def march() -> Iterator[TestDesk]:
    with empty() as desk:
        write(desk, [
            Ticket(1, "03-10 09:00", title="=VPN").reply("03-10 09:30").resolve("03-12 09:00"),
            Ticket(2, "03-11 09:00").resolve("03-11 09:30"),
            Ticket(3, "03-11 09:00", customer="globex", title="Kanarienvogel").resolve("03-11 09:30"),
        ])  # fmt: skip
        yield desk


@pytest.fixture
def door(march: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Door:
    """The command line at the desk, as max, who is a manager."""
    at_the_door(monkeypatch, "max")
    return Door(march.path, capsys)


def test_a_report_is_printed(door: Door) -> None:
    said = door("sla", "report", "--month", "2026-03")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(" SLA report · March 2026 · all customers ")
    assert " all promises to customers   5/6 83.3 %*" in said.out
    for form, begin in (("md", "# SLA report"), ("csv", "ticket,title,"), ("json", "{\n")):
        assert door("sla", "report", "--month", "2026-03", "--format", form).out.startswith(begin)


def test_a_report_goes_to_a_file_whose_name_says_its_form(door: Door, tmp_path: Path) -> None:
    for name, begin in (("a.md", "# SLA"), ("a.csv", "ticket,"), ("a.json", "{"), ("a.txt", " SLA"), ("a", " SLA")):
        said = door("sla", "report", "--month", "2026-03", "--customer", "acme", "--out", tmp_path / name)
        assert (said.code, said.out, said.err) == (0, "", f"{tmp_path / name} written\n")
        text = (tmp_path / name).read_text("utf-8")
        assert text.startswith(begin)
        assert "Kanarienvogel" not in text
    assert b"\r\n" in (tmp_path / "a.csv").read_bytes()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    door("sla", "report", "--month", "2026-03", "--format", "json", "--out", tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_text().startswith("{")


def test_a_file_for_each_customer(door: Door, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "march"
    said = door("sla", "report", "--month", "2026-03", "--each-customer", "--format", "csv", "--out", folder)
    assert said.code == 0
    assert said.err == f"4 files in {folder}; tickets without a customer are in none of them\n"
    files = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    assert sorted(files) == [f"2026-03-{key}.csv" for key in ("acme", "globex", "harbour", "quiet")]
    assert [name for name, text in files.items() if "Kanarienvogel" in text] == ["2026-03-globex.csv"]
    one = door("sla", "report", "--month", "2026-03", "--customer", "acme", "--format", "csv").out
    assert files["2026-03-acme.csv"].splitlines() == one.splitlines()


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (["report"], 2, "--month"),
        (["report", "--month", "March"], 2, "“March” is no month: write 2026-03"),
        (["report", "--month", "2026-03", "--customer", "nobody"], 4, "there is no customer nobody"),
        (["report", "--month", "2026-03", "--agreement", "standart"], 4, "did you mean “standard”?"),
        (["report", "--month", "2026-03", "--metric", "response time"], 4, "did you mean “response”?"),
        (["report", "--month", "2026-03", "--metric", "zzz"], 4, "there is resolution, response"),
        (["report", "--month", "2026-03", "--intake", "people,robots"], 2, "--intake robots: there is people, alerts"),
        (["report", "--month", "2026-03", "--minimum", "-1"], 2, "is no whole number"),
        (["report", "--month", "2026-03", "--each-customer"], 2, "say into which folder with --out"),
        (["report", "--month", "2026-03", "--verify"], 4, "2026-03 is not frozen: `deskconsole sla freeze"),
        (["report", "--month", "2026-03", "--verify", "--metric", "response"], 2, "--verify proves whole"),
        (["report", "--month", "2026-03", "--out", "/proc/no/a.txt"], 2, "/proc/no/a.txt cannot be written"),
        (["report", "--month", "2026-03", "--as-known", "soon"], 2, "“soon” is no instant"),
        (["freeze", "--month", "2026-04"], 3, "2026-04 is not over"),
        (["restate", "--month", "2026-03", "--accepted-by", "K", "--reason", "x"], 4, "2026-03 is not frozen"),
        (["recompute", "--ticket", "T-99"], 4, "there is no ticket T-99"),
        (["reprot"], 2, "there is no command “sla reprot”; did you mean “report”?"),
    ],
)
def test_what_goes_wrong_is_said_with_the_way_out(door: Door, argv: list[str], code: int, says: str) -> None:
    said = door("sla", *argv)
    assert (said.code, said.out) == (code, "")
    assert says in said.err


def test_a_month_is_frozen_proved_and_restated(door: Door, march: TestDesk) -> None:
    said = door("sla", "freeze", "--month", "2026-03")
    assert said.code == 0
    assert [line.split(":")[0] for line in said.out.splitlines()] == [
        "2026-03 tickets without a customer", "2026-03 acme", "2026-03 globex", "2026-03 harbour", "2026-03 quiet",
    ]  # fmt: skip
    assert door("sla", "freeze", "--month", "2026-03").code == 3
    printed = door("sla", "report", "--month", "2026-03").out
    assert printed.startswith(" SLA report · March 2026 · all customers ".ljust(73))
    holds = door("sla", "report", "--month", "2026-03", "--verify")
    assert (holds.code, holds.out.count(" holds, "), holds.err) == (0, 5, "")
    write(march, [Ticket(4, "03-20 09:00").resolve("03-20 10:00")])
    assert door("sla", "report", "--month", "2026-03").out.startswith(printed)
    said = door("sla", "restate", "--month", "2026-03", "--accepted-by", "K. Weber", "--reason", "found on paper")
    assert (said.code, "restated in 1 record;" in said.out) == (0, True)
    assert door("sla", "restate", "--month", "2026-03", "--accepted-by", "K", "--reason", "x").code == 3
    assert "acme: holds, 4 clocks counted again, 1 times restated" in door(
        "sla", "report", "--month", "2026-03", "--customer", "acme", "--verify").out  # fmt: skip
    with march.store.backend.writing() as driver:
        driver.change(
            "update journal set occurred_at = occurred_at - 1000000 where kind = 'ticket.resolved' and subject = 1"
        )
    broken = door("sla", "report", "--month", "2026-03", "--verify")
    assert broken.code == 1
    assert "deskconsole: 2026-03 acme: does not hold" in broken.err
    assert "2026-03 globex: holds" in broken.out


def test_freezing_through_any_door_is_one_command(door: Door) -> None:
    said = door("do", "report.freeze", "--month", "2026-03", "--customer", "acme", "--format", "json")
    assert (said.code, said.json["command"]) == (0, "report.freeze")
    assert door("do", "report.freeze", "--month", "2026-03", "--customer", "acme").code == 3


def test_who_is_no_manager_cannot_freeze(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_door(monkeypatch, "ana")
    said = door("sla", "freeze", "--month", "2026-03")
    assert (said.code, "needs the permission report.freeze, which ana does not have" in said.err) == (3, True)
    assert door("sla", "freeze", "--month", "2026-03", "--as", "max").code == 0  # the owner of the store may say so


def test_a_month_as_it_was_known(door: Door, march: TestDesk) -> None:
    before = door("sla", "report", "--month", "2026-03", "--format", "json").json["total"]
    march.pass_("24h")
    write(march, [Ticket(4, "03-20 09:00").resolve("03-20 10:00")])
    now = door("sla", "report", "--month", "2026-03", "--format", "json").json["total"]
    assert now["raw"]["denominator"] == before["raw"]["denominator"] + 2
    door("sla", "freeze", "--month", "2026-03")
    then = door("sla", "report", "--month", "2026-03", "--as-known", "2026-04-03T12:00Z", "--format", "json").json
    assert (then["total"], then["as_known"], then["frozen"]) == (before, "2026-04-03T12:00:00Z", [])
    text = door("sla", "report", "--month", "2026-03", "--as-known", "2026-04-03T12:00Z").out
    assert text.splitlines()[0].endswith("as known then")


def test_the_hash_is_checked_with_tools_that_everybody_has(door: Door, tmp_path: Path) -> None:
    door("sla", "freeze", "--month", "2026-03")
    out = tmp_path / "acme.json"
    door("sla", "report", "--month", "2026-03", "--customer", "acme", "--out", out)
    if subprocess.run(["sh", "-c", "command -v jq"], capture_output=True, check=False).returncode:
        pytest.skip("jq is not installed")
    said = subprocess.run(
        ["sh", "-c", f"jq -cjS .clocks {out} | sha256sum"], capture_output=True, text=True, check=True
    )
    assert said.stdout.split()[0] == json.loads(out.read_text())["frozen"][0]["sha256"]


def test_a_long_count_shows_how_far_it_is(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    said = door("sla", "report", "--month", "2026-03")
    assert "counting March 2026" in said.err
    assert said.out.startswith(" SLA report")


@pytest.mark.parametrize("name", ["report", "freeze", "restate", "recompute"])
def test_help_has_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = Door(Path("none"), capsys)._said(["sla", name, "--help"])
    assert (said.code, "examples\n  deskconsole sla " in said.out) == (0, True)


def test_help_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    said = Door(Path("none"), capsys)._said(["sla", "--help"])
    assert (said.code, "\n  recompute  " in said.out) == (0, True)
    assert Door(Path("none"), capsys)._said(["sla"]).code == 2


# --- recompute -------------------------------------------------------------------------------------------------------


def spoil(desk: TestDesk, sql: str) -> None:
    with desk.store.backend.writing() as driver:
        assert driver.change(sql) > 0


def test_clocks_that_are_what_the_journal_says(door: Door) -> None:
    for words in (["--check"], []):
        said = door("sla", "recompute", *words)
        assert (said.code, said.out, said.err) == (0, "6 clocks of 3 tickets: all are what the journal says\n", "")
    assert door("sla", "recompute", "--ticket", "T-01").out.startswith("2 clocks of 1 tickets")


COPIED = ", ".join("7" if name == "cycle" else name for name in ClockRow._fields)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("update clock set counted = 0 where ticket = 1 and metric = 'resolution'", " resolution 1: counted is 0, the"),
        ("delete from clock where ticket = 1 and metric = 'response'", " response 1: is missing, the journal makes it"),
        (f"insert into clock ({', '.join(ClockRow._fields)}) select {COPIED} from clock"
         " where ticket = 1 and metric = 'response'", " response 7: is stored, the journal knows nothing of it"),
        ("update ticket set standing = 0 where id = 1", "ticket 1: standing is 0, the journal says 2"),
        ("update timer set fire_at = 5 where kind = 'clock' and subject = 1", "timer clock 1: is 1970-01-01"),
    ],
)  # fmt: skip
def test_what_differs_is_said_and_written_anew(door: Door, march: TestDesk, sql: str, says: str) -> None:
    before = march.record(), march.all("select * from timer")
    spoil(march, sql)
    said = door("sla", "recompute", "--check")
    assert (said.code, said.out) == (1, "6 clocks of 3 tickets: 1 tickets differ\n")
    assert says in said.err
    assert (march.record(), march.all("select * from timer")) != before
    other = door("sla", "recompute", "--check", "--ticket", "T-02")
    assert other.code == 0
    said = door("sla", "recompute", "--format", "json")
    assert said.code == 0
    assert (said.json["differing"], said.json["written_anew"], said.json["still_differing"]) == (1, 1, 0)
    assert (march.record(), march.all("select * from timer")) == before
    assert door("sla", "recompute", "--check").code == 0


def test_what_cannot_be_written_right_is_said(door: Door, march: TestDesk) -> None:
    """Clocks follow from columns of the ticket too: where those are damaged, folding anew is not the cure."""
    spoil(march, "update ticket set type = 'change' where id = 1")
    spoil(march, "delete from clock where ticket = 1 and metric = 'response'")
    said = door("sla", "recompute")
    assert said.code == 1
    assert "`deskconsole journal verify --rebuild`" in said.out
