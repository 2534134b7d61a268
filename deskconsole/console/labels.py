"""Letters for the targets of a screen: the fewest to press, those under the fingers first; pure."""

from __future__ import annotations

LETTERS = "fjdkslaghrueiwoqptyvncmxbz"


def labels(many: int) -> list[str]:
    """So many labels, none the beginning of another: one letter while they last, then some lead to second ones."""
    leaders = 0
    while leaders < len(LETTERS) and len(LETTERS) - leaders + leaders * len(LETTERS) < many:
        leaders += 1
    single = list(LETTERS[: len(LETTERS) - leaders])
    double = [first + second for first in LETTERS[len(LETTERS) - leaders :] for second in LETTERS]
    return [*single, *double][:many]
