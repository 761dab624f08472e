"""Function calls fit their schema and take what they can from the learner's words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from feedbackyes.stages.dialogue import Line, ReplyRequest
from feedbackyes.stages.dialogue._tools import choose


def arguments(text: str, properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties, "required": list(properties), **more}
    tool = {"type": "function", "name": "do_it", "parameters": parameters}
    call = choose(ReplyRequest((Line("learner", text),), tools=(tool,), tool_choice="required"))
    assert call is not None
    decoded: dict[str, Any] = json.loads(call.arguments)
    return decoded


@pytest.mark.parametrize(
    ("text", "schema", "expected"),
    [
        ("for two people", {"type": "integer"}, 2),
        ("for 250 people", {"type": "integer", "maximum": 100}, 100),
        ("soon", {"type": "number", "minimum": 5}, 5),
        ("in celsius please", {"enum": ["fahrenheit", "celsius"]}, "celsius"),
        ("whatever", {"enum": ["a", "b"]}, "a"),
        ("without sugar", {"type": "boolean"}, False),
        ("with sugar", {"type": "boolean"}, True),
        ("note this", {"type": "array", "items": {"type": "string"}}, ["note this"]),
        ('call it "Plan B" please', {"type": "string"}, "Plan B"),
        ("x", {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}, {"n": 1}),
        ("x", {"type": ["null", "string"]}, "x"),
        ("x", {"anyOf": [{"type": "integer"}, {"type": "string"}]}, 1),
        ("x", {"const": 4}, 4),
        ("x", {"type": "string", "default": "home"}, "home"),
        ("x", {"type": "null"}, None),
    ],
)
def test_arguments_fit_the_schema(text: str, schema: dict[str, Any], expected: object) -> None:
    assert arguments(text, {"value": schema}) == {"value": expected}


def test_only_what_is_required_is_given() -> None:
    assert arguments("x", {"a": {"type": "string"}, "b": {"type": "string"}}, required=["b"]) == {"b": "x"}


def test_a_schema_without_end_does_not_recurse_for_ever() -> None:
    deep: dict[str, Any] = {"type": "object", "required": ["next"]}
    deep["properties"] = {"next": deep}
    assert "next" in arguments("x", {"next": deep})


def test_auto_calls_the_function_that_the_words_name() -> None:
    tools = ({"type": "function", "name": "get_weather"}, {"type": "function", "name": "bookTable"})
    asked = choose(ReplyRequest((Line("learner", "Please book a table."),), tools=tools))
    assert asked is not None
    assert asked.name == "bookTable"
    assert choose(ReplyRequest((Line("learner", "Good morning."),), tools=tools)) is None


def test_auto_talks_after_a_result() -> None:
    tools = ({"type": "function", "name": "get_weather"},)
    said = (Line("learner", "The weather?"), Line("system", "Result of the function call c: sunny"))
    assert choose(ReplyRequest(said, tools=tools)) is None


@pytest.mark.parametrize("tool", [{"type": "web_search"}, {"type": "function"}])
def test_what_is_no_function_is_never_called(tool: dict[str, Any]) -> None:
    assert choose(ReplyRequest((Line("learner", "search"),), tools=(tool,), tool_choice="required")) is None


def test_a_name_that_is_not_offered_is_not_called() -> None:
    tools = ({"type": "function", "name": "get_weather"},)
    assert choose(ReplyRequest((Line("learner", "x"),), tools=tools, tool_choice="get_time")) is None
