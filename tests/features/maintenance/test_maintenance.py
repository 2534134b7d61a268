"""Maintenance at the desk and at the door: planned, taken over from calendars, begun, ended, withdrawn (rule 17)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant, from_iso, to_iso
from deskconsole.derive import RULES
from deskconsole.features.maintenance import commands as m
from deskconsole.features.maintenance.views import OF_ITEM, Windows, cuts
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.sla.cuts import Cut
from deskconsole.store.compare import rebuild
from deskconsole.store.replay import SUBJECTS, TICKETS, Snapshot
from deskconsole.store.replay import Cut as Until
from tests.features.desks import FILE, START, Door, TestDesk, at_the_door

FILES = Path(__file__).with_name("files")
VPN, MAIL = 2, 1
"""Numbers of the services, in the order of their keys."""

IN_TIME = "announced 4 d before it began, notice is 72 h"


def planned(desk: TestDesk, begin: int = 4 * DAY, length: int = HOUR, service: str = "mail", **more: object) -> str:
    """A window that begins so long after START; its number."""
    call = m.plan("Patch night", START + begin, START + begin + length, service, **more)  # type: ignore[arg-type]
    desk.do("lea", call)
    return f"MW-{desk.scalar('select max(id) from maintenance')}"


def shown(desk: TestDesk, service: int | None = MAIL) -> list[tuple[float, float, bool, str]]:
    """Parts of a service's windows in hours from START."""
    return [
        ((part.begin - START) / HOUR, (part.end - START) / HOUR, part.cut, part.why)
        for part in Windows(desk.store.read).of(service).parts
    ]


def row(desk: TestDesk, number: str, columns: str) -> tuple[object, ...]:
    return desk.all(f"select {columns} from maintenance where id = :id", id=int(number[3:]))[0]


# --- planning --------------------------------------------------------------------------------------------------------


def test_planned_in_time_it_is_cut(desk: TestDesk) -> None:
    planned(desk)
    assert shown(desk) == [(96, 97, True, IN_TIME)]
    assert shown(desk, VPN) == shown(desk, None) == []
    cut = Cut(START + 4 * DAY, START + 4 * DAY + HOUR, "granted", "maintenance MW-1 Mail", START, code="MW-1")  # type: ignore[arg-type]
    with desk.store.writing(desk.by("lea").actor, RULES) as tx:
        assert list(cuts(tx, MAIL, START)) == [cut]
        assert list(cuts(tx, MAIL, START, Instant(START + 4 * DAY))) == []
        assert list(cuts(tx, MAIL, Instant(START + 4 * DAY + HOUR))) == []
        assert list(cuts(tx, MAIL, Instant(START + 4 * DAY + HOUR - 1))) == [cut]
        assert list(cuts(tx, VPN, START)) == list(cuts(tx, None, START)) == []


def test_entered_for_yesterday_it_is_not_cut_and_needs_a_waiver(desk: TestDesk) -> None:
    planned(desk, -DAY)
    assert shown(desk) == [
        (-24, -23, False, "announced 24 h after it began, notice is 72 h: it needs a waiver")
    ]  # fmt: skip


def test_what_somebody_says_of_an_earlier_announcement_is_kept_and_does_not_count(desk: TestDesk) -> None:
    planned(desk, HOUR, announced=START - 9 * DAY)
    assert row(desk, "MW-1", "announced_at") == (START - 9 * DAY,)
    assert [(part[2], part[3]) for part in shown(desk)] == [
        (False, "announced 1 h before it began, notice is 72 h: it needs a waiver")
    ]


def test_a_later_announcement_does_count(desk: TestDesk) -> None:
    planned(desk, 5 * DAY, announced=START + 3 * DAY)
    assert [(part[2], part[3]) for part in shown(desk)] == [
        (False, "announced 48 h before it began, notice is 72 h: it needs a waiver")
    ]


def test_announced_but_overrun_by_forty_minutes(desk: TestDesk) -> None:
    number = planned(desk)
    desk.pass_("96h")
    desk.do("ana", m.begin(number))
    desk.pass_("100m")
    desk.do("ana", m.end(number))
    assert shown(desk) == [
        (96, 97, True, IN_TIME),
        (97, 97 + 2 / 3, False, "it overran by 40 min: overrun counts"),
    ]


