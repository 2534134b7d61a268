"""What somebody who asks at the door is told, and what the store holds."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from deskconsole.core.instants import MINUTE
from deskconsole.derive import RULES
from deskconsole.record import RECORD
from deskconsole.store.compare import rebuild
from tests.features.desks import Door, Said, TestDesk


class Asked(NamedTuple):
    """The command line at a desk, at the time that the story has come to."""

    desk: TestDesk
    door: Door

    def __call__(self, *argv: str | Path) -> Said:
        self.desk.show_time()
        return self.door(*argv)

    def why(self, ticket: int, metric: str | None = "resolution") -> str:
        """What `sla explain` says of a clock, or of all of them, as one run of words."""
        said = self("sla", "explain", self.desk.row(ticket).number, *([metric] if metric else []))
        assert (said.code, said.err) == (0, "")
        return " ".join(said.out.split())

    def clock(self, ticket: int, *columns: str, metric: str = "resolution") -> tuple[str, ...]:
        """What `show clocks` says of one, of its last cycle."""
        lines = self("show", "clocks", self.desk.row(ticket).number, "--format", "csv").csv
        line = [line for line in lines if line["metric"] == metric][-1]
        return tuple(line[column] for column in columns)

    def told(self, ticket: int, metric: str = "resolution") -> list[tuple[int, int]]:
        """Shares that were noticed, with the minute after its opening at which each was reached."""
        opened = self.desk.row(ticket).opened_at or 0
        sql = (
            "select json_extract(body, '$.share'), occurred_at from journal where subject = :t and kind in"
            " ('clock.threshold_reached', 'clock.breached') and json_extract(body, '$.metric') = :m order by seq"
        )
        return [(share, (at - opened) // MINUTE) for share, at in self.desk.all(sql, t=ticket, m=metric)]

    def proved(self) -> None:
        """Every row is what its events say."""
        assert rebuild(self.desk.store, RULES, RECORD).differences == []
