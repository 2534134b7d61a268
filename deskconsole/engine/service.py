"""The engine: APScheduler runs what has no memory. All that must not be forgotten is in the store."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from deskconsole.core.errors import DeskError, StoreTrouble
from deskconsole.core.instants import SECOND, Instant
from deskconsole.engine.erasing import forget_files
from deskconsole.engine.imap import poll
from deskconsole.engine.letters import Letters
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox
from deskconsole.engine.sheets import put_sheet
from deskconsole.engine.smtp import Postman
from deskconsole.engine.steps import Steps
from deskconsole.engine.tick import catch_up
from deskconsole.features.timekeeping.views import CONFIRMED
from deskconsole.store.desk_time import real_now
from deskconsole.store.store import Store

TICK_S = 0.5
BEAT_S = 2.0
SEND_S = 1.0
POLL_S = 30.0
SWEEP_S = 3600.0
AGAIN_S = 60.0
"""Between two attempts to put an offline sheet where it could not be put."""
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
        self.troubles: dict[str, str] = {}
        """What goes wrong with what leaves and comes, by what was to be done."""
        self.outbox = Outbox(store, [Notices(store), Letters(store, Postman(store))], real)
        self._stopped = threading.Event()

    def start(self) -> None:
        """Run in threads of APScheduler's until `stop`."""
        from apscheduler.schedulers.background import BackgroundScheduler

        # That a job goes on longer than its interval is nothing to be told: the next turn makes up for it.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        # The default grace would drop what is overdue; a missed tick is made up for by the next one.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = BackgroundScheduler(job_defaults=defaults, timezone="UTC")
        pace = 1 if self.role == "engine" else 2  # who only stands in for an engine leaves the core to its screen
        self._scheduler.add_job(self.tick, "interval", seconds=pace * TICK_S, id="tick")
        self._scheduler.add_job(self.beat, "interval", seconds=pace * BEAT_S, id="heartbeat")
        if self.role == "engine" or self.store.time.simulated:
            # Servers and their passwords are the engine's; a simulated desk sends nothing out of the house.
            self._scheduler.add_job(self.send, "interval", seconds=SEND_S, id="outbox")
        if self.role == "engine" and not self.store.time.simulated:
            now = datetime.now(UTC)
            self._scheduler.add_job(self.poll, "interval", seconds=POLL_S, id="mailbox", next_run_time=now)
            self._scheduler.add_job(self.sheet, "interval", seconds=SEND_S, id="sheet")
            self._scheduler.add_job(self.sheet, "interval", ("failed",), seconds=AGAIN_S, id="sheet again")
        if self.role == "engine":
            self._scheduler.add_job(self.sweep, "interval", seconds=SWEEP_S, id="files")
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

    def send(self) -> None:
        """Deliver what lies in the outbox."""
        if self.when():
            self._try("outbox", lambda: self.outbox.run(patience=SEND_S))

    def poll(self) -> None:
        """Take in what lies in the mailbox."""
        self._try("mailbox", lambda: poll(self.store))

    def sheet(self, stands: str = "due") -> None:
        """Put the offline sheet in its second place, where one is due, or failed before."""
        self._try("offline sheet" if stands == "due" else "offline sheet, again", lambda: put_sheet(self.store, stands))

    def sweep(self) -> None:
        """Remove files that nothing has named for an hour: left by who was killed, or of messages held back."""
        self._try("files", lambda: forget_files(self.store, ()))

    def _try(self, what: str, work: Callable[[], object]) -> None:
        """Do some work; what goes wrong is told, and it is tried again with the next turn."""
        try:
            work()
            self.troubles.pop(what, None)
        except (DeskError, OSError) as trouble:
            if self.role == "engine" and self.troubles.get(what) != str(trouble):
                print(f"deskconsole: {what}: {trouble}", file=sys.stderr)
            self.troubles[what] = str(trouble)

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
