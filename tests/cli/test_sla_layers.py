"""`sla layers` and the notes of `desk check` and `desk apply`: what the layer below leaves of a promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.desks import FILE, Door

OLA = """
[agreements.network]
layer = "ola"
party = "network"
calendar = "office"
[agreements.network.ownership]
targets = { p1 = "2h", p2 = "2h" }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "desk.toml"
    path.write_text(FILE.read_text() + OLA)
    return path


def test_layers_stand_side_by_side_by_priority(desk_door: Door, file: Path) -> None:
    said = desk_door("sla", "layers", "--file", file)
    assert (said.code, said.err) == (0, "")
    head, first, *_, last = [" ".join(line.split()) for line in said.out.splitlines()]
    assert head == "agreement metric P target layer below whose promises takes buffer begins"
    assert first == "standard resolution 1 4h00m ola network network 2h00m 66h00m −62h00m Fri 15:00"
    assert last == "standard resolution 5 90h00m – – – – – – –"


def test_as_json_in_seconds_of_the_customer(desk_door: Door, file: Path) -> None:
    told = desk_door("sla", "layers", "--file", file, "--agreement", "standard", "--format", "json").json
    assert [row["priority"] for row in told] == [1, 2, 3, 4, 5]
    assert (told[0]["target_s"], told[0]["takes_s"], told[0]["buffer_s"]) == (14400, 237600, -223200)
    assert told[0]["begins"].endswith("+00:00")
    assert told[4]["below"] is None


def test_of_the_desk_itself_once_it_is_applied(desk_door: Door, file: Path) -> None:
    assert "network" not in desk_door("sla", "layers").out
    said = desk_door("desk", "apply", file, "--as", "adm")
    note = "agreements.network.ownership: leaves no buffer below standard resolution: P1 takes 66h of 4h"
    assert said.code == 0
    assert said.err.startswith(f"deskconsole: note: {file}:")
    assert note in said.err
    assert "note" not in said.out
    assert "network" in desk_door("sla", "layers").out


def test_a_check_notes_it_and_passes(desk_door: Door, file: Path) -> None:
    said = desk_door("desk", "check", file)
    assert (said.code, said.err) == (0, "")
    first, last = said.out.splitlines()
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "network.ownership" in text)
    assert first.startswith(f"note: {file}:{line}: agreements.network.ownership: leaves no buffer below standard")
    assert last == f"{file}: nothing is wrong, 1 note to look at"


def test_an_agreement_that_is_not_there_is_named_with_the_nearest(desk_door: Door, file: Path) -> None:
    said = desk_door("sla", "layers", "--file", file, "--agreement", "standart")
    assert (said.code, said.err) == (
        4,
        "deskconsole: there is no agreement “standart” with customers; nearest is standard\n",
    )
