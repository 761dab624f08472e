"""A scenario's YAML text with places, so that whatever is wrong with it can be said on its line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.scenario import Scenario

MOST_CHARACTERS, MOST_DEPTH, MOST_PROBLEMS = 150_000, 24, 50
FEW = 6
"""So many choices are all named in a sentence."""
Path = tuple[str | int, ...]
Severity = Literal["error", "warning"]
_FIRST = "The text cannot be read from here on: "


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend. An error keeps the scenario from being saved, a warning does not.

    Args:
        path: the field, such as ("beats", 3, "lines", 0); empty for the whole.
        line: in the text, from 1.
    """

    path: Path
    line: int
    message: str
    severity: Severity = "error"


class NotSound(InvalidInput):
    """The text is no scenario; the message is of the first problem."""

    code = "invalid_scenario"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(f"Line {first.line}: {first.message}", param="text")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Source:
    """A text that is YAML, and where its parts stand."""

    data: Any
    root: yaml.Node | None

    def line(self, path: Path) -> int:
        """The line of a field, from 1; of what holds it, when it is missing itself."""
        node, line = self.root, 1
        for part in path:
            found = _inside(node, part)
            if found is None:
                return line
            line, node = found
        return line


def read(text: str) -> tuple[Scenario | None, Source | None, tuple[Problem, ...]]:
    """Read a text as a scenario.

    Returns:
        The scenario when the text is one, its source when it is YAML, and everything that keeps it from being one.
    """
    source, problems = _parse(text)
    if source is None or problems:
        return None, source, problems
    if not isinstance(source.data, dict):
        return None, source, (Problem((), 1, "A scenario is a list of fields, such as `title: …`, one on each line."),)
    try:
        return Scenario.model_validate(source.data), source, ()
    except ValidationError as error:
        found = [_problem(one, source) for one in error.errors()[:MOST_PROBLEMS]]
        found = _twins(source) or found
        return None, source, tuple(sorted(found, key=lambda one: one.line))


def _parse(text: str) -> tuple[Source | None, tuple[Problem, ...]]:
    if len(text) > MOST_CHARACTERS:
        return None, (Problem((), 1, f"A scenario has at most {MOST_CHARACTERS // 1000} thousand characters."),)
    try:
        if problem := _dangerous(text):
            return None, (problem,)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        source = Source(yaml.safe_load(text), root)
    except (yaml.YAMLError, ValueError) as error:
        told = error.problem if isinstance(error, yaml.MarkedYAMLError) else "a character that text cannot have"
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = mark.line + 1 if mark is not None else 1
        return None, (Problem((), line, f"{_FIRST}{_plain(told or 'it is no YAML')}."),)
    return source, tuple(_doubles(root, (), source))


def _dangerous(text: str) -> Problem | None:
    """Aliases can make a short text endless, and deep ones overflow; nobody needs either."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Problem((), line, "Write this out: names with & and * are not allowed. A text with * needs quotes.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            return Problem((), line, "This is nested more deeply than any scenario.")
    return None


def _doubles(node: yaml.Node | None, path: Path, source: Source) -> list[Problem]:
    """A field that stands twice: YAML would silently take the last one."""
    found: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            if name in seen:
                found.append(
                    Problem((*path, name), key.start_mark.line + 1, f"{name!r} stands here for a second time.")
                )
            seen.add(name)
            found += _doubles(value, (*path, name), source)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            found += _doubles(value, (*path, i), source)
    return found


def _twins(source: Source) -> list[Problem]:
    """Beats or disclosures that have one id between them."""
    found: list[Problem] = []
    for name in ("disclosures", "beats"):
        entries = source.data.get(name)
        seen: set[str] = set()
        for i, entry in enumerate(entries if isinstance(entries, list) else []):
            id_ = str(entry.get("id")) if isinstance(entry, dict) else ""
            if id_ in seen:
                path = (name, i, "id")
                found.append(
                    Problem(path, source.line(path), f"Another of these is called {id_!r}: give it another id.")
                )
            seen.add(id_ or f"without an id {i}")
    return found


def _inside(node: yaml.Node | None, part: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if getattr(key, "value", None) == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None


def _problem(error: ErrorDetails, source: Source) -> Problem:
    path = tuple(error["loc"])
    return Problem(path, source.line(path), _sentence(error))


_NUMBER, _LIST = "Write a number here.", "A list belongs here: each entry on a line of its own, after a hyphen."
_FIELDS = "Fields belong here, one on each line."
_SENTENCES = {
    "missing": "{name!r} is missing.",
    "extra_forbidden": "There is no field {name!r} here. Is it misspelt?",
    "enum": "{given!r} is not known here. {choice}",
    "literal_error": "{given!r} is not known here. {choice}",
    "string_type": "Write text here. Words such as yes, no and on, numbers and dates need quotes.",
    "string_too_short": "This must not be empty.",
    "string_pattern_mismatch": "{given!r} cannot be used here: lower-case letters, digits and hyphens only.",
    "too_short": "At least {min_length} are needed here, and there are {actual_length}.",
    "greater_than_equal": "This must be at least {ge:g}.",
    "greater_than": "This must be more than {gt:g}.",
    "less_than_equal": "This must be at most {le:g}.",
    "less_than": "This must be less than {lt:g}.",
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": "Write a whole number here.",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": "Write true or false here.",
    "bool_parsing": "Write true or false here.",
    "tuple_type": _LIST,
    "list_type": _LIST,
    "model_type": _FIELDS,
    "dict_type": _FIELDS,
    "value_error": "{error}",
}


def _sentence(error: ErrorDetails) -> str:
    """What pydantic found, as somebody who writes scenarios would say it."""
    context, given = error.get("ctx", {}), str(error["input"])
    template = _SENTENCES.get(error["type"])
    if template is None:
        return f"{_plain(str(error['msg']))}."
    name = str(error["loc"][-1]) if error["loc"] else "It"
    choice = _choice(given, str(context.get("expected", "")))
    return template.format(**{**context, "name": name, "given": given[:60], "choice": choice})


def _choice(given: str, expected: str) -> str:
    """Few are all named, of many those that look like what was written."""
    known = re.findall(r"'([^']+)'", expected)
    if len(known) <= FEW:
        return f"Choose {expected}."
    near = get_close_matches(given, known, n=2, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else "The documentation of scenarios lists those there are."


def _plain(told: str) -> str:
    return told.strip().rstrip(".").replace("'", '"')
