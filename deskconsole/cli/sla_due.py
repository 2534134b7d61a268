"""`deskconsole sla due`: when a target is used up."""

from __future__ import annotations

import json
from collections.abc import Iterator

from deskconsole.cli import sla_calendar as c
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import SECOND, Instant, duration, to_iso
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.deadlines import Deadline

EXAMPLES = """  deskconsole sla due --calendar office --from '2016-04-05 16:00' --target 8h
  deskconsole sla due --calendar office --from 2016-04-05T14:00Z --target 8h --explain
  deskconsole sla due --calendar office --from '2016-04-05 16:00' --target 'next business day 17:00'
  deskconsole sla due --calendar office --from '2016-04-05 16:00' --target 1h --boundary next-open
  deskconsole sla due --file desk.toml --calendar office --from '2016-04-05 16:00' --target 8h --format json

A target is business time (90s, 15m, 8h; a day is 24 hours), or a deadline: `next business day 17:00`,
`2 working days, end of day`. It is due at the earliest instant at which it is used up, so possibly at closing time
(rule 2); --boundary next-open shows the next opening instead. A clock is breached when more than the target counts,
which is the same under both."""


def run(argv: list[str]) -> int:
    made = c.question("due", "Say when a target is due.", EXAMPLES)
    made.add_argument("--target", required=True, metavar="TARGET", help="8h, or “next business day 17:00”")
    made.add_argument("--boundary", choices=("earliest", "next-open"), default="earliest")
    args = made.parse_args(argv)
    of = c.asked(args, args.from_)
    (start,) = of.instants
    earliest = _due(args.target, start, of.calendar)
    rolled = of.calendar.opens(earliest)
    due = rolled if args.boundary == "next-open" else earliest
    if args.format == "json":
        print(json.dumps(_as_json(of, start, args.target, earliest, rolled, due, args.explain), indent=2))
        return 0
    for text in _lines(of, start, args.target, earliest, rolled, due):
        print(text)
    if args.explain:
        print("\n".join(c.counted(of, start, earliest)))
    return 0


def _due(target: str, start: Instant, calendar: Calendar) -> Instant:
    """Raises BadInput where the target is neither business time nor a deadline, or is 0 (rule 3)."""
    try:
        seconds = duration(target)
    except ValueError as trouble:
        if "day" not in target:
            raise BadInput(str(trouble)) from None
        return Deadline.read(target).after(start, calendar)
    if seconds == 0:
        raise BadInput(f"a target of {target} is none; write more than 0, such as 8h")
    return calendar.add(start, seconds * SECOND)


def _lines(of: c.Asked, start: Instant, target: str, earliest: Instant, rolled: Instant, due: Instant) -> Iterator[str]:
    yield from c.head(of)
    yield c.moment("from", start, of.calendar)
    yield c.line("target", target)
    yield c.moment("due", due, of.calendar)
    if earliest != rolled:
        other, at = ("closing", earliest) if due == rolled else ("opens", rolled)
        yield c.moment(other, at, of.calendar)
    yield from c.warned(of, due)


def _as_json(
    of: c.Asked, start: Instant, target: str, earliest: Instant, rolled: Instant, due: Instant, explain: bool
) -> dict[str, object]:
    return {
        "due": to_iso(due),
        "due_local": c.local(due, of.calendar),
        "due_earliest": to_iso(earliest),
        "due_next_open": to_iso(rolled),
        "from": to_iso(start),
        "from_local": c.local(start, of.calendar),
        "target": target,
        "target_s": c.seconds(of.calendar.elapsed(start, earliest)),
        **c.as_json(of, start, earliest, explain),
    }
