"""`deskconsole escalation`: what is under way, and who would hear, when, how and where to, if nobody acted."""

from __future__ import annotations

import argparse
import json
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from deskconsole import world
from deskconsole.cli import escalation_mutes
from deskconsole.cli.common import instant, open_store, parser_of_acts
from deskconsole.console.desk.ringing import escalations
from deskconsole.console.pages import preflightpage
from deskconsole.console.pages.escalations import panel
from deskconsole.console.painting.lines import Scene, as_text
from deskconsole.core.instants import Instant, to_iso
from deskconsole.features.tickets.views import TICKET
from deskconsole.preflight.agreements import escalating, of_agreement
from deskconsole.preflight.tickets import of_ticket
from deskconsole.store.driver import Reader

if TYPE_CHECKING:
    from deskconsole.console.desk.escalations import Live
    from deskconsole.features.escalation.views import Gap
    from deskconsole.preflight.found import Chain, Person, Preflight, Stage, Way
    from deskconsole.store.driver import Driver

EXAMPLES = """  deskconsole escalation list
  deskconsole escalation preflight INC-10001
  deskconsole escalation preflight INC-10001 --at 2026-04-18T02:00
  deskconsole escalation preflight gold --priority 1 --team network
  deskconsole escalation preflight --format json          every agreement that names an escalation
  deskconsole escalation mute gold --until 12:00 --service lyon --why 'the disk is being replaced'
  deskconsole escalation unmute gold
  deskconsole escalation muted --all --format json

A pre-flight is by the code that runs: what it says is what happens, if nobody acts until then. Nothing is written or
sent. While a rule is muted its steps are withheld, counted and recorded; when that ends the step that is due goes out.
Of P1s people are told all the same, unless --even-p1 says otherwise."""

WIDTH, WIDEST = 120, 160
"""Cells of a line without a terminal, and at most."""


def run(argv: list[str]) -> int:
    """Tell what is under way, or what the escalations of a ticket or an agreement would come to."""
    args = _parser().parse_args(argv)
    acts = {"list": _list, "preflight": _preflight}
    return acts.get(args.act, escalation_mutes.run)(args)


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    zone, now = world.zone(store), store.now()
    with store.backend.looking() as driver:  # of one moment, so that its figures agree
        told = escalations(Reader(driver), None, now)
    if args.format == "json":
        runs = [_live(live) for live in told.runs]
        counts = {"running": told.running, "waiting": told.waiting, "nobody": told.nobody, "more": told.more}
        muted = [each.number for each in told.muted]
        print(json.dumps({**counts, "muted": muted, "runs": runs}, ensure_ascii=False, indent=2))
        return 0
    lines, _ = panel(told, Scene(now, zone), _room(), len(told.runs))
    print(as_text(lines), end="")
    return 0


def _preflight(args: argparse.Namespace) -> int:
    store = open_store(args)
    zone, now = world.zone(store), store.now()
    at = instant(args.at, zone)
    with store.backend.looking() as driver:  # never committed
        found = _found(driver, args, now, at)
    if args.format == "json":
        told = [as_json(each) for each in found]
        print(json.dumps(told[0] if args.subject else told, ensure_ascii=False, indent=2))
        return 0
    for place, each in enumerate(found):
        lines = preflightpage.printed(each, Scene(now, zone), _room())
        print("\n" * bool(place) + as_text(lines), end="")
    if not found:
        print("No agreement names an escalation: nobody is told of any ticket. Write escalation = “…” in one.")
    return 0


def _room() -> int:
    return min(get_terminal_size((WIDTH, 0)).columns, WIDEST)


