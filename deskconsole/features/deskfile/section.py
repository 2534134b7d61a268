"""Desk files are read as all TOML files are."""

from __future__ import annotations

from deskconsole.core.toml.section import Section

__all__ = ["Section"]
