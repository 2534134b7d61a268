"""Which schema this version of the program works on. Opening a store compares one word; Alembic is not asked."""

from __future__ import annotations

from deskconsole.core.errors import StoreTrouble

REVISIONS = (
    "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013", "0014",
    "0015", "0016", "0017", "0018", "0019", "0020", "0021", "0022", "0023", "0024", "0025", "0026", "0027", "0028",
    "0029",
    "0030",
    "0031",
    "0032",
)  # fmt: skip
"""All revisions of the schema from the first on; a test holds them to the migrations."""

REVISION = REVISIONS[-1]


def standing(found: str | None) -> str:
    """How a store's revision stands to ours: none, current, older or newer."""
    if found is None:
        return "none"
    if found == REVISION:
        return "current"
    return "older" if found in REVISIONS else "newer"


def fit(found: str | None, url: str) -> None:
    """Raises StoreTrouble, with the way out, where a store is not of this version."""
    match standing(found):
        case "none":
            raise StoreTrouble(f"{url} holds no desk yet: `deskconsole init --store {url}` makes one")
        case "older":
            raise StoreTrouble(
                f"{url} is of an older version (schema {found}, this one works on {REVISION}):"
                f" stop what has it open and run `deskconsole db upgrade --store {url}`"
            )
        case "newer":
            raise StoreTrouble(
                f"{url} was made by a newer version (schema {found}, this one works on {REVISION}): install that one"
            )
