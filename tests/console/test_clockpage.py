"""The page of a clock, line by line: every standing, every width, and nothing cut off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from deskconsole.console.pages import clockpage
from deskconsole.console.painting.glyphs import ASCII, UNICODE, Glyphs
from deskconsole.console.painting.lines import Line, Scene, as_text, plain, width
from deskconsole.core.instants import SECOND, Instant
from deskconsole.explain import text as words
from deskconsole.explain.drawing import drawn
from deskconsole.explain.gather import Explained, Kept
from deskconsole.features.agreements.views import AgreementRow
from deskconsole.sla.agreements import Target
from deskconsole.sla.cuts import Cut
from deskconsole.sla.facts import Fact
from tests.console import story
from tests.console.clock_story import (
    CALLER,
    HOUR,
    LIFE,
    PAYROLL,
    SILVER,
    agreement,
    at,
    fact,
    kept,
    row,
    told,
    tries,
)
from tests.console.golden import holds
from tests.console.test_hostile_text import HOSTILE

PLAIN = agreement(5, "plain", Target("resolution", {2: 8 * HOUR, 3: 16 * HOUR}, pauses=CALLER))
OPENED = (fact("13 13:20", "opened"), fact("13 13:20", "priority", (3, "correction")))


def one(*facts: Fact, by: AgreementRow = PLAIN, state: str = "open", cuts: Sequence[Cut] = ()) -> Kept:
    return kept((*OPENED, *facts), [by], ticket=row(state, priority=3), cuts=cuts)


def lines(of: Kept, room: int = 100, *, scene: Scene | None = None, metric: str = "", cycle: int = 1) -> list[Line]:
    """Heading and page of the clock that breaches next, or of a metric."""
    scene = scene or story.scene()
    ticket = told(of, scene.now)
    found = [each for each in ticket.clocks if (each.target.metric, each.told.clock.cycle) == (metric, cycle)]
    clock = found[0] if metric else ticket.pressing
    heading, titled = clockpage.heading(ticket, clock, scene, room, "tab")
    return [heading, *clockpage.page(ticket, clock, tries(of), scene, room, titled=not titled)]


def text(of: Kept, room: int = 100, *, scene: Scene | None = None, metric: str = "", cycle: int = 1) -> str:
    found = lines(of, room, scene=scene, metric=metric, cycle=cycle)
    assert {width(line) for line in found} == {room}
    return as_text(found)


def said(of: Kept, room: int = 160, *, metric: str = "", cycle: int = 1) -> str:
    """The same as one run of words, wherever lines break."""
    return " ".join(text(of, room, metric=metric, cycle=cycle).split())


# Widths and alphabets.


@pytest.mark.parametrize("room", [60, 72, 80, 93, 100, 110, 120, 160, 200])
@pytest.mark.parametrize("g", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_at_no_width_anything_is_cut_off(room: int, g: Glyphs) -> None:
    shown = text(kept(), room, scene=story.scene(g), metric="resolution")
    assert g.cut not in shown
    assert "Due Tue 14 Apr 12:05:43 CEST, because that is where 8h00m of business time end." in " ".join(shown.split())
    for word in ("5h36m24s", "running, the clock starts", "2h34m17s team emea", "not yours to do: a lead may"):
        assert word in " ".join(shown.split())


def test_in_ascii_no_sign_is_left_that_an_old_terminal_cannot_draw() -> None:
    shown = text(kept(), 80, scene=story.scene(ASCII), metric="resolution")
    assert shown.isascii()
    assert "# counted  : held  . closed  - left  X due" in shown
    assert "= held for caller" in shown


@pytest.mark.parametrize("evil", HOSTILE)
def test_whatever_somebody_wrote_is_shown_and_not_obeyed(evil: str) -> None:
    by = PLAIN._replace(name=evil)
    of = kept(
        (*OPENED, fact("14 08:00", "held", (evil, None))),
        [by],
        ticket=row("held", title=evil, priority=3),
        cuts=[Cut(at("13 15:00"), at("13 16:00"), "granted", evil, at("01 09:00"))],
    )
    for room in (80, 160):
        shown = lines(of, room)
        assert {width(line) for line in shown} == {room}
        forbidden = {chr(code) for code in (*range(32), *range(127, 160), 0x202E, 0x2066)}
        assert not [plain(line) for line in shown if set(plain(line)) & forbidden]


def test_a_long_title_stands_whole_on_the_page() -> None:
    title = "Payroll export stuck at 62 % since the update of the month before last, and nobody was told of it"
    of = kept(ticket=row(title=title))
    assert title in " ".join(text(of, 80, metric="resolution").split())
    assert title not in plain(lines(of, 80, metric="resolution")[0])
    assert title in plain(lines(of, 300, metric="resolution")[0])


# Standings.


def test_every_standing_looks_as_it_should() -> None:
    broken = agreement(6, "short", Target("resolution", {2: HOUR, 3: 2 * HOUR}))
    worlds = {
        "running": one(),
        "at risk": one(by=agreement(7, "soon", Target("resolution", {3: 8 * HOUR}))),
        "breached, running": one(by=broken),
        "breached by a raise that came late": one(
            fact("14 09:30", "priority", (2, "correction")),
            by=agreement(6, "short", Target("resolution", {2: 3 * HOUR, 3: 16 * HOUR})),
        ),
        "breached, ended": one(fact("14 09:00", "resolved"), by=broken, state="resolved"),
        "met": one(fact("14 09:00", "resolved"), state="resolved"),
        "met on late evidence": one(fact("14 09:00", "resolved", late=True), state="resolved"),
        "paused without end": one(fact("14 08:00", "held", ("caller", None)), state="held"),
        "paused up to a limit": one(fact("14 08:00", "held", ("caller", at("15 08:00"))), state="held"),
        "maintenance and a waiver": one(
            cuts=[
                Cut(at("13 15:00"), at("13 16:30"), "granted", "maintenance MW-3 mail", at("01 09:00")),
                Cut(at("14 08:00"), at("14 08:30"), "internal", "waiver EX-4", at("14 09:00")),
            ]
        ),
        "reopened": one(fact("13 15:00", "resolved"), fact("14 08:00", "reopened")),
        "cancelled": one(fact("14 08:00", "cancelled"), state="cancelled"),
        "lost its target": one(fact("14 08:00", "priority", (5, "change"))),
        "not measurable": kept((fact("13 10:00", "resolved"), *OPENED), [PLAIN], ticket=row("resolved", priority=3)),
        "not as stored": kept(OPENED, [PLAIN], ticket=row(priority=3), stored=False),
        "no clock": kept(OPENED, [], ticket=row(priority=3)),
    }
    holds("clock-standings-80", "\n".join(f"### {name}\n{text(of, 80)}" for name, of in worlds.items()))


def test_a_clock_that_cannot_be_measured_shows_no_figure() -> None:
    shown = said(kept((fact("13 10:00", "resolved"), *OPENED), [PLAIN], ticket=row("resolved", priority=3)))
    assert "? Not measurable: resolved before it was opened (4). It is in no figure, and listed." in shown
    assert "raw" not in shown
    assert "drawn" not in shown
    assert "Impossible times make a clock not measurable" in shown


def test_outside_business_hours_it_says_when_it_runs_on() -> None:
    night = story.scene(later=12 * HOUR)
    shown = " ".join(text(one(), 120, scene=night).split())
    assert "☾ Stands still outside business hours, runs on Wed 15 Apr 07:00:00." in shown


def test_cycles_are_told_apart() -> None:
    first, second = said(kept(), metric="next"), said(kept(), metric="next", cycle=2)
    assert "[next response 1 ✓] next response 2" in first
    assert "Met Mon 13 Apr 17:31:00; was due Tue 14 Apr 07:20:03 CEST." in first
    assert "Cycle 1 of 2" in first
    assert "next response 1 ✓ [next response 2]" in second
    assert "Used 21m07s of 30m (70 %). Left 8m53s." in second


def test_one_layer_needs_no_section_of_layers() -> None:
    assert "Who had the ball" not in said(kept(LIFE, [SILVER]))
    assert "Who had the ball" in said(kept(LIFE, [SILVER, PAYROLL]))


def test_the_clock_that_breaches_next_comes_first() -> None:
    first = told(kept()).pressing
    assert first is not None
    assert (first.target.metric, first.told.clock.cycle) == ("next", 2)
    done = told(one(fact("14 09:00", "resolved"), state="resolved")).pressing
    assert done is not None
    assert done.told.clock.state == "stopped"


# Figures that add up.


def test_what_counted_adds_up_to_the_sum_to_the_second() -> None:
    """Instants have microseconds, and each part cut by itself would lose up to a second."""
    odd = [Fact(Instant(each.at + 777_777 * n), each.what, each.value) for n, each in enumerate(LIFE)]
    ticket = told(kept(odd))
    for clock in ticket.clocks:
        rows = words.segment_rows(clock, (), story.NOW)
        counted = sum(_seconds(each.counted) for each in rows)
        assert counted == _seconds(rows[-1].total)
        answer = " ".join(span for sentence in words.answer(ticket, clock, story.NOW, story.ZONE)[-1:]
                          for part in sentence for span, _ in part)  # fmt: skip
        if "Left" in answer:
            used, of = answer.split()[1], answer.split()[3]
            left = answer.split("Left ")[1].split(".")[0]
            assert _seconds(used) + _seconds(left) == _seconds(of)
    for sentence in words.share_sentences(ticket):
        ((said_so, _),) = sentence
        whole, _, parts = said_so.removesuffix(" (26)").partition(" = ")
        assert sum(_seconds(part.split()[0]) for part in parts.split(" + ")) == _seconds(whole.split()[-1])


def _seconds(written: str) -> int:
    total, number = 0, ""
    for char in written.replace("–", "0s"):
        if char.isdigit():
            number += char
        else:
            total += int(number) * {"h": 3600, "m": 60, "s": 1}[char]
            number = ""
    return total


def test_a_second_changes_only_what_ticks() -> None:
    of = kept()
    before = [plain(line) for line in lines(of, 120, metric="resolution")]
    after = [plain(line) for line in lines(of, 120, scene=story.scene(later=1), metric="resolution")]
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert 0 < len(changed) <= 10
    assert any("5h36m25s" in line for line in changed)
    assert not any("13 Apr" in line for line in changed if "now" not in line)


# Zones.


def test_times_are_the_agreements_and_that_is_said_where_they_are_not_mine() -> None:
    elsewhere = Scene(story.NOW, ZoneInfo("America/New_York"))
    shown = " ".join(text(kept(), 120, scene=elsewhere, metric="resolution").split())
    assert "Due Tue 14 Apr 12:05:43 CEST (06:05:43 EDT for you), because" in shown
    assert "times in Europe/Paris, not yours" in shown
    assert "times in" not in text(kept(), 120, metric="resolution")
    (clock,) = (each for each in told(kept()).clocks if each.target.metric == "resolution")
    said_below = plain(clockpage.zone_line(clock, elsewhere, 120)).strip()
    assert said_below == "times in Europe/Paris, the agreement’s zone; yours is America/New_York"
    berlin = Scene(story.NOW, ZoneInfo("Europe/Berlin"))
    assert plain(clockpage.zone_line(clock, berlin, 80)) == " times in Europe/Paris; same as yours"


# The picture.


def picture(of: Kept, room: int = 100, later: int = 0) -> list[str]:
    now = Instant(story.NOW + later * SECOND)
    clock = told(of, now).pressing
    assert clock is not None
    made = drawn(clock, now, room)
    return [] if made is None else [plain(line).rstrip() for line in clockpage.picture(made, story.scene(), 200)]


def test_a_cell_is_what_filled_most_of_it() -> None:
    shown = picture(kept(agreements=[SILVER._replace(body=_only(SILVER, "resolution"))]))
    assert shown[0].split() == ["06", "08", "10", "12", "14", "16", "18"]
    assert shown[1] == "  Mon 13 Apr                               █████████░░░░░░░███········"
    assert shown[2].startswith("  Tue 14 Apr  ····███████████─────────◆ ")


def _only(by: AgreementRow, metric: str) -> str:
    body = json.loads(by.body)
    return json.dumps({**body, "targets": [each for each in body["targets"] if each["metric"] == metric]})


def test_where_a_quarter_of_an_hour_does_not_fit_a_cell_is_longer_or_there_is_no_picture() -> None:
    clock = _first(one())
    steps = [found.step if (found := drawn(clock, story.NOW, room)) else None for room in (56, 48, 28, 14, 8)]
    assert steps == [15, 15, 30, 60, None]


def test_a_life_of_weeks_has_no_picture() -> None:
    assert drawn(_first(one(), 30 * 24 * HOUR), Instant(story.NOW + 30 * 24 * HOUR * SECOND), 100) is None


def test_a_due_instant_at_midnight_is_in_the_picture() -> None:
    by = agreement(8, "day", Target("resolution", {3: 8 * HOUR + 40 * 60}), calendar=2)
    assert "◆" in "".join(picture(one(by=by)))


def test_the_day_that_clocks_go_forward_has_its_hours_at_their_places() -> None:
    """29 March 2026: from 02:00 to 03:00 there is nothing."""
    by = agreement(8, "day", Target("resolution", {3: 100 * HOUR}), calendar=2)
    facts = (Fact(at("2026-03-29 00:30"), "opened"), Fact(at("2026-03-29 00:30"), "priority", (3, "correction")))
    of = kept(facts, [by], ticket=row(priority=3))
    now = at("2026-03-29 05:00")
    clock = told(of, now).pressing
    assert clock is not None
    made = drawn(clock, now, 100)
    assert made is not None
    assert sum(cell == "counted" for r in made.rows for cell in r.cells) == 14  # 3 h 30 min of real time


def _first(of: Kept, later: int = 0) -> Explained:
    clock = told(of, Instant(story.NOW + later * SECOND)).pressing
    assert clock is not None
    return clock
