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
    # The wall over a million open tickets against 1 % of them with as many at risk; tables walked through.
    "wall.read_flat": 1.5,
    "wall.scans": 0.0,
    # A page in another order, against one in the usual order.
    "store.queue_by_breach_reversed": 1.2,
    "store.queue_by_priority": 1.2,
    "store.queue_by_priority_reversed": 1.2,
    "store.queue_by_waiting": 1.2,
    "store.queue_by_waiting_reversed": 1.2,
    "store.queue_by_age": 1.2,
    "store.queue_by_age_reversed": 1.2,
    # Clocks that cross a threshold at once: recorded and queued, against the bare writes of the same rows.
    "escalation.crossing": 10.0,
    # A key in a console meanwhile, against one before.
    "escalation.key": 1.5,
    # A handover drafted over 100 000 open tickets: seconds, and against reading four of their columns. The archive's
    # first page of a thousand, printed against one that holds one, and read against one that is all.
    "handover.draft_s": 2.0,
    "handover.draft": 4.0,
    "handover.archive": 1.5,
    "handover.archive_flat": 1.5,
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
    # A page of the queue by words against FTS5's own: its best ones, and all; ms of it; no table walked through.
    "search.page": 3.0,
    "search.page_of_all": 3.0,
    "search.p50": 20.0,
    "search.scans": 0.0,
    # Suggestions that are of another topic than their ticket, against always the largest topic's.
    "knowledge.wrong": 0.8,
    # The journal proved, against reading it.
    "verify.journal": 2.5,
    # exec to known text, against a Textual app that says hello; exec to exit, against `python -c pass`.
    "console.first_text": 1.5,
    "start.version": 2.5,
    # On a terminal with every clock ticking: a key against Textual's DataTable; bytes of a key, a page, a second's
    # ticking, a key with the pane open, and of one when it is held down.
    "console.key": 0.5,
    "console.key_bytes": 2_500.0,
    "console.page_bytes": 20_000.0,
    "console.tick_bytes": 6_000.0,
    "console.pane_bytes": 12_000.0,
    "console.repeat_bytes": 12_000.0,
    # ms from a key in the filter to the list that it leaves; ms until a letter stands there while the texts of ten
    # times the tickets are searched for it. The ticking against a label that ticks (or 1 % of a core); MB above a hello
    # that has imported the engine's libraries.
    "console.filter": 50.0,
    "console.filter_words": 50.0,
    "console.ticking": 4.0,
    "console.memory": 25.0,
    # Each of them with ten times the tickets.
    "console.first_text_flat": 1.3,
    "console.key_flat": 1.3,
    "console.key_bytes_flat": 1.3,
    "console.page_bytes_flat": 1.3,
    "console.tick_bytes_flat": 1.3,
    "console.pane_bytes_flat": 1.3,
    "console.repeat_bytes_flat": 1.3,
    "console.filter_flat": 1.3,
    "console.ticking_flat": 1.3,
    "console.memory_flat": 1.3,
}
