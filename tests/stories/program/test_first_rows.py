"""At the first rows nothing heavy is imported."""

from __future__ import annotations

import subprocess
import sys

from tests.stories.desk import StoryDesk
from tests.stories.terminal import PATIENCE


def test_at_the_first_rows_nothing_heavy_is_imported(desk: StoryDesk) -> None:
    desk.ticket("VPN drops")
    run = [sys.executable, "-m", "tests.stories.first_rows", str(desk.path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.split() == ["rows"]
