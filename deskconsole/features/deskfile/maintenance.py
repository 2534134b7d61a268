"""`[maintenance]`: how early it is announced, and how much of a month may be cut out of clocks."""

from __future__ import annotations

from deskconsole.core.toml.section import Section
from deskconsole.features.deskfile.spec import MaintenanceSpec


def read_maintenance(root: Section) -> MaintenanceSpec | None:
    """What the section says; None where there is none."""
    if not root.has("maintenance"):
        root.asked.append("maintenance")
        return None
    section = root.section("maintenance")
    notice = section.seconds("notice")
    spec = MaintenanceSpec(MaintenanceSpec.notice if notice is None else notice, section.seconds("cap"))
    section.done()
    return spec
