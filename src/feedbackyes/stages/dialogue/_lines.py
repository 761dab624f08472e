"""Which lines were heard already, and which one comes next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zlib import crc32

from feedbackyes.stages.dialogue import Line

MOST_WORDS = 38
"""A reply is never longer."""
_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+[\"')]*|$)\s*")
_COMPARED, _ENOUGH = 8, 3


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Lower-case words."""
    return tuple(re.findall(r"[\w']+", text.lower().replace("’", "'")))


@lru_cache(maxsize=2048)
def sentences(text: str) -> tuple[str, ...]:
    """Sentences, each with the white space after it; the last one without."""
    found = [match[0] for match in _SENTENCE.finditer(text.strip()) if match[0].strip()]
    spaced = [part if part[-1].isspace() else part + " " for part in found[:-1]]
    return (*spaced, *(part.rstrip() for part in found[-1:]))


class Heard:
    """What the partner has said so far, as far as the learner heard it."""

    def __init__(self, history: Sequence[Line]) -> None:
        self._starts: list[tuple[str, ...]] = []
        self.count = 0
        for line in history:
            if line.speaker != "partner":
                continue
            self.count += 1
            parts = [words(part) for part in sentences(line.text)]
            for i in range(len(parts)):
                self._starts.append(tuple(word for part in parts[i:] for word in part)[:_COMPARED])
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        for start in self._starts:
            if start:
                self._by_word.setdefault(start[0], []).append(start)

    def has(self, line: str, *, last: int | None = None) -> bool:
        """The line, or its beginning as far as it got before an interruption, was heard already.

        A cut of one or two words counts only when nothing else followed, so that short words shared by many lines do
        not use them up. `last` looks only at that many sentence starts from the end.
        """
        wanted = words(line)
        if not wanted:
            return False
        if last is None:
            return any(_same_beginning(wanted, start) for start in self._by_word.get(wanted[0], ()))
        return any(_same_beginning(wanted, start) for start in self._starts[-last:])


def _same_beginning(wanted: tuple[str, ...], heard: tuple[str, ...]) -> bool:
    size = min(len(wanted), len(heard), _COMPARED)
    if size == 0 or wanted[:size] != heard[:size]:
        return False
    return size >= min(len(wanted), _ENOUGH)


def pick(lines: Iterable[str], heard: Heard, *, seed: int, salt: str) -> str | None:
    """One of the lines not heard yet, the same one for the same history; None when all were."""
    fresh = [line for line in dict.fromkeys(lines) if not heard.has(line)]
    if not fresh:
        return None
    return fresh[crc32(f"{seed}:{heard.count}:{salt}".encode()) % len(fresh)]


def join(*parts: str | None) -> str:
    """The parts as one text; leading ones are dropped while it is longer than `MOST_WORDS`."""
    kept = [part for part in parts if part]
    while len(kept) > 1 and sum(len(words(part)) for part in kept) > MOST_WORDS:
        kept = kept[1:]
    return " ".join(kept)
