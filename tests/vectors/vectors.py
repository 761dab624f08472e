"""Reads the test vectors; see README."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent


def cases(name: str) -> list[Any]:
    """The cases of a file that Python runs, as parameters named after them."""
    content = json.loads((FOLDER / name).read_text("utf-8"))
    return [
        pytest.param(case, id=case["name"]) for case in content["cases"] if "python" in case.get("only", ["python"])
    ]


def matches(value: Any, expected: Any) -> bool:
    """What is expected is there; more may be."""
    if isinstance(expected, dict):
        return isinstance(value, dict) and all(
            key in value and matches(value[key], inner) for key, inner in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(value, list)
            and len(value) == len(expected)
            and all(matches(one, other) for one, other in zip(value, expected, strict=True))
        )
    return bool(value == expected)
