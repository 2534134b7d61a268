"""The JSON schema of config.toml: editors check and complete the file by it."""

from __future__ import annotations

import json

from deskconsole.settings.table import SETTINGS, Setting

_SECONDS = r"^(?=.)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$"


def schema() -> dict[str, object]:
    """JSON Schema, draft 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "config.toml of deskconsole",
        "type": "object",
        "additionalProperties": False,
        "properties": {each.key: _property(each) for each in SETTINGS},
    }


def printed() -> str:
    """The schema as its file has it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _property(each: Setting) -> dict[str, object]:
    told = f"{each.what[0].upper()}{each.what[1:]}."
    if each.otherwise:
        return {**_type(each), "description": f"{told} Else: {each.otherwise}."}
    default = f"{each.default}s" if each.kind == "seconds" else each.default
    return {**_type(each), "description": told, "default": default}


def _type(each: Setting) -> dict[str, object]:
    match each.kind:
        case "flag":
            return {"type": "boolean"}
        case "choice":
            return {"enum": list(each.choices)}
        case "number":
            return {"type": "integer", "minimum": each.within[0], "maximum": each.within[1]}
        case "seconds":
            return {"type": "string", "pattern": _SECONDS}
    return {"type": "string", "minLength": 1}
