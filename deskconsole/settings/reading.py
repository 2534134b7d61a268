"""Settings as they hold: a flag before the environment, that before config.toml, that before the default."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskconsole.core.errors import BadInput
from deskconsole.settings.table import SETTINGS, Setting, Settings

if TYPE_CHECKING:
    from deskconsole.core.toml.section import Section

FILE = "config.toml"
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def folder(environ: Mapping[str, str]) -> Path:
    """Where a person's own settings, keys and themes are."""
    return Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "deskconsole"


def file_of(given: str | None, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """The file of settings, and whether somebody named it: then it has to be there."""
    named = given or environ.get("DESKCONSOLE_CONFIG")
    return (Path(named).expanduser(), True) if named else (folder(environ) / FILE, False)


def read(flags: Mapping[str, object], environ: Mapping[str, str], given: str | None = None) -> Settings:
    """All settings. Raises BadFile with all that is wrong with the file, BadInput for the environment."""
    file, named = file_of(given, environ)
    written = of_file(file) if named or _there(file) else {}
    values = _defaults(environ)
    origins: dict[str, str] = {}
    for each in SETTINGS:
        if (value := flags.get(each.name)) is not None:
            values[each.name], origins[each.key] = value, each.flag
        elif (found := _of_environment(each, environ)) is not None:
            values[each.name], origins[each.key] = found
        elif each.key in written:
            values[each.name], line = written[each.key]
            origins[each.key] = f"{file}:{line}"
    return Settings(**values, origins=origins)


def _there(file: Path) -> bool:
    """Whether there is such a file; one that nobody may look at is, and reading it says why."""
    try:
        return file.exists()
    except OSError:
        return True


def _defaults(environ: Mapping[str, str]) -> dict[str, Any]:
    """Those that depend on whose process it is; what else there is stands in the table."""
    data = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return {
        "store": str(Path(data) / "deskconsole" / "desk.db"),
        "keys_file": str(folder(environ) / "keys.toml"),
    }


def _of_environment(each: Setting, environ: Mapping[str, str]) -> tuple[object, str] | None:
    for name in each.asked:
        if text := environ.get(name, "").strip():
            if name == "NO_COLOR":  # whatever it says, https://no-color.org
                return False, f"${name}"
            return _read_word(each, text, name), f"${name}"
    return None


def _read_word(each: Setting, text: str, name: str) -> object:
    """A word of the environment as the file would have it."""
    if each.kind in ("text", "path"):
        return _placed(text, Path()) if each.kind == "path" else text
    from deskconsole.core.toml.problems import Sheet
    from deskconsole.core.toml.section import Section

    word = text.lower()
    native: object = text
    if each.kind == "flag" and word in (*_YES, *_NO):
        native = word in _YES
    elif each.kind == "number" and text.isdecimal() and len(text) < 20:
        native = int(text)
    sheet = Sheet(f"${name}", {})
    value = _taken(each, Section(sheet, (), {each.key: native}), Path())
    if sheet.problems:
        raise BadInput(f"${name}: {sheet.problems[0].text}")
    return value


def of_file(file: Path) -> dict[str, tuple[object, int]]:
    """What a file of settings says, by key, and in which line. Raises BadFile with all that is wrong with it."""
    from deskconsole.core.toml.problems import BadFile
    from deskconsole.core.toml.reading import sections, text_of

    root = sections(text_of(file), str(file))
    found = {each.key: (_taken(each, root, file.parent), root.sheet.line((each.key,))) for each in SETTINGS}
    root.done()
    if root.sheet.problems:
        raise BadFile(root.sheet.problems)
    return {key: value for key, value in found.items() if root.has(key)}


def _taken(each: Setting, section: Section, beside: Path) -> object:
    """The value of a key; what is wrong with it is noted on the section's sheet."""
    match each.kind:
        case "flag":
            return section.flag(each.key, bool(each.default))
        case "choice":
            return section.choice(each.key, each.choices, each.default or each.choices[0])
        case "number":
            return section.number(each.key, *each.within)
        case "seconds":
            return _seconds(each, section)
        case "path":
            text = section.maybe(each.key)
            return text and _placed(text, beside)
    return section.maybe(each.key)


def _seconds(each: Setting, section: Section) -> int | None:
    found = section.seconds(each.key, least=each.within[0])
    if found is not None and found > each.within[1]:
        section.wrong(each.key, f"is longer than {each.within[1] // 60}m, the most there is")
    return found


def _placed(text: str, beside: Path) -> str:
    """A path beside the file that names it; a URL is none."""
    return text if "://" in text else str(beside / Path(text).expanduser())
