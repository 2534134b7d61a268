"""Maps: each mistake is named with file, line, key and the nearest valid one, all of them at once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.core.shipped import shipped
from deskconsole.core.toml.problems import BadFile
from deskconsole.features.imports.asked import GENERAL, KINDS, OF_DESK
from deskconsole.features.imports.figures import LogFigures, quantile, spread
from deskconsole.features.imports.mapping import parse_map, read_map
from deskconsole.features.imports.rules import replaced
from deskconsole.features.imports.template import template
from deskconsole.features.imports.times import is_format
from deskconsole.features.imports.words import Words, pattern, state_of
from tests.features.desks import Door
from tests.features.logs import MAPS, TOOL, TOOL_COLUMNS, log, tool_row

LEAST = """\
[log]
name = "tool"
[time]
at = "{when}"
[ticket]
number = "{id}"
[state]
of = "{status}"
values = { New = "new" }
"""


def problems(text: str) -> str:
    with pytest.raises(BadFile) as refused:
        parse_map(text, "map.toml")
    return str(refused.value)


MISTAKES: list[tuple[str, str, str]] = [
    # what stands in the least map, what in its place, what is said of it
    ("[log]", "[logg]", "map.toml:1: logg: no key “logg”; nearest is log"),
    ("[log]\nname", "name", "[log] is missing: write [log] = a section with the name of the log"),
    ('name = "tool"', 'nane = "tool"', "map.toml:1: log: name is missing"),
    ('name = "tool"', 'nane = "tool"', "map.toml:2: log.nane: no key “nane”; nearest is name"),
    ('name = "tool"', 'name = "servicenow-log"', "map.toml:2: log.name: “servicenow-log” cannot be the name of a log"),
    ('name = "tool"', "name = 7", "map.toml:2: log.name: is the number 7, wanted is a text in quotes"),
    ('name = "tool"', 'name = "tool"\ndelimiter = "::"', 'map.toml:3: log.delimiter: must be one sign: ",", ";"'),
    ('name = "tool"', 'name = "tool"\nencoding = "utf8000"', "log.encoding: no encoding “utf8000”"),
    ('name = "tool"', 'name = "tool"\nencoding = "zlib"', "log.encoding: no encoding “zlib”"),
    ('name = "tool"', 'name = "tool"\nduplicates = "reprot"', "no such word “reprot”; nearest is report"),
    ('name = "tool"', 'name = "tool"\nmissing = [1]', "map.toml:3: log.missing[1]: wanted is a text in quotes"),
    ('at = "{when}"', "", 'map.toml:3: time: at is missing: write at = "{timestamp}"'),
    ('at = "{when}"', 'format = "iso"', 'at is missing: write at = "{timestamp}"'),
    ('at = "{when}"', 'at = "{when"', "map.toml:4: time.at: “{when” has a lone {"),
    ('at = "{when}"', 'at = "{when}"\nformat = "d.m.Y"',
     "“d.m.Y” gives no day: write iso, epoch, epoch-ms, or a pattern"),
    ('at = "{when}"', 'at = "{when}"\nformat = "%H:%M"', "“%H:%M” gives no day"),
    ('at = "{when}"', 'at = "{when}"\nzone = "Europe/Berln"', "no time zone “Europe/Berln”; nearest is Europe/Berlin"),
    ('at = "{when}"', 'at = "{when}"\noffsets = "trusted"', "no such word “trusted”; nearest is trust"),
    ('at = "{when}"', 'at = "{when}"\nresolvd = "{x}"', "time.resolvd: no key “resolvd”; nearest is resolved"),
    ('at = "{when}"', 'closed = "last row"\nopened = "{x}"', "“last row” needs rows with instants of their own"),
    ('number = "{id}"', 'title = "{id}"', 'number is missing: write number = "{case_id}", or "LOG-{#}"'),
    ('number = "{id}"', 'number = "id"', "ticket.number: is the same for all tickets: name a column, {case_id}"),
    ('number = "{id}"', 'number = "{id}"\ntitel = "{id}"',
     "map.toml:7: ticket.titel: no key “titel”; nearest is title"),
    ('of = "{status}"', "", 'of is missing: write of = "{status}": whose words these are'),
    ('of = "{status}"\nvalues = { New = "new" }',
     "", 'map.toml:7: state: of is missing: write of = "{status}", or otherwise'),
    ('New = "new"', 'New = "newest"', "map.toml:9: state.values.New: means nothing: write new, open, held:caller"),
    ('New = "new"', 'New = "held"',
     "state.values.New: means nothing: write new, open, held:caller (or another reason)"),
    ('New = "new"', "New = 1", "state.values.New: means nothing"),
    ('values = { New = "new" }', 'otherwise = "opne"', "state.otherwise: means nothing"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[priority]\nof = "{p}"\nvalues = { High = 6 }',
     'priority.values.High: means nothing: write a number from 1 to 5, or "none"'),
    ('values = { New = "new" }', 'values = { New = "new" }\n[facts]\nanswerd = ["New"]',
     "facts.answerd: no key “answerd”; nearest is answered"),
    ('at = "{when}"', 'at = "{when}"\nanswered = "{x}"\n[facts]\nanswered = ["New"]',
     "facts.answered: [time] answered says it already"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nx = { row_by = "{a}" }',
     "map.toml:11: figures.x.row_by: no kind of figure “row_by”; nearest is rows_by"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nx = { rows_by = "{a}", last_by = "{a}" }',
     "figures.x: needs one of rows_by, first_by"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nx = { rows_by = "{a}", tpo = 3 }',
     "figures.x.tpo: no key “tpo”; nearest is top"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nrows = { rows_by = "{a}" }',
     "figures.rows: is a figure of every log; give it another name"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nx = { cases_with = {} }',
     "figures.x.cases_with: names no column"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nx = { between = ["opened", "closd"] }',
     "no instant “closd”; nearest is closed"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nx = { longer_than = "long" }',
     "figures.x.longer_than: “long” is no duration"),
    ('values = { New = "new" }', 'values = { New = "new" }\n[figures]\nx = 3',
     "figures.x: is the number 3, wanted is a table"),
    ('number = "{id}"', 'number = "{id}"\ntitle = "{subject}"\n[figures]\nx = { rows_by = "{subject}" }',
     "figures.x: “subject” is private, since title or requester hold it; name it in [log] keep"),
    ('name = "tool"', 'name = "tool', "map.toml:2: "),
    ('name = "tool"', 'name = "tool"\nname = "x"', "map.toml:3: name: is given twice"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES, ids=[says[:50] for _, _, says in MISTAKES])
def test_a_mistake_is_named_with_its_place_and_the_way_out(old: str, new: str, says: str) -> None:
    assert old in LEAST
    assert says in problems(LEAST.replace(old, new, 1))


def test_all_mistakes_are_told_at_once() -> None:
    text = LEAST.replace('"new"', '"newest"').replace('"{when}"', '"{when"').replace('"tool"', '"do"')
    assert [line.split(":")[1] for line in problems(text).splitlines()] == ["2", "4", "9"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "{subject}"', 'title = "{sbject}"', "ticket.title: no column “sbject”; nearest is subject"),
        ('team = "{team}"', 'team = "team"', "ticket.team: “team” is a column: write {team} for what it says"),
        ('keep = ["product"]', 'keep = ["prodct"]', "log.keep: no column “prodct”; nearest is product"),
        ("{product}", "{produkt}", "figures.products: no column “produkt”; nearest is product"),
        ('of = "{status}"', 'of = "{state}"', "state.of: no column “state”; nearest is status"),
    ],
)
def test_a_column_that_the_log_has_not_is_named_with_the_nearest(
    door: Door, tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = TOOL.read_text()
    assert old in text
    how = tmp_path / "map.toml"
    how.write_text(text.replace(old, new, 1))
    path = log(tmp_path / "a.csv", [tool_row("2016-03-01 08:00")], TOOL_COLUMNS)
    said = door("import", "csv", path, "--map", how)
    line = next(n for n, written in enumerate(how.read_text().splitlines(), 1) if new in written)
    assert (said.code, said.out) == (2, "")
    assert f"{how}:{line}: {says}" in said.err


EXAMPLES = [shipped("examples") / f"{name}.toml" for name in ("bpic2013", "helpdesk-italian")]


@pytest.mark.parametrize("path", [*MAPS.glob("*.toml"), *EXAMPLES])
def test_maps_that_are_there_make_sense(path: Path) -> None:
    made = read_map(path)
    assert made.log.name == path.stem
    assert not {figure.name for figure in made.figures} & {*GENERAL, *OF_DESK}


@given(st.text(max_size=30))
def test_any_text_is_a_map_or_refused_by_name(text: str) -> None:
    with suppress(BadInput):  # any other error is a failure
        parse_map(text)


# --- the parts of a map ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells", "says"),
    [
        ("{a}", ("x", "y"), "x"), ("{ a }: {b}", (" x ", "y"), "x: y"), ("{a}/{b}", ("x", "-"), "x/"),
        ("{a}/{b}", ("-", ""), None), ("{a}", ("-", "y"), None), ("always", ("x", "y"), "always"),
        ("{{{a}}}", ("x", "y"), "{x}"), ("{a}{a}", ("x", "y"), "xx"), ("", ("x", "y"), ""),
    ],
)  # fmt: skip
def test_a_template_says_what_its_columns_say(text: str, cells: tuple[str, ...], says: str | None) -> None:
    assert template(text).bind({"a": 0, "b": 1}, {"", "-"})(cells) == says


@pytest.mark.parametrize("text", ["{a", "a}", "{", "}", "{}", "{a}}", "{{a}"])
def test_a_lone_brace_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="lone"):
        template(text)


def test_words_are_found_as_written_before_patterns() -> None:
    find = Words(None, {"Work/*": 1, "Work/Wait": 2, "*/Wait": 3, "*": 4}).finder()
    assert [find(word) for word in ("Work/Wait", "Work/x", "x/Wait", "x", "", "Work/\n")] == [2, 1, 3, 4, 4, 1]
    assert Words(None, {"a": 1}).finder()("b") is None
    assert Words(None, {"a": 1}, 7).finder()("b") == 7


@given(st.text(), st.text())
def test_a_pattern_fits_by_its_stars_alone(one: str, other: str) -> None:
    word = one.replace("*", "") + "*" + other.replace("*", "")
    assert pattern(word)(one.replace("*", "") + "between" + other.replace("*", ""))
    assert pattern("a?c[d]")("a?c[d]")
    assert not pattern("a?c")("abc")


def test_states_of_ours() -> None:
    assert [state_of(word) for word in ("held", "open ", "OPEN", "held:", "held:a b", "same ")] == [None] * 6
    assert [tuple(state_of(word) or ()) for word in ("held:caller", "same")] == [("held", "caller"), ("same", None)]


def test_formats_give_a_day() -> None:
    assert [is_format(text) for text in ("%d.%m.%Y", "%Y%m%dT%H%M%S%z", "%j %Y", "%s%", "", "%d.%m", "x")] == [
        True, True, True, False, False, False, False
    ]  # fmt: skip


# --- arithmetic of figures -------------------------------------------------------------------------------------------


def test_quantiles_lie_between_neighbours_in_proportion() -> None:
    values = [0.0, 10.0, 20.0, 100.0]
    assert [quantile(values, share) for share in (0, 0.5, 0.9, 0.95, 1)] == [0, 15, 76, 88, 100]
    assert spread([3]) == {"n": 1, "mean": 3, "median": 3, "p90": 3, "p95": 3, "max": 3}
    assert spread([])["n"] == 0


@given(st.lists(st.integers(0, 6), max_size=7), st.lists(st.integers(0, 6), max_size=7))
def test_what_is_replaced_leaves_the_new_in_order(one: list[int], other: list[int]) -> None:
    """Old facts (value, recorded n-th) without those that go, with those that come, are the new ones in order."""
    old = [(value, n) for n, value in enumerate(sorted(one))]
    new = sorted(other)
    gone, come = replaced(old, new, lambda was, now: was[0] == now, lambda now: now)
    assert list(gone) == [fact for fact in old if fact in gone]
    stands = [fact for fact in old if fact not in gone] + [(value, len(old) + n) for n, value in enumerate(come)]
    assert [value for value, _ in sorted(stands)] == new
    assert not old or old != [(value, n) for n, value in enumerate(new)] or (list(gone), list(come)) == ([], [])


def test_every_kind_of_figure_can_be_asked_for() -> None:
    """The names of figures of a desk are those that a desk prints."""
    from datetime import UTC

    from deskconsole.features.tickets.figures import Figures

    assert set(OF_DESK) == set(Figures(UTC).as_dict())
    assert len(KINDS) == 16
    assert LogFigures.__doc__
