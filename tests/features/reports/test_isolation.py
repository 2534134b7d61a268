"""A file for a customer shows no other customer: it is the same, byte for byte, whether there are others or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskconsole.features.directory.events import CustomerDefined
from deskconsole.features.reports.as_csv import as_csv
from deskconsole.features.reports.as_json import as_json
from deskconsole.features.reports.as_markdown import as_markdown
from deskconsole.features.reports.as_text import as_text
from deskconsole.features.reports.commands import freeze
from deskconsole.features.reports.files import file_names
from tests.features.desks import TestDesk
from tests.features.reports.march import Ticket, empty, learn, read, write

FORMS = {"text": as_text, "md": as_markdown, "csv": as_csv, "json": as_json}
MINE = [
    Ticket(1, "03-10 09:00").reply("03-10 09:30").resolve("03-12 09:00"),
    Ticket(2, "03-11 09:00", title="=cmd|'/c calc'!A1").resolve("03-11 09:30"),
    Ticket(3, "03-12 09:00", type="request").cancel("03-12 10:00"),
    Ticket(4, "02-12 09:00").resolve("03-12 10:00"),
]
THEIRS = [
    Ticket(91, "03-10 09:00", customer="globex", title="Kanarienvogel").reply("03-10 09:30").resolve("03-19 09:00"),
    Ticket(92, "03-11 09:00", customer="harbour", title="Kanarienvogel").resolve("03-11 09:30"),
    Ticket(93, "03-11 09:00", customer=None, title="Kanarienvogel").resolve("03-11 09:30"),
    Ticket(94, "02-12 09:00", customer="globex", title="Kanarienvogel").resolve("03-12 10:00"),
    Ticket(95, "03-12 09:00", customer="globex", type="task").resolve("03-12 10:00", "duplicate"),
]


def printed(desk: TestDesk, form: str, month: str = "2026-03") -> str:
    return FORMS[form](read(desk, "acme", month))


@pytest.fixture
def alone() -> Iterator[TestDesk]:
    with empty() as desk:
        write(desk, MINE)
        yield desk


@pytest.fixture
def among() -> Iterator[TestDesk]:
    with empty() as desk:
        write(desk, THEIRS[:2])
        write(desk, [*MINE, *THEIRS[2:]])
        yield desk


@pytest.mark.parametrize("form", FORMS)
def test_a_customers_file_is_the_same_whether_there_are_others_or_not(
    alone: TestDesk, among: TestDesk, form: str
) -> None:
    assert "Kanarienvogel" in FORMS[form](read(among))
    for month in ("2026-03", "2026-02", "2026-01"):  # live, also where there is little or nothing
        assert printed(among, form, month=month) == printed(alone, form, month=month)
    for desk in (alone, among):
        desk.do("max", freeze("2026-03"))
    frozen = printed(among, form)
    assert frozen == printed(alone, form)
    # What becomes known of others is none of theirs either.
    write(among, [Ticket(96, "03-20 09:00", customer="globex", title="Kanarienvogel").resolve("03-20 10:00")])
    assert printed(among, form) == frozen
    assert not re.search("Kanarienvogel|T-9|[Gg]lobex|[Hh]arbour|Sydney", frozen)


def test_what_teams_and_vendors_promised_us_and_promises_to_others_are_not_for_the_customer(among: TestDesk) -> None:
    """An agreement may be an operational one, or one that was meant for somebody else before it was corrected."""
    with among.store.backend.writing() as driver:
        driver.change(
            """update agreement_version set body = replace(body, '"match":{', '"layer":"ola","match":{')"""
            " where name = 'office'"
        )
        driver.change(
            """update agreement_version set body = replace(body, '"match":{', '"match":{"customer":["globex"],')"""
            " where name = 'standard'"
        )
    assert {each.agreement for each in read(among).listed} >= {"office", "standard"}
    assert read(among, "acme").listed == ()
    assert {each.agreement for each in read(among, "globex").listed} == {"standard", "on"}
    among.do("max", freeze("2026-03"))
    assert read(among, "acme").freezes[0].clocks == 0
    assert {each.agreement for each in read(among).listed} >= {"office", "standard"}


def test_a_title_is_not_shown_once_the_ticket_is_somebody_elses(among: TestDesk) -> None:
    among.do("max", freeze("2026-03"))
    with among.store.backend.writing() as driver:  # there is no command for it yet
        driver.change("update ticket set customer = 2 where id = 1")
    assert "ticket 1" not in printed(among, "csv")
    assert "T-01" in printed(among, "csv")


# --- names -----------------------------------------------------------------------------------------------------------

keys = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["..", ".", "", "/", "../../etc/passwd",
                     "con", "CON", "nul.txt", "acme", "ACME", "Acme", "acme-",
                     "a b", "acme\n", "ä", "a/b", "a\\b", "C:x", "com1", "-rf", "acme-0123456789ab", "\ud800",
                     "x" * 300]),
    st.from_regex(r"[a-z]{1,3}-[0-9a-f]{12}", fullmatch=True),
)  # fmt: skip


@given(st.lists(keys, unique=True, max_size=12))
def test_files_have_names_that_every_system_takes_and_no_two_are_alike(names: list[str]) -> None:
    made = file_names(names, "2026-03-", ".csv")
    assert list(made) == names
    assert len({name.lower() for name in made.values()}) == len(names)
    for name in made.values():
        assert re.fullmatch(r"2026-03-[a-z0-9][a-z0-9_-]*\.csv", name)
        assert len(name) < 100
        assert not re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", name.removeprefix("2026-03-").removesuffix(".csv"))


def test_a_harmless_key_is_its_own_name() -> None:
    assert file_names(["acme", "big-corp_2"], "2026-03-", ".md") == {
        "acme": "2026-03-acme.md", "big-corp_2": "2026-03-big-corp_2.md",
    }  # fmt: skip


hostile = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip)


@pytest.fixture(scope="module")
def named() -> Iterator[TestDesk]:
    with empty() as desk:
        write(desk, [*MINE, *THEIRS])
        yield desk


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, deadline=None)
@given(mine=hostile | st.just("| a <b>x</b> [y](z) `w` \x1b[2J\u202e"), theirs=hostile)
def test_names_of_customers_are_shown_harmless_and_only_in_their_own_file(
    named: TestDesk, mine: str, theirs: str
) -> None:
    learn(named, CustomerDefined(named.now, 1, "acme", mine), CustomerDefined(named.now, 2, "globex", f"ZZ{theirs}ZZ"))
    for form, write_ in FORMS.items():
        text = write_(read(named, "acme"))
        assert f"ZZ{theirs}ZZ" not in text, form
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), form
        assert "\r" not in text.replace("\r\n", ""), form
    assert all(line.startswith(" SLA report") or len(line) < 200 for line in as_text(read(named)).splitlines())
