"""A desk file somebody wants to apply: what it says, what to look at, and what it would change."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from deskconsole.core.instants import Instant, to_datetime
from deskconsole.core.toml.reading import text_of
from deskconsole.features.deskfile.parse import placed
from deskconsole.features.deskfile.plan import Step, plan
from deskconsole.features.deskfile.problems import Problem
from deskconsole.features.deskfile.review import review
from deskconsole.features.deskfile.spec import DeskFile
from deskconsole.features.deskfile.views import Reads, current


def reviewed(path: Path, now: Instant) -> tuple[DeskFile, list[Problem]]:
    """A desk file, and what in it somebody should look at although it is not wrong.

    Raises BadDeskFile, or BadInput where there is no such text.
    """
    file, sheet = placed(text_of(path), str(path))
    return file, review(file, sheet, to_datetime(now, UTC).date())


def changes(file: DeskFile, desk: Reads, now: Instant) -> list[Step]:
    """The steps from what the desk holds now to what the file says."""
    return plan(file, current(desk), to_datetime(now, UTC).year)
