"""Signing: what is handed over is frozen and hashed, and who stands for it named; and taking that back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from deskconsole.core.ask import Ask
from deskconsole.core.desk import Desk, Event, command
from deskconsole.core.errors import Refused
from deskconsole.core.words import private
from deskconsole.features.handover import events as e
from deskconsole.features.handover.commands.common import Number, draft_of, hands_over, signed_of, tell
from deskconsole.features.handover.draft import draft
from deskconsole.features.handover.freezing import signed
from deskconsole.features.handover.views import SALTED


@command("handover.sign", needs="handover.write", key="s s", label="sign")
def sign(desk: Desk, handover: Number) -> Iterator[Event]:
    """Stand for a handover as it is now: it is frozen and hashed; refused with what is missing."""
    row = draft_of(desk, handover)
    hands_over(desk, row, "signs it")
    made = draft(desk, row, desk.now)
    missing = [each.what for each in made.before_signing]
    if row.headline is None:
        missing.insert(0, "the headline is missing")
    if missing:
        raise Refused(f"{row.number} cannot be signed: {'; '.join(missing)}")
    snapshot, digest = signed(made, desk.all(SALTED, handover=row.id))
    yield e.HandoverSigned(at=desk.now, handover=row.id, by=desk.actor, snapshot=snapshot, digest=digest)
    if row.agent is not None:
        text = f"{row.number}: {row.agent} hands their tickets over to you. Read them back to accept them."
        yield from tell(desk, [row.incoming], "info", text, desk.now)


@command("handover.withdraw", needs="handover.write", key="s w", label="withdraw")
def withdraw(
    desk: Desk, handover: Number, reason: Annotated[str, Ask("reason", hint="what changes")]
) -> Iterator[Event]:
    """Take the signature back before anybody has accepted it: it is a draft again."""
    row = signed_of(desk, handover)
    hands_over(desk, row, "takes the signature back")
    if desk.actor != row.signed_by and not desk.may("handover.take"):
        raise Refused(f"{row.signed_by} has signed {row.number}: they, or a manager, take it back")
    yield e.HandoverWithdrawn(at=desk.now, handover=row.id, by=desk.actor, reason=private(reason, "the reason"))
