"""What is said around the fields of a call, as lines: since when, who it is, what they have, what it would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from deskconsole.console.desk.alike import Alike, Share
from deskconsole.console.desk.board import Already, Caller, Told
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.painting import figures
from deskconsole.console.painting.lines import Line, Scene, apart, fit, width
from deskconsole.core.instants import Instant
from deskconsole.features.people.rules import told_of
from deskconsole.features.people.views import OpenTicketRow
from deskconsole.features.templates.views import NewTemplate
from deskconsole.features.tickets.relations import OutageRow
from deskconsole.features.tickets.views import RUNNING

MANY = 3
"""Tickets alike within an hour that may be an outage."""

LABEL = 10
"""Cells of a label, with the blank before it."""


class Item(NamedTuple):
    """A line (an outage has two) of the list under the caller; `new`: none of these people."""

    of: Caller | OutageRow | OpenTicketRow | NewTemplate | None
    share: Share | None = None
    """Of an outage: how many of those who called from the caller's site belong to it."""

    @property
    def high(self) -> int:
        return 2 if isinstance(self.of, OutageRow) else 1


def since(rang: Instant, room: int, scene: Scene) -> Line:
    g, zone = scene.g, scene.zone
    lasts, at = figures.duration(scene.now - rang), figures.clock(rang, zone)
    lasts = lasts if "m" in lasts or "h" in lasts else f"0m{lasts[:-1]:0>2}s"
    left: Line = [(f" {g.selected} ", "me"), (f"on a call {lasts}", "strong"), (f"  inbound, rang {at}", "")]
    return apart(left, [(f"response clock is met at {at}  ", "sla-met")], room, g, gap=2)


def found(chosen: Caller | None, many: int, text: str, stranger: bool, scene: Scene) -> Line:
    """Beside the field: who was understood."""
    g = scene.g
    if chosen:
        return [(f"{g.met} ", "sla-met"), (g.outside(chosen.person.name or "(erased)"), "strong")]
    if many and not stranger:
        return [(f"{many} like that", "head")]
    if not text.strip():
        return [("phone, name or mail", "dim")]
    return [("not known yet", "head")]


def person(chosen: Caller | None, many: int, text: str, stranger: bool, may_add: bool, scene: Scene) -> Line:
    """Below the field: all that helps to speak with them."""
    g = scene.g
    if chosen:
        row = chosen.person
        customer = " ".join(filter(None, (row.customer_name or "no customer", chosen.tier)))
        vip = "VIP" if row.vip else "not VIP"
        parts = [customer, row.site, row.phone, row.mail if not row.phone else None, row.language]
        line: Line = [(g.outside(g.dot.join(part for part in parts if part)), ""), (g.dot, "")]
        return [(" " * (LABEL + 1), ""), *line, (vip, "strong" if row.vip else "")]
    if not text.strip():
        return []
    if many and not stranger:
        return [(" " * (LABEL + 1) + "enter takes the first, down chooses", "dim")]
    told = told_of(text)
    name = told.name or told.mail or told.phone
    who = g.dot.join(part for part in (name, told.phone, told.mail) if part)
    words = "is added with the call" if may_add else "is written on the ticket; to add people you may not"
    return [(" " * (LABEL + 1), ""), (g.outside(who), "strong"), (f" {words}", "dim")]


def items(people: Sequence[Caller], chosen: Caller | None, already: Already, text: str, stranger: bool) -> list[Item]:
    """Who it may be, until that is known; then what is there already."""
    if people and not (chosen or stranger):
        return [*map(Item, people), Item(None)]
    outages = [Item(each, already.shares.get(each.number)) for each in already.outages]
    there = [*outages, *map(Item, already.tickets)]
    sure = chosen is None or text.strip().upper() == chosen.person.number
    return there if sure or stranger else [*there, Item(None)]


def templates(known: Sequence[NewTemplate], kind: str) -> list[Item]:
    """What a ticket may begin with: templates of its type first."""
    return [Item(each) for each in sorted(known, key=lambda each: each.type != kind)]


