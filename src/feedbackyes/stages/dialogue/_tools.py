"""Function calls without a language model: which function, and arguments that fit its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from feedbackyes.stages.dialogue import CallFunction, ReplyRequest
from feedbackyes.stages.dialogue._cues import cues

_GENERIC = "get set fetch find look lookup search check show list read call run do make tool function current my"
_PLACE = re.compile(r"\b(?:in|at|for|to|from|near)\s+((?:the\s+)?[A-Za-z][\w-]*(?:\s+[A-Z][\w-]*)*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NUMERALS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_DEEPEST = 4


def choose(request: ReplyRequest) -> CallFunction | None:
    """The call that is due, or None.

    "required" and a function's name are obeyed; "auto" calls a function whose name the learner's words share. After a
    result, "auto" talks.
    """
    functions = [tool for tool in request.tools if tool.get("type", "function") == "function" and tool.get("name")]
    if not functions or request.tool_choice == "none":
        return None
    last = next((line for line in reversed(request.history) if line.speaker == "learner"), None)
    text = last.text if last else ""
    if request.tool_choice not in ("auto", "required"):
        named = [tool for tool in functions if tool["name"] == request.tool_choice]
        return _call(named[0], text) if named else None
    best = max(functions, key=lambda tool: _shared(tool, text))
    if request.tool_choice == "required":
        return _call(best, text)
    asked = request.history and request.history[-1].speaker == "learner"
    return _call(best, text) if asked and _shared(best, text) else None


def _shared(tool: Mapping[str, Any], text: str) -> int:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-.]", " ", str(tool["name"]))
    wanted = cues().content(name) - _generic()
    return len(wanted & cues().content(text))


@cache
def _generic() -> frozenset[str]:
    """Stems of words that say nothing of a function. Not at import: the detectors' patterns take a second to compile."""
    return cues().content(_GENERIC)


def _call(tool: Mapping[str, Any], text: str) -> CallFunction:
    schema = tool.get("parameters")
    arguments = _object(schema, text, _DEEPEST) if isinstance(schema, Mapping) else {}
    return CallFunction(name=str(tool["name"]), arguments=json.dumps(arguments))


def _object(schema: Mapping[str, Any], text: str, depth: int) -> dict[str, Any]:
    properties = schema.get("properties")
    if not isinstance(properties, Mapping) or depth == 0:
        return {}
    required = schema.get("required")
    names = required if isinstance(required, Sequence) and not isinstance(required, str) else list(properties)
    return {str(name): _value(properties.get(name, {}), str(name), text, depth) for name in names}


def _value(schema: object, name: str, text: str, depth: int) -> Any:
    """A value that fits `schema`, taken from the learner's words where they hold one."""
    if not isinstance(schema, Mapping):
        return text
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if choices := schema.get("enum"):
        return next((choice for choice in choices if str(choice).lower() in text.lower()), choices[0])
    for key in ("anyOf", "oneOf", "allOf"):
        if options := schema.get(key):
            return _value(options[0], name, text, depth)
    kind = schema.get("type", "string")
    kind = next((one for one in kind if one != "null"), "null") if isinstance(kind, list) else kind
    match kind:
        case "object":
            return _object(schema, text, depth - 1)
        case "array":
            return [_value(schema.get("items", {}), name, text, depth - 1)] if depth else []
        case "integer" | "number":
            return _number(schema, text, whole=kind == "integer")
        case "boolean":
            return not re.search(r"\b(?:no|not|don't|off|without)\b", text.lower())
        case "null":
            return None
        case _:
            return _string(name, text)


def _number(schema: Mapping[str, Any], text: str, *, whole: bool) -> float:
    found = _NUMBER.search(text)
    spoken = next((_NUMERALS.index(word) for word in text.lower().split() if word in _NUMERALS), None)
    value = float(found[0]) if found else float(spoken if spoken is not None else schema.get("minimum", 1))
    value = min(max(value, schema.get("minimum", value)), schema.get("maximum", value))
    return int(value) if whole else value


def _string(name: str, text: str) -> str:
    if re.search(r"city|place|location|town|country|where|destination", name.lower()) and (
        found := _PLACE.search(text)
    ):
        return found[1]
    quoted = re.search(r"[\"“]([^\"”]+)[\"”]", text)
    return quoted[1] if quoted else text.strip() or name
