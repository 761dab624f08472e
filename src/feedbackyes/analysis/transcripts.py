"""The transcript that is judged: stored turns, or what the caller posted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.feedback import LONGEST_TURN, MOST_POSTED_CHARACTERS, MOST_POSTED_TURNS, PostedTurn
from feedbackyes.domain.transcript import Speaker, Turn

LEARNER_NAMES = frozenset({"user", "you", "learner", "me", "i"})
PARTNER_NAMES = frozenset({"assistant", "partner", "ai", "agent", "model", "bot", "coach"})
_NAMED = re.compile(r"^\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?([^:\n]{1,60}?)\s*:\s+(.*)$")


def from_text(session_id: str, text: str, *, learner_name: str = "", partner_name: str = "") -> list[Turn]:
    """Turns of a text with a line for each (`Name: words`); a line without a name continues the turn before.

    `User`, `You`, `Learner` and the signed-in person's name are the learner; every other name is the partner.

    Raises:
        InvalidInput: no line names a speaker, none of several speakers is the learner, or a turn is too long.
    """
    own = LEARNER_NAMES | ({learner_name.casefold()} if learner_name else set())
    known = own | PARTNER_NAMES | ({partner_name.casefold()} if partner_name else set())
    lines: list[tuple[Speaker, str]] = []
    others: dict[str, str] = {}
    for line in text.splitlines():
        match = _NAMED.match(line)
        name = match[1].casefold() if match else ""
        if match and (name in known or name in others or _is_name(match[1])):
            if name not in known:
                others.setdefault(name, match[1])
            lines.append((Speaker.LEARNER if name in own else Speaker.PARTNER, match[2].strip()))
        elif line.strip() and lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
    if not lines and text.strip():
        raise InvalidInput(
            'The transcript names no speaker. Write a line for each turn, such as "You: On Friday the report was late."',
            param="transcript",
        )
    _check(lines, list(others.values()))
    return [_turn(session_id, i, speaker, said) for i, (speaker, said) in enumerate(lines, 1) if said]


def from_turns(session_id: str, posted: Sequence[PostedTurn]) -> list[Turn]:
    """Turns of a posted list; who has no id gets `t` and its number.

    Raises:
        InvalidInput: an id stands twice, a turn ends before it begins, or all of it is too long.
    """
    if sum(len(one.text) for one in posted) > MOST_POSTED_CHARACTERS:
        raise InvalidInput(f"The transcript has more than {MOST_POSTED_CHARACTERS:,} characters.", param="transcript")
    taken = {one.id for one in posted}
    turns: list[Turn] = []
    for i, one in enumerate(posted, 1):
        if one.start_ms is not None and one.end_ms is not None and one.end_ms < one.start_ms:
            raise InvalidInput(f"Turn {one.id or i} ends before it begins.", param="transcript")
        free = next(id_ for id_ in (f"t{i}{'_' * more}" for more in count()) if id_ not in taken)
        turn = _turn(session_id, i, Speaker(one.speaker), one.text.strip(), one.id or free)
        turns.append(_timed(turn, one))
    if len({turn.id for turn in turns}) != len(turns):
        raise InvalidInput("Two turns of the transcript have one id.", param="transcript")
    return turns


def _check(lines: Sequence[tuple[Speaker, str]], others: Sequence[str]) -> None:
    if len(others) > 1 and all(speaker is Speaker.PARTNER for speaker, _ in lines):
        raise InvalidInput(
            f"None of the speakers ({', '.join(others[:5])}) is the learner. Begin the learner's lines with "
            '"You:", "User:" or "Learner:".',
            param="transcript",
        )
    for i, (_, said) in enumerate(lines, 1):
        if len(said) > LONGEST_TURN:
            raise InvalidInput(f"Turn {i} has more than {LONGEST_TURN:,} characters.", param="transcript")
    if len(lines) > MOST_POSTED_TURNS:
        raise InvalidInput(f"The transcript has more than {MOST_POSTED_TURNS:,} turns.", param="transcript")


def _timed(turn: Turn, posted: PostedTurn) -> Turn:
    start = posted.start_ms if posted.start_ms is not None else 0
    end = posted.end_ms if posted.end_ms is not None else start
    return Turn(
        id=turn.id,
        session_id=turn.session_id,
        seq=turn.seq,
        speaker=turn.speaker,
        text=turn.text,
        start_ms=start,
        end_ms=end,
        confidence=posted.confidence,
    )


def _turn(session_id: str, seq: int, speaker: Speaker, text: str, turn_id: str | None = None) -> Turn:
    return Turn(
        id=turn_id or f"t{seq}", session_id=session_id, seq=seq, speaker=speaker, text=text, start_ms=0, end_ms=0
    )


def _is_name(label: str) -> bool:
    """One to three capitalised words: a person, not the beginning of a sentence that happens to hold a colon."""
    words = label.split()
    return len(words) <= 3 and all(word[:1].isupper() for word in words)
