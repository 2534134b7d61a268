"""Where war rooms and mail meet: a message that answers a call-in."""

from __future__ import annotations

from deskconsole.core.desk import Desk
from deskconsole.features.delivery.commands import mailed
from deskconsole.features.mail.rules import Incoming
from deskconsole.features.surge.views import CALL_BY_NOTICE, CallRow


def answered_call(desk: Desk, message: Incoming) -> CallRow | None:
    """The call-in that a message answers: whoever has its Message-ID was asked, nobody guesses one."""
    found = (mailed(desk, each) for each in message.references)
    row = next((each for each in found if each and each.operator is not None), None)
    return desk.maybe(CALL_BY_NOTICE, person=row.operator, notification=row.id) if row else None
