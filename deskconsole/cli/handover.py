"""`deskconsole handover`: what one shift, or one agent, passes on to the next: draft, sign, accept, look up."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence

from deskconsole import world
from deskconsole.cli.common import FORMATS, add_actor, instant, open_store, parser_of_acts, who, write
from deskconsole.cli.handover_formats import ALOUD, WRITERS, written
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import SECOND, Instant, duration, to_iso
from deskconsole.features.directory.views import DESK, HANDLES, TEAM
from deskconsole.features.handover import commands as h
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.sheet import Change
from deskconsole.features.handover.shifts import change_at, going
from deskconsole.features.handover.trend import SCORED, trend
from deskconsole.features.handover.views import (
    AGENT_UNDER_WAY,
    HANDOVER_BY_ID,
    HANDOVERS,
    HANDOVERS_OF,
    HANDOVERS_OF_AGENT,
    HANDOVERS_OF_DESK,
    OF_TURN,
    TOP,
    HandoverRow,
    named,
)
from deskconsole.features.rosters.views import turn_at
from deskconsole.house import House
from deskconsole.store.store import Store

EXAMPLES = """  deskconsole handover draft                                     of the shift that is on, as it is now
  deskconsole handover draft --desk network --shift 2026-04-07T06:00 --format json
  deskconsole handover draft --shift 2016-04-01T00:00Z --at 2016-04-01T08:00Z    as it would have been then
  deskconsole handover sign HO-7
  deskconsole handover accept HO-7
  deskconsole handover accept HO-7 --except 'INC-10001' --why 'nobody of us knows it'
  deskconsole handover show HO-7                                      as it was signed, and what changed since
  deskconsole handover show HO-7 --format md | less                   in sentences, to be read aloud
  deskconsole handover draft --of ana --to eli                       ana goes early: begin the handover of her tickets
  deskconsole handover sign --of ana                                  and then: accept --of ana
  deskconsole handover list --desk network
  deskconsole handover trend
  deskconsole do handover.action HO-7 --ticket INC-10001 --next-action 'restart it' --owner eli
  deskconsole do handover.room_action HO-7 --room WR-3 --next-action 'ask the vendor at eight' --owner eli
  deskconsole do handover.used INC-10001                          its if/then came to pass
  deskconsole do handover.leaving HO-7 --fate give --of ana --owner eli

