"""Tickets of any course, in the words of the vectors: the engine says what follows from their states alone."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from deskconsole.core.instants import DAY, MINUTE, Instant, from_iso, to_iso
from deskconsole.sla.conformance.hours import compiled
from deskconsole.sla.conformance.vectors import read_vectors
from tests.sla.membership import Cells
from tests.sla.stepping import Stepping
from tests.sla.worlds import OFFICE, ROUND_THE_CLOCK, version

FIRST = from_iso("2024-01-08")
DAYS = 24
NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
ALWAYS = {day: [["00:00", "24:00"]] for day in (*NINE_TO_FIVE, "sat", "sun")}
METRICS = ("first_response", "next_response", "resolution")
OPEN, PAUSING, OVER = ("new", "open", "assigned"), ("pending", "replied"), ("closed", "resolved")


def ticket(chance: Random) -> dict[str, Any]:
    """The input of a vector: a policy and what happens to a ticket within a week."""
    by_priority = chance.random() < 0.3
    pauses = chance.sample([*PAUSING, "closed"], chance.randint(0, 3))
    policy: dict[str, Any] = {
        "metrics": [{"name": name, "target_seconds": _seconds(chance, by_priority)} for name in METRICS],
        "pause_states": pauses,
        "pause_applies_to": chance.sample(METRICS, chance.randint(0, 3)),
    }
    at = Instant(FIRST + chance.randrange(3 * 1440) * MINUTE)
    events: list[dict[str, Any]] = [{"at": at, "type": "created", "state": chance.choice([*OPEN, *PAUSING])}]
    if by_priority or chance.random() < 0.2:
        events[0]["priority"] = "low"
        if not by_priority:
            policy["applies_to"] = {"priority": ["low", "high"]}
    for _ in range(chance.randint(0, 10)):
        at = Instant(at + chance.choice([10, 60, 240, 1440]) * MINUTE * chance.randint(1, 3))
        events += _next(chance, at, str(events[-1].get("state") or _state(events)), "priority" in events[0])
    if chance.random() < 0.2 and all("state" in event for event in events[:2]):
        after = events[1]["at"] if len(events) > 1 else at + DAY
        policy["clock_starts_at"] = to_iso(Instant(chance.randrange(events[0]["at"], after + 1, MINUTE)))
        if any(
            event["type"] in ("first_response", "agent_reply") or event.get("state") in OVER for event in events[:2]
        ):
            del policy["clock_starts_at"]
    now = Instant(at + chance.choice([0, 0, 30, 600]) * MINUTE)
    return {
        "policy": policy,
        "events": [{**event, "at": to_iso(event["at"])} for event in events],
        "evaluate_at": to_iso(now if chance.random() < 0.7 else events[chance.randrange(len(events))]["at"]),
    }


def _seconds(chance: Random, by_priority: bool) -> Any:
    choice = [1800, 3600, 4 * 3600, 20 * 3600]
    if not by_priority:
        return chance.choice(choice)
    return {"low": chance.choice(choice), "high": chance.choice(choice)}


def _state(events: list[dict[str, Any]]) -> str:
    return next(str(event["state"]) for event in reversed(events) if event.get("state"))


def _next(chance: Random, at: Instant, state: str, priority: bool) -> list[dict[str, Any]]:
    """What happens next: often a change of state, with a message at the same instant or without."""
    kind = chance.choice(["state", "state", "state", "message", "both", "end", "priority" if priority else "state"])
    message = {"at": at, "type": chance.choice(["customer_reply", "agent_reply", "agent_reply", "first_response"])}
    if kind == "message":
        return [message]
    if kind == "priority":
        return [{"at": at, "type": "priority_changed", "priority": chance.choice(["low", "high", "other"])}]
    if state in OVER:
        how = {"type": chance.choice(["reopened", "state_changed"]), "state": chance.choice([*OPEN, *PAUSING])}
    elif kind == "end":
        how = {"type": chance.choice(["resolved", "state_changed"]), "state": chance.choice(OVER)}
    else:
        how = {"type": "state_changed", "state": chance.choice([*OPEN, *PAUSING])}
    return [{"at": at, **how}, *([message] if kind == "both" else [])]


@pytest.mark.parametrize("many", [800, pytest.param(20_000, marks=pytest.mark.soak)])
def test_tickets_of_any_course_agree_with_their_states_alone(many: int) -> None:
    chance = Random(many)
    cells = {
        name: Cells(version(week), FIRST, DAYS) for name, week in (("office", OFFICE), ("always", ROUND_THE_CLOCK))
    }
    seen = {"due": 0, "breached": 0, "paused": 0}
    for number in range(many):
        name = chance.choice(["office", "always"])
        asked = ticket(chance)
        vector = {
            "id": f"made-{number}", "kind": "sla_clock", "input": asked, "expect": {"resolution": {"breached": True}},
            "calendar": {"tz": "UTC", "hours": NINE_TO_FIVE if name == "office" else ALWAYS},
        }  # fmt: skip
        (read,) = read_vectors([vector], "made")
        assert read.asked is not None, read.trouble
        found = read.asked.question.answer(compiled(read.asked.hours), {})
        for metric in METRICS:
            wanted = Stepping(asked, cells[name], metric).answer()
            due = found[f"{metric}.due"]
            if not (wanted.due is None and due is not None and due >= cells[name].end):  # type: ignore[operator]
                assert due == wanted.due, (metric, vector)
            assert found.get(f"{metric}.elapsed_seconds") == wanted.elapsed, (metric, vector)
            assert found.get(f"{metric}.breached", False) == wanted.breached, (metric, vector)
            seen["due"] += wanted.due is not None
            seen["breached"] += wanted.breached
            seen["paused"] += wanted.due is None and wanted.elapsed is not None
    assert min(seen.values()) > many // 8, seen
