"""Orders of work, simulated: properties over any small room, and the same reckoned another way."""

from __future__ import annotations

from itertools import permutations
from time import process_time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.instants import MINUTE, Instant
from deskconsole.core.money import Money
from deskconsole.features.stakes.orders import ORDERS, Pot, Promise, Stake, in_order, simulate, worked

NOW = Instant(1_776_153_600_000_000)


def at(minutes: int) -> Instant:
    return Instant(NOW + minutes * MINUTE)


POTS = [None, Pot("gold", "acme", Money(900, "EUR")), Pot("gold", "civita")]
promises = st.builds(
    lambda minutes, answer, cents, pot: Promise(at(minutes), answer, Money(cents, "EUR") if cents else None, pot),
    st.integers(0, 90), st.booleans(), st.sampled_from([0, 0, 250, 400]), st.sampled_from(POTS),
)  # fmt: skip


@st.composite
def rooms(draw: st.DrawFn, most: int = 7) -> list[Stake]:
    """Tickets of a room, one of which may heal the others."""
    count = draw(st.integers(1, most))
    healer = draw(st.none() | st.integers(0, count - 1))
    return [
        Stake(
            n + 1, at(-draw(st.integers(0, 60))), draw(st.integers(1, 30)) * MINUTE,
            tuple(draw(st.lists(promises, max_size=2))), draw(st.integers(0, 2)), draw(st.booleans()), n == healer,
            n != healer and draw(st.booleans()), tuple(draw(st.lists(promises, max_size=1))),
        )
        for n in range(count)
    ]  # fmt: skip


def cents(outcome: Any) -> int:
    return sum(each.cents for each in outcome.exposure)


@settings(max_examples=120)
@given(rooms(), st.integers(0, 4), st.sampled_from(ORDERS))
def test_more_hands_never_break_more(tickets: list[Stake], hands: int, order: Any) -> None:
    few, more = (simulate(tickets, each, order, NOW) for each in (hands, hands + 1))
    assert more.breaches <= few.breaches
    assert cents(more) <= cents(few)
    assert {*more.lost} <= {*few.lost}
    if few.done_at is not None:
        assert more.done_at is not None
        assert more.done_at <= few.done_at


def minute_by_minute(order: list[Stake], hands: int) -> dict[int, tuple[Instant, Instant]]:
    """The same people at the same work, watched minute by minute: nobody knows beforehand when they are done."""
    waiting, busy, spans, minute = list(order), dict[int, tuple[Stake, int]](), dict[int, tuple[Instant, Instant]](), 0
    healed = False
    while waiting or busy:
        done = [each for each, until in busy.values() if until == minute]
        if any(each.heals for each in done):
            healed = True
            done += [each for each, _ in busy.values() if each.follows and each not in done]
        for each in done:
            spans[each.ticket] = (spans[each.ticket][0], at(minute))
            del busy[each.ticket]
        if healed:
            spans |= {each.ticket: (at(minute), at(minute)) for each in waiting if each.follows}
            waiting = [each for each in waiting if not each.follows]
        while waiting and len(busy) < hands:
            each = waiting.pop(0)
            busy[each.ticket] = (each, minute + each.work // MINUTE)
            spans[each.ticket] = (at(minute), at(minute))
        minute += 1
    return spans


@settings(max_examples=120)
@given(rooms(), st.integers(1, 3), st.sampled_from(ORDERS))
def test_it_comes_to_the_same_watched_minute_by_minute(tickets: list[Stake], hands: int, order: Any) -> None:
    taken = in_order(tickets, order)
    assert worked(taken, hands, NOW) == minute_by_minute(taken, hands)


@settings(max_examples=40)
@given(rooms(5))
def test_where_one_person_can_keep_everything_time_to_breach_does(tickets: list[Stake]) -> None:
    """Against every order there is: with one pair of hands and ends alone, what breaks next first loses nothing that
    can be kept as a whole."""
    plain = [
        each._replace(
            heals=False, follows=False, promises=tuple(p._replace(answer=False) for p in each.promises)
        )
        for each in tickets
    ]  # fmt: skip
    outcome = simulate(plain, 1, "due", NOW)
    least = min(_lost(way) for way in permutations(plain))
    assert len(outcome.lost) >= least
    if least == 0:
        assert outcome.lost == ()


def _lost(way: tuple[Stake, ...]) -> int:
    clock, lost = NOW, 0
    for each in way:
        clock = Instant(clock + each.work)
        lost += any(clock > promise.late for promise in each.promises)
    return lost


@settings(max_examples=60)
@given(rooms(), st.integers(1, 3), st.sampled_from(ORDERS), st.randoms())
def test_it_is_the_same_however_the_tickets_come(tickets: list[Stake], hands: int, order: Any, chance: Any) -> None:
    mixed = list(tickets)
    chance.shuffle(mixed)
    assert simulate(mixed, hands, order, NOW) == simulate(tickets, hands, order, NOW)


@settings(max_examples=60)
@given(rooms(), st.sampled_from(ORDERS))
def test_without_hands_all_that_runs_breaks(tickets: list[Stake], order: Any) -> None:
    outcome = simulate(tickets, 0, order, NOW)
    assert set(outcome.lost) == {each.ticket for each in tickets if each.promises}
    assert outcome.done_at is None


def test_what_heals_goes_first_where_that_is_the_order_and_ends_what_follows() -> None:
    gateway = Stake(1, at(-30), 20 * MINUTE, heals=True, cause=True)
    calls = [Stake(n, at(-n), 15 * MINUTE, (Promise(at(20)),), follows=True) for n in range(2, 8)]
    other = Stake(9, at(-60), 15 * MINUTE, (Promise(at(25)),))
    room = [*calls, other, gateway]
    assert simulate(room, 1, "cause", NOW) == ("cause", 1, (), (9,), at(35))
    assert simulate(room, 1, "due", NOW).lost == (3, 4, 5, 6, 7, 9)


def test_a_pot_pays_no_more_than_its_cap() -> None:
    gold = Pot("gold", "acme", Money(700, "EUR"))
    room = [Stake(n, NOW, MINUTE, (), broken=(Promise(NOW, False, Money(400, "EUR"), gold),)) for n in range(3)]
    assert simulate(room, 1, "due", NOW).exposure == (Money(700, "EUR"),)
    other = Stake(9, NOW, MINUTE, (), broken=(Promise(NOW, False, Money(400, "EUR"), Pot("gold", "civita")),))
    assert simulate([*room, other], 1, "due", NOW).exposure == (Money(1100, "EUR"),)


def test_two_hundred_tickets_take_no_time() -> None:
    room = [
        Stake(
            n, at(-n), 15 * MINUTE, (Promise(at(n % 90), True), Promise(at(n))), n % 3, n % 2 == 0, n == 0, n % 5 > 0
        )
        for n in range(200)
    ]  # fmt: skip
    begun = process_time()
    for order in ORDERS:
        simulate(room, 4, order, NOW)
    assert process_time() - begun < 0.05
