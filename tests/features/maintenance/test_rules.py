"""What of a window is cut (rule 17): stories, and properties over any plan."""

from __future__ import annotations

from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import DAY, HOUR, MINUTE, SECOND, Instant, from_iso, to_datetime, to_iso
from deskconsole.core.spans import said
from deskconsole.features.maintenance.rules import (
    Announced,
    Part,
    Window,
    announce,
    flat,
    month_of,
    parts,
    repeated,
    unflat,
)

BERLIN = "Europe/Berlin"
BEGIN = from_iso("2026-04-07T20:00Z")
NOTICE = 72 * 3600


def window(
    number: int = 1,
    begin: int = 0,
    length: int = HOUR,
    early: int = 5 * DAY,
    begun: int | None = None,
    ended: int | None = None,
    cap_s: int | None = None,
    withdrawn: bool = False,
) -> Window:
    """A window that begins `begin` µs after BEGIN and was announced `early` before that."""
    low, high = Instant(BEGIN + begin), Instant(BEGIN + begin + length)
    told = announce((), low, high, Instant(low - early), NOTICE)
    began, over = (None if at is None else Instant(BEGIN + at) for at in (begun, ended))
    return Window(number, low, high, told, began, over, BEGIN if withdrawn else None, cap_s, BERLIN)


def shown(windows: list[Window]) -> list[tuple[float, float, bool, str]]:
    """Parts in minutes from BEGIN."""
    return [((p.begin - BEGIN) / MINUTE, (p.end - BEGIN) / MINUTE, p.cut, p.why) for p in parts(windows)]


# --- stories ---------------------------------------------------------------------------------------------------------


def test_announced_in_time_it_is_cut_as_announced() -> None:
    assert shown([window()]) == [(0, 60, True, "announced 5 d before it began, notice is 72 h")]
    assert parts([window()])[0].known_at == BEGIN - 5 * DAY


def test_to_the_second_of_the_notice() -> None:
    assert [part.cut for part in parts([window(early=3 * DAY)])] == [True]
    assert [part.cut for part in parts([window(early=3 * DAY - 1)])] == [False]


def test_announced_too_late_it_counts_and_says_by_how_much() -> None:
    late = "announced 40 min before it began, notice is 72 h: it needs a waiver"
    assert shown([window(early=40 * MINUTE)]) == [(0, 60, False, late)]


def test_entered_for_yesterday_it_counts() -> None:
    late = "announced 26 h after it began, notice is 72 h: it needs a waiver"
    assert shown([window(early=-26 * HOUR)]) == [(0, 60, False, late)]


def test_an_overrun_of_forty_minutes_counts() -> None:
    assert shown([window(ended=100 * MINUTE)]) == [
        (0, 60, True, "announced 5 d before it began, notice is 72 h"),
        (60, 100, False, "it overran by 40 min: overrun counts"),
    ]


def test_what_did_not_take_place_counts() -> None:
    assert shown([window(begun=10 * MINUTE, ended=45 * MINUTE)]) == [
        (0, 10, False, "it began 10 min later than planned"),
        (10, 45, True, "announced 5 d before it began, notice is 72 h"),
        (45, 60, False, "it ended 15 min earlier than planned"),
    ]
    assert [part.cut for part in parts([window(begun=-10 * MINUTE)])] == [True]
    assert shown([window(begun=70 * MINUTE, ended=90 * MINUTE)]) == [
        (0, 60, False, "it began 1 h 10 min later than planned"),
        (70, 90, False, "it overran by 30 min: overrun counts"),
    ]


def test_withdrawn_nothing_is_cut() -> None:
    assert shown([window(withdrawn=True)]) == [(0, 60, False, "it was withdrawn")]


def test_two_windows_at_once_are_cut_once() -> None:
    assert shown([window(2, 30 * MINUTE), window(1)]) == [
        (0, 60, True, "announced 5 d before it began, notice is 72 h"),
        (30, 60, False, "is cut as MW-1 already"),
        (60, 90, True, "announced 5 d before it began, notice is 72 h"),
    ]


