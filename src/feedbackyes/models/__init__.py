"""Models for the neural ears and voices: which are known, which are installed, and how to get one. Nothing is fetched
unless somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from feedbackyes.domain.errors import Failed, NotFound


class InstallFailed(Failed):
    """A model could not be installed; what was fetched is kept where going on makes sense."""

    code = "install_failed"


@dataclass(frozen=True, slots=True)
class Model:
    """A row of `known.yaml`.

    Args:
        name: of its folder. stage: `stt` or `tts`. languages: primary subtags. size: of the download, in bytes, about.
        licence: its name, or where to read it. url: of the archive. sha256: of the archive; empty: nobody states one.
    """

    name: str
    stage: str
    what: str
    languages: tuple[str, ...]
    size: int
    licence: str
    url: str
    sha256: str = ""


@cache
def known() -> tuple[Model, ...]:
    """All models of the data file, in its order."""
    rows = yaml.safe_load((files(__name__) / "known.yaml").read_text("utf-8"))
    return tuple(Model(**{**row, "languages": tuple(row["languages"])}) for row in rows)


def named(name: str) -> Model:
    """Raises `NotFound`."""
    for model in known():
        if model.name == name:
            return model
    raise NotFound(f"No model {name!r} is known. List those that are with: feedbackyes models list.")