def _parser() -> argparse.ArgumentParser:
    acts = {
        "list": "list the escalations that are under way",
        "preflight": "tell who would hear, when and how, if nobody acted",
        **escalation_mutes.ACTS,
    }
    made, act = parser_of_acts("escalation", "Who hears when a promise is about to be broken.", EXAMPLES, acts)
    preflight = act["preflight"]
    preflight.add_argument("subject", nargs="?", metavar="TICKET|AGREEMENT", help="all agreements, where none is named")
    preflight.add_argument("--at", metavar="INSTANT", help="from then on, if nothing happens until then (default: now)")
    preflight.add_argument("--priority", type=int, choices=range(1, 6), help="of an agreement (default: most urgent)")
    preflight.add_argument("--team", metavar="KEY", help="of an agreement: whose such a ticket would be")
    escalation_mutes.add_options(act)
    for name, each in act.items():
        forms = escalation_mutes.FORMATS_OF.get(name, ("text", "json"))
        each.add_argument("--format", choices=forms, default="text")
    return made


def _found(driver: Driver, args: argparse.Namespace, now: Instant, at: Instant | None) -> list[Preflight]:
    if args.subject is None:
        return [of_agreement(driver, name, now, at, args.priority, args.team) for name in escalating(driver)]
    row = Reader(driver).maybe(TICKET, number=args.subject.strip().upper())
    ticket = of_ticket(driver, row.id, now, at) if row else None
    return [ticket or of_agreement(driver, args.subject.strip(), now, at, args.priority, args.team)]


# As data.


def _live(live: Live) -> dict[str, Any]:
    return {
        "ticket": live.number, "run": live.run, "state": live.state, "step": live.step, "steps": live.steps,
        "next": _iso(live.due), "who": live.who or None, "muted_until": _iso(live.muted_until),
        "told": [
            {
                "who": each.who, "at": to_iso(each.at), "state": each.state, "channel": each.channel,
                "failed": each.first, "status": each.status, "again": each.again,
            }
            for each in live.told
        ],
    }  # fmt: skip


def as_json(found: Preflight) -> dict[str, Any]:
    """A pre-flight as data."""
    return {
        "subject": found.subject, "at": to_iso(found.at), "priority": found.priority, "owner": found.owner,
        "supposed": found.supposed or None, "why": found.why or None,
        "people": [person.handle for person in found.people],
        "reaches_nobody": len(found.empty), "only_at_a_console": [person.handle for person in found.mute],
        "no_second_way": [person.handle for person in found.alone],
        "chains": [_chain(chain) for chain in found.chains],
        "muted": [{"number": each.number, "rule": each.rule, "until": to_iso(each.ends_at)} for each in found.muted],
        "repairs": [{"what": each.words, "how": each.note, "command": each.command or None} for each in found.repairs],
        "ahead": {
            "from": to_iso(found.ahead[0]), "to": to_iso(found.ahead[1]), "gaps": [_gap(gap) for gap in found.gaps],
        } if found.ahead else None,
    }  # fmt: skip


def _chain(chain: Chain) -> dict[str, Any]:
    return {
        "agreement": chain.agreement, "metric": chain.metric, "policy": chain.policy, "policy_version": chain.version,
        "due": _iso(chain.due), "state": chain.now or None, "stands": chain.stands or None,
        "steps": [_stage(stage) for stage in chain.stages], "ends": _iso(chain.ends), "goes_on": chain.more,
        "rests": list(chain.rests), "decides": chain.decides or None,
    }  # fmt: skip


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "at": to_iso(stage.at), "step": stage.step, "round": stage.round, "by": stage.when, "to": list(stage.to),
        "outcome": stage.outcome, "why": stage.why or None, "severity": stage.severity, "does": list(stage.does),
        "answer_by": _iso(stage.answer_by), "told": [_person(person) for person in stage.people],
    }  # fmt: skip


def _person(person: Person) -> dict[str, Any]:
    return {"who": person.handle, "ways": [_way(way) for way in person.ways]}


def _way(way: Way) -> dict[str, Any]:
    return {
        "channel": way.channel, "kind": way.kind, "to": way.contact, "works": way.healthy, "domain": way.domain,
        "fails_with": way.shares or None, "no_contact": way.missing, "checked_at": _iso(way.checked_at),
    }  # fmt: skip


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "from": to_iso(gap.begin), "to": to_iso(gap.end), "policy": gap.policy, "step": gap.step, "why": gap.why,
    }  # fmt: skip


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)
