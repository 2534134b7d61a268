"""Looking back: a review is taken up, written, read by another, published and closed; actions are agreed and done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from zoneinfo import ZoneInfo

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.core.errors import BadInput, NotFound, Refused
from deskconsole.core.instants import SECOND, Instant
from deskconsole.core.when import say_instant
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.directory.views import DESK
from deskconsole.features.reviews import events as e
from deskconsole.features.reviews.rules import STEPS, standing
from deskconsole.features.reviews.views import ACTIONS_OF, DECIDED, DETECTED, REVIEW, REVIEW_OF, SAID, ReviewRow
from deskconsole.features.room_updates.views import answering, by_severity, comms, severity_of, the_room
from deskconsole.features.staffing.views import MEMBER, Member
from deskconsole.features.war_room.views import ROOM_BY_ID

Room = Annotated[str, Ask("room", hint="WR-3: the room that it looks back at")]
Lines = Annotated[str, Ask(kind="lines")]
Action = Annotated[int, Ask("action", kind="integer", hint="its number in the review")]
OUT = ("published", "actions open", "closed")


@command("review.take_up", needs="room.work", label="write review")
def take_up(
    desk: Desk, room: Room, owner: Annotated[str, Ask("owner", kind="person", hint="empty: me")] = ""
) -> Iterator[Event]:
    """Take up the review of a room that was stood down: whoever does is told first when it is late."""
    row = _review(desk, room)
    if row.state in OUT:
        raise Refused(f"the review of {row.number} is published")
    yield e.ReviewBegun(at=desk.now, review=row.id, owner=_somebody(desk, owner.strip() or desk.actor).handle)


@command("review.submit", needs="room.work", label="submit review")
def submit(
    desk: Desk,
    room: Room,
    summary: Annotated[str, Ask("summary", kind="lines", hint="what happened, and what it did")],
    causes: Annotated[str, Ask("causes", kind="lines", hint="what it came from, and what made it worse")] = "",
    well: Annotated[str, Ask("went well", kind="lines")] = "",
    badly: Annotated[str, Ask("went badly", kind="lines")] = "",
) -> Iterator[Event]:
    """Hand in what is written, for somebody else to read; written again it takes the place of what was."""
    row = _review(desk, room)
    if row.state in OUT:
        raise Refused(f"the review of {row.number} is published")
    if not summary.strip():
        raise BadInput("the summary is empty: two sentences say what happened and what it did")
    yield e.ReviewSubmitted(
        at=desk.now, review=row.id, owner=desk.actor, summary=Private(summary.strip()), causes=_maybe(causes),
        well=_maybe(well), badly=_maybe(badly),
    )  # fmt: skip


@command("review.return", needs="room.work", label="return review")
def return_(desk: Desk, room: Room, reason: Annotated[str, Ask("reason", kind="lines")]) -> Iterator[Event]:
    """Give a review back to whoever wrote it, and say what it lacks."""
    row = _in_review(desk, room)
    if not reason.strip():
        raise BadInput("the reason is empty: whoever wrote it wants to know")
    yield e.ReviewReturned(at=desk.now, review=row.id, by=desk.actor, reason=Private(reason.strip()))


@command("review.issue", needs="room.work", label="publish review")
def issue(desk: Desk, room: Room) -> Iterator[Event]:
    """Publish a review that somebody else has written: its clock stops; what is left are its actions."""
    row = _in_review(desk, room)
    if row.owner == desk.actor:
        raise Refused("you wrote it yourself: somebody else reads and publishes it")
    left = sum(each.state == "open" for each in desk.all(ACTIONS_OF, review=row.id))
    late = max(0, -((row.due_at - desk.now) // SECOND))
    yield e.ReviewPublished(at=desk.now, review=row.id, by=desk.actor, open_actions=left, late_s=late)


@command("review.act", needs="room.work", label="agree action")
def act(
    desk: Desk,
    room: Room,
    what: Annotated[str, Ask("what", hint="so that it does not come again")],
    owner: Annotated[str, Ask("owner", kind="person")],
    by: Annotated[int, Ask("by", kind="instant", hint="Fri 17:00, +14d")],
) -> Iterator[Event]:
    """Agree who does what by when, so that it does not come again."""
    row = _review(desk, room)
    if row.state == "closed":
        raise Refused(f"the review of {row.number} is closed")
    if not what.strip():
        raise BadInput("what is to be done is empty")
    if by <= desk.now:
        raise BadInput("an action is done by an instant that is still to come: +14d")
    yield e.ActionAgreed(
        at=desk.now, review=row.id, review_action=desk.next_id("review_action"),
        owner=_somebody(desk, owner.strip()).handle, due_at=by, what=Private(what.strip()),
        published=row.state in OUT,
    )  # fmt: skip


@command("review.done", needs="room.work", label="action done")
def done(desk: Desk, room: Room, action: Action) -> Iterator[Event]:
    """Say that an action is done."""
    row = _review(desk, room)
    left = [each.id for each in desk.all(ACTIONS_OF, review=row.id) if each.state == "open"]
    if action not in left:
        raise NotFound(f"no open action of {row.number} has the number {action}: {', '.join(map(str, left)) or 'none'}")
    yield e.ActionDone(
        at=desk.now, review=row.id, review_action=action, by=desk.actor, last=left == [action] and row.state in OUT
    )


@command("review.close", needs="room.work", label="close review")
def close(desk: Desk, room: Room) -> Iterator[Event]:
    """Close a review: it is published, and its actions are done."""
    row = _review(desk, room)
    if row.state != "published":
        why = {"closed": "is closed already", "actions open": "has actions that are still to be done"}
        raise Refused(f"the review of {row.number} {why.get(row.state, f'is {row.state}: publish it first')}")
    yield e.ReviewClosed(at=desk.now, review=row.id, by=desk.actor)


# --- what the desk does ----------------------------------------------------------------------------------------------


@command("review.owe", needs="desk")
def owe(desk: Desk, room: int, at: int, tickets: int, breached: int) -> Iterator[Event]:
    """A room was stood down: write what is known of it, and by when its review is published."""
    if desk.maybe(REVIEW_OF, room=room) is not None:
        return
    row, settings, severity = desk.one(ROOM_BY_ID, room=room), comms(desk), severity_of(desk, room)
    first = desk.one(DETECTED, room=room)
    updates, late = desk.one(SAID, room=room)
    yield e.ReviewOwed(
        at=Instant(at), review=desk.next_id("review"), war_room=room, severity=severity,
        due_at=at + by_severity(settings.review, severity) * SECOND, remind_s=settings.remind,
        declared_at=row.proposed_at, impact_at=row.since,
        detected_at=row.proposed_at if first is None else min(first, row.proposed_at),
        acknowledged_at=row.confirmed_at, mitigated_at=row.mitigated_at, restored_at=row.restored_at,
        tickets=tickets, breached=breached, updates=updates, late=late, decisions=desk.one(DECIDED, room=room),
    )  # fmt: skip


@command("review.notice", needs="desk")
def notice(desk: Desk, review: int, until: int) -> Iterator[Event]:
    """Record that a review, or an action of one, is late by an instant, and tell whoever comes next."""
    found = standing(known.event for known in alive(desk.history("review", review)))
    if found is None:
        return
    row, last = desk.one(REVIEW, review=review), min(until, desk.now)
    number = desk.next_id("notification")
    if found.wakes_at is not None and found.wakes_at <= last:
        at = Instant(found.wakes_at)
        step = next((n for n in range(found.step, len(STEPS)) if _answers(desk, row, STEPS[n])), len(STEPS) - 1)
        told = _answers(desk, row, STEPS[step])
        more = at + found.remind_s * SECOND if step + 1 < len(STEPS) else None
        yield e.ReviewMissed(
            at=at, review=review, step=step + 1, told=tuple(each.handle for each in told), next_at=more
        )  # fmt: skip
        words = (
            f"the review of {row.number} {row.title or ''} was due {_moment(desk, found.due_at)} and is {row.state}."
        )
        for each in told:
            yield _telling(at, number, each, words)
            number += 1
    actions = {each.id: each for each in desk.all(ACTIONS_OF, review=review)}
    for action, wakes in found.actions.items():
        if wakes is not None and wakes <= last:
            late = actions[action]
            who = [each for each in [desk.maybe(MEMBER, handle=late.owner)] if each] or answering(
                desk, row.room, "leads"
            )
            yield e.ActionMissed(
                at=Instant(wakes), review=review, review_action=action, told=tuple(each.handle for each in who)
            )
            for each in who:
                words = f"{late.what or 'an action'} (review of {row.number}) was due {_moment(desk, late.due_at)}."
                yield _telling(Instant(wakes), number, each, words)
                number += 1


def _telling(at: Instant, number: int, who: Member, words: str) -> NotificationQueued:
    return NotificationQueued(
        at=at, notification=number, purpose="review", severity="warn", operator=who.id, text=Private(words)
    )


def _moment(desk: Desk, at: int) -> str:
    return say_instant(Instant(at), desk.now, ZoneInfo(desk.one(DESK).zone))


# --- what they have in common ----------------------------------------------------------------------------------------


def _answers(desk: Desk, row: ReviewRow, who: str) -> list[Member]:
    """Who is told at a step: whoever writes it, whoever led the room, leads, managers."""
    if who == "owner":
        return [each for each in [desk.maybe(MEMBER, handle=row.owner or "")] if each]
    return answering(desk, row.room, who)


def _review(desk: Desk, room: str) -> ReviewRow:
    row = the_room(desk, room)
    found = desk.maybe(REVIEW_OF, room=row.id)
    if found is None:
        raise Refused(f"{row.number} is {row.state}: its review comes when it is stood down")
    return found


def _in_review(desk: Desk, room: str) -> ReviewRow:
    row = _review(desk, room)
    if row.state != "in review":
        raise Refused(f"the review of {row.number} is {row.state}: only one that was handed in is decided on")
    return row


def _somebody(desk: Desk, handle: str) -> Member:
    found = desk.maybe(MEMBER, handle=handle)
    if found is None:
        raise NotFound(f"nobody here is called “{handle}”: `deskconsole desk export` lists them")
    return found


def _maybe(text: str) -> Private | None:
    return Private(text.strip()) if text.strip() else None
