"""Themes: the shipped ones hold what was published of them, the operator’s own are taken as far as they go."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

from deskconsole.console.painting.themes import (
    GROUNDS,
    TEXTS,
    VARIABLES,
    Palette,
    changed,
    contrast_of,
    contrasts,
    cut,
    load,
    stamps,
    textual_theme,
)
from deskconsole.core.errors import StoreTrouble
from deskconsole.core.shipped import shipped

PUBLISHED = """
          night   day contrast cobalt coral
text         9.5  11.1  14.4   9.8   9.5
dim          4.8   4.6   9.5   5.0   4.7
strong      13.2  14.7  14.4  13.4  12.9
head         6.6   6.6  14.4   6.8   6.8
key          6.3   5.5   8.7   7.1   7.3
link         6.7   4.9   9.7   7.5   7.7
me           7.2   5.3  11.0   8.7   8.7
sla-ok       5.3   4.9   9.5   5.3   5.6
sla-risk     7.1   5.3  10.2  11.0   9.9
sla-breach   5.2   4.7   7.9   5.7   4.9
sla-held     5.8   6.0   9.1   6.0   6.3
sla-night    4.9   4.9   9.3   5.2   5.3
sla-met      6.7   5.0  10.4   7.8   7.1
stale        5.7   5.4   9.5   7.0   6.8
war          5.8   5.7   8.5   7.0   6.3
war-bg       7.9   7.3  10.5   7.9   8.4
p1          13.8  14.4  21.0  14.1  14.4
p2          13.2  14.7  14.4  13.4  12.9
p3           7.5   6.6  11.5   7.8   7.5
p4           4.8   4.6   9.5   5.0   4.7
p5           4.7   4.6   8.6   4.9   4.7
"""
"""Contrast on the worst ground, cut to one decimal: published with the themes."""

NAMES = ("night", "day", "contrast", "cobalt", "coral", "terminal")
FIGURES = [
    (theme, role, float(figure))
    for role, *figures in (row.split() for row in PUBLISHED.strip().splitlines()[1:])
    for theme, figure in zip(NAMES, figures, strict=False)
]


def test_all_shipped_themes_load_whole() -> None:
    themes = load()
    assert set(themes.loaded) == set(NAMES)
    assert themes.problems == []
    assert all(set(theme.colors) == set(VARIABLES) for theme in themes.loaded.values())


@pytest.mark.parametrize(("theme", "role", "figure"), FIGURES)
def test_contrast_is_what_was_published(theme: str, role: str, figure: float) -> None:
    assert cut(contrasts(load().loaded[theme])[role]) == figure


@pytest.mark.parametrize("theme", NAMES)
def test_every_text_can_be_read_on_every_ground(theme: str) -> None:
    floor = 7.0 if theme == "contrast" else 4.5
    assert {role: figure for role, figure in contrasts(load().loaded[theme]).items() if figure < floor} == {}


def test_contrast_runs_from_1_to_21() -> None:
    assert contrast_of("#000", "#ffffff") == pytest.approx(21)
    assert contrast_of("#777777", "#777") == pytest.approx(1)


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return file


def own(folder: Path, text: str) -> tuple[Palette, list[str]]:
    write(folder, "mine", text)
    themes = load(folder)
    return themes.loaded["mine"], [str(problem) for problem in themes.problems]


def test_what_is_missing_comes_from_night_and_is_named_once(tmp_path: Path) -> None:
    night = load().loaded["night"]
    wanted = "\n".join(f'{role} = "{night.colors[role]}"' for role in VARIABLES if role not in ("link", "me"))
    mine, problems = own(tmp_path, f"[colors]\n{wanted}")
    assert problems == ["mine.toml: night’s value is used for link, me"]
    assert (mine.colors["link"], mine.colors["me"], mine.dark) == (night.colors["link"], night.colors["me"], True)


def test_on_a_light_ground_it_comes_from_day(tmp_path: Path) -> None:
    mine, problems = own(tmp_path, '[colors]\nbackground = "#fff"')
    assert not mine.dark
    assert mine.colors["text"] == load().loaded["day"].colors["text"]
    assert len(problems) == 1
    assert problems[0].startswith("mine.toml: day’s value is used for panel, cursor-bg")


def test_what_is_missing_never_comes_from_another_theme_of_theirs(tmp_path: Path) -> None:
    write(tmp_path, "night", '[colors]\ntext = "#fefefe"')
    mine, _ = own(tmp_path, "[colors]")
    assert load(tmp_path).loaded["night"].colors["text"] == "#fefefe"
    assert mine.colors["text"] == load().loaded["night"].colors["text"]


BAD = [
    ('text = "reddish"', "text: 'reddish' is no colour here: write #rrggbb"),
    ('text = "#12345"', "text: '#12345' is no colour here: write #rrggbb"),
    ('text = "ansi_red"', "text: 'ansi_red' is no colour here: write #rrggbb"),
    ("text = 7", "text: 7 is no colour here: write #rrggbb"),
    ('sla-beach = "#fff"', "sla-beach: no such variable; nearest is sla-breach"),
]


@pytest.mark.parametrize(("line", "problem"), BAD)
def test_a_bad_colour_is_named_and_the_theme_is_taken(tmp_path: Path, line: str, problem: str) -> None:
    mine, problems = own(tmp_path, f"[colors]\n{line}")
    assert problems[0] == f"mine.toml:2: {problem}"
    assert mine.colors["text"] == load().loaded["night"].colors["text"]
    textual_theme(mine).to_color_system().generate()


def test_low_contrast_is_reported_not_refused(tmp_path: Path) -> None:
    mine, problems = own(tmp_path, '[colors]\ndim = "#556070"')
    assert mine.colors["dim"] == "#556070"
    assert problems[-1] == "mine.toml: hard to read on its worst ground, text needs 4.5: $dim 2.0"


@pytest.mark.parametrize("text", ["colors = [", "\x00", "[colors]\n[colors]"])
def test_a_file_that_cannot_be_read_is_named_and_left_out(tmp_path: Path, text: str) -> None:
    write(tmp_path, "broken", text)
    themes = load(tmp_path)
    assert set(themes.loaded) == set(NAMES)
    assert [problem.file.name for problem in themes.problems] == ["broken.toml"]


@pytest.mark.parametrize("colors", ["7", "[]", '"red"'])
def test_colours_that_are_no_table_are_as_good_as_none(tmp_path: Path, colors: str) -> None:
    mine, problems = own(tmp_path, f"colors = {colors}")
    assert mine.colors == load().loaded["night"].colors
    assert len(problems) == 1


def test_a_folder_that_is_not_there_holds_no_themes(tmp_path: Path) -> None:
    assert set(load(tmp_path / "nowhere").loaded) == set(NAMES)


def test_files_written_come_and_gone_are_noticed(tmp_path: Path) -> None:
    kept = write(tmp_path, "kept", "a = 1")
    touched = write(tmp_path, "touched", "a = 1")
    gone = write(tmp_path, "gone", "a = 1")
    before = stamps([tmp_path, None, tmp_path / "nowhere"])
    assert changed(before, stamps([tmp_path])) == []
    os.utime(touched, ns=(1, 1))
    gone.unlink()
    came = write(tmp_path, "came", "a = 1")
    assert changed(before, stamps([tmp_path])) == sorted([came, gone, touched])
    assert kept in before


class Shown(App[None]):
    CSS = "Static { color: $sla-breach; background: $cursor-bg; } #war { background: $war-bg; color: $war-text; }"

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        super().__init__()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return load().loaded["night"].variables()

    def compose(self) -> ComposeResult:
        yield Static("breached", id="sla")
        yield Static("war room", id="war")
        yield Input("typed")

    def on_mount(self) -> None:
        self.register_theme(textual_theme(self.palette))
        self.theme = self.palette.name


@pytest.mark.parametrize("name", NAMES)
async def test_a_theme_paints_every_role(name: str) -> None:
    palette = load().loaded[name]
    async with Shown(palette).run_test() as pilot:
        style = pilot.app.query_one("#sla", Static).styles
        if palette.ansi:
            assert style.color.css == "ansi_bright_red"
        else:
            assert style.color.hex.lower() == palette.colors["sla-breach"]
            assert style.background.hex.lower() == palette.colors["cursor-bg"]
        assert pilot.app.theme_variables["text"] == palette.colors["text"]


def test_shipped_files_lie_in_the_package_or_in_the_checkout(tmp_path: Path) -> None:
    assert shipped("themes").name == "themes"
    package = tmp_path / "deskconsole"
    package.mkdir()
    with pytest.raises(StoreTrouble, match="install it again"):
        shipped("themes", package)
    (tmp_path / "themes").mkdir()
    assert shipped("themes", package) == tmp_path / "themes"
    (package / "_shipped" / "themes").mkdir(parents=True)
    assert shipped("themes", package) == package / "_shipped" / "themes"


def test_the_readme_names_every_variable_and_theme() -> None:
    text = (shipped("themes") / "README.md").read_text("utf-8").replace("`p2` … `p5`", "`p2` `p3` `p4` `p5`")
    assert [name for name in (*VARIABLES, *NAMES) if f"`{name}`" not in text] == []
    assert set(GROUNDS).isdisjoint(TEXTS)
    for name in NAMES:
        assert tomllib.loads((shipped("themes") / f"{name}.toml").read_text("utf-8"))["name"] == name


def test_themes_are_read_without_heavy_imports() -> None:
    heavy = "('textual', 'sqlalchemy', 'sqlmodel', 'pydantic', 'pendulum')"
    code = f"import sys, deskconsole.console.painting.themes; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
