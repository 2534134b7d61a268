"""What is promised is called to mind, kept, kept late, moved, broken with its reason; and never told of twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.promises import commands as p
from deskconsole.features.promises.rules import remind_at
from deskconsole.features.promises.views import DUE, DUE_OF_MAKER, DUE_OF_OPERATOR, DUE_OF_TEAM, PROMISE, PromiseRow
from deskconsole.features.tickets import commands as c
from deskconsole.features.tickets.filters import compile_filter
from deskconsole.features.tickets.views import queue_all
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk, copied

TOP = {"due_at": 0, "id": 0, "limit": 50}


@pytest.fixture
def ticket(desk: TestDesk) -> int:
    return desk.new("Till 7", requester="Kim")


def promised(desk: TestDesk, promise: int = 1) -> PromiseRow:
    return desk.store.read.one(PROMISE, promise=promise)


def told(desk: TestDesk) -> list[tuple[str, float]]:
    """What happened to promises, in the order of recording, and how many minutes after the start."""
    rows = desk.all("select kind, occurred_at from journal where about = 'promise' order by seq")
    return [(kind.removeprefix("promise."), (at - START) / MINUTE) for kind, at in rows]


def proved(desk: TestDesk) -> None:
    assert rebuild(desk.store, RULES, RECORD).differences == []


# --- its life --------------------------------------------------------------------------------------------------------


def test_it_is_called_to_mind_a_quarter_before_and_missed_when_it_is_due(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "call back", START + HOUR))
    for _ in range(13):
        desk.pass_("5m")
        desk.tick()
    assert told(desk) == [("made", 0), ("reminded", 45), ("missed", 60)]
    assert promised(desk).state == "missed"
    assert desk.scalar("select count(*) from timer where kind = 'promise'") == 0
    proved(desk)


def test_kept_in_time_nobody_hears_of_it_again(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "call back", START + HOUR))
    desk.pass_("30m")
    desk.do("ana", p.keep(ticket))
    desk.pass_("2h")
    desk.tick()
    assert told(desk) == [("made", 0), ("kept", 30)]
    assert promised(desk).state == "kept"


@pytest.mark.parametrize("noticed", [True, False])
def test_kept_after_it_was_due_is_late_and_was_missed(desk: TestDesk, ticket: int, noticed: bool) -> None:
    desk.do("ana", p.make(ticket, "call back", START + 10 * MINUTE))
    desk.pass_("20m")
    if noticed:
        desk.tick()
    desk.do("ana", p.keep(ticket))
    desk.tick()
    assert told(desk) == [("made", 0), ("missed", 10), ("kept", 20)]
    assert promised(desk).state == "late"
    proved(desk)


def test_the_instant_itself_is_in_time(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "call back", START + 10 * MINUTE))
    desk.pass_("10m")
    desk.tick()
    assert told(desk) == [("made", 0)]
    desk.do("ana", p.keep(ticket))
    assert promised(desk).state == "kept"


def test_moved_before_it_is_due_it_is_called_to_mind_anew(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "call back", START + HOUR))
    desk.pass_("50m")
    desk.tick()
    desk.do("ana", p.move(ticket, START + 3 * HOUR, "they know"))
    desk.pass_("4h")
    desk.tick()
    assert told(desk) == [("made", 0), ("reminded", 45), ("moved", 50), ("reminded", 165), ("missed", 180)]
    with pytest.raises(Refused, match=r"keeps it late, promise\.break says why not"):
        desk.do("ana", p.move(ticket, START + 9 * HOUR, "again"))


def test_what_was_missed_owes_a_reason(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "call back", START + HOUR))
    desk.pass_("2h")
    desk.tick()
    assert desk.store.read.all(DUE, **TOP)[0].state == "missed"
    with pytest.raises(BadInput, match="the reason is empty"):
        desk.do("ana", p.break_(ticket, "  "))
    with pytest.raises(Refused, match="kept late, or broken"):
        desk.do("ana", p.drop(ticket, "never mind"))
    desk.do("ana", p.break_(ticket, "the part did not come"))
    row = promised(desk)
    assert (row.state, row.reason) == ("broken", "the part did not come")
    assert desk.store.read.all(DUE, **TOP) == []
    with pytest.raises(Refused, match="PR-1 is settled: broken"):
        desk.do("ana", p.keep(ticket, "PR-1"))


def test_dropped_it_is_neither_kept_nor_broken(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "call back", START + HOUR, to="Kim's boss"))
    desk.do("ana", p.drop(ticket, "she is here"))
    desk.pass_("2h")
    assert desk.tick() >= 0
    assert [kind for kind, _ in told(desk)] == ["made", "dropped"]
    proved(desk)


# --- what keeps it ---------------------------------------------------------------------------------------------------


def test_a_reply_keeps_a_promise(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "next news", START + HOUR))
    desk.pass_("40m")
    desk.do("ana", c.reply(ticket, "It is the cable", keeps="next"))
    assert told(desk) == [("made", 0), ("kept", 40)]
    assert desk.all("select actor, cause is not null from journal where kind = 'promise.kept'") == [("ana", 1)]


def test_a_call_in_which_they_were_reached_keeps_one_as_of_then(desk: TestDesk, ticket: int) -> None:
    """It is entered afterwards, on evidence (rule 27): what was missed by our knowledge had been kept."""
    desk.do("lea", p.make(ticket, "call back", START + HOUR))
    desk.pass_("2h")
    desk.tick()
    desk.do("lea", c.contact(ticket, True, keeps="PR-1", at=START + 50 * MINUTE, evidence="the telephone's log"))
    assert [kind for kind, _ in told(desk)] == ["made", "reminded", "missed", "kept"]
    assert promised(desk).state == "kept"
    proved(desk)


def test_nobody_reached_nothing_kept(desk: TestDesk, ticket: int) -> None:
    desk.do("ana", p.make(ticket, "call back", START + HOUR))
    with pytest.raises(BadInput, match="keeps no promise"):
        desk.do("ana", c.contact(ticket, False, keeps="next"))
    with pytest.raises(NotFound, match="no promise PR-9 on that ticket; still owed there: PR-1"):
        desk.do("ana", c.reply(ticket, "news", keeps="PR-9"))
    with pytest.raises(BadInput, match="is no promise: write PR-12"):
        desk.do("ana", c.reply(ticket, "news", keeps="soon"))
    assert promised(desk).state == "open"


def test_what_cannot_be_promised(desk: TestDesk, ticket: int) -> None:
    with pytest.raises(BadInput, match="lies in the past"):
        desk.do("ana", p.make(ticket, "call back", START))
    with pytest.raises(Refused, match=r"needs the permission ticket\.work"):
        desk.do("aud", p.make(ticket, "call back", START + HOUR))
    with pytest.raises(Refused, match="not of your customers"):
        desk.do("glo", p.make(ticket, "call back", START + HOUR))
    desk.do("ana", c.cancel(ticket, "mistake"))
    with pytest.raises(Refused, match="is cancelled: nothing is promised"):
        desk.do("ana", p.make(ticket, "call back", START + HOUR))


# --- lists -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(desk: TestDesk) -> TestDesk:
    """Twelve promises of two people on tickets of two teams, the later ones made first."""
    for n in range(12, 0, -1):
        on = desk.new(f"ticket {n}", service="vpn" if n % 3 == 0 else "mail")
        desk.do("ana" if n % 2 else "ben", p.make(on, f"news {n}", START + n * HOUR))
    return desk


def pages(desk: TestDesk, query: object, **values: object) -> Iterator[str]:
    """All of a list, four at a time."""
    place: tuple[int, int] = (0, 0)
    while found := desk.store.read.all(query, due_at=place[0], id=place[1], limit=4, **values):  # type: ignore[var-annotated, arg-type]
        yield from (row.what or "" for row in found)
        place = (found[-1].due_at, found[-1].id)


def test_what_is_owed_comes_in_order_page_by_page(busy: TestDesk) -> None:
    assert list(pages(busy, DUE)) == [f"news {n}" for n in range(1, 13)]
    assert list(pages(busy, DUE_OF_MAKER, handle="ana")) == [f"news {n}" for n in range(1, 13, 2)]
    assert list(pages(busy, DUE_OF_TEAM, key="network")) == [f"news {n}" for n in (3, 6, 9, 12)]
    busy.do("ana", c.claim(int(promised(busy, 1).ticket)))  # the last that is due is ben's, on what is ana's now
    assert list(pages(busy, DUE_OF_OPERATOR, handle="ana")) == [f"news {n}" for n in (1, 3, 5, 7, 9, 11, 12)]


def test_lists_are_read_by_their_indexes(busy: TestDesk) -> None:
    for query, index in ((DUE, "promise_due"), (DUE_OF_MAKER, "promise_maker")):
        plan = busy.all(f"explain query plan {query.sql}", due_at=0, id=0, limit=4, handle="ana")
        assert any(index in row[-1] for row in plan), plan
        assert not any("SCAN" in row[-1] or "TEMP B-TREE" in row[-1] for row in plan), plan


def found(desk: TestDesk, words: str) -> list[str]:
    made = compile_filter(words, "ana", desk.now)
    return sorted(row.title or "" for row in desk.store.read.all(queue_all(made.where), **made.values))


def test_the_queue_is_asked_for_them(busy: TestDesk) -> None:
    busy.new("without")
    assert found(busy, "promise:none") == ["without"]
    assert len(found(busy, "promise:open")) == 12
    assert found(busy, "promise:due") == []
    busy.pass_("1h46m")
    assert found(busy, "promise:due") == ["ticket 1", "ticket 2"]
    assert found(busy, "promise:broken") == ["ticket 1"]  # nobody has noticed yet
    busy.tick()
    busy.do("ana", p.keep(12))
    assert found(busy, "promise:broken") == []
    busy.do("ana", p.break_(11, "no part"))
    assert found(busy, "promise:broken") == ["ticket 2"]
    assert found(busy, "-promise:open") == ["ticket 1", "ticket 2", "without"]


def test_they_are_shown_as_they_stood(busy: TestDesk, capsys: pytest.CaptureFixture[str]) -> None:
    busy.pass_("3h")
    busy.tick()
    busy.do("ana", p.keep(12))
    busy.show_time()
    door = Door(busy.path, capsys)
    shown = door("show", "promises", "--by", "ana", "--format", "json").json
    assert [(line["promise"], line["state"]) for line in shown][:2] == [("PR-10", "open"), ("PR-8", "open")]
    then = door("show", "promises", "--at", "2026-03-03T10:30Z", "--by", "ana", "--format", "json").json
    assert [(line["promise"], line["state"]) for line in then][:2] == [("PR-12", "missed"), ("PR-10", "open")]
    one = door("show", "promises", "INC-10012").out
    assert "late" in one
    line = door("show", "timeline", "INC-10012").out
    assert "PR-12 promised to the requester by 2026-03-03T10:00:00Z" in line
    assert "✓ PR-12 kept" in line
    assert "news 1" in line


def test_at_the_door_by_name(desk: TestDesk, desk_door: Door, ticket: int) -> None:
    assert desk_door("do", "promise", "INC-10001", "--what", "call back", "--by", "+2h").code == 0
    assert desk_door("do", "keep", "INC-10001").code == 0
    assert promised(desk).state == "kept"


# --- the engine ------------------------------------------------------------------------------------------------------


def test_after_a_weekend_each_is_told_at_its_instant_in_order(desk_template: Path, tmp_path: Path) -> None:
    """Nobody ticked from Friday on; beside it a desk that ticked each ten minutes (rule 29)."""
    came = []
    for name, steps in (("ticked", 400), ("off", 1)):
        desk = TestDesk(copied(desk_template, tmp_path / f"{name}.db"))
        for n in range(20):
            desk.do("ana", p.make(desk.new(f"ticket {n}"), "news", Instant(START + (n * 37 % 60 + 1) * HOUR)))
        for _ in range(steps):
            desk.clock.passed += 4000 * MINUTE // steps
            desk.tick()
        sql = "select subject, kind, occurred_at from journal where about = 'promise' and actor = 'desk' order by seq"
        rows = desk.all(sql)
        assert [at for *_, at in rows] == sorted(at for *_, at in rows)
        assert len(rows) == len(set(rows)) == 40
        came.append(sorted(rows))
        proved(desk)
        desk.store.close()
    assert came[0] == came[1]


MOVES = st.lists(
    st.tuples(st.sampled_from(("tick", "make", "keep", "move", "break", "drop", "reply")), st.integers(1, 90)),
    max_size=12,
)


@given(MOVES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_it_is_told_once_and_in_order(
    desk_template: Path, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    desk = TestDesk(copied(desk_template, tmp_path_factory.mktemp("moves") / "desk.db"))
    ticket = desk.new(requester="Kim")
    desk.do("ana", p.make(ticket, "news", START + HOUR))
    for move, minutes in moves:
        desk.pass_(f"{minutes}m")
        calls = {
            "make": lambda: p.make(ticket, "news", desk.now + HOUR),
            "keep": lambda: p.keep(ticket),
            "move": lambda: p.move(ticket, desk.now + 2 * HOUR, "they know"),
            "break": lambda: p.break_(ticket, "no part"),
            "drop": lambda: p.drop(ticket, "gone"),
            "reply": lambda: c.reply(ticket, "news", keeps="next"),
        }
        try:
            desk.tick() if move == "tick" else desk.do("ana", calls[move]())
        except Refused:
            continue
    desk.pass_("3h")
    desk.tick()
    lines = desk.all("select subject, kind, occurred_at from journal where about = 'promise' order by seq")
    missed = [subject for subject, kind, _ in lines if kind == "promise.missed"]
    assert len(missed) == len(set(missed))
    reminded = [line for line in lines if line[1] == "promise.reminded"]
    assert len(reminded) == len(set(reminded))
    for subject in {line[0] for line in lines}:
        row = promised(desk, subject)
        assert row.state != "open"
        assert (row.state in ("missed", "late")) <= (subject in missed)
    assert desk.scalar("select count(*) from timer where kind = 'promise'") == 0
    proved(desk)
    desk.store.close()


@pytest.mark.parametrize(
    ("rule", "due", "at"),
    [(None, 60, 45), ("30m", 60, 30), ("80 %", 100, 80), ("2h", 60, None), ("15m", 15, None)],
)
def test_when_it_is_called_to_mind(rule: str | None, due: int, at: int | None) -> None:
    found = remind_at(START, START + due * MINUTE, rule)
    assert found == (None if at is None else START + at * MINUTE)
