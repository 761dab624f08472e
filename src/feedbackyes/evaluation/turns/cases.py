"""Two-channel recordings of a learner and a partner, with what should become of each turn.

A folder has `x.wav` (left the learner's microphone, right the partner as it is heard; any rate) and `x.yaml` beside it:

```yaml
category: pause            # any word; figures are given for each
language: en
turns:                     # what the learner says, in order; times in milliseconds
  - {start_ms: 600, end_ms: 4210, kind: turn}
    # kind: turn | interrupts (the partner has to stop) | backchannel (it must not, and no reply is due)
    # not_before_ms, not_after_ms: when the turn may be taken as over, after its end; 0 and 1500 unless told
words:                     # what a recogniser would understand, and when it was said; may be left out
  - {text: the, start_ms: 600, end_ms: 710}
partner_words: []          # the same of what the partner says
```
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import RATE_HZ
from feedbackyes.audio.resample import resample
from feedbackyes.audio.wav import WavWriter, decode_wav
from feedbackyes.domain.errors import InvalidInput

Kind = Literal["turn", "interrupts", "backchannel"]
NOT_AFTER_MS = 1_500.0
MOST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Word:
    """Something that a recogniser would understand, and when it is said."""

    text: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Turn:
    """What the learner says in one go. Times are positions in the recording; the last two count from the end."""

    start_ms: float
    end_ms: float
    kind: Kind = "turn"
    not_before_ms: float = 0.0
    not_after_ms: float = NOT_AFTER_MS


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A recording at 24 kHz, both channels equally long. `words`: None where nothing is known of them."""

    name: str
    category: str
    language: str
    learner: Int16
    partner: Int16
    turns: tuple[Turn, ...]
    words: tuple[Word, ...] | None
    partner_words: tuple[Word, ...] = ()


class _Turn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    start_ms: Annotated[float, Field(ge=0)]
    end_ms: Annotated[float, Field(ge=0)]
    kind: Kind = "turn"
    not_before_ms: float = 0.0
    not_after_ms: Annotated[float, Field(gt=0)] = NOT_AFTER_MS


class _Word(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    start_ms: float
    end_ms: float


class _Labels(BaseModel):
    model_config = ConfigDict(extra="forbid")

    category: str = "all"
    language: str = "en"
    turns: list[_Turn] = Field(default_factory=list)
    words: list[_Word] | None = None
    partner_words: list[_Word] = Field(default_factory=list)


def read_folder(folder: Path) -> list[Case]:
    """The cases of a folder, by name.

    Raises:
        InvalidInput: there are none, or one cannot be read; the sentence says which.
    """
    if not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder.")
    found = [path for path in sorted(folder.rglob("*.wav")) if path.with_suffix(".yaml").exists()]
    if not found:
        raise InvalidInput(
            f"{folder} has no cases: a case is a two-channel .wav file with a .yaml file of the same name."
        )
    return [_read(path, path.relative_to(folder).with_suffix("").as_posix()) for path in found]


def write(case: Case, folder: Path) -> None:
    """Put a case into a folder, so that it can be listened to and read again."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{case.name}.wav"
    path.unlink(missing_ok=True)
    writer = WavWriter(path, rate_hz=RATE_HZ, channels=2)
    writer.write(np.stack((case.learner, case.partner), axis=1))
    writer.close()
    labels: dict[str, Any] = {"category": case.category, "language": case.language}
    labels["turns"] = [asdict(turn) for turn in case.turns]
    if case.words is not None:
        labels["words"] = [asdict(word) for word in case.words]
    labels["partner_words"] = [asdict(word) for word in case.partner_words]
    path.with_suffix(".yaml").write_text(yaml.safe_dump(labels, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _read(path: Path, name: str) -> Case:
    try:
        labels = _Labels.model_validate(yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8")))
        wav = decode_wav(path.read_bytes())
    except (yaml.YAMLError, ValidationError, OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path.with_suffix('.yaml')} cannot be used: {error}") from error
    except InvalidInput as error:
        raise InvalidInput(f"{path}: {error.message}") from error
    if wav.samples.shape[1] != 2:
        raise InvalidInput(
            f"{path} has {wav.samples.shape[1]} channels instead of 2: left the learner, right the partner."
        )
    if len(wav.samples) > MOST_SECONDS * wav.rate_hz:
        raise InvalidInput(f"{path} is longer than {MOST_SECONDS} s.")
    learner, partner = (resample(np.ascontiguousarray(wav.samples[:, side]), wav.rate_hz, RATE_HZ) for side in (0, 1))
    words = None if labels.words is None else _words(labels.words)
    turns = tuple(Turn(**turn.model_dump()) for turn in sorted(labels.turns, key=lambda turn: turn.start_ms))
    return Case(name, labels.category, labels.language, learner, partner, turns, words, _words(labels.partner_words))


def _words(found: list[_Word]) -> tuple[Word, ...]:
    return tuple(Word(**word.model_dump()) for word in found)
