"""What of a spoken text was heard by a moment of its audio, and when each word was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana and Han: written without spaces
WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
"""A word with its punctuation; of scripts without spaces, a character."""


class Mark(NamedTuple):
    """The text up to `end` (in characters) had come when the audio after `at_ms` was still to come."""

    at_ms: float
    end: int


def heard_text(text: str, marks: Sequence[Mark], heard_ms: float, total_ms: float, *, exact: bool) -> str:
    """Cut a text where listening stopped, never within a word.

    Args:
        marks: in order; used when `exact`.
        heard_ms: audio that was heard, of `total_ms`.
        exact: each mark's text begins to be spoken at its time. Otherwise words are taken to be spread evenly over the
            characters.

    Returns:
        The words that had begun before `heard_ms`, without trailing white space.
    """
    if heard_ms <= 0:
        return ""
    if heard_ms >= total_ms:
        return text.rstrip()
    if exact:
        end = max((mark.end for mark in marks if mark.at_ms < heard_ms), default=0)
    else:
        reached = len(text) * heard_ms / total_ms
        end = max((word.end() for word in WORD.finditer(text) if word.start() < reached), default=0)
    return text[:end].rstrip()


class TimedWord(NamedTuple):
    """Milliseconds from the first sample."""

    text: str
    start_ms: float
    end_ms: float


@dataclass(slots=True)
class Caption:
    """One item's text as it comes, beside its audio.

    Args:
        exact: text comes just before the audio in which it is spoken.
        audio_ms: audio that has come so far.
        complete: no more text will come.
    """

    exact: bool
    text: str = ""
    audio_ms: float = 0.0
    complete: bool = False
    _marks: list[Mark] = field(default_factory=list)
    _parts: dict[int, str] = field(default_factory=dict)

    def add(self, part: int, delta: str) -> None:
        """Text for what is spoken next. `part` is the content part it belongs to."""
        if not delta:
            return
        if part not in self._parts and self.text and not self.text[-1].isspace():
            self.text += " "
        self._parts[part] = self._parts.get(part, "") + delta
        self.text += delta
        self._marks.append(Mark(self.audio_ms, len(self.text)))

    def settle(self, part: int, text: str) -> None:
        """The whole text of a part, which wins over what came piece by piece."""
        before = self._parts.get(part, "")
        if not before:
            self.add(part, text)
        elif text and before != text:
            self._parts[part] = text
            self.text = " ".join(self._parts[key].strip() for key in sorted(self._parts))
            self.exact = False

    def heard(self, heard_ms: float) -> str:
        """The text that was heard, when the first `heard_ms` of the audio were."""
        return heard_text(self.text, self._marks, heard_ms, self.audio_ms, exact=self.exact)

    def words(self, text: str) -> list[TimedWord]:
        """When the words of `text`, which is the beginning of the whole, were spoken."""
        found = list(WORD.finditer(text))
        following = WORD.search(self.text, len(text))
        end = len(self.text) if following is None else following.start()
        times = self._spoken_at([*[word.start() for word in found], end])
        return [TimedWord(word[0], at, after) for word, at, after in zip(found, times, times[1:], strict=False)]

    def _spoken_at(self, positions: Sequence[int]) -> list[float]:
        """Of rising positions in the text. The end of it is spoken when all audio has come."""
        audio_ms = self.audio_ms
        if not self.exact:
            length = max(1, len(self.text))
            return [audio_ms * position / length for position in positions]
        times = []
        marks = iter(self._marks)
        mark = next(marks, None)
        for position in positions:
            while mark is not None and mark.end <= position:
                mark = next(marks, None)
            times.append(audio_ms if mark is None else mark.at_ms)
        return times
