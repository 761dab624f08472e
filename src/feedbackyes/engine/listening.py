"""The user's side: an audio buffer, who is speaking in it, and what the recogniser gets of it.

With turn detection, an utterance begins at its first voice (less the prefix padding) and ends after the patience of the
session; with push-to-talk it begins with the first voice in the buffer and ends with the client's commit.

The recogniser gets an utterance as it comes. Silence after a pause is kept back: if it was the end, the recogniser has
settled already; if not, it gets the silence with what follows.

A partner may cut in while somebody speaks: their utterance ends there, and what they go on to say is the next one.

While the partner is heard, and if short listener's sounds are to be let through (`backchannels`), an utterance is first
*held*: the client is not told yet, because it would stop playback. It is announced once it is too long for a "mm-hm" or
says more than that. Under a partner who has just cut in, speech is held whatever it says: who only finishes a word yields,
and who talks on is announced, which takes the floor back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf

from feedbackyes.engine import endings
from feedbackyes.engine.commands import Drop, Finish, JudgeEnding, Listen, Settle, StartListening
from feedbackyes.engine.outbox import Outbox
from feedbackyes.engine.tape import BYTES_PER_MS, Tape
from feedbackyes.engine.turns import (
    TALKING_OVER_MS,
    Edge,
    SpeechDetector,
    hold_ms,
    is_turn,
    semantic_patience_ms,
)
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.sessions import FormatConfig, ServerVad, TurnDetection

EARS_BYTES_PER_MS = 32
"""PCM16 at 16 kHz."""
MIN_COMMIT_MS = 100.0
KEEP_MS = 2_000.0
"""Audio without speech that is kept with turn detection, beside the prefix padding."""
MAX_BUFFER_MS = 600_000.0
"""Audio of one utterance that is kept for `conversation.item.retrieve`; the recogniser gets all of it."""
JUDGED_MS = 8_000.0
"""Audio before a pause that a turn model looks at."""
MAX_UNHEARD_MS = 30_000.0
"""Audio without any voice that a push-to-talk commit can still send to the recogniser."""


@dataclass(slots=True, eq=False)
class Utterance:
    """What somebody is saying. Its id is that of the item it will be.

    Args:
        start_ms: prefix padding included. fed_ms: the recogniser has everything before it.
        announced: the client knows of it. overlaps: it began under a partner who had cut in. settled: the recogniser was told of a pause.
        voice_ms: its first voice. voiced_ms: from there to its last so far. text: partial transcript. shown: characters of it sent as deltas.
        finished: how likely it is over, says the turn model of the pause that lasts.
    """

    id: str
    start_ms: float
    fed_ms: float
    voice_ms: float = 0.0
    announced: bool = False
    overlaps: bool = False
    settled: bool = False
    voiced_ms: float = 0.0
    text: str = ""
    shown: int = 0
    finished: float | None = None


@dataclass(frozen=True, slots=True)
class Began:
    """Speech started, as far as the client is concerned."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Ended:
    """Turn detection ended an utterance. If it is not announced, what it says decides about it."""

    utterance: Utterance
    end_ms: float


@dataclass(frozen=True, slots=True)
class CutInto:
    """The partner cuts in here; what is said from now on is another utterance."""

    utterance: Utterance
    end_ms: float


@dataclass(frozen=True, slots=True)
class Partner:
    """Who is listening.

    Args:
        overlaps: tells whether the partner has cut in and is heard.
        cuts_in: tells whether the partner cuts into an utterance now, and the pause in it that has lasted so long.
    """

    overlaps: Callable[[], bool]
    cuts_in: Callable[[Utterance, float], bool]


