"""What a desk file says of messages, call-ins and reviews: read, compared, written back as it was."""

from __future__ import annotations

import pytest

from deskconsole.core.toml.problems import BadFile
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse
from deskconsole.features.deskfile.plan import plan
from deskconsole.features.deskfile.views import current
from deskconsole.features.room_updates.settings import CommsSpec, by_severity
from deskconsole.features.room_updates.views import comms
from tests.features.comms.speaking import apply_more
from tests.features.desks import FILE, TestDesk

ALL = """
[updates]
first = "10m"
every = { p1 = "15m" }
escalate = "3m"
approval = ["customers", "status page"]

[updates.texts]
"customers investigating" = "{title} since {since}."
"customer:acme monitoring p1" = "It should work again."

[updates.contacts]
acme = ["duty@acme.example", "boss@acme.example"]

[updates.status_page]
page = "01F"

[updates.status_page.components]
vpn = "abc"

[surge]
answer = "2m"

[reviews]
due = { p1 = "24h" }
remind = "4h"
"""


def test_what_is_written_is_read_and_written_back() -> None:
    file = parse(FILE.read_text() + ALL)
    spec = file.comms
    assert spec is not None
    assert (spec.first, spec.escalate, spec.answer, spec.remind, spec.page) == (600, 180, 120, 4 * 3600, "01F")
    assert [by_severity(spec.every, each) for each in (1, 2)] == [900, 1800]
    assert [by_severity(spec.review, each) for each in (1, 2)] == [24 * 3600, 48 * 3600]
    assert dict(spec.contacts) == {"acme": ("boss@acme.example", "duty@acme.example")}
    assert parse(export(file)) == file


def test_a_file_that_says_nothing_is_left_alone_and_one_that_says_little_means_the_rest_as_it_ships(
    desk: TestDesk,
) -> None:
    assert parse(FILE.read_text()).comms is None
    assert comms(desk.store.read) == CommsSpec()
    apply_more(desk, '[surge]\nanswer = "2m"\n')
    assert comms(desk.store.read) == CommsSpec(answer=120)
    file = parse(f"{FILE.read_text()}\n[surge]\n")
    assert file.comms == CommsSpec()
    assert parse(export(file)) == file


def test_what_changes_is_told(desk: TestDesk) -> None:
    apply_more(desk, ALL)
    held = current(desk.store.read)
    assert plan(parse(FILE.read_text() + ALL), held, 2026) == []
    other = ALL.replace('"10m"', '"5m"').replace('"boss@acme.example"', '"b@acme.example"').replace('"24h"', '"12h"')
    (step,) = plan(parse(FILE.read_text() + other), held, 2026)
    assert step.text == "~ war rooms: first 10m → 5m, review P1 24h → 12h, contacts of acme"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[updates]\nfrist = "5m"', "nearest is first"),
        ('[updates]\nfirst = "1s"', "1s is shorter than anybody can keep"),
        ('[updates]\napproval = ["custmers"]', "nearest is customers"),
        ('[updates.texts]\n"customers soon" = "x"', "is no audience with a phase"),
        ('[updates.texts]\n"customers resolved" = "{number}"', "nothing that a message knows"),
        ('[updates.texts]\n"customers resolved" = "{ x"', "a brace begins no variable"),
        ('[updates.contacts]\nacme = ["duty"]', "is no mail address"),
        ('[updates.contacts]\nacmee = ["duty@acme.example"]', "nearest is acme"),
        ('[updates.status_page.components]\nvnp = "1"', "nearest is vpn"),
        ('[reviews]\ndue = { p6 = "1h" }', "p6"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(text: str, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        parse(f"{FILE.read_text()}\n{text}\n")