def item_lines(item: Item, mine: bool, text: str, room: int, scene: Scene) -> list[Line]:
    """An entry of the list, under the cursor or not."""
    g = scene.g
    mark: Line = [(f" {g.cursor}" if mine else "  ", "key")]
    if item.of is None:
        name = told_of(text).name or text.strip()
        return [fit([*mark, ("+     ", "head"), (g.outside(f"somebody new: {name}"), "")], room, g)]
    if isinstance(item.of, Caller):
        row = item.of.person
        parts = (row.customer_name, row.site, row.phone or row.mail)
        told = g.dot.join(part for part in parts if part)
        said: Line = [
            *mark,
            ("      ", ""),
            (g.outside(row.name or "(erased)"), "strong"),
            (g.outside(f"  {told}"), ""),
        ]
        return [fit(said, room, g)]
    if isinstance(item.of, NewTemplate):
        first = " ".join(item.of.text.split())
        kind: Line = [(f"  {item.of.type}  ", "dim"), (g.outside(first), "")]
        return [fit([*mark, ("      ", ""), (g.outside(item.of.name), "strong"), *kind], room, g)]
    if isinstance(item.of, OutageRow):
        return _outage(item.of, item.share, mark, room, scene)
    ticket = item.of
    due = (
        f"due {figures.due(Instant(ticket.breaches_at), scene.now, scene.zone, g)}"
        if ticket.standing == RUNNING
        else ""
    )
    right: Line = [(f"{ticket.state or ''}   {due} ", "dim")]
    left: Line = [
        *mark,
        (f" {ticket.priority or ' '}  ", ""),
        (f"{ticket.number}  ", "link"),
        (g.outside(ticket.title or "(erased)"), ""),
    ]
    return [apart(left, right, room, g, gap=2)]


def _outage(outage: OutageRow, share: Share | None, mark: Line, room: int, scene: Scene) -> list[Line]:
    g = scene.g
    at = figures.due(outage.since, scene.now, scene.zone, g)
    left: Line = [
        *mark,
        (f"{g.war}    ", "war"),
        (f"attach to {outage.number} ", "strong"),
        (g.outside(outage.title or "(erased)"), ""),
    ]
    say = f"say: {g.quote}{g.outside(outage.say or '(erased)')}{g.unquote}"
    with_it = f", {outage.followers} with it" if outage.followers else ""
    with_it = f", {share.of_it} of {share.all} from their site" if share else with_it
    return [
        apart(left, [(f"since {at}{with_it} ", "dim")], room, g, gap=2),
        fit([("       ", ""), (say, "head")], room, g),
    ]


def priority(told: Told, room: int, scene: Scene) -> Line:
    """`→ ▄P3  rule: 3 × 1`; in full where there is room for it."""
    if told.priority is None:
        return []
    g = scene.g
    chip = f"{g.priority(told.priority)}P{told.priority}"
    brief = told.why.partition(";")[0].replace("impact ", "").replace("urgency ", "")
    why = told.why if room >= WIDE else brief
    return [(f"{g.to} ", "dim"), (chip, f"p{told.priority}"), (g.outside(f"  rule: {why}"), "dim")]


def alike(found: Alike, scene: Scene) -> Line:
    """`similar 3 this hour, all INC-10002`: of many of which no outage is known somebody should be told."""
    if not found.tickets:
        return []
    head: Line = [(f"similar {found.tickets} this hour", "head" if found.tickets < MANY else "strong")]
    if found.outage and found.known == found.tickets:
        return [*head, (f", all {scene.g.outside(found.outage)}", "war")]
    if found.outage:
        return [*head, (f", {found.known} of them {scene.g.outside(found.outage)}", "war")]
    return [*head, (", no outage is known", "sla-risk")] if found.tickets >= MANY else head


def route(told: Told, me: str, scene: Scene) -> Line:
    """Where it goes and why, and who would own it."""
    if told.priority is None:
        return []
    g = scene.g
    owner = "nobody owns it yet" if told.owner is None else ("mine" if told.owner == me else told.owner)
    by = f", because {told.routed}" if told.routed else ""
    return [(g.outside(f"{told.team or 'no team'}{by}"), ""), (g.outside(f"{g.dot}{owner}"), "dim")]


_NAMES = {"response": "response", "next": "next answer", "update": "update"}


def clocks(told: Told, rang: Instant, room: int, scene: Scene) -> Line:
    """What each clock would say; or why it would be refused."""
    g = scene.g
    if told.refused:
        return fit([(" ", ""), (f"{g.failed} ", "sla-breach"), (g.outside(told.refused), "")], room, g)
    head: Line = [(" clocks   ", "")]
    out: Line = []
    for clock in sorted(told.clocks, key=lambda each: each.state == "running"):
        name = _NAMES.get(clock.metric, clock.metric)
        part: Line
        if clock.state == "stopped":
            at = figures.clock(rang, scene.zone) if clock.metric == "response" else "now"
            part = [(f"{name} ", ""), (f"{g.met} at {at}" if at != "now" else f"{g.met} now", "sla-met")]
        elif clock.state == "running":
            due = figures.due(clock.due, scene.now, scene.zone, g)
            part = [(f"{name} {figures.target(clock.target_s)}, due {due}", "")]
        else:
            continue
        if out and width(head) + width(out) + width(part) + 5 > room:
            break
        out += [("     ", ""), *part] if out else part
    return fit([*head, *out], room, g) if out else head
