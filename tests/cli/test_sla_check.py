"""`sla check` at the door: the last line, the exit code, what failed and why, files that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deskconsole.cli.main import main

VECTORS = Path(__file__).parents[1] / "vectors"
ASKED: dict[str, Any] = {
    "id": "eight-hours", "kind": "add_business_time", "calendar": {"tz": "UTC", "hours": {"mon": [["09:00", "17:00"]]}},
    "input": {"start": "2024-01-15T09:00:00Z", "seconds": 3600}, "expect": {"due": "2024-01-15T10:00:00Z"},
}  # fmt: skip


def test_the_vectors_of_other_projects_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sla", "check", str(VECTORS / "zammad.json"), str(VECTORS / "glpi.json")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "54 passed, 0 failed, 0 skipped"


def test_a_folder_is_every_json_file_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.json").write_text(json.dumps([ASKED]))
    (tmp_path / "deep" / "b.json").write_text(json.dumps({"vectors": [ASKED, ASKED]}))
    (tmp_path / "README.md").write_text("not a vector")
    assert main(["sla", "check", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed, 0 skipped"
    (tmp_path / "empty").mkdir()
    assert main(["sla", "check", str(tmp_path / "empty")]) == 2
    assert "there is no JSON file in" in capsys.readouterr().err


def test_what_failed_is_listed_with_what_was_expected_and_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ASKED | {"id": "wrong\x1b[31m", "expect": {"due": "2024-01-15T11:00:00Z"}}
    odd = ASKED | {"kind": "moon_phase"}
    (tmp_path / "v.json").write_text(json.dumps([ASKED, wrong, odd, {"id": "half"}]))
    assert main(["sla", "check", str(tmp_path / "v.json")]) == 1
    out = capsys.readouterr().out
    assert "failed  v.json: vector 2 (“wrong␛[31m”)  add_business_time" in out
    assert "due: expected 2024-01-15T11:00:00Z, found 2024-01-15T10:00:00Z" in out
    assert "skipped  v.json: vector 3 (“eight-hours”)  moon_phase" in out
    assert "cannot be read: v.json: vector 4 (“half”), kind: is missing" in out
    assert out.splitlines()[-1] == "1 passed, 2 failed, 1 skipped"


def test_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "v.json").write_text(json.dumps([ASKED, ASKED | {"expect": {"due": "2024-01-15T10:00:01Z"}}]))
    assert main(["sla", "check", str(tmp_path / "v.json"), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["passed"], told["failed"], told["skipped"]) == (1, 1, 0)
    assert [v["outcome"] for v in told["vectors"]] == ["passed", "failed"]
    assert told["vectors"][1]["checks"] == [
        {"what": "due", "expected": "2024-01-15T10:00:01Z", "found": "2024-01-15T10:00:00Z", "holds": False}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[[[", "v.json:1: is no JSON"),
        (b"", "v.json:1: is no JSON"),
        (b"[\n{'id': 1}]", "v.json:2: is no JSON"),
        (b"\xff\xfe", "v.json:1: is no JSON"),
        (b"[" * 100_000, "v.json:1: is no JSON"),
        (b'{"a": []}', "v.json holds no list of vectors"),
        (b"17", "v.json holds no list of vectors"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(
    text: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "v.json").write_bytes(text)
    assert main(["sla", "check", str(tmp_path / "v.json")]) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sla", "check", str(tmp_path / "no.json")]) == 4
    assert "there is no file" in capsys.readouterr().err
