"""Reading desk files: every mistake is named with its line and a way out, and the examples are what they should be."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskconsole.core.errors import BadInput
from deskconsole.core.toml.lines import key_lines
from deskconsole.core.toml.problems import BadFile
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse, placed, read
from deskconsole.features.deskfile.review import review
from deskconsole.features.deskfile.spec import ALWAYS, DEFAULT_HOLDS, ITIL_MATRIX, DeskFile, OperatorSpec
from deskconsole.features.deskfile.starter import fill_in

EXAMPLES = Path(__file__).parents[3] / "examples"

# --- mistakes --------------------------------------------------------------------------------------------------------

BASE = """\
[desk]
name = "Desk"
[calendars.office]
hours = { weekdays = ["09:00-18:00"] }
[teams.emea]
[customers.acme]
tier = "gold"
"""


ASKED = "[holds.x]\nlimit = '4d'\nneeds_question = true\n"
ALL_TO_EMEA = "[[routing]]\nname = 'all'\nteam = 'emea'\n"


def problems(text: str) -> list[tuple[int, str, str]]:
    """Line (counted within `text`, which follows a good file), key and text of each problem."""
    with pytest.raises(BadFile) as refused:
        parse(BASE + text, "d.toml")
    assert all(problem.file == "d.toml" for problem in refused.value.problems)
    return [(problem.line - BASE.count("\n"), problem.key, problem.text) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("text", "line", "key", "says"),
    [
        ("[agrements.x]", 1, "agrements", "nearest is agreements"),
        ("[operators.ana]\nrole = 1\nroles = []", 2, "operators.ana.role", "nearest is roles"),
        ("[operators.ana]\nroles = ['agnet']", 2, "operators.ana.roles[1]", "nearest is agent"),
        ("[operators.ana]\nroles = [\n  'agent',\n  'x']", 4, "operators.ana.roles[2]", "no role “x”"),
        ("[operators.ana]\nname = 'A'", 1, "operators.ana", 'roles = ["agent"]'),
        ("[operators.ana]\nroles = 'lead'\nteams = 'emae'", 3, "operators.ana.teams", "nearest is emea"),
        ("[operators.me]\nroles = 'lead'", 1, "operators.me", "another handle"),
        ("[operators.'a b']\nroles = 'lead'", 1, "operators.a b", "no spaces"),
        ("[services.x]\ncriticality = 9", 2, "services.x.criticality", "from 1 to 4"),
        ("[services.x]\nteam = 'emae'", 2, "services.x.team", "nearest is emea"),
        ("[calendars.x]\nhours = 'alway'", 2, "calendars.x.hours", "nearest is always"),
        ("[calendars.x]\nzone = 'UTC'", 1, "calendars.x", "hours is missing"),
        ("[calendars.x]\nhours = {}", 2, "calendars.x.hours", "no open time"),
        ("[calendars.x]\nhours = { mon = [] }", 2, "calendars.x.hours", "no open time"),
        ("[calendars.x.hours]\nmon = '9-18'", 2, "calendars.x.hours.mon", "write 09:00-18:00"),
        ("[calendars.x.hours]\nmon = '09:00-09:00'", 2, "calendars.x.hours.mon", "00:00-24:00"),
        ("[calendars.x.hours]\nmon = ['09:00-12:00', '11:00-13:00']", 2, "calendars.x.hours.mon", "overlap"),
        ("[calendars.x.hours]\nmon = '22:00-06:00'\ntue = '05:00-07:00'", 1, "calendars.x.hours", "overlaps Tue"),
        ("[calendars.x.hours]\nsun = '22:00-06:00'\nmon = '05:00-07:00'", 1, "calendars.x.hours", "overlaps Mon"),
        ("[calendars.x]\nhours = { mon = '09:00-12:00' }\nbreaks = '08:00-13:00'", 3, "calendars.x.breaks", "no open"),
        ("[calendars.x]\nzone = 'Europe/Berln'\nhours = 'always'", 2, "calendars.x.zone", "nearest is Europe/Berlin"),
        ("[calendars.x]\nhours = 'always'\nholidays = 'DE-B'", 3, "calendars.x.holidays", "nearest is DE-"),
        ("[calendars.x]\nhours = 'always'\nclosed = ['24.12.']", 3, "calendars.x.closed[1]", "2026-12-24"),
        ("[calendars.x]\nhours = 'always'\ndated = { x = [] }", 3, "calendars.x.dated.x", "2026-12-24"),
        ("[calendars.x]\nhours = 'always'\n[[calendars.x.seasons]]\nfrom = '03-01'\nto = '02-28'\nhours = {}", 3,
         "calendars.x.seasons", "no open time in the whole year"),
        ("[calendars.x]\nhours = 'always'\n[[calendars.x.seasons]]\nfrom = '12-24'\nto = '01-02'\n"
         "hours = { mon = '22:00-06:00', tue = '05:00-07:00' }", 6, "calendars.x.seasons[1].hours", "overlaps Tue"),
        ("[calendars.x]\nhours = 'always'\n[calendars.x.dated]\n2026-12-25 = '05:00-07:00'\n2026-12-24 = '22:00-06:00'",
         5, "calendars.x.dated.2026-12-24", "overlaps 05:00-07:00 of the day after"),
        ("[agreements.g]\ncalendar = 'ofice'", 2, "agreements.g.calendar", "nearest is office"),
        ("[agreements.g]\ncalendar = 'office'", 1, "agreements.g", "promises nothing"),
        ("[agreements.g]\nmatch.customer = 'acne'", 2, "agreements.g.match.customer", "nearest is acme"),
        ("[agreements.g]\nmatch = { tier = ['silver'] }", 2, "agreements.g.match.tier[1]", "there is gold"),
        ("[agreements.g]\nmatch = { customer = [] }", 2, "agreements.g.match.customer", "no ticket would ever match"),
        ("[customers.b]\ntier = 'x'\n[agreements.g]\nmatch = { customer = 'acme', tier = 'x' }", 4,
         "agreements.g.match.tier", "no ticket would ever match: acme is in tier gold; leave out customer or tier"),
        ("[customers.b]\n[agreements.g]\nmatch = { customer = 'b', tier = 'gold' }", 3, "agreements.g.match.tier",
         "b is in no tier"),
        ("[customers.b]\n[[routing]]\nname = 'a'\nteam = 'emea'\nwhen = { customer = 'b', tier = 'gold' }", 5,
         "routing[1].when.tier", "b is in no tier"),
        ("[agreements.g]\nmatch = { type = 'outage' }", 2, "agreements.g.match.type", "no type “outage”; "),
        ("[agreements.g]\nmatch = { service = 'vpn' }", 2, "agreements.g.match.service", "there are none"),
        ("[agreements.g]\nmatch = { team = 'emae' }", 2, "agreements.g.match.team", "nearest is emea"),
        ("[agreements.g]\nmatch = { priority = 1 }", 2, "agreements.g.match.priority", "leave a priority out"),
        ("[agreements.g.response]", 1, "agreements.g.response", "targets is missing"),
        ("[agreements.g.next]\ntargets = { p1 = '0m' }", 2, "agreements.g.next.targets.p1", "more than nothing"),
        ("[agreements.g.response]\ntargets = { p1 = 4 }", 2, "agreements.g.response.targets.p1", '"4h"'),
        ("[agreements.g.response]\ntargets = { p6 = '4h' }", 2, "agreements.g.response.targets.p6", "nearest is p5"),
        ("[agreements.g.response]\nstop = 'closed'", 2, "agreements.g.response.stop", "no key “stop”"),
        ("[agreements.g.resolution]\npause = 'vender'", 2, "agreements.g.resolution.pause", "nearest is vendor"),
        ("[agreements.g.resolution]\nthresholds = [80]", 2, "agreements.g.resolution.thresholds", "must name 100"),
        ("[agreements.g.resolution]\nreopen = 'restat'", 2, "agreements.g.resolution.reopen", "nearest is restart"),
        ("[agreements.g]\nlayer = 'ola'", 1, "agreements.g", 'write party = "the team whose spells'),
        ("[agreements.g]\nlayer = 'ola'\nparty = 'emae'", 3, "agreements.g.party", "nearest is emea"),
        ("[agreements.g]\nlayer = 'uc'\nparty = 'emea'", 3, "agreements.g.party", "there are none"),
        ("[agreements.g]\nlayer = 'uc'\n[agreements.g.ownership]", 3, "agreements.g.ownership", "only vendor, not own"),
        ("[notices.n]\nfrom = 'tag'\nto = 'customer'\ntemplate = 'x'", 1, "notices.n", "tag is missing"),
        ("[notices.n]\nfrom = 'openend'", 2, "notices.n.from", "nearest is opened"),
        ("[notices.n]\nfrom = 'p1'\nto = 'customer'\ntemplate = 'x'", 4, "notices.n.template", "there are none"),
        ("[notices.n]\nfrom = 'p1'\nto = 'authority'\nname = 'A'", 1, "notices.n", "contact is missing"),
        ("[notices.n]\nfrom = 'p1'\nto = 'customer'\nname = 'A'", 4, "notices.n.name", "is the authority's"),
        ("[notices.n]\nfrom = 'p1'\nmetric = 'response'", 3, "notices.n.metric", 'goes with from = "breach"'),
        ("[notices.n]\nfrom = 'breach'\nmetric = 'respons'", 3, "notices.n.metric", "nearest is response"),
        ("[notices.response]\nfrom = 'p1'", 1, "notices.response", "there is a metric of that name"),
        ("[notices.n]\nfrom = 'p1'", 1, "notices.n", "no agreement promises it: add [agreements.….n]"),
        ("[notices.n]\nfrom = 'p1'\n[agreements.g.n]", 3, "agreements.g.n", 'within is missing: write within = "72h"'),
        ("[notices.n]\nfrom = 'p1'\n[agreements.g.n]\nwithin = '4'", 4, "agreements.g.n.within", "write 15m, 4h"),
        ("[notices.n]\nfrom = 'p1'\n[agreements.g.n]\nwithin = '4h'\npause = 'x'", 5, "agreements.g.n.pause", "no key"),
        ("[triage]\nmatrix = [[1,2],[1],[1]]", 2, "triage.matrix", "three rows"),
        ("[triage]\nmatrix = [[1,2,3],\n[2,3,7],\n[3,4,5]]", 3, "triage.matrix[2][3]", "write 1 to 5"),
        (ALL_TO_EMEA + "[[routing]]\nname = 'b'\nteam = 'emae'", 6, "routing[2].team", "nearest is emea"),
        (ALL_TO_EMEA + "[[routing]]\nname = 'b'\nteam = 'emea'", 4, "routing[2]", "never reached"),
        (ALL_TO_EMEA + "[[routing]]\nname = 'all'\nteam = 'emea'", 5, "routing[2].name", "two rules are called “all”"),
        ("[[routing]]\nname = 'a'\nteam = 'emea'\nwhen = { hours = '25-26' }", 4, "routing[1].when.hours", "08-18"),
        ("[maintenance]\nnotcie = '72h'", 2, "maintenance.notcie", "nearest is notice"),
        ("[mail]\nname = 'x'", 1, "mail", 'write address = "desk@example.com"'),
        ("[mail]\naddress = 'desk at home'", 2, "mail.address", "is no mail address"),
        ("[mail]\naddress = 'd@x.example'\nsize_mb = 0", 3, "mail.size_mb", "from 1 to 1000"),
        ("[mail]\naddress = 'd@x.example'\n[mail.teams]\nemae = 'e@x.example'", 4, "mail.teams.emae", "emea"),
        ("[mail]\naddress = 'd@x.example'\n[mail.smtp]\nport = 25", 3, "mail.smtp", "host is missing"),
        ("[mail]\naddress = 'd@x.example'\n[mail.smtp]\nhost = 'x'\nuser = 'd'", 3, "mail.smtp", "password_env"),
        ("[mail]\naddress = 'd@x.example'\n[mail.smtp]\nhost = 'x'\ntls = 'ssl'", 5, "mail.smtp.tls", "starttls"),
        ("[mail]\naddress = 'd@x.example'\n[mail.imap]\nhost = 'x'\ndone = 'INBOX'", 5, "mail.imap.done", "another"),
        ("[maintenance]\nnotice = 72", 2, "maintenance.notice", '"4h"'),
        ("[maintenance]\ncap = 'soon'", 2, "maintenance.cap", "write 15m, 4h or 1h30m"),
        ("[desks]\nname = 3", 1, "desks", "nearest is desk"),
        ("[teams.x]\nname = \"a\\nb\"", 2, "teams.x.name", "cannot be shown"),
        ("[holds]\ncaller = 1", 2, "holds.caller", "wanted is a table"),
        ("[holds.x]\nneeds_question = true", 1, "holds.x", 'neither limit nor end: write limit = "5d", or open_ended'),
        ("[holds.x]\nlimit = '5d'\nopen_ended = true", 3, "holds.x.open_ended", "keep one of them"),
        ("[holds.x]\nlimit = '0h'", 2, "holds.x.limit", "more than nothing"),
        (f"{ASKED}chase = ['24h', '24h']", 4, "holds.x.chase[2]", 'longer than the one before, "24h"'),
        (f"{ASKED}chase = 24", 4, "holds.x.chase", 'wanted is a duration such as "24h"'),
        (f"{ASKED}chase = ['5d']", 4, "holds.x.chase", "120h never comes: the hold ends at its limit, 96h"),
        (f"{ASKED}chase = '8h'\nresolve_after = '8h'", 5, "holds.x.resolve_after", "before the last reminder, 8h"),
        (f"{ASKED}resolve_after = '9d'", 4, "holds.x.resolve_after", "never comes"),
        (f"{ASKED}chase = '8h'\ncalendar = 'ofice'", 5, "holds.x.calendar", "nearest is office"),
        (f"{ASKED}chase = '8h'\nreminder = 'Dear {{name}}'", 5, "holds.x.reminder", "{ticket} and {title}"),
        (f"{ASKED}calendar = 'office'", 4, "holds.x.calendar", "is for chasing"),
        ("[holds.x]\nlimit = '4d'\nchase = '8h'", 3, "holds.x.chase", "needs_question = true as well (rule 14)"),
        ("[closing]\ncalendar = 'office'", 1, "closing", "closes nothing"),
        ("[closing]\nconfirm = '4d'", 2, "closing.confirm", "nearest is confirm_within"),
        ("[promises]\nremind = '80'", 2, "promises.remind", "is no duration"),
        ("[intake]\noldest = '0d'", 2, "intake.oldest", "more than nothing"),
        ("[intake]\nbackdat = '2h'", 2, "intake.backdat", "nearest is backdate"),
        ("[reopen]\nwindow = 7", 2, "reopen.window", "a duration such as"),
        ("[vendors.fibre]\nnam = 'F'", 2, "vendors.fibre.nam", "nearest is name"),
        ("[vendors.emea]", 1, "vendors.emea", "a team is called “emea” already"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_the_way_out(text: str, line: int, key: str, says: str) -> None:
    found = problems(text)
    assert any(found_key == key and found_line == line and says in said for found_line, found_key, said in found), found


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    found = problems(
        "[teams.a]\nnam = 'x'\n[services.b]\nteam = 'c'\ncriticality = 'high'\n[triage]\nconflict = 'me'\n"
    )
    assert [(line, key) for line, key, _ in found] == [
        (2, "teams.a.nam"),
        (4, "services.b.team"),
        (5, "services.b.criticality"),
        (7, "triage.conflict"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[desk]\nname = "a"\nname = "b"\n', "d.toml:3: name: is given twice"),
        ("[desk]\nname = 'a'\n[desk]\n", "d.toml:3: desk: this section is there twice"),
        ("[desk]\nname = 'a\n", "d.toml:2:"),
        ("[desk]\nname =", "d.toml:2:"),
        ("a = [" * 5000, "d.toml:1:"),
        ("name = 'x'", "[desk] is missing"),
    ],
)
def test_text_that_is_no_toml_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(BadFile) as refused:
        parse(text, "d.toml")
    assert says in str(refused.value)


@given(st.text(max_size=60) | st.text("[]{}=\"'.,#\n abd1", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text + "\n")
    except BadFile as refused:
        assert refused.problems  # noqa: PT017  a text may also be fine


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not UTF-8"):
        read(tmp_path / "odd.toml")


# --- lines -----------------------------------------------------------------------------------------------------------


def paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if path else []), *(found for key, each in inner for found in paths(each, (*path, key)))]


@pytest.mark.parametrize("name", ["starter", "uci", "demo"])
def test_every_key_has_the_line_it_stands_on(name: str) -> None:
    text = (EXAMPLES / f"{name}.toml").read_text()
    lines = key_lines(text)
    assert set(paths(tomllib.loads(text))) == set(lines)
    for path, line in lines.items():
        if isinstance(path[-1], str):
            assert path[-1] in text.splitlines()[line - 1]


def test_lines_are_right_in_odd_but_valid_toml() -> None:
    text = (
        "# [no] = table\n"
        "a.\"b c\".'d#' = '''\n x = [\n''' # y = 1\n"
        'q = """\\"""" \n'
        "[ t . u ] # z\n"
        "l = [ # one\n  1, [2,\n 3], { m = 1, n.o = '}' },\n]\n"
        "[[r]]\ns = 1979-05-27T07:32:00Z\n[r.v]\nw=1\n[[r]]\ns=2\n"
    )
    lines = key_lines(text)
    assert set(paths(tomllib.loads(text))) == set(lines)
    assert lines[("a", "b c", "d#")] == 2
    assert lines[("q",)] == 5
    assert lines[("t", "u", "l", 1, 1)] == 9
    assert lines[("t", "u", "l", 2, "n", "o")] == 9
    assert lines[("r", 0, "v", "w")] == 14
    assert lines[("r", 1, "s")] == 16


# --- what it says ----------------------------------------------------------------------------------------------------


def test_short_forms_mean_the_same_as_long_ones() -> None:
    short = (
        BASE
        + """
        [calendars.a]
        hours = { daily = "08:00-20:00", weekend = [], sat = ["22:00-02:00"] }
        breaks = ["12:00-12:30"]
        holidays = "de-be"
        closed = [2026-12-31]
        dated = { 2026-12-24 = "09:00-12:00" }
        [agreements.g]
        calendar = "a"
        effective = "2026-01-01"
        match.customer = "acme"
        resolution.targets.p1 = "1h30m"
        """
    )
    long = (
        BASE
        + """
        [calendars.a]
        zone = "UTC"
        [calendars.a.hours]
        weekdays = ["08:00-20:00"]
        sat = ["22:00-02:00"]
        [calendars.a.breaks]
        daily = ["12:00-12:30"]
        [calendars.b]
        hours = "always"
        [agreements.g]
        calendar = "a"
        effective = 2026-01-01
        match = { customer = ["acme", "acme"] }
        [agreements.g.resolution]
        targets = { p1 = "90m" }
        pause = "caller"
        stop = "resolved"
        """
    )
    one, two = parse(short), parse(long)
    assert (one.calendars[0].weekly, one.calendars[0].breaks) == (two.calendars[0].weekly, two.calendars[0].breaks)
    assert one.calendars[0].weekly[5:] == (((1320, 1560),), ())
    assert (one.calendars[0].regions, one.calendars[0].closed) == (("DE-BE",), ("2026-12-31",))
    assert one.calendars[0].dated == (("2026-12-24", ((540, 720),)),)
    assert two.calendars[1].weekly == ALWAYS
    assert one.agreements == two.agreements
    assert (one.triage.matrix, one.triage.holds) == (ITIL_MATRIX, DEFAULT_HOLDS)


def test_line_ends_of_windows_do_not_matter() -> None:
    assert parse(BASE.replace("\n", "\r\n")) == parse(BASE)


# --- examples --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["starter", "uci", "demo"])
def test_an_example_is_good_and_survives_export(name: str) -> None:
    desk = read(EXAMPLES / f"{name}.toml")
    assert parse(export(desk)) == desk


def test_the_starter_is_filled_in_for_who_starts() -> None:
    starter = (EXAMPLES / "starter.toml").read_text()
    text = fill_in(starter, "ana", 'o"dd', "Ana Ruiz", "Europe/Berlin", "EMEA")
    desk = parse(text)
    assert desk.operators == (OperatorSpec("ana", "Ana Ruiz", 'o"dd', ("admin", "agent", "lead")),)
    assert (desk.desk.name, desk.desk.zone, desk.calendars[0].zone) == ("EMEA", "Europe/Berlin", "Europe/Berlin")
    assert text.count("#") == starter.count("#")
    with pytest.raises(BadInput, match="not the starter"):
        fill_in("[desk]", "ana", "ana")


OPTION = re.compile(r"# (?=\[|[a-z_]+ = )")


def with_every_option(text: str, choice: int) -> str:
    """The text with every option in comments made to hold; of a key with several lines the one of that number."""
    lines = [OPTION.sub("", line, count=1) if OPTION.match(line) else line for line in text.splitlines()]
    places: dict[tuple[str, int, str], list[int]] = {}
    table, tables = "", 0
    for place, line in enumerate(lines):
        if line.startswith("["):
            table, tables = line, tables + 1  # a second [[routing]] is another table
        elif found := re.match(r"([a-z_]+) = ", line):
            places.setdefault((table, tables, found[1]), []).append(place)
    dropped = {place for each in places.values() for n, place in enumerate(each) if n != choice % len(each)}
    return "\n".join(line for place, line in enumerate(lines) if place not in dropped)


@pytest.mark.parametrize("choice", range(6))
def test_what_the_starter_offers_in_comments_is_as_it_says(choice: int) -> None:
    """Six covers every combination of the two and three lines that some keys have."""
    text = with_every_option((EXAMPLES / "starter.toml").read_text(), choice)
    desk, sheet = placed(text, "starter.toml")
    assert review(desk, sheet, date(2026, 3, 3)) == []
    assert parse(export(desk)) == desk
    assert {each.layer for each in desk.agreements} == {"sla", "ola", "uc"}
    assert desk.maintenance is not None
    assert desk.mail is not None
    assert desk.mail.smtp is not None
    assert desk.mail.imap is not None
    assert desk.mail.smtp.password_env
    assert desk.mail.imap.password_file
    assert desk.mail.teams == (("desk", "desk@example.com"),)
    (standard,) = [each for each in desk.agreements if each.layer == "sla"]
    assert (standard.existing, standard.objective, bool(standard.acknowledged)) == ("move", 950, True)
    targets = {target.metric: target for target in standard.targets}
    assert len(targets["resolution"].variants) == 2
    assert targets["triage"].definition is not None
    notices = {name: target.definition.notice for name, target in targets.items() if target.definition}
    assert {name: notice.to for name, notice in notices.items() if notice} == {
        "authority": "authority",
        "breach": "customer",
    }


def test_the_policies_of_the_uci_log_are_as_defined() -> None:
    desk = read(EXAMPLES / "uci.toml")
    minutes = {"A": (240, 480, 4320, 7200), "B": (240, 480, 4320, 7200), "C": (240, 540, 1620, 2700)}
    minutes |= {"D": minutes["C"], "E": (1, 1, 3720, 8000)}
    weekly = {calendar.name: calendar.weekly for calendar in desk.calendars}
    opening = {"A": None, "B": None, "C": (540, 1080), "D": (540, 1080), "E": (840, 1380)}
    assert [agreement.name for agreement in desk.agreements] == list("ABCDE")
    for agreement in desk.agreements:
        (target,) = agreement.targets
        name, hours = agreement.name, opening[agreement.name]
        assert target.seconds == tuple((p, each * 60) for p, each in enumerate(minutes[name], 1))
        assert target.pauses == (("caller", "vendor") if name in "BD" else ())
        assert (target.metric, target.stop) == ("resolution", "closed" if name == "E" else "resolved")
        assert (target.reopen, target.priority, agreement.match) == ("through", "final", ())
        assert weekly[agreement.calendar] == (((hours,),) * 5 + ((), ()) if hours else ALWAYS)
    assert {calendar.zone for calendar in desk.calendars} == {"UTC"}


def test_the_demo_is_a_believable_desk() -> None:
    desk: DeskFile = read(EXAMPLES / "demo.toml")
    roles = [role for operator in desk.operators for role in operator.roles]
    assert (len(desk.teams), len(desk.customers), len(desk.services), len(desk.operators)) == (4, 6, 12, 13)
    assert [roles.count(role) for role in ("lead", "manager", "auditor", "admin")] == [2, 1, 1, 1]
    assert {customer.tier for customer in desk.customers} == {each.name for each in desk.agreements}
    assert len(desk.triage.routing) == 6
    assert json.dumps(desk.agreements[0].match) == '[["tier", ["gold"]]]'
