"""The program is called at the test desk."""

from tests.features.conftest import desk, desk_door, desk_template, door, log_template

__all__ = ["desk", "desk_door", "desk_template", "door", "log_template"]
