"""Importing a ServiceNow log: what becomes of its rows, and that again, in parts or in disorder it is the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from deskconsole.core.instants import from_iso
from deskconsole.features.tickets.views import TICKET
from deskconsole.house import House
from deskconsole.store.compare import state
from deskconsole.store.store import Store
from tests.features.desks import Door
from tests.features.logs import SAMPLE, log, needs_data, read_log, room_for, row, tickets_of

PRIVATE = {"ticket": ("title", "requester"), "operator": ("name",)}


def taken(door: Door, path: Path, *more: str) -> str:
    said = door("import", "servicenow-log", path, "--zone", "UTC", *more)
    assert said.code == 0, said.err
    return said.out


def whole(door: Door, path: Path) -> Store:
    taken(door, path)
    return door.store()


def lines(store: Store) -> int:
    return int(store.read.driver.select("select count(*) from journal", {})[0][0])


# --- what a row becomes ----------------------------------------------------------------------------------------------


def test_a_ticket_is_what_its_last_row_and_its_facts_say(door: Door, tmp_path: Path) -> None:
    facts = {"opened_at": "5/3/2016 12:00", "resolved_at": "6/3/2016 09:00", "closed_at": "11/3/2016 09:07"}
    rows = [
        row(sys_updated_at="5/3/2016 12:10", **facts),
        row(sys_updated_at="5/3/2016 13:00", incident_state="Awaiting User Info", assigned_to="Resolver 9", **facts),
        row(sys_updated_at="7/3/2016 10:00", incident_state="Active", priority="2 - High", reopen_count="1", **facts),
    ]
    ticket = whole(door, log(tmp_path / "a.csv", rows)).read.one(TICKET, number="INC0000001")
    assert ticket.title == "Category 1 / Subcategory 2 / Symptom 3"
    assert (ticket.state, ticket.label, ticket.priority, ticket.priority_label) == ("open", "Active", 2, "2 - High")
    assert (ticket.team, ticket.owner, ticket.requester, ticket.channel) == ("Group 70", None, "Caller 1", "Phone")
    assert (ticket.held_for, ticket.reopened, ticket.source) == (None, 1, "servicenow-log")
    assert (ticket.opened_at, ticket.resolved_at, ticket.closed_at) == (
        from_iso("2016-03-05T12:00Z"),
        from_iso("2016-03-06T09:00Z"),
        from_iso("2016-03-11T09:07Z"),
    )


def test_unresolved_asks_the_fact_and_state_asks_the_last_row(door: Door, tmp_path: Path) -> None:
    """A ticket may be reported resolved while its last row still says Active, and the other way round."""
    rows = [
        row(number="INC1", incident_state="Active", resolved_at="2/3/2016 08:00", closed_at="3/3/2016 08:00"),
        row(number="INC2", incident_state="Resolved"),
        row(number="INC3", incident_state="Active", closed_at="3/3/2016 08:00"),
    ]
    taken(door, log(tmp_path / "a.csv", rows))
    found = {
        words: [line["ticket"] for line in door("show", "queue", "--filter", words, "--format", "jsonl").jsonl]
        for words in ("is:unresolved", "state:open", "state:Resolved", "state:open -is:unresolved")
    }
    assert found == {
        "is:unresolved": ["INC2"],
        "state:open": ["INC1", "INC3"],
        "state:Resolved": ["INC2"],
        "state:open -is:unresolved": ["INC1", "INC3"],
    }


def test_rows_of_one_minute_stand_in_the_order_of_the_file(door: Door, tmp_path: Path) -> None:
    states = ["Active", "Awaiting Vendor", "Active", "Awaiting User Info"]
    rows = [row(incident_state=state, sys_updated_at="2/3/2016 10:00") for state in states]
    rows.append(row(incident_state="New", sys_updated_at="1/3/2016 10:00"))  # last in the file, first in time
    store = whole(door, log(tmp_path / "a.csv", rows))
    assert store.read.one(TICKET, number="INC0000001").label == "Awaiting User Info"
    told = door("show", "timeline", "INC0000001", "--format", "jsonl").jsonl
    seen = [
        entry["what"].removeprefix("seen as ").split(",")[0] for entry in told if entry["kind"] == "ticket.observed"
    ]
    assert seen == ["New", *states]


def test_the_zone_of_the_log_counts(door: Door, tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [row(opened_at="1/7/2016 08:00", sys_updated_at="1/7/2016 08:05")])
    assert door("import", "servicenow-log", path, "--zone", "Europe/Lisbon").code == 0
    assert door("show", "ticket", "INC0000001", "--format", "json").json["opened_at"] == "2016-07-01T07:00:00Z"


def test_an_unknown_state_counts_as_open(door: Door, tmp_path: Path) -> None:
    taken(door, log(tmp_path / "a.csv", [row(incident_state="-100", priority="?")]))
    shown = door("show", "ticket", "INC0000001", "--format", "json").json
    assert (shown["state"], shown["label"], shown["priority"]) == ("open", "-100", None)


# --- again, later, in parts ------------------------------------------------------------------------------------------


def test_the_same_log_again_adds_nothing(door: Door, tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [row(), row(), row(sys_updated_at="2/3/2016 10:00", caller_id="Caller 2")])
    store = whole(door, path)
    before = lines(store)
    assert ", 0 new events, 0 rejected" in taken(door, path)
    assert lines(store) == before


def test_a_later_export_in_which_it_was_resolved_adds_only_that(door: Door, tmp_path: Path) -> None:
    rows = [row(), row(sys_updated_at="2/3/2016 10:00", incident_state="Active")]
    store = whole(door, log(tmp_path / "a.csv", rows))
    assert store.read.one(TICKET, number="INC0000001").resolved_at is None
    facts = {"resolved_at": "2/3/2016 12:00", "closed_at": "7/3/2016 12:00"}
    later = [row(**facts), row(sys_updated_at="2/3/2016 10:00", incident_state="Active", **facts)]
    later.append(row(sys_updated_at="2/3/2016 12:00", incident_state="Resolved", **facts))
    assert "1 incidents with 3 rows, 3 new events" in taken(door, log(tmp_path / "b.csv", later))
    assert store.read.one(TICKET, number="INC0000001").resolved_at == from_iso("2016-03-02T12:00Z")


FIRST = {"resolved_at": "2/3/2016 12:00", "closed_at": "?"}


@pytest.mark.parametrize(
    "now",
    [
        {"resolved_at": "5/3/2016 12:00", "closed_at": "9/3/2016 12:00"},  # reopened, resolved later
        {"resolved_at": "2/3/2016 11:00", "closed_at": "9/3/2016 12:00"},  # corrected to an earlier instant
        {"resolved_at": "?", "closed_at": "?"},  # reopened, open again
        {"resolved_at": "?", "closed_at": "9/3/2016 12:00"},
    ],
)
def test_what_the_other_system_says_otherwise_now_replaces_what_it_had_said(
    door: Door, log_template: Path, tmp_path: Path, now: dict[str, str]
) -> None:
    def rows(facts: dict[str, str]) -> list[list[str]]:
        return [row(**facts), row(sys_updated_at="2/3/2016 12:00", incident_state="Resolved", **facts)]

    for name, facts in (("a", FIRST), ("b", now), ("again", now)):
        last = taken(door, log(tmp_path / f"{name}.csv", rows(facts)))
    assert ", 0 new events," in last
    other = door.other(log_template, tmp_path)
    assert tickets_of(door.store()) == tickets_of(whole(other, log(tmp_path / "b.csv", rows(now))))
    taken(door, log(tmp_path / "a.csv", rows(FIRST)))  # and back again
    third = door.other(log_template, tmp_path)
    assert tickets_of(door.store()) == tickets_of(whole(third, log(tmp_path / "a.csv", rows(FIRST))))


def test_a_row_that_comes_late_stands_where_it_belongs(door: Door, log_template: Path, tmp_path: Path) -> None:
    early = row(category="Category 1")
    middle = row(sys_updated_at="2/3/2016 10:00", category="Category 8", contact_type="Email", incident_state="Active")
    last = row(sys_updated_at="3/3/2016 10:00", category="Category 9", incident_state="Resolved")
    taken(door, log(tmp_path / "a.csv", [early, last]))
    taken(door, log(tmp_path / "b.csv", [early, middle, last]))
    other = door.other(log_template, tmp_path)
    assert tickets_of(door.store()) == tickets_of(whole(other, log(tmp_path / "b.csv", [early, middle, last])))


@pytest.fixture
def sample() -> list[list[str]]:
    return read_log(SAMPLE)


class TestTheSample:
    pytestmark = needs_data

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
    def test_half_of_it_and_then_the_whole_is_the_whole(
        self, door: Door, log_template: Path, tmp_path: Path, sample: list[list[str]], share: float
    ) -> None:
        part = log(tmp_path / "part.csv", sample[: int(len(sample) * share)])
        taken(door, part)
        first = lines(door.store())
        taken(door, SAMPLE)
        other = door.other(log_template, tmp_path)
        direct = whole(other, SAMPLE)
        assert tickets_of(door.store()) == tickets_of(direct)
        assert first < lines(door.store()) == lines(direct)

    def test_interleaved_tickets_are_the_same_tickets(
        self, door: Door, log_template: Path, tmp_path: Path, sample: list[list[str]]
    ) -> None:
        chance = random.Random(20160305)
        queues: dict[str, list[list[str]]] = {}
        for cells in sample:
            queues.setdefault(cells[0], []).append(cells)
        mixed = []
        while queues:
            number = chance.choice(sorted(queues))
            mixed.append(queues[number].pop(0))
            if not queues[number]:
                del queues[number]
        store = whole(door, log(tmp_path / "mixed.csv.gz", mixed))
        direct = whole(door.other(log_template, tmp_path), SAMPLE)
        assert tickets_of(store) == tickets_of(direct)
        assert lines(store) == lines(direct)

    def test_an_interrupted_import_goes_on_to_the_same_desk(
        self, door: Door, log_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("deskconsole.cli.importing.CHUNK", 7)
        learned = House.learn
        with room_for(4):
            said = door("import", "servicenow-log", SAMPLE, "--zone", "UTC")
        assert (said.code, "the disk is full" in said.err) == (5, True)
        assert House.learn is learned
        half = door.store()
        assert half.read.driver.select("select count(*) from ticket", {}) == [(28,)]
        taken(door, SAMPLE)
        direct = whole(door.other(log_template, tmp_path), SAMPLE)
        tables = half.backend.tables()
        assert state(half.read, tables, PRIVATE) == state(direct.read, tables, PRIVATE)

    def test_a_dry_run_writes_nothing(self, door: Door, tmp_path: Path, sample: list[list[str]]) -> None:
        path = log(tmp_path / "a.csv", [*sample, ["too", "short"]])
        before = lines(door.store())
        said = door("import", "servicenow-log", path, "--zone", "UTC", "--dry-run")
        assert (said.code, said.out) == (
            0,
            "would take over 60 incidents with 357 rows, 1 rejected; nothing was written\n",
        )
        assert lines(door.store()) == before
        assert not path.with_name("a.csv.rejects.csv").exists()

    def test_history_rings_nobody(self, door: Door) -> None:
        """Rule 30."""
        store = whole(door, SAMPLE)
        select = store.read.driver.select
        assert select("select count(*) from clock where breached_at is not null", {})[0][0] > 0
        assert select("select kind, fire_at from timer where fire_at <= :now", {"now": store.now()}) == []
        assert door("engine", "--once").out == "0 timers handled\n"
        assert select("select count(*) from journal where kind like 'clock.%'", {}) == [(0,)]


def test_what_is_still_open_rings_from_the_import_on(door: Door, tmp_path: Path) -> None:
    """The clock stands on Wednesday 1 March 2017; the starter desk gives P3 two hours to answer and 27 to resolve."""
    when = {"opened_at": "28/2/2017 16:30", "sys_updated_at": "28/2/2017 16:30"}
    taken(door, log(tmp_path / "a.csv", [row(**when)]))
    timers = door.store().read.driver.select("select kind, fire_at from timer", {})
    # 30 minutes past four: 80 % of the answer's two hours were on Tuesday at 18:06, that is on Wednesday at 09:06.
    assert timers == [("clock", from_iso("2017-03-01T09:06Z"))]


def test_an_import_is_not_undone(door: Door, tmp_path: Path) -> None:
    when = {"opened_at": "28/2/2017 23:58", "sys_updated_at": "28/2/2017 23:59"}
    taken(door, log(tmp_path / "a.csv", [row(assignment_group="?", **when)]))
    said = door("do", "undo")
    assert (said.code, "an import is not undone" in said.err) == (3, True)
    assert door("show", "ticket", "INC0000001").code == 0


# --- who may, and what is refused ------------------------------------------------------------------------------------


def test_a_ticket_of_our_own_with_that_number_is_left_alone(door: Door, tmp_path: Path) -> None:
    assert door("do", "new", "--title", "ours").code == 0
    said = door("import", "servicenow-log", log(tmp_path / "a.csv", [row(number="INC-10001")]), "--zone", "UTC")
    assert "INC-10001 is a ticket of this desk already" in said.err
    assert "0 incidents with 0 rows, 0 new events, 1 rejected" in said.out
    assert door("show", "ticket", "INC-10001", "--format", "json").json["title"] == "ours"


def test_an_auditor_may_not_import_and_that_is_on_record(desk_door: Door, tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [row()])
    said = desk_door("import", "servicenow-log", path, "--zone", "UTC", "--as", "aud")
    assert said.code == 3
    assert "import.servicenow_log needs the permission import.run, which aud does not have" in said.err
    last = desk_door.store().read.driver.select("select kind, actor, behind from journal order by seq desc limit 1", {})
    assert last == [("call.refused", "aud", "ana")]
    assert desk_door.store().read.driver.select("select count(*) from ticket", {}) == [(0,)]


def test_an_unknown_zone_and_a_missing_file(door: Door, tmp_path: Path) -> None:
    path = log(tmp_path / "a.csv", [row()])
    said = door("import", "servicenow-log", path, "--zone", "Mars/Olympus")
    assert (said.code, "there is no time zone “Mars/Olympus”" in said.err) == (2, True)
    said = door("import", "servicenow-log", tmp_path / "b.csv", "--zone", "UTC")
    assert (said.code, "there is no file" in said.err) == (4, True)
    said = door("import", "servicenow-log", tmp_path, "--zone", "UTC")
    assert (said.code, "cannot be read" in said.err) == (2, True)
