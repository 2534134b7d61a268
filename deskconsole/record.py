"""What the features know about their rows and timers, for comparing what is stored with what the journal says."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from deskconsole import features
from deskconsole.derive import REMEASURE
from deskconsole.store import events as store_events
from deskconsole.store.compare import Record

# Whoever replays the whole journal meets events of every feature.
for _module in iter_modules(features.__path__, "deskconsole.features."):
    if find_spec(f"{_module.name}.events"):
        import_module(f"{_module.name}.events")

RECORD = Record(
    private={"ticket": ("title", "requester"), "operator": ("name",)},
    stale={
        "ticket": "select t.id from truth.timer w join truth.agreement_version a on a.id = w.subject"
        f" join truth.ticket t on t.id > cast(coalesce(w.work, '0') as integer) where w.kind = '{REMEASURE}'"
        " and (a.effective_at is null or t.opened_at >= a.effective_at"
        " or (a.took_over_at is not null and t.closed_at is null))"
    },
    once=frozenset({REMEASURE}),
)
"""Private columns; tickets that are still to be measured anew; timers that are gone once they are done."""

__all__ = ["RECORD", "store_events"]
