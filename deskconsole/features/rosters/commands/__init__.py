"""What people do to a roster: they take turns, go on leave, swap; and files of turns are taken over."""

from __future__ import annotations

from deskconsole.features.rosters.commands.importing import take_over
from deskconsole.features.rosters.commands.standing_in import give_back, leave, stay, take
from deskconsole.features.rosters.commands.swaps import accept, approve, refuse, swap

__all__ = ["accept", "approve", "give_back", "leave", "refuse", "stay", "swap", "take", "take_over"]
