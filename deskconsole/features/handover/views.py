"""Handovers as they are looked up: one, those of a desk, and what people wrote, read back and asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from deskconsole.core.desk import Query, Reads
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import SECOND, Instant

R = TypeVar("R")


@dataclass(frozen=True)
class HandoverSpec:
    """When handovers are made here, in seconds: as the desk file says, else as it ships."""

    draft_before: int = 30 * 60
    """Before the end of a shift it is drafted."""
    accept_within: int = 15 * 60
    """After it the duty manager hears that nobody has accepted."""


SETTINGS = Query("select body from handover_rules where id = 1", lambda body: HandoverSpec(**json.loads(body)))


def settings(desk: Reads) -> HandoverSpec:
    """When handovers are made here."""
    return desk.maybe(SETTINGS) or HandoverSpec()


OVER = ("accepted", "accepted with exceptions", "taken")
"""States in which it has changed hands."""


class HandoverRow(NamedTuple):
    """A handover as it stands; `headline` is None where there is none, or it was erased."""

    id: int
    number: str
    team: str | None
    shift: str
    begin: Instant
    end: Instant
    until: Instant
    draft_at: Instant
    escalate_at: Instant
    incoming_shift: str | None
    outgoing: str | None
    incoming: str | None
    manager: str | None
    state: str
    drafted_at: Instant | None
    headline: str | None
    risk: str | None
    signed_at: Instant | None
    signed_by: str | None
    snapshot: str | None
    hash: str | None
    accepted_at: Instant | None
    accepted_by: str | None
    escalated_at: Instant | None
    escalated_to: str | None
    scored_at: Instant | None
    listed: int | None
    breached: int | None
    omitted: int | None
    untouched: int | None
    contingencies: int | None
    """If/thens that it said; None: it is not scored yet."""
    used: int | None
    """Those of them that came to pass, as far as somebody has said so."""
    agent: str | None = None
    """Whose tickets it is of; None: it is of a desk."""

    @property
    def signed(self) -> dict[str, Any] | None:
        """What was signed, as it was frozen."""
        return json.loads(self.snapshot) if self.snapshot else None

    @property
    def accept_s(self) -> int | None:
        """Seconds from the end of the shift to acceptance: before it they are negative."""
        return None if self.accepted_at is None else (self.accepted_at - self.end) // SECOND

    @property
    def is_over(self) -> bool:
        return self.state in OVER


def handovers_where(where: str, *, snapshot: bool = True) -> Query[HandoverRow]:
    """The handovers (`h`) of which a condition holds; lists do without what was signed."""
    said = "h.snapshot" if snapshot else "null"
    return Query(
        "select h.id, h.number, h.team, h.shift, h.begin_at, h.end_at, h.until_at, h.draft_at, h.escalate_at,"
        " h.incoming_shift, h.outgoing, h.incoming, h.manager, h.state, h.drafted_at, p.text, h.risk, h.signed_at,"
        f" h.signed_by, {said}, h.hash, h.accepted_at, h.accepted_by, h.escalated_at, h.escalated_to, h.scored_at,"
        " h.listed, h.breached, h.omitted, h.untouched, h.contingencies, h.used, h.agent from handover h"
        f" left join private_text p on p.id = h.headline where {where}",
        HandoverRow,
    )


HANDOVER_BY_ID = handovers_where("h.id = :handover")
HANDOVER = handovers_where("h.number = :number")
OF_TURN = handovers_where(
    "coalesce(h.team, '') = :desk and h.agent is null and h.begin_at = :begin and h.state <> 'dropped'"
)
"""That of a turn of a desk; '' is the whole desk."""
_MADE = "h.state not in ('planned', 'dropped') and (h.begin_at, h.id) < (:begin, :id)"
_PAGE = " order by h.begin_at desc, h.id desc limit :limit"
TOP: dict[str, object] = {"begin": 1 << 62, "id": 0}
"""The place before the first page."""
HANDOVERS = handovers_where(_MADE + _PAGE, snapshot=False)
"""The last ones before a place: `begin`, `id`, `limit`."""
HANDOVERS_OF = handovers_where(f"h.team = :desk and {_MADE}{_PAGE}", snapshot=False)
"""The same, of a team."""
HANDOVERS_OF_DESK = handovers_where(f"h.team is null and h.agent is null and {_MADE}{_PAGE}", snapshot=False)
"""The same, of the whole desk."""
HANDOVERS_OF_AGENT = handovers_where(f"h.agent = :owner and {_MADE}{_PAGE}", snapshot=False)
"""The same, of an agent's tickets."""
AGENT_UNDER_WAY = handovers_where(
    "h.agent = :owner and h.state in ('draft', 'signed') order by h.begin_at desc, h.id desc limit 1"
)
"""The one in which an agent's tickets are being handed over."""
HANDED_SINCE = handovers_where(
    "h.agent = :owner and h.snapshot is not null and (h.state = 'signed' or h.accepted_at > :since)"
    " order by h.begin_at, h.id"
)
"""Those by which an agent's tickets go, or went since an instant."""
PLANNED = handovers_where("h.state = 'planned' order by h.begin_at, h.id", snapshot=False)
UNDER_WAY = handovers_where("h.state in ('draft', 'signed') order by h.begin_at, h.id", snapshot=False)
SIGNED_BEFORE = handovers_where(
    "coalesce(h.team, '') = :desk and h.agent is null and h.shift = :shift and h.begin_at >= :since"
    " and h.begin_at <= :before and h.snapshot is not null order by h.begin_at desc"
)
"""The same shift of another day, as it was signed."""
NEXT_HANDOVER = Query("select coalesce(max(subject), 0) + 1 from journal where about = 'handover'", int)


