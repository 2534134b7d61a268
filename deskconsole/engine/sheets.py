"""The offline sheet is put in its second place once it is due, by the engine: files are its own."""

from __future__ import annotations

from hashlib import sha256
from zoneinfo import ZoneInfo

from deskconsole.core.actors import DESK as DESK_ACTOR
from deskconsole.core.actors import Actor
from deskconsole.core.errors import BadInput
from deskconsole.features.directory.views import DESK
from deskconsole.features.offline.commands import fail, put
from deskconsole.features.offline.views import OFFLINE, SHEET
from deskconsole.house import House
from deskconsole.offline import placing
from deskconsole.offline.printed import as_text
from deskconsole.offline.sheet import read
from deskconsole.store.store import Store


def put_sheet(store: Store, stands: str = "due") -> bool:
    """Put the sheet that is due, or one that `failed`; whether there was one. Costs one read when there is none.

    Whoever is killed in between puts it again, over the same files; it counts, and leaves as mail, once.
    """
    row = store.read.maybe(SHEET)
    spec = store.read.maybe(OFFLINE) if row is not None and row.state == stands else None
    if row is None or spec is None or not spec.anywhere:
        return False
    named = store.read.maybe(DESK)
    zone = ZoneInfo(named.zone if named else "UTC")
    sheet, house = read(store.read, store.now()), House(store, Actor(DESK_ACTOR))
    try:
        if spec.folder:
            placing.put(sheet, zone, spec.folder)
    except BadInput as why:
        house.do(fail(row.shift, str(why)))
        raise
    text = as_text(sheet, zone)
    house.do(put(row.shift, text, sha256(text.encode()).hexdigest()))
    return True
