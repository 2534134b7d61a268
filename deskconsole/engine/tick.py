"""One tick: what is due is selected and settled in one write transaction, so that any process may tick."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.core.actors import DESK, Actor
from deskconsole.core.desk import carry_out
from deskconsole.core.errors import StoreDown
from deskconsole.core.instants import SECOND, Instant
from deskconsole.derive import REACH, REMEASURE, RULES, SUBJECT
from deskconsole.features.tickets import tagged
from deskconsole.flow import flow
from deskconsole.store.later import LATER, read_call
from deskconsole.store.store import Store
from deskconsole.store.transaction import Tx
from deskconsole.taking_over import GONE_OVER, Moved, from_rows
from deskconsole.wakes import WAKES

CHUNK = 100
"""Timers a transaction: others who write wait about 20 ms."""
TICKETS = 50
"""Tickets folded anew in one transaction."""
MOVED = 100
"""Tickets that go over to another agreement version in one transaction, folded or not."""
STRIDE = 5000
"""Tickets looked at in one transaction, whether they are to be measured anew: about 5 ms."""
ALONE = {LATER + name for name in ("update.dispatch", "room.gather", "room.release", "room.unite")}
"""What does many things in its transaction, and then goes on in another one: others write in between."""
ATTEMPTS = 5
"""After so many failures a timer is parked, in sight, and stops nobody."""

_DUE = "select kind, subject, fire_at, work from timer where parked = 0 and fire_at <= :now order by fire_at limit 1"
_NEXT = "select kind from timer where parked = 0 and fire_at <= :now order by fire_at limit 1"


class _Stuck(Exception):
    """What could not be done, and why; all of its transaction is taken back."""

    def __init__(self, kind: str, subject: int, why: Exception) -> None:
        self.kind, self.subject = kind, subject
        self.trouble = f"{type(why).__name__}: {why}"[:500]


def advance(store: Store, limit: int = CHUNK) -> int:
    """Do what is due, at most `limit` timers; how many were handled. Costs one indexed read when nothing is."""
    due = store.backend.reader().select(_NEXT, {"now": store.now()})
    if not due:
        return 0
    try:
        return (due[0][0] in REACH and _measure_anew(store)) or _settle(store, limit)
    except _Stuck as stuck:
        _set_aside(store, stuck)  # the others are done without it
        return 1


def catch_up(store: Store) -> int:
    """Do all that is due, in order; how many timers were handled."""
    total = 0
    while handled := advance(store):
        total += handled
    return total


def _measure_anew(store: Store) -> int:
    """Go on with what concerns many tickets; 0 where another process was quicker, and something else is due.

    Nothing is recorded, and what a power cut takes back its timer still has to do: nobody waits for the disk.
    """
    with store.writing(Actor(DESK), RULES, lasts=False) as tx:
        due = tx.driver.select(_DUE, {"now": tx.now})
        if not due or due[0][0] not in REACH:
            return 0
        _try(tx, *due[0])
    return 1


def _settle(store: Store, limit: int) -> int:
    """What is due, the earliest first: what one leads to may be due before the next."""
    handled = 0
    with store.writing(Actor(DESK), RULES) as tx:
        while handled < limit and (due := tx.driver.select(_DUE, {"now": tx.now})):
            if due[0][0] in ALONE and handled:
                break
            _try(tx, *due[0])
            handled += 1
            if due[0][0] in REACH or due[0][0] in ALONE:
                break  # many tickets: let others write
    return handled


def _try(tx: Tx, kind: str, subject: int, fire_at: Instant, work: str | None) -> None:
    try:
        _handle(tx, kind, subject, fire_at, work)
    except StoreDown:
        raise  # not the timer's fault: it stays due
    except Exception as why:
        raise _Stuck(kind, subject, why) from why


def _handle(tx: Tx, kind: str, subject: int, fire_at: Instant, work: str | None) -> None:
    if kind in REACH:
        _remeasure(tx, kind, int(work or 0))
        tx.settle()
        return
    if kind in WAKES:
        tx.touch(SUBJECT.get(kind, "ticket"), subject)  # also where it finds nothing to do, the next wake-up is set
        carry_out(WAKES[kind](subject, fire_at), flow, tx)
        return
    _spent(tx, kind, subject, fire_at)
    carry_out(read_call(kind, work or ""), flow, tx)


def _spent(tx: Tx, kind: str, subject: int, fire_at: Instant) -> None:
    """Take a timer that fires once."""
    values = {"kind": kind, "subject": subject, "fire_at": fire_at}
    tx.driver.change("delete from timer where kind = :kind and subject = :subject and fire_at = :fire_at", values)


_PENDING = (
    "timer.kind = :kind and timer.parked = 0 and timer.fire_at <= :now"
    " and cast(coalesce(timer.work, '0') as bigint) = :after"
)
"""Timers of a kind that are equally far: they go on together, a ticket is measured once for all of them."""


def _remeasure(tx: Tx, kind: str, after: int) -> None:
    """Measure the next tickets that new reference rows may concern; their timers remember how far we are."""
    reach = REACH[kind]
    values = {"kind": kind, "now": tx.now, "after": after, "stop": after + STRIDE, "limit": MOVED}
    pending = f"select subject from timer where {_PENDING}"
    rows = tx.driver.select(
        f"with reach as (select {reach.columns} from {reach.table} s where s.id in ({pending}){reach.grouped})"
        " select t.id from ticket t where t.id > :after and t.id <= :stop"
        f" and exists (select 1 from reach s where {reach.moves}) order by t.id limit :limit",
        values,
    )
    tickets = [ticket for (ticket,) in rows]
    moved: Mapping[int, Moved] = {}
    if kind == REMEASURE and tickets:
        moved = from_rows(tx, [version for (version,) in tx.driver.select(pending, values)], after, tickets[-1])
    folded = [ticket for ticket in tickets if ticket not in moved]
    if len(folded) > TICKETS:
        tickets = tickets[: tickets.index(folded[TICKETS])]
    going = [moved[ticket] for ticket in tickets if ticket in moved]
    tx.amend("clock", GONE_OVER, [clock for each in going for clock in each.clocks])
    tx.amend(tagged.TABLE, tagged.MOVES, [tag for each in going for tag in each.tags])
    for ticket in tickets:
        if ticket in moved:
            tx.follow("ticket", ticket, moved[ticket].then)
        else:
            tx.touch("ticket", ticket)
    reached = tickets[-1] if len(folded) > TICKETS or len(rows) == MOVED else after + STRIDE
    if tx.driver.select("select 1 from ticket where id > :reached limit 1", {"reached": reached}):
        tx.driver.change(f"update timer set work = :work where {_PENDING}", {**values, "work": f"{reached}"})
    else:
        tx.driver.change(f"delete from timer where {_PENDING}", values)


def _set_aside(store: Store, stuck: _Stuck) -> None:
    """Try a timer again later; after the last attempt it is parked."""
    with store.writing(Actor(DESK), RULES) as tx:
        tx.driver.change(
            "update timer set attempts = attempts + 1, fire_at = :later, trouble = :trouble,"
            f" parked = case when attempts + 1 >= {ATTEMPTS} then 1 else 0 end"
            " where kind = :kind and subject = :subject",
            {"kind": stuck.kind, "subject": stuck.subject, "later": tx.now + 10 * SECOND, "trouble": stuck.trouble},
        )
