"""Text frames kept in tests/golden: `DESKCONSOLE_GOLDEN=write pytest` writes them anew, git shows what moved."""

from __future__ import annotations

import os
from pathlib import Path

FRAMES = Path(__file__).parent.parent / "golden"


def holds(name: str, text: str) -> None:
    """The frame is what it was, to the cell."""
    path = FRAMES / f"{name}.txt"
    if os.environ.get("DESKCONSOLE_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == kept, f"tests/golden/{name}.txt shows something else"