With --of it is of one agent's open tickets, and no desk changes hands; --to begins it, `do handover.drop` ends it.
A shift without a roster is 8 hours long, or as --length says. What counts in a ledger is what is known now of when it
was so, until it is signed."""

COLUMNS = (
    "number", "of", "desk", "shift", "begin", "end", "state", "outgoing", "incoming", "risk", "signed_at",
    "accepted_by", "accepted_at", "accept_s", "listed", "breached", "omitted", "untouched", "contingencies", "used",
)  # fmt: skip
SHORT = (
    "number", "of", "desk", "shift", "begin", "state", "outgoing", "accepted_by", "accept_s", "omitted", "untouched",
)  # fmt: skip
TREND = (
    "desk", "handovers", "accept_s", "accept_s_before", "omitted", "omitted_before", "noise", "noise_before", "used",
    "used_before",
)  # fmt: skip


def run(argv: list[str]) -> int:
    """Draft, show, sign, accept a handover, or list those that were."""
    args = _parser().parse_args(argv)
    acts = {"draft": _draft, "show": _show, "sign": _sign, "accept": _accept, "list": _list, "trend": _trend}
    return acts[args.act](args)


def _parser() -> argparse.ArgumentParser:
    about = "What one shift passes on to the next."
    acts = {
        "draft": "print what a shift passes on, as it is now or as it was",
        "show": "print a handover: as it was signed, or the draft",
        "sign": "stand for a handover: it is frozen and hashed",
        "accept": "accept a handover: the desk is yours from then on",
        "list": "list handovers, the last one first",
        "trend": "say of each desk how good its last handovers were",
    }
    made, act = parser_of_acts("handover", about, EXAMPLES, acts)
    for name in ("show", "sign", "accept"):
        act[name].add_argument("number", nargs="?", metavar="NUMBER", help="such as HO-7; or --desk and --shift")
    for name in ("draft", "show", "sign", "accept", "list"):
        act[name].add_argument("--desk", metavar="TEAM", help="the desk of a team (default: the whole desk)")
        act[name].add_argument("--of", metavar="AGENT", help="no desk, but the open tickets of an agent")
    for name in ("draft", "show", "sign", "accept"):
        act[name].add_argument("--shift", metavar="START", help="when the shift that ends began (default: that of now)")
        act[name].add_argument("--length", metavar="SPAN", help="how long it is, where the roster does not say: 8h")
        act[name].add_argument("--at", metavar="INSTANT", help="draft: what had happened by then (default: now)")
        forms = (*WRITERS, *ALOUD) if name in ("draft", "show") else tuple(WRITERS)
        act[name].add_argument("--format", choices=forms, default="text")
    for name in ("list", "trend"):
        act[name].add_argument("--format", choices=FORMATS, default="table")
    act["list"].add_argument("--limit", type=int, default=20, metavar="N")
    act["accept"].add_argument("--except", dest="but", default="", metavar="NUMBERS", help="tickets you do not take")
    act["accept"].add_argument("--why", default="", metavar="TEXT", help="why you do not take them")
    act["draft"].add_argument("--to", metavar="AGENT", help="of an agent: begin their handover, to somebody")
    act["draft"].add_argument("--goes", metavar="INSTANT", help="when they go (default: now)")
    for name in ("draft", "sign", "accept"):
        add_actor(act[name])
    return made


# --- which one -------------------------------------------------------------------------------------------------------


def _team(store: Store, word: str | None) -> str | None:
    """The key of a team; None for the whole desk, which may be called by its own name."""
    desk = store.read.maybe(DESK)
    if not word or word == "desk" or (desk is not None and word == desk.name):
        return None
    found = store.read.maybe(TEAM, word=word)
    if found is None:
        raise NotFound(f"there is no team {word}: `deskconsole desk export` lists them; without --desk it is all of it")
    return found.key


def _change(store: Store, args: argparse.Namespace, at: Instant) -> Change:
    """The change of shift that is meant."""
    team = _team(store, args.desk)
    length = _length(args)
    begin = instant(args.shift, world.zone(store))
    if begin is None:
        on = turn_at(store.read, team, at)
        if on is None:
            raise BadInput("no shift is on now by the roster: say when it began, --shift 2026-04-07T06:00")
        begin = on.begin
    return change_at(store.read, team, begin, length)


def _length(args: argparse.Namespace) -> int | None:
    try:
        return duration(args.length) if args.length else None
    except ValueError as wrong:
        raise BadInput(f"--length: {wrong}") from None


def _found(store: Store, args: argparse.Namespace) -> HandoverRow | None:
    """The handover that a number or a shift names; None where that shift has none yet."""
    if args.number:
        return named(store.read, args.number)
    if args.of:
        _agent(store, args)
        last = store.read.all(HANDOVERS_OF_AGENT, owner=args.of, **TOP, limit=1)
        return store.read.one(HANDOVER_BY_ID, handover=last[0].id) if last else None
    change = _change(store, args, store.now())
    row = store.read.maybe(OF_TURN, desk=change.team or "", begin=change.begin)
    return row if row is not None and row.state != "planned" else None


def _agent(store: Store, args: argparse.Namespace) -> str:
    """Somebody whose tickets are meant."""
    if args.desk:
        raise BadInput("--of is of an agent's tickets, on whichever desk: leave --desk out")
    if args.of not in store.read.all(HANDLES):
        raise NotFound(f"there is no operator {args.of}: `deskconsole desk export` lists them")
    return str(args.of)


def _the(store: Store, args: argparse.Namespace) -> HandoverRow:
    row = _found(store, args)
    if row is None and args.of:
        raise NotFound(f"{args.of} has handed nothing over: `deskconsole handover draft --of {args.of} --to` begins it")
    if row is None:
        raise NotFound("that shift has no handover yet: `deskconsole handover sign` opens it and signs it")
    return row


# --- acts ------------------------------------------------------------------------------------------------------------


def _draft(args: argparse.Namespace) -> int:
    store = open_store(args)
    zone, now = world.zone(store), store.now()
    asked = instant(args.at, zone)
    at = now if asked is None else asked
    if args.to or args.goes:
        _begin(store, args)
    change = going(store.read, _agent(store, args), None, at) if args.of else _change(store, args, at)
    if at < change.begin:
        raise BadInput(f"--at: that shift begins {to_iso(change.begin)}, later than that")
    if at < now:
        from deskconsole.derive import RULES
        from deskconsole.store.rolling import Rolling

        past = Rolling(store, at, RULES)
        made, row = draft(past, change, at), None
        past.close()
    else:
        row = _under_way(store, change)
        made = draft(store.read, row or change, at)
    print(written(args.format, store.read, row, made, zone))
    return 0


def _begin(store: Store, args: argparse.Namespace) -> None:
    """Begin the handover of an agent's tickets: what is written in it stays."""
    if args.at:
        raise BadInput("--at drafts what was: nothing can be begun then, leave --to out")
    me = who(store, args.as_)
    args.of = args.of or me.handle
    at = instant(args.goes, world.zone(store))
    House(store, me).do(h.leave(args.to or "", at, _agent(store, args)))


