"""What was done, in the words of the message line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from deskconsole.console.painting import figures
from deskconsole.core.desk import Call
from deskconsole.core.instants import Instant
from deskconsole.features.staffing.views import STATUSES
from deskconsole.features.tickets.views import TicketRow

FINAL = frozenset(
    {
        "call.undo",
        "call.redo",
        "ticket.new",
        "ticket.take_call",
        "ticket.follow_up",
        "ticket.reply",
        "ticket.receive",
        "ticket.split",
        "vendor.dispatch",
        "escalation.now",
        "ticket.resolve_all",
        "ticket.resolve_with",
        "ticket.notice",
        "room.attach",
        "room.detach",
    }
)
"""Calls that nobody can take back: they have left the house, or are such a step themselves."""

NO_UNDO = dict.fromkeys(("ticket.resolve_all", "ticket.resolve_with"), "notices are sent: no undo, only reopening")
"""What is said where others expect to be able to."""


_VIEW = {
    "view.save": "the view {name} is saved, yours alone",
    "view.edit": "the view {view} is changed",
    "view.share": "who sees the view {view} is changed",
    "view.delete": "the view {view} is deleted; its tickets stay",
}
"""What is said of views, which are no tickets."""

_ROOM = {
    "room.confirm": "{room} is open",
    "room.reject": "{room} is rejected",
    "room.mitigated": "{room} is mitigated",
    "room.restored": "{room} is restored",
    "room.worse": "{room} is open again",
    "room.stand_down": "{room} is stood down, its review is due",
    "room.merge": "{room} is merged into {into}",
    "room.split": "{room} is split",
    "room.describe": "{room} is described anew",
    "room.declare": "a room is proposed: a lead confirms or rejects it",
    "room.take_role": "you are {role} of {room}",
    "room.ask_role": "{who} is asked to be {role} of {room}",
    "room.hand_over_role": "{who} is asked to take over as {role} of {room}",
    "room.renounce_role": "you are not {role} of {room} any more",
    "room.note": "note written in {room}",
    "room.decide": "decided in {room}",
    "room.object": "objection noted in {room}",
    "room.task": "task written in {room}",
    "room.ask": "question asked in {room}",
    "room.hypothesis": "hypothesis written in {room}",
    "room.move": "entry {entry} of {room} is reassigned",
    "room.task_done": "done: entry {entry} of {room}",
    "room.answer": "answered: entry {entry} of {room}",
    "room.rule_out": "ruled out: entry {entry} of {room}",
    "room.update": "message of {room} to {to}",
    "room.sentence": "agents say what {room} says",
    "update.approve": "message of {room} approved",
    "update.withdraw": "message of {room} taken back",
    "update.every": "{to} hears of {room} at another pace",
    "surge.call_in": "somebody is called in to {room}",
}
"""What is said of war rooms, which are none either."""


MUTING = frozenset({"escalation.mute", "escalation.unmute"})
"""What is about a rule, and can be taken back all the same."""
_HANDED = {
    "handover.leave": "a handover of your tickets is drafted: say what is next of each, then sign it",
    "handover.drop": "{handover} is dropped: the tickets stay whose they are",
}
"""What is said of an agent's tickets that go to somebody else."""


class _Given(dict[str, object]):
    """Arguments of a call; what was left to the command stands as a dash."""

    def __missing__(self, name: str) -> str:
        return {"role": "commander"}.get(name, "–")


def with_it(call: Call, also: Sequence[Call], now: Instant, zone: tzinfo) -> str:
    """What was done to promises by what was sent, after its own sentence."""
    kept = [f"{call.kwargs['keeps']} kept"] if call.kwargs.get("keeps") else []
    dues = [Instant(int(str(each.kwargs["by"]))) for each in also if each.command.name == "promise.make"]
    made = [f"promised by {figures.moment(by, now, zone)}" for by in dues]
    used = [str(each.kwargs["article"]) for each in also if each.command.name == "article.use"]
    told = [*kept, *made, *([f"used {', '.join(used)}"] if used else [])]
    return "".join(f", {each}" for each in told)


