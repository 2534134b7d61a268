"""Forms: built from a signature, filled in with words, handed over as a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import pytest

from deskconsole.console.forms import Form, Surroundings
from deskconsole.core.ask import Ask
from deskconsole.core.desk import Command, Desk, Event, Private, Query
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import Instant, from_iso

ZONE = ZoneInfo("Europe/Paris")
NOW = from_iso("2026-04-14T09:42:07", ZONE)
CODES = Query[str]("select name from code", str)


class Impact(Enum):
    ONE = "one person"
    SITE = "a site"


def hold(
    desk: Desk,
    ticket: int,
    question: Annotated[str | None, Ask("question", hint="holds need one")] = None,
    *,
    reason: Literal["caller", "vendor", "change window"],
    until: Annotated[Instant, Ask("until", hint="end of the hold")],
) -> Iterator[Event]:
    """Stop the clocks while somebody else has the ball."""
    yield from ()


def log(
    desk: Desk,
    reached: bool,
    impact: Impact,
    at: Annotated[Instant, Ask("when", past=True)],
    lasted: Annotated[int, Ask(kind="duration")] = 600,
    calls: int = 1,
    said: Annotated[Private | None, Ask(kind="lines")] = None,
    code: Annotated[str, Ask(choices=CODES, kind="choice")] = "",
    whom: Annotated[int | None, Ask(kind="person")] = None,
    since: Instant | None = None,
    channel: Annotated[str, Ask(choices=("phone", "mail"))] = "phone",
) -> Iterator[Event]:
    """A conversation took place."""
    yield from ()


def take_over(desk: Desk, cases: Mapping[str, int], source: str) -> Iterator[Event]:
    """Nothing that a person could type."""
    yield from ()


HOLD = Command("ticket.hold", "", hold, "h", "hold")
LOG = Command("contact.log", "", log, "l", "log call")
TAKE_OVER = Command("import.cases", "", take_over)
PEOPLE = {"ana": 7, "ben": 8}


def person(text: str) -> object:
    if text not in PEOPLE:
        raise ValueError(f"nobody is called {text}")
    return PEOPLE[text]


WORLD = Surroundings(lambda: NOW, ZONE, lambda query: ["cause", "cable"] if query is CODES else [], {"person": person})


def filled(form: Form, **texts: str) -> Form:
    for name, text in texts.items():
        form.write(name, text)
    return form


def test_a_form_asks_what_is_not_given_required_first() -> None:
    form = Form(HOLD, {"ticket": 10455}, WORLD)
    assert [(each.label, each.kind, each.required) for each in form.fields] == [
        ("reason", "choice", True),
        ("until", "instant", True),
        ("question", "text", False),
    ]
    assert form.required == ["reason", "until"]
    assert list(form.fields[0].choices) == ["caller", "vendor", "change window"]
    assert [each.hint for each in form.fields] == ["", "end of the hold", "holds need one"]


def test_a_filled_form_is_a_call() -> None:
    form = filled(Form(HOLD, {"ticket": 10455}, WORLD), reason="caller", until="Wed 09:00")
    until = from_iso("2026-04-15T09:00", ZONE)
    assert form.answer("until").said == "Wed 15 Apr 09:00 CEST"
    assert form.call() == HOLD(ticket=10455, reason="caller", until=until)


def test_what_is_missing_or_not_understood_is_said_by_field() -> None:
    form = filled(Form(HOLD, {"ticket": 10455}, WORLD), until="when it suits")
    assert form.problems() == {
        "reason": "is missing",
        "until": "“when it suits” is no time: write Wed 09:00, +2h or tomorrow 9",
    }
    with pytest.raises(BadInput, match="reason: is missing"):
        form.call()


def test_every_kind_of_argument_becomes_what_the_command_takes() -> None:
    form = filled(
        Form(LOG, {}, WORLD),
        reached="y",
        impact="a site",
        at="09:30",
        lasted="1 h 30 min",
        calls="3",
        said="It drops.\nAgain.",
        code="cab",
        whom="ben",
        since="2026-04-14T07:00Z",
        channel="m",
    )
    assert form.problems() == {}
    assert form.call().kwargs == {
        "reached": True,
        "impact": Impact.SITE,
        "at": from_iso("2026-04-14T09:30", ZONE),
        "lasted": 5400,
        "calls": 3,
        "said": Private("It drops.\nAgain."),
        "code": "cable",
        "whom": 8,
        "since": from_iso("2026-04-14T07:00Z"),
        "channel": "mail",
    }


def test_defaults_are_filled_in_as_people_write_them() -> None:
    form = Form(LOG, {}, WORLD)
    assert form.texts["lasted"] == "10m"
    assert (form.texts["calls"], form.texts["channel"], form.texts["whom"]) == ("1", "phone", "")


def test_an_emptied_field_leaves_it_to_the_command() -> None:
    form = filled(Form(LOG, {"reached": True, "impact": Impact.ONE, "at": NOW}, WORLD), calls=" ", lasted="")
    assert form.call().kwargs == {"reached": True, "impact": Impact.ONE, "at": NOW, "channel": "phone"}


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("reached", "perhaps", "“perhaps” is none of yes, no"),
        ("code", "ca", "“ca” is none of cause, cable"),  # either
        ("calls", "three", "“three” is no whole number"),
        ("lasted", "long", "“long” is no duration: write 15m, 4h or 1h30m"),
        ("whom", "zoe", "nobody is called zoe"),
        ("at", "25:00", "“25:00” is no time of day"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(name: str, text: str, problem: str) -> None:
    assert filled(Form(LOG, {}, WORLD), **{name: text}).answer(name).problem == problem


def test_a_default_instant_can_be_read_again() -> None:
    before = from_iso("2025-04-01T08:15:30", ZONE)

    def promise(desk: Desk, by: Instant = before) -> Iterator[Event]:
        yield from ()

    form = Form(Command("promise.make", "", promise), {}, WORLD)
    assert form.texts["by"] == "Tue 1 Apr 2025 08:15:30 CEST"
    assert form.call().kwargs == {"by": before}


def test_drafts_come_back() -> None:
    form = Form(HOLD, {"ticket": 1}, WORLD, {"until": "+2h", "gone": "x"})
    assert form.texts == {"reason": "", "until": "+2h", "question": ""}


def test_what_somebody_may_not_say_they_are_not_asked() -> None:
    def resolve(
        desk: Desk,
        cause: str,
        at: Annotated[int | None, Ask("at", kind="instant", needs="ticket.backdate")] = None,
        proof: Annotated[str, Ask("proof", needs="ticket.backdate")] = "",
    ) -> Iterator[Event]:
        yield from ()

    command = Command("ticket.resolve", "", resolve)
    agent = Surroundings(lambda: NOW, ZONE, may=lambda permission: permission != "ticket.backdate")
    assert [each.name for each in Form(command, {}, WORLD).fields] == ["cause", "at", "proof"]
    form = filled(Form(command, {}, agent), cause="cable")
    assert [each.name for each in form.fields] == ["cause"]
    assert form.call() == command(cause="cable")


def test_what_nobody_can_type_must_be_given() -> None:
    with pytest.raises(BadInput, match=r"import\.cases cannot be filled in here: cases is nothing to type"):
        Form(TAKE_OVER, {}, WORLD)
    assert [each.name for each in Form(TAKE_OVER, {"cases": {}}, WORLD).fields] == ["source"]


def test_an_argument_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match=r"ticket\.hold has no reasons"):
        Form(HOLD, {"reasons": "x"}, WORLD)


def test_words_from_an_empty_query_are_nothing_to_choose_from() -> None:
    world = Surroundings(lambda: NOW, ZONE)
    form = filled(Form(LOG, {}, world), code="cable")
    assert form.answer("code").problem == "nothing to choose from"
