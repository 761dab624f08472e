"""Mends a server event that could not be read: fills in what clones leave out, drops what makes no sense."""

from __future__ import annotations

import copy
import re
from typing import Any

import msgspec

from feedbackyes.protocol.reading import field_path, missing_field
from feedbackyes.protocol.server import ServerEvent

REPAIRS = 64
"""Fields mended in one event before it is given up."""

DEFAULTS: dict[str, Any] = {
    "event_id": "",
    "response_id": "",
    "item_id": "",
    "output_index": 0,
    "content_index": 0,
    "name": "",
    "usage": None,
}
"""What clones leave out of an event, and what is read instead."""

_TOKEN = re.compile(r"\[(?P<index>\d+)\]|\[\.\.\.\]|(?P<key>[^.\[\]]+)")


def read_leniently(event: dict[str, Any]) -> tuple[ServerEvent | None, str]:
    """Read GA JSON with as many fields as can be read.

    Returns:
        The event or None, and the last problem that was met.
    """
    problem = ""
    try:
        mended = copy.deepcopy(event)
        for _ in range(REPAIRS):
            try:
                return msgspec.convert(mended, ServerEvent), problem
            except msgspec.ValidationError as error:
                problem = str(error)
                if not _mend(mended, problem):
                    break
    except RecursionError:
        problem = "The message is nested too deeply."
    return None, problem


def _mend(event: dict[str, Any], problem: str) -> bool:
    tokens = _tokens(field_path(problem))
    missing = missing_field(problem)
    holder = _reach(event, tokens)
    if missing in DEFAULTS and holder is event:
        event[missing] = DEFAULTS[missing]
        return True
    if missing == "content" and isinstance(holder, dict):
        holder["content"] = []
        return True
    return _drop(event, tokens)


def _drop(event: dict[str, Any], tokens: list[str | int]) -> bool:
    """Delete the innermost thing on the path that is there; never the event itself or its type."""
    while tokens and tokens != ["type"]:
        holder, last = _reach(event, tokens[:-1]), tokens.pop()
        if isinstance(holder, dict) and last in holder:
            del holder[last]
            return True
        if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
            del holder[last]
            return True
    return False


def _tokens(path: str) -> list[str | int]:
    return [int(found["index"]) if found["index"] else found["key"] or "" for found in _TOKEN.finditer(path)]


def _reach(value: Any, tokens: list[str | int]) -> Any:
    for token in tokens:
        try:
            value = value[token]
        except (KeyError, IndexError, TypeError):
            return None
    return value
