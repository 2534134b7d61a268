"""Running this program as others do: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from deskconsole.core.errors import StoreTrouble
from deskconsole.settings.table import SETTINGS

_ROOM = Path(__file__).parents[2]
_OWN = {"DESKCONSOLE_CONFIG", *(name for each in SETTINGS for name in each.asked)}


def program() -> list[str]:
    """How it is started: the installed script, or the package itself where none is installed."""
    script = Path(sysconfig.get_path("scripts")) / "deskconsole"
    return [str(script)] if script.exists() else [sys.executable, "-m", "deskconsole"]


def surroundings(**more: str) -> dict[str, str]:
    """The environment of such a process: it finds this very package, and nobody's own settings, keys or themes."""
    paths = [str(_ROOM), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = {name: value for name, value in os.environ.items() if name not in _OWN}
    return own | {"PYTHONPATH": os.pathsep.join(paths), "XDG_CONFIG_HOME": os.devnull} | more


def run(*args: str) -> str:
    """What a command prints; raises where it fails."""
    done = subprocess.run([*program(), *args], env=surroundings(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise StoreTrouble(f"deskconsole {' '.join(args[:2])} failed: {done.stderr.strip()[-300:]}")
    return done.stdout


_LAUNCHER = """
import resource, subprocess, sys, time
begun = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
taken = time.perf_counter() - begun
if done.returncode:
    sys.stderr.buffer.write(done.stdout)
    sys.exit(1)
print(taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_of(command: Sequence[str]) -> tuple[float, float]:
    """Run a command to its end: seconds, and its highest resident size in MB.

    By a small process in between: what its parent held counts for a child that was forked.
    """
    launched = [sys.executable, "-c", _LAUNCHER, *command]
    done = subprocess.run(launched, env=surroundings(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise StoreTrouble(f"{' '.join(command[1:4])} failed: {done.stderr.strip()[-300:]}")
    taken, peak = map(float, done.stdout.split())
    return taken, peak * 1024 / 1e6
