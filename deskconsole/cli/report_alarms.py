"""`deskconsole report alarms`: how often people are rung, how fast they answer, and what was worth ringing for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from deskconsole import world
from deskconsole.cli.common import FORMATS, instant, open_store, parser, write
from deskconsole.core.errors import BadInput
from deskconsole.core.instants import DAY, SECOND, Instant, duration, to_iso
from deskconsole.explain.times import length
from deskconsole.features.fatigue import rules as r
from deskconsole.features.fatigue.views import ALARMS, ANSWERS, COMPONENTS, RUNS
from deskconsole.store.driver import Reader

EXAMPLES = """  deskconsole report alarms
  deskconsole report alarms --from 2026-03-01 --to 2026-04-01 --format json
  deskconsole report alarms --by person --shifts 06:00,14:00,22:00
  deskconsole report alarms --by rule --many 20 --few 30
  deskconsole report alarms --by component --format csv

An alarm is a notification of an escalation, or a digest of several, sent to somebody in the span (usually the last 31
days). It was acted upon where they did anything on its ticket, but look, within the time (usually 15m); a digest rang
once and is judged by each ticket that it tells of. MTTA is from the first that anybody was told of a run to the first
who acknowledged it or took it over; runs that began in the span count. A shift is a day of the desk, or as --shifts
says. A rule is a step of a policy on a promise; it is noisy from --many alarms on, where fewer than --few per cent of
them were acted upon. Per cents are cut, not rounded."""

SUMMARY = ("alarms", "told", "judged", "acted", "share", "runs", "runs_told", "answered", "mtta_s", "median_s", "p90_s")
PERSON = ("person", "shift", "alarms", "pages", "told", "judged", "acted", "share")
RULE = ("policy", "step", "agreement", "metric", "alarms", "told", "judged", "acted", "share", "noisy")
COMPONENT = ("service", "owner", "criticality", *SUMMARY)
COLUMNS = {"all": SUMMARY, "person": PERSON, "rule": RULE, "component": COMPONENT}
_SPAN = ("mtta_s", "median_s", "p90_s")


def run(argv: Sequence[str]) -> int:
    args = _parser().parse_args(argv)
    store = open_store(args)
    zone, now = world.zone(store), store.now()
    until = instant(args.until, zone) or Instant(now + 1)
    since = instant(args.since, zone) or Instant(until - 31 * DAY)
    ask = r.Ask(zone, _shifts(args.shifts), args.many, args.few)
    made = figures(store.read, ask, since, until, args.within)
    rows = rows_of(made)
    if args.format == "json" and args.by == "all":
        print(json.dumps(_whole(rows, since, until, args), ensure_ascii=False, indent=2))
    elif args.format == "table":
        write(map(_said, rows[args.by]), [name.removesuffix("_s") for name in COLUMNS[args.by]], "table")
    else:
        write(rows[args.by], COLUMNS[args.by], args.format)
    return 0


def _parser() -> argparse.ArgumentParser:
    made = parser("report alarms", "Say what alarms cost people, and which were worth it.", EXAMPLES)
    made.add_argument("--from", dest="since", metavar="INSTANT", help="what was sent, and began, from then on")
    made.add_argument("--to", dest="until", metavar="INSTANT", help="and before then (default: now)")
    made.add_argument("--by", choices=tuple(COLUMNS), default="all", help="usually all together")
    made.add_argument("--within", type=_duration, default="15m", metavar="TIME", help="what counts as acted upon")
    made.add_argument("--shifts", metavar="TIMES", help="when shifts begin, such as 06:00,14:00,22:00")
    made.add_argument("--many", type=int, default=5, metavar="N", help="alarms from which on a rule may be noisy")
    made.add_argument("--few", type=int, default=50, metavar="PERCENT", help="acted upon, below which it is")
    made.add_argument("--format", choices=FORMATS, default="table")
    return made


def _duration(text: str) -> int:
    try:
        return duration(text) * SECOND
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


def _shifts(text: str | None) -> tuple[int, ...]:
    """Minutes of the day."""
    found = set()
    for word in (text or "").replace(",", " ").split():
        hour, _, minute = word.partition(":")
        if not (hour.isdecimal() and minute.isdecimal() and len(word) == 5 and int(hour) < 24 and int(minute) < 60):
            raise BadInput(f"--shifts “{word}” is no time of day: write 06:00,14:00,22:00")
        found.add(60 * int(hour) + int(minute))
    return tuple(sorted(found))


def figures(read: Reader, ask: r.Ask, since: Instant, until: Instant, within: int) -> r.Figures:
    """The figures of a span; `within` are the µs in which an alarm is to be acted upon."""
    span = {"since": since, "until": until}
    return r.figures(
        ask, read.all(ALARMS, **span, within=within), read.all(RUNS, **span), read.all(ANSWERS, **span),
        read.all(COMPONENTS),
    )  # fmt: skip


def rows_of(made: r.Figures) -> dict[str, list[dict[str, object]]]:
    """The figures as rows, by what they are of."""
    return {
        "all": [{**_acted(made.acted), **_answered(made.answered)}],
        "person": [
            {"person": each.person, "shift": each.shift.name, "pages": each.pages, **_acted(each.acted)}
            for each in made.persons
        ],
        "rule": [{**each.rule._asdict(), **_acted(each.acted), "noisy": each.noisy} for each in made.rules],
        "component": [
            {**each.component._asdict(), **_acted(each.acted), **_answered(each.answered)} for each in made.components
        ],
    }


def _acted(of: r.Acted) -> dict[str, object]:
    return {**of._asdict(), "share": of.share}


def _answered(of: r.Answered) -> dict[str, object]:
    return {
        "runs": of.runs, "runs_told": of.told, "answered": of.answered, "mtta_s": of.mean, "median_s": of.median,
        "p90_s": of.p90,
    }  # fmt: skip


def _said(row: dict[str, object]) -> dict[str, object]:
    """A row as people read it: times with their units, shares with their sign."""
    said = {name.removesuffix("_s"): value for name, value in row.items()}
    for name in _SPAN:
        if isinstance(seconds := row.get(name), int):
            said[name.removesuffix("_s")] = length(seconds * SECOND)
    if said.get("share") is not None:
        said["share"] = f"{said['share']} %"
    if "owner" in said and not said["owner"]:
        said["owner"] = "nobody"
    return said


def _whole(
    rows: dict[str, list[dict[str, object]]], since: Instant, until: Instant, args: argparse.Namespace
) -> dict[str, object]:
    """Everything, with what it was made of."""
    return {
        "from": to_iso(since), "to": to_iso(until), "within_s": args.within // SECOND, "many": args.many,
        "few": args.few, **rows["all"][0], "persons": rows["person"], "rules": rows["rule"],
        "components": rows["component"],
    }  # fmt: skip
