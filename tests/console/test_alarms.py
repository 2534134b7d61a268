"""How loudly each alarm is said, and that what others wrote stays harmless in banner, panel and pre-flight."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from deskconsole.console.alarms import PAUSE, Alarms
from deskconsole.console.desk.alarms import Alarm
from deskconsole.console.pages import escalations, preflightpage
from deskconsole.console.painting.glyphs import ASCII, UNICODE, Glyphs
from deskconsole.console.painting.lines import Line, plain, width
from deskconsole.console.said import Said
from tests.console import alarm_story, story
from tests.console.alarm_story import PAGE, SECOND_PAGE, WARNING, WORD
from tests.console.test_hostile_text import HOSTILE

SCENE = story.scene()


@dataclass
class Real:
    """Time as whoever hears it has it."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


def alarms(real: Real | None = None, *, bell: bool = True) -> tuple[Alarms, Said]:
    real = real or Real()
    said = Said(real)
    made = Alarms(said, bell=bell, clock=real)
    made.hear([], SCENE)
    return made, said


def test_a_page_rings_a_warning_is_said_a_word_is_only_listed() -> None:
    heard, said = alarms()
    assert not heard.hear([WARNING, WORD], SCENE, "!")
    assert [message.words for message in said.now()] == ["09:42 INC-10398 P2: 80 % of next response, step 1 of 4."]
    assert len(said.all) == 2
    assert heard.hear([WARNING, WORD, PAGE], SCENE, "!")
    assert len(said.now()) == 1  # the page stands in the banner
    assert "VPN gateway" in said.all[0][1].words


def test_each_is_said_once_and_the_bell_rests_between_two() -> None:
    real = Real()
    heard, said = alarms(real)
    assert heard.hear([PAGE], SCENE)
    assert not heard.hear([PAGE], SCENE)
    assert not heard.hear([PAGE, SECOND_PAGE], SCENE)  # ten seconds are not over
    real.now += PAUSE
    assert heard.hear([PAGE, SECOND_PAGE, SECOND_PAGE._replace(id=9)], SCENE)
    assert len(said.all) == 3


def test_what_is_settled_stands_no_longer_and_does_not_ring() -> None:
    heard, said = alarms()
    assert not heard.hear([PAGE._replace(settled=True)], SCENE)
    assert heard.banner(80, SCENE, "!") == []
    assert len(said.all) == 1


def test_the_bell_can_be_silenced() -> None:
    heard, _ = alarms(bell=False)
    assert not heard.hear([PAGE], SCENE)
    assert heard.banner(80, SCENE, "!")


def test_the_gravest_stands_first_and_the_next_follows_it() -> None:
    heard, _ = alarms()
    heard.hear([WORD, WARNING, SECOND_PAGE, PAGE], SCENE)
    order = []
    while heard.first:
        order.append(heard.first.id)
        heard.looked(heard.first)
    assert order == [PAGE.id, SECOND_PAGE.id, WARNING.id, WORD.id]


def test_in_little_room_the_way_out_stays() -> None:
    heard, _ = alarms()
    heard.hear([PAGE, SECOND_PAGE], SCENE)
    banner = plain(heard.banner(50, SCENE, "!")[0])
    assert banner.endswith("+1  ! look ")
    assert len(banner) == 50


def harmless(lines: list[Line], room: int) -> None:
    for line in lines:
        assert width(line) == room
        assert not set(plain(line)) & {chr(code) for code in (*range(32), *range(127, 160), 0x202E, 0x2066)}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("g", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("room", [80, 120])
def test_what_others_wrote_is_shown_and_never_obeyed(text: str, g: Glyphs, room: int) -> None:
    scene = story.scene(g)
    heard, _ = alarms()
    heard.hear([Alarm(1, "page", text, SCENE.now, 1, text[:9])], scene)
    harmless(heard.banner(room, scene, "!"), room)
    told = alarm_story.escalations()
    live = told.runs[1]._replace(who=text, number=text[:9])
    live = live._replace(told=[each._replace(who=text, status=text, channel=text) for each in live.told])
    harmless(escalations.panel(told._replace(runs=[live]), scene, room, 3, "X", at=0)[0], room)
    found = alarm_story.preflight()
    chain = found.chains[0]._replace(policy=text, agreement=text, decides=text, now=text)
    stages = [stage._replace(why=text, to=(text,), does=(text,)) for stage in chain.stages]
    found = found._replace(title=text, customer=text, chains=(chain._replace(stages=tuple(stages)),), supposed=text)
    harmless([preflightpage.heading(found, scene, room, SCENE.now)], room)
    harmless(preflightpage.page(found, scene, room).lines, room)
