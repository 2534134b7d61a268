"""No key waits for a module: what the first rows come without is read in a thread."""

from __future__ import annotations

import subprocess
import sys

from tests.stories.desk import StoryDesk


def test_no_screen_is_imported_on_the_loop(desk: StoryDesk) -> None:
    for title in ("VPN drops", "Mailbox is full"):
        desk.ticket(title)
    run = [sys.executable, "-m", "tests.stories.loop.walk", str(desk.path)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr[-4000:]
