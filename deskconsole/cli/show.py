"""`deskconsole show`: every screen as text, now or at a past instant; the headless twin of the console."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from deskconsole.cli.common import FORMATS, instant, joined, open_store, parser, write, write_json
from deskconsole.cli.show_escalations import runs
from deskconsole.cli.show_here import in_words, others
from deskconsole.cli.show_views import chosen
from deskconsole.core.desk import Event
from deskconsole.core.errors import BadInput, NotFound
from deskconsole.core.instants import SECOND, Instant, to_iso
from deskconsole.core.toml.problems import nearest
from deskconsole.features.agreements.views import AGREEMENTS, CALENDAR, CLOCKS_OF, ClockRow, calendar_of, clocks_where
from deskconsole.features.taxonomy.views import FILLED
from deskconsole.features.tickets.filter_unheard import unheard
from deskconsole.features.tickets.filters import Filter
from deskconsole.features.tickets.orders import WORDS, whole
from deskconsole.features.tickets.relations import RELATIONS_OF
from deskconsole.features.tickets.views import (
    FINAL_PRIORITY,
    LABELS,
    SOURCES,
    TEXTS,
    TICKET,
    TIMELINE,
    QueueRow,
    TicketRow,
)
from deskconsole.sla.calendars import Calendar
from deskconsole.sla.clocks import elapsed_us, is_breached, paused_us
from deskconsole.store.driver import Reader
from deskconsole.store.presence import Others
from deskconsole.store.replay import SUBJECTS, TICKETS, Cut, Snapshot
from deskconsole.store.store import Store

if TYPE_CHECKING:
    from deskconsole.features.imports.figures import LogFigures
    from deskconsole.features.promises.views import PromiseRow

EXAMPLES = """  deskconsole show queue
  deskconsole show queue --filter 'team:emea is:breached' --format json
  deskconsole show queue --at 2016-04-01T00:00Z --filter is:unresolved --format jsonl
  deskconsole show queue --view Unassigned --sort priority           --filter narrows it further
  deskconsole show views                                            by name, with how many tickets they find
  deskconsole show ticket INC-10001
  deskconsole show clocks --format csv
  deskconsole show shift --me ana                                   what waits for somebody who sits down now
  deskconsole show wall --by customer                               what is breached or at risk, and who has how much
  deskconsole show figures                                          the day by priority, MTTA, who is rung how often
  deskconsole show timeline INC-10001
  deskconsole show promises --filter team:emea                      what is still owed; of one ticket also what was
  deskconsole show attachment 5
  deskconsole show stats --as-known 2016-04-01T00:00Z --format json
  deskconsole show team                                             who is here, and has what
  deskconsole show transfers                                        offered, not accepted yet
  deskconsole show taxonomy                                         categories, their owners, reviews and use
  deskconsole show environments                                     where what tickets are about runs
  deskconsole show stats --source bpic2013                          the figures of one imported log