def test_the_cap_of_a_month_is_used_up_in_order_of_time() -> None:
    cap = 90 * 60
    assert shown([window(2, DAY, cap_s=cap), window(1, cap_s=cap), window(3, 2 * DAY, cap_s=cap)]) == [
        (0, 60, True, "announced 5 d before it began, notice is 72 h"),
        (1440, 1470, True, "announced 5 d before it began, notice is 72 h"),
        (1470, 1500, False, "the 1 h 30 min that may be cut in a month are used up"),
        (2880, 2940, False, "the 1 h 30 min that may be cut in a month are used up"),
    ]


def test_a_new_month_begins_at_midnight_of_the_desk() -> None:
    last = from_iso("2026-04-30T21:00Z") - BEGIN  # 23:00 in Berlin
    found = parts([window(1, last, 3 * HOUR, cap_s=30 * 60)])
    assert [(to_iso(p.begin), to_iso(p.end), p.cut) for p in found] == [
        ("2026-04-30T21:00:00Z", "2026-04-30T21:30:00Z", True),
        ("2026-04-30T21:30:00Z", "2026-04-30T22:00:00Z", False),
        ("2026-04-30T22:00:00Z", "2026-04-30T22:30:00Z", True),
        ("2026-04-30T22:30:00Z", "2026-05-01T00:00:00Z", False),
    ]


def test_what_ended_early_leaves_its_share_of_the_cap_to_the_next() -> None:
    cap = 90 * 60
    found = parts([window(1, ended=30 * MINUTE, cap_s=cap), window(2, DAY, cap_s=cap)])
    assert sum(p.end - p.begin for p in found if p.cut) == 90 * MINUTE


def test_an_extension_announced_late_leaves_the_rest_as_it_was() -> None:
    told = announce(window().announced, BEGIN, Instant(BEGIN + 2 * HOUR), Instant(BEGIN - HOUR), NOTICE)
    longer = window()._replace(end=Instant(BEGIN + 2 * HOUR), announced=told)
    assert shown([longer]) == [
        (0, 60, True, "announced 5 d before it began, notice is 72 h"),
        (60, 120, False, "announced 2 h before it began, notice is 72 h: it needs a waiver"),
    ]


def test_a_window_that_is_moved_away_is_announced_anew() -> None:
    (told,) = announce(window().announced, Instant(BEGIN + DAY), Instant(BEGIN + DAY + HOUR), BEGIN, 0)
    assert told == (BEGIN + DAY, BEGIN + DAY + HOUR, BEGIN, 0)


@pytest.mark.parametrize(
    ("us", "words"),
    [
        (0, "0 s"), (59 * SECOND, "59 s"), (40 * MINUTE, "40 min"), (90 * SECOND, "1 min 30 s"), (HOUR, "1 h"),
        (72 * HOUR, "72 h"), (4 * DAY, "4 d"), (5 * DAY + 6 * HOUR + MINUTE, "5 d 6 h"),
    ],
)  # fmt: skip
def test_lengths_as_people_say_them(us: int, words: str) -> None:
    assert said(us) == words


# --- repetition ------------------------------------------------------------------------------------------------------


def test_a_repeated_window_keeps_its_time_of_day_and_its_length_over_the_change_of_clocks() -> None:
    first, until = from_iso("2026-03-22T01:30Z"), from_iso("2026-04-06T00:00Z")
    made = list(repeated(first, Instant(first + 2 * HOUR), "weekly", until, ZoneInfo(BERLIN)))
    # 02:30 does not exist on the 29th: read with the offset before the gap.
    assert [to_iso(begin) for begin, _ in made] == [
        "2026-03-22T01:30:00Z", "2026-03-29T01:30:00Z", "2026-04-05T00:30:00Z",
    ]  # fmt: skip
    assert {end - begin for begin, end in made} == {2 * HOUR}


def test_a_month_without_that_day_has_none() -> None:
    first = from_iso("2026-01-31T10:00Z")
    made = list(repeated(first, Instant(first + HOUR), "monthly", from_iso("2026-05-31T23:00Z"), ZoneInfo("UTC")))
    assert [to_iso(begin)[5:10] for begin, _ in made] == ["01-31", "03-31", "05-31"]


# --- properties ------------------------------------------------------------------------------------------------------

minutes = st.integers(0, 60 * 24 * 70).map(lambda n: n * MINUTE)
maybe = st.none() | st.integers(-30, 300)


