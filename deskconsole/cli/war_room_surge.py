"""`deskconsole war-room surge`, `call-in` and `answer-call`: who could come, who was called, what they answer."""

from __future__ import annotations

from typing import Any

from deskconsole import world
from deskconsole.cli.common import add_actor, open_store, parser, who
from deskconsole.cli.war_room_telling import Moments, Section, add_format, iso, print_json, print_sections
from deskconsole.features.room_updates.views import open_room, the_room
from deskconsole.features.surge.views import SURGE_OF, CallRow, Hand, Load, free_hands, load
from deskconsole.house import House

SURGE = """  deskconsole war-room surge WR-3
  deskconsole war-room surge WR-3 --needs 'vpn network' --format json"""

CALL_IN = """  deskconsole war-room call-in WR-3
  deskconsole war-room call-in WR-3 --needs vpn --note 'Vendor call at ten.'
  deskconsole war-room call-in WR-3 farah

Whoever is free comes first, then who says nothing, who is off, who is busy; of these who is on call, then who has
least. Without an answer within [surge] answer of the desk file, or with a no, it is the next one's turn."""

ANSWER = """  deskconsole war-room answer-call yes
  deskconsole war-room answer-call no WR-3
  deskconsole war-room answer-call yes WR-3 --for farah"""


def run_surge(argv: list[str]) -> int:
    made = parser("war-room surge", "Who was called in, who could come, and tickets to a head.", SURGE)
    made.add_argument("room", metavar="WR-N")
    made.add_argument("--needs", default="", help="only those who can do this, others after them")
    add_format(made)
    args = made.parse_args(argv)
    store = open_store(args)
    row, now = the_room(store.read, args.room), store.now()
    calls, heads = store.read.all(SURGE_OF, room=row.id), load(store.read, row.id)
    hands = free_hands(store.read, row.id, now, tuple(args.needs.lower().split()))
    if args.format == "json":
        print_json({"room": row.number, "load": _load(heads), "called": list(map(_call, calls)),
                    "hands": list(map(_hand, hands))})  # fmt: skip
        return 0
    when = Moments(now, world.zone(store))
    called = [
        (each.handle, each.needs, each.state, when.say(each.asked_at), _until(each, when), each.told, each.why)
        for each in calls
    ]
    could = [(each.handle, each.why, " ".join(each.lacks) or None) for each in hands]
    title, columns = (
        f"{row.number} {row.title or ''}: called in",
        ("who", "for", "state", "asked", "answer", "told", "why"),
    )
    sections = [
        Section(title, columns, called, [_words(heads)]),
        Section("Could come", ("who", "how they are", "lacks"), could),
    ]
    print_sections(sections, args.format)
    return 0


def run_call_in(argv: list[str]) -> int:
    from deskconsole.features.surge.commands import call_in

    made = parser("war-room call-in", "Ask somebody to come to a room.", CALL_IN)
    made.add_argument("room", metavar="WR-N")
    made.add_argument("handle", nargs="?", default="", help="empty: whoever is free and can do it")
    made.add_argument("--needs", default="", help="skills, such as 'vpn network'")
    made.add_argument("--note", default="", help="what they are told")
    add_actor(made)
    args = made.parse_args(argv)
    store = open_store(args)
    House(store, who(store, args.as_)).do(call_in(args.room, args.handle, args.needs, args.note))
    last = store.read.all(SURGE_OF, room=open_room(store.read, args.room).id)[-1]
    when = Moments(store.now(), world.zone(store))
    print(f"{last.handle} is called in to {last.number} ({last.why}) and answers by {when.say(last.answer_by)}")
    return 0


def run_answer(argv: list[str]) -> int:
    from deskconsole.features.surge.commands import accept, decline

    made = parser("war-room answer-call", "Answer a call-in.", ANSWER)
    made.add_argument("answer", choices=("yes", "no"))
    made.add_argument("room", nargs="?", default="", metavar="WR-N", help="empty: the one that called first")
    made.add_argument("--for", dest="handle", default="", metavar="HANDLE", help="somebody who told you so")
    add_actor(made)
    args = made.parse_args(argv)
    store = open_store(args)
    verb = accept if args.answer == "yes" else decline
    House(store, who(store, args.as_)).do(verb(args.room, args.handle))
    print("said so")
    return 0


def _until(call: CallRow, when: Moments) -> str | None:
    if call.state == "asked":
        return f"{when.left(call.answer_by)}"
    return when.say(call.answered_at)


def _words(found: Load) -> str:
    if found.now is None:
        return f"{found.tickets} open tickets, nobody works on them yet"
    more = f", {found.then:.1f} with the {found.coming} who were asked" if found.coming and found.then else ""
    return f"{found.now:.1f} tickets a head now{more}"


def _load(found: Load) -> dict[str, Any]:
    return {**found._asdict(), "a_head_now": found.now, "a_head_then": found.then}


def _call(row: CallRow) -> dict[str, Any]:
    return {
        "who": row.handle, "state": row.state, "asked": iso(row.asked_at), "asked_by": row.asked_by,
        "answer_by": iso(row.answer_by), "answered": iso(row.answered_at), "how": row.how, "needs": row.needs,
        "why": row.why, "note": row.note, "told": row.told, "by": row.channel, "let_go": iso(row.ended_at),
    }  # fmt: skip


def _hand(hand: Hand) -> dict[str, Any]:
    return {
        "who": hand.handle, "status": hand.status, "on_call": hand.on_call, "can": list(hand.can),
        "lacks": list(hand.lacks), "tickets": hand.load, "why": hand.why,
    }  # fmt: skip