def _under_way(store: Store, change: Change) -> HandoverRow | None:
    """The handover of a change of shift, where it has begun."""
    if change.agent is not None:
        return store.read.maybe(AGENT_UNDER_WAY, owner=change.agent)
    row = store.read.maybe(OF_TURN, desk=change.team or "", begin=change.begin)
    return row if row is not None and row.state != "planned" else None


def _show(args: argparse.Namespace) -> int:
    store = open_store(args)
    row = _the(store, args)
    made = None if row.signed else draft(store.read, row, store.now())
    print(written(args.format, store.read, row, made, world.zone(store)))
    return 0


def _sign(args: argparse.Namespace) -> int:
    store = open_store(args)
    house = House(store, who(store, args.as_))
    row = _found(store, args) if not args.of else _the(store, args)
    if row is None:
        change = _change(store, args, store.now())
        house.do(h.open_(change.begin, change.team or "", (change.end - change.begin) // SECOND))
        row = store.read.one(OF_TURN, desk=change.team or "", begin=change.begin)
    house.do(h.sign(row.number))
    return _told(store, row.number, args.format)


def _accept(args: argparse.Namespace) -> int:
    store = open_store(args)
    house = House(store, who(store, args.as_))
    row = _the(store, args)
    house.do(h.accept(row.number, args.but, args.why))
    return _told(store, row.number, args.format)


def _told(store: Store, number: str, form: str) -> int:
    """How it stands now."""
    row = named(store.read, number)
    if form == "json":
        print(json.dumps(_row(row), ensure_ascii=False, indent=2))
    elif row.accepted_at:
        what = f"has {row.agent}’s tickets" if row.agent else "holds the desk"
        print(f"{row.number} is {row.state}: {row.accepted_by} {what}")
    else:
        print(f"{row.number} is signed by {row.signed_by}: {(row.hash or '')[:8]}")
    return 0


def _list(args: argparse.Namespace) -> int:
    store = open_store(args)
    team = _team(store, args.desk)
    values = {**TOP, "limit": max(args.limit, 1)}
    if args.of:
        rows = store.read.all(HANDOVERS_OF_AGENT, owner=_agent(store, args), **values)
    elif team:
        rows = store.read.all(HANDOVERS_OF, desk=team, **values)
    else:
        rows = store.read.all(HANDOVERS_OF_DESK if args.desk else HANDOVERS, **values)
    write((_row(row) for row in rows), SHORT if args.format == "table" else COLUMNS, args.format)
    return 0


def _row(row: HandoverRow) -> dict[str, object]:
    values = {name: getattr(row, name, None) for name in COLUMNS}
    for name in ("begin", "end", "signed_at", "accepted_at"):
        values[name] = to_iso(values[name]) if values[name] is not None else None  # type: ignore[arg-type]
    desk = None if row.agent else row.team or "desk"
    return values | {"of": row.agent, "desk": desk, "accept_s": row.accept_s}


def _trend(args: argparse.Namespace) -> int:
    store = open_store(args)
    write(_rows(store.read.all(SCORED)), TREND, args.format)
    return 0


def _rows(rows: Sequence[HandoverRow]) -> Iterator[dict[str, object]]:
    for each in trend(rows):
        yield each._asdict()
