"""A signed handover for who takes over: what changed, what is read back, what is asked, what moves, what hinders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deskconsole.core.desk import Reads
from deskconsole.features.handover.agents import listed
from deskconsole.features.handover.chains import chain_lines
from deskconsole.features.handover.passing import to_hear
from deskconsole.features.handover.rooms import outgoing, reviews_passed_on
from deskconsole.features.handover.sheet import CHAIN, CHAINS
from deskconsole.features.handover.shifts import change_of
from deskconsole.features.handover.views import NOTES_OF, QUESTIONS_OF, READBACKS_OF, HandoverRow, NoteRow
from deskconsole.handovers.delta import Changed, delta
from deskconsole.handovers.told import Change, Item, Question, ReadBack, Signed, Written
from deskconsole.handovers.words import Eyes

_SIGNS = {
    "new": "arrived", "reopened": "mail_out", "resolved": "met", "closed": "met", "breached": "breached",
    "held": "paused", "cancelled": "failed", "escalation stopped": "failed",
}  # fmt: skip
"""Glyphs by what happened, by their names."""


def answered(desk: Reads, row: HandoverRow, written: Written, eyes: Eyes) -> Signed:
    """What stands between a signature and its acceptance."""
    over = row.accepted_at
    changes = [each for each in delta(desk, row) if over is None or each.at <= over]
    read_back = list(_read_back(desk, row, written))
    questions = [
        Question(f"{each.id}", each.text or "(erased)", each.by, each.at, each.blocks,
                 (each.answer or "(erased)") if each.answered_at is not None else None, each.answered_by or "")
        for each in desk.all(QUESTIONS_OF, handover=row.id)
    ]  # fmt: skip
    moves = [*_moves(row, written, desk.all(NOTES_OF, handover=row.id)), *_reached(desk, row, eyes)]
    return Signed(
        written.stands, written.headline, written.risk, [_change(each) for each in changes], read_back, questions,
        moves, list(hinders(read_back, questions)),
    )  # fmt: skip


def _change(each: Changed) -> Change:
    by = f" by {each.actor}" if each.actor != "desk" and each.actor not in each.what.split() else ""
    new = f", P{each.priority}" if each.kind == "ticket.created" and each.priority else ""
    whose = ", nobody owns it" if each.kind == "ticket.created" and not each.owner else ""
    title = f": {each.title}" if each.title else ""
    sign = "war" if each.is_room else _SIGNS.get(each.what, "changed")
    return Change(each.at, each.number, f"{each.what}{new}{whose}{by}{title}", sign)


def _read_back(desk: Reads, row: HandoverRow, written: Written) -> Iterator[ReadBack]:
    """What must be read back, in the order of the sheet, with what has been typed since it was signed."""
    typed = {
        back.item: back.text or "(erased)"
        for back in desk.all(READBACKS_OF, handover=row.id)
        if row.signed_at is not None and back.at >= row.signed_at
    }
    items: dict[str, Item] = {}
    for item in written.all():
        if item.number and (item.number not in items or (item.action and not items[item.number].action)):
            items[item.number] = item
    for number in to_hear(desk, row) if row.accepted_at is None else sorted(typed):
        item = items.get(number, Item(number, number))
        then = f"; if {item.if_then}" if item.if_then else ""
        yield ReadBack(item, f"{item.action}{then}", typed.get(number, ""))


def hinders(read_back: Sequence[ReadBack], questions: Sequence[Question]) -> Iterator[str]:
    """Why it cannot be accepted yet."""
    missing = sum(not each.typed for each in read_back)
    blocking = sum(each.blocks and each.answer is None for each in questions)
    if missing:
        yield f"{missing} {'read-back is' if missing == 1 else 'read-backs are'} missing"
    if blocking:
        yield f"{blocking} {'question blocks' if blocking == 1 else 'questions block'}"


def _moves(row: HandoverRow, written: Written, notes: Sequence[NoteRow]) -> Iterator[str]:
    """What becomes whose at acceptance."""
    stands = written.stands
    if stands.agent:
        yield from _tickets_of(row, stands.incoming)
        return
    yield f"{stands.desk}: {stands.outgoing} → {stands.incoming or 'who accepts'}"
    fates: Counter[str] = Counter(
        {"pool": "pool", "give": note.owner or "?"}.get(note.fate or "", "")
        for note in notes
        if note.what == "leaving" and note.fate != "keep"
    )
    if fates:
        yield f"{_tickets(fates)} of people going home: {_whose(fates)}"
    owners = Counter(note.owner for note in notes if note.what == "item" and note.owner and note.ticket is not None)
    if owners:
        yield f"{_tickets(owners)} by name: {_whose(owners)}"
    yield from _reviews(row, stands.incoming)


def _tickets_of(row: HandoverRow, incoming: str) -> Iterator[str]:
    """Of an agent's tickets: how many go to whom, and what stays."""
    items = {item["ticket"]: item for item in listed(row)}
    whom = Counter(
        "pool" if item.get("fate") == "pool" else item.get("next_owner") or incoming or "who accepts"
        for item in items.values()
        if item.get("fate") != "keep"
    )
    if whom:
        yield f"{_tickets(whom)} of {row.agent}: {_whose(whom)}"
    if kept := sum(item.get("fate") == "keep" for item in items.values()):
        yield f"{kept} {'stays' if kept == 1 else 'stay'} with {row.agent}"
    yield from _reviews(row, incoming)


def _reviews(row: HandoverRow, incoming: str) -> Iterator[str]:
    for number in reviews_passed_on(row):
        yield f"review of {number}: {outgoing(row)} → {incoming or 'who accepts'}"


def _reached(desk: Reads, row: HandoverRow, eyes: Eyes) -> Iterator[str]:
    """Whom escalations reach once it is accepted, as the roster has it now."""
    if row.accepted_at is not None or row.signed_at is None:
        return
    for line in chain_lines(desk, change_of(desk, row), row.signed_at):
        if line.what == CHAIN and line.begin is not None:
            what, _, why = (line.then or "").partition(": ")
            yield f"chain {line.subject} {what} from {eyes.at(line.begin)}: {why}"
        elif line.then is not None:
            yield f"{CHAINS} {line.subject}: {line.then}"


def _tickets(moves: Counter[str]) -> str:
    many = sum(moves.values())
    return "1 ticket" if many == 1 else f"{many} tickets"


def _whose(moves: Counter[str]) -> str:
    return ", ".join(f"{many} → {who}" for who, many in moves.most_common())
