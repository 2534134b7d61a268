"""The filter language: it reads back what it writes, binds every value, and finds what a careful reader would."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from deskconsole import schema
from deskconsole.core.instants import DAY, MINUTE, Instant
from deskconsole.features.tickets.filter_words import IS as SAID
from deskconsole.features.tickets.filter_words import And, Node, Not, Or, Term, Words
from deskconsole.features.tickets.filters import HELP, IS, BadFilter, Filter, Turn, compile_filter, explain, parse

NOW = Instant(1_776_000_000_000_000)
VIEWS = {"Mine": "owner:me", "P1–P2 of 會": "p:1-2 -(team:none or view:mine)"}

# --- round trip ------------------------------------------------------------------------------------------------------

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip())
)
words = st.builds(
    Words, texts | st.sampled_from(["or", "AND", "-x", "a:b", "x<y", 'say "it"', "“", "\\", "(", "vpn"]), st.booleans()
)
values = texts | st.sampled_from(["none", "me", "emea", "a,b", "Awaiting User Info", "-", "or", '"'])
named = st.builds(
    Term,
    st.sampled_from(["team", "owner", "customer", "service"]),
    st.just(":"),
    st.lists(values, min_size=1, max_size=3).map(tuple),
)
fixed = st.sampled_from(
    [
        Term("p", ":", ("1-2",)),
        Term("p", ":", ("1", "3")),
        Term("p", ":", ("none",)),
        Term("state", ":", ("open", "Active")),
        Term("tag", ":", ("vip",)),
        Term("created", ">", ("2d",)),
        Term("sla", "<", ("1h30m",)),
        Term("view", ":", ("mine", "P1–P2 of 會")),
        *(Term("is", ":", (word,)) for word in SAID),
    ]
)


def deeper(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, nodes) | st.builds(And, several) | st.builds(Or, several)


trees: st.SearchStrategy[Node] = st.recursive(words | named | fixed, deeper, max_leaves=12)


@given(trees)
def test_a_tree_reads_back_as_itself(tree: Node) -> None:
    assert parse(str(tree)) == tree


@given(st.text(max_size=40) | st.text(alphabet=' -()or":p1,is<>“”\\', max_size=30))
def test_any_text_is_either_understood_or_refused_with_a_place(text: str) -> None:
    refused, tree = None, None
    try:
        tree = parse(text)
    except BadFilter as trouble:
        refused = trouble
    if refused:
        assert 0 <= refused.column <= len(text)
        assert f"at character {refused.column + 1}" in str(refused)
    else:
        assert parse(str(tree)) == tree


# --- SQL -------------------------------------------------------------------------------------------------------------


@given(trees)
def test_no_text_of_the_user_reaches_the_sql(tree: Node) -> None:
    made = compile_filter(str(tree), "ana", NOW, VIEWS)
    plain = compile_filter(str(blanked(tree)), "ana", NOW, VIEWS)
    assert made.where.count(":f") == sum(name.startswith("f") for name in made.values)
    assert shape(made.where) == shape(plain.where)


def blanked(node: Node) -> Node:
    """The same tree with every free text replaced by a harmless one."""
    match node:
        case Words(text):
            return Words("1" if re.search(r"\d", text) else "x", True)
        case Term(key, op, given_values) if key in ("team", "owner", "customer", "service"):
            return Term(key, op, tuple(v if v.lower() in ("none", "me") else "x" for v in given_values))
        case Not(of):
            return Not(blanked(of))
        case And(parts):
            return And(tuple(map(blanked, parts)))
        case Or(parts):
            return Or(tuple(map(blanked, parts)))
    return node


def shape(where: str) -> set[str]:
    """The SQL without its placeholders, word by word: how many variants a text has does not matter here."""
    return {word.strip("(),") for word in where.split() if ":f" not in word}


def test_what_is_no_letter_and_no_digit_parts_words() -> None:
    assert found("100%") == {"INC3"}
    assert found("100_full") == {"INC3"}
    assert found('"help or"') == {"INC4"}
    assert found('"!"') == set()
    assert found('"*" or ^ or "NEAR(" or "text:x" or "a AND (b"') == set()


@pytest.fixture(scope="module", autouse=True)
def desk() -> Iterator[sqlite3.Connection]:
    global DESK
    DESK = sqlite3.connect(":memory:")
    DESK.executescript(_SCHEMA)
    for number, row in enumerate(_TICKETS, 1):
        title = row.pop("title", None)
        if title:
            DESK.execute("insert into private_text values (?, ?)", (number, title))
            DESK.execute("insert into search_text values (?, ?)", (number, number))
            DESK.execute("insert into text_fts (rowid, text) values (?, ?)", (number, title))
            row["title"] = number
        row = {"id": number, "number": f"INC{number}", **row}
        names = ", ".join(row)
        DESK.execute(f"insert into ticket ({names}) values ({', '.join('?' * len(row))})", tuple(row.values()))
    DESK.executemany("insert into clock values (?, ?, ?, ?, ?, ?)", _CLOCKS)
    yield DESK
    DESK.close()


DESK: sqlite3.Connection
_SCHEMA = """
create table ticket (id, number, title, state, label, priority, team, owner, customer, service, tags, source,
                     opened_at, resolved_at, is_open);
