"""Engines tick at the test desk."""

from tests.features.conftest import desk, desk_template

__all__ = ["desk", "desk_template"]
