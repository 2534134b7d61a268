"""`deskconsole war-room tradeoff`: what a rule would have proposed on what the desk has been through."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from deskconsole import world
from deskconsole.cli.common import instant, open_store, parser
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, HOUR, Instant
from deskconsole.features.war_room.rules import Crossing, Opening, RoomRule, openings
from deskconsole.features.war_room.views import BROKEN_BETWEEN

EXAMPLES = """  deskconsole war-room tradeoff --since 2016-04-01 --until 2016-05-01 --agreement D
  deskconsole war-room tradeoff --since 2016-04-01 --until 2016-05-01 --clocks 4 --within 15 --format json

All tickets count as of one cause. A room lasts until nothing has broken for as long as its rule looks back; an hour is
covered where a room is open in it."""

CLOCKS = (4, 6, 8, 10, 12, 15, 20)
WITHIN = (15, 30, 60)
HOURS = 10
"""The worst hours, by breaches."""


class Tradeoff(NamedTuple):
    """What a rule costs, and what it is good for."""

    rule: RoomRule
    rooms: int
    most_a_day: int
    covered: int
    of: int
    hours: float
    """For how long rooms were open altogether."""


def run(argv: list[str]) -> int:
    """Print the curve: rooms a month and the worst hours that they cover, by clocks and minutes."""
    made = parser("war-room tradeoff", "What rules would have proposed, had they been there.", EXAMPLES)
    made.add_argument("--since", required=True, metavar="DATE")
    made.add_argument("--until", required=True, metavar="DATE")
    made.add_argument("--agreement", metavar="NAME", help="only its clocks")
    made.add_argument("--priority", type=int, choices=range(1, 6), default=RoomRule("").priority, metavar="P")
    made.add_argument("--clocks", type=int, metavar="N", help="only this many (default: a series)")
    made.add_argument("--within", type=int, metavar="MINUTES", help="only these (default: a series)")
    made.add_argument("--format", choices=("text", "json"), default="text")
    args = made.parse_args(argv)
    store = open_store(args)
    zone = world.zone(store)
    since, until = instant(args.since, zone), instant(args.until, zone)
    if since is None or until is None or until <= since:
        raise BadInput("--until is before --since: name a later day")
    crossings = store.read.all(BROKEN_BETWEEN, since=since, until=until, agreement=args.agreement or "")
    rules = list(_rules(args.priority, args.clocks, args.within))
    curve = [judged(rule, crossings) for rule in rules]
    if args.format == "json":
        print(json.dumps([_plain(each) for each in curve], indent=2))
    else:
        print("\n".join(_table(curve, len(crossings))))
    return 0


def _rules(priority: int, clocks: int | None, within: int | None) -> Iterator[RoomRule]:
    for minutes in [within] if within else WITHIN:
        for count in [clocks] if clocks else CLOCKS:
            yield RoomRule("", count, priority, within=minutes * 60)


def judged(rule: RoomRule, crossings: Sequence[Crossing]) -> Tradeoff:
    """What a rule would have come to on these breaches, which are in order and of one cause."""
    made = openings(rule, crossings)
    worst = worst_hours(crossings)
    days = Counter(each.at // DAY for each in made)
    hours = sum(each.until - each.at for each in made) / HOUR
    return Tradeoff(rule, len(made), max(days.values(), default=0), covered(made, worst), len(worst), hours)


def worst_hours(crossings: Iterable[Crossing]) -> list[int]:
    """The hours with the most breaches, by their number since the epoch; of equal ones the earlier."""
    counts = Counter(each.at // HOUR for each in crossings)
    return [hour for hour, _ in sorted(counts.items(), key=lambda found: (-found[1], found[0]))[:HOURS]]


def covered(rooms: Sequence[Opening], hours: Iterable[int]) -> int:
    """In how many of these hours a room was open."""
    spans = [(Instant(hour * HOUR), Instant((hour + 1) * HOUR)) for hour in hours]
    return sum(any(room.at < end and room.until > begin for room in rooms) for begin, end in spans)


def _table(curve: Sequence[Tradeoff], breaches: int) -> Iterator[str]:
    usual = RoomRule("")
    yield f"{breaches} breaches; clocks of P1–P{curve[0].rule.priority} that broke within so many minutes"
    yield f"{'clocks':>6} {'within':>6} {'rooms':>6} {'a day':>6} {'covers':>7} {'open h':>7}"
    for each in curve:
        rule = each.rule
        mark = "  as shipped" if rule._replace(name="") == usual else ""
        yield (
            f"{rule.clocks:6} {rule.within // 60:5}m {each.rooms:6} {each.most_a_day:6}"
            f" {each.covered:4}/{each.of:<2} {each.hours:7.1f}{mark}"
        )


def _plain(each: Tradeoff) -> dict[str, Any]:
    return {
        "clocks": each.rule.clocks, "within_minutes": each.rule.within // 60, "priority": each.rule.priority,
        "rooms": each.rooms, "most_a_day": each.most_a_day, "covered": each.covered, "of": each.of,
        "hours_open": round(each.hours, 1), "shipped": each.rule._replace(name="") == RoomRule(""),
    }  # fmt: skip