create table private_text (id integer primary key, text);
create table search_text (ticket, text integer primary key);
create virtual table text_fts using fts5(title, text, tokenize='unicode61 remove_diacritics 2');
create table team (id, key, name);
create table customer (id, key, name);
create table service (id, key, name);
create table operator (handle, teams);
create table transfer (ticket, stage, to_team, to_owner);
create table clock (ticket, state, due, late, breached_at, risk_at);
insert into team values (1, 'emea', 'EMEA desk'), (2, 'apac', 'Büro Süd');
insert into customer values (1, 'acme', 'Acme GmbH');
insert into service values (1, 'vpn', 'Remote access');
insert into operator values ('ana', 'emea'), ('ben', '');
insert into transfer values (1, 'pending', 2, null), (2, 'pending', 1, null), (3, 'returned', 1, null);
"""
_TICKETS: list[dict[str, Any]] = [
    {"state": "open", "label": "Active", "priority": 1, "team": 1, "owner": "ana", "title": "VPN drops", "is_open": 1,
     "opened_at": NOW - 3 * DAY, "customer": 1, "service": 1, "tags": " vip vpn "},
    {"state": "held", "label": "Awaiting User Info", "priority": 2, "team": 2, "owner": "Ben", "is_open": 1,
     "opened_at": NOW - MINUTE, "title": "Ärger mit dem Drucker", "tags": " vipers "},
    {"state": "resolved", "label": "Resolved", "priority": 3, "title": "disk is 100% full", "is_open": 0,
     "opened_at": NOW - DAY, "resolved_at": NOW, "source": "servicenow-log"},
    {"state": "new", "priority": None, "title": "[urgent] help! or else", "is_open": 1},
]  # fmt: skip
_CLOCKS: list[tuple[int, str, int | None, int | None, int | None, int | None]] = [
    (1, "running", NOW + 10 * MINUTE, NOW + 10 * MINUTE, None, NOW - MINUTE),  # its first share is behind it
    (1, "running", NOW - MINUTE, NOW - MINUTE, None, NOW - DAY),  # late, nobody has noticed
    (1, "running", NOW - MINUTE, NOW + DAY, None, NOW - DAY),  # due at closing time, late from the next opening on
    (2, "paused", None, None, None, None),
    (3, "stopped", NOW - DAY, None, NOW - DAY, None),
    (4, "running", NOW + DAY, NOW + DAY, None, NOW - 1),  # the first share was reached a moment ago
]


def found(text: str, me: str = "ana") -> set[str]:
    made = compile_filter(text, me, NOW, VIEWS)
    return {number for (number,) in DESK.execute(f"select t.number from ticket t where {made.where}", made.values)}


ALL = {"INC1", "INC2", "INC3", "INC4"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", "1234"),
        ("p:1", "1"),
        ("p:1-2", "12"),
        ("p:3-1", "123"),
        ("p:1,3", "13"),
        ("p:P1,none", "14"),
        ("P:1", "1"),
        ("state:open,held", "12"),
        ("state:open,hold", "12"),
        ("state:Active", "1"),
        ('state:"awaiting user info"', "2"),
        ("state:Resolved", "3"),
        ("team:emea", "1"),
        ('team:"EMEA Desk"', "1"),
        ('team:"büro süd",emea', "12"),
        ("team:none", "34"),
        ("-team:emea", "234"),
        ("owner:me", "1"),
        ("owner:ben", "2"),
        ("owner:none,me", "134"),
        ("customer:acme service:vpn", "1"),
        ("tag:vip", "1"),
        ("tag:VIP,vipers", "12"),
        ("tag:none", "34"),
        ("is:open", "124"),
        ("is:unresolved", "12"),
        ("is:held", "2"),
        ("is:breached", "13"),
        ("is:atrisk", "14"),
        ("is:at-risk -is:breached", "4"),
        ("is:imported", "3"),
        ("created>2d", "1"),
        ("created<2h", "2"),
        ("-created>2d", "234"),
        ("sla<30m", "1"),
        ("sla>30m", "4"),
        ("vpn", "1"),
        ("vp", "1"),
        ('"vp"', ""),
        ("vp drops", ""),
        ("vpn dro", "1"),
        ("vpn or dru", "12"),
        ("-vp", "234"),
        ('-"vp"', "1234"),
        ("drops vpn", "1"),
        ('"drops vpn"', ""),
        ("rger", ""),
        ("arger", "2"),
        ("DISK", "3"),
        ("ärger", "2"),
        ("ÄRGER", "2"),
        ("inc3", "3"),
        ("nc3", ""),
        ('"dem drucker"', "2"),
        ("“dem drucker”", "2"),
        ('"[urgent]"', "4"),
        ('"or"', "4"),
        ("vpn or drucker", "12"),
        ("vpn and drucker", ""),
        ("-vpn -p:2", "34"),
        ("-(vpn or p:2)", "34"),
        ("is:open (p:1 or p:2) -owner:me", "2"),
    ],
)
def test_a_filter_finds(text: str, numbers: str) -> None:
    assert found(text) == {f"INC{digit}" for digit in numbers}


@given(trees)
def test_a_filter_and_its_inverse_part_the_queue(tree: Node) -> None:
    assert found(str(Not(tree))) == ALL - found(str(tree))


def test_every_word_is_understood_by_the_tables_as_they_are() -> None:
    engine = create_engine("sqlite://")
    schema.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.execute(text("create virtual table text_fts using fts5(text)"))
        for line in HELP:
            made = compile_filter(line.word, "ana", NOW, {"mine": "owner:me"})
            connection.execute(text(f"explain select t.id from ticket t where {made.where}"), made.values)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("p:1 is:brached", 7, "is:breached"),
        ("sate:open", 0, "state:open"),
        ("sal<30m", 0, "sla<30m"),
        ("p:7", 2, "1 to 5"),
        ("created:2d", 0, "created>2d"),
        ("sla<soon", 4, "15m"),
        ("created>9999w9999w", 8, "no duration"),
        ("created>999999w", 8, "hundred years"),
        ("team:", 5, "team:emea"),
        ("team:a,,b", 7, "team:emea"),
        ("vpn or", 6, "missing"),
        ("or vpn", 0, "missing"),
        ("(vpn", 0, "not closed"),
        ("vpn)", 3, "closes nothing"),
        ("a - b", 2, "quotes"),
        ('say "hello', 4, "not closed"),
        ('tag:"a b"', 4, "no spaces"),
        ("a\0b", 1, "no text"),
        ("(" * 41 + "a" + ")" * 41, 40, "40 levels"),
        ("a " * 201, 400, "200 words"),
    ],
)
def test_a_refusal_names_the_place_and_the_way_out(text: str, column: int, says: str) -> None:
    with pytest.raises(BadFilter, match=says) as refused:
        parse(text)
    assert refused.value.column == column


def test_the_words_of_a_filter_are_told_one_by_one() -> None:
    assert compile_filter("p:1-2 -(owner:me or vpn) --“a b”", "ana", NOW).words == (
        "p:1-2",
        "-owner:me",
        "-vpn",
        '"a b"',
    )


def test_help_speaks_of_every_word_and_its_examples_work() -> None:
    assert set(IS) == set(SAID)
    for line in HELP:
        parse(line.word)
    assert {f"is:{word}" for word in SAID} <= {line.word for line in HELP}
    assert [line.word for line in explain("sla")] == ["sla<30m"]
    assert explain() == list(HELP)


# --- views by name ---------------------------------------------------------------------------------------------------


@given(trees)
def test_a_view_stands_for_what_it_says(tree: Node) -> None:
    views = {**VIEWS, "whole": str(tree)}
    named = compile_filter('-view:Whole p:1 "x"', "ana", NOW, views)
    assert query(named) == query(compile_filter(f'-({tree}) p:1 "x"', "ana", NOW, VIEWS))


def query(made: Filter) -> set[str]:
    rows = DESK.execute(f"select t.number from ticket t where {made.where}", made.values)
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("p:1 view:mien", 9, "there is no view “mien”; nearest is mine"),
        ("p:1 (view:mine,round)", 15, "the view “round” cannot be read: the view “there” cannot be read"),
        ("view:broken", 5, "the view “broken” cannot be read: “p:9”"),
    ],
)
def test_a_name_that_stands_for_nothing_is_pointed_at(text: str, column: int, says: str) -> None:
    views = {"mine": "owner:me", "round": "view:there", "there": "is:open view:round", "broken": "p:9"}
    with pytest.raises(BadFilter, match=re.escape(says).replace("“p:9”", "“9”")) as refused:
        compile_filter(text, "ana", NOW, views)
    assert refused.value.column == column


def test_views_that_multiply_are_bounded() -> None:
    views = {f"v{n}": " or ".join([f"view:v{n - 1}"] * 20) for n in range(1, 5)} | {"v0": "p:1"}
    with pytest.raises(BadFilter, match="more than 400 words"):
        compile_filter("view:v4", "ana", NOW, views)


def test_what_time_changes_is_said() -> None:
    made = compile_filter("view:Old or sla<30m promise:due", "ana", NOW, {"old": "created>2d"})
    assert made.turns == {Turn("created", 2 * 86_400), Turn("sla", 1800), Turn("promise")}
    assert compile_filter("is:open p:1", "ana", NOW).turns == frozenset()