def test_it_ended_early_and_the_rest_counts(desk: TestDesk) -> None:
    number = planned(desk)
    desk.pass_("98h")
    desk.do("ana", m.end(number, START + 4 * DAY + 30 * MINUTE))
    assert [(part[0], part[1], part[2]) for part in shown(desk)] == [(96, 96.5, True), (96.5, 97, False)]
    assert row(desk, number, "begun_at, ended_at") == (None, START + 4 * DAY + 30 * MINUTE)
    with pytest.raises(Refused, match=r"ended 2026-03-07T09:30:00Z already: to correct that needs the permission"):
        desk.do("ana", m.end(number))
    desk.do("lea", m.end(number, START + 4 * DAY + 45 * MINUTE))
    assert row(desk, number, "ended_at") == (START + 4 * DAY + 45 * MINUTE,)
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_recurring_window_is_frozen_span_by_span(desk: TestDesk) -> None:
    planned(desk, repeat="weekly", until=START + 40 * DAY)
    spans = desk.all("select begin_at, instance from maintenance order by id")
    # Local time is kept: after 29 March it is an hour earlier in UTC.
    assert [to_iso(Instant(begin))[5:16] for begin, _ in spans] == [
        "03-07T09:00", "03-14T09:00", "03-21T09:00", "03-28T09:00", "04-04T08:00", "04-11T08:00",
    ]  # fmt: skip
    assert all(begin == instance for begin, instance in spans)
    assert len({uid for (uid,) in desk.all("select uid from maintenance")}) == 1
    assert [part[2] for part in shown(desk)] == [True] * 6


def test_windows_of_all_services_and_of_items(desk: TestDesk) -> None:
    desk.do("lea", m.plan("Power", START + 4 * DAY, START + 4 * DAY + HOUR, all_services=True))
    desk.do("lea", m.plan("Disk", START + 5 * DAY, START + 5 * DAY + HOUR, item="db-7"))
    assert shown(desk) == shown(desk, VPN) == shown(desk, None) == [(96, 97, True, IN_TIME)]
    windows = Windows(desk.store.read)
    assert [cut.what for cut in windows.of(VPN).cuts] == ["maintenance MW-1 all services"]
    assert [part.window for part in windows.of_item("db-7").parts] == [2]
    assert desk.store.read.all(OF_ITEM, item="db-8") == []


def applied(desk: TestDesk, more: str, folder: Path) -> None:
    from deskconsole.features.deskfile.commands import apply
    from deskconsole.features.deskfile.parse import read
    from deskconsole.features.deskfile.plan import plan
    from deskconsole.features.deskfile.views import current

    path = folder / "desk.toml"
    path.write_text(f"{FILE.read_text()}\n{more}\n")
    desk.do("max", apply(plan(read(path), current(desk.store.read), 2026)))


def test_notice_and_cap_are_those_of_the_day_it_was_announced(desk: TestDesk, tmp_path: Path) -> None:
    applied(desk, '[maintenance]\nnotice = "1h"\ncap = "90m"', tmp_path)
    planned(desk, 2 * HOUR)
    applied(desk, '[maintenance]\nnotice = "48h"', tmp_path)
    planned(desk, 4 * HOUR)
    planned(desk, 3 * DAY)
    assert [(part[0], part[2]) for part in shown(desk)] == [(2, True), (4, False), (72, True)]
    assert desk.all("select cap_s from maintenance order by id") == [(5400,), (None,), (None,)]
    assert desk.all("select notice_s, cap_s from maintenance_rules") == [(48 * 3600, None)]


