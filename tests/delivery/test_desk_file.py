"""What of channels and contacts is refused, by name; what is taken comes back as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskconsole.core.toml.problems import BadFile
from deskconsole.features.delivery.views import ChannelSpec, ways
from deskconsole.features.deskfile.delivery import unreached
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse, placed
from deskconsole.features.deskfile.plan import held_file, plan
from deskconsole.features.deskfile.review import contacts_apart
from deskconsole.features.deskfile.views import current
from tests.delivery.conftest import ANA, CHANNELS, LEA
from tests.delivery.world import Telling, desk_text

MAIL = '[mail]\naddress = "desk@desk.example"\n[mail.smtp]\nhost = "mail.example"\n'
SMS = '[channels.sms]\nkind = "command"\ncommand = ["/bin/sms"]\ncontact = "sms"\n'


def problems(more: str, **of: str) -> list[str]:
    with pytest.raises(BadFile) as wrong:
        parse(desk_text(more, **of))
    return [str(problem) for problem in wrong.value.problems]


@pytest.mark.parametrize(
    ("channel", "named"),
    [
        ("", "kind is missing"),
        ('kind = "fax"', "fax"),
        ('kind = "mail"', "names no server for it: write [mail] and [mail.smtp]"),
        ('kind = "webhook"\nsecret_env = "S"', 'url_env is missing: write url_env = "DESK_X_URL"'),
        ('kind = "webhook"\nurl_env = "U"', 'secret_env is missing: write secret_env = "DESK_X_SECRET"'),
        ('kind = "webhook"\nsecret_env = "S"\nurl_env = "https://x/?t=1"', "no name of a variable of the environment"),
        ('kind = "apprise"', "url_env is missing"),
        ('kind = "command"', "command is missing"),
        ('kind = "command"\ncommand = ["/bin/sms"]\ntimeout = "10"', "is no duration"),
        ('kind = "command"\ncommand = ["/bin/sms"]\ntimeout = "5m"', "is longer than 120s"),
        ('kind = "command"\ncommand = ["/bin/sms"]\nfallback = "pigeon"', "pigeon"),
        ('kind = "command"\ncommand = ["/bin/sms"]\nsandbox = ["200"]', "200"),
        ('kind = "command"\ncommand = ["/bin/sms"]\nurl_env = "U"', "url_env"),
    ],
)
def test_a_channel_that_cannot_be_used_is_refused_by_name(channel: str, named: str) -> None:
    (problem,) = problems(f"[channels.x]\n{channel}\n")
    assert "channels.x" in problem
    assert named in problem


def test_a_fallback_that_fails_together_with_what_it_stands_in_for_is_refused() -> None:
    two = '[channels.mail]\nkind = "mail"\nfallback = "more"\n[channels.more]\nkind = "mail"\nto = "a@b.example"\n'
    (problem,) = problems(MAIL + two)
    assert "“more” fails together with “mail” (mail mail.example)" in problem
    named = (
        SMS
        + 'domain = "the tower"\nfallback = "p"\n[channels.p]\nkind = "apprise"\nurl_env = "U"\ndomain = "the tower"\n'
    )
    (problem,) = problems(named)
    assert "“p” fails together with “sms” (the tower)" in problem
    apart = two.replace('to = "a@b.example"', 'to = "a@b.example"\ndomain = "the other relay"')
    assert len(parse(desk_text(MAIL + apart)).channels) == 2


def test_also_one_that_comes_only_after_another_one() -> None:
    three = (
        '[channels.mail]\nkind = "mail"\nfallback = "sms"\n' + SMS + 'fallback = "more"\n'
        '[channels.more]\nkind = "mail"\nto = "a@b.example"\n'
    )
    (problem,) = problems(MAIL + three)
    assert "“more” fails together with “mail”" in problem


def test_fallbacks_in_a_circle_are_refused() -> None:
    found = problems(SMS + 'fallback = "p"\n[channels.p]\nkind = "apprise"\nurl_env = "U"\nfallback = "sms"\n')
    assert any("leads in a circle: sms → p → sms" in problem for problem in found)


def test_contacts_and_quiet_hours_are_read_or_refused() -> None:
    (problem,) = problems("", ana='contacts = { mail = "ana" }')
    assert "operators.ana.contacts.mail" in problem
    (problem,) = problems("", ana='quiet = "at night"')
    assert "write 22:00-06:00" in problem


def test_an_operator_whom_nothing_but_a_console_reaches_is_named() -> None:
    file = parse(desk_text(MAIL + SMS, ana='contacts = { sms = "+49 30 1234567" }', ben='contacts = { fax = "1" }'))
    ana, ben = (next(each for each in file.operators if each.handle == handle) for handle in ("ana", "ben"))
    assert unreached(file.channels, ana) is None
    assert unreached(file.channels, ben) == (
        'has no contact that any channel uses: write contacts = { sms = "…" }, or one of them'
    )
    assert 'write [channels.mail] with kind = "mail"' in (unreached((), ben) or "")
    ((path, text),) = contacts_apart(file)
    assert path == ("operators", "ben", "contacts", "fax")
    assert text == "no channel uses “fax”; there is sms: nothing goes there"


def test_ways_come_in_the_order_of_the_person_and_show_no_whole_contact() -> None:
    specs = [
        ChannelSpec("mail", "mail"), ChannelSpec("sms", "command", contact="sms", command=("/bin/sms",)),
        ChannelSpec("room", "webhook", url_env="U", secret_env="S"), ChannelSpec("noc", "mail", to="noc@acme.example"),
    ]  # fmt: skip
    found = ways(specs, {"sms": "+49 30 1234567", "mail": "ana@desk.example"}, "mail.example")
    assert [(way.channel, way.contact, way.domain) for way in found] == [
        ("sms", "…567", "command /bin/sms"),
        ("mail", "a…@desk.example", "mail mail.example"),
        ("room", None, "webhook U"),
        ("console", None, "console"),
    ]


def test_what_is_written_is_held_and_printed_as_it_was(telling: Telling) -> None:
    held = held_file(current(telling.store.read))
    assert [spec.key for spec in held.channels] == ["chat", "hook", "mail", "pager"]
    assert {each.handle: (each.contacts, each.quiet) for each in held.operators if each.contacts} == {
        "ana": ((("mail", "ana@desk.example"), ("phone", "+49 30 1234567")), None),
        "lea": ((("mail", "lea@desk.example"),), "22:00-06:00"),
        "max": ((("chat", "max power"),), None),
    }
    again, sheet = placed(export(held))
    assert plan(again, current(telling.store.read)) == []
    assert sheet.problems == []


def test_who_changes_a_contact_or_leaves_is_reached_so_from_now_on(telling: Telling, tmp_path: Path) -> None:
    text = desk_text(CHANNELS.format(port=25, pager='["/bin/true"]'), lea=LEA)
    moved = text.replace("[operators.ana]\n", '[operators.ana]\ncontacts = { phone = "+49 30 7654321" }\n')
    assert ANA not in moved
    telling.apply(moved)
    found = telling.all(
        "select c.kind, c.place, c.active, p.text from operator_contact c left join private_text p on p.id = c.value"
        " join operator o on o.id = c.operator where o.handle = 'ana' order by c.id"
    )
    assert found == [("mail", 0, 0, None), ("phone", 0, 1, "+49 30 7654321")]
