"""Instants as people type them, in spring 2026 in Paris."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.instants import DAY, SECOND, Instant, from_iso
from deskconsole.core.when import read_duration, read_instant, say_duration, say_instant

ZONE = ZoneInfo("Europe/Paris")
NOW = from_iso("2026-04-14T09:42:07", ZONE)  # a Tuesday

UNDERSTOOD = """
now                         | Tue 14 Apr 09:42:07 CEST
Wed 09:00                   | Wed 15 Apr 09:00 CEST
wednesday 9                 | Wed 15 Apr 09:00 CEST
next wed at 9               | Wed 15 Apr 09:00 CEST
+2h                         | Tue 14 Apr 11:42:07 CEST
in 2 hours                  | Tue 14 Apr 11:42:07 CEST
+1h30m                      | Tue 14 Apr 11:12:07 CEST
+2d                         | Thu 16 Apr 09:42:07 CEST
-10m                        | Tue 14 Apr 09:32:07 CEST
10 min ago                  | Tue 14 Apr 09:32:07 CEST
tomorrow 9                  | Wed 15 Apr 09:00 CEST
9                           | Wed 15 Apr 09:00 CEST
10                          | Tue 14 Apr 10:00 CEST
5 pm                        | Tue 14 Apr 17:00 CEST
12am                        | Wed 15 Apr 00:00 CEST
noon                        | Tue 14 Apr 12:00 CEST
9h30                        | Wed 15 Apr 09:30 CEST
Tue 10:00                   | Tue 14 Apr 10:00 CEST
Tue 09:00                   | Tue 21 Apr 09:00 CEST
15 Apr 09:00                | Wed 15 Apr 09:00 CEST
Wed, 15 April 2026, 9 am    | Wed 15 Apr 09:00 CEST
09:00 Apr 15th              | Wed 15 Apr 09:00 CEST
1 Apr 9                     | Thu 1 Apr 2027 09:00 CEST
29 Feb 9                    | Tue 29 Feb 2028 09:00 CET
15.4. 9:00                  | Wed 15 Apr 09:00 CEST
2026-04-15 09:00            | Wed 15 Apr 09:00 CEST
2026-04-15T09:00Z           | Wed 15 Apr 11:00 CEST
10 UTC                      | Tue 14 Apr 12:00 CEST
10:00 +05:30                | Wed 15 Apr 06:30 CEST
9 America/New_York          | Tue 14 Apr 15:00 CEST
25 Oct 02:30                | Sun 25 Oct 02:30 CEST
25 Oct 02:30 CET            | Sun 25 Oct 02:30 CET
"""

REFUSED = """
Wed               | at what time?
2h                | write \\+2h from now, or a time like 14:00
soon              | is no time
15/4 9:00         | day or month first\\?
30 Feb 9          | there is no such day
Thu 15 Apr 9      | 15 Apr 2026 is no Thursday
25:00             | is no time of day
13pm              | is no time of day
+2                | is no duration
+99999999999w     | is too far away
29 Mar 2026 02:30 | does not exist there: the clocks go forward
9 XYZ             | is no zone known here
9 CET             | is no zone known here: write CEST
9 Europe/Atlantis | is no zone known here
15 15 15          | is no time
9999-12-31 23:00 America/New_York | is too far away
2026-04-15T99:00  | is no time
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in row.split("|")) for row in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "said"), table(UNDERSTOOD))
def test_what_people_type_is_understood(text: str, said: str) -> None:
    assert say_instant(read_instant(text, NOW, ZONE), NOW, ZONE) == said


@pytest.mark.parametrize(("text", "reason"), [*table(REFUSED), ("", "no time"), (" ", "no time")])
def test_what_is_not_certain_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_instant(text, NOW, ZONE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("09:30", "Tue 14 Apr 09:30 CEST"),
        ("9:50", "Mon 13 Apr 09:50 CEST"),
        ("Wed 9", "Wed 8 Apr 09:00 CEST"),
        ("Tue 10", "Tue 7 Apr 10:00 CEST"),
        ("15 Apr 9:00", "Tue 15 Apr 2025 09:00 CEST"),
        ("yesterday 17:00", "Mon 13 Apr 17:00 CEST"),
    ],
)
def test_what_has_happened_lies_in_the_past(text: str, said: str) -> None:
    assert say_instant(read_instant(text, NOW, ZONE, past=True), NOW, ZONE) == said


@given(seconds=st.integers(-40 * 365 * DAY // SECOND, 70 * 365 * DAY // SECOND))
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "UTC"])
def test_what_was_said_in_full_is_understood_again(zone: str, seconds: int) -> None:
    place, at = ZoneInfo(zone), Instant(max(NOW + seconds * SECOND, from_iso("2000-01-01T12:00Z")))
    assert read_instant(say_instant(at, None, place), NOW, place) == at


@given(text=st.text() | st.from_regex(r"[0-9+:. a-z/-]{0,20}"))
def test_nothing_typed_does_worse_than_a_reason(text: str) -> None:
    for past in (False, True):
        with suppress(ValueError):
            read_instant(text, NOW, ZONE, past=past)


@given(seconds=st.integers(0, 10**6))
def test_durations_lose_nothing(seconds: int) -> None:
    assert read_duration(say_duration(seconds)) == seconds


def test_durations_may_be_words() -> None:
    assert [read_duration(text) for text in ("90 min", "2 hours", "1h30m", "1 day 2 hrs", "45 sec")] == [
        5400,
        7200,
        5400,
        93600,
        45,
    ]
