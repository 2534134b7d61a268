"""What comes in, day and night, and the director who lets it happen while somebody looks on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from random import Random

from deskconsole.core.errors import StoreTrouble
from deskconsole.core.instants import DAY, HOUR, MINUTE, Instant
from deskconsole.demo import people
from deskconsole.demo.ideas import idea
from deskconsole.demo.opening import ANCHOR
from deskconsole.demo.people import PLAYER
from deskconsole.demo.play import Play, Step, Story
from deskconsole.demo.promises import Promises
from deskconsole.demo.stories import Case, ordinary
from deskconsole.features.tickets import commands as c
from deskconsole.store.store import Store

BEGINNING = Instant(ANCHOR - 4 * DAY - 4 * HOUR)
"""Friday before, in the morning: two working days, and a weekend between."""
QUIET = (Instant(ANCHOR - 90 * MINUTE), Instant(ANCHOR + 10 * MINUTE))
"""Who calls then is written in the opening."""
ASLEEP = 30 * MINUTE
"""Who should have come longer ago than this has not come: the machine slept."""
LOOK_S = 0.25
"""How often the director looks at the clock."""

_PER_HOUR = {"early": 8.5, "late": 6.0, "night": 0.5}


def arrivals(promises: Promises, seed: int, since: Instant = BEGINNING) -> Iterator[tuple[Instant, Story]]:
    """Those who call, in order, without end."""
    rng, at, number = Random(f"{seed} arrivals"), since, 0
    while True:
        at = Instant(at + int(rng.expovariate(_PER_HOUR[people.shift(at)]) * HOUR))
        number += 1
        case = _case(promises, Random(f"{seed} call {number}"), at)
        if not QUIET[0] <= at < QUIET[1]:
            yield at, ordinary(case)


def _case(promises: Promises, rng: Random, at: Instant) -> Case:
    customer = rng.choices(list(people.CUSTOMERS), list(people.CUSTOMERS.values()))[0]
    wanted = idea(rng)
    while people.shift(at) == "night" and int(wanted.impact) + int(wanted.urgency) > 3:
        wanted = idea(rng)  # at night people write only when they must
    latest = Instant(ANCHOR - int(rng.uniform(3, 60) * MINUTE)) if at < ANCHOR else None
    return Case(rng, ANCHOR, dict(promises[customer]), customer, wanted, at, latest)


class Director:
    """Lets the stories go on. `step` does what is due by an instant; `start` calls it as the desk's time passes."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self._rng = Random(f"{play.seed} director")
        self._seen = self._last()

    def step(self, now: Instant) -> int:
        """Do what is due by now; how many calls were carried out."""
        if self.play.due() < now - ASLEEP:
            self.play.skip_arrivals(Instant(now - ASLEEP))
        self._listen(now)
        return self.play.step(now)

    def start(self) -> Callable[[], None]:
        """Go on by itself, in a thread, until what is returned is called."""
        stopped = threading.Event()

        def run() -> None:
            store: Store = self.play.store
            while not stopped.wait(LOOK_S):
                try:
                    self.step(store.now())
                except StoreTrouble:
                    continue  # the console says what is wrong; life waits

        thread = threading.Thread(target=run, name="demo", daemon=True)
        thread.start()

        def stop() -> None:
            stopped.set()
            thread.join()

        return stop

    def _last(self) -> int:
        return int(self.play.store.read.driver.select("select coalesce(max(seq), 0) from journal")[0][0])

    def _listen(self, now: Instant) -> None:
        """Customers answer what the player writes to them."""
        rows = self.play.store.read.driver.select(
            "select seq, subject, body from journal where seq > :seq and actor = :player and kind = 'ticket.commented'",
            {"seq": self._seen, "player": PLAYER},
        )
        for seq, ticket, body in rows:
            self._seen = seq
            if '"public":true' in body:
                at = Instant(now + int(self._rng.uniform(3, 9) * MINUTE))
                self.play.begin(_answer(ticket, at, self._rng.choice(people.ANSWERED)))


def _answer(ticket: int, at: Instant, text: str) -> Story:
    yield Step(at, people.INTAKE, c.receive(ticket=ticket, text=text))
