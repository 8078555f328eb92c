"""Frozen values from JSON values, by the types of their fields."""

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")


def decode(kind: type[Kind], stored: object) -> Kind:
    """The value of a dataclass whose fields were stored as mappings, lists, texts and numbers.

    Raises
    ------
    ValueError
        A part is unknown.
    TypeError
        A part is missing or of another type than its field.
    """
    if not isinstance(stored, Mapping):
        raise TypeError(f"expected the parts of a {kind.__name__}, came {stored!r}")
    hints = get_type_hints(kind)
    unknown = stored.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{kind.__name__}: unknown parts {sorted(unknown)}")
    return kind(**{name: _value(hints[name], part) for name, part in stored.items()})


def _value(hint: object, stored: object) -> object:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return None if stored is None else _value(parts[0], stored)
    if origin in {tuple, Mapping}:
        return _collection(hint, stored)
    if isinstance(hint, type) and is_dataclass(hint):
        return decode(hint, stored)
    if hint is float and type(stored) is int:
        return float(stored)
    fits = (
        stored in parts
        if origin is Literal
        else isinstance(hint, type) and isinstance(stored, hint)
    )
    if not fits:
        raise TypeError(f"expected {hint}, came {stored!r}")
    return stored


def _collection(hint: object, stored: object) -> object:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is tuple and isinstance(stored, list):
        return tuple(_value(parts[0], part) for part in stored)
    if origin is Mapping and isinstance(stored, Mapping):
        return {str(name): _value(parts[1], part) for name, part in stored.items()}
    raise TypeError(f"expected {hint}, came {stored!r}")
