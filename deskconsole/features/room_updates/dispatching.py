"""A message leaves: to our own people as notifications, to customers as mail; who it went to is part of the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskconsole.core.desk import Desk, Event, Private, alive, command
from deskconsole.features.delivery.events import NotificationQueued
from deskconsole.features.mail.events import MailQueued
from deskconsole.features.mail.views import MAIL, MAILS_OF, SALT, TEXT, MailSpec, is_address, own_id, token, written_to
from deskconsole.features.room_updates import events as e
from deskconsole.features.room_updates.rules import (
    INTERNAL,
    STATUS_PAGE,
    Asker,
    Before,
    Letter,
    Reach,
    only_of,
    reach,
)
from deskconsole.features.room_updates.views import TICKETS_IN, WRITTEN_TO, CommsSpec, InRoom, comms
from deskconsole.features.staffing.views import MEMBERS, Member
from deskconsole.features.war_room.views import ROOM_BY_ID, RoomRow

AT_ONCE = 12
"""Tickets whose people are written to in one transaction: others who write wait 20 to 30 ms."""


@command("update.dispatch", needs="desk")
def dispatch(desk: Desk, room: int, update: int, after: int = 0) -> Iterator[Event]:
    """Have a message that is sent leave to all of its audience; what a status page says is for whoever exports it.

    To many customers it leaves some at a time: now to those of the tickets after a link to the room.
    """
    known = alive(desk.history("war_room", room))
    found = next((each for each in known if _is(each.event, update)), None)
    told = [each.event for each in known if isinstance(each.event, e.UpdateTold) and each.event.room_update == update]
    if found is None or (told and told[-1].more != after):
        return
    written, row = found.event, desk.one(ROOM_BY_ID, room=room)
    assert isinstance(written, e.UpdateWritten)
    if written.audience == STATUS_PAGE:
        return
    if written.audience == INTERNAL:
        yield from _inside(desk, row, written)
    else:
        yield from _outside(desk, row, written, found.seq, told)


def _is(x: Event, update: int) -> bool:
    return isinstance(x, e.UpdateWritten) and x.room_update == update


def _inside(desk: Desk, row: RoomRow, written: e.UpdateWritten) -> Iterator[Event]:
    """To whoever works at the desk and has not left for the day, but its writer."""
    said = desk.one(TEXT, private=written.text.id)
    to = [each for each in desk.all(MEMBERS) if _hears(each) and each.handle != written.by]
    first = desk.next_id("notification")
    yield e.UpdateTold(
        at=desk.now, war_room=row.id, room_update=written.room_update, first_notification=first if to else None,
        last_notification=first + len(to) - 1 if to else None,
    )  # fmt: skip
    for place, member in enumerate(to):
        yield NotificationQueued(
            at=desk.now, notification=first + place, purpose="update", severity="info", operator=member.id,
            text=Private(said),
        )  # fmt: skip


def _hears(member: Member) -> bool:
    return member.status != "off" and bool({"agent", "lead", "manager"} & {*member.roles.split()})


def _outside(
    desk: Desk, row: RoomRow, written: e.UpdateWritten, seq: int, told: Sequence[e.UpdateTold]
) -> Iterator[Event]:
    """To customers: each message hangs on a ticket of theirs, so that what they answer is found there."""
    settings, mail = comms(desk), desk.maybe(MAIL)
    last = told[-1] if told else None
    some = desk.all(
        TICKETS_IN, room=row.id, after=(last and last.more) or 0, key=only_of(written.audience) or "", limit=AT_ONCE + 1
    )
    askers = list(_askers(desk, some[:AT_ONCE], settings, mail))
    heard = frozenset(key for each in told for key in each.heard)
    before = Before(_written_to(desk, written, last), heard, last.nobody if last else ())
    found = reach(settings, written.audience, askers, before)
    if mail is None:  # nothing leaves as mail from this desk
        everybody = {*before.nobody, *(each.customer for each in askers if each.customer)}
        found = Reach((), (), tuple(sorted(everybody)))
    number = desk.next_id("mail")
    first = last.first_mail if last else None
    yield e.UpdateTold(
        at=desk.now, war_room=row.id, room_update=written.room_update,
        first_mail=number if first is None and found.letters else first,
        last_mail=number + len(found.letters) - 1 if found.letters else last.last_mail if last else None,
        nobody=found.nobody, heard=found.heard, mails=len(found.letters),
        more=some[AT_ONCE - 1].link if len(some) > AT_ONCE else None,
    )  # fmt: skip
    if mail is not None:
        post = _Post(desk, mail, row.number, written, seq)
        yield from (post.queued(number + place, letter) for place, letter in enumerate(found.letters))


def _askers(desk: Desk, some: Sequence[InRoom], settings: CommsSpec, mail: MailSpec | None) -> Iterator[Asker]:
    """Who waits for these tickets; where their customer has contacts of its own nobody looks for an address."""
    named = {customer for customer, _ in settings.contacts}
    for each in some:
        address = None if mail is None or each.customer in named else _address(desk, each.ticket, mail.own)
        yield Asker(each.ticket, each.customer, address)


def _written_to(desk: Desk, written: e.UpdateWritten, last: e.UpdateTold | None) -> frozenset[str]:
    if last is None or last.first_mail is None:
        return frozenset()
    return frozenset(desk.all(WRITTEN_TO, first=last.first_mail, last=last.last_mail, private=written.text.id))


class _Post:
    """Addresses the letters of one message."""

    def __init__(self, desk: Desk, settings: MailSpec, number: str, written: e.UpdateWritten, seq: int) -> None:
        self.desk, self.settings, self.number, self.written, self.seq = desk, settings, number, written, seq
        self.salt = desk.maybe(SALT, private=written.text.id) or b""

    def queued(self, number: int, letter: Letter) -> MailQueued:
        """It is to leave under the subject of the ticket that it hangs on: what rooms are called is our own matter."""
        own = own_id(f"{self.number}.{number}", self.seq, self.salt, self.settings.host)
        team, _, _ = written_to(self.desk, letter.ticket, ())
        return MailQueued(
            at=self.desk.now, ticket=letter.ticket, mail=number, token=token(own), own=own, answer=self.seq,
            text=self.written.text.id, sender=self.settings.of_team(team), address=Private(letter.address),
        )  # fmt: skip


def _address(desk: Desk, ticket: int, ours: frozenset[str]) -> str | None:
    """Where whoever asked for a ticket is written to; nobody where that is one of our own addresses."""
    _, _, to = written_to(desk, ticket, desk.all(MAILS_OF, ticket=ticket))
    return to if to and is_address(to) and to.lower() not in ours else None
