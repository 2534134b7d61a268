"""What was written on paper while the desk was down, entered afterwards under the rules for what is known late."""

from __future__ import annotations

import csv
import io
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.core.instants import HOUR, MINUTE, Instant
from deskconsole.derive import RULES
from deskconsole.features.tickets import commands as c
from deskconsole.offline.paper import HEADS, WHATS, read_paper
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import START, Door, TestDesk

PAPER = """
when             | ticket or caller | what         | in words
-----------------+------------------+--------------+---------
09:20            | INC-10001        | called       | told her that it takes until noon
09:50            | INC-10001        | resolved     | restarted the gateway
10:00            | Rosa Vale        | new 2 1      | Mailbox full | since noon
10:30            | rosa vale        | resolved     | made room
                 |                  |              |
"""


@pytest.fixture
def paper(desk: TestDesk, tmp_path: Path) -> Path:
    """A sheet of the morning; the desk, in whose zone it is an hour later, comes back at noon."""
    desk.new("VPN drops", impact="1", urgency="2")
    desk.pass_("3h")
    desk.tick()
    desk.show_time()
    path = tmp_path / "paper.txt"
    path.write_text(PAPER.replace("09:20", "10:20").replace("09:50", "10:50"), encoding="utf-8")
    return path


def test_a_morning_on_paper_is_looked_at_and_then_entered(desk: TestDesk, desk_door: Door, paper: Path) -> None:
    before = desk.scalar("select max(seq) from journal")
    looked = desk_door("catch-up", paper, "--preview", "--as", "lea")
    assert looked.code == 0, looked
    assert "INC-10001  resolved: new to resolved" in looked.out
    assert "4 would be entered; nothing was written" in looked.out
    assert "as of now: its ticket is logged only now" in looked.out
    assert desk.scalar("select max(seq) from journal") == before
    assert "nobody can be asked here" in desk_door("catch-up", paper, "--as", "lea").err
    assert "4 entered, batch " in desk_door("catch-up", paper, "--yes", "--as", "lea").out
    row = desk.row(1)
    assert (row.responded_at, row.resolved_at) == (START + 20 * MINUTE, START + 50 * MINUTE)
    assert all(fact.late for fact in desk.facts(1) if fact.what in ("replied", "resolved"))
    assert desk.row(2).title == "Mailbox full | since noon"
    assert (desk.row(2).state, desk.row(2).priority) == ("resolved", 2)
    batches = desk.all("select distinct batch from journal where seq > :before and source = 'catch-up'", before=before)
    assert len(batches) == 1
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_the_same_sheet_is_entered_once(desk: TestDesk, desk_door: Door, paper: Path) -> None:
    desk_door("catch-up", paper, "--yes", "--as", "lea")
    before = desk.scalar("select max(seq) from journal")
    assert "0 entered" in desk_door("catch-up", paper, "--yes", "--as", "lea").out
    assert desk.scalar("select max(seq) from journal") == before


def test_what_cannot_be_keeps_all_of_it_out_unless_somebody_says_so(
    desk: TestDesk, desk_door: Door, paper: Path
) -> None:
    with paper.open("a", encoding="utf-8") as more:
        more.write("11:00 | INC-4711 | called |\n")
    said = desk_door("catch-up", paper, "--yes", "--as", "lea")
    assert said.code == 3
    assert "1 of 5 lines cannot be entered" in said.err
    assert "there is no ticket INC-4711, and no line before it says “new”" in said.out
    assert desk.row(1).state == "new"
    assert "4 entered" in desk_door("catch-up", paper, "--yes", "--part", "--as", "lea").out


def test_an_agent_may_not_say_that_it_was_so_earlier(desk: TestDesk, desk_door: Door, paper: Path) -> None:
    said = desk_door("catch-up", paper, "--preview")
    assert said.code == 3
    assert "ticket.backdate" in said.out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("25:00 | INC-1 | called |", "line 1: “25:00”"),
        ("2027-01-01 10:00 | INC-1 | called |", "line 1: “2027-01-01 10:00” lies in the future"),
        ("10:00 | INC-1 | resolvd | x", "did you mean “resolved”"),
        ("10:00 | | called |", "line 1: no ticket and no caller"),
        ("10:00 | INC-1 | resolved |", "line 1: resolved: nothing in words"),
        ("10:00 | INC-1 | new 9 | x", "“new 9”"),
        ("10:00 | INC-1", "line 1: 2 columns, not 4"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(line: str, says: str, desk: TestDesk) -> None:
    with pytest.raises(BadInput) as wrong:
        read_paper(line, desk.now, UTC)
    assert says in str(wrong.value)


words = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\n\r"), min_size=1, max_size=30)


@settings(max_examples=60)
@given(words.filter(lambda text: text.strip()), st.sampled_from(sorted(WHATS)))
def test_as_csv_it_says_the_same_as_between_bars(text: str, what: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADS, ("2026-03-03 08:00", "INC-1", what, text.replace("|", "/"))])
    now = Instant(START + 3 * HOUR)
    (entry,) = read_paper(out.getvalue(), now, UTC)
    (again,) = read_paper(f"2026-03-03 08:00 | INC-1 | {what} | {text.replace('|', '/')}", now, UTC)
    assert entry._replace(line=0) == again._replace(line=0)


def test_a_line_of_a_ticket_that_is_resolved_otherwise_is_refused(desk: TestDesk, desk_door: Door, paper: Path) -> None:
    desk.do("ana", c.resolve(1, "fixed", "it came back"))
    said = desk_door("catch-up", paper, "--preview", "--as", "lea")
    assert said.code == 3
    assert "✗" in said.out
