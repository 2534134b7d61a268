"""A TOML file, read: its tables and where their keys stand, or what its reader stumbled over in our words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path as FilePath

from deskconsole.core.errors import BadInput
from deskconsole.core.toml.lines import key_lines
from deskconsole.core.toml.problems import BadFile, Problem, Sheet
from deskconsole.core.toml.section import Section

_PLACE = re.compile(r"(?P<text>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)


def text_of(path: FilePath) -> str:
    """The text of a file. Raises BadInput where there is none."""
    try:
        return path.read_bytes().decode()
    except OSError as trouble:
        raise BadInput(f"{path} cannot be read: {trouble.strerror}") from None
    except UnicodeDecodeError as trouble:
        raise BadInput(f"{path} is not UTF-8 text at byte {trouble.start}") from None


def sections(text: str, file: str) -> Section:
    """The root of a TOML text; its sheet gathers what is wrong with it. Raises BadFile where it is no TOML."""
    text = text.replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise BadFile([_syntax(text, file, str(trouble))]) from None
    except RecursionError:
        raise BadFile([Problem(file, 1, "", "is nested too deeply")]) from None
    return Section(Sheet(file, key_lines(text)), (), document)


def _syntax(text: str, file: str, trouble: str) -> Problem:
    """What the TOML reader stumbled over, in our words where they help more."""
    found = _PLACE.fullmatch(trouble)
    lines = text.splitlines() or [""]
    line = int(found["line"]) if found and found["line"] else len(lines)
    if not found or (not found["line"] and found["text"] != "Cannot overwrite a value"):
        return Problem(file, line, "", f"{found['text'] if found else trouble}, at the end of the file")
    written = lines[min(line, len(lines)) - 1].strip()
    if found["text"] == "Cannot overwrite a value":
        key = written.partition("=")[0].strip()
        return Problem(file, line, key, "is given twice; keep one of them")
    if "twice" in found["text"]:
        return Problem(file, line, written.strip("[] "), "this section is there twice; join them")
    return Problem(file, line, "", f"{found['text']} (column {found['column']}): {written}")
