"""Articles: from files and back, before the desk and off it, found by a ticket’s words, counted where they helped."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput, DeskError, NotFound, Refused
from deskconsole.core.instants import DAY, Instant
from deskconsole.derive import RULES
from deskconsole.features.knowledge import commands as k
from deskconsole.features.knowledge.files import Wanted, read, written
from deskconsole.features.knowledge.rules import Hit, ranked, telling, within, words_of
from deskconsole.features.knowledge.views import (
    ARTICLE,
    ARTICLES,
    FOUND,
    NUMBERS,
    OVERDUE,
    SUBJECT,
    TEXTS,
    USED_ON,
    ArticleRow,
    hits_for,
    known,
    search,
    suggested,
)
from deskconsole.features.tickets import commands as c
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import Door, TestDesk, at_the_door

BERLIN = ZoneInfo("Europe/Berlin")
SOP = """+++
number = "SOP-31"
title = "Fail over the VPN gateway"
kind = "sop"
state = "published"
owner = "lea"
review = 2026-09-01
services = ["vpn"]
categories = ["network"]
+++

1. Drain the *sessions* of node 2.
2. Restart the gateway.
"""


def published(desk: TestDesk, title: str, body: str, **more: str) -> str:
    desk.do("lea", k.draft(title, body, **more))  # type: ignore[arg-type]
    number = desk.store.read.all(NUMBERS)[-1]
    number = desk.scalar("select number from article order by id desc limit 1")
    desk.do("lea", k.publish(number))
    return str(number)


def row(desk: TestDesk, number: str) -> ArticleRow:
    return desk.store.read.one(ARTICLE, number=number)


def files(folder: Path, *texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for place, text in enumerate(texts):
        (folder / f"{place}.md").write_text(text, encoding="utf-8")
    return folder


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_folder_is_taken_over_once(
    desk: TestDesk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at_the_door(monkeypatch, "ana")
    monkeypatch.setattr("deskconsole.cli.common.owns", lambda store: True)
    door, folder = Door(desk.path, capsys), files(tmp_path / "in", SOP)
    (folder / "KB-212.md").write_text("# Session leak after firmware\n\nSee the vendor’s note.", encoding="utf-8")
    assert door("knowledge", "import", "--as", "lea", folder).out == "2 files: 2 new articles, 3 events\n"
    assert door("knowledge", "import", "--as", "lea", folder).out == "2 files: 0 new articles, 0 events\n"
    (folder / "0.md").write_text(SOP.replace("Restart", "Reboot"), encoding="utf-8")
    refused = door("knowledge", "import", folder)
    assert refused.code == 3
    assert "SOP-31" in refused.err
    assert "knowledge.publish" in refused.err
    assert door("knowledge", "import", "--as", "lea", folder).out == "2 files: 0 new articles, 1 events\n"
    listed = {each["number"]: each for each in door("knowledge", "list", "--format", "json").json}
    assert listed["SOP-31"] | {"version": 2, "state": "published", "services": "vpn"} == listed["SOP-31"]
    assert listed["KB-212"]["state"] == "draft"
    assert "Reboot the gateway." in door("knowledge", "show", "sop-31").out
    assert [hit["number"] for hit in door("knowledge", "search", "gatew", "--format", "json").json] == ["SOP-31"]
    assert door("knowledge", "export", tmp_path / "out").code == 0
    again = door("knowledge", "import", "--as", "lea", tmp_path / "out")
    assert again.out == "2 files: 0 new articles, 0 events\n"
    assert rebuild(desk.store, RULES, RECORD).differences == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("+++\n\n1", "\n1", "not closed"),
        ('"sop"', '"essay"', "kind “essay” is none of article, sop"),
        ("kind =", "knd =", "no property knd; nearest is kind"),
        ("2026-09-01", '"soon"', "review is to be a day"),
        ('["vpn"]', '["vpm"]', "no service vpm: did you mean vpn"),
        ('"lea"', '"nobody"', "no operator nobody"),
        ('"SOP-31"', '"31"', "“31” is no number"),
        ('"Fail', "Fail", "no TOML"),
        ('["network"]', "7", "categories is to be a list"),
        ("1. Drain", "\0", "NUL"),
    ],
)
def test_a_file_that_is_wrong_names_the_place_and_the_way_out(desk: TestDesk, old: str, new: str, says: str) -> None:
    with pytest.raises(DeskError, match=says) as wrong:
        desk.do("lea", k.take_over([read(SOP.replace(old, new), "articles/x.md", BERLIN)]))
    assert "articles/x.md" in str(wrong.value)
    assert desk.store.read.all(ARTICLES) == []


lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)
bodies = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=60).map(str.strip)
wanted = st.builds(
    Wanted,
    st.from_regex(r"[A-Z]{2,3}-[0-9]{1,4}", fullmatch=True).map(str.upper),
    lines,
    bodies,
    st.sampled_from(["article", "sop"]),
    st.none() | lines,
    st.none() | st.integers(0, 4_000_000).map(lambda minutes: minutes * 60_000_000),
    st.lists(lines.map(str.strip), unique=True, max_size=2).map(tuple),
    st.lists(lines.map(str.strip), unique=True, max_size=2).map(tuple),
    st.sampled_from([None, "draft", "published", "retired"]),
    st.just(""),
)


@given(wanted)
def test_an_article_reads_back_from_its_file(article: Wanted) -> None:
    back = read(written(article, BERLIN), "x.md", BERLIN)
    assert back._replace(where="") == article._replace(number=article.number.strip())


@given(st.text(max_size=80) | st.text(alphabet='+\n="[]# a1-', max_size=60))
def test_any_text_is_an_article_or_refused_with_its_file(text: str) -> None:
    refused = None
    try:
        read(text, "in/KB-1.md", BERLIN)
    except BadInput as wrong:
        refused = str(wrong)
    assert refused is None or "in/KB-1.md" in refused


# --- its life --------------------------------------------------------------------------------------------------------


def test_the_life_of_an_article(desk: TestDesk) -> None:
    desk.do("ana", k.draft("Reset a token", "Press and hold.", service="vpn", category="network"))
    assert (row(desk, "KB-1").state, row(desk, "KB-1").owner) == ("draft", "ana")
    assert search(desk.store.read, "token") == []
    with pytest.raises(Refused, match=r"knowledge\.publish"):
        desk.do("ana", k.publish("KB-1"))
    desk.do("lea", k.publish("kb-1"))
    assert [hit.number for hit in search(desk.store.read, "tok")] == ["KB-1"]
    with pytest.raises(Refused, match=r"knowledge\.publish"):
        desk.do("ana", k.revise("KB-1", "Press twice."))
    desk.do("lea", k.revise("KB-1", "Press twice."))
    assert (row(desk, "KB-1").version, row(desk, "KB-1").services) == (2, ("vpn",))
    assert search(desk.store.read, "hold") == []
    with pytest.raises(Refused, match="reads so already"):
        desk.do("lea", k.revise("KB-1", "Press twice."))
    due = row(desk, "KB-1").review_at or 0
    assert desk.store.read.all(OVERDUE, now=due - 1) == []
    assert [each.number for each in desk.store.read.all(OVERDUE, now=due)] == ["KB-1"]
    desk.do("lea", k.review("KB-1", due + DAY))
    assert desk.store.read.all(OVERDUE, now=due) == []
    desk.do("lea", k.retire("KB-1", "tokens are gone"))
    assert search(desk.store.read, "token") == []
    with pytest.raises(Refused, match="retired already"):
        desk.do("lea", k.retire("KB-1", "again"))
    with pytest.raises(NotFound, match="KB-9"):
        desk.do("lea", k.publish("KB-9"))
    assert rebuild(desk.store, RULES, RECORD).differences == []


def test_used_and_solved_are_counted_by_ticket(desk: TestDesk) -> None:
    number = published(desk, "Fail over the VPN gateway", "Restart node 2.")
    tickets = [desk.new("VPN gateway drops") for _ in range(3)]

    def record() -> str:
        return hits_for(desk.store.read, tickets[0], desk.now).hits[0].record

    assert record() == ""
    for ticket in (*tickets, tickets[0]):
        desk.do("ana", k.use(ticket, number))
    assert record() == "0 of 3"
    assert desk.store.read.all(USED_ON, ticket=tickets[0]) == [number]
    desk.do("ana", c.resolve(tickets[0], "fixed", "firmware", article=number))
    desk.do("ana", c.resolve(tickets[1], "fixed", "cable"))
    assert record() == "1 of 3"
    named = desk.new("VPN")
    desk.do("ana", c.resolve(named, "fixed", "firmware", article=number.lower()))
    assert record() == "2 of 4", "a resolution that names it is a use"
    desk.do("lea", c.reopen(named, "not-fixed", "still drops"))
    assert record() == "1 of 4", "what came back was not solved"
    with pytest.raises(NotFound, match="KB-77"):
        desk.do("ana", c.resolve(tickets[2], "fixed", "x", article="KB-77"))
    assert rebuild(desk.store, RULES, RECORD).differences == []


# --- what fits -------------------------------------------------------------------------------------------------------


def test_a_ticket_finds_what_fits_its_words_and_what_it_belongs_to(desk: TestDesk) -> None:
    gateway = published(desk, "Fail over the VPN gateway", "Sessions drop on node 2.", service="vpn")
    same = published(desk, "Fail over the VPN gateway", "Sessions drop on node 2.", service="mail")
    printer = published(desk, "Printer on fire", "Pull the plug, then please call.")
    for other in ("Order a chair", "Change a password", "Book a room", "Move a desk"):
        published(desk, other, "As the form says, please.")
    ticket = desk.new("Sessions drop", service="vpn")
    desk.do("ana", c.note(ticket, "the gateway again, please"))
    hits = hits_for(desk.store.read, ticket, desk.now).hits
    assert [hit.number for hit in hits][:2] == [gateway, same]
    assert printer not in [hit.number for hit in hits][:1]
    assert hits_for(desk.store.read, 999, desk.now).hits == []
    assert suggested(desk.store.read, "Zwölf Böxkämpfer") == []
    assert [hit.number for hit in suggested(desk.store.read, "PRÎNTER!")] == [printer]


def test_it_insists_from_the_instant_of_risk_on(desk: TestDesk) -> None:
    published(desk, "Fail over the VPN gateway", "Restart node 2.", service="vpn")
    ticket = desk.new("VPN gateway drops", service="vpn", impact="1", urgency="1")
    subject = desk.store.read.one(SUBJECT, ticket=ticket)
    assert subject.risk_at
    assert not hits_for(desk.store.read, ticket, Instant(subject.risk_at - 1)).insists
    assert hits_for(desk.store.read, ticket, subject.risk_at).insists
    desk.do("ana", c.resolve(ticket, "fixed", "firmware"))
    assert not hits_for(desk.store.read, ticket, subject.risk_at).insists


def hit(number: str, rank: float, **more: object) -> Hit:
    return Hit(1, number, "article", number, (), (), rank, 0, 0)._replace(**more)  # type: ignore[arg-type]


def test_what_belongs_and_what_solved_comes_first() -> None:
    plain, ours, below = hit("KB-1", -2.0), hit("KB-2", -2.0, services=("vpn",)), hit("KB-3", -2.0, categories=("net",))
    assert [each.number for each in ranked([plain, below, ours], "vpn", "Net › remote")] == ["KB-2", "KB-3", "KB-1"]
    solved, failed = hit("KB-4", -2.0, used=5, solved=4), hit("KB-5", -2.0, used=5)
    assert [each.number for each in ranked([failed, plain, solved])] == ["KB-4", "KB-1", "KB-5"]
    assert ranked([]) == []
    assert not within("network", "net")


ranks = st.floats(-50, -0.001)
hits = st.lists(st.builds(hit, st.from_regex(r"KB-[0-9]{1,3}", fullmatch=True), ranks), max_size=8)


@given(hits, st.randoms())
def test_an_order_does_not_depend_on_how_it_was_read(found: list[Hit], chance: object) -> None:
    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert [(each.number, each.rank) for each in ranked(found)] == [
        (each.number, each.rank) for each in sorted(ranked(mixed), key=lambda each: (each.rank, each.number))
    ]


@given(st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(1, 9)), st.integers(1, 5))
def test_telling_words_are_rare_ones_that_stand_somewhere(counts: dict[str, int], most: int) -> None:
    stands = {word: len(word) for word in counts if "c" not in word}
    chosen = telling(counts, stands, 10, most)
    assert set(chosen) <= set(stands)
    assert len(chosen) == min(most, len(stands))


def test_words_are_those_of_the_index() -> None:
    assert words_of("Zwölf ÅNGSTRÖM, e-mail x 9.1.4 KB-12!") == ["zwolf", "angstrom", "mail", "kb", "12"]


hostile = st.text(max_size=40) | st.text(alphabet="\"'*^(){}:+-~\\ aOR\tNEAND", max_size=40)


@given(hostile)
def test_hostile_words_are_answered(text: str) -> None:
    assert isinstance(search(DESK.store.read, text), list)
    assert isinstance(suggested(DESK.store.read, text, [text]), list)


@pytest.fixture(scope="module", autouse=True)
def _desk(desk_template: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    global DESK
    from tests.features.desks import copied

    DESK = TestDesk(copied(desk_template, tmp_path_factory.mktemp("words") / "desk.db"))
    published(DESK, "NEAR the gateway", "AND or not")
    yield
    DESK.store.close()


DESK: TestDesk


def test_no_table_is_walked_through_where_somebody_waits(desk: TestDesk) -> None:
    values = {"sought": '"x"', "limit": 5, "ticket": 1, "number": "KB-1", "now": 0, "w0": "x", "w1": "y"}
    for query in (FOUND, SUBJECT, TEXTS, USED_ON, ARTICLE, OVERDUE, known(["x", "y"])):
        steps = [row[3] for row in desk.store.read.driver.select(f"explain query plan {query.sql}", values)]
        scans = [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE INDEX" not in step]
        assert [step for step in scans if step != "SCAN a"] == [], (query.sql, steps)
