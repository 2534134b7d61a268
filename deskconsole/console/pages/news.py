"""What the message line says when a clock passes a threshold, or a promise falls due."""

from __future__ import annotations

from deskconsole.console.desk.source import Passed
from deskconsole.console.pages.chrome import Message
from deskconsole.console.painting import figures
from deskconsole.console.painting.clockface import NAMES
from deskconsole.console.painting.lines import Scene

BREACH = 100
"""Per cent of a target."""


def gravity(passed: Passed) -> tuple[int, int, int]:
    """The gravest sorts last: breached, then how urgent the ticket is, then what came last."""
    return passed.share, -(passed.priority or 9), passed.at


def message(passed: Passed, scene: Scene) -> Message:
    """`▲ 09:41 INC-10398 passed 80 % of next response · P2 Civita · nobody owns it`"""
    when, dot = figures.moment(passed.at, scene.now, scene.zone), scene.g.dot
    metric = NAMES.get(passed.metric, passed.metric)
    broken = passed.share >= BREACH
    what = f"{when} {passed.number} "
    if passed.promise:
        told = f"promise missed: {passed.promise}" if broken else f"promise due soon: {passed.promise}"
        return Message("breached" if broken else "risk", what + told, brief=what + told)
    what += f"breached {metric}" if broken else f"passed {passed.share} % of {metric}"
    level = f"P{passed.priority}" if passed.priority else ""
    owner = passed.owner
    has = "it is yours" if owner == scene.me else f"{owner} has it" if owner else "nobody owns it"
    whose = " ".join(filter(None, (level, passed.customer)))
    words = dot.join(filter(None, (what, whose, has)))
    brief = dot.join(filter(None, (what, level, owner or "no owner")))
    return Message("breached" if broken else "risk", words, brief=brief)
