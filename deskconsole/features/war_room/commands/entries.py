"""What is written in a room: notes, decisions, objections; tasks, questions, hypotheses with owner and due time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import Instant
from deskconsole.features.war_room import events as e
from deskconsole.features.war_room.commands.common import Number, live, prose, room_of, somebody, worked
from deskconsole.features.war_room.views import ENTRY, EntryRow, RoomRow

Entry = Annotated[int, Ask("entry", kind="integer", hint="its number in the room")]
Owner = Annotated[str, Ask("who", kind="person", hint="empty: nobody yet")]
Due = Annotated[int | None, Ask("due", kind="instant", hint="in 20m, 10:15; empty: no time")]
Text = Annotated[str, Ask("text", kind="lines")]


def _written(
    desk: Desk, row: RoomRow, what: str, text: str, owner: str = "", due: int | None = None, **more: object
) -> e.EntryWritten:
    if due is not None and due <= desk.now:
        raise BadInput("due is over already: name a time ahead")
    return e.EntryWritten(
        at=desk.now, war_room=row.id, entry=desk.next_id("war_room_entry"), what=what, by=desk.actor,
        text=prose(text, f"the {what}"), owner=somebody(desk, owner) if owner.strip() else None, due_at=due,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


@command("room.note", needs="room.work", label="note")
def note(desk: Desk, room: Number, text: Text) -> Iterator[Event]:
    """Write down what is seen or done, for the timeline."""
    yield _written(desk, live(desk, room), "note", text)


@command("room.decide", needs="room.work", key="D", label="decide")
def decide(
    desk: Desk,
    room: Number,
    text: Annotated[str, Ask("decision", kind="lines")],
    backers: Annotated[str, Ask("for", hint="who is for it: handles, parted by spaces")] = "",
    objection: Annotated[str, Ask("objection", hint="handle: what they say against it")] = "",
) -> Iterator[Event]:
    """Write down what is decided, who is for it, and the strongest objection."""
    row = worked(desk, room)
    who = tuple(dict.fromkeys(somebody(desk, word.strip(",")) for word in backers.split()))
    made = _written(desk, row, "decision", text, backers=who)
    yield made
    if objection.strip():
        handle, colon, said = objection.partition(":")
        if not colon:
            raise BadInput("who objects? write ben: drops Hamburg again")
        yield e.EntryWritten(
            at=desk.now, war_room=row.id, entry=made.entry + 1, what="objection", by=somebody(desk, handle),
            text=prose(said, "the objection"), of=made.entry,
        )  # fmt: skip


@command("room.object", needs="room.work", label="object")
def object_to(desk: Desk, room: Number, entry: Entry, text: Text) -> Iterator[Event]:
    """Say what speaks against a decision; it is noted beside it."""
    row = worked(desk, room)
    if _entry(desk, row, entry).kind != "decision":
        raise Refused(f"entry {entry} is no decision")
    yield _written(desk, row, "objection", text, of=entry)


@command("room.task", needs="room.work", key="t", label="task")
def task(desk: Desk, room: Number, text: Text, owner: Owner = "", due: Due = None) -> Iterator[Event]:
    """Have something done, by somebody and by a time."""
    yield _written(desk, worked(desk, room), "task", text, owner, due)


@command("room.ask", needs="room.work", key="I", label="question")
def ask(desk: Desk, room: Number, text: Text, owner: Owner = "", due: Due = None) -> Iterator[Event]:
    """Ask what is to be found out, by somebody and by a time."""
    yield _written(desk, worked(desk, room), "question", text, owner, due)


@command("room.hypothesis", needs="room.work", label="hypothesis")
def hypothesis(desk: Desk, room: Number, text: Text, owner: Owner = "", due: Due = None) -> Iterator[Event]:
    """Say what the cause may be, and who tests that by when."""
    yield _written(desk, worked(desk, room), "hypothesis", text, owner, due)


@command("room.move", needs="room.work", label="reassign")
def move(desk: Desk, room: Number, entry: Entry, owner: Owner = "", due: Due = None) -> Iterator[Event]:
    """Give a task, a question or a hypothesis another owner or another time; what is not named stays."""
    row = worked(desk, room)
    held = _open(desk, row, entry)
    if not owner.strip() and due is None:
        raise BadInput("nothing is given: name who, or a due time")
    if due is not None and due <= desk.now:
        raise BadInput("due is over already: name a time ahead")
    yield e.EntryMoved(
        at=desk.now, war_room=row.id, entry=entry, by=desk.actor,
        owner=somebody(desk, owner) if owner.strip() else held.owner, due_at=held.due_at if due is None else due,
    )  # fmt: skip


@command("room.task_done", needs="room.work", label="task done")
def task_done(
    desk: Desk, room: Number, entry: Entry, outcome: Annotated[str, Ask("outcome", hint="what came of it")] = ""
) -> Iterator[Event]:
    """Say that a task is done, or a decision carried out."""
    yield _settled(desk, room, entry, ("task", "decision"), "done", outcome)


@command("room.answer", needs="room.work", label="answer")
def answer(desk: Desk, room: Number, entry: Entry, text: Text) -> Iterator[Event]:
    """Answer a question of the room."""
    if not text.strip():
        raise BadInput("the answer is empty")
    yield _settled(desk, room, entry, ("question",), "answered", text)


@command("room.rule_out", needs="room.work", label="rule out")
def rule_out(
    desk: Desk, room: Number, entry: Entry, why: Annotated[str, Ask("why", hint="what speaks against it")] = ""
) -> Iterator[Event]:
    """Say that a hypothesis is not the cause: nobody looks there again."""
    yield _settled(desk, room, entry, ("hypothesis",), "ruled out", why)


def _settled(desk: Desk, room: str, entry: int, kinds: tuple[str, ...], state: str, said: str) -> e.EntrySettled:
    row = room_of(desk, room)
    held = _open(desk, row, entry) if "decision" not in kinds else _entry(desk, row, entry)
    if held.kind not in kinds:
        raise Refused(f"entry {entry} is a {held.kind}, no {' or '.join(kinds)}")
    if held.done_at is not None:
        raise Refused(f"entry {entry} is {held.state} already, by {held.done_by}")
    outcome = Private(said.strip()) if said.strip() else None
    return e.EntrySettled(
        at=Instant(desk.now), war_room=row.id, entry=entry, what=held.kind, state=state, by=desk.actor, outcome=outcome
    )


def _open(desk: Desk, row: RoomRow, entry: int) -> EntryRow:
    held = _entry(desk, row, entry)
    if held.state != "open":
        what = f"{held.state} already, by {held.done_by}" if held.done_at else f"a {held.kind}: nothing is to be done"
        raise Refused(f"entry {entry} of {row.number} is {what}")
    return held


def _entry(desk: Desk, row: RoomRow, entry: int) -> EntryRow:
    held = desk.maybe(ENTRY, room=row.id, entry=entry)
    if held is None:
        raise NotFound(f"{row.number} has no entry {entry}: `deskconsole war-room show {row.number}` lists them")
    return held
