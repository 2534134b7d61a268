"""From what the store knows of a handover to how it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from deskconsole.core.desk import Query, Reads
from deskconsole.core.instants import Instant
from deskconsole.features.directory.views import DESK, TEAM
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.sheet import (
    BREACHED,
    LEAVING,
    OWED,
    ROOM,
    UNSTABLE,
    Draft,
    Kpis,
    LeftOut,
    Missing,
    Section,
)
from deskconsole.features.handover.sheet import Item as Ticket
from deskconsole.features.handover.sheet import Line as Entry
from deskconsole.features.handover.views import HandoverRow
from deskconsole.handovers.afterwards import figures, sentences
from deskconsole.handovers.answering import answered
from deskconsole.handovers.thawing import thawed
from deskconsole.handovers.told import Figure, Item, Part, Stands, Told, Written
from deskconsole.handovers.words import Eyes, minutes


def stands(row: HandoverRow, desk: str, until: Instant | None, eyes: Eyes) -> Stands:
    """Whose it is and how far it has come; the desk's name is that of the whole desk, or of the team."""
    following = eyes.turn(row.incoming_shift, row.end, row.until) if row.incoming_shift else ""
    if row.incoming_shift and row.agent is not None:  # who takes them may be here already, or not yet
        following = f"{row.incoming_shift.capitalize()} until {eyes.at(row.until)}"
    outgoing = row.agent or row.signed_by or row.outgoing or ""
    return Stands(
        row.number, desk, eyes.turn(row.shift, row.begin, row.end), following, outgoing,
        row.accepted_by or row.incoming or "", row.state, until, row.manager or "", row.signed_at, row.accepted_at,
        row.hash or "", row.agent or "",
    )  # fmt: skip


def written(row: HandoverRow, draft: Draft, desk: str, eyes: Eyes, saved_at: Instant | None = None) -> Written:
    """A draft, or what was signed, as it is told."""
    late = row.state == "signed" or row.agent is not None
    until = None if row.is_over else row.escalate_at if late else row.end
    return Written(
        stands(row, desk, until, eyes),
        row.headline or "",
        row.risk or draft.risk,
        list(_figures(draft)),
        draft.ledger.balances,
        kpis=list(_kpis(draft.kpis, draft.before)),
        parts=[*(_part(section, draft, eyes) for section in draft.sections), *_afterwards(row)],
        ready=list(_ready(row, draft)),
        left_out=list(_left_out(draft.left_out, eyes.at(row.until))),
        saved_at=saved_at,
    )


def _afterwards(row: HandoverRow) -> Iterator[Part]:
    """What came of it, once that is known."""
    if (counted := figures(row)) is not None:
        yield Part("afterwards", [Item(f"afterwards {n}", words=said) for n, said in enumerate(sentences(counted))])


def _ready(row: HandoverRow, draft: Draft) -> Iterator[tuple[bool, str]]:
    """What must be done before it can be signed."""
    if row.headline is None:
        yield False, "the headline is missing"
    for each in draft.before_signing:
        yield False, each.what
    if row.headline is not None and not draft.before_signing:
        yield True, "nothing is missing"


def _figures(draft: Draft) -> Iterator[Figure]:
    """The figures of the ledger; to one agent nothing is new, whatever comes was given."""
    for name, number in draft.ledger._asdict().items():
        if draft.of.agent is None or name != "new":
            yield Figure(name.replace("_", " "), number)


_KPIS = {"new": "new", "resolved": "resolved", "breached": "breached"}


def _kpis(now: Kpis, before: Kpis | None) -> Iterator[tuple[str, str, str]]:
    """What there is a figure of, beside that of a week before."""
    for name, word in _KPIS.items():
        if (value := getattr(now, name)) is not None:
            then = getattr(before, name) if before is not None else None
            yield word, f"{value}", "" if then is None else f"{then}"
    for name, word in (("answered_s", "answered in"), ("acknowledged_s", "acknowledged in")):
        if (value := getattr(now, name)) is not None:
            then = getattr(before, name) if before is not None else None
            yield word, minutes(value), "" if then is None else minutes(then)


def _left_out(out: LeftOut, until: str) -> Iterator[str]:
    if out.running:
        yield f"{out.running} running, nothing due before {until}"
    if out.paused:
        yield f"{out.paused} on hold"
    if out.unmeasured:
        yield f"{out.unmeasured} without a clock"


# Sections.


def _part(section: Section, draft: Draft, eyes: Eyes) -> Part:
    items = [_ticket(each, section.name, draft.before_signing, eyes) for each in section.items]
    lines = [_entry(each, f"{section.name} {n}", eyes) for n, each in enumerate(section.lines)]
    items = [*lines, *items] if section.name == UNSTABLE else [*items, *lines]
    if section.name == BREACHED and section.oldest:
        items.append(Item(BREACHED, words=f"the oldest: {', '.join(section.oldest)}"))
    left_out = max(section.left_out - len(section.oldest), 0) if section.name == BREACHED else section.left_out
    return Part(section.name, items, left_out, section.source == "ok")


