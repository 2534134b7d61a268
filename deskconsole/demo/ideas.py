"""What people call a service desk about, and what becomes of it."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Literal, NamedTuple, cast

Level = Literal["1", "2", "3"]
Kind = Literal["incident", "request"]
Code = Literal["fixed", "workaround", "advice", "no-fault", "duplicate", "no-answer"]


class Idea(NamedTuple):
    """A reason to call. `{place}` and `{n}` in its title are filled in when somebody does."""

    service: str
    impact: Level
    urgency: Level
    kind: Kind
    title: str
    said: str
    code: Code = "fixed"
    cause: str = "found and put right"


PLACES = ("Lyon", "Oslo", "Gdańsk", "Porto", "Graz", "Malmö", "Turin", "Hamburg", "Brno", "Osaka", "Gent", "Vaasa")


def lines(name: str) -> list[str]:
    """The lines of a table beside this file."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def levels(text: str) -> tuple[Level, Level]:
    """`2 3`: impact and urgency."""
    impact, urgency = text.split()
    return cast(Level, impact), cast(Level, urgency)


def _read(line: str) -> Idea:
    service, level, kind, title, said, code, cause = (part.strip() for part in line.split("|"))
    return Idea(service, *levels(level), cast(Kind, kind), title, said, cast(Code, code), cause)


IDEAS = tuple(_read(line) for line in lines("ideas.txt"))


def idea(rng: Random) -> Idea:
    """A reason to call, for somebody and somewhere."""
    chosen = rng.choice(IDEAS)
    fill = {"place": rng.choice(PLACES), "n": rng.randint(2, 14)}
    title, said, cause = (text.format(**fill) for text in (chosen.title, chosen.said, chosen.cause))
    return chosen._replace(title=title, said=said, cause=cause)