class NoteRow(NamedTuple):
    """What somebody added; see `tables.HandoverNote`. Texts are None where there is none, or they were erased."""

    id: int
    handover: int
    what: str
    ticket: int | None
    room: int | None
    number: str | None
    """That of the ticket, or of the war room."""
    text: str | None
    then: str | None
    hypotheses: str | None
    ruled_out: str | None
    owner: str | None
    due_at: Instant | None
    fate: str | None
    used_at: Instant | None
    """When somebody said that its if/then came to pass."""
    used_by: str | None
    by: str
    at: Instant


NOTES_OF = Query(
    "select n.id, n.handover, n.what, n.ticket, n.room, coalesce(t.number, w.number), x.text, y.text, z.text, r.text,"
    " n.owner, n.due_at, n.fate, n.used_at, n.used_by, n.by_whom, n.at from handover_note n"
    " left join ticket t on t.id = n.ticket left join war_room w on w.id = n.room"
    " left join private_text x on x.id = n.text left join private_text y on y.id = n.then_text"
    " left join private_text z on z.id = n.hypotheses left join private_text r on r.id = n.ruled_out"
    " where n.handover = :handover order by n.id",
    NoteRow,
)


CONTINGENCIES = Query(
    "select count(*), coalesce(sum(case when used_at is null then 0 else 1 end), 0) from handover_note"
    " where handover = :handover and what = 'item' and then_text is not null",
    lambda many, used: (int(many), int(used)),
)
"""The if/thens of a handover, and how many of them came to pass."""


class Contingency(NamedTuple):
    """An if/then of a handover that is over."""

    note: int
    handover: int
    number: str
    """That of the handover."""
    used_at: Instant | None
    used_by: str | None


CONTINGENCY_OF = Query(
    "select n.id, h.id, h.number, n.used_at, n.used_by from handover_note n join handover h on h.id = n.handover"
    " where n.what = 'item' and n.then_text is not null and h.accepted_at is not null"
    " and (n.ticket = cast(:ticket as bigint) or n.room = cast(:room as bigint))"
    " and (:number = '' or h.number = :number)"
    " order by h.begin_at desc, n.id desc limit 1",
    Contingency,
)
"""What the last handover says that says an if/then of a ticket, or of a war room; or that of a number."""


class ReadBackRow(NamedTuple):
    """What was read back of an item: a ticket's number, or a war room's."""

    id: int
    item: str
    text: str | None
    by: str
    at: Instant


READBACKS_OF = Query(
    "select b.id, b.item, x.text, b.by_whom, b.at from handover_readback b left join private_text x on x.id = b.text"
    " where b.handover = :handover order by b.id",
    ReadBackRow,
)


class QuestionRow(NamedTuple):
    """What one lead asked the other; `answered_at` is None while nobody answered."""

    id: int
    text: str | None
    blocks: bool
    by: str
    at: Instant
    answer: str | None
    answered_by: str | None
    answered_at: Instant | None


QUESTIONS_OF = Query(
    "select q.id, x.text, q.blocks, q.by_whom, q.at, a.text, q.answered_by, q.answered_at from handover_question q"
    " left join private_text x on x.id = q.text left join private_text a on a.id = q.answer"
    " where q.handover = :handover order by q.id",
    lambda number, text, blocks, *more: QuestionRow(number, text, bool(blocks), *more),
)

SALTED = Query(
    "select p.id, p.salt, p.text from handover_note n join private_text p"
    " on p.id in (n.text, n.then_text, n.hypotheses, n.ruled_out) where n.handover = :handover"
    " union all select p.id, p.salt, p.text from handover h join private_text p on p.id = h.headline"
    " where h.id = :handover order by 1",
    lambda number, salt, text: (int(number), bytes(salt), str(text)),
)
"""The texts of a handover with their salts: what is frozen of them at signing are digests."""


def named(desk: Reads, number: str) -> HandoverRow:
    """The handover of a number: `HO-209`."""
    row = desk.maybe(HANDOVER, number=number.strip().upper())
    if row is None or row.state == "planned":
        raise NotFound(f"there is no handover {number.strip()}: `deskconsole handover list` lists them")
    return row