def test_the_cap_is_the_service_s_and_the_month_s(desk: TestDesk, tmp_path: Path) -> None:
    applied(desk, '[maintenance]\ncap = "90m"', tmp_path)
    for day in (4, 5, 29):  # 7 and 8 March, 1 April
        planned(desk, day * DAY)
    planned(desk, 5 * DAY, service="vpn")
    cap = "the 1 h 30 min that may be cut in a month are used up"
    assert [part for part in shown(desk) if not part[2]] == [(120.5, 121, False, cap)]
    assert [part[2] for part in shown(desk, VPN)] == [True]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({}, "name a service, or a configuration item, or say that it is for all services"),
        ({"service": "mail", "all_services": True}, "what is it for?"),
        ({"item": "two words"}, "a configuration item is one word"),
        ({"service": "mail", "end": START}, "a window ends after it begins"),
        ({"service": "mail", "end": START + 40 * DAY}, "40 d are no maintenance, it lasts 31 d at most"),
        ({"service": "mail", "repeat": "daily"}, "a window that repeats has an end"),
        ({"service": "mail", "repeat": "daily", "until": START + 2000 * DAY}, "windows, at most 400 at once"),
        ({"service": "mail", "repeat": "daily", "until": START - 2 * DAY}, "give a later until"),
        ({"service": "mail", "begin": 0, "end": HOUR}, "over ten years away"),
        ({"service": "mail", "title": "  "}, "the title is empty"),
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense(desk: TestDesk, words: dict[str, object], says: str) -> None:
    given = {"title": "x", "begin": START + DAY, "end": START + DAY + HOUR} | words
    if "end" in words and "begin" not in words:
        given["begin"] = START
    with pytest.raises(BadInput, match=says.replace("?", r"\?")):
        desk.do("lea", m.plan(**given))  # type: ignore[arg-type]
    assert desk.scalar("select count(*) from maintenance") == 0


def test_what_is_not_there(desk: TestDesk) -> None:
    with pytest.raises(NotFound, match="there is no service maul"):
        planned(desk, service="maul")
    for number in ("MW-9", "nonsense", "99999999999999999999"):
        with pytest.raises(NotFound, match=f"there is no maintenance window {number}"):
            desk.do("lea", m.begin(number))


# --- taking place ----------------------------------------------------------------------------------------------------


def test_begin_and_end_say_only_what_was(desk: TestDesk) -> None:
    number = planned(desk)
    with pytest.raises(BadInput, match="that is still to come"):
        desk.do("ana", m.begin(number, START + HOUR))
    with pytest.raises(Refused, match=r"MW-1 begins 2026-03-07T09:00:00Z: what does not take place is withdrawn"):
        desk.do("ana", m.end(number))
    desk.pass_("97h")
    with pytest.raises(BadInput, match="cannot have begun 2026-01-02"):
        desk.do("ana", m.begin(number, START - 60 * DAY))
    desk.do("ana", m.begin(number, START + 4 * DAY + 5 * MINUTE))
    with pytest.raises(Refused, match="began 2026-03-07T09:05:00Z already"):
        desk.do("ana", m.begin(number))
    desk.do("lea", m.begin(number, START + 4 * DAY))
    with pytest.raises(Refused, match="say when it ended"):
        desk.do("lea", m.withdraw(number, "no"))
    assert row(desk, number, "begun_at") == (START + 4 * DAY,)
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_withdrawn_it_is_not_cut_and_nothing_more_can_be_said_of_it(desk: TestDesk) -> None:
    number = planned(desk)
    with pytest.raises(BadInput, match="the reason is empty"):
        desk.do("lea", m.withdraw(number, " "))
    desk.do("lea", m.withdraw(number, "the vendor is ill"))
    assert shown(desk) == [(96, 97, False, "it was withdrawn")]
    desk.pass_("96h")
    for call in (m.begin(number), m.end(number), m.withdraw(number, "again")):
        with pytest.raises(Refused, match="MW-1 was withdrawn 2026-03-03T09:00:00Z"):
            desk.do("lea", call)


def test_a_series_is_withdrawn_as_far_as_it_is_still_to_come(desk: TestDesk) -> None:
    planned(desk, -DAY, repeat="daily", until=START + 3 * DAY)
    desk.do("lea", m.withdraw("MW-4", "a strike", series=True))
    gone = [number for number, at in desk.all("select id, withdrawn_at from maintenance order by id") if at]
    assert gone == [3, 4, 5]  # of the first it is over, the second begins now
    with pytest.raises(Refused, match="nothing of the series of MW-1 is still to come"):
        desk.do("lea", m.withdraw("MW-1", "a strike", series=True))


