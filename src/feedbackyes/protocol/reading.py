"""Turns what msgspec says about bad data into an `InvalidEvent` that a client can act on."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from feedbackyes.protocol.errors import InvalidEvent

T = TypeVar("T")

_AT = re.compile(r" - at `\$?(?P<path>.*)`$")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_UNKNOWN = re.compile(r"contains unknown field `(?P<name>[^`]*)`")
_WORDS = {
    "int": "an integer",
    "float": "a number",
    "str": "a string",
    "bytes": "a base64 string",
    "bool": "true or false",
    "object": "an object",
    "array": "a list",
    "null": "null",
}
_TYPES = re.compile(r"`([a-z| ]+)`")


def convert(value: Any, kind: type[T] | Any, *, prefix: str = "", event_id: str | None = None) -> Any:
    """Turn JSON into `kind`.

    Args:
        prefix: path of `value` in the message, e.g. `session`; errors name the field by its whole path.

    Raises:
        InvalidEvent: a field is missing, unknown or of the wrong kind.
    """
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise explain(error, prefix=prefix, event_id=event_id) from None


def explain(error: Exception, *, prefix: str = "", event_id: str | None = None) -> InvalidEvent:
    """Say in a sentence, a code and a path what is wrong."""
    text = str(error)
    path = field_path(text)
    if prefix:
        path = f"{prefix}.{path}".rstrip(".").replace(".[", "[")
    if found := _MISSING.search(text):
        param = f"{path}.{found['name']}".lstrip(".")
        return _problem(f"Missing required parameter: '{param}'.", "missing_required_parameter", param, event_id)
    if found := _UNKNOWN.search(text):
        param = f"{path}.{found['name']}".lstrip(".")
        return _problem(f"Unknown parameter: '{param}'.", "unknown_parameter", param, event_id)
    detail = _TYPES.sub(_in_words, _AT.sub("", text))
    if not path:
        return _problem(f"The message cannot be used: {_lower(detail)}.", "invalid_value", None, event_id)
    return _problem(f"Invalid value for '{path}': {_lower(detail)}.", "invalid_value", path, event_id)


def field_path(message: str) -> str:
    """The path in a msgspec message, without `$`: `item.content[...].text`; empty for the root."""
    found = _AT.search(message)
    return found["path"].lstrip(".") if found else ""


def missing_field(message: str) -> str | None:
    """The name of the field that a msgspec message says is missing."""
    found = _MISSING.search(message)
    return found["name"] if found else None


def _problem(message: str, code: str, param: str | None, event_id: str | None) -> InvalidEvent:
    return InvalidEvent(message, code=code, param=param, event_id=event_id)


def _in_words(found: re.Match[str]) -> str:
    return " or ".join(_WORDS.get(word.strip(), word.strip()) for word in found[1].split("|"))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
