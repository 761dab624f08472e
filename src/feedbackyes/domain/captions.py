"""A transcript as a file to keep: plain text, and WebVTT (https://www.w3.org/TR/webvtt1/) for players."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from feedbackyes.domain.transcript import Speaker, Turn

SHORTEST_MS = 500
"""A cue has to end after it begins; a typed turn takes no time."""


def plain(turns: Iterable[Turn], names: Mapping[Speaker, str]) -> str:
    """One line for each turn: `00:01:05 Ana: What was said.`"""
    lines = [f"{_clock(turn.start_ms)[:-4]} {names[turn.speaker]}: {_line(turn.text)}" for turn in _said(turns)]
    return "".join(f"{line}\n" for line in lines)


def webvtt(turns: Iterable[Turn], names: Mapping[Speaker, str]) -> str:
    """One cue for each turn, by start time, with its speaker as a voice span."""
    cues = ["WEBVTT\n"]
    for turn in sorted(_said(turns), key=lambda turn: (turn.start_ms, turn.seq)):
        end_ms = max(turn.end_ms, turn.start_ms + SHORTEST_MS)
        voice = _escaped(_line(names[turn.speaker]))
        cues.append(f"{_clock(turn.start_ms)} --> {_clock(end_ms)}\n<v {voice}>{_escaped(_line(turn.text))}</v>\n")
    return "\n".join(cues)


def _said(turns: Iterable[Turn]) -> list[Turn]:
    return [turn for turn in turns if turn.text.strip()]


def _line(text: str) -> str:
    """On one line: an empty line would end a cue, and NUL is not allowed."""
    return " ".join(text.replace("\0", " ").split())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int) -> str:
    """`hh:mm:ss.ttt`; hours may have more digits."""
    seconds, rest = divmod(max(0, ms), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
