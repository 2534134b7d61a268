"""Paint first: what the first rows do not need is not imported before them."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlalchemy", "sqlmodel", "alembic", "apscheduler", "pydantic", "pendulum", "holidays")

LATER = ("deskconsole.explain", "deskconsole.sla.explain", "deskconsole.console.clockpage")
"""Our own that come with the first key that needs them."""

FIRST_ROWS = f"""
import asyncio, sys
from tests.console.driving import driving

async def main():
    async with driving() as desk:
        await desk.shows("INC-10442")
        print(*sorted(set({HEAVY!r}) & set(sys.modules)), *(name for name in sys.modules if name.startswith({LATER!r})))

asyncio.run(main())
"""


def test_the_first_rows_come_without_the_heavy_libraries() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_ROWS], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_rendering_needs_no_textual() -> None:
    script = "import sys, deskconsole.console.show; print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