def words(call: Call, ticket: TicketRow | None, me: str, now: Instant, zone: tzinfo, why: str = "") -> str:
    """One sentence on a call that was carried out, from its ticket as it stands now; `why` the desk chose so."""
    verb = call.command.label or call.command.name
    if call.command.name in _VIEW:
        return _VIEW[call.command.name].format(**{"view": call.kwargs.get("name"), **call.kwargs})
    if call.command.name in _HANDED:
        return _HANDED[call.command.name].format_map(_Given(call.kwargs))
    if call.command.name in _ROOM:
        return _ROOM[call.command.name].format_map(_Given(call.kwargs))
    if call.command.name in MUTING:
        return _muted(call, now, zone)
    if ticket is None:
        me, _, status = call.command.name.partition(".")
        return f"you are {STATUSES[status]}" if me == "me" and status in STATUSES else verb
    number, team = ticket.number, ticket.team or "no team"
    owner = "yours" if ticket.owner == me else f"{ticket.owner}’s"
    until = figures.hold_end(ticket.held_until, now, zone)
    held = " and ".join([ticket.held_for or "", *(ticket.also_held or "").split()])
    said = {
        "ticket.new": f"{number} written: P{ticket.priority}, {team}",
        "ticket.take_call": f"{number} written: P{ticket.priority}, {team}, answered"
        + (f", resolved: {ticket.resolution_code}" if ticket.state == "resolved" else ""),
        "ticket.route": f"{number} is with {team}",
        "ticket.assign": f"{number} is {owner}",
        "ticket.assign_to_me": f"{number} is yours",
        "ticket.next": f"{number} is yours: {why}",
        "ticket.skip": f"{number} is in the pool again",
        "ticket.transfer": f"{number} is offered, ours until they accept",
        "ticket.accept": f"{number} is accepted: {team}, {owner if ticket.owner else 'nobody owns it yet'}",
        "ticket.return": f"{number} is returned: {team}",
        "touch.correct": f"time on {number} corrected",
        "ticket.work": f"{number} is in work",
        "ticket.reply": f"answered {number}",
        "ticket.note": f"note written on {number}",
        "ticket.receive": f"message recorded on {number}",
        "ticket.hold": f"{number} held for {held}, {until}",
        "ticket.resume": f"{number} is still held for {held}" if ticket.held_for else f"{number} runs again",
        "ticket.priority": f"{number} is P{ticket.priority}",
        "ticket.tag": f"{number} has {f'tags {ticket.tags.strip()}' if ticket.tags else 'no tags'}",
        "ticket.resolve": f"{number} resolved: {ticket.resolution_code}",
        "ticket.close": f"{number} closed",
        "ticket.reopen": f"{number} reopened",
        "ticket.cancel": f"{number} cancelled",
        "ticket.link": f"{number} linked",
        "ticket.join_outage": f"{number} attached",
        "ticket.declare_outage": f"{number} is a known outage",
        "ticket.withdraw_outage": f"{number} is no known outage",
        "ticket.merge": f"{number} is merged into {ticket.survivor}",
        "ticket.split": f"{number} stands for itself again",
        "ticket.resolve_all": f"{number} resolved: {ticket.resolution_code}",
        "ticket.resolve_with": f"{number} resolved: {ticket.resolution_code}",
        "ticket.follow_up": f"{number} written: P{ticket.priority}, {team}",
        "ticket.acknowledge": f"{number} is acknowledged",
        "ticket.restore": f"{number} works again, not resolved yet",
        "ticket.confirm": f"{number} is confirmed",
        "ticket.reclassify": f"{number} is reclassified",
        "ticket.bounced": f"an answer of {number} does not count",
        "ticket.blame": f"breach of {number} explained",
        "ticket.notice": f"notice of {number} is on its way: it is sent when the mail server has it",
        "notice.receipt": f"notice of {number} was sent, with its receipt",
        "notice.waive": f"a notice of {number} is not owed",
        "contact.log": f"call logged on {number}",
        "promise.make": f"promised on {number}",
        "promise.keep": f"a promise on {number} is kept",
        "promise.move": f"a promise on {number} is due at another time",
        "promise.break": f"a promise on {number} is broken, with its reason",
        "promise.drop": f"nobody waits for that on {number} any more",
        "escalation.now": f"{number}: the next step is taken now",
        "escalation.acknowledge": f"{number}: its escalation is acknowledged, nobody else is told",
        "escalation.take_over": f"{number}: its escalation is yours",
        "escalation.skip": f"{number}: the next step is left out",
        "escalation.stop": f"{number}: its escalation is stopped",
        "vendor.dispatch": f"{number} is with {ticket.vendor}",
        "vendor.received": f"{ticket.vendor} has received {number}",
        "vendor.accepted": f"{ticket.vendor} has accepted {number}",
        "vendor.rejected": f"{number} is with us again",
        "vendor.returned": f"{number} is with us again",
        "room.attach": f"{number} is in {call.kwargs.get('room')}",
        "room.detach": f"{number} is in no war room any more",
        "call.undo": f"taken back: {number} is as it was before",
        "call.redo": f"done again: {number} is as it was then",
    }
    return said.get(call.command.name, f"{verb} {number}")


def _muted(call: Call, now: Instant, zone: tzinfo) -> str:
    """What became of a rule."""
    if call.command.name == "escalation.unmute":
        return f"{call.kwargs.get('mute')} is muted no more: what is due goes out"
    until = figures.moment(Instant(int(str(call.kwargs["until"]))), now, zone)
    return f"{call.kwargs['rule']} is muted until {until}: what it would do is withheld and counted"
