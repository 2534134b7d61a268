"""A desk file somebody wants to apply: what it says, what to look at, and what it would change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from deskconsole.core.desk import Reads
from deskconsole.core.instants import Instant, to_datetime
from deskconsole.core.toml.problems import Problem, Sheet
from deskconsole.core.toml.reading import text_of
from deskconsole.features.deskfile.parse import placed
from deskconsole.features.deskfile.plan import Step, plan
from deskconsole.features.deskfile.review import review
from deskconsole.features.deskfile.spec import DeskFile
from deskconsole.features.deskfile.views import current

Review = Callable[[DeskFile, Sheet, Instant], list[Problem]]
"""Another look at a desk file, by who knows more than the file."""


def reviewed(path: Path, now: Instant, *more: Review) -> tuple[DeskFile, list[Problem]]:
    """A desk file, and what in it somebody should look at although it is not wrong.

    Raises BadFile, or BadInput where there is no such text.
    """
    file, sheet = placed(text_of(path), str(path))
    notes = review(file, sheet, to_datetime(now, UTC).date())
    return file, [*notes, *(note for look in more for note in look(file, sheet, now))]


def changes(file: DeskFile, desk: Reads, now: Instant) -> list[Step]:
    """The steps from what the desk holds now to what the file says."""
    return plan(file, current(desk), to_datetime(now, UTC).year)
