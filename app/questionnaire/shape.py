"""The form of a definition: what its JSON Schema finds, said to the author of the file."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from app.questionnaire.problem import Problem, hint, quoted
from app.questionnaire.source import Place, Source

SCHEMA = Path(__file__).resolve().parents[2] / "surveys" / "schema.json"

_TYPES: Mapping[str, str] = {
    "string": "a text; put it in quotes if it looks like a number, yes or no",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
}
_PATTERNS: Mapping[str, str] = {
    r"\S": "it is blank; write a text or leave the key out",
    "^[a-z]{2}$": "a language has two small letters, such as ja",
    "^[A-Z][0-9]{1,2}[a-z]?$": "a printed number looks like A3 or D2a",
    "^[a-z][a-z0-9_]{0,31}/[a-z0-9][a-z0-9_-]{0,31}$": "an id is series/wave, such as trade/2026",
    "^[A-Z]{1,2}$": "a letter is a capital, such as A",
    "^[a-z]{2,3}(-[A-Za-z]+)?$": "a language is written as en or ja",
    "^[^@ ]+@[^@ ]+$": "an address looks like desk@example.org",
    "^[a-z0-9][a-z0-9_-]{0,39}$": (
        "the code of a wave has small letters, digits, - and _, 40 at most, such as 2027-jp"
    ),
}
_CODE = "codes have small letters, digits and single underscores, and start with a letter"


@cache
def _schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@cache
def validator() -> Draft202012Validator:
    """The closed schema of a definition, read once."""
    return Draft202012Validator(_schema())


def shape_problems(source: Source) -> list[Problem]:
    """Every place where a file does not have the form of a definition."""
    if not isinstance(source.value, Mapping):
        return [source.problem((), "a definition starts with keys such as format: 1 and id:")]
    return problems_against(validator(), source)


def problems_against(schema: Draft202012Validator, source: Source) -> list[Problem]:
    """Every place where a file does not have the form that a schema asks for, each told once."""
    found: list[Problem] = []
    for error in schema.iter_errors(source.value):
        place: Place = tuple(error.absolute_path)
        for inside, message in _said(error, source):
            found.append(source.problem((*place, *inside), message))
    return list(dict.fromkeys(found))


def _said(error: ValidationError, source: Source) -> Iterator[tuple[Place, str]]:
    """What a finding of the schema says, with the place inside what it is about."""
    key = str(error.validator)
    if key == "additionalProperties":
        known = _known(error.schema)
        for extra in [name for name in _mapping(error.instance) if name not in known]:
            yield (extra,), f"unknown key {quoted(extra)}{hint(extra, known)}"
    elif "propertyNames" in error.absolute_schema_path:
        name = str(error.instance)
        item = _mapping(source.at(tuple(error.absolute_path)))
        if key != "enum":
            yield (name,), _MESSAGES.get(key, _other)(error)
        elif name in _item_keys():
            message = f"a {item.get('kind')} has no {name}; delete it, or choose another kind"
            yield (name,), message
    else:
        yield (), _MESSAGES.get(key, _other)(error)


def _item_keys() -> frozenset[str]:
    """Every key that some kind of item has; others are unknown and said to be so elsewhere."""
    return _known(_schema()["$defs"]["item"])


def _known(schema: Any) -> frozenset[str]:
    return frozenset(schema.get("properties", ())) if isinstance(schema, Mapping) else frozenset()


def _several(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _required(error: ValidationError) -> str:
    present = _mapping(error.instance)
    lacking = [name for name in _several(error.validator_value) if name not in present]
    missing = ", ".join(str(name) for name in lacking)
    named = [name for name in present if hint(name, lacking).startswith("; did")]
    near = f"; is {quoted(named[0])} meant?" if named else "; add it"
    return f"{missing} is missing{near}"


def _type(error: ValidationError) -> str:
    names = _several(error.validator_value)
    said = " or ".join(_TYPES.get(name, name) for name in names)
    given = "nothing" if error.instance is None else quoted(error.instance)
    return f"{given} is not {said}"


def _pattern(error: ValidationError) -> str:
    return f"{quoted(error.instance)}: {_PATTERNS.get(str(error.validator_value), _CODE)}"


def _enum(error: ValidationError) -> str:
    allowed = _several(error.validator_value)
    return f"{quoted(error.instance)} is not known here{hint(error.instance, allowed)}"


def _const(error: ValidationError) -> str:
    return f"{quoted(error.instance)} is not {quoted(error.validator_value)}"


def _too_long(error: ValidationError) -> str:
    instance = str(error.instance)
    most = error.validator_value
    return f"{quoted(instance, 40)} has {len(instance)} characters; {most} is the most"


def _too_few(error: ValidationError) -> str:
    return "this is empty; fill it or leave the key out"


def _bound(error: ValidationError) -> str:
    word = "least" if error.validator == "minimum" else "most"
    return f"{quoted(error.instance)} is out of bounds; the {word} is {error.validator_value}"


def _other(error: ValidationError) -> str:
    return f"{quoted(error.instance)} does not fit: {error.message[:120]}"


_MESSAGES: Mapping[str, Callable[[ValidationError], str]] = {
    "required": _required,
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "const": _const,
    "maxLength": _too_long,
    "minLength": _too_few,
    "minItems": _too_few,
    "minProperties": _too_few,
    "minimum": _bound,
    "maximum": _bound,
}