@st.composite
def windows(draw: st.DrawFn, cap: int | None) -> list[Window]:
    made = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        begin, length = draw(minutes), draw(st.integers(1, 600)) * MINUTE
        begun, over = draw(maybe), draw(maybe)
        low = begin + (0 if begun is None else begun * MINUTE)
        made.append(
            window(
                number,
                begin,
                length,
                draw(st.integers(-DAY, 6 * DAY)),
                begun=None if begun is None else low,
                ended=None if over is None else max(low, begin) + (over + 31) * MINUTE,
                cap_s=cap,
                withdrawn=draw(st.integers(0, 5)) == 0,
            )
        )
    return made


def cut(found: list[Part]) -> list[Part]:
    return [part for part in found if part.cut]


plans = st.sampled_from([None, 0, 3600, 8 * 3600]).flatmap(lambda cap: st.tuples(st.just(cap), windows(cap)))
many = settings(max_examples=300, deadline=None, derandomize=True, database=None)


@many
@given(plans)
def test_what_is_cut_never_meets_and_never_exceeds_the_cap_of_a_month(plan: tuple[int | None, list[Window]]) -> None:
    cap, planned = plan
    found = cut(parts(planned))
    for before, after in pairwise(found):
        assert before.end <= after.begin
    months: dict[str, int] = {}
    for part in found:
        months.setdefault(f"{to_datetime(part.begin, ZoneInfo(BERLIN)):%Y-%m}", 0)
        assert part.end <= month_of(part.begin, BERLIN).end
        months[f"{to_datetime(part.begin, ZoneInfo(BERLIN)):%Y-%m}"] += part.end - part.begin
    assert cap is None or all(total <= cap * SECOND for total in months.values())


@many
@given(plans)
def test_only_what_was_announced_in_time_and_took_place_is_cut(plan: tuple[int | None, list[Window]]) -> None:
    by = {each.id: each for each in plan[1]}
    for part in cut(parts(plan[1])):
        of = by[part.window]
        assert of.withdrawn_at is None
        assert of.begin - of.announced[0].known_at >= NOTICE * SECOND
        assert max(of.begin, of.begun_at or 0) <= part.begin < part.end <= min(of.end, of.ended_at or of.end)


@many
@given(plans)
def test_every_planned_minute_is_told_of_and_every_part_has_a_reason(plan: tuple[int | None, list[Window]]) -> None:
    found = parts(plan[1])
    for each in plan[1]:
        own = sorted((p.begin, p.end) for p in found if p.window == each.id and p.begin < each.end)
        assert own[0][0] == each.begin
        assert sum(end - begin for begin, end in own) == each.end - each.begin
    assert all(part.why and part.begin < part.end for part in found)
    assert found == sorted(found)


@many
@given(plans, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(plan: tuple[int | None, list[Window]], chance: object) -> None:
    shuffled = list(plan[1])
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert parts(shuffled) == parts(plan[1])


@many
@given(plans)
def test_without_a_cap_all_that_may_be_cut_is_cut_once(plan: tuple[int | None, list[Window]]) -> None:
    """Minute by minute, the slow way."""
    planned = [each._replace(cap_s=None) for each in plan[1]]
    right: set[int] = set()
    for each in planned:
        if each.withdrawn_at is None and each.begin - each.announced[0].known_at >= NOTICE * SECOND:
            low, high = max(each.begin, each.begun_at or 0), min(each.end, each.ended_at or each.end)
            right |= set(range(low, high, MINUTE))
    found = {at for part in cut(parts(planned)) for at in range(part.begin, part.end, MINUTE)}
    assert found == right


spans = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda s: (Instant(s[0]), Instant(s[0] + s[1])))


@given(st.lists(spans, min_size=1, max_size=5))
def test_every_instant_of_a_window_that_is_moved_keeps_when_it_was_first_announced(
    moves: list[tuple[Instant, Instant]],
) -> None:
    told: tuple[Announced, ...] = ()
    known: dict[int, int] = {}
    for turn, (begin, end) in enumerate(moves):
        told = announce(told, begin, end, Instant(turn), 0)
        known = {at: known.get(at, turn) for at in range(begin, end)}
    assert {at: part.known_at for part in told for at in range(part.begin, part.end)} == known
    assert all(a.end == b.begin and a[2:] != b[2:] for a, b in pairwise(told))
    assert unflat(flat(told)) == told