def test_who_works_for_one_customer_or_team_decides_on_nobody_else_s(desk: TestDesk) -> None:
    number = planned(desk, -HOUR, 2 * HOUR)
    with pytest.raises(Refused, match="a maintenance window is not of your customers"):
        desk.do("glo", m.end(number))
    theirs = planned(desk, -HOUR, 2 * HOUR, "vpn")
    desk.do("net", m.end(theirs))
    assert row(desk, theirs, "ended_at") == (START,)


# --- measured anew ---------------------------------------------------------------------------------------------------


def broken(desk: TestDesk) -> list[int]:
    """Tickets whose clocks are not what their events say: nobody has measured them since they were made wrong."""
    return [ticket for (ticket,) in desk.all("select distinct ticket from clock where due = 1 order by ticket")]


def made_wrong(desk: TestDesk) -> None:
    desk.tick()
    with desk.store.backend.writing() as driver:
        driver.change("update clock set due = 1 where due is not null or state = 'stopped'")


@pytest.fixture
def tickets(desk: TestDesk) -> dict[str, int]:
    """Of either service, open and closed, and one of none."""
    made = {name: desk.new(name, service=name.partition(" ")[0]) for name in ("mail open", "vpn open", "mail closed")}
    made["none"] = desk.new("none")
    desk.pass_("30m")
    desk.do("lea", c.resolve(made["mail closed"], "fixed", "toner"))
    desk.do("lea", c.close(made["mail closed"]))
    desk.pass_("30m")
    return made


Said = Callable[[TestDesk], None]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (lambda desk: planned(desk), ["vpn open", "mail closed", "none"]),
        (lambda desk: planned(desk, -HOUR), ["vpn open", "none"]),
        (lambda desk: planned(desk, service="vpn"), ["mail open", "mail closed", "none"]),
        (lambda desk: desk.do("lea", m.plan("x", START, START + HOUR, all_services=True)), []),
        (lambda desk: desk.do("lea", m.plan("x", START, START + HOUR, item="db-7")),
         ["mail open", "vpn open", "mail closed", "none"]),
    ],
)  # fmt: skip
def test_the_tickets_that_a_window_may_concern_are_measured_anew(
    desk: TestDesk, tickets: dict[str, int], said: Said, left: list[str]
) -> None:
    made_wrong(desk)
    said(desk)
    assert sorted(broken(desk)) == sorted(tickets.values())  # not at once: others write meanwhile
    desk.tick()
    assert broken(desk) == sorted(tickets[name] for name in left)
    assert desk.scalar("select count(*) from timer where kind like 'remeasure%'") == 0


@pytest.mark.parametrize(
    "said",
    [
        lambda desk: desk.do("lea", m.withdraw("MW-1", "ill")),
        lambda desk: desk.do("ana", m.end("MW-1")),
        lambda desk: desk.do("ana", m.begin("MW-1")),
    ],
)
def test_whatever_is_said_of_a_window_measures_its_tickets_anew(
    desk: TestDesk, tickets: dict[str, int], said: Said
) -> None:
    planned(desk, 0, 3 * HOUR)
    made_wrong(desk)
    said(desk)
    desk.tick()
    assert broken(desk) == sorted([tickets["vpn open"], tickets["none"]])


