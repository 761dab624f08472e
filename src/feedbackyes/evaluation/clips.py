"""Recordings with the words that are said in them, in the forms that people have.

- `x.wav` and `x.txt` beside it (FLAC, Ogg, MP3, M4A and WebM too), in any depth of folders
- LibriSpeech: `…trans.txt` with a line `ID WORDS` for each `ID.flac` beside it
- a manifest `….jsonl`: an object in each line, `{"audio_filepath": "x.wav", "text": "…"}`; `offset` and `duration` in seconds
  are a part of the file (NeMo's form). Paths count from the manifest's folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from feedbackyes.audio import Int16, files
from feedbackyes.domain.errors import InvalidInput

_T = TypeVar("_T")
SUFFIXES = (".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".m4a", ".webm", ".aac")
LISTED = ".trans.txt"
AUDIO_KEYS = ("audio_filepath", "audio", "path", "file")
TEXT_KEYS = ("text", "transcript", "sentence")
MOST_SECONDS = 3600.0
"""Of a file."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording and what is said in it. `offset`, `duration`: the part of the file that counts, in seconds."""

    name: str
    path: Path
    text: str
    offset: float = 0.0
    duration: float | None = None

    def samples(self, rate_hz: int) -> Int16:
        """Mono, shape (n,).

        Raises:
            InvalidInput: the file cannot be read as sound; the sentence names it.
        """
        try:
            whole = files.read(self.path.read_bytes(), rate_hz, most_seconds=MOST_SECONDS)
        except OSError as error:
            raise InvalidInput(f"{self.path} cannot be read: {error.strerror}.") from error
        except InvalidInput as error:
            raise InvalidInput(f"{self.path}: {error.message}") from error
        begin = round(self.offset * rate_hz)
        return whole[begin:] if self.duration is None else whole[begin : begin + round(self.duration * rate_hz)]


def find(place: Path) -> list[Clip]:
    """Clips of a folder, or of a manifest, sorted by name.

    Raises:
        InvalidInput: there is no such place, nothing in it can be used, or a list in it is wrong; the sentence says which.
    """
    if place.is_file() and place.suffix == ".jsonl":
        found = list(_manifest(place, place.parent))
    elif place.is_dir():
        found = _folder(place)
    else:
        raise InvalidInput(f"{place} is no folder and no manifest (.jsonl). Give one with recordings and their words.")
    if not found:
        raise InvalidInput(_nothing(place))
    return sorted(found, key=lambda clip: clip.name)


def spread(every: Sequence[_T], most: int) -> list[_T]:
    """At most so many, evenly spread, so that a few speakers do not stand for all."""
    if most >= len(every):
        return list(every)
    return [every[index * len(every) // most] for index in range(most)]


def _folder(folder: Path) -> list[Clip]:
    found: dict[str, Clip] = {}
    for manifest in sorted(folder.rglob("*.jsonl")):
        found.update((clip.name, clip) for clip in _manifest(manifest, folder))
    for listed in sorted(folder.rglob(f"*{LISTED}")):
        found.update((clip.name, clip) for clip in _librispeech(listed, folder))
    for text in sorted(folder.rglob("*.txt")):
        audio = None if text.name.endswith(LISTED) else _beside(text.with_suffix(""))
        if audio is not None:
            name = str(audio.relative_to(folder))
            found.setdefault(name, Clip(name, audio, _read(text).strip()))
    return list(found.values())


def _beside(stem: Path) -> Path | None:
    """The sound file of this name without its ending."""
    candidates = (stem.with_name(stem.name + suffix) for suffix in SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def _librispeech(listed: Path, folder: Path) -> Iterator[Clip]:
    for number, line in enumerate(_read(listed).splitlines(), 1):
        name, _, text = line.strip().partition(" ")
        if not name:
            continue
        audio = _beside(listed.parent / name)
        if audio is None:
            raise InvalidInput(f"{listed}, line {number}: there is no sound file {name!r} beside it.")
        yield Clip(str(audio.relative_to(folder)), audio, text.strip())


def _manifest(manifest: Path, folder: Path) -> Iterator[Clip]:
    for number, line in enumerate(_read(manifest).splitlines(), 1):
        if line.strip():
            try:
                yield _entry(json.loads(line), manifest, folder)
            except (ValueError, TypeError, AttributeError, FileNotFoundError) as error:
                wanted = f'write {{"{AUDIO_KEYS[0]}": "x.wav", "{TEXT_KEYS[0]}": "the words"}}'
                raise InvalidInput(f"{manifest}, line {number}: {error}; {wanted}.") from error


def _entry(told: dict[str, Any], manifest: Path, folder: Path) -> Clip:
    audio, text = (next((told[key] for key in keys if key in told), None) for keys in (AUDIO_KEYS, TEXT_KEYS))
    if not isinstance(audio, str) or not isinstance(text, str):
        raise TypeError("the file or its words are missing")
    path = manifest.parent / audio
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    offset, duration = float(told.get("offset") or 0), told.get("duration")
    name = str(path.relative_to(folder)) if path.is_relative_to(folder) else audio
    if not offset:
        return Clip(name, path, text)
    return Clip(f"{name}@{offset:g}", path, text, offset, None if duration is None else float(duration))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}.") from error


def _nothing(place: Path) -> str:
    sounds = sum(1 for path in place.rglob("*") if path.suffix.lower() in SUFFIXES) if place.is_dir() else 0
    here = f"{sounds} sound file(s) without their words" if sounds else "no sound files"
    return (
        f"{place} has {here}. Put the words of x.wav into x.txt beside it, or list them in a *{LISTED} file (a line "
        "`ID WORDS` each) or a .jsonl manifest."
    )
