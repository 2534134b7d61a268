"""Random histories merged and split: the survivor is measured as the union, and split restores exactly (rule 24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.desk import Call, Event, Private
from deskconsole.core.errors import DeskError
from deskconsole.core.instants import MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets import events as e
from deskconsole.features.tickets.story import facts, starts
from deskconsole.record import RECORD
from deskconsole.sla.agreements import Agreement, Target
from deskconsole.sla.clocks import Clock, fold
from deskconsole.sla.facts import Fact
from deskconsole.sla.metrics import SHIPPED
from deskconsole.store.compare import rebuild
from tests.features.desks import START, TestDesk
from tests.sla.worlds import ALWAYS, UTC_OFFICE
from tests.store.streams import MAKES

# --- pure ------------------------------------------------------------------------------------------------------------

LIVES = ("commented", "contacted", "held", "resumed", "prioritised", "restored", "acknowledged", "resolved", "reopened",
         "closed", "routed")  # fmt: skip
OF_THE_MATTER = [name for name, metric in SHIPPED.items() if not metric.requester and not metric.party]
OF_A_REQUESTER = [name for name, metric in SHIPPED.items() if metric.requester]


def at(minute: int) -> Instant:
    return Instant(START + minute * MINUTE)


before = st.none() | st.integers(1, 3000)
acts = st.lists(st.tuples(st.sampled_from(LIVES), st.integers(1, 4000), st.integers(0, 400)), max_size=10)


def made(ticket: int, minute: int, ago: Sequence[int | None]) -> e.TicketCreated:
    """A ticket of an alert, so that only what is said of its starts is known."""
    reported, detected, impact = (None if each is None else at(minute - each) for each in ago)
    return e.TicketCreated(
        at(minute), ticket, f"INC-{ticket}", "incident", Private("x"), 3, requester=Private("Kim"), intake="automation",
        reported_at=reported, detected_at=detected, impact_at=impact,
    )  # fmt: skip


opened = st.tuples(st.integers(0, 4000), st.tuples(before, before, before))


def life(ticket: int, minute: int, what: list[tuple[str, int, int]]) -> list[Event]:
    """What happens to a ticket after it was opened, in order."""
    told = [MAKES[kind](at(minute + after), ticket, n) for kind, after, n in what]
    return sorted(told, key=lambda x: x.at)


def clocks(events: Sequence[Event], metric: str, start: str) -> list[Clock]:
    choice = {"start": start} if "opened" in SHIPPED[metric].start else {}
    target = Target(metric, {n: n * 7200 for n in range(1, 6)}, pauses=frozenset({"caller"}), **choice)  # type: ignore[arg-type]
    calendar = UTC_OFFICE if metric == "resolution" else ALWAYS
    known = [*facts(events), Fact(at(20_000), "told", (0, "", 0, 0, 0))]  # both are looked at then
    return fold(known, Agreement(7, "all", 1, 1, (target,)), target, calendar)


def earliest(one: e.TicketCreated, other: e.TicketCreated) -> e.TicketCreated:
    """The one as if it had come in with the starts of both."""

    def first(name: str) -> int | None:
        return min((x for x in (getattr(one, name), getattr(other, name)) if x is not None), default=None)

    return replace(
        one, at=min(one.at, other.at), reported_at=first("reported_at"), detected_at=first("detected_at"),
        impact_at=first("impact_at"),
    )  # fmt: skip


@settings(derandomize=True, deadline=None, database=None, max_examples=80)
@given(opened, opened, acts, st.sampled_from(["logged", "reported", "detected", "impact"]), st.integers(0, 5000))
def test_the_survivor_is_measured_as_the_union(
    one: tuple[int, Any], other: tuple[int, Any], what: list[tuple[str, int, int]], start: str, when: int
) -> None:
    """Rule 24: the matter began when it first did, whoever told us; who waited is another question."""
    stays, goes = made(1, *one), made(2, *other)
    after = life(1, one[0], what)
    begun = starts([goes])
    absorbed = e.TicketAbsorbed(
        at(max(one[0], other[0]) + when), 1, 2, "INC-2", begun["opened"], begun.get("reported"), begun.get("detected"),
        begun.get("impact"),
    )  # fmt: skip
    merged = sorted([stays, *after, absorbed], key=lambda x: x.at)
    for metric in OF_THE_MATTER:
        union = clocks([earliest(stays, goes), *after], metric, start)
        seen = clocks(merged, metric, start)
        assert seen == union, metric
    for metric in OF_A_REQUESTER:
        assert clocks(merged, metric, start) == clocks([stays, *after], metric, start), metric


@settings(derandomize=True, deadline=None, database=None, max_examples=80)
@given(opened, acts, st.integers(0, 5000), st.integers(1, 300))
def test_who_was_merged_waits_as_long_as_they_would_have(
    one: tuple[int, Any], what: list[tuple[str, int, int]], when: int, answered: int
) -> None:
    """Rule 24: the response clock of a merged requester lives until they are answered, and nothing else of it does."""
    before = [x for x in life(2, one[0], what) if x.at <= at(one[0] + when) and _lives(x)]
    history = [made(2, *one), *before]
    merged = e.TicketMerged(at(one[0] + when), 2, 1, "INC-1", Private("the same"))
    reply = e.TicketCommented(at(one[0] + when + answered), 2, Private("x"), public=True)
    alone, together = (
        clocks([*history, reply], "response", "logged"),
        clocks([*history, merged, reply], "response", "logged"),
    )
    assert [(x.start, x.stopped, x.breached_at) for x in alone] == [
        (x.start, x.stopped, x.breached_at) for x in together
    ]
    for metric in OF_THE_MATTER:
        assert {x.state for x in clocks([*history, merged, reply], metric, "logged")} <= {"cancelled"}


def _lives(x: Event) -> bool:
    """Whether a ticket is live after it, and nothing of it stands still."""
    return not isinstance(x, e.TicketResolved | e.TicketClosed | e.TicketReopened | e.TicketHeld)


# --- at a desk -------------------------------------------------------------------------------------------------------

_numbers = count()
DOES: dict[str, Any] = {
    "reply": lambda t, n: c.reply(t, f"answer {n}"),
    "receive": lambda t, n: c.receive(t, f"message {n}"),
    "hold": lambda t, n: c.hold(t, "vendor"),
    "resume": lambda t, n: c.resume(t),
    "priority": lambda t, n: c.prioritise(t, str(n % 5 + 1), ("correction", "change")[n % 2], "so"),  # type: ignore[arg-type]
    "take": lambda t, n: c.claim(t),
    "restore": lambda t, n: c.restore(t),
    "resolve": lambda t, n: c.resolve(t, "fixed", "x"),
    "reopen": lambda t, n: c.reopen(t, "not-fixed", "again"),
    "tag": lambda t, n: c.tag(t, f"t{n}"),
}
steps = st.lists(st.tuples(st.sampled_from([1, 2]), st.sampled_from(sorted(DOES)), st.integers(0, 99)), max_size=8)
COLUMNS = "state, held_for, held_until, priority, responded_at, is_open, standing, breaches_at, starts_at, outcome"


def desk_of(template: Path, folder: Path) -> TestDesk:
    path = folder / f"{next(_numbers)}.db"
    copyfile(template, path)
    desk = TestDesk(path)
    for minute in (0, 30):
        desk.new(f"ticket {minute}", customer="acme", impact="2", urgency="2", requester="Kim")
        desk.pass_("30m")
    return desk


def does(desk: TestDesk, call: Call) -> bool:
    """Do it, unless the rules refuse it."""
    try:
        desk.do("lea", call)
    except DeskError:
        return False
    return True


def seen(desk: TestDesk) -> list[list[tuple[Any, ...]]]:
    return [
        desk.all(f"select id, {COLUMNS} from ticket order by id"),
        desk.all("select * from clock order by ticket, agreement, metric, cycle"),
        desk.all("select kind, subject, fire_at from timer order by kind, subject"),
    ]


@settings(
    derandomize=True, deadline=None, database=None, max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps, steps, steps, st.booleans())
def test_a_split_restores_exactly(
    desk_template: Path, tmp_path: Path, first: list[Any], meanwhile: list[Any], after: list[Any], swapped: bool
) -> None:
    """Beside a desk on which nothing was ever merged: all that differs is what was said of it."""
    with_merge, without = desk_of(desk_template, tmp_path), desk_of(desk_template, tmp_path)
    goes, stays = (2, 1) if swapped else (1, 2)
    number = with_merge.row(stays).number

    def both(ticket: int, what: str, n: int) -> bool:
        done = [does(desk, DOES[what](ticket, n)) for desk in (with_merge, without)]
        for desk in (with_merge, without):
            desk.pass_("7m")
        assert done[0] == done[1], (what, ticket)
        return done[0]

    for ticket, what, n in first:
        both(ticket, what, n)
    merged = does(with_merge, c.merge(goes, number, "the same"))
    for _, what, n in meanwhile:  # on the one that stays; its answers are for both
        if both(stays, what, n) and what == "reply" and merged and with_merge.row(goes).survivor:
            without.clock.passed -= 7 * MINUTE
            assert does(without, c.reply(goes, f"answer {n}"))
            without.clock.passed += 7 * MINUTE
    if merged:
        assert rebuild(with_merge.store, RULES, RECORD).differences == []
        assert does(with_merge, c.split(goes, "two things"))
    for ticket, what, n in after:
        both(ticket, what, n)
    assert seen(with_merge) == seen(without)
    for desk in (with_merge, without):
        desk.tick()
    assert seen(with_merge)[0] == seen(without)[0]
    assert rebuild(with_merge.store, RULES, RECORD).differences == []
    for desk in (with_merge, without):
        desk.store.close()
        desk.path.unlink()
