"""`deskconsole war-room review` and `reviews`: what is known of a room that is over, and what is still due."""

from __future__ import annotations

from typing import Any

from deskconsole import world
from deskconsole.cli.common import open_store, parser
from deskconsole.cli.war_room_telling import Moments, Section, add_format, iso, print_json, print_sections
from deskconsole.core.errors import NotFound
from deskconsole.features.reviews.views import ACTIONS_OF, OPEN_REVIEWS, REVIEW_OF, ActionRow, ReviewRow
from deskconsole.features.room_updates.views import the_room

REVIEW = """  deskconsole war-room review WR-3
  deskconsole war-room review WR-3 --format md > review.md
  deskconsole do review.take_up WR-3
  deskconsole do review.submit WR-3 --summary 'A firmware dropped all sessions.' --causes 'No canary.'
  deskconsole do review.act WR-3 --what 'a canary gateway' --owner ana --by +14d
  deskconsole do review.issue WR-3
  deskconsole do review.done WR-3 --action 1
  deskconsole do review.close WR-3"""

_MOMENTS = (
    ("impact started", "impact_at"), ("detected", "detected_at"), ("declared", "declared_at"),
    ("acknowledged", "acknowledged_at"), ("mitigated", "mitigated_at"), ("restored", "restored_at"),
    ("stood down", "stood_down_at"),
)  # fmt: skip
_TEXTS = (("Summary", "summary"), ("Causes", "causes"), ("Went well", "well"), ("Went badly", "badly"))


def run_review(argv: list[str]) -> int:
    made = parser("war-room review", "The review of a room that was stood down.", REVIEW)
    made.add_argument("room", metavar="WR-N")
    add_format(made)
    args = made.parse_args(argv)
    store = open_store(args)
    row = the_room(store.read, args.room)
    found = store.read.maybe(REVIEW_OF, room=row.id)
    if found is None:
        raise NotFound(f"{row.number} is {row.state}: its review comes when it is stood down")
    actions = store.read.all(ACTIONS_OF, review=found.id)
    if args.format == "json":
        print_json(_json(found) | {"actions": list(map(_action, actions))})
    else:
        print_sections(_sections(found, actions, Moments(store.now(), world.zone(store))), args.format)
    return 0


def run_reviews(argv: list[str]) -> int:
    made = parser(
        "war-room reviews", "Reviews that are not closed, what is due first.", "  deskconsole war-room reviews"
    )
    add_format(made)
    args = made.parse_args(argv)
    store = open_store(args)
    rows, when = store.read.all(OPEN_REVIEWS), Moments(store.now(), world.zone(store))
    if args.format == "json":
        print_json(list(map(_json, rows)))
        return 0
    listed = [
        (each.number, each.title, each.state, each.owner, when.say(each.due_at), _left(each, when)) for each in rows
    ]
    none = [] if rows else ["none is open"]
    print_sections([Section("Reviews", ("room", "", "state", "by", "due", ""), listed, none)], args.format)
    return 0


def _left(row: ReviewRow, when: Moments) -> str:
    return when.left(row.due_at) if row.published_at is None else ""


def _sections(row: ReviewRow, actions: list[ActionRow], when: Moments) -> list[Section]:
    moments = [(word, when.say(getattr(row, name)) or "not recorded here") for word, name in _MOMENTS]
    counted = (
        f"P{row.severity}, {row.tickets} tickets, {row.breached} of them broke a promise,"
        f" {row.updates} messages, {row.late} of them late, {row.decisions} decisions"
    )
    state = f"{row.state}, by {row.owner or 'nobody yet'}, due {when.say(row.due_at)} {_left(row, when)}".rstrip()
    made = [Section(f"Review of {row.number} {row.title or ''}", ("what", "when"), moments, [counted, state])]
    made += [Section(title, lines=text.splitlines()) for title, name in _TEXTS if (text := getattr(row, name))]
    if row.state == "drafting" and row.returned:
        made.append(Section("Came back", lines=row.returned.splitlines()))
    if actions:
        rows = [(str(each.id), each.what, each.owner, when.say(each.due_at), each.state) for each in actions]
        made.append(Section("Actions", ("", "what", "who", "by", "state"), rows))
    return made


def _json(row: ReviewRow) -> dict[str, Any]:
    moments = {name: iso(value) for name, value in row._asdict().items() if name.endswith("_at")}
    named = ("number", "title", "state", "severity", "owner", "tickets", "breached", "updates", "late", "decisions")
    texts = {name: getattr(row, name) for _, name in _TEXTS}
    return {**{name: getattr(row, name) for name in named}, **moments, **texts, "late_s": row.late_s}


def _action(row: ActionRow) -> dict[str, Any]:
    return {
        "action": row.id, "what": row.what, "owner": row.owner, "by": iso(row.due_at), "state": row.state,
        "late_since": iso(row.missed_at), "done": iso(row.done_at),
    }  # fmt: skip
