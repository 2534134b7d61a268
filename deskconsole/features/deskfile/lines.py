"""Keys of desk files stand where those of all TOML files do."""

from __future__ import annotations

from deskconsole.core.toml.lines import key_lines

__all__ = ["key_lines"]
