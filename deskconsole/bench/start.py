"""What every command pays before it does anything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence

from deskconsole.bench.figure import Figure, compared, say
from deskconsole.bench.running import program, surroundings
from deskconsole.bench.sizes import Sizes


def figures(sizes: Sizes) -> Iterator[Figure]:
    say("start: --version")
    around = surroundings()

    def ran(command: Sequence[str]) -> None:
        subprocess.run(command, env=around, stdout=subprocess.DEVNULL, check=True)

    yield compared(
        "start.version",
        lambda: ran([sys.executable, "-c", "pass"]),
        lambda: ran([*program(), "--version"]),
        unit="ms",
        rounds=sizes.starts,
        note="floor: python -c pass",
    )
