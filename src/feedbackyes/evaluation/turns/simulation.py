"""Plays a recording to the engine's session, with the recording's time as the clock.

What decides is the real thing: microphone, voice activity, session with turn detection, cues, echo check and noise gate.
The partner's channel is handed to the session as replies, as a voice would, at most a second ahead. What is not
measured is the recogniser: words are understood as the case says they were said, `HEARD_MS` after their end, and at a
pause `SETTLED_MS` after it was noticed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import RATE_HZ, to_float
from feedbackyes.audio.levels import frame_levels
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.commands import Command, Drop, Finish, Reply, Settle, StartListening, StopReply
from feedbackyes.engine.microphone import Microphone
from feedbackyes.engine.session import Options, Session
from feedbackyes.evaluation.turns.cases import Case, Word
from feedbackyes.protocol import client, server
from feedbackyes.protocol.sessions import Prompt
from feedbackyes.stages.stt import Transcript
from feedbackyes.stages.vad import VoiceActivity

STEP_MS = 32
LATENCY_MS = 80.0
"""From the engine's sending to the learner's ear."""
PIECE_MS, LEAD_MS, END_LEAD_MS = 200, 1_000.0, 300.0
HEARD_MS, SETTLED_MS = 300.0, 64.0
GAP_MS = 400.0
"""Silence of the partner that divides two replies."""
AFTER_MS = 2_500
"""Silence that is heard after the recording."""
START_MS = 1_000.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How turns are taken. `patience_ms`: silence that ends one."""

    name: str
    patience_ms: int = 500
    backchannels: bool = True
    turn_cues: bool = True
    echo_check: bool = True
    noise_gate: bool = True


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the client was told, and when, in the recording's time."""

    at_ms: float
    event: str


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a recording. `partner`: when the partner was to be heard, from and to."""

    noticed: tuple[Noticed, ...]
    partner: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The learner's channel as the engine hears it: by steps of 32 ms, raw, at 16 kHz, and how likely each is speech."""

    raw: list[bytes]
    ears: list[bytes]
    probabilities: list[float]


async def hear(case: Case, detector: VoiceActivity) -> Sound:
    """Take the learner's channel through the microphone and voice activity."""
    step = RATE_HZ * STEP_MS // 1000
    silence = np.zeros(AFTER_MS * RATE_HZ // 1000 + step - len(case.learner) % step, np.int16)
    samples = np.concatenate((case.learner, silence))
    microphone = Microphone(detector.open())
    taken = [await microphone.take(piece) for piece in microphone.pieces(samples.tobytes())]
    microphone.close()
    ears = b"".join(one.ears for one in taken)
    probabilities = [one for part in taken for one in part.probabilities]
    raw = [samples[start : start + step].tobytes() for start in range(0, len(samples) - step + 1, step)]
    size = 32 * STEP_MS
    steps = min(len(raw), len(probabilities))
    return Sound(raw[:steps], [ears[n * size : (n + 1) * size] for n in range(steps)], probabilities[:steps])


def play(case: Case, sound: Sound, manner: Manner) -> Played:
    """Let a session with this manner hear the case."""
    return _Run(case, sound, manner).run()


def spoken(partner: Int16) -> list[tuple[float, float]]:
    """When a channel is not silent, from and to in milliseconds; gaps shorter than `GAP_MS` count as speech."""
    frame = RATE_HZ // 100
    loud = np.flatnonzero(frame_levels(to_float(partner), frame) > 10 ** (-55 / 20))
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) * 10 > GAP_MS)
    firsts, lasts = np.r_[loud[0], loud[breaks + 1]], np.r_[loud[breaks], loud[-1]]
    return [(float(first * 10), float(last * 10 + 10)) for first, last in zip(firsts, lasts, strict=True)]


@dataclass(slots=True)
class _Ears:
    """Understands what the case says is said, in order, each word once."""

    words: list[Word]
    utterance: str | None = None
    text: str = ""
    pauses: list[float] = field(default_factory=list)

    def start(self, utterance: str, at_ms: float) -> None:
        self.utterance, self.text = utterance, ""
        self.pauses.clear()
        self.words = [word for word in self.words if word.end_ms > at_ms - 2 * STEP_MS - HEARD_MS]

    def take(self, understood: Callable[[Word], bool]) -> str:
        """The words that are next, as far as they are understood."""
        said = ""
        while self.words and understood(self.words[0]):
            said += (" " if self.text + said else "") + self.words.pop(0).text
        self.text += said
        return said

    def now(self, at_ms: float) -> str:
        """What is understood at this moment."""
        settled = max((pause for pause in self.pauses if pause + SETTLED_MS <= at_ms), default=0.0)
        return self.take(lambda word: word.end_ms + HEARD_MS <= at_ms or word.end_ms <= settled)


@dataclass(slots=True)
class _Voice:
    """The partner's channel, handed over as replies."""

    samples: Int16
    spans: list[tuple[float, float]]
    words: tuple[Word, ...]
    response_id: str | None = None
    at_ms: float = 0.0
    end_ms: float = 0.0
    asked: bool = False


