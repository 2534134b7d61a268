"""What leads to what: the one page that says which event is followed by which call (design: reactions are a table)."""

from __future__ import annotations

from deskconsole.core.desk import Flow

flow = Flow()
