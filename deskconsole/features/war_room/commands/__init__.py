"""Commands of war rooms, by what they are about."""

from deskconsole.features.war_room.commands.entries import (
    answer,
    ask,
    decide,
    hypothesis,
    move,
    note,
    object_to,
    rule_out,
    task,
    task_done,
)
from deskconsole.features.war_room.commands.opening import (
    confirm,
    declare,
    describe,
    propose,
    reconsider,
    reject,
    watch,
)
from deskconsole.features.war_room.commands.roles import ask_role, hand_over_role, look_after, renounce_role, take_role
from deskconsole.features.war_room.commands.states import mitigated, restored, stand_down, worse
from deskconsole.features.war_room.commands.tickets import (
    attach,
    detach,
    gather,
    match,
    merge,
    release,
    split,
    unite,
)

__all__ = [
    "answer", "ask", "ask_role", "attach", "confirm", "decide", "declare", "describe", "detach", "gather",
    "hand_over_role", "hypothesis", "look_after", "match", "merge", "mitigated", "move", "note", "object_to", "propose",
    "reconsider", "reject", "release", "renounce_role", "restored", "rule_out", "split", "stand_down", "take_role",
    "task", "task_done", "unite", "watch", "worse",
]  # fmt: skip
