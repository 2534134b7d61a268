"""`[offline]`: where the sheet goes that people work with when the desk is down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from deskconsole.core.toml.section import Section
from deskconsole.features.delivery.views import ChannelSpec
from deskconsole.features.offline.views import OfflineSpec


def read_offline(root: Section, channels: Iterable[ChannelSpec]) -> OfflineSpec | None:
    """What the section says; None where there is none."""
    if not root.has("offline"):
        root.asked.append("offline")
        return None
    section = root.section("offline")
    folder = section.maybe("folder")
    if folder and not PurePosixPath(folder).is_absolute():
        section.wrong("folder", f"“{folder}” is no whole path: the engine has another working folder than you")
    letters = {spec.key for spec in channels if spec.kind == "mail" and spec.to}
    mail = tuple(section.names("mail", letters, "channel of kind mail that says to whom"))
    if not folder and not mail:
        section.missing("folder", '"/mnt/second-place"')
    section.done()
    return OfflineSpec(folder, mail)
