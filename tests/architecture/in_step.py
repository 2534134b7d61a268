"""`python -m tests.architecture.in_step`: whether the README’s key table is the one that the key map makes."""

from __future__ import annotations

import sys
from pathlib import Path

from deskconsole import world
from deskconsole.console.doable import BUILT
from deskconsole.console.keys.table import BEGIN, main

README = Path(__file__).parents[2] / "README.md"


def behind(readme: Path = README) -> int:
    """1 where the table has fallen behind; a README without markers has none to keep in step."""
    if not readme.exists() or BEGIN not in readme.read_text("utf-8"):
        return 0
    return main(["--check", str(readme)], BUILT, world.offered())


if __name__ == "__main__":
    code = behind()
    if code:
        print("`deskconsole keys --write README.md` renews it", file=sys.stderr)
    sys.exit(code)