class Listening:
    """One user's audio. Positions are milliseconds from the first sample of the session.

    Args:
        turn_cues: what was said so far lengthens or shortens the silence that ends a turn.
        turn_model: there is one that may be asked about pauses, too.
        is_echo: tells whether all that was heard since a position is the partner's own voice. own_words: leaves the
            partner's out of a transcript.

    Attributes:
        language: of the user, BCP 47.
    """

    def __init__(
        self,
        out: Outbox,
        new_item_id: Callable[[], str],
        detection: TurnDetection | None,
        audio_format: FormatConfig,
        *,
        turn_cues: bool = False,
        turn_model: bool = False,
        is_echo: Callable[[float], bool] = lambda _: False,
        own_words: Callable[[str], str] = str,
    ) -> None:
        self._out = out
        self._new_item_id = new_item_id
        self._detection = detection
        self._format = audio_format
        self._raw = _tape(audio_format, 0.0)
        self._ears = Tape(EARS_BYTES_PER_MS)
        self._detector = SpeechDetector(_threshold(detection))
        self._turn_cues = turn_cues
        self._turn_model = turn_model
        self._is_echo = is_echo
        self._own_words = own_words
        self.language = "en"
        self._begin_ms = 0.0
        self.utterance: Utterance | None = None

    @property
    def end_ms(self) -> float:
        return self._raw.end_ms

    @property
    def speaking(self) -> bool:
        """Turn detection is in the middle of an utterance that the client knows of, or that goes on under a partner who
        has cut in."""
        utterance = self.utterance
        return self._detection is not None and utterance is not None and (utterance.announced or utterance.overlaps)

    def configure(self, detection: TurnDetection | None, audio_format: FormatConfig) -> None:
        if audio_format != self._format:
            self.clear()
            self._format = audio_format
            self._raw = _tape(audio_format, self._raw.end_ms)
            self._ears = Tape(EARS_BYTES_PER_MS, start_ms=self._ears.end_ms)
            self._begin_ms = self._raw.end_ms
        if (detection is None) != (self._detection is None):
            self._abandon()
        self._detection = detection
        self._detector.threshold = _threshold(detection)

    def hear(
        self, raw: bytes, ears: bytes, probabilities: list[float], *, hold: bool, partner: Partner
    ) -> Iterator[Began | Ended | CutInto]:
        """Take audio.

        Args:
            raw: in the session's format. ears: the same at 16 kHz. probabilities: of the frames completed by it.
            hold: the partner is heard, and backchannels shall not stop it.
            partner: is asked anew in the middle of it.
        """
        self._raw.append(raw)
        self._ears.append(ears)
        for probability in probabilities:
            edge = self._detector.frame(probability, self._patience_ms())
            if self.utterance is not None and self._detector.speaking:
                self.utterance.voiced_ms = self._detector.voiced_ms
            yield from self._turn(edge, hold=hold, partner=partner)
            yield from self._interruption(partner)
        self._feed(self._ears.end_ms)
        self._forget()

    def partial(self, utterance: Utterance, text: str) -> Iterator[Began]:
        """The recogniser understood more of what is being said."""
        utterance.text += text
        if utterance is self.utterance and self._says_enough(utterance) and not self._is_only_echo(utterance):
            yield from self._announce(utterance)

    def judged(self, utterance_id: str, finished: float) -> None:
        """The turn model's answer about a pause; of one that is over it says nothing."""
        utterance = self.utterance
        if utterance is not None and utterance.id == utterance_id and utterance.settled:
            utterance.finished = finished

    def commit(self) -> tuple[Utterance, float]:
        """End the utterance, or make one of everything in the buffer. Returns it with its end.

        Raises:
            InvalidEvent: there are less than 100 ms of audio.
        """
        length = self._raw.end_ms - self._start_of_buffer()
        if length < MIN_COMMIT_MS:
            raise InvalidEvent(
                f"Error committing input audio buffer: buffer too small. Expected at least {MIN_COMMIT_MS:.0f}ms of audio,"
                f" but buffer only has {length:.2f}ms of audio.",
                code="input_audio_buffer_commit_empty",
            )
        utterance = self.utterance or self._begin(self._start_of_buffer())
        if self._detection is None:
            utterance.start_ms = self._start_of_buffer()
        self._feed(self._ears.end_ms)
        return utterance, self._end(self._raw.end_ms)

    def take_silence(self, item_id: str, from_ms: float) -> tuple[Utterance, float]:
        """Make an utterance that is not recognised of what has been heard since a position."""
        utterance = Utterance(item_id, max(from_ms, self._start_of_buffer()), self._ears.end_ms)
        self._begin_ms = self._raw.end_ms
        return utterance, self._raw.end_ms

    def audio(self, utterance: Utterance, end_ms: float) -> bytes:
        """What was said, in the session's format. To be asked before more audio comes."""
        return self._raw.cut(utterance.start_ms, end_ms)

    def clear(self) -> None:
        self._abandon()
        self._begin_ms = self._raw.end_ms

    def _patience_ms(self) -> float:
        if isinstance(self._detection, ServerVad):
            silence_ms = float(self._detection.silence_duration_ms)
            if self._turn_cues and self.utterance is not None:
                return endings.patience_ms(silence_ms, self.utterance.text, self.language, self.utterance.finished)
            return silence_ms
        if self._detection is None:
            return inf
        return semantic_patience_ms(self._detection.eagerness, self.utterance.text if self.utterance else "")

    def _turn(self, edge: Edge | None, *, hold: bool, partner: Partner) -> Iterator[Began | Ended]:
        utterance = self.utterance
        if edge is Edge.STARTED and utterance is None:
            utterance = self._begin(self._speech_start())
            utterance.overlaps = partner.overlaps()
            utterance.voice_ms = self._detector.started_ms or 0.0
            if self._detection is not None and not hold and not utterance.overlaps:
                yield from self._announce(utterance)
        elif utterance is None:
            return
        elif edge is Edge.PAUSED:
            self._feed(self._detector.position_ms)
            utterance.settled = True
            self._out.put(Settle(utterance.id))
            if self._turn_model:
                heard = self._ears.cut(max(utterance.start_ms, self._ears.end_ms - JUDGED_MS), self._ears.end_ms)
                self._out.put(JudgeEnding(utterance.id, heard))
        elif edge is Edge.STOPPED and self._is_only_echo(utterance):
            self._abandon()
        elif edge is Edge.STOPPED:
            self._feed(self._detector.position_ms)
            yield Ended(utterance, self._end(self._detector.position_ms))
        elif edge is Edge.RESUMED:
            utterance.settled, utterance.finished = False, None
        elif self._says_enough(utterance):
            if self._is_only_echo(utterance):
                self._abandon()
            else:
                yield from self._announce(utterance)

    def _interruption(self, partner: Partner) -> Iterator[CutInto]:
        utterance = self.utterance
        if utterance is None or not utterance.announced or self._detection is None:
            return
        if partner.cuts_in(utterance, self._detector.silence_ms):
            self._feed(self._detector.position_ms)
            yield CutInto(utterance, self._end(self._detector.position_ms))

    def _says_enough(self, utterance: Utterance) -> bool:
        """Whether an utterance that is held is a turn after all."""
        if self._detection is None or utterance.announced:
            return False
        voiced_ms = self._detector.voiced_ms
        if utterance.overlaps:
            return voiced_ms > TALKING_OVER_MS
        text = self._own_words(utterance.text)
        return voiced_ms > hold_ms(text) or is_turn(text, voiced_ms)

    def _is_only_echo(self, utterance: Utterance) -> bool:
        """Whether what is held is the partner's own voice; what was announced stays what it is."""
        if self._detection is None or utterance.announced:
            return False
        return self._is_echo(utterance.voice_ms)

    def _announce(self, utterance: Utterance) -> Iterator[Began]:
        utterance.announced = True
        yield Began(utterance)

    def _begin(self, start_ms: float) -> Utterance:
        fed_ms = max(start_ms, self._ears.start_ms)
        self.utterance = Utterance(self._new_item_id(), start_ms, fed_ms)
        self._out.put(StartListening(self.utterance.id))
        return self.utterance

    def _speech_start(self) -> float:
        padding = float(self._detection.prefix_padding_ms) if isinstance(self._detection, ServerVad) else 300.0
        started = self._detector.started_ms or 0.0
        return max(started - padding, self._start_of_buffer())

    def _end(self, end_ms: float) -> float:
        """Close the utterance; what comes after `end_ms` belongs to the next one."""
        utterance = self.utterance
        self.utterance = None
        self._detector.reset()
        self._begin_ms = end_ms
        if utterance is not None:
            self._out.put(Finish(utterance.id))
        return end_ms

    def _abandon(self) -> None:
        if self.utterance is not None:
            self._out.put(Drop(self.utterance.id))
        self.utterance = None
        self._detector.reset()

    def _feed(self, until_ms: float) -> None:
        utterance = self.utterance
        if utterance is None or utterance.settled:
            return
        if audio := self._ears.cut(utterance.fed_ms, until_ms):
            utterance.fed_ms = max(utterance.fed_ms, until_ms)
            self._out.put(Listen(utterance.id, audio))

    def _forget(self) -> None:
        """Let go of audio that nobody will ask for."""
        utterance, end = self.utterance, self._raw.end_ms
        if utterance is not None:
            begin = self._begin_ms if self._detection is None else utterance.start_ms
            judged_ms = end - JUDGED_MS if self._turn_model else end
            self._ears.forget_before(min(utterance.fed_ms, judged_ms))
            self._raw.forget_before(max(end - MAX_BUFFER_MS, begin))
        elif self._detection is None:
            self._ears.forget_before(max(end - MAX_UNHEARD_MS, self._begin_ms))
            self._raw.forget_before(max(end - MAX_BUFFER_MS, self._begin_ms))
        else:
            padding = self._detection.prefix_padding_ms if isinstance(self._detection, ServerVad) else 0
            keep = max(end - KEEP_MS - padding, self._begin_ms)
            self._ears.forget_before(keep)
            self._raw.forget_before(keep)

    def _start_of_buffer(self) -> float:
        return max(self._begin_ms, self._raw.start_ms)


def _threshold(detection: TurnDetection | None) -> float:
    return detection.threshold if isinstance(detection, ServerVad) else 0.5


def _tape(audio_format: FormatConfig, start_ms: float) -> Tape:
    bytes_per_ms = BYTES_PER_MS[audio_format.type]
    return Tape(bytes_per_ms, width=bytes_per_ms // 24 or 1, start_ms=start_ms)
