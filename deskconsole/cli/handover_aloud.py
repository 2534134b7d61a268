"""A handover in sentences: Markdown, or a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from deskconsole.core.instants import Instant
from deskconsole.features.handover.sheet import Draft
from deskconsole.features.handover.views import HandoverRow
from deskconsole.handovers.aloud import html, markdown
from deskconsole.handovers.reading import drafted, told
from deskconsole.handovers.told import Signed, Written
from deskconsole.store.driver import Reader

WRITERS: dict[str, Callable[[Written, Instant, tzinfo, Signed | None], str]] = {"md": markdown, "html": html}


def aloud(form: str, desk: Reader, row: HandoverRow | None, made: Draft | None, zone: tzinfo) -> str:
    """A handover as it reads at the instant that it tells of."""
    if row is None:
        assert made is not None
        return WRITERS[form](drafted(desk, made, zone).written, made.at, zone, None).rstrip()
    at = row.accepted_at or row.signed_at or (made.at if made else row.end)
    found = told(desk, row, at, zone)
    return WRITERS[form](found.written, at, zone, found.signed).rstrip()
