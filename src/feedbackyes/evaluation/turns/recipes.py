"""Our own set: cases made from words, by our own voice, so that the repository holds no recordings.

```yaml
- name: because-900
  category: pause
  language: en                # en unless told
  learner:
    - {at: 600, says: the report was late because (900) finance sent the figures at four}
      # (900): a pause of so many milliseconds inside the turn; voice, level_db, kind, not_before_ms, not_after_ms as wanted
  partner:
    - {at: 300, says: I see., stops: 2000}     # stops: falls silent there, because it was interrupted
  echo: {gain_db: -15, delay_ms: 120}          # of the partner in the microphone
  noise: {kind: fan, snr_db: 10}               # hum | fan | street | keyboard | babble, below the level of speech
  seconds: 8                                   # at least; else until a moment after the last word
```
Times are milliseconds from the beginning. Everything is the same each time: noise is seeded by the case's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Annotated
from zlib import crc32

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.audio import Samples
from feedbackyes.audio.formats import RATE_HZ, to_float
from feedbackyes.audio.resample import resample
from feedbackyes.evaluation.turns import sounds
from feedbackyes.evaluation.turns.cases import NOT_AFTER_MS, Case, Kind, Turn, Word
from feedbackyes.stages.tts import Voice

LEARNER, PARTNER = "cedar", "marin"
BACKGROUND = ("ash", "coral", "fable", "nova", "onyx", "sage")
BABBLE = (
    "we met them on the way to the station and talked about the weather for a while before the train came",
    "there is a new place around the corner where they make very good soup if you do not mind waiting",
    "my sister wants to move to the coast next year but her husband has not made up his mind about it yet",
    "did you see the match last night it was over after ten minutes and then nothing happened at all",
    "the printer on the second floor is broken again somebody should really call the people who look after it",
    "in the morning we went up the hill and saw the whole valley under a thin layer of fog and smoke",
)
MISHEARD, MISHEARD_MS = ("time", "the", "people", "it", "day", "and", "go", "house"), 450.0
"""What a recogniser makes of background talk, and how often a word."""
AFTER_MS, PARTNER_DB = 1_200, -24.0
_PAUSE = re.compile(r"\((\d+)\)")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Said(_Strict):
    """Something that is said."""

    at: Annotated[int, Field(ge=0)]
    says: str
    voice: str = ""
    level_db: float = sounds.SPEECH_DB
    kind: Kind = "turn"
    not_before_ms: float = 0.0
    not_after_ms: float = NOT_AFTER_MS
    stops: int | None = None


class Echo(_Strict):
    gain_db: float
    delay_ms: Annotated[float, Field(ge=0, le=500)]


class Noise(_Strict):
    kind: sounds.Noise
    snr_db: float


class Recipe(_Strict):
    """How a case is made."""

    name: str
    category: str
    language: str = "en"
    learner: list[Said] = Field(default_factory=list)
    partner: list[Said] = Field(default_factory=list)
    echo: Echo | None = None
    noise: Noise | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class _Channel:
    """Sounds at their places, and the words in them."""

    pieces: list[tuple[int, Samples]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def end(self) -> int:
        return max((start + len(piece) for start, piece in self.pieces), default=0)

    def mixed(self, count: int) -> Samples:
        whole = np.zeros(count, np.float32)
        for start, piece in self.pieces:
            whole[start : start + len(piece)] += piece[: count - start]
        return whole


def recipes() -> list[Recipe]:
    """The set that comes with the program, by file and place in it."""
    folder = files(__package__).joinpath("set")
    found = [
        Recipe.model_validate(entry)
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yaml")
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    if len({recipe.name for recipe in found}) != len(found):
        raise ValueError("Two cases have one name.")
    return found


class Maker:
    """Makes cases with one voice. `voice`: our own, for the labels lean on the times of its words."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._background: list[Samples] = []

    async def make(self, recipe: Recipe) -> Case:
        """Have a case spoken. Raises `VoiceFailed`."""
        rng = np.random.default_rng(crc32(recipe.name.encode()))
        mouth, loudspeaker = _Channel(), _Channel()
        turns = [await _say(self._voice, said, recipe.language, LEARNER, mouth) for said in recipe.learner]
        for said in recipe.partner:
            await _say(
                self._voice, said.model_copy(update={"level_db": PARTNER_DB}), recipe.language, PARTNER, loudspeaker
            )
        count = max(mouth.end(), loudspeaker.end(), round(recipe.seconds * RATE_HZ)) + AFTER_MS * RATE_HZ // 1000
        played, microphone, words = loudspeaker.mixed(count), mouth.mixed(count), list(mouth.words)
        if recipe.echo is not None:
            path = recipe.echo
            microphone = microphone + sounds.echo(played, gain_db=path.gain_db, delay_ms=path.delay_ms, rng=rng)
            words += [
                Word(one.text, one.start_ms + path.delay_ms, one.end_ms + path.delay_ms) for one in loudspeaker.words
            ]
        if recipe.noise is not None:
            made = await self._noise(recipe.noise, count, rng)
            microphone = microphone + sounds.at_level(made, sounds.SPEECH_DB - recipe.noise.snr_db)
            words += _misheard(recipe.noise, count * 1000 / RATE_HZ)
        microphone = microphone + rng.standard_normal(count).astype(np.float32) * np.float32(10 ** (-75 / 20))
        return Case(
            recipe.name,
            recipe.category,
            recipe.language,
            _pcm(microphone),
            _pcm(played),
            tuple(turns),
            tuple(sorted(words, key=lambda word: word.end_ms)),
            tuple(loudspeaker.words),
        )

    async def _noise(self, wanted: Noise, count: int, rng: np.random.Generator) -> Samples:
        if wanted.kind != "babble":
            return sounds.noise(wanted.kind, count, rng)
        if not self._background:
            for name, text in zip(BACKGROUND, BABBLE, strict=True):
                samples, _ = await _spoken(self._voice, text, name, "en")
                self._background.append(sounds.at_level(samples, sounds.SPEECH_DB))
        mixed = np.zeros(count, np.float32)
        for samples in self._background:
            mixed += np.roll(np.resize(samples, count), int(rng.integers(count)))
        return mixed


