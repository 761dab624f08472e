"""The partner's own voice in the learner's microphone: told from what was just played.

A loudspeaker near a microphone gives the partner back later, quieter and coloured. What is compared are powers in a few
bands, every 16 ms: the microphone's and, some lag before, those of what was played. Where the pattern of the last
three quarters of a second is the same (correlation), the lag and each band's gain are learned; from then on every frame has
an expectation of how loud the echo may be in each band. A frame that is no louder than that is echo; one that is louder has
somebody else in it, so a learner who talks over the partner is heard. What is learned counts only as long as the
patterns agree: who turns the volume down or puts on headphones is not taken for an echo.

```
nothing played lately      -> never echo
unknown, patterns agree    -> lag and gains learned
known, frame explained     -> echo
known, frame louder        -> speech
known, patterns disagree   -> speech
```

Lag covers network, playout, air and capture: 0 to 560 ms. Compare Benesty et al., "Advances in Network and Acoustic Echo
Cancellation" (2001), ch. 6, on double-talk detection by correlation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16, Samples, g711
from feedbackyes.audio.formats import pcm16
from feedbackyes.protocol.sessions import FormatName

HOP_MS = 16.0
WINDOW_MS = 32
BAND_EDGES_HZ = (150, 300, 450, 650, 900, 1200, 1600, 2100, 2700, 3400)
"""What every wire carries, telephones too."""
BANDS = len(BAND_EDGES_HZ) - 1
SILENT_DB = -90.0

LAGS = (-2, 35)
"""Hops by which an echo may follow what was sent. The playback clock may be a little late, so it may seem to precede it."""
COMPARED = 48
"""Hops whose pattern is compared: 768 ms. With fewer than `LEAST` of them loud nothing is said."""
LEAST = 16
DOUBTS = 3
"""Comparisons in which the pattern is not found: then what was learned does not hold. Somebody who talks over an echo
hides it, too."""
COMPARED_EVERY = 4
"""Voiced frames, once the echo is known: comparing is what costs most."""
RANGE_DB = 25.0
"""Levels further below the loudest are noise and count as equal."""
LEARNED_FROM, BELIEVED_FROM = 0.72, 0.4
"""Correlation above which gains are learned, and above which what was learned still holds. Two people's speech reaches
0.5 by chance when the best of all lags is taken, and half of that at a lag that is known."""
SPREAD_DB = 6.0
"""How far an echo's levels may lie from lag and gains alone, median."""
LOUD_DB = 15.0
"""Below the loudest hop: what tells a gain."""
MARGIN_DB = 6.0
"""How much louder than expected a frame may be, for echoes vary."""
TAIL_HOPS, TAIL_DB = 12, 2.0
"""A room goes on sounding: so many hops, and so much quieter with each."""
OTHERS = 0.5
"""Share of a frame's power that the echo must leave unexplained for somebody else to be speaking."""
FALL = 0.1
"""Of the way by which a gain follows an echo that is quieter than expected, for each hop."""

STOPPING_MS = 250.0
"""So long a client may play on after it was stopped."""
BELIEVED_HOPS = 125
"""There is an echo for 2 s after it was found; somebody who talks over it hides it."""
_KEPT = 2_048
Rows = NDArray[np.float32]
"""Levels in dBFS, shape (hops, BANDS)."""


