"""Lists of tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.stages._neural import tokens
from feedbackyes.stages._neural.onnx_header import BadModel


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens.txt"


def test_symbols_have_numbers_and_the_space_has_a_line_too(path: Path) -> None:
    path.write_text("▁ 0\nˈ 1\n  2\n# 3\n<blk> 4\n", "utf-8")
    assert tokens.read(path) == {"▁": 0, "ˈ": 1, " ": 2, "#": 3, "<blk>": 4}


def test_lines_of_other_systems_and_a_number_alone(path: Path) -> None:
    path.write_bytes(b"a\t0\r\n1\r\n\r\n")
    assert tokens.read(path) == {"a": 0, " ": 1}


@pytest.mark.parametrize("text", ["a", "a b 1", "a 1\n\nb 2", "a one", "a 1 2"])
def test_a_malformed_line_is_refused(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(BadModel, match=r"Line \d of tokens\.txt is not a symbol and its number"):
        tokens.read(path)


@pytest.mark.parametrize(("data", "reason"), [(b"", "no tokens"), (b"\xff\xfe 1", "is not text")])
def test_a_file_without_tokens_is_refused(path: Path, data: bytes, reason: str) -> None:
    path.write_bytes(data)
    with pytest.raises(BadModel, match=reason):
        tokens.read(path)


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(BadModel, match=r"tokens\.txt is missing"):
        tokens.read(path)


def test_a_recogniser_needs_a_blank(path: Path) -> None:
    path.write_text("a 0\nb 1\n")
    with pytest.raises(BadModel, match="no token <blk>"):
        tokens.require_blank(path)
    path.write_text("a 0\n<blk> 1\n")
    tokens.require_blank(path)