async def _say(voice: Voice, said: Said, language: str, default: str, channel: _Channel) -> Turn:
    """Put what is said into a channel; returns from where to where it is."""
    start = place = said.at * RATE_HZ // 1000
    parts = _PAUSE.split(said.says)
    for text, pause in zip(parts[::2], [*map(int, parts[1::2]), 0], strict=True):
        samples, words = await _spoken(voice, text.strip(), said.voice or default, language)
        samples = sounds.at_level(samples, said.level_db)
        if said.stops is not None:
            samples = samples[: max(0, said.stops * RATE_HZ // 1000 - place)]
        offset_ms = place * 1000 / RATE_HZ
        channel.pieces.append((place, samples))
        channel.words += [Word(one.text, one.start_ms + offset_ms, one.end_ms + offset_ms) for one in words]
        place += len(samples)
        end = place
        place += pause * RATE_HZ // 1000
    limits = {"not_before_ms": said.not_before_ms, "not_after_ms": said.not_after_ms}
    return Turn(start * 1000 / RATE_HZ, end * 1000 / RATE_HZ, said.kind, **limits)


async def _spoken(voice: Voice, text: str, name: str, language: str) -> tuple[Samples, list[Word]]:
    """A text without the silence around it, full scale ±1.0 at 24 kHz, and its words."""
    chunks = [chunk async for chunk in voice.speak(text, voice=name, language=language)]
    whole = resample(np.concatenate([chunk.samples for chunk in chunks]), voice.rate_hz, RATE_HZ)
    loud = np.flatnonzero(np.abs(whole) > 0.02 * np.abs(whole).max())
    first, end = int(loud[0]), int(loud[-1]) + 1
    marks = [
        (word.at_ms - first * 1000 / RATE_HZ, text[word.start : word.end]) for chunk in chunks for word in chunk.words
    ]
    length_ms = (end - first) * 1000 / RATE_HZ
    ends = [at_ms for at_ms, _ in marks[1:]] + [length_ms]
    words = [Word(said, max(0.0, at_ms), end_ms) for (at_ms, said), end_ms in zip(marks, ends, strict=True)]
    return to_float(whole[first:end]), words


def _misheard(noise: Noise, length_ms: float) -> list[Word]:
    """What a recogniser makes of other people's talk."""
    if noise.kind != "babble":
        return []
    places = range(int(length_ms / MISHEARD_MS))
    return [Word(MISHEARD[n % len(MISHEARD)], n * MISHEARD_MS, (n + 1) * MISHEARD_MS) for n in places]


def _pcm(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype(np.int16)
