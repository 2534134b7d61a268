"""The published bounds. Each is the most that the ratio of work to floor may be; without a floor, the value itself."""

from __future__ import annotations

BOUNDS: dict[str, float] = {
    # An idle tick on its open connection, against an empty indexed SELECT, and against the same with 1 % of the timers.
    "store.idle_tick": 2.0,
    "store.idle_tick_flat": 1.2,
    # A threshold recorded, with its journal line and its next timer, against the bare writes of the same rows.
    "store.due_event": 8.0,
    # A queue page against sqlite3 with the same SQL, and against the same of 1 % of the tickets.
    "store.queue_page": 2.5,
    "store.queue_page_flat": 1.5,
    "store.queue_sorts": 0.0,
    # Writers queue fairly: the mean against the slowest of them. No call fails, none is lost.
    "writers.fairness": 2.0,
    "writers.lock_errors": 0.0,
    "writers.lost_updates": 0.0,
    # The clock engine, against one bisect, a day, bare zone conversions, one loop over the same events.
    "sla.add": 4.0,
    "sla.elapsed": 4.0,
    "sla.add_flat": 1.2,
    "sla.elapsed_flat": 1.2,
    "sla.ten_years": 1.6,
    # An 8-hour target, against other libraries: at most this share of their time.
    "sla.against_businesstimedelta": 1 / 100,
    "sla.against_pandas": 1 / 45,
    "sla.fold_log": 12.0,
    # Other office hours under 100 000 open tickets of three clocks each: seconds to see and to do it, and for how many
    # ms others wait to write meanwhile, 99 % of the times.
    "sla.edit_previewed": 5.0,
    "sla.edit_applied": 15.0,
    "sla.edit_lock_p99": 50.0,
    # A commit of another process is seen by 40 readers: 99 % of the times within so many ms.
    "feed.seen_p99": 150.0,
    # Import with five agreements, against inserting the rows it wrote.
    "import.log": 10.0,
    "import.peak": 180.0,
    # The journal proved, against reading it.
    "verify.journal": 2.5,
    # exec to known text, against a Textual app that says hello; exec to exit, against `python -c pass`.
    "console.first_text": 1.5,
    "start.version": 2.5,
}
