"""What people do with a handover, and what is due of it by itself."""

from __future__ import annotations

from deskconsole.features.handover.commands.accepting import accept, answer, ask, read_back, take
from deskconsole.features.handover.commands.afterwards import used
from deskconsole.features.handover.commands.leaving import drop, leave
from deskconsole.features.handover.commands.planning import go_on, open_, plan
from deskconsole.features.handover.commands.signing import sign, withdraw
from deskconsole.features.handover.commands.writing import action, defer, dispose, headline, note, room_action

__all__ = [
    "accept", "action", "answer", "ask", "defer", "dispose", "drop", "go_on", "headline", "leave", "note", "open_",
    "plan", "read_back", "room_action", "sign", "take", "used", "withdraw",
]  # fmt: skip