def test_what_is_said_while_tickets_are_measured_begins_from_the_first_again(
    desk: TestDesk, tickets: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskconsole.engine import tick

    monkeypatch.setattr(tick, "TICKETS", 1)
    planned(desk, 0, 3 * HOUR)
    made_wrong(desk)
    desk.do("ana", m.begin("MW-1", START + MINUTE))
    tick.advance(desk.store)
    assert desk.all("select kind, subject, work from timer where kind like 'remeasure%'") == [
        ("remeasure maintenance", 1, "1")
    ]
    assert tickets["mail open"] not in broken(desk)
    with desk.store.backend.writing() as driver:
        driver.change("update clock set due = 1")
    desk.do("ana", m.end("MW-1"))  # in the same microsecond
    assert desk.all("select work from timer where kind like 'remeasure%'") == [(None,)]
    desk.tick()
    assert tickets["mail open"] not in broken(desk)


def test_tickets_far_apart_are_found_stride_by_stride(
    desk: TestDesk, tickets: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from deskconsole.engine import tick

    monkeypatch.setattr(tick, "STRIDE", 1)
    last = desk.new("vpn again", service="vpn")
    made_wrong(desk)
    planned(desk, service="vpn")
    assert desk.tick() == last  # a ticket a transaction
    assert broken(desk) == sorted([tickets["mail open"], tickets["mail closed"], tickets["none"]])


def test_what_a_transaction_says_itself_is_cut_in_it(desk: TestDesk) -> None:
    with desk.store.writing(desk.by("lea").actor, RULES) as tx:
        assert list(cuts(tx, MAIL, START)) == []
        for event in m.plan("x", START + 4 * DAY, START + 5 * DAY, "mail").decide(tx):
            tx.record(event)
        assert [cut.what for cut in cuts(tx, MAIL, START)] == ["maintenance MW-1 Mail"]


def test_many_windows_measure_a_ticket_once(desk: TestDesk, tickets: dict[str, int]) -> None:
    planned(desk, repeat="daily", until=START + 60 * DAY)
    assert desk.scalar("select count(*) from timer where kind = 'remeasure maintenance'") == 57
    assert desk.tick() == 1
    assert desk.scalar("select count(*) from timer where kind like 'remeasure%'") == 0


def test_rows_that_are_still_to_be_measured_are_no_difference(desk: TestDesk, tickets: dict[str, int]) -> None:
    planned(desk, -HOUR)
    with desk.store.backend.writing() as driver:
        driver.change("update clock set counted = 5")
    found = rebuild(desk.store, RULES, RECORD)
    assert found.stale == 2
    assert {line.split(":")[0].split()[1] for line in found.differences} == {
        f"{tickets['vpn open']}", f"{tickets['none']}"
    }  # fmt: skip


# --- looking back ----------------------------------------------------------------------------------------------------


def test_the_past_knows_the_windows_that_were_known_then(desk: TestDesk) -> None:
    planned(desk)
    desk.pass_("1h")
    before = desk.now
    desk.pass_("1h")
    desk.do("lea", m.withdraw("MW-1", "ill"))
    planned(desk, 5 * DAY)

    def known(at: Instant) -> list[Cut]:
        past = Snapshot(desk.store, Until(known=at), RULES, TICKETS, SUBJECTS)
        try:
            return list(cuts(past, MAIL, START))
        finally:
            past.close()

    assert [cut.what for cut in known(before)] == ["maintenance MW-1 Mail"]
    assert [cut.what for cut in known(desk.now)] == ["maintenance MW-2 Mail"]


# --- at the door -----------------------------------------------------------------------------------------------------


def moved(desk: TestDesk, to: str | None = None) -> None:
    """So late is it at the door, too."""
    if to:
        desk.until(to)
    desk.show_time()


@pytest.fixture
def lead(desk: TestDesk, desk_door: Door, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The command line as ana, who owns the store, for lea."""
    at_the_door(monkeypatch, "ana")
    return desk_door


def took(lead: Door, name: str | Path, *more: str) -> list[str]:
    said = lead("maintenance", "import", FILES / name if isinstance(name, str) else name, *more, "--as", "lea")
    assert said.code == 0, said.err
    return said.out.splitlines()


UNTIL = ("--until", "2026-05-01")


def test_a_calendar_is_taken_over_once(desk: TestDesk, lead: Door) -> None:
    first = took(lead, "google.ics", "--service", "mail", *UNTIL)
    assert first[0] == "+ Tue 3 Mar 2026 22:00 to 23:30 CET  mail  “Patch night Mail”"
    assert first[-1] == "8 new, 0 moved, 0 withdrawn, 0 as they were"
    count = desk.scalar("select count(*) from journal")
    assert took(lead, "google.ics", "--service", "mail", *UNTIL) == ["0 new, 0 moved, 0 withdrawn, 8 as they were"]
    assert desk.scalar("select count(*) from journal") == count
    assert [part[2] for part in shown(desk)] == [False, *[True] * 7]  # the first is announced 12 h ahead
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_a_dry_run_writes_nothing(desk: TestDesk, lead: Door) -> None:
    said = took(lead, "google.ics", "--service", "mail", "--dry-run", *UNTIL)
    assert said[-1] == "8 new, 0 moved, 0 withdrawn, 0 as they were; nothing was written"
    assert desk.scalar("select count(*) from maintenance") == 0


def test_a_later_file_moves_and_calls_off_and_what_has_begun_stays(desk: TestDesk, lead: Door, tmp_path: Path) -> None:
    took(lead, "google.ics", "--service", "mail", *UNTIL)
    moved(desk, "2026-03-12T19:30Z")
    text = (FILES / "google.ics").read_text()
    text = text.replace("UNTIL=20260421T215959Z", "UNTIL=20260414T215959Z").replace("SEQUENCE:1", "SEQUENCE:5")
    text = text.replace("DTSTART;TZID=Europe/Berlin:20260326T060000", "DTSTART;TZID=Europe/Berlin:20260326T063000")
    text = text.replace("DTEND:20260312T200000Z", "DTEND:20260312T230000Z")  # it runs already
    (tmp_path / "later.ics").write_text(text)
    assert took(lead, tmp_path / "later.ics", "--service", "mail", *UNTIL) == [
        "~ MW-4 Thu 26 Mar 2026 06:30 to 07:00 CET  mail  “Patch night Mail (moved, auditors in the house)”,"
        " was Thu 26 Mar 2026 06:00 to 07:00 CET",
        "- MW-8 Tue 21 Apr 2026 22:00 to 23:30 CEST  “Patch night Mail” withdrawn",
        "0 new, 1 moved, 1 withdrawn, 3 as they were, 1 begun already and left as announced",
    ]
    assert row(desk, "MW-3", "end_at") == (from_iso("2026-03-12T20:00Z"),)
    # Older than what is known: nothing happens.
    older = "0 new, 0 moved, 0 withdrawn, 2 as they were, 5 older than what is known (SEQUENCE)"
    assert took(lead, "google.ics", "--service", "mail", *UNTIL) == [older]


def test_a_series_that_is_called_off_is_withdrawn_and_may_come_back(desk: TestDesk, lead: Door, tmp_path: Path) -> None:
    took(lead, "outlook.ics", *UNTIL)
    text = (FILES / "outlook.ics").read_text()
    (tmp_path / "off.ics").write_text(text.replace("METHOD:PUBLISH", "METHOD:CANCEL"))
    assert took(lead, tmp_path / "off.ics", *UNTIL)[-1] == "0 new, 0 moved, 4 withdrawn, 0 as they were"
    assert [part[2] for part in shown(desk, VPN)] == [False] * 4
    moved(desk, "2026-03-10T12:00Z")
    assert took(lead, "outlook.ics", *UNTIL)[-1] == "0 new, 4 moved, 0 withdrawn, 0 as they were"
    assert [part[2] for part in shown(desk, VPN)] == [False, True, True, True]  # the first is announced 12 h ahead now


def test_a_rule_that_is_changed_keeps_when_its_windows_were_announced(
    desk: TestDesk, lead: Door, tmp_path: Path
) -> None:
    path = tmp_path / "a.ics"
    text = (FILES / "outlook.ics").read_text()
    path.write_text(text)
    took(lead, path, *UNTIL)
    moved(desk, "2026-03-20T12:00Z")  # a day before the next
    path.write_text(text.replace("20260322T060000", "20260322T070000").replace("20260321T220000", "20260321T230000"))
    assert (
        took(lead, path, *UNTIL)[-1] == "0 new, 3 moved, 0 withdrawn, 0 as they were, 1 events have no window in"
        " these days (--since, --until)"
    )
    parts = [(part[1] - part[0], part[2]) for part in shown(desk, VPN) if part[0] > 24 * 17]
    assert parts == [
        (7, True),
        (1, False),
        (7, True),
        (1, True),
        (7, True),
        (1, True),
    ]


def test_events_name_their_services_or_the_command_line_does(desk: TestDesk, lead: Door, tmp_path: Path) -> None:
    assert took(lead, "servicenow.ics", *UNTIL)[0].endswith("vpn  “CHG0030451 - Replace core switch Lyon”")
    took(lead, "nextcloud.ics", *UNTIL)
    assert desk.all("select distinct service, item from maintenance where uid like '7b2f%'") == [(None, None)]
    said = lead("maintenance", "import", FILES / "google.ics", *UNTIL, "--as", "lea")
    assert (said.code, said.out) == (2, "")
    assert "google.ics:26: “Patch night Mail” names no service of this desk" in said.err
    assert "--service KEY says of which service they are, --item KEY of which item, or --all" in said.err
    took(lead, "google.ics", "--item", "db-7", *UNTIL)
    took(lead, "google.ics", "--all", *UNTIL)
    assert desk.all("select distinct service, item, rescoped from maintenance where uid like '4k8q%'") == [
        (None, None, 1)
    ]


def test_another_service_is_another_announcement(desk: TestDesk, lead: Door, tickets: dict[str, int]) -> None:
    took(lead, "google.ics", "--service", "mail", *UNTIL)
    moved(desk, "2026-03-23T12:00Z")
    made_wrong(desk)
    took(lead, "google.ics", "--service", "vpn", *UNTIL)
    assert broken(desk) == [tickets["mail closed"]]  # of the old service as well, but for what was closed before
    late = [part for part in shown(desk, VPN) if part[0] > 24 * 20]
    assert [part[2] for part in late] == [False, True, True, True, True]


def test_a_title_that_was_erased_does_not_come_back(desk: TestDesk, lead: Door, tmp_path: Path) -> None:
    took(lead, "google.ics", "--service", "mail", *UNTIL)
    with desk.store.backend.writing() as driver:
        driver.change("delete from private_text where about = 'maintenance'")
    text = (FILES / "google.ics").read_text().replace("T190000Z", "T180000Z")
    (tmp_path / "a.ics").write_text(text)
    assert took(lead, tmp_path / "a.ics", "--service", "mail", *UNTIL)[-1].startswith("0 new, 1 moved")
    assert desk.scalar("select count(*) from private_text where about = 'maintenance'") == 0
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_the_list_says_what_is_cut_and_why_the_rest_is_not(desk: TestDesk, lead: Door) -> None:
    planned(desk)
    planned(desk, HOUR)
    desk.do("lea", m.plan("\x1b[31m[red] Strom", START + 5 * DAY, START + 5 * DAY + HOUR, all_services=True))
    said = lead("maintenance", "list").out.splitlines()
    assert said[1].split("  ")[0] == "MW-2"
    assert "nothing" in said[1]
    assert said[1].endswith("announced 1 h before it began, notice is 72 h: it needs a waiver")
    assert "1 h" in said[2]
    assert "␛[31m[red] Strom" in said[3]
    (first, *_) = lead("maintenance", "list", "--service", "mail", "--format", "json").json
    assert first["number"] == "MW-2"
    assert (first["state"], first["cut_s"], first["service"]) == ("planned", 0, "mail")
    assert first["parts"] == [
        {
            "begin": "2026-03-03T10:00:00Z", "end": "2026-03-03T11:00:00Z", "cut": False,
            "why": "announced 1 h before it began, notice is 72 h: it needs a waiver",
        }
    ]  # fmt: skip
    assert [line["number"] for line in lead("maintenance", "list", "--service", "vpn", "--format", "jsonl").jsonl] == [
        "MW-3"
    ]
    desk.pass_("3h")
    moved(desk)
    assert [line["number"] for line in lead("maintenance", "list", "--format", "csv").csv] == ["MW-1", "MW-3"]
    assert len(lead("maintenance", "list", "--all", "--format", "csv").csv) == 3
    assert lead("maintenance", "list", "--service", "maul").code == 4


def test_what_is_exported_reads_back_as_the_same_windows(
    desk: TestDesk, lead: Door, tmp_path: Path, desk_template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    took(lead, "google.ics", "--service", "mail", *UNTIL)
    took(lead, "outlook.ics", *UNTIL)
    planned(desk, repeat="daily", until=START + 6 * DAY)
    desk.do("lea", m.plan("Läufe; und, Kommas\\", START + 8 * DAY, START + 8 * DAY + HOUR, item="db-7"))
    desk.do("lea", m.plan("all", START + 9 * DAY, START + 9 * DAY + HOUR, all_services=True))
    desk.do("lea", m.withdraw("MW-9", "ill"))
    path = tmp_path / "out.ics"
    assert lead("maintenance", "export", path).code == 0
    assert lead("maintenance", "export").out.encode() == path.read_bytes()
    count = desk.scalar("select count(*) from journal")
    same = took(lead, path, *UNTIL)
    assert same[-1].startswith("0 new, 0 moved, 0 withdrawn, ")
    assert desk.scalar("select count(*) from journal") == count
    # … and at another desk.
    from tests.features.desks import copied

    other = TestDesk(copied(desk_template, tmp_path / "other.db"))
    there = Door(other.path, capsys)
    there.path = other.path
    took(there, path, *UNTIL)
    columns = "begin_at, end_at, uid, instance, service, item"
    mine = desk.all(f"select {columns} from maintenance where withdrawn_at is null order by 1, 3")
    assert other.all(f"select {columns} from maintenance order by 1, 3") == mine
    assert took(there, path, *UNTIL)[-1].startswith("0 new, 0 moved")


def test_who_may_not_is_told_so(desk: TestDesk, desk_door: Door) -> None:
    said = desk_door("maintenance", "import", FILES / "outlook.ics", *UNTIL)
    assert said.code == 3
    assert "maintenance.import needs the permission maintenance.plan, which ana does not have" in said.err
    assert desk.last("kind") == ("call.refused",)


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (("import", "none.ics"), 2, "none.ics cannot be read"),
        (("import", FILES / "outlook.ics", "--service", "maul"), 4, "there is no service maul"),
        (("import", FILES / "outlook.ics", "--item", "a b"), 2, "one word"),
        (("import", FILES / "outlook.ics", "--until", "soon"), 2, "“soon” is no instant"),
        (("import", FILES / "outlook.ics", "--until", "2020-01-01"), 2, "name a later day"),
        (("import", FILES / "outlook.ics", "--service", "vpn", "--all"), 2, "not allowed with"),
        (("export", "/nowhere/x.ics"), 2, "/nowhere/x.ics cannot be written"),
    ],
)
def test_a_mistake_at_the_door(desk_door: Door, argv: tuple[str | Path, ...], code: int, says: str) -> None:
    said = desk_door("maintenance", *argv)
    assert (said.code, said.out) == (code, "")
    assert says in said.err


def test_a_night_at_the_command_line(desk: TestDesk, lead: Door) -> None:
    ticket = desk.new("mail is slow", service="mail")
    words = ("--title", "Patch night", "--service", "mail", "--begin", "2026-03-07 10:00", "--end", "2026-03-07 11:00")
    assert lead("do", "plan", *words, "--as", "lea").out == "✓ maintenance.plan MW-1\n"
    assert lead("do", "plan", *words).code == 3
    desk.pass_("97h")
    moved(desk)
    made_wrong(desk)
    assert lead("do", "begin", "MW-1", "--at", "2026-03-07 10:05").out == "✓ maintenance.begin MW-1\n"
    assert broken(desk) == []  # nobody else ticks here
    said = lead("do", "end", "mw-1", "--format", "json").json
    assert (said["maintenance"], said["code"], said["ticket"]) == ("MW-1", 0, None)
    refused = lead("do", "maintenance.withdraw", "MW-1", "--reason", "x", "--as", "lea")
    assert (refused.code, refused.err) == (
        3, "✗ maintenance.withdraw MW-1: MW-1 began 2026-03-07T09:05:00Z: say when it ended (maintenance.end)\n"
    )  # fmt: skip
    assert (
        lead("do", "end").err == "deskconsole: maintenance.end: which maintenance? write its number behind the name\n"
    )
    assert desk.row(ticket).state == "new"
    assert lead("journal", "verify", "--rebuild").code == 0
