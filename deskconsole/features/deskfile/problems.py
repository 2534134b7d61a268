"""Desk files tell their mistakes as all TOML files do."""

from __future__ import annotations

from deskconsole.core.toml.problems import BadFile as BadDeskFile
from deskconsole.core.toml.problems import Path, Problem, Sheet, dotted, nearest

__all__ = ["BadDeskFile", "Path", "Problem", "Sheet", "dotted", "nearest"]
