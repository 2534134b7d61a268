"""Where the files are that come with the program: inside an installed package, or in the checkout beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from deskconsole.core.errors import StoreTrouble

Folder = Literal["themes", "migrations", "examples", "schemas"]

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(folder: Folder, package: Path = PACKAGE) -> Path:
    """The folder of files that came with this program.

    Raises StoreTrouble where it is in neither place: the installation is not whole.
    """
    places = (package / "_shipped" / folder, package.parent / folder)
    for place in places:
        if place.is_dir():
            return place
    raise StoreTrouble(f"{folder} did not come with this installation, looked in {places[0]}: install it again")
