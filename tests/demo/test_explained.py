"""Every clock of the demo explains itself: what its segments say is what it counted, and what is stored."""

from __future__ import annotations

from deskconsole.console.desk.live import DeskSource
from deskconsole.console.pages import clockpage
from deskconsole.console.painting.lines import Scene, plain, width
from deskconsole.core.actors import Actor
from deskconsole.explain.gather import tell
from deskconsole.sla.clocks import elapsed_us
from deskconsole.store.store import Store


def test_every_clock_of_the_demo_explains_itself(desk: Store) -> None:
    source = DeskSource(desk, Actor("ana"))
    scene = Scene(source.now(), source.zone)
    clocks = 0
    for (ticket,) in desk.read.driver.select("select id from ticket order by id", {}):
        explanation = source.explanation(ticket)
        assert explanation is not None
        told = tell(explanation.kept, scene.now)  # what was read is enough: the store is not asked again
        for clock in told.clocks:
            c, segments = clock.told.clock, clock.told.segments
            assert clock.same, (told.row.number, clock.differs)
            assert segments[-1].total == elapsed_us(c, clock.time, scene.now), told.row.number
            room = (80, 120, 160)[clocks % 3]
            lines = clockpage.page(told, clock, explanation.tries, scene, room, titled=True)
            assert {width(line) for line in lines} == {room}
            assert not any("…" in plain(line) for line in lines[2:])
            clocks += 1
    assert clocks > 300
