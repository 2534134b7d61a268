"""What stands beside the conversation of a ticket, section by section. A feature adds its own: one line in SECTIONS.

A section is read in a thread, with the ticket, and drawn on the loop, each second. Where it has nothing to say it
draws no lines, and is not there at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from deskconsole.console.desk.source import TicketDetail
from deskconsole.console.pages import alongside, articlepage, escalations, pane
from deskconsole.console.pages.promising import said
from deskconsole.console.pages.rows import LONGEST, priority, state_words
from deskconsole.console.painting import figures
from deskconsole.console.painting.layout import cells, wrap
from deskconsole.console.painting.lines import Line, Scene, apart, rule, width
from deskconsole.features.knowledge.rules import Hit, insists
from deskconsole.features.knowledge.views import SUBJECT, Subject, hits_of
from deskconsole.features.mail.views import ATTACHMENTS, AttachmentRow
from deskconsole.features.promises.views import OF_TICKET, PromiseRow
from deskconsole.features.tickets.relations import OUTAGE_OF, OutageRow
from deskconsole.features.tickets.similar import SimilarRow, similar
from deskconsole.store.driver import Reader


class Look(NamedTuple):
    """What a section is drawn from, beside what it has read."""

    detail: TicketDetail
    calendars: pane.Calendars
    scene: Scene
    room: int


def _nothing(desk: Reader, ticket: int) -> None:
    """What a section needs is in the ticket itself."""


@dataclass(frozen=True)
class Section:
    """`read` is asked in a thread, of the ticket by its number; `lines` draws what it found, at most `room` wide.

    What has not been read is drawn as None.
    """

    title: str
    lines: Callable[[Any, Look], list[Line]]
    read: Callable[[Reader, int], Any] = _nothing
    key: str = ""
    """The id whose key stands in the heading, and is not there where nobody can do it."""
    word: str = ""
    leads: bool = False
    """Whether its key is one of several behind a leader."""

    def hint(self, key: Callable[[str], str]) -> Line:
        """The key in its heading; of several behind one leader the leader alone."""
        found = key(self.key) if self.key else ""
        shown = found.partition(" ")[0] if self.leads else found
        return [(shown, "key"), (f" {self.word}", "dim")] if shown else []


def _clocks(told: None, look: Look) -> list[Line]:
    bar = 6 if look.room < 56 else 10
    lines = pane.clock_lines(look.detail, look.calendars, look.scene, bar)
    return lines or ([] if look.detail.clocks else [[(" no clock runs on it", "dim")]])


def _ticket(told: None, look: Look) -> list[Line]:
    row, scene = look.detail.row, look.scene
    since = figures.moment(row.touched_at, scene.now, scene.zone) if row.touched_at is not None else ""
    state = scene.g.outside(state_words(row, False)) + (f", touched {since}" if since else "")
    facts = dict(look.detail.facts)
    for elsewhere in ("promised", "outage"):  # these have sections of their own
        facts.pop(elsewhere, None)
    why = facts.pop("priority", None)
    level: Line = [(" priority   ", "dim"), *priority(row.priority, scene)]
    lines = [*pane.fact("state", state, look.room), [*level, (f"  {scene.g.outside(why)}" if why else "", "")]]
    owner = scene.g.outside(", ".join(filter(None, (row.owner or "nobody owns it", facts.pop("team", row.team)))))
    lines += pane.fact("owner", owner, look.room)
    for label, value in facts.items():
        if value:
            lines += pane.fact(label, scene.g.outside(value[:LONGEST]), look.room)
    return lines


def _promises(owed: Sequence[PromiseRow] | None, look: Look) -> list[Line]:
    """What is owed: what, by when, to whom, and who said it; the time that is left stands right."""
    scene, g = look.scene, look.scene.g
    requester = look.detail.requester
    lines: list[Line] = []
    for row in owed or ():
        now = scene.at(row.due_at)
        late = row.due_at < now
        left = figures.beyond(now - row.due_at, g) if late else f"in {figures.waits(row.due_at - now)}"
        what = said(g.outside((row.what or "(erased)")[:LONGEST]), row.due_at, scene)
        to = row.to_whom or requester
        whom = f", to {g.outside(to)}" if to else ""
        line: Line = [(f" {what}{whom}", "")]
        right: Line = [(f"{left} ", "sla-breach" if late else "dim")]
        by = f"by {g.outside(row.made_by)}"
        fits = width([*line, *right]) + cells(by) + 3 <= look.room
        lines.append(apart([*line, (f", {by}" * fits, "dim")], right, look.room, g))
        lines += [] if fits else [[(f"   {by}", "dim")]]
    return lines


def _owed(desk: Reader, ticket: int) -> Sequence[PromiseRow]:
    return [row for row in desk.all(OF_TICKET, ticket=ticket) if row.is_open]


def _escalating(told: None, look: Look) -> list[Line]:
    """How far its escalations are, who is next, and who was told."""
    return [line for live in look.detail.running for line in escalations.summary(live, look.scene, look.room)]


CLOCKS = Section("Clocks", _clocks, key="clock.explain", word="explain")
TICKET = Section("Ticket", _ticket)


def _relations(outage: OutageRow | None, look: Look) -> list[Line]:
    """First the known outage that it is or follows, with the sentence to say on the phone (rule 25)."""
    rows, room = look.detail.relations, _room(look)
    if outage is None:
        return [*room, *(pane.relations(rows, look.scene) if rows else [])]
    mine = outage.ticket == look.detail.row.id
    others = [row for row in rows if mine or (row.kind, row.other) != ("parent", outage.ticket)]
    return [*room, *_outage(outage, mine, look), *(pane.relations(others, look.scene) if others else [])]


def _room(look: Look) -> list[Line]:
    """The war room that it is in, and how many tickets are."""
    abroad, g, row = look.scene.abroad, look.scene.g, look.detail.row
    if not (there := pane.in_room(row, look.scene)):
        return []
    number = abroad.of[row.id]
    words = next((room.words for room in abroad.rooms if room.number == number), "")
    many = sum(each == number for each in abroad.of.values())
    left: Line = [(" ", ""), *there, (f" {g.written(words[:LONGEST])}", "head")]
    return [apart(left, [(f"{many} ticket{'s' * (many != 1)} ", "dim")], look.room, g)]


def _outage(outage: OutageRow, mine: bool, look: Look) -> list[Line]:
    g = look.scene.g
    what = "known outage" if mine else f"{outage.number} {outage.title or '(erased)'}"
    many = f"{outage.followers} follower{'s' * (outage.followers != 1)} "
    title: Line = [(f" {g.war} ", "war"), (g.outside(what[:LONGEST]), "head")]
    say = f"say: {g.quote}{' '.join(g.outside(outage.say or '(erased)').split())[:LONGEST]}{g.unquote}"
    words: list[Line] = [[(f"   {part}", "")] for part in wrap(say, look.room - 4)]
    return [apart(title, [(many, "dim")], look.room, g), *words]


def _over(desk: Reader, ticket: int) -> OutageRow | None:
    return desk.maybe(OUTAGE_OF, ticket=ticket)


LIKE = 3
"""Tickets like this one that stand beside it; those that it is related to stand there already."""


def _like_it(desk: Reader, ticket: int) -> Sequence[SimilarRow]:
    return similar(desk, ticket, 4 * LIKE)


def _similar(rows: Sequence[SimilarRow] | None, look: Look) -> list[Line]:
    """`INC-09918 VPN gateway drops   2 Mar, 3h10m`: when it was, and how long it took; or how it stands."""
    scene, g = look.scene, look.scene.g
    related = {row.number for row in look.detail.relations}
    lines: list[Line] = []
    for row in [row for row in rows or () if row.number not in related][:LIKE]:
        took = figures.waits(row.resolved_at - row.opened_at) if row.resolved_at is not None else row.state
        day = figures.date(row.opened_at, scene.now, scene.zone)
        title = " ".join(g.outside(row.title[:LONGEST]).split())
        left: Line = [(f" {g.outside(row.number)} ", "head"), (title, "")]
        lines.append(apart(left, [(f"{day}, {g.outside(took)} ", "dim")], look.room, g))
    return lines


class Known(NamedTuple):
    """Articles for a ticket, and what says whether the first is to be pressed on whoever works on it."""

    hits: Sequence[Hit]
    subject: Subject | None


SHOWN = 3
"""Articles beside a ticket; the others are a key away."""


def _fitting(desk: Reader, ticket: int) -> Known:
    subject = desk.maybe(SUBJECT, ticket=ticket)
    return Known(hits_of(desk, ticket, subject, SHOWN) if subject else [], subject)


def _knowledge(known: Known | None, look: Look) -> list[Line]:
    """`▲ SOP-31 Fail over the VPN gateway   4 of 5`: pressed on whoever works on it where a deadline is near."""
    if known is None:
        return []
    scene, subject = look.scene, known.subject
    presses = subject is not None and insists(subject.risk_at, subject.resolved, scene.now)
    return articlepage.suggested(known.hits, presses, scene, look.room)


def _attached(desk: Reader, ticket: int) -> Sequence[AttachmentRow]:
    return desk.all(ATTACHMENTS, ticket=ticket)


MOST_FILES = 12
"""Files that stand beside a ticket; all of them are for the command line."""


def _files(attached: Sequence[AttachmentRow] | None, look: Look) -> list[Line]:
    """`3 plan.pdf   12 kB`, by the number under which a file is saved; what the requester may see says so."""
    g, rows = look.scene.g, attached or ()
    wide = max((len(str(row.id)) for row in rows), default=0)
    lines: list[Line] = []
    for row in rows[-MOST_FILES:]:
        name = "(erased)" if row.name is None else g.outside(row.name[:LONGEST])
        size = f"{'public  ' if row.public else ''}{figures.size(row.size)} "
        lines.append(apart([(f" {row.id:{wide}} ", "head"), (name, "")], [(size, "dim")], look.room, g))
    more = len(rows) - len(lines)
    return [*lines, *([[(f" and {more} earlier ones", "dim")]] if more else [])]


PROMISES = Section("Promises", _promises, _owed, key="promise.make", word="promise")

RELATIONS = Section("Relations", _relations, _over, key="ticket.link", word="relate", leads=True)
SIMILAR = Section("Similar", _similar, _like_it)
KNOWLEDGE = Section("Knowledge", _knowledge, _fitting, key="knowledge.search", word="all")
FILES = Section("Files", _files, _attached)
HERE = Section("Also here", lambda told, look: alongside.lines(look.detail.row.id, look.scene, look.room))

ESCALATION = Section("Escalation", _escalating, key="escalation.preflight", word="escalate", leads=True)

SECTIONS: Sequence[Section] = (CLOCKS, ESCALATION, TICKET, PROMISES, RELATIONS, SIMILAR, KNOWLEDGE, FILES, HERE)
"""In the order in which they stand; later ones come below."""


class Drawn(NamedTuple):
    """A section with its heading."""

    title: str
    lines: list[Line]


def draw(
    told: Mapping[str, object],
    look: Look,
    key: Callable[[str], str] = lambda _: "",
    sections: Sequence[Section] = SECTIONS,
) -> list[Drawn]:
    """Those that have something to say. `key` gives the key of an id that can be done here."""
    drawn = []
    for section in sections:
        if body := section.lines(told.get(section.title), look):
            heading = rule([(section.title, "head")], section.hint(key), look.room - 2, look.scene.g)
            drawn.append(Drawn(section.title, [[(" ", ""), *heading], *body]))
    return drawn
