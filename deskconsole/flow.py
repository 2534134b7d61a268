"""What leads to what: the one page that says which event is followed by which call (design: reactions are a table)."""

from __future__ import annotations

from deskconsole.core.desk import Call, Flow
from deskconsole.features.agreements.events import ThresholdReached
from deskconsole.features.delivery.commands import read_of_run
from deskconsole.features.escalation.commands import release
from deskconsole.features.escalation.events import (
    EscalationAcknowledged,
    EscalationSkipped,
    EscalationStepTaken,
    EscalationStopped,
    EscalationTakenOver,
    MuteEnded,
    RoomSettled,
    RuleUnmuted,
    RunsReleased,
)
from deskconsole.features.handover.commands import plan
from deskconsole.features.handover.events import HandoverAccepted, HandoverRuled
from deskconsole.features.mail.commands import dispatch, post
from deskconsole.features.notices.events import NoticeWritten
from deskconsole.features.offline.commands import plan as plan_sheet
from deskconsole.features.offline.events import OfflineRuled
from deskconsole.features.offline.views import OFFLINE
from deskconsole.features.promises.commands import kept_by
from deskconsole.features.reviews.commands import owe
from deskconsole.features.room_updates.commands import begin
from deskconsole.features.room_updates.dispatching import dispatch as leave
from deskconsole.features.room_updates.events import UpdateSent, UpdateTold
from deskconsole.features.rosters.events import (
    AbsenceEntered,
    AbsenceWithdrawn,
    BookingMade,
    BookingWithdrawn,
    RosterVersioned,
)
from deskconsole.features.staffing.commands import arrived, lapse
from deskconsole.features.surge.commands import end
from deskconsole.features.tickets.commands.merging import pass_on
from deskconsole.features.tickets.events import (
    TicketCancelled,
    TicketCommented,
    TicketContacted,
    TicketCreated,
    TicketReclassified,
    TicketResolved,
    TicketRouted,
)
from deskconsole.features.war_room.commands import gather, match, propose, reconsider, unite, watch
from deskconsole.features.war_room.commands import release as let_go
from deskconsole.features.war_room.events import (
    RoomConfirmed,
    RoomDescribed,
    RoomEnded,
    RoomStoodDown,
    RoomWorse,
    TicketsMoved,
)
from deskconsole.features.war_room.rules import LEAST_SHARE
from deskconsole.features.war_room.views import ROOM_RULES
from deskconsole.handovers.mailing import mail

flow = Flow()


def _keeps(means: str, said: TicketCommented | TicketContacted) -> Call | None:
    return None if said.keeps is None else kept_by(said.keeps, said.at, means)


# What was promised to the requester is kept by telling them.
flow.on(TicketCommented, lambda said: _keeps("reply", said), at_once=True)
flow.on(TicketContacted, lambda said: _keeps("contact", said), at_once=True)


def _answered(x: TicketCommented) -> Call:
    """What a person answers is for all whose tickets were merged into it (rule 24)."""
    by_person = x.public and not x.automatic and not x.undelivered
    return pass_on(x.ticket, (by_person and x.text.text) or "", x.ticket if x.said_on is None else x.said_on)


flow.on(TicketCommented, _answered, at_once=True)

# At once: whoever looks at a ticket that has come to a team sees whose it is; an offer of what has ended is none.
flow.on(TicketRouted, lambda x: arrived(x.ticket, x.team, x.rule), at_once=True)
flow.on(TicketResolved, lambda x: lapse(x.ticket, "it was resolved meanwhile"), at_once=True)
flow.on(TicketCancelled, lambda x: lapse(x.ticket, "it was cancelled meanwhile"), at_once=True)


def _mailed(x: TicketCommented) -> Call | None:
    """What was said to the requester leaves as mail, where they have an address."""
    return post(x.ticket, x.at) if x.public and not x.by_customer else None


# At once: that an answer is to leave is part of it, so that none is recorded that nobody sends; a notice likewise.
flow.on(TicketCommented, _mailed, at_once=True)
flow.on(NoticeWritten, lambda x: dispatch(x.ticket, x.notice, x.word), at_once=True)

# At once: whoever logs a call sees that it is a part of something larger.
flow.on(TicketCreated, lambda x: match(x.ticket), at_once=True)
flow.on(TicketReclassified, lambda x: match(x.ticket), at_once=True)


def _crossed(x: ThresholdReached) -> Call | None:
    """Rules look no lower than at what is about to break."""
    return watch(x.ticket, x.share, x.at) if x.share >= LEAST_SHARE else None


# Later: what goes wrong with a room stops nobody from working on tickets.
flow.on(ThresholdReached, _crossed, where=ROOM_RULES)
flow.on(
    EscalationStepTaken,
    lambda x: propose(x.ticket, f"step {x.step} of an escalation") if "war room proposed" in x.did else None,
)
flow.on(RoomConfirmed, lambda x: gather(x.war_room))
flow.on(RoomDescribed, lambda x: unite(x.war_room) if x.parent else None)
flow.on(RoomEnded, lambda x: let_go(x.war_room))
flow.on(TicketsMoved, lambda x: (gather if x.how == "came" else let_go)(x.war_room) if x.more else None)

# At once: whoever does something about an escalation has seen what they were told in it.
flow.on(EscalationAcknowledged, lambda x: read_of_run(x.run), at_once=True)
flow.on(EscalationTakenOver, lambda x: read_of_run(x.run), at_once=True)
flow.on(EscalationSkipped, lambda x: read_of_run(x.run), at_once=True)
flow.on(EscalationStopped, lambda x: read_of_run(x.run), at_once=True)

# Later: what a mute withheld goes on once it is over, some runs at a time; what wanted a room is looked at again.
flow.on(RuleUnmuted, lambda x: release(x.escalation_mute))
flow.on(RunsReleased, lambda x: release(x.escalation_mute) if x.more else None)
flow.on(RuleUnmuted, lambda x: reconsider(x.escalation_mute), where=ROOM_RULES)
flow.on(MuteEnded, lambda x: reconsider(x.escalation_mute), where=ROOM_RULES)
flow.on(RoomSettled, lambda x: reconsider(x.escalation_mute), where=ROOM_RULES)

# What is owed of a room that has opened; at once: whom a message goes to is part of sending it.
flow.on(RoomConfirmed, lambda x: begin(x.war_room, x.at))
flow.on(RoomWorse, lambda x: begin(x.war_room, x.at))
flow.on(UpdateSent, lambda x: leave(x.war_room, x.room_update), at_once=True)
flow.on(UpdateTold, lambda x: leave(x.war_room, x.room_update, x.more) if x.more is not None else None)

# A room is over: whoever was called in may go, and of what was worked in somebody looks back.
flow.on(RoomEnded, lambda x: end(x.war_room, x.at))
flow.on(RoomStoodDown, lambda x: owe(x.war_room, x.at, x.tickets, x.breached))
# Later: what was accepted is mailed to both leads, whatever becomes of the mail.
flow.on(HandoverAccepted, lambda x: mail(x.handover))

# Later: another roster may end and begin shifts at other instants, and other people may lead them.
for _said in (RosterVersioned, BookingMade, BookingWithdrawn, AbsenceEntered, AbsenceWithdrawn):
    flow.on(_said, lambda x: plan())
    flow.on(_said, lambda x: plan_sheet(), where=OFFLINE)
flow.on(HandoverRuled, lambda x: plan())
flow.on(OfflineRuled, lambda x: plan_sheet())
