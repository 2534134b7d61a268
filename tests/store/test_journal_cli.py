"""`deskconsole journal`: shown, verified, exported, and verified again without the store."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from deskconsole.store.export import exported
from deskconsole.store.sqlite import Sqlite
from tests.features.desks import Door
from tests.store.test_verify import erased


@pytest.fixture
def journal(worked: Path, door: Door) -> Door:
    door.path = worked
    return door


def test_lines_are_shown_with_their_texts(journal: Door) -> None:
    said = journal("journal", "show", "--kind", "ticket.created")
    assert said.code == 0
    assert "VPN drops" in said.out
    assert "\u202e" not in said.out
    assert said.out.count("\n") == 4  # a title of two lines stays in its row


def test_an_erased_text_is_said_to_be_erased(journal: Door) -> None:
    connection = sqlite3.connect(journal.path)
    number = connection.execute("select id from private_text where text = 'VPN drops'").fetchone()[0]
    erased(journal.path, (number,))
    said = journal("journal", "show", "--kind", "ticket.created", "--format", "jsonl")
    assert said.jsonl[0]["body"]["title"] == "(erased)"
    assert journal("journal", "verify").code == 0


def test_lines_are_chosen(journal: Door) -> None:
    whole = journal("journal", "show", "--format", "jsonl").jsonl
    assert [line["seq"] for line in whole] == list(range(1, len(whole) + 1))
    number = next(line["body"]["number"] for line in whole if line["kind"] == "ticket.created")
    of_one = journal("journal", "show", "--ticket", number, "--format", "jsonl").jsonl
    assert {(line["about"], line["subject"]) for line in of_one} == {("ticket", 1)}
    assert {line["actor"] for line in journal("journal", "show", "--actor", "ben", "--format", "jsonl").jsonl} == {
        "ben"
    }
    behind = journal("journal", "show", "--actor", "root", "--format", "jsonl").jsonl
    assert [(line["actor"], line["behind"]) for line in behind] == [("ana", "root")]
    last = journal("journal", "show", "--limit", "3", "--format", "jsonl").jsonl
    assert last == whole[-3:]
    assert journal("journal", "show", "--since", "5", "--format", "jsonl").jsonl == whole[5:]
    family = journal("journal", "show", "--kind", "ticket.", "--format", "jsonl").jsonl
    assert family == [line for line in whole if line["kind"].startswith("ticket.")]
    assert len(journal("journal", "show", "--format", "csv").csv) == len(whole)


def test_a_ticket_that_is_not_there_is_told(journal: Door) -> None:
    said = journal("journal", "show", "--ticket", "INC-99999")
    assert (said.code, said.err) == (4, "deskconsole: there is no ticket INC-99999\n")


def test_a_record_that_holds_is_said_to(journal: Door) -> None:
    said = journal("journal", "verify", "--rebuild")
    assert (said.code, said.err) == (0, "")
    assert "the journal holds" in said.out
    told = journal("journal", "verify", "--rebuild", "--format", "json").json
    assert told["holds"]
    assert told["rows"] > 20
    assert told["timers"] > 0


def test_a_row_changed_behind_the_journals_back_is_found_by_rebuild(journal: Door) -> None:
    connection = sqlite3.connect(journal.path, isolation_level=None)
    for change, said in (
        ("update ticket set state = 'closed' where id = 1", "ticket 1: state is 'closed', the journal says 'open'"),
        ("delete from clock where ticket = 1", "clock 1 1 response 1: is missing, the journal makes it"),
        (
            "insert into team (id, key, name, active, managed) values (77, 'eve', 'Eve', 1, 0)",
            "team 77: is stored, the journal knows nothing of it",
        ),
        ("update clock set due = due + 1 where ticket = 2", "clock 2 1 "),
        ("delete from timer where kind = 'clock'", "timer clock "),
        ("update ticket set title = null where id = 1", "ticket 1: title is None"),
    ):
        before = journal.path.read_bytes()
        connection.execute("pragma foreign_keys = off")
        connection.execute(change)
        connection.execute("pragma wal_checkpoint(truncate)")
        assert journal("journal", "verify").code == 0
        found = journal("journal", "verify", "--rebuild")
        assert found.code == 1, change
        assert said in found.err
        assert "keep this store as it is" in found.err
        connection.close()
        journal.path.write_bytes(before)
        connection = sqlite3.connect(journal.path, isolation_level=None)
        assert journal("journal", "verify", "--rebuild").code == 0


def test_a_line_altered_is_named_with_a_way_out(journal: Door) -> None:
    sqlite3.connect(journal.path, isolation_level=None).execute("update journal set actor = 'eve' where seq = 7")
    said = journal("journal", "verify", "--rebuild")
    assert said.code == 1
    assert "line 7 was altered" in said.err
    told = journal("journal", "verify", "--format", "json")
    assert (told.code, told.json["holds"]) == (1, False)


def test_the_head_kept_elsewhere_proves_that_nothing_was_cut_off(journal: Door) -> None:
    head = journal("journal", "head", "--format", "json").json
    assert journal("journal", "verify", "--head", head["digest"]).code == 0
    assert journal("journal", "head").out.split()[1::2] == [str(value) for value in head.values()]
    said = journal("journal", "verify", "--head", "ab" * 32)
    assert (said.code, "cut off or rewritten" in said.err) == (1, True)
    assert journal("journal", "verify", "--head", "ab").code == 2


def export(journal: Door, to: Path, *more: str) -> Path:
    with Sqlite(journal.path).looking() as driver:
        since = int(more[more.index("--since") + 1]) if "--since" in more else 0
        to.write_bytes(b"".join(exported(driver, since, texts="--texts" in more)))
    return to


def check(journal: Door, file: Path, *more: str) -> tuple[int, str]:
    said = journal._said(["journal", "verify", "--file", str(file), *more])
    return said.code, said.out + said.err


def test_an_export_is_verified_without_the_store(journal: Door, tmp_path: Path) -> None:
    file = export(journal, tmp_path / "journal.jsonl")
    head = journal("journal", "head", "--format", "json").json["digest"]
    journal.path.rename(tmp_path / "away.db")
    code, said = check(journal, file, "--head", head)
    assert (code, head in said) == (0, True)
    assert "VPN drops" not in file.read_text()


def test_an_export_with_texts_proves_them_too(journal: Door, tmp_path: Path) -> None:
    file = export(journal, tmp_path / "journal.jsonl", "--texts")
    assert check(journal, file)[0] == 0
    file.write_text(file.read_text().replace("VPN drops", "VPN works"))
    code, said = check(journal, file)
    assert (code, "private text" in said) == (1, True)


def test_a_part_of_a_journal_is_verified_from_its_first_line_on(journal: Door, tmp_path: Path) -> None:
    file = export(journal, tmp_path / "part.jsonl", "--since", "11", "--texts")
    assert json.loads(file.read_text().partition("\n")[0])["seq"] == 12
    assert check(journal, file)[0] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: [*lines[:8], *lines[9:]], "line 9: missing"),
        (lambda lines: [*lines[:8], lines[9], lines[8], *lines[10:]], "out of order"),
        (lambda lines: [*lines[:8], lines[8].replace('"v":1', '"v":2'), *lines[9:]], "line 9 was altered"),
        (lambda lines: lines[1:], None),  # a part from line 2 on: what is before is not in this file
        (lambda lines: [*lines, lines[-1]], "out of order"),
    ],
)
def test_an_export_that_was_altered_is_found(journal: Door, tmp_path: Path, change: object, said: str | None) -> None:
    file = export(journal, tmp_path / "journal.jsonl")
    assert callable(change)
    file.write_text("\n".join(change(file.read_text().splitlines())) + "\n")
    code, told = check(journal, file)
    assert code == (1 if said else 0)
    assert (said or "from line 2 on") in told


@pytest.mark.parametrize("text", ["nonsense\n", '{"seq":1}\n', "[]\n", '{"seq":', "\x00\xff\n"])
def test_a_file_that_is_no_export_is_told_in_a_line(journal: Door, tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(text.encode("latin-1"))
    code, said = check(journal, file)
    assert (code, said.count("\n")) == (2, 1)


def test_the_command_prints_what_is_exported(journal: Door, tmp_path: Path) -> None:
    program = "import sys; from deskconsole.cli.main import main; sys.exit(main())"
    words = [executable, "-c", program, "journal", "export", "--store", str(journal.path), "--texts"]
    printed = run(words, capture_output=True, check=True).stdout
    assert printed == export(journal, tmp_path / "journal.jsonl", "--texts").read_bytes()


@pytest.mark.parametrize("what", ["show", "verify", "head", "export"])
def test_help_has_examples(journal: Door, what: str) -> None:
    said = journal._said(["journal", what, "--help"])
    assert (said.code, "examples" in said.out) == (0, True)