--at shows what had happened by then, --as-known what had been recorded by then; both may be combined.
Filter words: p: state: team: owner: customer: service: category: env: tag: is:open is:unresolved is:held is:atrisk
is:breached is:offered promise:due promise:broken sla<30m created>2d view:mine and text; a space means and; or,
-word and ( ) work."""

QUEUE = (
    "ticket", "title", "priority", "state", "held_for", "team", "owner", "customer", "service", "tags", "opened_at",
    "metric", "clock", "due", "left_s", "breached", "label", "priority_label",
)  # fmt: skip
SHORT = ("ticket", "metric", "left_s", "priority", "title", "state", "owner", "due")
CLOCKS = (
    "ticket", "agreement", "metric", "target_s", "elapsed_s", "paused_s", "due", "breached", "state", "cycle",
    "priority", "start", "stopped", "breached_at", "reason",
)  # fmt: skip


PROMISES = ("promise", "ticket", "due", "what", "to", "by", "state", "team", "owner", "reason")


_FINAL = (
    "update main.ticket set (priority, priority_label) ="
    " (select f.priority, f.priority_label from truth.ticket f where f.id = ticket.id)"
)

_HELD = (
    "select distinct j.subject from journal j join ticket t on t.id = j.subject where j.about = 'ticket'"
    " and j.kind = 'ticket.held'"
)


class Sight:
    """The desk as asked for: live, or replayed to an instant."""

    def __init__(self, store: Store, args: argparse.Namespace) -> None:
        at, known = instant(args.at), instant(args.as_known)
        self.store = store
        self.cut = Cut(at, known)
        self.now = at if at is not None else known if known is not None else store.now()
        self.filter, self.order = chosen(store, args, self.now)
        self.what = args.what
        self.calendars: dict[int, Calendar] = {}
        self.past: Snapshot | None = None
        self.read: Reader = store.read
        # Figures are counted from the events themselves; only a filter needs the rows.
        if (at is not None or known is not None) and (args.what != "stats" or args.filter):
            from deskconsole.derive import RULES

            self.read = self.past = Snapshot(store, self.cut, RULES, TICKETS, SUBJECTS)

    def calendar(self, number: int) -> Calendar:
        if number not in self.calendars:
            self.calendars[number] = calendar_of(self.read.one(CALENDAR, id=number))
        return self.calendars[number]

    def prepare(self, *, final_priority: bool = False) -> Filter:
        """Have the clocks that the filter asks for; the filter."""
        if self.past:
            if "promise" in self.filter.where or self.what == "promises":
                self.past.derive("promise")
            if final_priority:
                self.past.driver.change(_FINAL)
            if self.asks_clocks or "search_text" in self.filter.where:
                self.past.derive("ticket")
            else:
                held = self.held()
                self.past.derive("ticket", held)
                self.past.derive("ticket", set(self.matching()).difference(held))
        return self.filter

    def held(self) -> list[int]:
        """The tickets whose state follows from all that was said of their holds, where the filter asks for a state."""
        if "t.state" not in self.filter.where:
            return []
        return [row[0] for row in self.read.driver.select(_HELD)]

    @property
    def asks_clocks(self) -> bool:
        """Whether the filter asks for what follows from events: clocks, and what is still open."""
        asked = any(word.lstrip("-").startswith(("is:", "sla")) for word in self.filter.words)
        return (asked and "clock" in self.filter.where) or "t.is_open" in self.filter.where

    def matching(self) -> list[int]:
        """The tickets that match the filter, as far as what it asks for is there."""
        rows = self.read.driver.select(f"select t.id from ticket t where {self.filter.where}", self.filter.values)
        return [row[0] for row in rows]


def run(argv: list[str]) -> int:
    args = _parser().parse_args(joined(argv, "--filter"))
    if args.source is not None and args.what != "stats":
        raise BadInput("--source is for stats: `deskconsole show stats --source LOG`")
    return _SHOWN[args.what](Sight(open_store(args), args), args)


def _parser() -> argparse.ArgumentParser:
    made = parser("show", "Print queue, ticket, clocks, timeline or figures, as they stand or as they stood.", EXAMPLES)
    made.add_argument("what", choices=tuple(_SHOWN))
    made.add_argument(
        "ticket", nargs="?", help="a ticket's number, for ticket, clocks and timeline; a file's for attachment"
    )
    made.add_argument("--at", metavar="INSTANT", help="what had happened by then")
    made.add_argument("--as-known", metavar="INSTANT", help="what had been recorded by then")
    made.add_argument("--filter", metavar="Q", help="which tickets")
    made.add_argument("--view", metavar="NAME", help="queue: what a view shows, in its order; see `show views`")
    made.add_argument("--sort", choices=tuple(WORDS), help="queue: the order, where it is not that of the view")
    made.add_argument("--reverse", action="store_true", help="queue: the order turned round")
    made.add_argument("--me", metavar="HANDLE", help="who owner:me is, whose views, whose shift or wall; else you")
    made.add_argument("--by", metavar="WHO", help="promises: only of who made them; wall: service, team or customer")
    made.add_argument("--source", metavar="LOG", help="stats: only of tickets from this log, with its own figures")
    made.add_argument("--final-priority", action="store_true", help="past tickets under the priority they ended with")
    made.add_argument("--format", choices=FORMATS, default="table")
    return made


def _iso(at: Instant | None) -> str | None:
    return None if at is None else to_iso(at)


def _queue(sight: Sight, args: argparse.Namespace) -> int:
    chosen = sight.prepare(final_priority=args.final_priority)
    rows = sight.read.all(whole(chosen.where, sight.order), **chosen.values)
    labels = dict(sight.read.all(LABELS))
    if not rows and args.filter and (why := unheard(args.filter, sight.store.read)):
        print(f"deskconsole: note: {why.words} (at character {why.column + 1})", file=sys.stderr)
    columns = SHORT if args.format == "table" else QUEUE
    write((_queue_row(sight, row) | labels[row.id]._asdict() for row in rows), columns, args.format)
    return 0


def _queue_row(sight: Sight, row: QueueRow) -> dict[str, object]:
    left = breached = None
    if row.calendar is not None and row.allowed is not None and row.clock_state in ("running", "paused"):
        left = row.allowed - (row.counted or 0)
        since = row.since if row.clock_state == "running" else row.resumes
        if since is not None:
            left -= sight.calendar(row.calendar).elapsed(since, sight.now)
        breached = row.breached_at is not None or (row.late is not None and row.late < sight.now)
    return {
        "ticket": row.number, "title": row.title, "priority": row.priority, "state": row.state,
        "held_for": row.held_for, "team": row.team, "owner": row.owner, "customer": row.customer,
        "service": row.service, "tags": (row.tags or "").split(), "opened_at": _iso(row.opened_at),
        "metric": row.metric, "clock": row.clock_state, "due": _iso(row.due),
        "left_s": None if left is None else left // SECOND, "breached": breached,
    }  # fmt: skip


def _clocks(sight: Sight, args: argparse.Namespace) -> int:
    chosen = sight.prepare()
    names = {row.id: (row.name, row.calendar) for row in sight.read.all(AGREEMENTS)}
    where, values = chosen.where, dict(chosen.values)
    if args.ticket:
        where, values = "t.number = :number", {"number": _known(sight, args.ticket).number}
    rows = sight.read.driver.each(clocks_where(where, "t.number"), values)
    write((_clock_row(sight, names, row[0], ClockRow(*row[1:])) for row in rows), CLOCKS, args.format)
    return 0


def _clock_row(sight: Sight, names: dict[int, tuple[str, int]], number: str, row: ClockRow) -> dict[str, object]:
    name, calendar = names[row.agreement]
    hours = sight.calendar(calendar)
    clock = row.clock
    return {
        "ticket": number, "agreement": name, "metric": row.metric, "target_s": row.target_s,
        "elapsed_s": elapsed_us(clock, hours, sight.now) // SECOND,
        "paused_s": paused_us(clock, hours, sight.now) // SECOND, "due": _iso(row.due),
        "breached": int(is_breached(clock, sight.now)), "state": row.state, "cycle": row.cycle,
        "priority": row.priority, "start": _iso(row.start), "stopped": _iso(row.stopped),
        "breached_at": _iso(row.breached_at), "reason": row.reason,
    }  # fmt: skip


def _known(sight: Sight, number: str | None) -> TicketRow:
    if not number:
        raise BadInput("which ticket? write its number: `deskconsole show ticket INC-10001`")
    ticket = sight.read.maybe(TICKET, number=number) or sight.read.maybe(TICKET, number=number.upper())
    if ticket is None:
        raise NotFound(f"there is no ticket {number}")
    return ticket


def _ticket(sight: Sight, args: argparse.Namespace) -> int:
    ticket = _known(sight, args.ticket)
    if sight.past:
        sight.past.derive("ticket", [ticket.id])
        ticket = _known(sight, ticket.number)  # with what follows
    names = {row.id: (row.name, row.calendar) for row in sight.read.all(AGREEMENTS)}
    shown: dict[str, object] = {
        name: _iso(value)
        if name.endswith("_at") or name == "held_until"
        else f"P-{value}"
        if name == "person" and value
        else value
        for name, value in ticket._asdict().items()
        if name != "id"
    }
    shown |= {each.key: each.text for each in sight.read.all(FILLED, ticket=ticket.id)}
    shown["links"] = [f"{link.kind} {link.number}" for link in sight.read.all(RELATIONS_OF, ticket=ticket.id)]
    shown["clocks"] = [
        _clock_row(sight, names, ticket.number, row) for row in sight.read.all(CLOCKS_OF, ticket=ticket.id)
    ]
    escalations = runs(sight.read, ticket.id)
    shown["escalations"] = escalations
    here = Others() if sight.past else others(sight.store)
    shown["here"] = in_words(here.on(ticket.id))
    if write_json(shown, args.format):
        return 0
    if args.format == "table":
        return _workspace(sight, ticket.id, here)
    shown.pop("clocks")
    shown["escalations"] = [
        f"{run['metric']}: {run['state']}, step {run['step']}" for run in runs(sight.read, ticket.id)
    ]
    write(({"field": k, "value": v} for k, v in shown.items() if v not in (None, [])), ("field", "value"), args.format)
    return 0


def _workspace(sight: Sight, ticket: int, here: Others) -> int:
    """The screen of a ticket without a screen, as wide as the terminal."""
    from shutil import get_terminal_size

    from deskconsole import flow, world  # noqa: F401
    from deskconsole.console.desk import one_ticket
    from deskconsole.console.pages import workspace
    from deskconsole.console.painting.lines import Scene, as_text

    found = one_ticket.workspace(sight.read, ticket)
    assert found is not None
    while found.more:  # here nobody scrolls
        earlier, more = one_ticket.page(sight.read, ticket, before=found.timeline[0])
        found = found._replace(timeline=[*earlier, *found.timeline], more=more)
    scene = Scene(sight.now, world.zone(sight.store), others=here)
    lines = workspace.printed(found, sight.calendar, scene, get_terminal_size((120, 40)).columns)
    print(as_text(lines), end="")
    return 0


def _attachment(sight: Sight, args: argparse.Namespace) -> int:
    from deskconsole.cli.show_attachment import shown

    return shown(sight.store, args.ticket, args.format)


def _timeline(sight: Sight, args: argparse.Namespace) -> int:
    from deskconsole import flow  # noqa: F401
    from deskconsole.features.tickets.timeline import told
    from deskconsole.store.journal import read_event

    ticket = _known(sight, args.ticket)
    texts = dict(sight.read.all(TEXTS, ticket=ticket.id))
    rows = []
    for line in sight.read.all(TIMELINE, ticket=ticket.id):
        entry = told(line.seq, read_event(*line[1:6]), line.actor, line.behind, texts)
        rows.append(
            {"seq": entry.seq, "at": to_iso(entry.at), "recorded_at": to_iso(line.recorded_at), "actor": entry.actor,
             "kind": entry.kind, "what": entry.what, "text": entry.text}
        )  # fmt: skip
    columns = ("at", "actor", "what", "text") if args.format == "table" else tuple(rows[0])
    write(rows, columns, args.format)
    return 0


def _stats(sight: Sight, args: argparse.Namespace) -> int:
    from deskconsole import derive  # noqa: F401
    from deskconsole.core.desk import alive
    from deskconsole.features.tickets.figures import Figures
    from deskconsole.store.replay import histories

    if sight.past:
        sight.past.derive("ticket", None if sight.asks_clocks else sight.held())
    logs = _Logs(sight, args.source)
    ids = set(sight.matching()) if args.filter else set()
    final = dict(sight.store.read.all(FINAL_PRIORITY)) if args.final_priority else {}
    figures = Figures(UTC)
    for _, subject, history in histories(sight.store.read, sight.cut, "ticket"):
        if (not args.filter or subject in ids) and logs.wants(subject):
            events = [recorded.event for recorded in alive(history)]
            figures.add(events, final.get(subject))
            logs.add(subject, events)
    shown = figures.as_dict() | logs.as_dict()
    if write_json(shown, args.format):
        return 0
    write(_flat(shown), ("figure", "of", "value"), args.format)
    return 0


class _Logs:
    """The figures of the logs that tickets came from: printed where all that is counted came from one of them."""

    def __init__(self, sight: Sight, source: str | None) -> None:
        from deskconsole.features.imports.views import LOGS, TEAM_NAMES, known_logs

        self.known = known_logs(sight.store.read.all(LOGS))
        self.sources = dict(sight.store.read.all(SOURCES))
        self.teams = dict(sight.store.read.all(TEAM_NAMES))
        self.source = source
        self.counted: dict[str | None, LogFigures | None] = {}
        names = {*self.known, *filter(None, self.sources.values())}
        if source is not None and source not in names:
            raise NotFound(f"there is no log “{source}”{nearest(source, names)}")

    def wants(self, ticket: int) -> bool:
        return self.source is None or self.sources.get(ticket) == self.source

    def add(self, ticket: int, events: Sequence[Event]) -> None:
        source = self.sources.get(ticket)
        if source not in self.counted:
            from deskconsole.features.imports.figures import LogFigures

            log = self.known.get(source or "")
            self.counted[source] = LogFigures(log, self.teams) if log else None
        if figures := self.counted[source]:
            figures.add(events)

    def as_dict(self) -> dict[str, object]:
        """The figures of the one log; of several, none, and what to ask for."""
        told = [figures for figures in self.counted.values() if figures]
        if len(self.counted) == 1 and told:
            return told[0].as_dict()
        if told:
            names = " | ".join(sorted(name for name in self.counted if name and self.counted[name]))
            print(f"more figures of one log: --source {names}", file=sys.stderr)
        return {}


def _flat(shown: dict[str, object]) -> Iterator[dict[str, object]]:
    """Figures line by line; those within others have both names: `dwell_by_act`, `Wait visits`."""
    for figure, value in shown.items():
        if isinstance(value, dict):
            for of, count in value.items():
                inner = count if isinstance(count, dict) else {"": count}
                yield from ({"figure": figure, "of": f"{of} {name}".strip(), "value": n} for name, n in inner.items())
        else:
            yield {"figure": figure, "of": "", "value": value}


def _promises(sight: Sight, args: argparse.Namespace) -> int:
    """What is still owed, what is due first leading; all of one ticket, also what is settled."""
    from deskconsole.features.promises.views import promises_where

    chosen = sight.prepare()
    where, values = f"pr.is_open = 1 and {chosen.where}", dict(chosen.values)
    if args.ticket:
        where, values = "t.number = :number", {"number": _known(sight, args.ticket).number}
    if args.by:
        where, values = f"{where} and pr.made_by = :handle", {**values, "handle": args.by}
    write((_promise_row(row) for row in sight.read.all(promises_where(where), **values)), PROMISES, args.format)
    return 0


def _promise_row(row: PromiseRow) -> dict[str, object]:
    return {
        "promise": row.number, "ticket": row.ticket_number, "due": _iso(row.due_at), "what": row.what,
        "to": row.to_whom, "by": row.made_by, "state": row.state, "team": row.team, "owner": row.owner,
        "reason": row.reason,
    }  # fmt: skip


def _listed(sight: Sight, args: argparse.Namespace) -> int:
    """What is of people, and of the tree: as it stands now."""
    from deskconsole.cli import show_people, show_taxonomy

    if sight.past:
        raise BadInput(f"{args.what} is shown as it stands now, without --at and --as-known")
    shown = getattr(show_people, args.what, None) or getattr(show_taxonomy, args.what)
    return int(shown(sight.read, sight.now, args.format))


def _shift(sight: Sight, args: argparse.Namespace) -> int:
    """What waits for somebody who sits down now."""
    from deskconsole.cli.show_shift import shown

    if sight.past:
        raise BadInput("a shift is shown as it stands now, without --at and --as-known")
    return shown(sight.store, args.me, sight.now, sight.calendar, args.format)


def _wall(sight: Sight, args: argparse.Namespace) -> int:
    """What is broken or at risk now."""
    from deskconsole.cli.show_wall import shown

    if sight.past:
        raise BadInput("a wall is shown as it stands now, without --at and --as-known")
    return shown(sight.store, args.by, args.me, args.filter or "", sight.now, sight.calendar, args.format)


def _figures(sight: Sight, args: argparse.Namespace) -> int:
    """What the day brought and broke, and what alarms cost."""
    from deskconsole.cli.show_figures import shown

    if sight.past:
        raise BadInput("the figures of the day are shown as they stand now, without --at and --as-known")
    return shown(sight.store, args.me, sight.now, args.format)


def _views(sight: Sight, args: argparse.Namespace) -> int:
    """What can be asked for by name, and how many tickets that is, as it stands now."""
    from deskconsole.cli.show_views import shown

    if sight.past:
        raise BadInput("views are shown as they stand now, without --at and --as-known")
    return shown(sight.store, args.me, sight.now, args.format)


_LISTS = ("team", "transfers", "taxonomy", "environments")
_SHOWN = {
    "queue": _queue, "ticket": _ticket, "clocks": _clocks, "promises": _promises, "timeline": _timeline,
    "stats": _stats, "attachment": _attachment, "shift": _shift, "wall": _wall, "views": _views,
    "figures": _figures,
    **dict.fromkeys(_LISTS, _listed),
}  # fmt: skip
