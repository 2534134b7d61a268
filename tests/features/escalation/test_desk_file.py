"""What a desk file says of escalation: read, refused by name and line, written back, exported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deskconsole.core.toml.problems import BadFile
from deskconsole.features.deskfile.export import export
from deskconsole.features.deskfile.parse import parse, placed
from deskconsole.features.deskfile.plan import held_file
from deskconsole.features.deskfile.review import review
from deskconsole.features.deskfile.views import current
from tests.features.desks import TestDesk
from tests.features.escalation.worlds import FILE

TEXT = Path(FILE).read_text()
DUTY = """
[[on_call]]
team = "network"
who = "ben"
from = 2026-03-03T18:00:00
until = "2026-03-04 06:00"
"""


def test_what_is_written_is_what_is_read(desk: TestDesk) -> None:
    file = parse(TEXT + DUTY)
    assert parse(export(file)) == file
    assert held_file(current(desk.store.read)).escalations == file.escalations
    assert parse(export(held_file(current(desk.store.read)))).escalations == file.escalations


REFUSED = [
    ('escalation = "silver"', 'escalation = "sliver"', "agreements.silver.escalation: no escalation policy “sliver”"),
    ('to = "owner"', 'to = "onwer"', "escalations.gold.steps[1].to: no operator or target “onwer”; nearest is owner"),
    ('to = ["lead"]', 'to = ["team:netwrk"]', "steps[2].to[1]: no team “netwrk”; nearest is network"),
    ('"skill:vpn"', '"skill:vpm"', "steps[2].to[1]: no skill that anybody has, “vpm”; nearest is vpn"),
    ('to = ["lead"]', 'to = ["lead"]\nby = ["sms"]', "steps[2].by[1]: no channel “sms”"),
    ('to = ["lead"]', 'to = ["lead"]\ncall = ["console"]', "“console” is a channel of kind console: a hook is"),
    ("{whom}.", "{who}.", "steps[2].text: no variable {who}; nearest is whom"),
    ("{whom}.", "{whom.", "steps[2].text: a { begins no variable"),
    ('then = "board"', 'then = "bored"', "escalations.silver.then: no escalation policy “bored”; nearest is board"),
    ("[escalations.board]", '[escalations.board]\nthen = "silver"', "comes back: silver › board › silver"),
    (", most = 1 }", " }", ""),
    ('at = "100 %"', 'after = "5m"', ""),
    ('at = "100 %"', 'at = "70 %"', "steps[3]: is never reached at its time: 70 % comes before the 80 % of step 1"),
    ('at = "90 %"', 'at = "40 %"', "then: step 4, of board: is never reached at its time: 40 % comes before the 50 %"),
    ('at = "80 %"\n', "", "steps[1]: when does it come? write at"),
    ('at = "80 %"\n', 'at = "80 %"\nafter = "1m"\n', "steps[1].after: says when it comes, and so does at"),
    ('to = "owner"\nacknowledge = "15m"', "always = false", "steps[1]: does nothing: write to"),
    ('to = "owner"\nacknowledge', 'war_room = true\nacknowledge', "acknowledge: is about people who are told"),
    ('stop = ["held:caller"]', 'stop = ["held:calles"]', "stop[1]: no reason to hold “calles”; nearest is caller"),
    ('stop = ["held:caller"]', 'stop = ["hold"]', "stop[1]: no such reason to tell nobody “hold”; nearest is held"),
    ('more_than = "1 in 1h"', 'more_than = "lots"', "when.more_than: “lots” is no count: write 4 in 15m"),
    ('owner = "sofia"', 'owner = "sofya"', "services.vpn.owner: no owner “sofya”; nearest is sofia"),
    ('metrics = ["resolution"]\npriorit', 'metrics = ["resolved"]\npriorit', "no metric “resolved”; nearest"),
    ("every = ", "ever = ", "steps[2].repeat: every is missing"),
    ('who = "ben"', 'who = "bem"', "on_call[1].who: no who “bem”; nearest is ben"),
    ("2026-03-04 06:00", "2026-03-02 06:00", "on_call[1].until: lies before from"),
    ("2026-03-04 06:00", "soon", "on_call[1].until: “soon” is no instant"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "said"), REFUSED)
def test_what_makes_no_sense_is_refused_by_name_and_line(was: str, becomes: str, said: str) -> None:
    text = (TEXT + DUTY).replace(was, becomes, 1)
    assert text != TEXT + DUTY
    if not said:
        parse(text)  # a share comes whatever repeats before it
        return
    with pytest.raises(BadFile) as refused:
        parse(text)
    assert said in str(refused.value)
    line = int(str(refused.value).split(":")[1])
    assert 1 < line <= len(text.splitlines())


def test_a_step_after_one_that_repeats_without_end_is_never_reached() -> None:
    text = TEXT.replace("most = 1 }", "}").replace('at = "100 %"', 'after = "5m"')
    text = text.replace(", most = 1", "").replace('every = "10m", }', 'every = "10m" }')
    with pytest.raises(BadFile, match=r"gold.steps\[3\]: is never reached: step 2 repeats without end"):
        parse(text)


CHANNELS = """
[mail]
address = "desk@example.com"
[mail.smtp]
host = "mail.example.com"
[channels.mail]
kind = "mail"
"""
UNHEARD = [
    ('to = ["lead"]', 'to = ["lead:network"]', "", "escalations.gold.steps[2].to: reaches nobody at all: no operator"),
    ('roles = ["manager"]', 'roles = ["auditor"]', "", ""),
    ('owner = "sofia"', "", "", "escalations.gold.steps[3].to: reaches nobody at all: no operator is service-owner"),
    ('then = "board"', "", "", "escalations.board: no agreement names it: nobody is ever told by it"),
    ('to = ["lead"]', 'to = ["lead"]\nby = ["mail"]', CHANNELS, "steps[2]: mia: has no contact for mail"),
    ('to = ["lead"]', 'to = ["lead"]\nby = ["console"]', CHANNELS, "steps[3]: sofia: has no contact that any channel"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "becomes", "more", "said"), UNHEARD)
def test_who_hears_nothing_is_named_by_line(was: str, becomes: str, more: str, said: str) -> None:
    text = (TEXT + more).replace(was, becomes, 1)
    assert text != TEXT + more
    file, sheet = placed(text)
    found = [str(each) for each in review(file, sheet, date(2026, 3, 3)) if "escalations." in str(each)]
    assert any(said in each for each in found) if said else not found
