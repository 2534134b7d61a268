"""`[handover]`: how long before a shift ends it is drafted, and how long after it may stay unaccepted."""

from __future__ import annotations

from deskconsole.core.toml.section import Section
from deskconsole.features.handover.views import HandoverSpec


def read_handover(root: Section) -> HandoverSpec | None:
    """What the section says; None where there is none. What it does not say is as the program ships it."""
    if not root.has("handover"):
        root.asked.append("handover")
        return None
    section, usual = root.section("handover"), HandoverSpec()
    spec = HandoverSpec(
        section.seconds("draft_before", least=60) or usual.draft_before,
        section.seconds("accept_within", least=60) or usual.accept_within,
    )
    section.done()
    return spec
