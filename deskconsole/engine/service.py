"""The engine: APScheduler runs what has no memory. All that must not be forgotten is in the store."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable

from deskconsole.core.errors import StoreTrouble
from deskconsole.core.instants import SECOND, Instant
from deskconsole.engine.steps import Steps
from deskconsole.engine.tick import catch_up
from deskconsole.features.timekeeping.views import CONFIRMED
from deskconsole.store.desk_time import real_now
from deskconsole.store.store import Store

TICK_S = 0.5
BEAT_S = 2.0
FRESH = 10 * SECOND
"""An engine that was heard of within this time is alive, and a console leaves the ticking to it."""


class Engine:
    """Ticks and says that it lives. `when` decides, at each tick, whether to: a console asks if it must."""

    def __init__(
        self,
        store: Store,
        role: str,
        when: Callable[[], bool] = lambda: True,
        real: Callable[[], Instant] = real_now,
        steps: Steps | None = None,
    ) -> None:
        self.store, self.role, self.when, self.real = store, role, when, real
        self.name = f"{role} {socket.gethostname()} {os.getpid()}"
        self.steps = steps or Steps()
        self.trouble: str | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Run in threads of APScheduler's until `stop`."""
        from apscheduler.schedulers.background import BackgroundScheduler

        # The default grace would drop what is overdue; a missed tick is made up for by the next one.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(job_defaults=defaults, timezone="UTC")
        self._scheduler.add_job(self.tick, "interval", seconds=TICK_S, id="tick")
        self._scheduler.add_job(self.beat, "interval", seconds=BEAT_S, id="heartbeat")
        self.beat()
        self._scheduler.start()

    def tick(self) -> None:
        """Do what is due, unless the wall clock has jumped."""
        if not self.when():
            return
        try:
            self.trouble = self._jumped()
            if not self.trouble:
                catch_up(self.store)
        except StoreTrouble as trouble:
            self.trouble = str(trouble)  # a full disk today may have room tomorrow

    def _jumped(self) -> str | None:
        """What to say while the wall clock has stepped forward and nobody has confirmed it."""
        if self.store.time.simulated:
            return None
        wall = self.real()
        if not (jump := self.steps.jump(wall)):
            return None
        if self.store.read.maybe(CONFIRMED, since=self.steps.trusted) is not None:
            self.steps.confirm(wall)
            return None
        return (
            f"the clock of this machine jumped {jump // SECOND} s: nothing fires until a lead confirms it"
            " (`deskconsole do time.confirm`)"
        )

    def beat(self) -> None:
        """Say that this process lives, in real time."""
        try:
            beat(self.store, self.name, self.role, self.real())
        except StoreTrouble as trouble:
            self.trouble = str(trouble)

    def wait(self) -> None:
        """Until somebody asks to stop."""
        self._stopped.wait()

    def ask_to_stop(self) -> None:
        """From a signal handler, where nothing else may be done."""
        self._stopped.set()

    def stop(self) -> None:
        """End the jobs, after those that run."""
        self._scheduler.shutdown(wait=True)
        forget(self.store, self.name)


def beat(store: Store, name: str, role: str, at: Instant) -> None:
    """Write a heartbeat: a work row, not a fact."""
    with store.backend.writing() as driver:
        driver.change(
            "insert into process (id, role, beat_at) values (:id, :role, :at)"
            " on conflict (id) do update set beat_at = excluded.beat_at",
            {"id": name, "role": role, "at": at},
        )


def forget(store: Store, name: str) -> None:
    with store.backend.writing() as driver:
        driver.change("delete from process where id = :id", {"id": name})


def engine_alive(store: Store, now: Instant | None = None) -> bool:
    """Whether an engine was heard of of late; costs one read."""
    rows = store.backend.reader().select("select max(beat_at) from process where role = 'engine'", {})
    last = rows[0][0]
    return last is not None and (now or real_now()) - last < FRESH
