"""Whether what nobody expected comes of a damaged store: then that is said, and otherwise it is a fault of ours."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from deskconsole.cli.common import settings
from deskconsole.core.errors import DeskError
from deskconsole.core.text import safe_text
from deskconsole.store.store import Store
from deskconsole.store.verify import verify


def told(args: Sequence[str], wrong: Exception) -> str | None:
    """What to say of the store that a command was given; None where it proves itself whole."""
    url = config = None
    for word, following in zip(args, [*args, ""][1:], strict=True):
        url = following if word == "--store" else word.removeprefix("--store=") if "--store=" in word else url
        config = following if word == "--config" else word.removeprefix("--config=") if "--config=" in word else config
    try:
        url = settings({"store": url}, config).store
        if _whole(url):
            return None
    except (DeskError, UnicodeDecodeError):
        pass  # it cannot even be read
    what = safe_text(f"{type(wrong).__name__}: {wrong}")[:200]
    return (
        f"{url}: the store is damaged ({what}): keep it, restore a backup;"
        " `deskconsole journal verify --rebuild` says where"
    )


def _whole(url: str) -> bool:
    from deskconsole.derive import RULES
    from deskconsole.record import RECORD
    from deskconsole.store.compare import rebuild

    with closing(Store(url)) as store:
        with store.backend.looking() as driver:
            if verify(driver).troubles:
                return False
        return not (store.backend.damage() or rebuild(store, RULES, RECORD).differences)
