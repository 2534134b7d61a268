"""Whatever two people do to one ticket, in whatever order: no text is lost, nobody undoes what they have not seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from deskconsole.console.desk.live import DeskSource
from deskconsole.core.actors import Actor
from deskconsole.core.errors import DeskError, Stale
from deskconsole.features.tickets import commands as c
from deskconsole.store.drafts import Draft
from tests.stories.desk import START, StoryDesk

ACTS = ["write", "write", "send", "crash", "look", "assign lea", "assign net"]
STEPS = st.tuples(st.sampled_from(["ana", "ben"]), st.sampled_from(ACTS))
TWICE = st.tuples(st.sampled_from(["ana", "ana elsewhere", "ben"]), st.sampled_from(ACTS[:4]))


class Editor:
    """Somebody at a console with a reply on a ticket, and what they believe of it."""

    def __init__(self, desk: StoryDesk, who: str, ticket: int) -> None:
        self.desk, self.seat, self.who, self.ticket = desk, who, who.split()[0], ticket
        self.sat = 0
        self.pieces = 0
        self.written: set[str] = set()
        """Everything they ever wrote."""
        self.open()

    def open(self) -> None:
        """A console of their own: what was begun goes on, on what had been seen then."""
        self.sat += 1
        self.source = DeskSource(self.desk.store, Actor(self.who))
        found = self.source.workspace(self.ticket, "all", None)
        assert found is not None
        draft = next((each for each in found.drafts if each.kind == "reply"), None)
        self.text, self.seen = (draft.text, draft.seen) if draft else ("", found.seen)
        self.look()

    def look(self) -> None:
        """A form is opened on the ticket as it is."""
        self.form_seen, self.owner = self.source.seen(), self.desk.row(self.ticket).owner

    def write(self) -> None:
        self.pieces += 1
        piece = f"{self.seat} {self.pieces};"
        self.written.add(piece)
        self.text += piece
        self.source.keep_draft(Draft(self.ticket, "reply", self.text, None, self.desk.now, seen=self.seen))

    def send(self) -> None:
        if not self.text:
            return
        answers = self.desk.kinds(self.ticket).count("ticket.commented")
        key = f"{self.seat} {self.sat} {self.pieces}"
        try:
            self.source.send(c.reply(self.ticket, self.text).on(self.seen), key, "reply")
        except Stale as why:
            self.seen = why.seen  # told of, and read
            assert self.desk.kinds(self.ticket).count("ticket.commented") == answers
        else:
            self.text, self.seen = "", self.source.seen()

    def assign(self, to: str) -> None:
        now = self.desk.row(self.ticket).owner
        told = self._assigned(to)
        if isinstance(told, Stale):
            assert now != self.owner, "nobody had touched it"
            assert [(met.now, met.meant) for met in told.met] == [(now, to)]
        elif told:
            assert now == to, "it is so already"
        else:
            assert now == self.owner, "they undid what they had not seen"
        self.look()

    def _assigned(self, to: str) -> DeskError | None:
        try:
            self.source.do(c.assign(self.ticket, to).on(self.form_seen), f"{self.who} {self.source.seen()} {to}")
        except DeskError as why:
            return why
        return None


def times(desk: StoryDesk, editors: Mapping[str, Editor]) -> list[int]:
    """How often each piece that anybody wrote is held, by a draft or by what was said."""
    held = [row[0] for row in desk.all("select text from draft")]
    held += [row[0] for row in desk.all("select text from private_text where about = 'ticket'")]
    return [sum(text.count(piece) for text in held) for each in editors.values() for piece in each.written]


@settings(max_examples=10, deadline=None)
@given(st.lists(STEPS, min_size=4, max_size=12))
def test_nothing_that_either_wrote_or_set_is_lost(story_template: Path, steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        copyfile(story_template, path := Path(folder) / "desk.db")
        desk = StoryDesk(path, START)
        ticket = desk.ticket("VPN drops", by="lea")
        editors = {who: Editor(desk, who, ticket) for who in ("ana", "ben")}
        for who, step in steps:
            editor, (act, _, to) = editors[who], step.partition(" ")
            if act == "crash":
                editor.open()
            elif act == "assign":
                editor.assign(to)
            else:
                getattr(editor, act)()
            assert set(times(desk, editors)) <= {1}
        desk.store.close()


@settings(max_examples=10, deadline=None)
@given(st.lists(TWICE, min_size=4, max_size=12))
def test_who_sits_at_two_consoles_loses_nothing_either(story_template: Path, steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        copyfile(story_template, path := Path(folder) / "desk.db")
        desk = StoryDesk(path, START)
        ticket = desk.ticket("VPN drops", by="lea")
        editors = {who: Editor(desk, who, ticket) for who in ("ana", "ana elsewhere", "ben")}
        for who, act in steps:
            editor = editors[who]
            editor.open() if act == "crash" else getattr(editor, act)()
            assert all(times(desk, editors))
        desk.store.close()


def test_what_another_console_of_mine_saved_is_put_aside_and_goes_on_with_the_next(desk: StoryDesk) -> None:
    ticket = desk.ticket("VPN drops")
    here, there = Editor(desk, "ana", ticket), Editor(desk, "ana elsewhere", ticket)
    here.write()
    there.write()
    saved = desk.all("select kind, text from draft order by kind")
    assert saved == [("reply", "ana elsewhere 1;"), ("reply 2", "ana 1;")]
    assert [(each.kind, each.number) for each in here.source.unsent()] == [("reply", "INC-10001")]
    there.open()
    assert there.text == "ana elsewhere 1;\n\nana 1;"
    there.text = "all of it in other words"
    there.write()
    assert desk.all("select kind, text from draft") == [("reply", "all of it in other wordsana elsewhere 2;")]
