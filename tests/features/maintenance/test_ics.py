"""Calendar files of several producers, as they come: zones, rules, moved and cancelled instances, hostile ones."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deskconsole.calendars.ics import Feed, resolve
from deskconsole.calendars.ics_lines import LARGEST, read
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, Instant, from_iso, to_iso
from deskconsole.features.maintenance.rules import KIND

FILES = Path(__file__).with_name("files")
BERLIN = ZoneInfo("Europe/Berlin")
SINCE, UNTIL = from_iso("2026-03-01T00:00Z"), from_iso("2026-05-01T00:00Z")


def feed(text: str, zone: ZoneInfo = BERLIN, until: Instant = UNTIL) -> Feed:
    return resolve(text, "f.ics", zone, SINCE, until, KIND)


def spans(text: str, zone: ZoneInfo = BERLIN) -> list[tuple[str, str]]:
    """Begin and end of each window, without the year and the seconds."""
    return [(to_iso(each.begin)[5:16], to_iso(each.end)[5:16]) for each in feed(text, zone).windows]


def of(name: str) -> list[tuple[str, str, str, bool]]:
    text = read(FILES / name)
    return [(to_iso(w.begin)[5:16], to_iso(w.end)[5:16], w.title, w.cancelled) for w in feed(text).windows]


def calendar(*events: str, head: str = "") -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test", *([head] if head else [])]
    return "\r\n".join([*lines, *events, "END:VCALENDAR", ""])


def event(*lines: str, uid: str = "a@example.com") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


# --- producers -------------------------------------------------------------------------------------------------------


def test_a_google_calendar_across_the_change_of_clocks() -> None:
    night, moved = "Patch night Mail", "Patch night Mail (moved, auditors in the house)"
    assert of("google.ics") == [
        ("03-03T21:00", "03-03T22:30", night, False),
        ("03-10T21:00", "03-10T22:30", night, False),
        ("03-12T19:00", "03-12T20:00", "Certificates", False),
        # the 17th is an EXDATE, the instance of the 24th was moved
        ("03-26T05:00", "03-26T06:00", moved, False),
        ("03-27T23:00", "03-29T22:00", "Move of the mailbox servers", False),  # two days, of which one has 23 hours
        ("03-31T20:00", "03-31T21:30", night, False),
        ("04-07T20:00", "04-07T21:30", night, True),
        ("04-14T20:00", "04-14T21:30", night, False),
        ("04-21T20:00", "04-21T21:30", night, False),
    ]
    made = feed(read(FILES / "google.ics"))
    series = [w for w in made.windows if w.uid.startswith("4k8q")]
    assert [to_iso(Instant(w.instance))[5:16] for w in series] == [
        "03-03T21:00", "03-10T21:00", "03-24T21:00", "03-31T20:00", "04-07T20:00", "04-14T20:00", "04-21T20:00",
    ]  # fmt: skip
    assert [w.sequence for w in series] == [1, 1, 2, 1, 2, 1, 1]
    assert {w.instance for w in made.windows if w not in series} == {0}
    assert made.whole == {"4k8q1u7c2m0e6v3t9s5a@google.com": 1, "1hd0v2s8r5n7@google.com": 0, "77f0c3b1@google.com": 0}


def test_an_outlook_calendar_with_windows_zones_and_one_of_its_own() -> None:
    firmware = "VPN firmware EMEA-1"
    assert of("outlook.ics") == [
        ("03-11T00:00", "03-11T02:30", "New York gateway", False),  # 20:00 in summer time, as the file defines it
        ("03-21T21:00", "03-22T05:00", firmware, False),
        ("03-28T21:00", "03-29T05:00", firmware, False),  # 22:00 to 07:00: as long as the others, as RFC 5545 says
        ("04-04T20:00", "04-05T04:00", firmware, False),
    ]
    made = feed(read(FILES / "outlook.ics"))
    assert {w.services for w in made.windows} == {("vpn",), ("Red Category", "vpn")}
    assert all(w.uid.startswith("040000008200E00074C5B7101A82E008") for w in made.windows)


def test_a_zone_that_one_file_defines_is_not_another_file_s() -> None:
    east = event('DTSTART;TZID="Customized Time Zone":20260310T200000', "DURATION:PT1H")
    west = read(FILES / "outlook.ics").replace("-0500", "-0800").replace("-0400", "-0700")
    assert "03-11T03:00" in [begin for begin, _ in spans(west)]
    assert "03-11T00:00" in [begin for begin, _ in spans(read(FILES / "outlook.ics"))]
    with pytest.raises(BadInput, match="“Customized Time Zone”, which is not known and the file does not define"):
        feed(calendar(east))


def test_a_servicenow_calendar_of_changes() -> None:
    assert of("servicenow.ics") == [
        ("03-11T21:00", "03-11T23:00", "CHG0030451 - Replace core switch Lyon", False),
        ("03-14T22:00", "03-15T02:00", "CHG0030460 - Mail store compaction", True),
    ]
    assert feed(read(FILES / "servicenow.ics")).skipped == [
        "f.ics:30: “CHG0030467 - Go / no-go call”: has no end, so it is no window: give it DTEND or DURATION"
    ]


def test_a_nextcloud_calendar_with_a_time_that_a_night_skips() -> None:
    title = "Zähler & Zertifikate; alle Standorte"
    assert of("nextcloud.ics") == [
        ("03-28T01:30", "03-28T02:30", title, False),
        ("03-29T01:30", "03-29T02:30", title, False),  # 02:30 with the offset before the gap: 03:30
        ("03-30T00:30", "03-30T01:30", title, False),
        ("04-02T20:00", "04-03T00:00", title, False),  # an RDATE with a length of its own
    ]
    assert all(w.everything for w in feed(read(FILES / "nextcloud.ics")).windows)


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20260303T100000Z", "DURATION:PT90M"), [("03-03T10:00", "03-03T11:30")]),
        (("DTSTART;TZID=Eastern Standard Time:20260310T100000", "DURATION:PT1H"), [("03-10T14:00", "03-10T15:00")]),
        (("DTSTART;TZID=/example.org/2026/Europe/Berlin:20260303T100000", "DURATION:PT1H"),
         [("03-03T09:00", "03-03T10:00")]),
        (("DTSTART;TZID=tzone://Microsoft/Utc:20260303T100000", "DURATION:PT1H"), [("03-03T10:00", "03-03T11:00")]),
        (("DTSTART:20260303T100000", "DURATION:PT1H"), [("03-03T09:00", "03-03T10:00")]),  # no zone: the desk's
        (("DTSTART;VALUE=DATE:20260303",), [("03-02T23:00", "03-03T23:00")]),
        (("DTSTART;VALUE=DATE:20260328", "DURATION:P2D"), [("03-27T23:00", "03-29T22:00")]),
        (("DTSTART;TZID=Europe/Berlin:20260328T100000", "DURATION:P1D"), [("03-28T09:00", "03-29T08:00")]),
        (("DTSTART;TZID=Europe/Berlin:20260328T100000", "DURATION:PT24H"), [("03-28T09:00", "03-29T09:00")]),
        (("DTSTART;TZID=Europe/Berlin:20260303T100000", "DTEND:20260303T120000Z"), [("03-03T09:00", "03-03T12:00")]),
        (("DTSTART:20260303T100000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=2"),
         [("03-03T10:00", "03-03T11:00"), ("04-07T10:00", "04-07T11:00")]),
        (("DTSTART:20260303T100000Z", "DURATION:PT1H", "RDATE:20260305T100000Z,20260309T120000Z",
          "EXDATE:20260305T100000Z"), [("03-03T10:00", "03-03T11:00"), ("03-09T12:00", "03-09T13:00")]),
        (("DTSTART:20200101T100000Z", "DURATION:PT1H", "RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=1"),
         [("04-01T10:00", "04-01T11:00")]),
    ],
)  # fmt: skip
def test_what_a_file_may_say(lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert spans(calendar(event(*lines))) == expected


def test_times_without_a_zone_are_in_the_zone_of_the_file() -> None:
    text = calendar(event("DTSTART:20260303T100000", "DURATION:PT1H"), head="X-WR-TIMEZONE:Asia/Tokyo")
    assert spans(text) == [("03-03T01:00", "03-03T02:00")]


def test_from_here_on_an_instance_moves_all_that_follow() -> None:
    text = calendar(
        event("DTSTART:20260303T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"),
        event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260317T100000Z", "DTSTART:20260317T120000Z", "DURATION:PT2H"),
    )
    made = feed(text).windows
    assert [(to_iso(w.begin)[5:13], to_iso(Instant(w.instance))[5:13], w.end - w.begin) for w in made] == [
        ("03-03T10", "03-03T10", 3_600_000_000),
        ("03-10T10", "03-10T10", 3_600_000_000),
        ("03-17T12", "03-17T10", 7_200_000_000),
        ("03-24T12", "03-24T10", 7_200_000_000),
    ]


def test_method_cancel_calls_everything_off() -> None:
    made = feed(calendar(event("DTSTART:20260303T100000Z", "DURATION:PT1H"), head="METHOD:CANCEL"))
    assert [w.cancelled for w in made.windows] == [True]


def test_what_is_called_off_may_have_no_end() -> None:
    text = calendar(
        event("DTSTART:20260303T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2"),
        event("RECURRENCE-ID:20260310T100000Z", "DTSTART:20260310T100000Z", "STATUS:CANCELLED"),
    )
    assert [(to_iso(w.begin)[5:10], w.cancelled) for w in feed(text).windows] == [("03-03", False), ("03-10", True)]


def test_an_event_without_a_uid_is_the_same_the_next_time() -> None:
    lines = ("BEGIN:VEVENT", "DTSTART:20260303T100000Z", "DURATION:PT1H", "SUMMARY:x", "END:VEVENT")
    one, other = (feed(calendar(*lines)).windows[0].uid for _ in "ab")
    assert one == other != ""


def test_what_is_outside_the_horizon_is_counted() -> None:
    later = event("DTSTART:20270303T100000Z", "DURATION:PT1H", uid="b")
    past = event("DTSTART:20250303T100000Z", "DURATION:PT1H", uid="c")
    made = feed(calendar(later, past))
    assert (made.windows, made.outside) == ([], 2)


@pytest.mark.long
def test_a_rule_that_never_comes_true_is_not_followed_for_ever() -> None:
    rule = "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    assert len(spans(calendar(event("DTSTART:20260303T100000Z", "DURATION:PT1H", rule)))) == 1


# --- damaged and hostile ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "f.ics is empty: export the calendar"),
        ("<html>\nlog in", "f.ics:1: “<html>” is no calendar: export the calendar as an .ics file"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n", "f.ics: ends within VEVENT of line 2: it was cut off"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "f.ics:3: END:VCALENDAR ends VEVENT of line 2"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nhello\n world\n", "f.ics:3: “helloworld” is no line of a calendar"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\nUID:a\n", "f.ics:3: UID stands outside of BEGIN:VCALENDAR"),
        ("BEGIN:VEVENT\nEND:VEVENT\n", "f.ics:1: BEGIN:VEVENT cannot stand here"),
        ("BEGIN:VCALENDAR\n" + "BEGIN:X\n" * 9, "f.ics:6: is nested too deeply"),
        (calendar(event("DTSTART:tomorrow", "DURATION:PT1H")), "f.ics:6: DTSTART “tomorrow” cannot be read"),
        (calendar(event("SUMMARY:x")), "f.ics:4: “x”: has no DTSTART: say when it begins"),
        (calendar(event("DTSTART:20260303T100000Z", "DTSTART:20260304T100000Z", "DURATION:PT1H")),
         "f.ics:6: has DTSTART more than once"),
        (calendar(event("DTSTART:20260303T100000Z", "DTEND:20260303T090000Z")), "f.ics:7: ends before it begins"),
        (calendar(event("DTSTART:20260303T100000Z", "DURATION:P99D")),
         "f.ics:7: lasts 99 d; maintenance lasts at most 31 d"),
        (calendar(event("DTSTART:16010303T100000Z", "DURATION:PT1H")), "f.ics:6: DTSTART is in the year 1601"),
        (calendar(event("SUMMARY:Patch", "DTSTART;TZID=Mars/Phobos:20260303T100000", "DURATION:PT1H")),
         "f.ics:7: “Patch”: DTSTART is in the zone “Mars/Phobos”, which is not known"),
        (calendar(event("DTSTART;TZID=../../etc/passwd:20260303T100000", "DURATION:PT1H")), "is not known"),
        (calendar(event("DTSTART;TZID=America:20260303T100000", "DURATION:PT1H")), "f.ics"),
        (calendar(event("DTSTART:20260303T100000Z", "DURATION:PT1H", "RRULE:FREQ=SOMETIMES")),
         "f.ics:8: RRULE “FREQ=SOMETIMES” cannot be read"),
        (calendar(event("DTSTART:20260303T100000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY")),
         "f.ics:8: RRULE FREQ=SECONDLY: comes more than 24 times a day"),
        (calendar(event("DTSTART:20260303T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=" +
         ",".join(map(str, range(60))))), "f.ics:8: RRULE"),
        (calendar("BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=HOURLY\nEND:STANDARD"
         "\nEND:VTIMEZONE"), "f.ics:8: RRULE FREQ=HOURLY: comes more than 24 times a day"),
        (calendar(event("DTSTART:20260303T100000Z", "DURATION:PT10M", "RRULE:FREQ=HOURLY"),
         *(event("DTSTART:20260303T103000Z", "DURATION:PT10M", "RRULE:FREQ=HOURLY", uid=f"{n}") for n in "bc")),
         "f.ics: comes to more than 2000 windows by 2026-05-01: --until names an earlier day"),
        (calendar(event("DTSTART:20260303T100000Z", "DURATION:PT1H", uid="x" * 1001)), "at most 1000 letters"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_parse_is_named_with_its_line(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        feed(text)
    assert says in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_all_that_is_wrong_with_a_file_is_told_at_once_in_the_order_of_its_lines() -> None:
    text = calendar(
        event("DTSTART:20260303T100000Z", "DTEND:20260303T090000Z"), event("DTSTART:soon", "DURATION:PT1H", uid="b")
    )
    with pytest.raises(BadInput) as refused:
        feed(text)
    assert [line.partition(":")[2].partition(":")[0] for line in str(refused.value).splitlines()] == ["7", "11"]


def test_a_title_is_data() -> None:
    text = calendar(
        event("DTSTART:20260303T100000Z", "DURATION:PT1H", "SUMMARY:a\x1b[31m [red]\\n\u202eb " + "x" * 900)
    )
    (window,) = feed(text).windows
    assert window.title.startswith("a\x1b[31m [red] \u202eb xxx")
    assert len(window.title) == 500


def test_a_file_that_is_too_large_or_no_text(tmp_path: Path) -> None:
    path = tmp_path / "big.ics"
    path.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(BadInput, match=r"big\.ics is larger than 5 MB"):
        read(path)
    path.write_bytes(b"BEGIN:VCALENDAR\nSUMMARY:W\xfcrzburg\n")
    with pytest.raises(BadInput, match=r"big\.ics:2: is not UTF-8 text"):
        read(path)
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        read(tmp_path / "none.ics")


def test_what_is_read_does_not_depend_on_how_far_one_looks() -> None:
    text = read(FILES / "google.ics")
    near = feed(text, until=from_iso("2026-04-01T00:00Z")).windows
    assert near == [w for w in feed(text, until=Instant(UNTIL + 400 * DAY)).windows if w.begin < from_iso("2026-04-01")]
