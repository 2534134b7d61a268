"""Makes the desk of the demo: a store, its desk file, and the days that have passed, call by call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskconsole.core.instants import DAY, Instant
from deskconsole.demo.founding import founded, mail_connected
from deskconsole.demo.life import BEGINNING, Director, arrivals
from deskconsole.demo.opening import ANCHOR, Opening
from deskconsole.demo.play import Play
from deskconsole.demo.promises import promises
from deskconsole.demo.tuesday import Tuesday
from deskconsole.engine.letters import Letters
from deskconsole.engine.notices import Notices
from deskconsole.engine.outbox import Outbox, Outcome
from deskconsole.engine.tick import advance
from deskconsole.store.desk_time import DeskTime, real_now
from deskconsole.store.migrate import create
from deskconsole.store.store import Store

SPEED = 10
"""Desk seconds a second: within a minute something happens, and one can still read it."""
SEED = 14

FOUNDED = Instant(BEGINNING - 8 * DAY)

_NEXT = "select min(fire_at) from timer where parked = 0"


@dataclass
class Past:
    """The clock of a desk whose past is being made: it stands where it is put, and only ever goes on."""

    at: Instant

    def read(self) -> Instant:
        return self.at

    def pass_to(self, store: Store, at: Instant, then: Callable[[], object] = lambda: None) -> None:
        """Let time pass up to `at`; what is due meanwhile is done at its instant, and `then` what comes of it."""
        while (due := store.backend.reader().select(_NEXT)[0][0]) is not None and due <= at:
            self.at = Instant(max(self.at, due))
            if not advance(store):
                break
            then()
        self.at = max(self.at, at)


def make(
    url: str,
    seed: int = SEED,
    account: str | None = None,
    told: Callable[[int], None] = lambda per_cent: None,
    since: Instant = BEGINNING,
) -> Play:
    """A store with a desk at work in it; its stories, to be gone on with.

    `account` may sit down as the player; `told` hears how far it is; people call from `since` on.
    """
    create(url, DeskTime(ANCHOR, real_now(), SPEED))
    past = Past(FOUNDED)
    # A store that is still being made is made anew after a power cut: nothing in it waits for the disk.
    store = Store(url, time=DeskTime(ANCHOR, ANCHOR, 1, past.read), draft=True)
    try:
        file = founded(store, account)
        play = Play(store, ANCHOR, seed)
        known = promises(store)
        letters = Letters(store, lambda mail: Outcome("delivered", "sandbox", where="sandbox"))
        outbox = Outbox(store, [Notices(store), letters])
        opening = Opening(known, seed)
        tuesday = Tuesday(ANCHOR, opening.known, lambda: play.store)
        for story in (*opening.stories(), *tuesday.stories(lambda: mail_connected(store, file))):
            play.begin(story)
        play.arrivals = arrivals(known, seed, since)

        def passing(at: Instant) -> None:
            outbox.run()
            past.pass_to(store, at, outbox.run)
            told(100 * (at - BEGINNING) // (ANCHOR - BEGINNING))

        play.step(ANCHOR, passing)
        passing(ANCHOR)
    finally:
        store.close()
    return play


def direct(play: Play, store: Store) -> Director:
    """The director of a desk that was made, on its own clock."""
    play.go_on(store)
    return Director(play)
