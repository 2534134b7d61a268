"""A spec as what JSON holds, and back."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

S = TypeVar("S")


def plain(spec: Any) -> dict[str, Any]:
    """A spec as what JSON holds."""
    return {name: _listed(value) for name, value in asdict(spec).items()}


def _listed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _listed(inner) for name, inner in value.items()}
    return [_listed(inner) for inner in value] if isinstance(value, tuple) else value


def typed(kind: type[S], body: Mapping[str, Any]) -> S:
    """The spec that `plain` was made of; fields that are missing take their defaults, others are left aside."""
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _as(hints[name], value) for name, value in body.items() if name in known})


def _as(hint: Any, value: Any) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _as(next(arg for arg in args if arg is not type(None)), value)
    if origin is tuple and args[-1] is Ellipsis:
        return tuple(_as(args[0], inner) for inner in value)
    if origin is tuple:
        return tuple(_as(arg, inner) for arg, inner in zip(args, value, strict=True))
    return typed(hint, value) if is_dataclass(hint) and isinstance(hint, type) else value
