"""The fields of a call: what is typed and picked, how it is laid out, and what the command is told of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual.suggester import SuggestFromList
from textual.widget import Widget

from deskconsole.console.desk.board import Choices
from deskconsole.console.pages.callpage import LABEL
from deskconsole.console.pages.chrome import WIDE
from deskconsole.console.painting.lines import Line, Scene
from deskconsole.console.widgets.editors import Area, Blank
from deskconsole.console.widgets.pick import Pick
from deskconsole.console.widgets.sheet import Part, Row
from deskconsole.core.text import safe_text
from deskconsole.features.templates.views import NewTemplate, filled

TYPES = ("incident", "request", "problem", "change", "task")
IMPACTS = {"as the service": None, "1 whole site": "1", "2 several": "2", "3 one person": "3"}
URGENCIES = {"3 can wait": "3", "2 impaired": "2", "1 cannot work": "1"}
OWNERS = {"as routed": "route", "me": "me"}
KEEP, RESOLVE = "keep open", "resolve now"
CODES = ("fixed", "workaround", "advice", "no-fault", "duplicate", "no-answer")

OWN = "own."
"""Begins the names of the desk's own fields."""

GAP = Part(2)


class Said(NamedTuple):
    """What follows from what stands in the fields."""

    priority: Line
    route: Line
    clocks: Line
    alike: Line


