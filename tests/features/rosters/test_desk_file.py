"""What a desk file says of shifts: read, refused by name and line, written back, compared, versioned."""

from __future__ import annotations

from datetime import date

import pytest

from deskconsole.core.toml.problems import BadFile
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse, placed
from deskconsole.features.deskfile.plan import held_file, plan
from deskconsole.features.deskfile.review import review
from deskconsole.features.deskfile.views import current
from deskconsole.features.rosters.views import VERSIONS
from tests.features.desks import TestDesk
from tests.features.rosters.worlds import SHIFTS, TEXT


def test_what_is_written_is_what_is_read() -> None:
    file = parse(TEXT + SHIFTS)
    assert file.roster is not None
    assert parse(export(file)) == file
    early, night = file.roster.shifts[0], file.roster.shifts[-1]
    assert (early.zone, early.hours, early.groups) == ("Europe/Berlin", (360, 840), (("ana", "ben", "mia"),))
    assert (night.layer, night.turning, night.groups) == ("primary", "week", (("eli",), ("ana",)))


REFUSED = [
    ('people = ["ana", "ben", "mia"]', 'people = ["ana", "bem"]', "shifts.early.people[2]: no operator “bem”; nearest"),
    ('people = ["ana", "ben", "mia"]', "", 'shifts.early: people is missing: write people = ["ana", "ben"], or'),
    ('hours = "06:00-14:00"', 'hours = "6-14"', "shifts.early.hours: “6-14” is no span of hours"),
    ("anchor = 2026-01-05", "", "shifts.night: anchor is missing: write anchor = 2026-01-05"),
    ('turn = "week"', 'turn = "month"', "shifts.night.turn: “month” is no time to take turns by: write day"),
    ('layer = "primary"', 'layer = "first"', "shifts.night.layer: no such word “first”; there is primary"),
    ('days = "weekdays"', 'days = ["mon", "tues"]', "shifts.early.days[2]: no such day “tues”; nearest is tue"),
    ('lead = "mia"', 'lead = ["mia", "ana"]', "shifts.early.lead: names 2 leads for 1 groups: write one for all"),
    ('zone = "Europe/Berlin"\nhours', 'zone = "Europe/Berlim"\nhours', "no time zone “Europe/Berlim”; nearest is"),
    ('rest = "11h"', 'rests = "11h"', "roster.rests"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "wrong", "said"), REFUSED)
def test_what_is_wrong_is_named(written: str, wrong: str, said: str) -> None:
    assert written in SHIFTS
    with pytest.raises(BadFile) as refused:
        parse(TEXT + SHIFTS.replace(written, wrong, 1))
    assert said in str(refused.value)


def test_a_changed_shift_is_a_new_version_and_the_old_one_stays(desk: TestDesk) -> None:
    first = parse(TEXT + SHIFTS)
    desk.do("max", apply(plan(first, current(desk.store.read))))
    assert plan(first, current(desk.store.read)) == []
    assert held_file(current(desk.store.read)).roster == first.roster
    desk.pass_("1h")
    later = parse(TEXT + SHIFTS.replace("06:00-14:00", "07:00-15:00").replace('rest = "11h"', 'rest = "10h"'))
    (step,) = plan(later, current(desk.store.read))
    assert step.text == "~ roster v1 → v2: rest 11h → 10h, early hours 06:00-14:00 → 07:00-15:00"
    desk.do("max", apply([step]))
    versions = desk.store.read.all(VERSIONS)
    assert [version.spec.rest // 3600 for version in versions] == [11, 10]
    assert versions[1].since == desk.now


def test_who_cannot_be_in_both_of_two_turns_is_noted() -> None:
    twice = SHIFTS.replace('people = ["eli"]', 'people = ["eli", "ana"]')
    file, sheet = placed(TEXT + twice)
    notes = [str(problem) for problem in review(file, sheet, date(2026, 3, 2))]
    (note,) = [note for note in notes if "Early and Late" in note]
    assert "shifts.late: ana has 0 s of rest between Early and Late, first on 2026-03-02" in note
