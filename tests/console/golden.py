"""Text frames kept in tests/golden: `DESKCONSOLE_GOLDEN=write pytest` writes them anew, git shows what moved."""

from __future__ import annotations

import os
from pathlib import Path

FRAMES = Path(__file__).parent.parent / "golden"


def holds(name: str, text: str, kind: str = "txt") -> None:
    """The frame is what it was, to the cell."""
    path = FRAMES / f"{name}.{kind}"
    if os.environ.get("DESKCONSOLE_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == kept, f"tests/golden/{name}.{kind} shows something else"
