"""How a review stands, and when somebody is told that it, or an action of it, is late. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from deskconsole.core.desk import Event
from deskconsole.core.instants import Instant
from deskconsole.features.reviews import events as e

STEPS = ("owner", "commander", "leads", "managers")
"""Who is told that it is late, one after the other."""


class Standing(NamedTuple):
    """A review by its events."""

    due_at: int
    remind_s: int
    wakes_at: int | None
    """When somebody is told that it is late; None: it is out, or all were told."""
    step: int
    actions: dict[int, int | None]
    """Actions that are still to be done, with when it is looked whether they are late; None: it was told."""


def standing(events: Iterable[Event]) -> Standing | None:
    """What follows from a review's events, which stand and are in order; None: there is none."""
    found: Standing | None = None
    for x in events:
        match x:
            case e.ReviewOwed():
                found = Standing(x.due_at, x.remind_s, x.due_at + 1, 0, {})
            case e.ReviewMissed() if found:
                found = found._replace(step=x.step, wakes_at=x.next_at)
            case e.ReviewPublished() if found:
                found = found._replace(wakes_at=None)
            case e.ActionAgreed() if found:
                found.actions[x.review_action] = x.due_at + 1
            case e.ActionMissed() if found:
                found.actions[x.review_action] = None
            case e.ActionDone() if found:
                found.actions.pop(x.review_action, None)
    return found


def wakes_at(events: Iterable[Event]) -> Instant | None:
    """When it is looked whether something is late."""
    found = standing(events)
    times = [] if found is None else [found.wakes_at, *found.actions.values()]
    return min((Instant(each) for each in times if each is not None), default=None)
