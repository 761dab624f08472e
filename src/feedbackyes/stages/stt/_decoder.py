"""PocketSphinx decoders: one segment of speech in, its words out, and the mean of its cepstra.

Settings are the measured ones (docs/recognition.md). The second pass (`fwdflat`) is off: it costs a tenth of a second at
the end of each turn and wins nothing. `bestpath` stays on: word posteriors come from its lattice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pocketsphinx import Decoder as _PocketSphinx  # type: ignore[attr-defined]

from feedbackyes.audio import Int16

FRAME_MS = 10
DATA = Path(__file__).parent / "data"
VARIANT = re.compile(r"\(\d+\)$")

Mean = NDArray[np.float64]
"""Mean of the cepstra, shape (13,)."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A word of a settled segment.

    Args:
        start_ms, end_ms: from the segment's first sample.
        posterior: probability among the alternatives that the decoder considered, 0 to 1.
    """

    text: str
    start_ms: int
    end_ms: int
    posterior: float


def spoken(word: str) -> str:
    """The word without the number of its pronunciation; empty for silence, noise and sentence marks."""
    return "" if word[:1] in "<[" else VARIANT.sub("", word)


class Decoder:
    """One decoder, for one segment at a time. About 0.1 to 0.4 s to make, 20 to 65 MB."""

    def __init__(self, model: str) -> None:
        """
        Args:
            model: folder of a language model (`words.dict`, `model.lm`); empty: the one that came with PocketSphinx.
        """
        options: dict[str, Any] = {"loglevel": "FATAL", "fwdflat": False}
        if model:
            options |= {"lm": str(Path(model) / "model.lm"), "dict": str(Path(model) / "words.dict")}
        self._decoder = _PocketSphinx(**options)
        self.model = model

    def begin(self, mean: Mean) -> None:
        """Begin a segment whose cepstra will have about this mean."""
        self._decoder.reinit_feat()  # else the last speaker's cepstra linger in the first frames and in the mean
        self._decoder.set_cmn(_text(mean))
        self._decoder.start_utt()

    def feed(self, samples: Int16) -> None:
        self._decoder.process_raw(samples.tobytes(), no_search=False, full_utt=False)

    def interim(self) -> list[str]:
        """The words so far; the last ones may change."""
        found = self._decoder.hyp()
        return [text for word in found.hypstr.split() if (text := spoken(word))] if found else []

    def end(self) -> list[Hypothesis]:
        """End the segment and return its words."""
        self._decoder.end_utt()
        if self._decoder.hyp() is None:
            return []
        return [self._hypothesis(segment, text) for segment in self._decoder.seg() if (text := spoken(segment.word))]

    def alternatives(self, most: int) -> list[list[str]]:
        """Other readings of the segment that has just ended, the likeliest first."""
        readings = (reading for reading in islice(self._decoder.nbest() or (), most) if reading is not None)
        return [[text for word in reading.hypstr.split() if (text := spoken(word))] for reading in readings]

    def abandon(self) -> None:
        self._decoder.end_utt()

    def _hypothesis(self, segment: Any, text: str) -> Hypothesis:
        return Hypothesis(
            text=text,
            start_ms=segment.start_frame * FRAME_MS,
            end_ms=(segment.end_frame + 1) * FRAME_MS,
            posterior=min(1.0, float(segment.prob)),
        )


class CepstralMean:
    """Measures the mean of the cepstra of some samples, with a decoder that knows one word and costs next to nothing."""

    def __init__(self) -> None:
        self._decoder = _PocketSphinx(loglevel="FATAL", lm=None, cmn="batch", dict=str(DATA / "one-word.dict"))
        self._decoder.add_jsgf_string("one", "#JSGF V1.0;\ngrammar one;\npublic <one> = yes;\n")
        self._decoder.activate_search("one")

    def of(self, samples: Int16) -> Mean:
        self._decoder.reinit_feat()  # else the mean tells something of whose samples were measured before
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), no_search=False, full_utt=True)
        mean = np.array([float(value) for value in self._decoder.get_cmn(False).split(",")])
        self._decoder.end_utt()
        return mean


def _text(mean: Sequence[float] | Mean) -> str:
    return ",".join(f"{value:.4f}" for value in mean)