class _Run:
    def __init__(self, case: Case, sound: Sound, manner: Manner) -> None:
        self._sound = sound
        self._ids: Counter[str] = Counter()
        self._at_ms = 0.0
        self._ears = _Ears(list(case.words or ()))
        self._spans = spoken(case.partner)
        self._voice = _Voice(case.partner, list(self._spans), case.partner_words)
        self._noticed: list[Noticed] = []
        options = Options(
            scenario=_no_scenario,
            backchannels=manner.backchannels,
            turn_cues=manner.turn_cues,
            echo_check=manner.echo_check,
            noise_gate=manner.noise_gate,
        )
        self._session = Session(options, model="eval", intent=None, new_id=self._new_id, now_ms=START_MS, unix_s=0.0)
        self._session.open()
        self._session.receive(_settings(case.language, manner.patience_ms), START_MS)
        self._carry_out()

    def run(self) -> Played:
        sound = self._sound
        for raw, ears, probability in zip(sound.raw, sound.ears, sound.probabilities, strict=True):
            self._speak()
            self._at_ms += STEP_MS
            self._session.hear(raw, ears, [probability], self._now_ms)
            self._carry_out()
            self._understand()
        return Played(tuple(self._noticed), tuple(self._spans))

    @property
    def _now_ms(self) -> float:
        return START_MS + self._at_ms

    def _new_id(self, prefix: str) -> str:
        self._ids[prefix] += 1
        return f"{prefix}_{self._ids[prefix]}"

    def _understand(self) -> None:
        ears = self._ears
        if ears.utterance is not None and (said := ears.now(self._at_ms)):
            self._session.partial(ears.utterance, said, self._now_ms)
            self._carry_out()

    def _speak(self) -> None:
        """Begin the reply that is due, and send what may be sent of the one that goes on."""
        voice = self._voice
        if voice.spans and not voice.asked and voice.spans[0][0] - LATENCY_MS <= self._at_ms:
            voice.asked = True
            self._session.receive(client.ResponseCreate(), self._now_ms)
            self._carry_out()
        while voice.response_id is not None and self._session.lead_ms(voice.response_id, self._now_ms) < LEAD_MS:
            if voice.at_ms >= voice.end_ms:
                self._finish_reply()
                return
            end_ms = min(voice.end_ms, voice.at_ms + PIECE_MS)
            piece = voice.samples[round(voice.at_ms * RATE_HZ / 1000) : round(end_ms * RATE_HZ / 1000)]
            text = "".join(f" {word.text}" for word in voice.words if voice.at_ms <= word.start_ms < end_ms)
            duration_ms, voice.at_ms = end_ms - voice.at_ms, end_ms
            self._session.spoke(voice.response_id, text, piece.tobytes(), duration_ms, self._now_ms)
            self._carry_out()

    def _finish_reply(self) -> None:
        response_id = self._voice.response_id
        if response_id is not None and self._session.lead_ms(response_id, self._now_ms) <= END_LEAD_MS:
            self._voice.response_id = None
            self._session.replied(response_id, self._now_ms)
            self._carry_out()

    def _carry_out(self) -> None:
        for what in self._session.take():
            if isinstance(what, Command):
                self._command(what)
            elif isinstance(what, server.InputAudioBufferSpeechStarted | server.InputAudioBufferSpeechStopped):
                started = isinstance(what, server.InputAudioBufferSpeechStarted)
                self._noticed.append(Noticed(self._at_ms, "started" if started else "stopped"))

    def _command(self, command: Command) -> None:
        ears, voice = self._ears, self._voice
        match command:
            case StartListening():
                ears.start(command.utterance, self._at_ms)
            case Settle():
                ears.pauses.append(self._at_ms)
            case Finish():
                ears.take(lambda word: word.start_ms < self._at_ms)
                said, ears.utterance = ears.text, None
                self._session.recognised(command.utterance, Transcript(said, (), 0.9), self._now_ms)
                self._carry_out()
            case Drop():
                ears.utterance = None
            case Reply():
                (voice.at_ms, voice.end_ms), *voice.spans = voice.spans
                voice.response_id, voice.asked = command.response_id, False
            case StopReply():
                if voice.asked:  # before a word of it was made
                    del voice.spans[0]
                voice.response_id, voice.asked = None, False
            case _:
                pass


def _settings(language: str, patience_ms: int) -> client.SessionUpdate:
    """Turns are detected and interrupt, but the partner speaks when the recording says so."""
    detection: dict[str, Any] = {"type": "server_vad", "silence_duration_ms": patience_ms, "create_response": False}
    transcription = {"model": "eval", "language": language}
    audio = {"input": {"transcription": transcription, "turn_detection": detection}}
    return client.SessionUpdate(session={"type": "realtime", "audio": audio})


def _no_scenario(prompt: Prompt) -> Scenario:
    raise NotFound(f"There is no scenario {prompt.id!r} here.")


async def hear_all(cases: list[Case], detector: VoiceActivity) -> list[Sound]:
    """All at once: the detector takes frames of several in one batch."""
    return list(await asyncio.gather(*(hear(case, detector) for case in cases)))