class CallFields:
    """Widgets by name, in the order in which one steps through them."""

    def __init__(self, scene: Callable[[], Scene]) -> None:
        self._scene = scene
        self.caller = Blank("", called="call-caller")
        self._choices = Choices((), (), (), ())
        self._picks: dict[str, Pick] = {
            "type": self._pick("type", TYPES),
            "impact": self._pick("impact", list(IMPACTS)),
            "urgency": self._pick("urgency", list(URGENCIES)),
            "owner": self._pick("owner", list(OWNERS)),
            "then": self._pick("then", (KEEP, RESOLVE)),
            "code": self._pick("code", CODES),
        }
        self._blanks: dict[str, Blank] = {
            name: Blank("", called=f"call-{name}") for name in ("title", "service", "category", "customer", "cause")
        }
        self.says = Area("", called="call-says")
        self._own: dict[str, Blank] = {}
        self._labels: dict[str, Part] = {}

    def _pick(self, name: str, words: Sequence[str]) -> Pick:
        return Pick(words, self._scene, called=f"call-{name}")

    def all(self) -> list[Widget]:
        """Those that every call has."""
        return [self.caller, self.says, *self._blanks.values(), *self._picks.values()]

    # How they are laid out.

    def caller_row(self, found: Line, room: int) -> Row:
        return Row([_label("caller"), Part(50 if room < WIDE else 60, field=self.caller), GAP, Part(line=found)])

    def rows(self, said: Said, room: int, high: int) -> list[Row]:
        """All below the caller, by the room there is."""
        blank = {name: Part(field=each) for name, each in self._blanks.items()}
        pick = {name: Part(each.wide, field=each) for name, each in self._picks.items()}
        then = [_label("then"), pick["then"], GAP]
        if resolves := self._picks["then"].word == RESOLVE:
            then += [pick["code"], GAP, _label("cause", 8), blank["cause"]]
        if not resolves or room >= WIDE:
            then.append(Part(line=said.alike))
        own = [part for key, each in self._own.items() for part in (self._labels[key], Part(field=each))]
        return [
            Row([_label("title"), blank["title"], GAP, pick["type"]]),
            Row([
                _label("service"), blank["service"], _label(" category", 11), blank["category"],
                _label(" customer", 11), blank["customer"],
            ]),
            Row([
                _label("impact"), pick["impact"], GAP, _label("urgency", 9), pick["urgency"], GAP,
                Part(line=said.priority),
            ]),
            Row([_label("owner"), pick["owner"], GAP, _label("route", 7), GAP, Part(line=said.route)]),
            Row([_label("says"), Part(field=self.says)], max(high // 10, 2)),
            *([Row(own)] if own else []),
            Row([Part(line=said.clocks)]),
            Row(then),
        ]  # fmt: skip

    def offer(self, choices: Choices) -> list[Widget]:
        """What there is to choose from is known now; the fields that the desk has beside those of all calls."""
        self._choices = choices
        for name, words in (
            ("service", choices.services),
            ("category", choices.categories),
            ("customer", choices.customers),
        ):
            if words:
                self._blanks[name].suggester = SuggestFromList([*map(safe_text, words)], case_sensitive=False)
        if self._own:
            return []
        for number, (key, label, words) in enumerate(choices.fields):
            self._own[key] = Blank("", list(words), called=f"call-own-{number}")
            self._labels[key] = _label(safe_text(label), len(label) + 2)
        return [*self._own.values()]

    def stops(self) -> list[Widget]:
        """Where one can type, in order; what is not shown is no stop."""
        picks, blanks = self._picks, self._blanks
        order: list[Widget] = [
            self.caller, blanks["title"], picks["type"], blanks["service"], blanks["category"], blanks["customer"],
            picks["impact"], picks["urgency"], picks["owner"], self.says, *self._own.values(), picks["then"],
            picks["code"], blanks["cause"],
        ]  # fmt: skip
        return [stop for stop in order if stop.display]

    def focus(self, name: str) -> None:
        (self.caller if name == "caller" else self._blanks[name]).focus()

    # What is in them.

    def text(self, name: str) -> str:
        if name == "says":
            return self.says.text
        return self._picks[name].word if name in self._picks else self._blanks[name].value

    def written(self) -> dict[str, str]:
        """What somebody has typed or picked, by field; nothing where all is as it was."""
        out = {"caller": self.caller.value, "says": self.says.text}
        out |= {name: blank.value for name, blank in self._blanks.items()}
        out |= {f"{OWN}{key}": blank.value for key, blank in self._own.items()}
        out |= {name: pick.word for name, pick in self._picks.items() if pick.chosen}
        return {name: text for name, text in out.items() if text.strip()}

    def put(self, texts: Mapping[str, str]) -> None:
        """These texts, in place of what is there."""
        self.caller.value = texts.get("caller", "")
        self.caller.cursor_position = len(self.caller.value)
        self.says.load_text(texts.get("says", ""))
        for name, blank in self._blanks.items():
            blank.value = texts.get(name, "")
        for key, own in self._own.items():
            own.value = texts.get(f"{OWN}{key}", "")
        for name, pick in self._picks.items():
            pick.put(texts.get(name, pick.words[0]))

    def begin(self, template: NewTemplate, said: Mapping[str, str | None]) -> Sequence[str]:
        """Fill in what a template sets, where nothing stands yet; the variables that nothing was known for."""
        self._picks["type"].put(template.type)
        sets = dict(template.sets)
        for name in ("title", "service", "category"):
            if sets.get(name) and not self._blanks[name].value.strip():
                self._blanks[name].value = safe_text(sets[name])
        for name, words in (("impact", IMPACTS), ("urgency", URGENCIES)):
            if sets.get(name) and not self._picks[name].chosen:
                self._picks[name].put(next(word for word, level in words.items() if level == sets[name]))
        text, missing = filled(template.text.strip(), said)
        begun = self.says.text.rstrip()
        self.says.load_text(f"{begun}\n{text}" if begun else text)
        return missing

    def given(self) -> dict[str, object]:
        """As the command is told: what is left empty is left out."""
        resolves = self.text("then") == RESOLVE
        out: dict[str, object] = {
            "title": self.text("title"), "type": self.text("type"), "text": self.says.text,
            "service": _meant(self.text("service"), self._choices.services),
            "category": _meant(self.text("category"), self._choices.categories),
            "customer": _meant(self.text("customer"), self._choices.customers),
            "impact": IMPACTS[self.text("impact")], "urgency": URGENCIES[self.text("urgency")],
            "owner": OWNERS[self.text("owner")],
            "code": self.text("code") if resolves else None, "cause": self.text("cause") if resolves else "",
            "fields": {key: blank.value for key, blank in self._own.items() if blank.value.strip()},
        }  # fmt: skip
        return {name: value for name, value in out.items() if value}


def _label(word: str, room: int = LABEL) -> Part:
    return Part(room, [(f" {word}", "")])


def _meant(text: str, words: Sequence[str]) -> str | None:
    """The only word that begins so; else what was typed, for the desk to say that there is none."""
    small = text.strip().lower()
    found = [word for word in words if word.lower().startswith(small)] if small else []
    exact = [word for word in found if word.lower() == small]
    return (exact or found)[0] if len(exact or found) == 1 else (text.strip() or None)
