"""How good a handover was, once the shift that it was for is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deskconsole.features.handover.views import HandoverRow


def figures(row: HandoverRow) -> dict[str, int] | None:
    """What was counted; None while that shift goes on."""
    if row.scored_at is None:
        return None
    names = ("listed", "breached", "omitted", "untouched", "contingencies", "used")
    return {name: getattr(row, name) or 0 for name in names}


def sentences(counted: Mapping[str, int]) -> Iterator[str]:
    """The same in words; nothing of what there was none."""
    listed, untouched = counted["listed"], counted["untouched"]
    if listed:
        idle = f", nobody touched {untouched}" if untouched else ""
        yield f"{listed} projected, {counted['breached']} of them breached{idle}"
    missed = counted["omitted"]
    were = "was" if missed == 1 else "were"
    yield f"{missed} breached that {were} not listed" if missed else "all that breached was listed"
    if many := counted["contingencies"]:
        yield f"{counted['used']} of {many} if/then{'' if many == 1 else 's'} came to pass"