class Levels:
    """Band levels of a stream of samples.

    Args:
        rate_hz: 8, 16 or 24 kHz.
    """

    def __init__(self, rate_hz: int) -> None:
        self._hop = round(rate_hz * HOP_MS / 1000)
        self._matrix, self._window = _bank(rate_hz)
        self._held: Samples = np.zeros(len(self._window) - self._hop, np.float32)

    def feed(self, samples: Int16) -> Rows:
        """Rows of the hops that are completed, shape (n, BANDS). The first windows begin in silence."""
        joined = np.concatenate((self._held, samples.astype(np.float32) / np.float32(32768)))
        count = max(0, (len(joined) - len(self._window)) // self._hop + 1)
        self._held = joined[count * self._hop :]
        if not count:
            return np.zeros((0, BANDS), np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(joined, len(self._window))[:: self._hop][:count]
        spectra = np.fft.rfft(windows * self._window)
        powers = (spectra.real**2 + spectra.imag**2) @ self._matrix
        rows: Rows = (10 * np.log10(powers + 10 ** (SILENT_DB / 10))).astype(np.float32)
        return rows


class _Line:
    """Rows by the number of their hop, of which the last are kept."""

    def __init__(self) -> None:
        self._rows = np.full((_KEPT, BANDS), SILENT_DB, np.float32)
        self._numbers = np.full(_KEPT, -1, np.int64)

    def put(self, first: int, rows: Rows) -> None:
        places = np.arange(first, first + len(rows))
        self._rows[places % _KEPT] = rows
        self._numbers[places % _KEPT] = places

    def get(self, first: int, end: int) -> Rows:
        """Rows of hops `first` to `end`; silence where there was nothing."""
        places = np.arange(first, end)
        known = self._numbers[places % _KEPT] == places
        return np.where(known[:, None], self._rows[places % _KEPT], np.float32(SILENT_DB))

    def drop_from(self, first: int) -> None:
        self._numbers[self._numbers >= first] = -1


@dataclass(slots=True)
class _Path:
    """What was learned: how many hops later, and how much louder in each band (dB)."""

    lag: int
    gains: Rows


class EchoCheck:
    """One session's. Times are the engine's clock in milliseconds; microphone frames come in order, 32 ms each."""

    def __init__(self) -> None:
        self._played, self._heard = _Line(), _Line()
        self._microphone = Levels(16_000)
        self._reference: Levels | None = None
        self._wire: FormatName | None = None
        self._run_end_ms = 0.0
        self._run_hop = 0
        self._last_played = -1_000_000
        self._hop = 0
        self._path: _Path | None = None
        self._doubts = DOUBTS
        self._believed_hop = -1_000_000
        self._frames = 0

    def played(self, audio: bytes, wire: FormatName, from_ms: float, duration_ms: float) -> None:
        """This will be heard from `from_ms` on."""
        if not audio:
            return
        if self._reference is None or wire != self._wire or abs(from_ms - self._run_end_ms) > HOP_MS:
            self._reference, self._wire = Levels(24_000 if wire == "audio/pcm" else 8_000), wire
            self._run_hop = round(from_ms / HOP_MS) + 1
        rows = self._reference.feed(_samples(audio, wire))
        self._played.put(self._run_hop, rows)
        self._run_hop += len(rows)
        self._run_end_ms = from_ms + duration_ms
        self._last_played = self._run_hop

    def stopped(self, at_ms: float) -> None:
        """What was to be heard after `at_ms` will not be, but for what is heard until the client knows."""
        if self._run_end_ms > at_ms:
            end = round((at_ms + STOPPING_MS) / HOP_MS)
            self._played.drop_from(end)
            self._last_played = min(self._last_played, end)
            self._run_end_ms, self._reference = at_ms, None

    def is_echo(self, frame: Int16, end_ms: float, *, voiced: bool) -> bool:
        """Take the microphone's next frame, 512 samples at 16 kHz.

        Args:
            end_ms: when it ended. voiced: it may be speech; of others nothing is asked.
        """
        rows = self._microphone.feed(frame)
        self._hop = round(end_ms / HOP_MS)
        self._heard.put(self._hop - len(rows) + 1, rows)
        if self._hop - self._last_played > LAGS[1] + TAIL_HOPS:
            return False
        self._follow_down(len(rows))
        if not voiced:
            return False
        self._frames += 1
        if self._frames % (COMPARED_EVERY if self._path else 2) == 0:
            self._compare()
        return self._believed and self._others(len(rows)) < OTHERS

    @property
    def known(self) -> bool:
        """There is an echo, as far as can be told now."""
        lately = self._hop - self._believed_hop <= BELIEVED_HOPS
        return self._path is not None and lately and self._hop - self._last_played <= LAGS[1] + TAIL_HOPS

    def was_echo(self, from_ms: float) -> bool:
        """Nothing but echo was heard since then, as far as it is known by now."""
        if not self._believed:
            return False
        hops = max(1, min(_KEPT // 2, self._hop - round(from_ms / HOP_MS)))
        return self._others(hops) < OTHERS

    @property
    def _believed(self) -> bool:
        return self._path is not None and self._doubts < DOUBTS

    def _compare(self) -> None:
        """Look for what was played in what is heard."""
        heard = self._heard.get(self._hop - COMPARED + 1, self._hop + 1)
        low, high = LAGS
        played = self._played.get(self._hop - COMPARED + 1 - high, self._hop + 1 - low)
        found = _correlations(heard, played)[::-1]  # by lag, from the shortest
        lag = low + int(np.argmax(found))
        if _agreement(heard, played[high - lag : high - lag + COMPARED]) >= LEARNED_FROM:
            self._learn(lag, heard, played[high - lag : high - lag + COMPARED])
        if self._path is not None:
            first = max(0, self._path.lag - low - 1)
            near = low + first + int(np.argmax(found[first : first + 3]))
            self._doubt(_agreement(heard, played[high - near : high - near + COMPARED]))

    def _doubt(self, agreement: float) -> None:
        """Believe in what was learned, or less so. Where the partner paused nothing can be told."""
        if agreement >= BELIEVED_FROM:
            self._doubts, self._believed_hop = 0, self._hop
        elif not np.isnan(agreement):
            self._doubts += 1

    def _learn(self, lag: int, heard: Rows, played: Rows) -> None:
        """Take the gains from hops where the partner is loud; unless they differ too much from hop to hop."""
        loud = played > played.max(axis=0) - LOUD_DB
        if np.count_nonzero(loud.any(axis=1)) < LEAST:
            return
        differences = np.where(loud, heard - played, np.nan)
        gains = np.nanmedian(differences, axis=0).astype(np.float32)
        if np.nanmedian(np.abs(differences - gains)) <= SPREAD_DB:
            self._path = _Path(lag, gains)

    def _follow_down(self, hops: int) -> None:
        """An echo that has become quieter is expected to be quieter."""
        path = self._path
        if path is None:
            return
        heard = self._heard.get(self._hop - hops + 1, self._hop + 1)
        played = self._expected(hops) - path.gains
        audible = played > played.max() - LOUD_DB
        loud = (played.max(axis=1) > SILENT_DB + 3 * RANGE_DB / 2)[:, None] & audible
        below = np.where(loud, np.minimum(0.0, heard - played - path.gains + MARGIN_DB), 0.0)
        path.gains = (path.gains + FALL * below.sum(axis=0)).astype(np.float32)

    def _expected(self, hops: int) -> Rows:
        """How loud the last hops may be from the echo alone, with what the room adds."""
        path = self._path
        if path is None:
            return np.full((hops, BANDS), SILENT_DB, np.float32)
        end = self._hop + 1 - path.lag
        played = self._played.get(end - hops - TAIL_HOPS, end + 1)
        tails = [
            played[TAIL_HOPS + 1 - back : TAIL_HOPS + 1 - back + hops] - TAIL_DB * max(0, back)
            for back in range(TAIL_HOPS + 1)
        ]
        expected: Rows = np.max(tails, axis=0) + path.gains
        return expected

    def _others(self, hops: int) -> float:
        """Share of the power of the last hops that the echo does not explain, 0 to 1."""
        heard = 10 ** (self._heard.get(self._hop - hops + 1, self._hop + 1) / 10)
        explained = 10 ** ((self._expected(hops) + MARGIN_DB) / 10)
        return float(np.maximum(0.0, heard - explained).sum() / heard.sum())


def _correlations(heard: Rows, played: Rows) -> NDArray[np.float64]:
    """Correlation of the pattern `heard`, shape (n, BANDS), with each stretch of `played`, shape (n + k, BANDS)."""
    pattern = _pattern(heard)
    stretches = np.lib.stride_tricks.sliding_window_view(_clipped(played), len(heard), axis=0)
    centred = stretches - stretches.mean(axis=2, keepdims=True)
    products = np.einsum("kbn,nb->k", centred, pattern)
    energies = np.einsum("kbn,kbn->k", centred, centred) * np.sum(pattern**2)
    found: NDArray[np.float64] = (products / np.sqrt(np.maximum(energies, 1e-6))).astype(np.float64)
    return found


def _agreement(heard: Rows, played: Rows) -> float:
    """Correlation of two patterns, shape (n, BANDS), where the second is loud: that both begin to speak at one moment says
    nothing. NaN when that is too short."""
    levels = played.max(axis=1)
    loud = levels > max(float(levels.max()) - RANGE_DB, SILENT_DB + RANGE_DB)
    if np.count_nonzero(loud) < LEAST:
        return float("nan")
    first, second = _pattern(heard[loud]), _pattern(played[loud])
    return float(np.sum(first * second) / np.sqrt(max(float(np.sum(first**2) * np.sum(second**2)), 1e-6)))


def _clipped(rows: Rows) -> Rows:
    clipped: Rows = np.maximum(rows, rows.max(axis=0) - np.float32(RANGE_DB))
    return clipped


def _pattern(rows: Rows) -> Rows:
    clipped = _clipped(rows)
    centred: Rows = clipped - clipped.mean(axis=0)
    return centred


def _samples(audio: bytes, wire: FormatName) -> Int16:
    if wire == "audio/pcm":
        return pcm16(audio)
    return g711.decode_mu(audio) if wire == "audio/pcmu" else g711.decode_a(audio)


@cache
def _bank(rate_hz: int) -> tuple[Samples, Samples]:
    """Weights from a spectrum's bins to the powers of the bands, and the window."""
    size = rate_hz * WINDOW_MS // 1000
    window = np.hanning(size).astype(np.float32)
    hertz = np.fft.rfftfreq(size, 1 / rate_hz)
    low, high = np.array(BAND_EDGES_HZ[:-1]), np.array(BAND_EDGES_HZ[1:])
    inside = (hertz[:, None] >= low) & (hertz[:, None] < high)
    matrix: Samples = (inside * (2.0 / np.sum(window) ** 2)).astype(np.float32)
    return matrix, window
