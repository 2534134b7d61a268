"""Paint first: what the first rows do not need is not imported before them."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlalchemy", "sqlmodel", "alembic", "apscheduler", "pydantic", "pendulum", "holidays")

LATER = (
    "deskconsole.explain", "deskconsole.sla.explain", "deskconsole.console.pages.clockpage",
    "deskconsole.console.pages.plain", "deskconsole.settings.reading", "deskconsole.settings.schema",
    "deskconsole.core.toml.section",
)  # fmt: skip
"""Our own that come once the first rows stand there."""

FIRST_ROWS = f"""
import asyncio, sys
from deskconsole.console.background.reads import Reads
from tests.console.driving import driving

there = []
Reads.ahead = lambda self: there.extend(sys.modules)

async def main():
    async with driving() as desk:
        await desk.shows("INC-10442")
        assert there
        print(*sorted(set({HEAVY!r}) & set(there)), *(name for name in there if name.startswith({LATER!r})))

asyncio.run(main())
"""


def test_the_first_rows_come_without_the_heavy_libraries() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_ROWS], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_rendering_needs_no_textual() -> None:
    script = "import sys, deskconsole.console.pages.show; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
