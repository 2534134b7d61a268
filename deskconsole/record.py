"""What the features know about their rows and timers, for comparing what is stored with what the journal says."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from deskconsole import features
from deskconsole.derive import REACH
from deskconsole.store import events as store_events
from deskconsole.store.compare import Record

# Whoever replays the whole journal meets events of every feature.
for _module in iter_modules(features.__path__, "deskconsole.features."):
    if find_spec(f"{_module.name}.events"):
        import_module(f"{_module.name}.events")

RECORD = Record(
    private={
        "ticket": ("title", "requester", "outage_say", "cause_said"),
        "search_text": ("text", "title"),
        "ticket_field": ("text",),
        "ticket_skip": ("reason",),
        "touch": ("reason",),
        "transfer": ("note", "reason"),
        "operator": ("name",),
        "breach_cause": ("note",),
        "promise": ("what", "to_whom", "reason"),
        "maintenance": ("title", "reason"),
        "mail": ("message_id", "address", "subject", "text", "file", "why"),
        "notice": ("address", "reference", "text", "digest"),
        "quarantine": ("message_id", "address", "name", "subject", "text", "file", "note"),
        "attachment": ("name", "file"),
        "notification": ("text", "why"),
        "channel": ("why",),
        "operator_contact": ("value",),
        "person": ("name", "site"),
        "person_address": ("value",),
        "contact": ("note",),
        "change": ("title", "note"),
        "roster_booking": ("reason",),
        "absence": ("note",),
        "roster_swap": ("reason", "why"),
        "handover": ("headline",),
        "handover_note": ("text", "then_text", "hypotheses", "ruled_out"),
        "handover_readback": ("text",),
        "handover_question": ("text", "answer"),
        "war_room": ("title", "cause_said", "bridge", "reason"),
        "war_room_role": ("briefing", "readback"),
        "war_room_entry": ("text", "outcome"),
        "room_update": ("text", "reason"),
        "room_sentence": ("text", "workaround"),
        "surge_call": ("note",),
        "review": ("summary", "causes", "well", "badly", "returned"),
        "review_action": ("what",),
        "offline_sheet": ("why",),
        "escalation_mute": ("reason",),
        "exclusion": ("justification", "agreed_by", "evidence", "note", "reason"),
    },
    stale={
        "ticket": " union ".join(
            f"select t.id from truth.timer w join truth.{reach.table} s on s.id = w.subject join truth.ticket t"
            f" on t.id > cast(coalesce(w.work, '0') as bigint) where w.kind = '{kind}' and {reach.moves}"
            for kind, reach in REACH.items()
        )
    },
    once=frozenset(REACH),
)
"""Private columns; tickets that are still to be measured anew; timers that are gone once they are done."""

__all__ = ["RECORD", "store_events"]
