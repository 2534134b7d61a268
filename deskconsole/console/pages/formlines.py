"""What an inline form says around its fields, as lines: title, notes, effect, footer."""

from __future__ import annotations

from deskconsole.console.desk.source import Effect
from deskconsole.console.forms import Field, Form
from deskconsole.console.keys import KeyMap
from deskconsole.console.pages import chrome
from deskconsole.console.pages.chrome import Key
from deskconsole.console.painting import figures
from deskconsole.console.painting.flowing import flow
from deskconsole.console.painting.layout import cells
from deskconsole.console.painting.lines import Line, Scene, rule, width
from deskconsole.core.instants import Instant

NOTHING_YET = "nothing has happened yet"


def safe(line: Line, scene: Scene) -> Line:
    return [(scene.g.outside(text), role) for text, role in line]


def label_room(form: Form, scene: Scene) -> int:
    """One cell before the longest label, two behind it."""
    return max((cells(scene.g.outside(each.label)) for each in form.fields), default=0) + 3


def title(words: Line, form: Form, at: int, room: int, scene: Scene, saved: Instant | None = None) -> Line:
    """The call in words, when it was saved, which field this is (0: none) and what is required."""
    many, shown = len(form.fields), safe(words, scene)
    parts = [f"saved {figures.clock(saved, scene.zone)}"] if saved is not None else []
    parts += [f"{at} of {many}"] if at and many > 1 else []
    if form.required:
        parts.append(f"required: {', '.join(form.required)}")
    free = room - width(shown) - 8  # rules and blanks at both ends
    while parts and cells(hint := scene.g.outside(scene.g.dot.join(parts))) > free:
        parts.pop()
    return rule(shown, [(hint, "head")] if parts else [], room, scene.g)


def note(form: Form, each: Field, effect: Effect, insisted: bool, scene: Scene) -> Line:
    """What was understood; why it was not, once something is written or somebody insists; or what is wanted."""
    answer, more = form.answer(each.name), effect.notes.get(each.name, "")
    written = bool(form.texts[each.name].strip())
    if answer.problem and (written or insisted):
        return safe([(f"{scene.g.failed} ", "sla-breach"), (answer.problem, "")], scene)
    said = [part for part in (answer.said if written else "", more) if part] or [each.hint]
    return safe([(", ".join(part for part in said if part), "dim")], scene)


def effects(form: Form, effect: Effect, high: int, room: int, scene: Scene) -> list[Line]:
    """What it does, in at most `high` lines; or why it may not; or what is needed before anybody can tell."""
    if effect.refused:
        why = safe([(f"{scene.g.failed} ", "sla-breach"), (effect.refused, "")], scene)
        return flow([why], room, hang=2)[:high]
    problems = form.problems()
    if problems and not effect.lines:
        wanted = ", ".join(each.label for each in form.fields if each.name in problems)
        return [safe([(f"  first: {wanted}", "dim")], scene)]
    lines = [safe(line, scene) for line in effect.lines] or [[]]
    return lines if len(lines) <= high else [*lines[: high - 1], [(f"  {len(lines) - high + 1} more", "dim")]]


def footer(keys: KeyMap, verb: str, allowed: bool, room: int, scene: Scene) -> Line:
    """Without the key that commits where it may not be done."""
    words = {"form.commit": scene.g.outside(verb), "form.leave": "leaves it"}
    elsewhere = {"form.editor", "form.template", "form.insert", "form.promise", "form.another"}
    not_here = elsewhere | (set() if allowed else {"form.commit"})
    found = keys.footer("form", room, may=lambda name: name not in not_here, words=words)
    first = [Key(key.text, key.label) for key in found if key.id != "form.leave"]
    last = [Key(key.text, key.label) for key in found if key.id == "form.leave"]
    return chrome.footer(first, last, room, scene)
