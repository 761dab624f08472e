"""The documentation: pages from the code, and links that lead somewhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools import docs_site, reference  # noqa: E402 (from beside the package)


def test_the_reference_names_what_the_code_has() -> None:
    pages = reference.pages()
    for page, parts in {
        "http-api.md": ["### `GET /api/scenarios/{scenario_id}`", "### `GET /metrics`", "`session_id`"],
        "realtime-events.md": ["### `input_audio_buffer.append`", "### `response.output_audio.delta`", "| `audio` |"],
        "command-line.md": ["## `feedbackyes doctor`", "`--json`", "## `feedbackyes models pull`"],
        "metrics.md": ["`feedbackyes_turn_latency_seconds` | histogram | `stage`, `provider`, `transport`"],
        "errors.md": ["| `session_ended` | 409 |", "| `too_many_sessions` | 429 |", "| `database_unusable` | 503 |"],
    }.items():
        for part in parts:
            assert part in pages[page], f"{page} lacks {part}"


def test_every_page_is_found_from_the_first(tmp_path: Path) -> None:
    for name in ("quick-start.md", "operation.md", "brand-new.md"):
        (tmp_path / name).write_text("# x")
    first = docs_site.index(tmp_path)
    assert "Quick start <quick-start>" in first
    assert "\noperation\n" in first
    assert ":caption: More\n:maxdepth: 1\n\nbrand-new\n" in first


def test_links_out_of_the_pages_become_names() -> None:
    docs = ROOT / "docs"
    assert docs_site.beside("[the rules](../.importlinter)", docs) == "the rules (`.importlinter`)"
    assert docs_site.beside("[costs](../docs/costs.md)", docs) == "[costs](../docs/costs.md)"
    with pytest.raises(FileNotFoundError):
        docs_site.beside("[gone](../no/such/file)", docs)


def test_broken_links_and_things_from_elsewhere_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<h1 id="top">x</h1><a href="b.html#here">ok</a><a href="#top">ok</a><a href="https://example.org">ok</a>'
        '<a href="gone.html">1</a><a href="b.html#gone">2</a><script src="https://cdn.example.org/x.js"></script>'
    )
    (tmp_path / "b.html").write_text('<p id="here">y</p>')
    told = list(docs_site.broken_links(tmp_path))
    assert len(told) == 3
    for part in ("gone.html, which is not there", "b.html#gone: that page has no such place", "from elsewhere"):
        assert any(part in one for one in told)
