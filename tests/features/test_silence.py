"""Who does not answer is reminded, then given up, as of the start of the hold; what is resolved closes by itself.

Rules 16, 22.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.console.desk.live import DeskSource
from deskconsole.core.actors import Actor
from deskconsole.core.desk import Call
from deskconsole.core.errors import Refused
from deskconsole.core.instants import HOUR
from deskconsole.derive import RULES
from deskconsole.features.deskfile.commands import apply
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse, read
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.deskfile.wording import differences
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk, at_the_door, copied, made

FILE = Path(__file__).with_name("silence.toml")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("silence"), FILE)


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Iterator[TestDesk]:
    desk = TestDesk(copied(template, tmp_path / "desk.db"))
    yield desk
    desk.store.close()


def held(desk: TestDesk, reason: str = "caller", **more: str) -> int:
    """A P3 that is an hour old, whose caller was asked something just now."""
    ticket = desk.new("Till 7", requester="Kim", **more)
    desk.pass_("1h")
    desk.do("ana", c.reply(ticket, "Which till?"))
    desk.do("ana", c.hold(ticket, reason))
    return ticket


def by_itself(desk: TestDesk, ticket: int) -> list[tuple[str, float]]:
    """What the desk did with it, and how many hours after the start."""
    sql = (
        "select kind, occurred_at from journal where about = 'ticket' and subject = :t and actor = 'desk'"
        " and kind like 'ticket.%' order by seq"
    )
    return [(kind.removeprefix("ticket."), (at - START) / HOUR) for kind, at in desk.all(sql, t=ticket)]


def proved(desk: TestDesk) -> None:
    assert rebuild(desk.store, RULES, RECORD).differences == []


# --- chasing ---------------------------------------------------------------------------------------------------------


def test_a_silent_caller_is_reminded_twice_and_then_given_up(desk: TestDesk) -> None:
    ticket = held(desk)
    for _ in range(80):
        desk.pass_("1h")
        desk.tick()
    assert by_itself(desk, ticket) == [
        ("commented", 25),
        ("commented", 49),
        ("resumed", 73),
        ("resolved", 73),
    ]
    row = desk.row(ticket)
    assert (row.state, row.resolution_code, row.cause) == ("resolved", "no-answer", "caller did not answer")
    said = desk.all("select text from private_text where text like '%we wait%'")
    assert said == [("INC-10001: we wait for you about “Till 7”",)] * 2


def test_its_clock_is_judged_at_the_start_of_the_hold(desk: TestDesk) -> None:
    """Rule 16: an hour of the 24 had counted when the question went out, and no more ever does."""
    ticket = held(desk)
    desk.pass_("80h")
    desk.tick()
    rows = desk.all("select metric, state, counted, stopped, breached_at from clock where ticket = :t order by 1", t=1)
    asked = START + HOUR
    assert rows[1:] == [("resolution", "stopped", HOUR, asked, None), ("response", "stopped", HOUR, asked, None)]
    assert rows[0][:2] == ("closure", "running")  # what is measured to the closing is not over
    assert desk.row(ticket).resolved_at == START + 73 * HOUR


def test_a_promise_that_the_hold_does_not_pause_is_judged_there_too(template: Path, tmp_path: Path) -> None:
    """Rule 16: it was breached in the silence, and that was told; as of the start of the hold it was kept."""
    text = FILE.read_text().replace('pause = ["caller", "clerk"]', "pause = []")
    (tmp_path / "desk.toml").write_text(text)
    desk = TestDesk(made(tmp_path, tmp_path / "desk.toml"))
    ticket = held(desk, impact="1", urgency="2")
    desk.pass_("60h")
    desk.tick()
    sql = "select state, breached_at, late < :now from clock where metric = 'resolution'"
    assert desk.all(sql, now=desk.now) == [("running", None, 1)]
    assert ("clock.breached",) in desk.all("select kind from journal where actor = 'desk'")
    desk.pass_("13h")
    desk.tick()
    assert desk.all(sql, now=desk.now) == [("stopped", None, None)]
    desk.do("bot", c.receive(ticket, "Till 7"))  # nothing had paused it, so the silence counts
    assert desk.all(sql, now=desk.now) == [("running", START + 8 * HOUR, 1)]
    proved(desk)
    desk.store.close()


def test_reminders_neither_answer_nor_ask(desk: TestDesk) -> None:
    """Rules 14, 16, 19: a machine wrote them."""
    ticket = held(desk)
    answered = desk.row(ticket).responded_at
    desk.pass_("50h")
    desk.tick()
    assert desk.row(ticket).responded_at == answered
    assert [fact.what for fact in desk.facts(ticket)].count("replied") == 1
    desk.do("ana", c.resume(ticket))
    desk.do("bot", c.receive(ticket, "Till 7, as I said"))
    with pytest.raises(Refused, match="public question first"):
        desk.do("ana", c.hold(ticket, "caller"))


def test_explained_it_names_the_rule(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = held(desk)
    desk.pass_("80h")
    desk.tick()
    desk.show_time()
    at_the_door(monkeypatch, "ana")
    said = Door(desk.path, capsys)("sla", "explain", desk.row(ticket).number, "resolution")
    assert said.code == 0
    assert "nobody answered: judged at" in said.out
    assert "A ticket whose caller stays silent is resolved for that" in " ".join(said.out.split())


# --- the answer ------------------------------------------------------------------------------------------------------


def test_an_answer_ends_the_chase(desk: TestDesk) -> None:
    ticket = held(desk)
    desk.pass_("30h")
    desk.tick()
    desk.do("bot", c.receive(ticket, "Till 7"))
    desk.pass_("90h")
    desk.tick()
    assert [kind for kind, _ in by_itself(desk, ticket)] == ["commented"]
    assert desk.row(ticket).state == "open"


def test_an_answer_afterwards_opens_it_again_and_the_silence_does_not_count(desk: TestDesk) -> None:
    """Rules 16, 22: an hour before the question, then nothing until the answer, four days later."""
    ticket = held(desk)
    desk.pass_("100h")
    desk.tick()
    desk.do("bot", c.receive(ticket, "I was on leave. Till 7."))
    row = desk.row(ticket)
    assert (row.state, row.reopened, row.resolution_code) == ("open", 1, None)
    desk.pass_("2h")
    sql = "select state, counted, since, first_stop from clock where metric = 'resolution'"
    assert desk.all(sql) == [("running", HOUR, START + 101 * HOUR, START + HOUR)]


def test_a_robot_opens_nothing(desk: TestDesk) -> None:
    ticket = held(desk)
    desk.pass_("100h")
    desk.tick()
    desk.do("bot", c.receive(ticket, "I am on leave", automatic=True))
    assert desk.row(ticket).state == "resolved"


def test_an_answer_that_had_reached_us_before_takes_the_giving_up_back(desk: TestDesk) -> None:
    """The mail server was asked late: what had arrived ends the hold then, nobody was silent (rules 14, 16)."""
    ticket = held(desk)
    desk.pass_("80h")
    desk.tick()
    assert desk.row(ticket).state == "resolved"
    desk.do("bot", c.receive(ticket, "Till 7", at=START + 60 * HOUR))
    row = desk.row(ticket)
    assert (row.state, row.reopened, row.resolved_at) == ("open", 0, None)
    rows = desk.all("select state, counted, since from clock where metric = 'resolution'")
    assert rows == [("running", HOUR, START + 60 * HOUR)]
    assert desk.tick() >= 0
    assert desk.row(ticket).state == "open"


def test_after_the_reopening_window_it_is_a_new_ticket(desk: TestDesk) -> None:
    """Rule 22."""
    ticket = held(desk)
    desk.pass_("73h")
    desk.tick()
    desk.pass_("190h")
    desk.tick()
    assert desk.row(ticket).state == "closed"
    with pytest.raises(Refused, match="is closed"):
        desk.do("bot", c.receive(ticket, "Till 7"))


def test_what_was_closed_for_silence_opens_within_the_window(desk: TestDesk) -> None:
    ticket = held(desk)
    desk.pass_("130h")
    desk.tick()
    assert desk.row(ticket).state == "closed"
    desk.do("bot", c.receive(ticket, "Till 7"))
    assert desk.row(ticket).state == "open"


# --- what moves the chase --------------------------------------------------------------------------------------------


def test_asking_again_begins_the_chase_anew(desk: TestDesk) -> None:
    ticket = held(desk)
    desk.pass_("30h")
    desk.tick()
    desk.do("ana", c.reply(ticket, "Are you there?"))
    desk.pass_("71h")
    desk.tick()
    assert by_itself(desk, ticket) == [("commented", 25), ("commented", 55), ("commented", 79)]
    desk.pass_("1h")
    desk.tick()
    assert by_itself(desk, ticket)[-1] == ("resolved", 103)


def test_a_question_that_bounced_is_not_chased(desk: TestDesk) -> None:
    ticket = held(desk)
    desk.do("ana", c.bounced(ticket))
    desk.pass_("80h")
    desk.tick()
    assert by_itself(desk, ticket) == []
    assert desk.row(ticket).state == "new"


def test_a_reminder_that_bounced_ends_the_chase(desk: TestDesk) -> None:
    """Who cannot be reached is not silent; the hold goes on to its limit."""
    ticket = held(desk)
    desk.pass_("24h")
    desk.tick()
    desk.do("ana", c.bounced(ticket))
    desk.pass_("80h")
    desk.tick()
    assert by_itself(desk, ticket) == [("commented", 25)]
    assert desk.row(ticket).state == "held"


def test_undone_a_hold_takes_its_timers_back(desk: TestDesk) -> None:
    ticket = held(desk)
    assert desk.all("select fire_at from timer where kind = 'silence'") == [(START + 25 * HOUR,)]
    desk.do("ana", c.undo())
    assert desk.all("select fire_at from timer where kind = 'silence'") == []
    assert desk.row(ticket).state == "new"


def test_office_hours_chase_in_office_hours(desk: TestDesk) -> None:
    """Tuesday 11:00 in Berlin: eight open hours later is Wednesday 11:00, sixteen Thursday 11:00."""
    ticket = held(desk, "clerk")
    desk.pass_("60h")
    desk.tick()
    assert by_itself(desk, ticket) == [("commented", 25), ("resumed", 49), ("resolved", 49)]


def test_a_hold_with_an_earlier_end_ends_there(desk: TestDesk) -> None:
    ticket = desk.new(requester="Kim")
    desk.do("ana", c.reply(ticket, "Which till?"))
    desk.do("ana", c.hold(ticket, "caller", START + 24 * HOUR))
    desk.pass_("90h")
    desk.tick()
    assert by_itself(desk, ticket) == [("resumed", 24)]


# --- nobody ticks ----------------------------------------------------------------------------------------------------


def test_after_a_weekend_all_of_it_happened_when_it_was_due(template: Path, tmp_path: Path) -> None:
    """The engine is off from the question until Saturday; another desk ticked every hour (rule 29)."""
    came = []
    for name, step in (("ticked", 1), ("off", 120)):
        desk = TestDesk(copied(template, tmp_path / f"{name}.db"))
        tickets = [held(desk), held(desk, "clerk"), held(desk)]
        desk.do("ana", c.resolve(tickets[2], "fixed", "the other till"))
        for _ in range(120 // step):
            desk.pass_(f"{step}h")
            desk.tick()
        sql = "select subject, kind, occurred_at from journal where actor = 'desk' order by seq"
        came.append(desk.all(sql))
        instants = [
            at
            for (at,) in desk.all(
                "select occurred_at from journal where actor = 'desk' and kind not like 'clock%' order by seq"
            )
        ]
        assert instants == sorted(instants)
        desk.store.close()
    assert sorted(came[0]) == sorted(came[1])


def test_what_was_done_meanwhile_comes_before_giving_up(desk: TestDesk) -> None:
    """Nobody ticked: somebody held it for a vendor too, after it should have been given up."""
    ticket = held(desk)
    desk.pass_("75h")
    desk.do("ana", c.hold(ticket, "vendor"))
    desk.tick()
    assert desk.row(ticket).state == "resolved"
    assert by_itself(desk, ticket)[-1] == ("resolved", 76)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("tick", "ask", "answer", "undo", "resume", "hold", "resolve", "reopen", "contact")),
        st.integers(1, 40),
    ),
    min_size=2,
    max_size=10,
)


@given(MOVES)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_happens_no_reminder_goes_out_twice(
    template: Path, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    """No two reminders at one instant, none after an answer, everything in order; and the record proves itself."""
    desk = TestDesk(copied(template, tmp_path_factory.mktemp("moves") / "desk.db"))
    ticket = held(desk)
    calls: dict[str, Callable[[], Call]] = {
        "ask": lambda: c.reply(ticket, "Are you there?"),
        "answer": lambda: c.receive(ticket, "here"),
        "undo": c.undo,
        "resume": lambda: c.resume(ticket),
        "hold": lambda: c.hold(ticket, "caller"),
        "resolve": lambda: c.resolve(ticket, "fixed", "cable"),
        "reopen": lambda: c.reopen(ticket, "not-fixed", "still"),
        "contact": lambda: c.contact(ticket, True),
    }
    for move, hours in moves:
        desk.pass_(f"{hours}h")
        try:
            desk.tick() if move == "tick" else desk.do("ana", calls[move]())
        except Refused:
            continue
    desk.tick()
    rows = desk.all("select occurred_at from journal where kind = 'ticket.commented' and actor = 'desk'")
    assert len(rows) == len(set(rows))
    due = desk.all("select count(*) from timer where kind = 'silence' and fire_at <= :now", now=desk.now)
    assert due == [(0,)]
    standing = desk.row(ticket).state
    waiting = desk.all("select count(*) from timer where kind = 'silence'")[0][0]
    assert waiting == 0 or standing in ("held", "resolved")
    desk.store.close()


# --- the desk file ---------------------------------------------------------------------------------------------------


def test_what_the_file_says_is_exported_and_told(template: Path) -> None:
    said = read(FILE)
    assert parse(export(said)) == said
    wanted = FILE.read_text().replace('chase = ["24h", "48h"]', 'chase = ["12h"]').replace('"2h"\n\n[[', '"3h"\n\n[[')
    assert differences(said.triage, parse(wanted).triage) == [
        "closing close after 2h → 3h",
        "hold caller chase 24h 48h → 12h",
    ]


def test_a_hold_says_before_how_it_chases(desk: TestDesk) -> None:
    ticket = desk.new("Till 7", requester="Kim")
    desk.do("ana", c.reply(ticket, "Which till?"))
    told = DeskSource(desk.store, Actor("ana")).effect(c.hold(ticket, "caller"))
    words = ["".join(part for part, _ in line) for line in told.lines]
    assert words[-1] == "  who does not answer is reminded Wed 10:00, Thu 10:00; resolved Fri 10:00 (16)"
    assert desk.row(ticket).state == "new"


def test_another_file_moves_no_chase_that_runs(desk: TestDesk) -> None:
    """What was decided when the hold began stands."""
    ticket = held(desk)
    wanted = parse(FILE.read_text().replace('chase = ["24h", "48h"]', 'chase = ["70h"]'))
    desk.do("desk", apply(plan(wanted, current(desk.store.read), 2026)))
    desk.pass_("30h")
    desk.tick()
    assert by_itself(desk, ticket) == [("commented", 25)]


# --- closing ---------------------------------------------------------------------------------------------------------


def test_what_nobody_confirms_closes_by_itself(desk: TestDesk) -> None:
    ticket = desk.new(requester="Kim")
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.pass_("47h")
    desk.tick()
    assert desk.row(ticket).state == "resolved"
    desk.pass_("9h")
    desk.tick()
    assert by_itself(desk, ticket) == [("closed", 48)]
    assert desk.row(ticket).closed_at == START + 48 * HOUR


def test_what_is_confirmed_closes_soon_after(desk: TestDesk) -> None:
    ticket = desk.new(requester="Kim")
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.pass_("10h")
    desk.do("ana", c.confirm(ticket))
    desk.pass_("3h")
    desk.tick()
    assert by_itself(desk, ticket) == [("closed", 12)]


def test_nothing_closes_over_what_the_customer_wrote(desk: TestDesk) -> None:
    ticket = desk.new(requester="Kim")
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    desk.pass_("10h")
    desk.do("bot", c.receive(ticket, "It is still there"))
    desk.pass_("80h")
    desk.tick()
    assert desk.row(ticket).state == "resolved"
    desk.do("ana", c.reply(ticket, "Switch it on"))
    desk.tick()
    assert by_itself(desk, ticket) == [("closed", 90)]


@pytest.mark.parametrize("undone", [True, False])
def test_opened_again_or_undone_nothing_closes(desk: TestDesk, undone: bool) -> None:
    ticket = desk.new(requester="Kim")
    desk.do("ana", c.resolve(ticket, "fixed", "cable"))
    assert desk.all("select count(*) from timer where kind = 'silence'") == [(1,)]
    desk.do("ana", c.undo() if undone else c.reopen(ticket, "not-fixed", "still"))
    assert desk.all("select count(*) from timer where kind = 'silence'") == [(0,)]
    desk.pass_("80h")
    desk.tick()
    assert by_itself(desk, ticket) == []


def test_the_record_proves_itself(desk: TestDesk) -> None:
    held(desk)
    held(desk, "clerk")
    desk.pass_("60h")
    desk.tick()
    proved(desk)
