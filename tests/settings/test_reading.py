"""Settings: which of flag, environment and file holds, what is wrong with any, and the schema that editors check by."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deskconsole.core.errors import BadInput
from deskconsole.core.shipped import shipped
from deskconsole.core.toml.problems import BadFile
from deskconsole.settings import schema
from deskconsole.settings.reading import read
from deskconsole.settings.table import SETTINGS, Setting, Settings

# In the file, in the environment, on the command line, and what they mean.
SAID = {
    "store": ('"sqlite:///file.db"', "sqlite:///environment.db", "sqlite:///flag.db", "sqlite:///file.db"),
    "as": ('"ben"', "chidi", "dana", "ben"),
    "theme": ('"day"', "coral", "cobalt", "day"),
    "colour": ("false", "1", False, False),
    "ascii": ("true", "no", True, True),
    "density": ('"airy"', "compact", "airy", "airy"),
    "motion": ('"none"', "reduced", "none", "none"),
    "mouse": ("false", "on", False, False),
    "keys": ('"vim"', "function", "default", "vim"),
    "keys_file": ('"/keys.toml"', "/others.toml", None, "/keys.toml"),
    "message_time": ('"1m30s"', "5s", None, 90),
    "bell": ("false", "on", None, False),
    "copy_limit": ("1000", "2000", None, 1000),
    "editor": ('"nano -w"', "vim -f", None, "nano -w"),
}
MEANT = {"colour": False, "ascii": False, "mouse": True, "message_time": 5, "bell": True, "copy_limit": 2000}
"""What of the environment is no text."""


def home(folder: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}


def wrote(folder: Path, text: str) -> Path:
    file = folder / "deskconsole" / "config.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def problems(folder: Path, text: str) -> list[str]:
    file = wrote(folder, text)
    with pytest.raises(BadFile) as wrong:
        read({}, home(folder))
    return [str(each).removeprefix(f"{file}:") for each in wrong.value.problems]


def test_every_setting_is_told_about_and_has_a_field() -> None:
    assert [*Settings._fields] == [*(each.name for each in SETTINGS), "origins"]
    assert set(SAID) == {each.key for each in SETTINGS}


@pytest.mark.parametrize("each", SETTINGS, ids=[each.key for each in SETTINGS])
def test_a_flag_goes_before_the_environment_that_before_the_file(each: Setting, tmp_path: Path) -> None:
    in_file, in_environment, on_line, means = SAID[each.key]
    nobody = read({}, home(tmp_path))
    assert nobody.origin(each.key) == "default"
    file = wrote(tmp_path, f"# mine\n{each.key} = {in_file}\n")
    found = read({}, home(tmp_path))
    assert (getattr(found, each.name), found.origin(each.key)) == (means, f"{file}:2")
    environment = home(tmp_path) | {each.asked[0]: str(in_environment)}
    found = read({}, environment)
    meant = MEANT.get(each.key, in_environment)
    assert (getattr(found, each.name), found.origin(each.key)) == (meant, f"${each.asked[0]}")
    if each.flag:
        found = read({each.name: on_line}, environment)
        assert (getattr(found, each.name), found.origin(each.key)) == (on_line, each.flag)


def test_nobody_said_anything(tmp_path: Path) -> None:
    found = read({"theme": None}, home(tmp_path))
    assert found.store == str(tmp_path / "data/deskconsole/desk.db")
    assert found.keys_file == str(tmp_path / "deskconsole/keys.toml")
    assert found.origins == {}


def test_paths_of_a_file_lie_beside_it(tmp_path: Path) -> None:
    wrote(tmp_path, 'store = "desks/emea.db"\nkeys_file = "~/k.toml"')
    found = read({}, home(tmp_path))
    assert found.store == str(tmp_path / "deskconsole/desks/emea.db")
    assert found.keys_file == str(Path.home() / "k.toml")


def test_another_file_is_named_and_has_to_be_there(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('theme = "day"', "utf-8")
    assert read({}, home(tmp_path), str(other)).theme == "day"
    assert read({}, home(tmp_path) | {"DESKCONSOLE_CONFIG": str(other)}).theme == "day"
    with pytest.raises(BadInput, match=r"gone\.toml cannot be read: No such file"):
        read({}, home(tmp_path), str(tmp_path / "gone.toml"))


def test_a_folder_that_nobody_may_look_into_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(file: Path, *_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", denied)
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(BadInput, match=r"config\.toml cannot be read: Permission denied"):
        read({}, home(tmp_path))


BAD = [
    ("themes = 'day'", "1: themes: no key “themes”; nearest is theme"),
    ("\nmouse = 'off'", "2: mouse: is “off”, wanted is true or false"),
    ("density = 'compat'", "1: density: no such word “compat”; nearest is compact"),
    ("motion = 1", "1: motion: is the number 1, wanted is a text in quotes"),
    ("message_time = 20", "1: message_time: is the number 20, wanted is a duration such as \"4h\" or \"1h30m\""),
    ("message_time = '2h'", "1: message_time: is longer than 60m, the most there is"),
    ("copy_limit = 1", "1: copy_limit: is the number 1, wanted is a number from 100 to 10000000"),
    ("theme = ''", "1: theme: is empty"),
    ("theme = 'day'\ntheme = 'night'", "2: theme: is given twice; keep one of them"),
    ("[theme]\nname = 'day'", "1: theme: is a table, wanted is a text in quotes"),
    ("theme = ", "1: Invalid value, at the end of the file"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), BAD)
def test_what_is_wrong_is_named_by_line_and_key(text: str, problem: str, tmp_path: Path) -> None:
    assert problems(tmp_path, text) == [problem]


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, "mouse = 1\nasci = true\n\nkeys = 'emacs'")
    assert [each.split(":")[0] for each in found] == ["1", "2", "4"]


def test_a_file_is_read_through_also_where_the_command_line_says_otherwise(tmp_path: Path) -> None:
    wrote(tmp_path, "theme = 7")
    with pytest.raises(BadFile):
        read({"theme": "day"}, home(tmp_path))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("DESKCONSOLE_MOUSE", "maybe", "is “maybe”, wanted is true or false"),
        ("DESKCONSOLE_KEYS", "vi", "no such word “vi”; nearest is vim"),
        ("DESKCONSOLE_COPY_LIMIT", "9" * 40, "wanted is a number from 100 to 10000000"),
        ("DESKCONSOLE_MESSAGE_TIME", "long", "“long” is no duration"),
    ],
)
def test_what_is_wrong_with_the_environment_is_named(name: str, text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=rf"^\${name}: .*{re.escape(problem)}"):
        read({}, home(tmp_path) | {name: text})


def test_no_color_counts_when_it_is_not_empty(tmp_path: Path) -> None:
    found = [read({}, home(tmp_path) | {"NO_COLOR": text}).colour for text in ("", "0", "1")]
    assert found == [True, False, False]


def test_an_editor_is_asked_for_in_the_order_of_its_variables(tmp_path: Path) -> None:
    asked = {"EDITOR": "ed", "VISUAL": "code -w"}
    assert read({}, home(tmp_path) | asked).editor == "code -w"
    assert read({}, home(tmp_path) | asked | {"DESKCONSOLE_EDITOR": "vi"}).editor == "vi"


# The schema.


def test_the_published_schema_is_the_one_of_this_version() -> None:
    assert (shipped("schemas") / "config.json").read_text("utf-8") == schema.printed()


def test_the_schema_knows_every_key_and_no_other() -> None:
    made = json.loads(schema.printed())
    assert list(made["properties"]) == [each.key for each in SETTINGS]
    assert made["additionalProperties"] is False
    assert made["properties"]["density"] == {
        "enum": ["compact", "airy"],
        "description": "Airy: a blank line below each row of the queue.",
        "default": "compact",
    }
    spans = re.compile(made["properties"]["message_time"]["pattern"])
    assert [bool(spans.search(text)) for text in ("20s", "1m30s", "", "20", "s")] == [True, True, False, False, False]


def test_the_readme_names_every_setting() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    assert [each.key for each in SETTINGS if f"`{each.key}`" not in text] == []
    assert [each.flag for each in SETTINGS if each.flag and f"`{each.flag}" not in text] == []


# What it costs.

_LOOK = """
import sys
from deskconsole.settings.reading import read
read({}, {"XDG_CONFIG_HOME": sys.argv[1]})
print(*sorted(name for name in sys.modules if name.partition(".")[0] in ("deskconsole", "tomllib", "difflib")))
"""
NEEDED = ["deskconsole", "deskconsole.core", "deskconsole.core.errors", "deskconsole.core.instants",
          "deskconsole.settings", "deskconsole.settings.reading", "deskconsole.settings.table"]  # fmt: skip
FILE_NEEDS = ["deskconsole.core.toml", "deskconsole.core.toml.lines",
              "deskconsole.core.toml.problems", "deskconsole.core.toml.reading", "deskconsole.core.toml.section",
              "difflib", "tomllib", "tomllib._parser", "tomllib._re", "tomllib._types"]  # fmt: skip


def loaded(folder: Path) -> list[str]:
    run = [sys.executable, "-c", _LOOK, str(folder)]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()


def test_who_has_no_file_pays_for_no_reader(tmp_path: Path) -> None:
    assert loaded(tmp_path) == NEEDED
    wrote(tmp_path, 'theme = "day"')
    assert loaded(tmp_path) == sorted([*NEEDED, *FILE_NEEDS])
