"""When somebody speaks and when they have finished: probabilities of speech in, edges out.

```
silent ──2 voiced frames──> STARTED   speaking
speaking ──160 ms of silence──> PAUSED    (the recogniser may settle what was said)
speaking ──voice again──> RESUMED
speaking ──patience of silence──> STOPPED   silent
```

Time is audio time: 32 ms per frame, counted from the session's first sample. A client that sends faster or slower than
real time changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Literal

FRAME_MS = 32.0
ONSET_FRAMES = 2
"""A click fills one frame; a syllable fills more."""
HYSTERESIS = 0.15
"""Speech that has begun goes on at a lower probability than it needs to begin; Silero's own margin."""
PAUSE_MS = 160.0
"""Longer than most gaps between words, and early enough that a recogniser has settled when 500 ms are over."""

LONGEST_SOUND_MS, LONGEST_WORDS_MS, SHORTEST_TURN_MS = 560.0, 900.0, 400.0
"""Of voice, to which a detector adds about 60 ms at its end: a listener's sound lasts half a second at most, a slow "okay"
a little longer, and hardly anything that is worth interrupting for less than a third."""

TALKING_OVER_MS = 1_500.0
"""Voice that goes on for longer under a partner who has cut in is not about to yield."""

Eagerness = Literal["low", "medium", "high", "auto"]
_LONGEST_MS: dict[Eagerness, float] = {"low": 8000, "medium": 4000, "high": 2000, "auto": 4000}
_FINISHED_MS: dict[Eagerness, float] = {"low": 1500, "medium": 800, "high": 500, "auto": 800}


class Edge(Enum):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"


@dataclass(slots=True)
class SpeechDetector:
    """Finds where speech begins, pauses and ends.

    Args:
        threshold: probability, 0 to 1, at which a frame counts as voice.
    """

    threshold: float = 0.5
    position_ms: float = 0.0
    started_ms: float | None = None
    voiced_until_ms: float = 0.0
    paused: bool = False
    _run: int = 0

    @property
    def speaking(self) -> bool:
        return self.started_ms is not None

    @property
    def voiced_ms(self) -> float:
        """How long the present speech has lasted, to the end of its last voiced frame."""
        return 0.0 if self.started_ms is None else self.voiced_until_ms - self.started_ms

    @property
    def silence_ms(self) -> float:
        """How long ago the last voiced frame of the present speech ended."""
        return 0.0 if self.started_ms is None else self.position_ms - self.voiced_until_ms

    def frame(self, probability: float, patience_ms: float) -> Edge | None:
        """Take the next frame. `patience_ms`: silence after which speech is over; infinity never ends it."""
        self.position_ms += FRAME_MS
        if self.started_ms is None:
            return self._silent(probability)
        if probability >= max(0.01, self.threshold - HYSTERESIS):
            self.voiced_until_ms = self.position_ms
            resumed, self.paused = self.paused, False
            return Edge.RESUMED if resumed else None
        return self._gap(self.position_ms - self.voiced_until_ms, patience_ms)

    def reset(self) -> None:
        """Forget the speech that is going on; the clock goes on."""
        self.started_ms = None
        self.paused = False
        self._run = 0

    def _silent(self, probability: float) -> Edge | None:
        self._run = self._run + 1 if probability >= self.threshold else 0
        if self._run < ONSET_FRAMES:
            return None
        self.started_ms = self.position_ms - ONSET_FRAMES * FRAME_MS
        self.voiced_until_ms = self.position_ms
        self._run = 0
        return Edge.STARTED

    def _gap(self, silence_ms: float, patience_ms: float) -> Edge | None:
        if silence_ms >= patience_ms:
            self.reset()
            return Edge.STOPPED
        if not self.paused and silence_ms >= PAUSE_MS:
            self.paused = True
            return Edge.PAUSED
        return None


_WORD = re.compile(r"(?:[^\W\d_]|')+")
_DANGLING = frozenset(
    _WORD.findall(
        "a about although an and are as at be because but by can could do for from had has have he her his how i if in into"
        " is its just like my not of on or our over shall she should since some than that the their they to uh"
        " um unless until was we were what when where whether which while who will with would your"
    )
)
_COMPLETE = frozenset(
    _WORD.findall(
        "absolutely agreed bye correct definitely exactly fine goodbye great hello hi never no nope okay ok perfect please"
        " right sorry sure thanks true yeah yep yes"
    )
)
_CUTTING_IN = frozenset(
    _WORD.findall(
        "actually but excuse hang hey hold listen look never no nope sorry stop wait what why wrong"
        " nein halt moment stopp aber warte warten falsch non attends attendez mais espera espere pero perdón"
    )
)
_BACKCHANNELS = frozenset(
    _WORD.findall(
        "ah aha alright eh good hm hmm huh m mhm mm mmhm mmm oh ok okay really right sure true uh uhhuh uhhum uhuh wow yeah"
        " yep yes yup ja jaja genau stimmt ach klar verstehe oui ouais voilà d'accord sí claro vale ajá entiendo"
    )
)


def sounds_finished(transcript: str) -> bool:
    """Tell whether a speaker who stops here has probably said it all.

    Recognisers without punctuation leave only the last word to go by: somebody who stops at "because" goes on.
    """
    text = transcript.strip().lower()
    words = _WORD.findall(text)
    if not words:
        return False
    if text[-1] in ".!?":
        return True
    return words[-1] in _COMPLETE or (len(words) > 2 and words[-1] not in _DANGLING)


def semantic_patience_ms(eagerness: Eagerness, transcript: str) -> float:
    """Silence that ends a turn under `semantic_vad`: the eagerness's longest wait, less after a finished sentence."""
    return _FINISHED_MS[eagerness] if sounds_finished(transcript) else _LONGEST_MS[eagerness]


def hold_ms(transcript: str) -> float:
    """Voice that a listener's sound may last: less when nothing is understood yet, more when it is one so far."""
    return LONGEST_WORDS_MS if is_backchannel(transcript) else LONGEST_SOUND_MS


def is_turn(transcript: str, voiced_ms: float) -> bool:
    """Tell whether a short utterance while somebody else talks is more than a listener's sound.

    A very short one is a sound whatever a recogniser makes of it ("uh-huh" is easily heard as "ahead"), unless it is a
    word with which people cut in.
    """
    words = _WORD.findall(transcript.lower())
    if not words or is_backchannel(transcript):
        return False
    return voiced_ms >= SHORTEST_TURN_MS or not _CUTTING_IN.isdisjoint(words)


def without_echo(transcript: str, partner: str) -> str:
    """What is left of words that were heard under a partner whose own words are in the microphone.

    Args:
        partner: what it is saying.
    """
    echoed = set(_WORD.findall(partner.lower()))
    return " ".join(word for word in _WORD.findall(transcript.lower()) if word not in echoed)


def is_backchannel(transcript: str) -> bool:
    """Tell whether this only says "I am listening": one to three such words, as in "mm-hm", "yeah okay"."""
    words = _WORD.findall(transcript.lower().replace("-", ""))
    return 0 < len(words) <= 3 and all(word in _BACKCHANNELS for word in words)