def _ticket(each: Ticket, section: str, missing: Sequence[Missing], eyes: Eyes) -> Item:
    action = _action(each.next_action, each.action_due, eyes)
    then = {"keep": each.now_owner, "pool": "pool"}.get(each.fate or "", each.next_owner)
    return Item(
        each.number, each.number, each.ticket, each.title, each.priority, each.left_s,
        each.projected_at if section != UNSTABLE else each.due, each.now_owner, then, each.last_contact, action,
        each.if_then or "", each.hypotheses or "", each.ruled_out or "", each.promise or each.rule,
        breached=each.left_s is not None and each.left_s < 0, needs=_needs(each, section, action, missing),
        wrote=each.next_action or "", by=each.action_due, used=each.used_at,
    )  # fmt: skip


def _action(text: str | None, due: Instant | None, eyes: Eyes) -> str:
    """What is done next, with by when."""
    return f"{text}, by {eyes.at(due)}" if text and due is not None else text or ""


def _needs(each: Ticket, section: str, action: str, missing: Sequence[Missing]) -> tuple[str, ...]:
    """What it takes before it can be signed, of this ticket, in this section."""
    if not any(each.ticket in found.tickets for found in missing):
        return ()
    if section == LEAVING:
        return () if each.fate or each.next_owner else ("next owner",)
    return () if action else ("next action",)


def _entry(line: Entry, key: str, eyes: Eyes) -> Item:
    """A line as an item; a room has a number, which it is read back by."""
    if line.what not in (ROOM, OWED):
        return Item(key, words=entry(line, eyes))
    said = [line.why or "(erased)"]
    said.append(f"since {eyes.at(line.begin)}" if line.begin is not None else "")
    said.append(f"led by {line.who}" if line.who and line.what == ROOM else "")
    said.append(f"written by {line.who}" if line.who and line.what == OWED else "")
    what = "next update" if line.what == ROOM else "review"
    said.append(f"{what} due {eyes.at(line.due)}" if line.due is not None else "")
    words = ", ".join(filter(None, said))
    return Item(
        line.subject, line.subject, words=f"{words}; {line.then}" if line.then else words, then=line.next_owner,
        action=_action(line.next_action, line.action_due, eyes), if_then=line.if_then or "",
        wrote=line.next_action or "", by=line.action_due, used=line.used_at,
    )  # fmt: skip


def entry(line: Entry, eyes: Eyes) -> str:
    """A line in words: what, who, why, until when, and what then."""
    what = f"{line.many} × {line.what}" if line.many > 1 else line.what
    parts = [" ".join(filter(None, (what, line.subject)))]
    if line.begin is not None:
        parts.append(f"from {eyes.at(line.begin)}")
    if line.until is not None:
        parts.append(f"until {eyes.at(line.until)}")
    if line.due is not None:
        parts.append(f"due {eyes.at(line.due)}")
    parts += [each for each in (line.who, line.why) if each and each != line.subject]
    said = ", ".join(parts)
    return f"{said}; {line.then}" if line.then else said


# One handover.


def told(desk: Reads, row: HandoverRow, now: Instant, zone: tzinfo) -> Told:
    """A handover with all that is told of it."""
    eyes, name = Eyes(now, zone), _name(desk, row)
    sheet = draft(desk, row, now) if row.signed is None else thawed(desk, row)
    made = written(row, sheet, name, eyes, _saved(desk, row))
    return Told(row.id, made, None if row.signed_at is None else answered(desk, row, made, eyes))


def drafted(desk: Reads, made: Draft, zone: tzinfo) -> Told:
    """A draft of a change of shift that nobody has opened yet."""
    of = made.of
    row = HandoverRow(
        0, "draft", of.team, of.shift, of.begin, of.end, of.until, of.begin, of.end, of.incoming_shift, of.outgoing,
        of.incoming, of.manager, "draft", made.at, *[None] * (len(HandoverRow._fields) - 15),
    )._replace(agent=of.agent)  # fmt: skip
    return Told(0, written(row, made, _name(desk, row), Eyes(made.at, zone)))


def _name(desk: Reads, row: HandoverRow) -> str:
    """What that which changes hands is called."""
    if row.agent is not None:
        return f"{row.agent}’s tickets"
    found = desk.maybe(DESK) if row.team is None else desk.maybe(TEAM, word=row.team)
    return found.name if found else row.team or "the desk"


def _saved(desk: Reads, row: HandoverRow) -> Instant | None:
    """When somebody wrote something of it last."""
    return desk.one(SAVED, handover=row.id)


SAVED = Query(
    "select max(occurred_at) from journal where about = 'handover' and subject = :handover"
    " and kind in ('handover.headlined', 'handover.noted', 'handover.disposed')",
    lambda at: None if at is None else Instant(at),
)
