"""Who is next in a run: what a panel says of it before it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deskconsole.core.actors import DESK
from deskconsole.core.instants import Instant
from deskconsole.features.escalation.rules import plan
from deskconsole.features.escalation.taking import Taker
from deskconsole.store.looking import Deciding

if TYPE_CHECKING:
    from deskconsole.store.driver import Reader

_EVER = Instant(1 << 62)
_NOBODY_ASKS = Instant(0)
"""What time it is: who a step reaches hangs on its own instant."""


class Next(NamedTuple):
    """How many steps a run has, and whom the one that comes is for, with who that is."""

    steps: int
    who: str
    muted_until: Instant | None = None
    """Until when its rule is muted: the step tells them no sooner."""
    rule: str = ""
    """The policy that it follows."""


def upcoming(desk: Reader, ticket: int, run: int) -> Next:
    """Whom the next step of a run tells; empty where it tells nobody, or where no step is left."""
    taker = Taker(Deciding(desk.driver, _NOBODY_ASKS, DESK), ticket)
    for each, watched, policy in taker.looked.live():
        if each.id != run:
            continue
        planned = next(iter(plan(policy, watched.gauge, each.course, _EVER, taker.meets(run, watched))), None)
        if planned is None or planned.due.kind != "step":
            return Next(len(policy.steps), "", rule=policy.name)
        step, met = policy.steps[planned.due.step - 1], planned.met
        muted = met.mute.ends_at if met.mute else each.course.muted_until
        if met.mute:
            met = taker.met(run, policy, planned.due)
        handles = ", ".join(met.told)
        who = f"{_label(step.to)} {handles}".strip() if handles else ""
        return Next(len(policy.steps), who, muted, policy.name)
    return Next(0, "")


def _label(to: tuple[str, ...]) -> str:
    """Whom a step is for, where that is one kind of people; several are known by their names."""
    word, _, _ = to[0].partition(":") if to else ("", "", "")
    return _WORDS.get(word, "") if len(to) == 1 else ""


_WORDS = {
    "owner": "owner", "team": "team", "on-duty": "on duty", "round-robin": "in turn", "lead": "lead",
    "service-owner": "service owner", "executive": "executive", "primary": "primary", "secondary": "secondary",
    "tertiary": "tertiary",
}  # fmt: skip
