"""Writing scenarios: what is wrong with a text and where, how it plays, and a first draft from somebody's notes."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

_TITLE = re.compile(r"^title:.*$", re.MULTILINE)


@cache
def blank() -> str:
    """The text that a new scenario begins with: it can be played as it is."""
    return (files(__name__) / "blank.yaml").read_text(encoding="utf-8")


def titled(text: str, title: str) -> str:
    """The YAML text with this title; everything else as it was."""
    line = f"title: {json.dumps(title, ensure_ascii=False)}"
    return _TITLE.sub(lambda _: line, text, count=1) if _TITLE.search(text) else f"{line}\n{text}"
