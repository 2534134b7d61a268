"""No test sees the settings, keys or themes of whoever runs it."""

from __future__ import annotations

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from deskconsole.settings.table import SETTINGS

for _name in ("DESKCONSOLE_CONFIG", *(name for each in SETTINGS for name in each.asked)):
    os.environ.pop(_name, None)
_HOME = tempfile.TemporaryDirectory(prefix="deskconsole-tests-")
os.environ["XDG_CONFIG_HOME"] = _HOME.name
os.chmod(_HOME.name, 0o755)  # some tests are somebody else

# A machine that is busy with something else is no fault of a test.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture(scope="session")
def handing_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that hands over, made once a run; each test that asks for it works in a copy."""
    from tests.features.desks import made
    from tests.features.handover.worlds import TEXT

    folder = tmp_path_factory.mktemp("handing")
    (folder / "desk.toml").write_text(TEXT)
    return made(folder, folder / "desk.toml")


def pytest_collection_finish() -> None:
    """What is imported by now lives as long as the process: nobody has to look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


def pytest_unconfigure() -> None:
    _HOME.cleanup()
